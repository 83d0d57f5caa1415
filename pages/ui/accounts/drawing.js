// Dots and arrows. Where the dots of a part lie comes with the data; here the parts are put into
// lines as wide as there is room. Arrow keys go from arrow to arrow, Enter chooses a pair.

import { make } from "../grid/dom.js";
import { Tip } from "./tip.js";

const SVG = "http://www.w3.org/2000/svg";
const LINK = 136, LEAST = 74, LARGEST = 300; // px: of an arrow; between two dots; an arrow at most
const SIDE = 54, ABOVE = 26, BELOW = 38, GAP = 10; // px around a part: names are wider than dots
const SMALLEST_DOT = 7, LARGEST_DOT = 19, THICKEST = 6;
const TIGHT = 80, TIGHTEST = 48; // px of an arrow: below, a part is turned upright; or has no number
const LETTERS = 15; // of a name; the tip has all of it

export class Drawing {
  constructor(press) {
    this.press = press;
    this.element = make("figure", "drawing");
    this.svg = shape("svg", { role: "group" });
    this.note = make("figcaption", "quiet");
    this.frame = make("div", "frame");
    this.frame.append(this.svg);
    this.tip = new Tip(this.frame);
    this.element.append(this.frame, this.note);
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.frame);
    this.svg.addEventListener("keydown", (event) => this.key(event));
  }

  remove() {
    this.resized.disconnect();
  }

  update(data) {
    this.data = data;
    this.width = 0;
    this.note.textContent = note(data);
    this.svg.setAttribute("aria-label", `Arrows between ${data.dots.length} accounts. `
      + "The table tells the same. Arrow keys go from arrow to arrow, Enter shows the pictures.");
    this.draw();
  }

  draw() {
    const width = Math.floor(this.frame.clientWidth);
    if (!this.data || !width || width === this.width) return;
    const kept = this.at ?? 0, focused = this.lines?.includes(this.element.getRootNode().activeElement);
    this.width = width;
    const { dots, height } = arranged(this.data.dots, width);
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.style.height = `${height}px`;
    this.lines = this.data.arrows.map((ends, at) => this.arrow(ends, at, dots));
    this.svg.replaceChildren(head("head"), head("head-chosen"), ...this.lines, ...dots.map((dot) => this.dot(dot)));
    this.move(Math.min(this.data.chosen?.at ?? kept, this.lines.length - 1), focused);
  }

  arrow([from, to], at, dots) {
    const pair = this.data.pairs[at], pictures = pair.counts[0];
    const both = this.data.arrows.some(([one, two]) => one === to && two === from);
    const { path, x, y, far } = curve(dots[from], dots[to], both);
    const group = shape("g", { class: "arrow", role: "button", tabindex: "-1" });
    const chosen = this.data.chosen?.at === at;
    group.setAttribute("aria-label", `${pair.first} to ${pair.other}. ${pair.facts.join(". ")}.`);
    group.setAttribute("aria-pressed", chosen);
    group.dataset.at = at;
    const thick = Math.min(THICKEST, 1.5 + Math.log2(pictures) / 1.5);
    const line = shape("path", { class: "line", d: path, "stroke-width": thick, "marker-end": `url(#${chosen ? "head-chosen" : "head"})` });
    const number = shape("text", { class: "count", x, y });
    number.textContent = pictures.toLocaleString("en");
    group.append(shape("path", { class: "reach", d: path }), line, ...(far < TIGHTEST ? [] : [number]));
    group.addEventListener("click", () => { this.move(at, true); this.press(at); });
    this.tip.over(group, () => ({ title: `${pair.first} → ${pair.other}`, lines: pair.facts, x, y }));
    return group;
  }

  dot({ name, pictures, x, y, r }) {
    const group = shape("g", { class: "dot", "aria-hidden": "true" });
    const label = shape("text", { class: "name", x, y: y + r + 15 });
    label.textContent = short(name);
    group.append(shape("circle", { cx: x, cy: y, r }), label);
    this.tip.over(group, () => ({ title: name, lines: [`${counted(pictures, "picture")} submitted`], x, y: y - r }));
    return group;
  }

  move(at, focus) {
    this.at = at;
    this.lines.forEach((line, place) => line.setAttribute("tabindex", place === at ? "0" : "-1"));
    if (focus) this.lines[at]?.focus();
  }

  key(event) {
    const last = this.lines.length - 1;
    const to = { ArrowRight: this.at + 1, ArrowDown: this.at + 1, ArrowLeft: this.at - 1, ArrowUp: this.at - 1, Home: 0, End: last }[event.key];
    if (event.key === "Enter" || event.key === " ") this.press(this.at);
    else if (event.key === "Escape") this.tip.hide();
    else if (to === undefined) return;
    else this.move(Math.max(0, Math.min(to, last)), true);
    event.preventDefault();
    event.stopPropagation();
  }
}

function note({ arrows, all }) {
  const some = all > arrows.length ? `The ${arrows.length} pairs that share most, of ${all.toLocaleString("en")}. ` : "";
  return `${some}A number counts the copies; a larger dot is an account with more pictures. Press an arrow to see them.`;
}

// Each part in its box, the boxes in lines.
function arranged(data, width) {
  const most = Math.max(...data.map(([, pictures]) => pictures), 1), dots = [];
  let left = 0, top = 0, line = 0, begun = 0;
  const centre = () => {
    for (const dot of dots.slice(begun)) dot.x += Math.max(0, width - left + GAP) / 2;
    begun = dots.length;
  };
  for (let part = 0; data.some((dot) => dot[2] === part); part++) {
    const inside = upright(data.filter((dot) => dot[2] === part), width - 2 * SIDE);
    const far = Math.max(...inside.map((dot) => dot[3])), deep = Math.max(...inside.map((dot) => dot[4]));
    const scale = scaled(inside, far, deep, width - 2 * SIDE);
    const wide = far * scale + 2 * SIDE, high = deep * scale + ABOVE + BELOW;
    if (left && left + wide > width) { centre(); left = 0; top += line + GAP; line = 0; }
    for (const [name, pictures, , x, y] of inside) {
      const r = SMALLEST_DOT + (LARGEST_DOT - SMALLEST_DOT) * Math.sqrt(pictures / most);
      dots.push({ name, pictures, r, x: left + SIDE + x * scale, y: top + ABOVE + y * scale });
    }
    left += wide + GAP;
    line = Math.max(line, high);
  }
  centre();
  return { dots, height: Math.ceil(top + line) };
}

// A long part is turned where it would be squeezed.
function upright(dots, room) {
  const far = Math.max(...dots.map((dot) => dot[3])), deep = Math.max(...dots.map((dot) => dot[4]));
  if (far * TIGHT <= room || deep >= far) return dots;
  return dots.map(([name, pictures, part, x, y]) => [name, pictures, part, y, x]);
}

// Pixels for an arrow: more where dots would touch, less where there is no room.
function scaled(dots, far, deep, room) {
  let least = Infinity;
  dots.forEach((one, at) => dots.slice(at + 1).forEach((two) => {
    least = Math.min(least, Math.hypot(one[3] - two[3], one[4] - two[4]));
  }));
  const usual = deep > far ? TIGHT : LINK; // only what was turned is higher than wide
  const wanted = Math.min(LARGEST, Math.max(usual, LEAST / Math.max(least, 0.01)));
  return far ? Math.min(wanted, room / far) : wanted;
}

// From the edge of one dot to that of the other, bowed where there is an arrow back.
function curve(from, to, bowed) {
  const far = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const along = [(to.x - from.x) / far, (to.y - from.y) / far], bow = bowed ? far * 0.2 : 0;
  const middle = [(from.x + to.x) / 2 - along[1] * bow, (from.y + to.y) / 2 + along[0] * bow];
  const edge = (dot, gap) => {
    const way = Math.hypot(middle[0] - dot.x, middle[1] - dot.y) || 1;
    return [dot.x + (middle[0] - dot.x) / way * (dot.r + gap), dot.y + (middle[1] - dot.y) / way * (dot.r + gap)];
  };
  const start = edge(from, 2), end = edge(to, 9), at = middle.map((value, i) => (start[i] + 2 * value + end[i]) / 4);
  return { path: `M${start} Q${middle} ${end}`.replaceAll(",", " "), x: at[0], y: at[1] + 4, far: far - from.r - to.r };
}

function head(id) {
  const marker = shape("marker", {
    id, class: id, viewBox: "0 0 10 10", refX: 2, refY: 5, markerWidth: 11, markerHeight: 11,
    markerUnits: "userSpaceOnUse", orient: "auto",
  });
  marker.append(shape("path", { d: "M0 0.8 L10 5 L0 9.2 z" }));
  return marker;
}

function shape(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function short(name) {
  const letters = [...name];
  return letters.length > LETTERS ? `${letters.slice(0, LETTERS - 1).join("")}…` : name;
}

function counted(number, one) {
  return `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;
}
