// How many planted copies each method finds: one slider moves the threshold of one method.

import { Enlarged } from "../activity/enlarge.js";
import { make } from "../grid/dom.js";
import { Examples } from "./examples.js";
import { Table } from "./table.js";

const stages = new WeakMap();
const COMMIT_MS = 350; // a key that is held down or pressed again soon is one move

export function render(component) {
  const root = component.parentElement.querySelector(".selftest");
  let stage = stages.get(root);
  if (!stage) stages.set(root, (stage = new Stage(root)));
  stage.update(component);
}

export function remove(parent) {
  const root = parent.querySelector(".selftest");
  clearTimeout(stages.get(root)?.waiting);
  stages.delete(root);
}

class Stage {
  constructor(root) {
    this.root = root;
    this.enlarged = new Enlarged();
    this.body = make("div", "body");
    root.replaceChildren(this.body, this.enlarged.dialog);
  }

  update(component) {
    this.component = component;
    const { examples, ...told } = component.data, seen = JSON.stringify(told);
    if (seen === this.seen) return;
    this.seen = seen;
    this.data = component.data;
    this.at = this.data.methods.map((method) => method.at);
    const chosen = this.data.methods.findIndex((method) => method.name === this.data.chosen);
    this.chosen = this.picked = Math.max(0, chosen);
    this.table = new Table(this);
    this.examples = new Examples(this);
    this.body.replaceChildren(this.control(), this.table.element, this.examples.element);
    this.root.dataset.copies = this.copies;
    this.draw();
  }

  get copies() { return this.data.originals * this.data.changes.length; }
  get method() { return this.data.methods[this.picked]; }

  control() {
    const card = make("section", "card control"), top = make("div", "line");
    card.setAttribute("aria-label", "Strictness");
    this.title = make("label", "what");
    this.value = make("span", "value");
    this.slider = make("input");
    this.slider.type = "range";
    this.slider.id = "selftest-strictness";
    this.title.htmlFor = this.slider.id;
    this.slider.min = 0;
    this.slider.addEventListener("input", () => this.move(Number(this.slider.value)));
    this.ends = make("div", "ends");
    this.ends.append(make("span", "", "strict"), make("span", "", "loose"));
    this.said = make("p", "said");
    this.said.setAttribute("role", "status");
    this.silent = make("p", "quiet");
    top.append(this.title, this.value);
    card.append(top, this.slider, this.ends, this.said, this.silent);
    return card;
  }

  pick(at) {
    this.picked = at;
    this.draw();
  }

  move(at) {
    this.at[this.picked] = at;
    this.draw();
    if (this.picked !== this.chosen) return; // the others are only looked at
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.data.methods[this.chosen].at = at; // what comes back changes nothing on screen
      const { examples, ...told } = this.data;
      this.seen = JSON.stringify(told);
      this.component.setStateValue("moved", at);
    }, COMMIT_MS);
  }

  draw() {
    const { method } = this, at = this.at[this.picked], stop = method.stops[at];
    this.title.textContent = `Strictness of ${nameOf(method)}`;
    this.value.textContent = `${stop.value} · ${stop.word}`;
    this.slider.max = method.stops.length - 1;
    this.slider.value = at;
    this.slider.disabled = method.stops.length < 2;
    this.slider.setAttribute("aria-valuetext", `${stop.value}, ${stop.word}`);
    this.said.textContent = this.sentence(method, at);
    this.silent.textContent = method.silent === 1
      ? "1 picture has too little detail for this method; its copies count as missed."
      : `${method.silent} pictures have too little detail for this method; their copies count as missed.`;
    this.silent.hidden = !method.silent;
    this.table.draw();
    this.examples.draw();
  }

  sentence(method, at) {
    const found = sum(method.found, at), rate = falseRate(method, at);
    const missed = this.data.changes.filter((_, change) => method.found[change][at] < this.data.originals / 2);
    const most = missed.length ? ` It misses most that were ${listed(missed.map(({ title }) => title.toLowerCase()))}.` : "";
    return `Finds ${found.toLocaleString("en")} of ${this.copies.toLocaleString("en")} copies (${percent(found / this.copies)}).`
      + `${most} Among 1,000 other pictures, a copy meets ${rate === "0" ? "none" : rate} by mistake.`;
  }
}

export function nameOf(method) {
  return method.turned ? `${method.title}, also mirrored and rotated` : method.title;
}

export function sum(rows, at) {
  return rows.reduce((total, row) => total + row[at], 0);
}

// Others met among 1,000, over all changes or those of one row, in words
export function falseRate(method, at, rows = method.false) {
  const compared = method.others * rows.length;
  if (!compared) return "–";
  const rate = (1000 * sum(rows, at)) / compared;
  if (!rate) return "0";
  return rate < 0.01 ? "< 0.01" : rate.toFixed(rate < 10 ? 2 : 0);
}

// Never 0 % for something or 100 % for not all
export function percent(share) {
  if (share > 0 && share < 0.01) return "< 1 %";
  if (share < 1 && share > 0.99) return "> 99 %";
  return `${Math.round(100 * share)} %`;
}

function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
