// A strip with all the time, and a window in it that is drawn, moved and stretched with the pointer.

import { make } from "../grid/dom.js";
import { draw } from "./drawing.js";

const HIGH = 34, SIDE = 12, GRIP_PX = 10, BINS = 160;
const LEAST_PX = 4; // less is a click: the window comes there

export class Brush {
  constructor(changed) {
    this.changed = changed;
    this.element = make("div", "brush");
    this.element.title = "Drag over a time to see it closer";
    this.element.addEventListener("pointerdown", (event) => this.begin(event));
    this.element.addEventListener("pointermove", (event) => this.move(event));
    this.element.addEventListener("pointerup", (event) => this.end(event));
    this.element.addEventListener("pointercancel", () => { this.held = undefined; });
    new ResizeObserver(() => this.times && this.draw()).observe(this.element);
  }

  update(times, [from, to]) {
    Object.assign(this, { times, least: from, most: to, from, to });
    this.draw();
  }

  place(from, to) {
    this.from = from;
    this.to = to;
    this.placeWindow();
  }

  get wide() { return this.element.clientWidth - 2 * SIDE; }
  x(at) { return SIDE + ((at - this.least) / (this.most - this.least)) * this.wide; }
  time(x) { return this.least + ((x - SIDE) / this.wide) * (this.most - this.least); }

  draw() {
    const all = this.element.clientWidth;
    if (all < 80) return;
    const svg = draw("svg", { width: all, height: HIGH, "aria-hidden": "true" });
    const many = new Array(BINS).fill(0);
    for (const at of this.times) many[Math.min(BINS - 1, Math.floor(((at - this.least) / (this.most - this.least)) * BINS))] += 1;
    const most = Math.max(...many), each = this.wide / BINS;
    svg.append(draw("rect", { class: "ground", width: all, height: HIGH, rx: 8 }));
    many.forEach((count, at) => {
      if (!count) return;
      const high = 5 + (HIGH - 13) * Math.sqrt(count / most);
      svg.append(draw("rect", { class: "many", x: SIDE + at * each, width: Math.max(2, each - 0.5), y: HIGH - 4 - high, height: high, rx: 1 }));
    });
    this.window = draw("rect", { class: "window", y: 1, height: HIGH - 2, rx: 7 });
    svg.append(this.window);
    this.element.replaceChildren(svg);
    this.placeWindow();
  }

  placeWindow() {
    if (!this.window) return;
    const left = this.x(this.from), wide = Math.max(6, this.x(this.to) - left);
    this.window.setAttribute("x", left);
    this.window.setAttribute("width", wide);
  }

  begin(event) {
    const at = this.at(event), left = this.x(this.from), right = this.x(this.to);
    const whole = this.from <= this.least && this.to >= this.most;
    const near = (edge) => Math.abs(at - edge) <= GRIP_PX;
    let hold = { way: "new", start: at };
    if (!whole && right - left > 3 * GRIP_PX && near(left)) hold = { way: "from" };
    else if (!whole && right - left > 3 * GRIP_PX && near(right)) hold = { way: "to" };
    else if (!whole && at > left && at < right) hold = { way: "move", start: at, from: this.from, to: this.to };
    this.held = hold;
    this.element.setPointerCapture(event.pointerId);
  }

  move(event) {
    if (!this.held) return;
    const at = this.at(event), { way, start } = this.held;
    if (way === "new") {
      if (Math.abs(at - start) >= LEAST_PX) this.changed(...[this.time(start), this.time(at)].sort((a, b) => a - b));
    } else if (way === "move") {
      const by = this.time(at) - this.time(start);
      this.changed(this.held.from + by, this.held.to + by);
    } else if (way === "from" && this.time(at) < this.to) this.changed(this.time(at), this.to);
    else if (way === "to" && this.time(at) > this.from) this.changed(this.from, this.time(at));
  }

  end(event) {
    const at = this.at(event), { way, start } = this.held ?? {};
    this.held = undefined;
    if (way !== "new" || Math.abs(at - start) >= LEAST_PX) return;
    const long = this.to - this.from;
    this.changed(this.time(at) - long / 2, this.time(at) + long / 2);
  }

  at(event) {
    return event.clientX - this.element.getBoundingClientRect().left;
  }
}
