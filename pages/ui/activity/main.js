// The list of decisions. A row keeps its elements while its entry is shown, so that nothing jumps.

import { make, scrollerOf } from "../grid/dom.js";
import { Enlarged } from "./enlarge.js";
import { Row } from "./row.js";

const lists = new WeakMap();

export function render(component) {
  const root = component.parentElement.querySelector(".activity");
  let list = lists.get(root);
  if (!list) lists.set(root, (list = new List(root)));
  list.update(component);
}

export function remove(parent) {
  lists.delete(parent.querySelector(".activity"));
}

class List {
  constructor(root) {
    this.root = root;
    this.feed = make("div", "feed");
    this.feed.setAttribute("role", "feed");
    this.feed.setAttribute("aria-label", "Decisions, the newest first");
    this.enlarged = new Enlarged();
    this.rows = new Map();
    this.days = new Map();
    root.replaceChildren(this.feed, this.enlarged.dialog);
  }

  update(component) {
    const { data } = component;
    this.component = component;
    const shown = [];
    const rows = new Map(), days = new Map();
    let day = "";
    for (const facts of data.rows) {
      if (facts.day !== day) {
        day = facts.day;
        days.set(day, this.days.get(day) ?? make("h3", "day", day));
        shown.push(days.get(day));
      }
      const row = this.rows.get(facts.id) ?? new Row(this);
      row.show(facts, data.pictures);
      rows.set(facts.id, row);
      shown.push(row.element);
    }
    this.rows = rows;
    this.days = days;
    place(this.feed, shown);
    if (this.page !== undefined && this.page !== data.page) scrollerOf(this.root).scrollTo({ top: 0 });
    this.page = data.page;
    this.root.dataset.shown = data.rows.length;
    this.root.dataset.newest = data.rows.length ? data.rows[0].id : 0;
  }

  // Undo or redo an entry; the token lets the server store it once, however often it hears of it.
  turn(act, id) {
    this.component.setStateValue("turn", { act, id, token: crypto.randomUUID?.() ?? `${Date.now()} ${Math.random()}` });
  }
}

// The elements in this order; those that stay where they are, are not touched and keep the focus.
function place(parent, wanted) {
  let at = parent.firstChild;
  for (const element of wanted) {
    if (element === at) at = at.nextSibling;
    else parent.insertBefore(element, at);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}
