// Everything that can be done to a group, in a list under its ⋯ button.

import { button, make } from "./dom.js";
import { DECIDED, SKIPPED } from "./payload.js";

const ITEMS = [
  ["apart", "Not duplicates"], ["all", "Keep all"], ["best", "Keep only the best"],
  ["split", "Split the selected off"], ["skip", "Skip"], ["reopen", "Open again"],
  ["note", "Write a note"], ["compare", "Compare"], ["large", "Large view"],
  ["inspect", "Inspect the chain"],
];
const ROOM = 8; // pixels between the list and the edges of the window

export class Menu {
  constructor(grid) {
    this.grid = grid;
    this.element = make("div", "menu");
    this.element.popover = "auto";
    this.element.setAttribute("role", "menu");
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("click", (event) => {
      const id = event.target.closest("[data-act]")?.dataset.act;
      if (!id) return;
      this.close();
      grid.does[id]();
    });
    this.element.addEventListener("toggle", (event) => {
      this.opener?.setAttribute("aria-expanded", String(event.newState === "open"));
    });
  }

  open(opener, group) {
    const closed = [DECIDED, SKIPPED].includes(this.grid.statusOf(group));
    const chosen = this.grid.deciding.selectedIn(group).length > 0;
    const offered = { split: chosen, reopen: closed, skip: !closed };
    this.opener = opener;
    this.element.replaceChildren(...ITEMS.filter(([id]) => !this.grid.refuses(id) && (offered[id] ?? true)).map((item) => this.item(...item)));
    this.element.showPopover();
    this.place(opener.getBoundingClientRect());
    this.element.firstElementChild.focus();
  }

  item(id, words) {
    const one = button("item-of-menu", undefined, id);
    one.setAttribute("role", "menuitem");
    one.append(make("span", "", words), make("kbd", "", this.grid.keymap.inWords(id)));
    return one;
  }

  place({ right, top, bottom }) {
    const { offsetWidth: width, offsetHeight: height, style } = this.element;
    const below = bottom + 4 + height <= innerHeight - ROOM;
    style.left = `${Math.max(ROOM, right - width)}px`;
    style.top = `${below ? bottom + 4 : Math.max(ROOM, top - 4 - height)}px`;
  }

  close() {
    if (!this.element.matches(":popover-open")) return;
    this.element.hidePopover();
    this.opener?.focus({ preventScroll: true });
  }

  key(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key], items = [...this.element.children];
    if (!by) return;
    event.preventDefault();
    const at = items.indexOf(this.element.getRootNode().activeElement);
    items[(at + by + items.length) % items.length].focus();
  }
}
