// The links of a group as lines between its pictures. Positions come from the server.

import { make } from "../grid/dom.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000, LEAST = 220, MOST = 460; // units of the drawing; it scales with the page
const MOST_PICTURES = 60; // more thumbnails than that hide each other; then dots

export class Graph {
  constructor(stage) {
    this.stage = stage;
    const { graph, members } = stage.data;
    this.graph = graph;
    this.keeper = members[0];
    this.size = graph.rows.length > MOST_PICTURES ? 9 : Math.max(30, Math.min(72, 1440 / graph.rows.length));
    this.height = Math.min(MOST, Math.max(LEAST, 60 + this.size * Math.sqrt(graph.rows.length) * 2.2));
    this.element = make("div", "graph");
    this.tip = make("div", "tip");
    this.tip.hidden = true;
    this.element.append(this.drawing(), this.tip);
    this.element.addEventListener("pointerover", (event) => this.tell(event.target));
    this.element.addEventListener("focusin", (event) => this.tell(event.target));
    this.element.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    this.element.addEventListener("focusout", () => { this.tip.hidden = true; });
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  drawing() {
    const { rows, links, beyond } = this.graph;
    const svg = node("svg", { viewBox: `0 0 ${WIDTH} ${this.height}`, role: "group" });
    const across = links.filter(([a, b]) => beyond[a] !== beyond[b]).length;
    svg.setAttribute("aria-label", `${rows.length} pictures and ${links.length} links`
      + (across ? `, ${across} of them across the bridge` : ""));
    for (const [a, b] of links) {
      const [[x1, y1], [x2, y2]] = [this.place(a), this.place(b)];
      svg.append(node("line", { x1, y1, x2, y2, class: beyond[a] === beyond[b] ? "link" : "link across" }));
    }
    this.nodes = rows.map((row, at) => this.picture(row, at));
    this.nodes.forEach((one, at) => one.setAttribute("tabindex", at ? "-1" : "0"));
    svg.append(...this.nodes);
    return svg;
  }

  place(at) {
    const [x, y] = this.graph.at[at], edge = this.size / 2 + 8;
    return [edge + x * (WIDTH - 2 * edge), edge + y * (this.height - 2 * edge)];
  }

  picture(row, at) {
    const [x, y] = this.place(at), half = this.size / 2, { base, paths } = this.stage.data;
    const side = this.graph.beyond[at] ? "far" : "near";
    const one = node("g", { class: `node ${side}`, "data-at": at, "data-act": "enlarge", role: "button" });
    one.picture = { path: paths[row] ?? "", source: `${base}thumb/${row}.jpg`, large: `${base}large/${row}.jpg` };
    const best = row === this.keeper ? ", the keeper" : "";
    one.setAttribute("aria-label", `Enlarge ${one.picture.path}${best}, ${this.linksOf(at).length} links`);
    if (this.size < 20) {
      one.append(node("circle", { cx: x, cy: y, r: half }));
      return one;
    }
    const clip = `clip-${at}`, round = node("clipPath", { id: clip });
    round.append(node("circle", { cx: x, cy: y, r: half - 2 }));
    const image = node("image", {
      x: x - half, y: y - half, width: this.size, height: this.size,
      preserveAspectRatio: "xMidYMid slice", "clip-path": `url(#${clip})`, href: one.picture.source,
    });
    one.append(round, node("circle", { cx: x, cy: y, r: half }), image);
    return one;
  }

  linksOf(at) {
    return this.graph.links.filter(([a, b]) => a === at || b === at);
  }

  tell(target) {
    const one = target.closest?.(".node");
    if (!one) return;
    const at = Number(one.dataset.at), links = this.linksOf(at);
    for (const node of this.nodes) node.classList.toggle("at-hand", node === one);
    const image = make("img");
    image.alt = "";
    image.src = one.picture.source;
    const count = links.length === 1 ? `1 link, ${links[0][2]}` : `${links.length} links`;
    this.tip.replaceChildren(image, make("span", "path", one.picture.path), make("span", "quiet", count));
    this.tip.hidden = false;
    const [x, y] = this.place(at), scale = this.element.clientWidth / WIDTH;
    const left = Math.min(Math.max(0, x * scale - 90), this.element.clientWidth - 180);
    const above = y * scale > 190;
    this.tip.style.left = `${left}px`;
    this.tip.style.top = `${above ? y * scale - this.size * scale / 2 - 186 : y * scale + this.size * scale / 2 + 10}px`;
  }

  // One stop for the Tab key; arrows go from picture to picture in the order of the group.
  key(event) {
    const one = event.target.closest?.(".node");
    if (!one) return;
    const at = Number(one.dataset.at), step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" || event.key === " ") this.stage.enlarged.show(one.picture);
    else if (step) {
      const next = this.nodes[(at + step + this.nodes.length) % this.nodes.length];
      one.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    } else return;
    event.preventDefault();
  }
}

function node(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
