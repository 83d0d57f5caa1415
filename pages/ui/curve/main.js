// The strictness curve with its markers: everything on it follows a drag without asking the server.

import { Bands } from "./bands.js";
import { Chart } from "./chart.js";
import { make } from "../grid/dom.js";
import { Notches } from "./notches.js";
import { Numbers } from "./numbers.js";
import { Slider } from "./slider.js";
import { Table } from "./table.js";
import { fetchCurve, streamStakes } from "./told.js";

const stages = new WeakMap();
const COMMIT_MS = 350; // a key that is held down or pressed again soon is one move

export function render(component) {
  const root = component.parentElement.querySelector(".curve");
  let stage = stages.get(root);
  if (!stage) stages.set(root, (stage = new Stage(root)));
  stage.update(component);
}

export function remove(parent) {
  const root = parent.querySelector(".curve");
  stages.get(root)?.close();
  stages.delete(root);
}

class Stage {
  constructor(root) {
    this.root = root;
    this.state = make("p", "state", "Counting …");
    this.state.setAttribute("role", "status");
    root.replaceChildren(this.state);
  }

  update(component) {
    const { data } = component, before = this.data;
    this.component = component;
    this.data = data;
    if (!before || before.curve !== data.curve || before.rows !== data.rows) this.load();
    else if (this.curve) this.follow(before);
  }

  // What the page says counts, unless a marker moved since it was told where they are.
  follow(before) {
    const { at, auto } = this.data, same = before.at === at && before.auto === auto;
    if (!this.moving && !same) this.move(at, auto, { from: this.before });
    else this.draw();
    if (before.stakes !== this.data.stakes) this.weigh();
  }

  async load() {
    const { curve: address } = this.data;
    const answer = await fetchCurve(address);
    if (address !== this.data.curve) return;
    if (answer.error) return this.fail(answer.error);
    this.curve = answer;
    this.stakes = [];
    this.weighed = null;
    this.build();
    this.at = Math.min(this.data.at, answer.values.length - 1);
    this.auto = Math.min(this.data.auto, this.at);
    this.before = this.at;
    this.draw();
    this.weigh();
  }

  fail(error) {
    this.state.textContent = error;
    this.root.replaceChildren(this.state);
  }

  build() {
    const wide = make("div", "wide"), left = make("div", "left");
    this.numbers = new Numbers(this);
    this.chart = new Chart(this);
    this.slider = new Slider(this);
    this.notches = new Notches(this);
    this.bands = new Bands(this);
    this.table = new Table(this);
    left.append(this.chart.box, this.slider.box, this.chart.notes);
    wide.append(left, this.notches.box);
    this.root.replaceChildren(this.numbers.box, wide, this.bands.box, this.table.box, this.notches.dialog);
    this.sizes?.disconnect();
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(left);
  }

  resize() {
    const wide = this.chart.box.clientWidth;
    if (wide && wide !== this.chart.wide) this.chart.draw();
    this.slider.place();
  }

  // Stakes come for the threshold of the marker first; those that were counted before, at once.
  weigh() {
    this.stop?.abort();
    this.trouble = "";
    this.stop = new AbortController();
    const { stakes } = this.data, threshold = this.curve.values[this.at];
    if (this.weighed !== stakes) this.stakes = [];
    this.weighed = stakes;
    streamStakes(`${stakes}&threshold=${threshold}`, this.stop.signal, (line) => this.take(line));
  }

  take(line) {
    if (line.error) this.trouble = line.error;
    else this.stakes[line.at] = line;
    this.later ??= requestAnimationFrame(() => {
      this.later = null;
      this.chart.draw();
      this.draw();
    });
  }

  get counted() {
    return this.stakes.filter(Boolean).length;
  }

  // Called while a marker moves; nothing is sent.
  move(at, auto, { from } = {}) {
    const last = this.curve.values.length - 1;
    const loose = Math.max(0, Math.min(at, last));
    if (from !== undefined) this.before = from;
    this.at = loose;
    this.auto = Math.max(-1, Math.min(auto, loose));
    this.next ??= requestAnimationFrame(() => {
      this.next = null;
      this.draw();
    });
  }

  begin() {
    if (!this.moving) this.before = this.at;
    this.moving = true;
    clearTimeout(this.timer);
  }

  // A marker was let go: the page catches up.
  release({ soon = true } = {}) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.commit(), soon ? 0 : COMMIT_MS);
  }

  commit() {
    clearTimeout(this.timer);
    this.moving = false;
    if (this.at === this.data.at && this.auto === this.data.auto) return;
    this.component.setStateValue("moved", { at: this.at, auto: this.auto });
    if (!this.stakes[this.at]) this.weigh();
  }

  // One message: of two in a row the page may see only the last.
  openRule() {
    clearTimeout(this.timer);
    this.component.setTriggerValue("rule", { at: this.at, auto: this.auto });
  }

  draw() {
    for (const part of [this.numbers, this.chart, this.slider, this.notches, this.bands]) part.show();
    this.table.show();
    this.root.dataset.at = this.at;
    this.root.dataset.auto = this.auto;
    this.root.dataset.counted = this.counted;
  }

  close() {
    this.stop?.abort();
    this.sizes?.disconnect();
    clearTimeout(this.timer);
  }
}
