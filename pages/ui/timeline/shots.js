// Every shot by time: a strip with all of them and a window in it, the shots of the window above, and
// the picture that is pointed at.

import { button, make } from "../grid/dom.js";
import { Brush } from "./brush.js";
import { draw, momentOf, spanOf, ticksOf } from "./drawing.js";
import { Preview } from "./preview.js";
import { table } from "./table.js";

const HIGH = 168, FLOOR = 138, TOP = 8, SIDE = 12;
const PITCH = 11, RADIUS = 4.5, TICK_PX = 92;
const LEAST_MS = 10_000; // the smallest window
const ZOOM = 2;
const EDGE = 0.12, LEAST_EDGE_MS = 30_000; // of a burst's length, left free on both sides
const ALONE_EDGE_MS = 300_000; // a shot alone says something only with what is around it
const GOLDEN_DEGREES = 137.508; // neighbours get hues far apart, however many there are

export class Shots {
  constructor(root) {
    this.root = root;
    this.bar = this.makeBar();
    this.stage = make("div", "stage");
    this.stage.tabIndex = 0;
    this.stage.setAttribute("role", "group");
    this.stage.setAttribute(
      "aria-label",
      "Shots by time. Left and right go from shot to shot, Page Up and Page Down from burst to burst, "
        + "plus and minus zoom, Enter opens the group on Review.",
    );
    this.brush = new Brush((from, to) => this.show(from, to));
    this.preview = new Preview();
    this.table = make("div");
    const chart = make("div", "chart"), both = make("div", "both");
    chart.append(this.bar, this.stage, this.brush.element, legend());
    both.append(chart, this.preview.element);
    root.replaceChildren(both, this.table);
    this.stage.addEventListener("keydown", (event) => this.key(event));
    this.stage.addEventListener("pointerover", (event) => this.point(event));
    this.stage.addEventListener("click", (event) => this.click(event));
    this.watch = new ResizeObserver(() => this.data && this.draw());
    this.watch.observe(this.stage);
  }

  makeBar() {
    const bar = make("div", "bar");
    this.where = make("span", "where");
    this.where.setAttribute("role", "status");
    bar.append(this.where, make("span", "space"));
    for (const [text, label, act] of [
      ["‹ Burst", "The burst before", () => this.toBurst(-1)],
      ["Burst ›", "The next burst", () => this.toBurst(1)],
      ["−", "Show a longer time", () => this.zoom(ZOOM)],
      ["+", "Show a shorter time", () => this.zoom(1 / ZOOM)],
      ["All", "Show all the time", () => this.show(...this.whole)],
    ]) {
      const one = button("plain", text, "", label);
      one.addEventListener("click", act);
      bar.append(one);
    }
    return bar;
  }

  remove() { this.watch.disconnect(); }

  update(data) {
    this.data = data;
    this.at = 0;
    this.hue = hues(data.group);
    const last = data.at.at(-1), margin = Math.max(LEAST_MS / 2, last * 0.02);
    this.whole = [-margin, last + margin];
    this.bursts = burstsOf(data);
    this.stage.style.cursor = "";
    this.brush.update(data.at, this.whole);
    this.show(...this.whole);
    this.choose(0);
    this.table.replaceChildren(table(
      ["Burst from", "To", "Shots", "In groups", "Not paid or held"],
      this.bursts.map(({ from, to }) => this.cells(from, to)),
    ));
    this.root.dataset.shots = data.at.length;
  }

  cells(from, to) {
    const { first, at, group, fate } = this.data, these = (column) => column.slice(from, to);
    return [
      momentOf(first + at[from]), momentOf(first + at[to - 1]), to - from,
      these(group).filter((one) => one >= 0).length, these(fate).filter((one) => one !== 0).length,
    ];
  }

  show(from, to) {
    const [least, most] = this.whole, long = Math.min(most - least, Math.max(LEAST_MS, to - from));
    const middle = (from + to) / 2, start = Math.min(most - long, Math.max(least, middle - long / 2));
    this.from = start;
    this.to = start + long;
    this.brush.place(this.from, this.to);
    this.draw();
  }

  zoom(by) {
    const { at } = this.data, here = at[this.at];
    const middle = here >= this.from && here <= this.to ? here : (this.from + this.to) / 2, long = (this.to - this.from) * by;
    this.show(middle - long / 2, middle + long / 2);
  }

  toBurst(step) {
    const now = this.bursts.findIndex(({ from, to }) => this.at >= from && this.at < to);
    const whole = this.from <= this.whole[0] && this.to >= this.whole[1];
    const { from, to } = this.bursts[Math.min(this.bursts.length - 1, Math.max(0, now + (whole && step > 0 ? 0 : step)))];
    const { at } = this.data, least = to - from > 1 ? LEAST_EDGE_MS : ALONE_EDGE_MS;
    const edge = Math.max(least, (at[to - 1] - at[from]) * EDGE);
    this.choose(from);
    this.show(at[from] - edge, at[to - 1] + edge);
  }

  draw() {
    const wide = this.stage.clientWidth, { data } = this;
    if (wide < 80) return;
    const svg = draw("svg", { width: wide, height: HIGH, "aria-hidden": "true" });
    const x = (at) => SIDE + ((at - this.from) / (this.to - this.from)) * (wide - 2 * SIDE);
    this.drawAxis(svg, x, wide);
    const inside = [];
    for (let at = 0; at < data.at.length; at += 1) if (data.at[at] >= this.from && data.at[at] <= this.to) inside.push(at);
    this.dots = new Map();
    for (const { at, left, up } of stacked(inside, (one) => x(data.at[one]))) {
      const dot = draw("circle", { cx: left, cy: up, r: RADIUS, class: this.classOf(at) });
      if (data.group[at] >= 0) dot.style.setProperty("--hue", this.hue.get(data.group[at]));
      dot.at = at;
      this.dots.set(at, dot);
      svg.append(dot);
    }
    this.stage.replaceChildren(svg);
    this.mark();
    const count = `${inside.length.toLocaleString("en")} ${inside.length === 1 ? "shot" : "shots"}`;
    const seen = inside.length ? spanOf(data.first + data.at[inside[0]], data.first + data.at[inside.at(-1)]) : "nothing in this time";
    this.where.textContent = `${count} · ${seen}${data.zone ? ` ${data.zone}` : ""} · ${data.clock}`;
  }

  drawAxis(svg, x, wide) {
    const { first } = this.data;
    svg.append(draw("line", { class: "rule floor", x1: 0, x2: wide, y1: FLOOR + 6, y2: FLOOR + 6 }));
    for (const { at, text } of ticksOf(first + this.from, first + this.to, Math.max(2, Math.floor(wide / TICK_PX)))) {
      const left = x(at - first);
      svg.append(draw("line", { class: "rule", x1: left, x2: left, y1: TOP, y2: FLOOR + 10 }));
      svg.append(draw("text", { class: "mark", x: Math.min(wide - 24, Math.max(24, left)), y: HIGH - 6, "text-anchor": "middle" }, text));
    }
  }

  classOf(at) {
    const { group, fate } = this.data;
    return ["shot", group[at] < 0 ? "single" : "", fate[at] === 0 ? "" : "unpaid"].filter(Boolean).join(" ");
  }

  point(event) {
    if (event.target.at !== undefined) this.choose(event.target.at);
  }

  click(event) {
    const { at } = event.target;
    if (at === undefined) return;
    const seen = this.at === at && event.pointerType !== "touch"; // a finger cannot point first
    this.choose(at);
    if (seen) this.preview.open();
  }

  key(event) {
    const last = this.data.at.length - 1;
    const to = { ArrowLeft: this.at - 1, ArrowRight: this.at + 1, Home: 0, End: last }[event.key];
    if (to !== undefined) this.walk(Math.min(last, Math.max(0, to)));
    else if (event.key === "PageUp") this.toBurst(-1);
    else if (event.key === "PageDown") this.toBurst(1);
    else if (event.key === "+" || event.key === "=") this.zoom(1 / ZOOM);
    else if (event.key === "-") this.zoom(ZOOM);
    else if (event.key === "Enter") this.preview.open();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // To a shot that may be out of the window, which then follows.
  walk(to) {
    const at = this.data.at[to], long = this.to - this.from;
    this.choose(to);
    if (at < this.from || at > this.to) this.show(at - long / 2, at + long / 2);
  }

  choose(at) {
    this.at = at;
    this.mark();
    const { data } = this, group = data.group[at];
    this.preview.show({
      name: data.name[at],
      time: `${momentOf(data.first + data.at[at])}${data.zone ? ` ${data.zone}` : ""}`,
      place: `shot ${(at + 1).toLocaleString("en")} of ${data.at.length.toLocaleString("en")}`,
      group: group < 0 ? "in no group" : `in a group of ${data.sizes[group].toLocaleString("en")} pictures`,
      fate: data.fates[data.fate[at]],
      paid: data.fate[at] === 0,
      hue: group < 0 ? "" : this.hue.get(group),
      source: `${data.pictures}thumb/${data.row[at]}.jpg`,
      link: data.review && group >= 0 ? `${data.review}&text=${encodeURIComponent(data.text[at])}` : "",
    });
  }

  mark() {
    this.stage.querySelector(".now")?.classList.remove("now");
    const dot = this.dots?.get(this.at);
    if (!dot) return;
    dot.classList.add("now");
    dot.parentNode.append(dot); // above the others
  }
}

function legend() {
  const line = make("p", "legend");
  line.append(
    make("span", "sign grouped", "in a group, a colour each"), make("span", "sign single", "in none"),
    make("span", "sign unpaid", "hollow: not paid or held"),
  );
  return line;
}

// A hue for each group, in the order of their first shots.
function hues(groups) {
  const found = new Map();
  for (const group of groups) if (group >= 0 && !found.has(group)) found.set(group, (found.size * GOLDEN_DEGREES + 255) % 360);
  return found;
}

// Where each burst begins and where the next one does.
function burstsOf({ burst }) {
  const found = [];
  burst.forEach((number, at) => {
    if (at === 0 || burst[at - 1] !== number) found.push({ from: at, to: at + 1 });
    else found.at(-1).to = at + 1;
  });
  return found;
}

// Dots that would lie on each other stand on each other, closer where there are many.
function stacked(inside, x) {
  const piles = new Map();
  for (const at of inside) {
    const place = Math.round(x(at) / PITCH);
    if (!piles.has(place)) piles.set(place, []);
    piles.get(place).push(at);
  }
  const highest = Math.max(1, ...[...piles.values()].map((pile) => pile.length));
  const step = Math.min(PITCH, (FLOOR - TOP - RADIUS) / highest);
  return [...piles].flatMap(([place, pile]) => pile.map((at, high) => ({ at, left: place * PITCH, up: FLOOR - high * step })));
}
