// The two markers under the curve: pointer, touch and keyboard; each is a slider by itself.

import { make } from "../grid/dom.js";
import { LEFT, RIGHT } from "./scales.js";

const FAR = 5; // stops that Page Up and Page Down go
const SURE_PX = 3; // so far a pointer goes before it is clear which way
const NEAR_PX = 11; // from the strict marker's line; farther away, a press moves the loose one

export class Slider {
  constructor(stage) {
    this.stage = stage;
    this.box = make("div", "slider");
    this.track = make("div", "track");
    this.automatic = make("span", "part automatic");
    this.review = make("span", "part review");
    this.track.append(this.automatic, this.review);
    this.loose = this.thumb("loose", "Strictness");
    this.strict = this.thumb("strict", "Automatic up to");
    this.names = make("div", "names");
    this.names.setAttribute("aria-hidden", "true");
    this.box.append(this.track, this.loose, this.strict, this.names);
    this.box.addEventListener("pointerdown", (event) => this.grab(event));
  }

  thumb(name, label) {
    const thumb = make("div", `thumb ${name}`);
    thumb.setAttribute("role", "slider");
    thumb.setAttribute("aria-label", label);
    thumb.setAttribute("aria-orientation", "horizontal");
    thumb.tabIndex = 0;
    thumb.addEventListener("keydown", (event) => this.key(event, name));
    return thumb;
  }

  grab(event) {
    if (event.button) return;
    const { stage } = this, target = event.currentTarget;
    const x = (moved) => moved.clientX - this.box.getBoundingClientRect().left;
    const began = x(event);
    let strict = this.strictly(event.target, began);
    const follow = (moved) => {
      const gone = x(moved) - began;
      if (strict === null && Math.abs(gone) < SURE_PX) return;
      strict ??= gone < 0;
      this.drag(x(moved), strict);
    };
    const end = (ended) => {
      if (ended.type === "pointerup") follow(ended);
      target.removeEventListener("pointermove", follow);
      target.removeEventListener("pointerup", end);
      target.removeEventListener("pointercancel", end);
      stage.release();
    };
    target.setPointerCapture(event.pointerId);
    target.addEventListener("pointermove", follow);
    target.addEventListener("pointerup", end);
    target.addEventListener("pointercancel", end);
    stage.begin();
    (strict ? this.strict : this.loose).focus({ preventScroll: true });
    event.preventDefault();
    if (event.pointerType === "mouse") follow(event); // a finger may only want to scroll
  }

  // Whether a press takes the strict marker; null: both lie here, and the way it goes will tell.
  strictly(pressed, x) {
    const { stage } = this, { across } = stage.chart;
    const strict = Math.abs(x - across.x(stage.auto)), loose = Math.abs(x - across.x(stage.at));
    const onOne = pressed === this.strict || pressed === this.loose || strict < NEAR_PX;
    if (stage.auto === stage.at && onOne) return null;
    return pressed === this.strict || (pressed !== this.loose && strict < NEAR_PX && strict < loose);
  }

  drag(x, strict) {
    const { stage } = this, { across } = stage.chart;
    if (!strict) return this.set(across.at(x), "loose");
    const off = x < (across.x(-1) + across.x(0)) / 2;
    this.set(off ? -1 : across.at(x), "strict");
  }

  // The strict marker never passes the loose one: that one pushes it, and stops it.
  set(at, name) {
    const { stage } = this;
    if (name === "loose") stage.move(at, stage.auto);
    else stage.move(stage.at, at);
  }

  key(event, name) {
    const { stage } = this, least = name === "strict" ? -1 : 0;
    const now = name === "strict" ? stage.auto : stage.at;
    const last = name === "strict" ? stage.at : stage.curve.values.length - 1;
    const to = {
      ArrowRight: now + 1, ArrowUp: now + 1, ArrowLeft: now - 1, ArrowDown: now - 1,
      PageUp: now + FAR, PageDown: now - FAR, Home: least, End: last,
    }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    stage.begin();
    this.set(Math.max(least, Math.min(last, to)), name);
    stage.release({ soon: false });
  }

  place() {
    const { stage } = this, { across } = stage.chart;
    if (!across) return;
    const { at, auto } = stage, left = LEFT;
    const strict = auto < 0 ? left : across.x(auto), loose = across.x(at);
    this.track.style.left = `${left}px`;
    this.track.style.right = `${RIGHT}px`;
    span(this.automatic, 0, strict - left);
    span(this.review, strict - left, loose - strict);
    this.loose.style.left = `${loose}px`;
    this.strict.style.left = `${across.x(auto)}px`;
    this.strict.classList.toggle("off", auto < 0);
  }

  show() {
    const { at, auto, curve } = this.stage;
    this.place();
    say(this.loose, 0, curve.values.length - 1, at, `${curve.said[at]}, ${curve.words[at]}`);
    say(this.strict, -1, at, auto, auto < 0 ? "off: nothing is automatic" : curve.said[auto]);
    const strict = auto < 0 ? "nothing automatic" : `◆ automatic up to ${curve.said[auto]}`;
    this.names.replaceChildren(make("span", "", strict), make("span", "", `● review up to ${curve.said[at]}`), make("span", "", "ignore the rest"));
  }
}

function span(part, from, wide) {
  part.style.left = `${from}px`;
  part.style.width = `${Math.max(0, wide)}px`;
}

function say(thumb, least, most, now, words) {
  thumb.setAttribute("aria-valuemin", least);
  thumb.setAttribute("aria-valuemax", most);
  thumb.setAttribute("aria-valuenow", now);
  thumb.setAttribute("aria-valuetext", words);
}
