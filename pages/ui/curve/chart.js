// Three panels over one another on one axis of thresholds: counts, money, distances of pairs.

import { make } from "../grid/dom.js";
import { across, LEFT, linear, logarithmic, short } from "./scales.js";
import { counted, money, number } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const HIGH = { counts: 190, money: 96, pairs: 104 }; // pixels
const FREE = 90, WIDE = 560; // pixels that the counts get more where no money is shown, and from which width on
const HEAD = 30, AXIS = 34; // pixels for the title of a panel, and for the labels of thresholds
const LOG_FROM = 8; // the loosest value is so many times the one in the middle: then logarithmic
const LABEL_PX = 52;
const BAR_PX = 36; // the widest bar: with two stops it would be half the chart, and beside its stop
const EDGE = 8; // pixels from the end of a panel to that of the picture; bars need room beside the last stop

export class Chart {
  constructor(stage) {
    this.stage = stage;
    this.box = make("div", "chart");
    this.notes = make("div", "notes");
    this.box.addEventListener("pointerdown", (event) => stage.slider.grab(event));
  }

  get high() {
    const money = this.stage.data.priced ? HIGH.money + HEAD : 0;
    return this.tall + HEAD + money + HIGH.pairs + HEAD + AXIS;
  }

  draw() {
    const { curve, data } = this.stage;
    this.wide = this.box.clientWidth || 700;
    this.tall = HIGH.counts + (data.priced || this.wide < WIDE ? 0 : FREE);
    this.across = across(this.wide, curve.values.length);
    this.svg = shape("svg", { width: this.wide, height: this.high, role: "img", "aria-label": this.sentence() });
    this.zones = shape("g", {});
    this.titles = shape("g", {});
    this.svg.append(this.zones);
    let top = HEAD;
    this.counts(top);
    top += this.tall + HEAD;
    if (data.priced) {
      this.money(top);
      top += HIGH.money + HEAD;
    }
    this.pairs(top);
    this.bottom = top + HIGH.pairs;
    this.thresholds(this.bottom);
    this.crowd();
    this.lines = shape("g", {});
    this.svg.append(this.lines, this.titles); // the words are read over the lines
    this.box.replaceChildren(this.svg);
    this.mark();
    this.explain();
  }

  counts(top) {
    const { curve } = this.stage, bottom = top + this.tall;
    const flagged = this.flagged(), most = Math.max(...flagged, ...curve.groups, ...curve.largest, 1);
    const middle = flagged[Math.floor(flagged.length / 2)] || 1, steep = most / middle > LOG_FROM;
    const scale = (steep ? logarithmic : (m, b, t) => linear(0, m, b, t))(most, bottom, top);
    this.panel(top, bottom, scale, short);
    this.title(top, steep ? "Pictures and groups (log scale)" : "Pictures and groups", [
      ["flagged", "flagged pictures"], ["groups", "groups"], ["largest", "pictures in the largest group"],
    ]);
    this.line("largest", curve.largest, scale);
    this.line("groups", curve.groups, scale);
    this.line("flagged", flagged, scale);
  }

  // As the groups on screen have it where that is counted, which knows what people marked.
  flagged() {
    const { curve, stakes } = this.stage;
    return curve.flagged.map((value, at) => stakes?.[at]?.kept_out ?? value);
  }

  money(top) {
    const { stage } = this, { data, curve } = stage, bottom = top + HIGH.money;
    const paid = curve.values.map((_, at) => stage.stakes?.[at]?.paid);
    const known = paid.filter((value) => value !== undefined);
    const scale = linear(Math.min(...known, Infinity) === Infinity ? 0 : Math.min(...known), Math.max(...known, 1), bottom, top);
    const unit = 10 ** data.decimals;
    this.panel(top, bottom, scale, (value) => short(value / unit));
    const rest = known.length < paid.length ? `, counted at ${known.length} of ${paid.length} thresholds so far` : "";
    const start = scale.low > 0 && known.length ? `; the axis begins at ${money(scale.low, data)}` : "";
    this.title(top, `To be paid${data.currency ? `, ${data.currency}` : ""}${rest}${start}`, []);
    this.line("paid", paid, scale);
  }

  pairs(top) {
    const { curve, data } = this.stage, bottom = top + HIGH.pairs;
    const scale = logarithmic(Math.max(...curve.pairs, 1), bottom, top);
    this.panel(top, bottom, scale, short);
    const what = data.similarity || data.step > 1 ? "Pairs in each step" : "Pairs at each distance";
    this.title(top, `${what} (log scale)`, []);
    const { x, step } = this.across, wide = Math.max(1, Math.min(BAR_PX, step * 0.72));
    const shift = data.similarity || data.step > 1 ? step / 2 : 0; // the bar of a step ends at its threshold
    curve.pairs.forEach((pairs, at) => {
      if (!pairs) return;
      const left = Math.max(LEFT, x(at) - shift - wide / 2), y = scale.y(pairs);
      this.svg.append(shape("rect", { class: "bar", x: left, y, width: wide, height: bottom - y, rx: Math.min(2, wide / 3) }));
    });
  }

  panel(top, bottom, { y, ticks }, say) {
    for (const tick of ticks) {
      const at = Math.round(y(tick)) + 0.5;
      this.svg.append(shape("line", { class: "rule", x1: LEFT, x2: this.wide - EDGE, y1: at, y2: at }));
      this.svg.append(text("tick", say(tick), { x: LEFT - 8, y: at + 4, "text-anchor": "end" }));
    }
    this.svg.append(shape("line", { class: "base", x1: LEFT, x2: this.wide - EDGE, y1: bottom + 0.5, y2: bottom + 0.5 }));
  }

  title(top, words, keys) {
    this.titles.append(text("title", words, { x: 4, y: top - 9 }));
    if (keys.length) this.keys = keys;
  }

  line(name, values, { y }) {
    const { x } = this.across;
    let path = "", open = false;
    values.forEach((value, at) => {
      if (value === undefined) { open = false; return; }
      path += `${open ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
      open = true;
    });
    this.svg.append(shape("path", { class: `line ${name}`, d: path }));
    if (this.across.step < 9) return; // dots of so near stops would be a thick line
    values.forEach((value, at) => {
      if (value !== undefined) this.svg.append(shape("circle", { class: `dot ${name}`, cx: x(at), cy: y(value), r: 2.4 }));
    });
  }

  thresholds(bottom) {
    const { curve, data } = this.stage, { x, step } = this.across;
    const every = Math.max(1, Math.ceil(LABEL_PX / step / 2) * (step < LABEL_PX / 2 ? 2 : 1));
    curve.values.forEach((value, at) => {
      if (at % every) return;
      this.svg.append(text("tick", value, { x: x(at), y: bottom + 16, "text-anchor": "middle" }));
    });
    const sense = data.similarity ? `least ${data.unit}` : `largest distance, ${data.unit}`;
    this.svg.append(text("axis", `${sense}: strict on the left, loose on the right`, { x: LEFT, y: bottom + 31 }));
  }

  crowd() {
    const { curve } = this.stage, { x, step } = this.across;
    if (curve.crowded === null) return;
    const from = x(curve.crowded) - step / 2;
    this.svg.append(shape("line", { class: "crowd", x1: from, x2: from, y1: HEAD, y2: this.bottom }));
    this.svg.append(shape("rect", { class: "crowded", x: from, y: HEAD, width: this.wide - EDGE - from, height: this.bottom - HEAD }));
  }

  // The markers, and which band is where.
  mark() {
    const { at, auto, curve } = this.stage, { x } = this.across, high = this.bottom - HEAD;
    const zone = (name, from, to) => shape("rect", { class: `zone ${name}`, x: from, y: HEAD, width: Math.max(0, to - from), height: high });
    const start = LEFT, strict = auto < 0 ? start : x(auto), loose = x(at);
    this.zones.replaceChildren(zone("automatic", start, strict), zone("review", strict, loose));
    const marks = [shape("line", { class: "mark loose", x1: loose, x2: loose, y1: HEAD, y2: this.bottom })];
    if (auto >= 0) marks.push(shape("line", { class: "mark strict", x1: strict, x2: strict, y1: HEAD, y2: this.bottom }));
    this.lines.replaceChildren(...marks);
    this.svg.setAttribute("aria-label", this.sentence(curve));
  }

  show() {
    if (!this.svg) this.draw();
    else this.mark();
  }

  sentence() {
    const { curve, at, data, stakes } = this.stage, last = curve.values.length - 1, paid = stakes?.[at]?.paid;
    const there = `At ${curve.said[at]}: ${counted(curve.groups[at], "group")}, ${counted(this.flagged()[at], "flagged picture")}, `
      + `the largest group has ${counted(curve.largest[at], "picture")}`
      + (data.priced && paid !== undefined ? `, ${money(paid, data)} to be paid` : "");
    return `${there}. From ${curve.said[0]} to ${curve.said[last]} groups go from ${number(curve.groups[0])} to `
      + `${number(curve.groups[last])}, flagged pictures from ${number(curve.flagged[0])} to ${number(curve.flagged[last])}. `
      + "All values are in the table below.";
  }

  explain() {
    const { curve, data } = this.stage, notes = [];
    const keys = make("p", "keys");
    for (const [name, words] of this.keys) {
      const key = make("span", "key");
      const sample = shape("svg", { width: 26, height: 10, "aria-hidden": "true" });
      sample.append(shape("line", { class: `line ${name}`, x1: 1, x2: 25, y1: 5, y2: 5 }));
      key.append(sample, words);
      keys.append(key);
    }
    notes.push(keys);
    if (curve.crowded !== null) {
      notes.push(make("p", "quiet", `Shaded from ${curve.said[curve.crowded]} on: a picture has on average one neighbour more `
        + "than at “strict”. Many are there by chance, and chained groups run into each other."));
    }
    if (this.stage.trouble && data.priced) notes.push(make("p", "quiet", this.stage.trouble));
    this.notes.replaceChildren(...notes);
  }
}

function shape(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function text(name, words, attributes) {
  const element = shape("text", { class: name, ...attributes });
  element.textContent = words;
  return element;
}
