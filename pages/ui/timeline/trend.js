// Three small charts over the same periods: pictures, share of duplicates with its band, amount.

import { make } from "../grid/dom.js";
import { dayOf, draw, fullDayOf, roundUp } from "./drawing.js";
import { table } from "./table.js";

const HIGH = 148, TOP = 10, BOTTOM = 24, LEFT = 40, RIGHT = 10;
const LEAST_WIDE_PX = 236, MOST_BAR_PX = 26, MONTHS = new Set(["month", "quarter"]);
const MONTH = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "short", year: "numeric" });
const percent = (share) => `${(100 * share).toFixed(1)} %`;

export class Trend {
  constructor(root) {
    this.root = root;
    this.at = -1;
    this.charts = make("div", "charts");
    this.charts.tabIndex = 0;
    this.charts.setAttribute("role", "group");
    this.charts.setAttribute("aria-label", "Charts by period; the left and right arrow keys go from one period to the next");
    this.said = make("p", "said");
    this.said.setAttribute("role", "status");
    this.table = make("div");
    root.replaceChildren(this.charts, this.said, this.table);
    this.charts.addEventListener("pointermove", (event) => this.point(event));
    this.charts.addEventListener("pointerleave", () => this.choose(-1));
    this.charts.addEventListener("keydown", (event) => this.key(event));
    this.watch = new ResizeObserver(() => this.data && this.draw());
    this.watch.observe(this.charts);
  }

  remove() { this.watch.disconnect(); }

  update(data) {
    this.data = data;
    this.starts = data.starts.map((day) => Date.parse(`${day}T00:00:00Z`));
    this.at = -1;
    this.draw();
    this.table.replaceChildren(table(
      [`From`, "Submitted", "Duplicates", "Share", "95 % band", ...(data.priced ? [`Amount ${data.currency}`] : [])],
      data.starts.map((_, at) => this.cells(at)),
    ));
    this.root.dataset.periods = data.starts.length;
  }

  cells(at) {
    const { submitted, duplicates, rate, low, high, amount, priced } = this.data;
    const share = rate[at] === null ? ["–", "–"] : [percent(rate[at]), `${percent(low[at])} – ${percent(high[at])}`];
    return [this.named(at), submitted[at], duplicates[at], ...share, ...(priced ? [amount[at]] : [])];
  }

  named(at) {
    return MONTHS.has(this.data.period) ? MONTH.format(this.starts[at]) : fullDayOf(this.starts[at]);
  }

  draw() {
    const { data } = this, amounts = data.amount.map(Number);
    const panels = [
      ["Pictures submitted", data.submitted, (mark) => mark.toLocaleString("en"), (panel) => this.bars(panel, data.submitted, data.duplicates)],
      ["Share of duplicates", [1], (mark) => `${100 * mark} %`, (panel) => this.band(panel)],
      ...(data.priced ? [[`Paid${data.currency ? `, ${data.currency}` : ""}`, amounts, (mark) => mark.toLocaleString("en"), (panel) => this.bars(panel, amounts)]] : []),
    ];
    // Not clientWidth: that may round up, and the last panel of a line would not fit by a part of a pixel.
    const all = Math.floor(this.charts.getBoundingClientRect().width), gap = 18;
    const side = Math.max(1, Math.min(panels.length, Math.floor((all + gap) / (LEAST_WIDE_PX + gap))));
    const wide = Math.floor((all - gap * (side - 1)) / side);
    if (wide < 80) return;
    this.charts.replaceChildren(...panels.map(([title, values, said, fill], at) => this.panel(title, values, { said, fill, wide, first: at === 0 })));
    this.choose(this.at);
  }

  panel(title, values, { said, fill, wide, first }) {
    const figure = make("figure", "panel"), caption = make("figcaption", "title", title);
    if (first) caption.append(key("new", "new"), key("flawed", "duplicates"));
    const svg = draw("svg", { width: wide, height: HIGH, viewBox: `0 0 ${wide} ${HIGH}`, "aria-hidden": "true" });
    const marks = title.startsWith("Share") ? [0, 0.5, 1] : roundUp(Math.max(...values)), top = marks.at(-1);
    const each = (wide - LEFT - RIGHT) / this.data.starts.length;
    const panel = {
      svg, each, x: (at) => LEFT + (at + 0.5) * each, y: (value) => TOP + (1 - value / top) * (HIGH - TOP - BOTTOM), floor: HIGH - BOTTOM,
    };
    const cursor = draw("rect", { class: "cursor", y: TOP, height: HIGH - TOP - BOTTOM, width: each });
    svg.append(cursor);
    for (const mark of marks) {
      svg.append(draw("line", { class: mark ? "rule" : "rule floor", x1: LEFT, x2: wide - RIGHT, y1: panel.y(mark), y2: panel.y(mark) }));
      svg.append(draw("text", { class: "mark", x: LEFT - 6, y: panel.y(mark) + 4, "text-anchor": "end" }, said(mark)));
    }
    this.days(panel, wide);
    fill(panel);
    svg.plan = { ...panel, cursor };
    figure.append(caption, svg);
    return figure;
  }

  days({ svg, x }, wide) {
    const last = this.starts.length - 1, some = wide > 300 && last > 3 ? [0, Math.round(last / 2), last] : [...new Set([0, last])];
    for (const at of some) {
      const anchor = last === 0 ? "middle" : at === 0 ? "start" : at === last ? "end" : "middle";
      const text = MONTHS.has(this.data.period) ? this.named(at) : dayOf(this.starts[at]);
      const place = last === 0 ? x(0) : at === 0 ? LEFT : at === last ? wide - RIGHT : x(at);
      svg.append(draw("text", { class: "mark", x: place, y: HIGH - 7, "text-anchor": anchor }, text));
    }
  }

  bars({ svg, each, x, y, floor }, whole, part) {
    const wide = Math.min(MOST_BAR_PX, Math.max(1.5, each * 0.72));
    whole.forEach((value, at) => {
      const flawed = part?.[at] ?? 0, left = x(at) - wide / 2;
      if (value - flawed > 0) svg.append(draw("rect", { class: part ? "new" : "paid", x: left, width: wide, y: y(value), height: y(flawed) - y(value), rx: 1.5 }));
      if (flawed > 0) svg.append(draw("rect", { class: "flawed", x: left, width: wide, y: y(flawed), height: floor - y(flawed), rx: 1.5 }));
    });
  }

  // Where nothing was submitted there is no share: the line has a gap there.
  band({ svg, each, x, y }) {
    const { rate, low, high } = this.data, wide = Math.min(MOST_BAR_PX, Math.max(2, each * 0.72));
    let before = -1;
    const line = [];
    rate.forEach((value, at) => {
      if (value === null) return;
      svg.append(draw("rect", { class: "band", x: x(at) - wide / 2, width: wide, y: y(high[at]), height: Math.max(1, y(low[at]) - y(high[at])), rx: 2 }));
      line.push(`${before === at - 1 && line.length ? "L" : "M"}${x(at)} ${y(value)}`);
      before = at;
    });
    svg.append(draw("path", { class: "course", d: line.join("") || "M0 0" }));
    rate.forEach((value, at) => value !== null && svg.append(draw("circle", { class: "dot", cx: x(at), cy: y(value), r: 3 })));
  }

  point(event) {
    const svg = event.target.closest?.("svg");
    if (!svg?.plan) return;
    const at = Math.floor((event.clientX - svg.getBoundingClientRect().left - LEFT) / svg.plan.each);
    this.choose(at >= 0 && at < this.starts.length ? at : -1);
  }

  key(event) {
    const last = this.starts.length - 1;
    const to = { ArrowLeft: Math.max(0, this.at - 1), ArrowRight: Math.min(last, this.at + 1), Home: 0, End: last, Escape: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(to);
  }

  choose(at) {
    this.at = at;
    for (const { plan } of this.charts.querySelectorAll("svg")) {
      plan.cursor.setAttribute("x", at < 0 ? -1000 : LEFT + at * plan.each);
    }
    const { period } = this.data;
    this.said.textContent = at < 0 ? `By ${period}, UTC. Point at a ${period} for its numbers; the bars around the dots are 95 % bands.` : this.inWords(at);
  }

  inWords(at) {
    const { period, submitted, duplicates, rate, low, high, amount, currency, priced } = this.data;
    const start = `${period === "day" ? "" : `${period[0].toUpperCase()}${period.slice(1)} from `}${this.named(at)}: `;
    if (rate[at] === null) return `${start}nothing submitted.`;
    const paid = priced ? `, ${amount[at]} ${currency}` : "";
    return `${start}${submitted[at].toLocaleString("en")} submitted, ${duplicates[at].toLocaleString("en")} duplicates `
      + `(${percent(rate[at])}, band ${percent(low[at])} – ${percent(high[at])})${paid}.`;
  }
}

function key(name, text) {
  const one = make("span", `key ${name}`, text);
  return one;
}
