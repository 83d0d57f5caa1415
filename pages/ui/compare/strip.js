// All pictures of the group in one line: press one to compare it. Only those in view exist.

import { button, make } from "../grid/dom.js";

const STEP = 84; // pixels from one to the next

export class Strip {
  constructor(pick) {
    this.element = make("nav", "strip");
    this.element.setAttribute("aria-label", "Pictures of this group");
    this.line = make("div", "line");
    this.element.append(this.line);
    this.items = new Map(); // by place
    this.rows = [];
    this.element.addEventListener("scroll", () => this.draw(), { passive: true });
    this.element.addEventListener("click", (event) => {
      const item = event.target.closest("button");
      if (item && item.row !== this.left) pick(item.row);
    });
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(this.element);
  }

  // rows: all that can be chosen; thumb, label: row → address, words
  show({ rows, left, right, thumb, label }) {
    if (rows.join() !== this.rows.join()) this.clear();
    Object.assign(this, { rows, left, right, thumb, label });
    this.line.style.width = `${rows.length * STEP}px`;
    for (const item of this.items.values()) this.paint(item); // the same ones: one may have the focus
    const { clientWidth: width } = this.element, at = rows.indexOf(right) * STEP;
    if (at < this.element.scrollLeft || at + STEP > this.element.scrollLeft + width) {
      this.element.scrollLeft = at - width / 2;
    }
    this.draw();
  }

  clear() {
    for (const item of this.items.values()) item.remove();
    this.items.clear();
  }

  draw() {
    const { scrollLeft, clientWidth } = this.element;
    const from = Math.max(0, Math.floor(scrollLeft / STEP) - 2);
    const to = Math.min(this.rows.length, Math.ceil((scrollLeft + clientWidth) / STEP) + 2);
    for (const [at, item] of this.items) {
      if (at >= from && at < to) continue;
      item.remove();
      this.items.delete(at);
    }
    for (let at = from; at < to; at++) {
      if (!this.items.has(at)) this.add(at);
    }
  }

  add(at) {
    const item = button("item", undefined), image = make("img");
    item.row = this.rows[at];
    item.style.left = `${at * STEP}px`;
    image.alt = "";
    image.src = this.thumb(item.row);
    item.letter = make("b", "letter");
    item.append(image, item.letter);
    this.paint(item);
    const later = [...this.items.keys()].filter((other) => other > at);
    this.line.insertBefore(item, later.length ? this.items.get(Math.min(...later)) : null);
    this.items.set(at, item);
  }

  paint(item) {
    const { row } = item, name = this.label(row);
    const letter = row === this.left ? "A" : row === this.right ? "B" : "";
    item.letter.textContent = letter;
    item.letter.hidden = !letter;
    item.title = name;
    item.setAttribute("aria-pressed", String(letter === "B"));
    item.setAttribute("aria-disabled", String(letter === "A"));
    item.setAttribute("aria-label", `${letter ? `${letter}: ` : "Compare with "}${name}`);
  }
}
