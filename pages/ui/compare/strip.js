// All pictures of the group in one line: press one to compare it. Only those in view exist.

import { button, make } from "../grid/dom.js";

const STEP = 84; // pixels from one to the next

export class Strip {
  constructor(pick) {
    this.element = make("nav", "strip");
    this.element.setAttribute("aria-label", "Pictures of this group");
    this.line = make("div", "line");
    this.element.append(this.line);
    this.items = new Map();
    this.element.addEventListener("scroll", () => this.draw(), { passive: true });
    this.element.addEventListener("click", (event) => {
      const item = event.target.closest("button");
      if (item && item.member !== this.left) pick(item.member);
    });
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(this.element);
  }

  // thumb, label: member → address, words
  show({ first, end, left, right, thumb, label }) {
    if (first !== this.first || end !== this.end) this.clear();
    Object.assign(this, { first, end, left, right, thumb, label });
    this.line.style.width = `${(end - first) * STEP}px`;
    for (const item of this.items.values()) this.paint(item); // the same ones: one may have the focus
    const { clientWidth: width } = this.element, at = (right - first) * STEP;
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
    if (this.first === undefined) return;
    const { scrollLeft, clientWidth } = this.element;
    const from = this.first + Math.max(0, Math.floor(scrollLeft / STEP) - 2);
    const to = Math.min(this.end, this.first + Math.ceil((scrollLeft + clientWidth) / STEP) + 2);
    for (const [member, item] of this.items) {
      if (member >= from && member < to) continue;
      item.remove();
      this.items.delete(member);
    }
    for (let member = from; member < to; member++) {
      if (!this.items.has(member)) this.add(member);
    }
  }

  add(member) {
    const item = button("item", undefined), image = make("img");
    item.member = member;
    item.style.left = `${(member - this.first) * STEP}px`;
    image.alt = "";
    image.src = this.thumb(member);
    item.letter = make("b", "letter");
    item.append(image, item.letter);
    this.paint(item);
    const later = [...this.items.keys()].filter((other) => other > member);
    this.line.insertBefore(item, later.length ? this.items.get(Math.min(...later)) : null);
    this.items.set(member, item);
  }

  paint(item) {
    const { member } = item, name = this.label(member);
    const letter = member === this.left ? "A" : member === this.right ? "B" : "";
    item.letter.textContent = letter;
    item.letter.hidden = !letter;
    item.title = name;
    item.setAttribute("aria-pressed", String(letter === "B"));
    item.setAttribute("aria-disabled", String(letter === "A"));
    item.setAttribute("aria-label", `${letter ? `${letter}: ` : "Compare with "}${name}`);
  }
}
