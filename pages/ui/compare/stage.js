// The two pictures: beside each other or on each other, with one zoom for both.

import { make } from "../grid/dom.js";
import { Overlay } from "./overlay.js";
import { fit, inverse, mapped, matrix3d, moved, scaled, times } from "./plane.js";
import { listen } from "./pointer.js";

export const MODES = [
  ["side", "Side by side"], ["flip", "Flip"], ["swipe", "Swipe"], ["difference", "Difference"],
];
const MOST = 16, GAP = 12; // times; pixels between pictures that are beside each other

export class Stage {
  constructor(changed) {
    this.changed = changed; // called when something was moved by hand
    this.element = make("div", "stage");
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", "Both pictures. Plus and minus zoom, arrows move.");
    this.both = make("div", "both");
    this.sides = [makeSide("A"), makeSide("B")];
    this.both.append(...this.sides.map((side) => side.element));
    this.divider = makeDivider();
    this.overlay = new Overlay(this);
    this.note = make("p", "aside-note");
    this.element.append(this.both, this.overlay.element, this.divider, this.note);
    this.mode = "side";
    this.points = false;
    this.reset();
    listen(this);
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(this.element);
  }

  // Two other pictures, at the same zoom: { thumb, large, width, height, name }.
  show(pictures) {
    this.look = null;
    this.flipped = false;
    this.sides.forEach((side, at) => load(side, pictures[at], () => this.draw()));
    this.draw();
  }

  // The names of the same two pictures, once they are known.
  rename(pictures) {
    this.sides.forEach((side, at) => name(side, pictures[at].name));
  }

  // What looking closer found.
  exchange(look) {
    this.look = look;
    this.draw();
  }

  reset() {
    this.zoom = { by: 1, x: 0, y: 0 }; // x, y: in widths and heights of a pane
    this.split = 0.5;
    this.chosen = null; // whether to align, once somebody said so
  }

  get canAlign() { return Boolean(this.look?.geometry); }
  get aligned() { return this.canAlign && (this.chosen ?? this.mode !== "side"); }
  get stacked() { return this.mode !== "side"; }

  setMode(mode) {
    this.mode = mode;
    this.draw();
    if (mode === "swipe") this.divider.focus({ preventScroll: true });
  }

  align(on) { this.chosen = on; this.draw(); }
  flip() { this.flipped = !this.flipped; this.draw(); }

  setSplit(share) {
    this.split = Math.min(1, Math.max(0, share));
    this.draw();
  }

  // Zoom by a factor; the point (x, y of a pane, 0 … 1) stays where it is.
  zoomBy(factor, x = 0.5, y = 0.5) {
    const by = Math.min(MOST, Math.max(1, this.zoom.by * factor)), grown = by / this.zoom.by;
    this.moveTo(x - (x - this.zoom.x) * grown, y - (y - this.zoom.y) * grown, by);
  }

  pan(x, y) { this.moveTo(this.zoom.x + x, this.zoom.y + y, this.zoom.by); }

  moveTo(x, y, by) {
    const inside = (at) => Math.min(0, Math.max(1 - by, at));
    this.zoom = { by, x: inside(x), y: inside(y) };
    this.draw();
    this.changed();
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!width || !height) return;
    this.arrange(width, height);
    this.element.dataset.mode = this.mode;
    this.element.dataset.shown = this.flipped ? "B" : "A";
    this.element.classList.toggle("zoomed", this.zoom.by > 1);
    const { by, x, y } = this.zoom;
    this.sides.forEach((side, at) => {
      Object.assign(side.element.style, box(this.origin[at], this.pane));
      side.view.style.transform = `translate(${x * this.pane.w}px, ${y * this.pane.h}px) scale(${by})`;
      side.picture.style.width = `${this.size[at].w}px`;
      side.picture.style.height = `${this.size[at].h}px`;
      side.picture.style.transform = matrix3d(this.map[at]);
    });
    this.clip();
    this.drawDivider();
    this.overlay.draw();
  }

  // Where the panes are, and how each picture lies in its pane before zooming.
  arrange(width, height) {
    const [left, right] = this.sides.map((side) => side.size);
    this.pane = { w: width, h: height };
    this.origin = [[0, 0], [0, 0]];
    if (!this.stacked) {
      const beside = { w: (width - GAP) / 2, h: height }, below = { w: width, h: (height - GAP) / 2 };
      const room = (pane) => fit(left.w, left.h, pane.w, pane.h).w;
      const rows = room(below) > room(beside);
      this.pane = rows ? below : beside;
      this.origin[1] = rows ? [0, this.pane.h + GAP] : [this.pane.w + GAP, 0];
    }
    const places = [left, right].map((size) => fit(size.w, size.h, this.pane.w, this.pane.h));
    this.size = places;
    this.longer = places.map((place) => Math.max(place.w, place.h));
    this.map = places.map((place) => moved(place.x, place.y));
    if (this.aligned) {
      const onLeft = times(scaled(this.longer[0]), inverse(this.look.geometry.homography));
      this.map[1] = times(this.map[0], onLeft, scaled(1 / this.longer[1]));
    }
  }

  // A point of a picture, its longer side being 1, on the stage.
  place(at, u, v) {
    const [x, y] = mapped(this.map[at], u * this.longer[at], v * this.longer[at]);
    const { by, x: left, y: top } = this.zoom;
    return [
      this.origin[at][0] + left * this.pane.w + x * by, this.origin[at][1] + top * this.pane.h + y * by,
    ];
  }

  clip() {
    const [first, second] = this.sides, { style } = second.element;
    style.clipPath = this.mode === "swipe" ? `inset(0 0 0 ${100 * this.split}%)` : "";
    const apart = this.mode === "difference"; // only where both show something
    first.view.style.clipPath = apart ? this.outline(1) : "";
    second.view.style.clipPath = apart ? this.outline(0) : "";
  }

  outline(at) {
    const { w, h } = this.size[at];
    const corners = [[0, 0], [w, 0], [w, h], [0, h]].map(([x, y]) => mapped(this.map[at], x, y));
    return `polygon(${corners.map(([x, y]) => `${x}px ${y}px`).join(",")})`;
  }

  drawDivider() {
    this.divider.hidden = this.mode !== "swipe";
    this.divider.style.left = `${100 * this.split}%`;
    const percent = Math.round(100 * this.split);
    this.divider.setAttribute("aria-valuenow", String(percent));
    this.divider.setAttribute("aria-valuetext", `A to ${percent} %, then B`);
  }

  remove() {
    this.watch.disconnect();
    for (const side of this.sides) side.picture.removeAttribute("src");
  }
}

const box = ([x, y], { w, h }) => ({ left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });

function makeSide(letter) {
  const side = { letter, element: make("div", "side"), size: { w: 4, h: 3 } };
  side.view = make("div", "view");
  side.picture = make("img", "picture");
  side.picture.decoding = "async";
  side.picture.draggable = false;
  side.tag = make("div", "tag");
  side.name = make("span", "tag-name");
  side.fate = make("span", "fate");
  side.tag.append(make("b", "", letter), side.name, side.fate);
  side.gone = make("p", "gone", "The picture itself cannot be read any more; this is its thumbnail.");
  side.view.append(side.picture);
  side.element.append(side.view, side.tag, side.gone);
  return side;
}

function name(side, words) {
  side.name.textContent = words;
  side.picture.alt = `${side.letter}: ${words}`;
}

// The thumbnail at once; the picture itself takes its place when it is there.
function load(side, picture, arrived) {
  const { picture: image } = side;
  side.wanted = picture;
  side.gone.hidden = true;
  side.size = { w: picture.width || 4, h: picture.height || 3 };
  name(side, picture.name);
  image.src = picture.thumb;
  image.dataset.shows = "thumbnail";
  image.onload = () => {
    if (!picture.width) side.size = { w: image.naturalWidth, h: image.naturalHeight };
    arrived();
  };
  const large = new Image();
  large.onload = () => {
    if (side.wanted !== picture) return;
    image.src = large.src;
    image.dataset.shows = "picture";
  };
  large.onerror = () => { side.gone.hidden = side.wanted !== picture; };
  large.src = picture.large;
}

function makeDivider() {
  const divider = make("div", "divider");
  const said = { role: "slider", tabindex: "0", "aria-label": "Divider between A and B",
    "aria-valuemin": "0", "aria-valuemax": "100", "aria-orientation": "horizontal" };
  for (const [name, value] of Object.entries(said)) divider.setAttribute(name, value);
  divider.append(make("span", "grip", "⇆"));
  return divider;
}
