// A chart over all thresholds, strict ones on the left: lines with bands, and what they say where
// one points. Drawn anew at every answer; a few dozen points cost a millisecond.

import { make } from "../grid/dom.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 210, LEFT = 46, RIGHT = 12, TOP = 16, BOTTOM = 40, TICKS_PX = 70, NARROWEST = 240;

export class Chart {
  // scale: value → share of the height 0 … 1; ticks(largest) → [[value, words]]; read(cell) → words
  constructor({ title, unit, scale, ticks, read, lines }) {
    Object.assign(this, { title, unit, scale, ticks, read, lines });
    this.element = make("figure", "chart");
    this.svg = element("svg", { role: "img", tabindex: "0" });
    this.told = make("p", "reading");
    this.told.setAttribute("aria-live", "polite");
    const caption = make("figcaption", "", title);
    caption.append(legend(lines));
    this.element.append(caption, this.svg, this.told);
    this.svg.addEventListener("pointermove", (event) => this.point(event));
    this.svg.addEventListener("pointerleave", () => this.at(null));
    this.svg.addEventListener("keydown", (event) => this.pressed(event));
    this.svg.addEventListener("blur", () => this.at(null));
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(this.element);
  }

  // bands: { name: [low, middle, high] }, one value a threshold; now, advised: places of thresholds
  show({ said, bands, now, advised, unit }) {
    Object.assign(this, { said, bands, now, advised, axis: unit });
    this.svg.setAttribute("aria-label", `${this.title}, from the strictest to the loosest threshold. The table below has all numbers; arrow keys read them here.`);
    this.draw();
  }

  draw() {
    const width = Math.max(NARROWEST, this.element.clientWidth);
    if (!this.said || !this.element.clientWidth) return;
    this.width = width;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    this.svg.setAttribute("height", HEIGHT);
    this.svg.replaceChildren(...this.axes(), ...this.marks(), ...this.drawn(), this.cursor());
    this.at(this.place ?? null);
  }

  x(cell) {
    const many = Math.max(1, this.said.length - 1);
    return LEFT + (cell / many) * (this.width - LEFT - RIGHT);
  }

  y(value) { return TOP + (1 - this.scale(value, this.largest)) * (HEIGHT - TOP - BOTTOM); }

  get largest() { return Math.max(1, ...Object.values(this.bands).flatMap(([, , high]) => high.filter((value) => value !== null))); }

  axes() {
    const parts = [], foot = HEIGHT - BOTTOM;
    for (const [value, words] of this.ticks(this.largest)) {
      const y = this.y(value);
      parts.push(element("line", { class: "rule", x1: LEFT, x2: this.width - RIGHT, y1: y, y2: y }));
      parts.push(text(words, { class: "tick end", x: LEFT - 6, y: y + 4 }));
    }
    const every = Math.max(1, Math.ceil(this.said.length / Math.max(2, Math.floor((this.width - LEFT) / TICKS_PX))));
    for (let cell = 0; cell < this.said.length; cell += every) {
      parts.push(text(this.said[cell].split(" ")[0], { class: "tick middle", x: this.x(cell), y: foot + 15 }));
    }
    parts.push(text(`Threshold in ${this.axis}: strict on the left`, { class: "axis middle", x: (LEFT + this.width - RIGHT) / 2, y: HEIGHT - 6 }));
    return parts;
  }

  marks() {
    const parts = [], foot = HEIGHT - BOTTOM;
    for (const [name, cell] of [["now", this.now], ["advised", this.advised]]) {
      if (cell === null || cell < 0) continue;
      const x = this.x(cell);
      parts.push(element("line", { class: `mark ${name}`, x1: x, x2: x, y1: TOP, y2: foot }));
      const side = x > this.width / 2 ? "end" : "start", shift = side === "end" ? -4 : 4;
      const low = name === "now" && this.now === this.advised ? 12 : 0;
      parts.push(text(name === "now" ? "on screen" : "recommended", { class: `mark-word ${name} ${side}`, x: x + shift, y: (name === "now" ? foot - 6 : TOP - 4) - low }));
    }
    return parts;
  }

  drawn() {
    return this.lines.flatMap(({ name }) => {
      const [low, middle, high] = this.bands[name], parts = [];
      const band = path(high, (cell) => [this.x(cell), this.y(high[cell])])
        + path([...low].reverse(), (at) => { const cell = low.length - 1 - at; return [this.x(cell), this.y(low[cell])]; }).replace(/^M/, "L");
      if (band) parts.push(element("path", { class: `band ${name}`, d: `${band}Z` }));
      parts.push(element("path", { class: `line ${name}`, d: path(middle, (cell) => [this.x(cell), this.y(middle[cell])]) }));
      return parts;
    });
  }

  cursor() {
    this.pointer = element("line", { class: "pointer", y1: TOP, y2: HEIGHT - BOTTOM, x1: 0, x2: 0 });
    return this.pointer;
  }

  point(event) {
    const { left, width } = this.svg.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * this.width;
    const many = this.said.length - 1, share = (x - LEFT) / (this.width - LEFT - RIGHT);
    this.at(Math.min(many, Math.max(0, Math.round(share * many))));
  }

  pressed(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const from = this.place ?? this.now ?? 0;
    this.at(Math.min(this.said.length - 1, Math.max(0, from + by)));
  }

  // What the chart says at a threshold; without one at that on screen.
  at(cell) {
    this.place = cell;
    if (!this.said) return;
    const here = cell ?? this.now;
    if (this.pointer) {
      this.pointer.style.display = cell === null ? "none" : "";
      if (cell !== null) for (const end of ["x1", "x2"]) this.pointer.setAttribute(end, this.x(cell));
    }
    this.told.textContent = here === null || here < 0 ? "" : `${this.said[here]}: ${this.read(here)}`;
  }
}

function legend(lines) {
  const box = make("span", "legend");
  for (const { name, words } of lines) {
    const item = make("span", `key-of ${name}`);
    item.append(make("i", "swatch"), words);
    box.append(item);
  }
  box.append(make("span", "key-of", "shaded: 95 % band"));
  return box;
}

function element(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function text(words, attributes) {
  const made = element("text", attributes);
  made.textContent = words;
  return made;
}

// A line through all values that are known.
function path(values, where) {
  let known = "";
  values.forEach((value, cell) => {
    if (value === null) return;
    const [x, y] = where(cell);
    known += `${known ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return known;
}
