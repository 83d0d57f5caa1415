// What an arrow or a dot stands for, in a box beside it while the pointer or the focus is there.

import { make } from "../grid/dom.js";

const MARGIN = 4, AWAY = 14; // px

export class Tip {
  constructor(frame) {
    this.frame = frame;
    this.box = make("div", "tip");
    this.box.hidden = true;
    this.box.setAttribute("aria-hidden", "true"); // the arrow's own name says the same
    frame.append(this.box);
  }

  over(element, told) {
    for (const begin of ["pointerenter", "focus"]) element.addEventListener(begin, () => this.show(told()));
    for (const end of ["pointerleave", "blur"]) element.addEventListener(end, () => this.hide());
  }

  show({ title, lines, x, y }) {
    const list = make("ul");
    list.append(...lines.map((line) => make("li", "", line)));
    this.box.replaceChildren(make("strong", "", title), list);
    this.box.hidden = false;
    const most = this.frame.clientWidth - this.box.offsetWidth - MARGIN;
    this.box.style.left = `${Math.max(MARGIN, Math.min(x - this.box.offsetWidth / 2, most))}px`;
    const above = y - this.box.offsetHeight - AWAY;
    this.box.style.top = `${above < this.frame.scrollTop ? y + AWAY : above}px`;
  }

  hide() {
    this.box.hidden = true;
  }
}
