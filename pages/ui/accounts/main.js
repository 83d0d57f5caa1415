// Accounts that share pictures: a drawing of the strongest pairs, a table of them, and one closely.

import { make } from "../grid/dom.js";
import { Closely } from "./closely.js";
import { Drawing } from "./drawing.js";
import { Table } from "./table.js";

const stages = new WeakMap();

export function render(component) {
  const root = component.parentElement.querySelector(".accounts");
  let stage = stages.get(root);
  if (!stage) stages.set(root, (stage = new Stage(root)));
  stage.update(component);
}

export function remove(parent) {
  const root = parent.querySelector(".accounts");
  stages.get(root)?.drawing.remove();
  stages.delete(root);
}

class Stage {
  constructor(root) {
    const press = (at) => this.press(at);
    this.drawing = new Drawing(press);
    this.table = new Table(press);
    this.closely = new Closely(
      (page) => this.component.setTriggerValue("pressed", { page }),
      () => { this.table.focus(this.data.chosen.at); this.press(this.data.chosen.at); },
    );
    const both = make("div", "both");
    both.append(this.drawing.element, this.table.element);
    root.replaceChildren(both, this.closely.element);
  }

  update(component) {
    this.component = component;
    this.data = component.data;
    const seen = JSON.stringify(this.data);
    if (seen === this.seen) return;
    this.seen = seen;
    const { chosen } = this.data;
    this.drawing.update(this.data);
    this.table.update(this.data);
    this.closely.update(chosen, chosen && this.data.pairs[chosen.at], this.data.thumbnails);
  }

  // A second press on a pair lets go of it.
  press(at) {
    const { first, other } = this.data.pairs[at];
    const pair = this.data.chosen?.at === at ? null : at;
    this.component.setTriggerValue("pressed", { pair, called: `${first} → ${other}` });
  }
}
