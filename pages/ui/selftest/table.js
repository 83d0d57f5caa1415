// The table: a row for each change, a column for each method at its own threshold.

import { button, make } from "../grid/dom.js";
import { falseRate, nameOf, percent, sum } from "./main.js";

const LEAST_TINT = 4, MOST_TINT = 46; // percent of colour behind 0 % and 100 %; text stays readable

export class Table {
  constructor(stage) {
    this.stage = stage;
    const { data } = stage;
    this.element = make("section", "card wide");
    this.element.setAttribute("aria-label", "Found by each method");
    const scroll = make("div", "scroll"), table = make("table");
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", "Table, scrolls sideways");
    this.heads = data.methods.map((method, at) => this.head(method, at));
    this.cells = data.changes.map(() => data.methods.map(() => make("td", "share")));
    this.all = data.methods.map(() => make("td", "share"));
    this.false = data.methods.map(() => make("td", "rate"));
    const head = make("thead"), body = make("tbody"), foot = make("tfoot");
    head.append(row(corner(), this.heads.map(({ cell }) => cell)));
    body.append(...data.changes.map((change, at) => row(title(change.title, change.meaning), this.cells[at])));
    foot.append(row(title("All copies", ""), this.all),
      row(title("False hits", "in 1,000 pictures"), this.false));
    table.append(head, body, foot);
    table.setAttribute("aria-label", "Copies found, by change and method");
    scroll.append(table);
    this.element.append(make("h3", "", "Found by each method"), make("p", "quiet", this.caption()), scroll);
    table.addEventListener("click", (event) => {
      const pressed = event.target.closest(".column");
      if (pressed) stage.pick(Number(pressed.dataset.at));
    });
  }

  caption() {
    const { originals, others } = this.stage.data;
    return `The share of ${originals} copies that each method finds at the threshold under its name. `
      + "Press a name to move its threshold. False hits are counted among "
      + `${others.toLocaleString("en")} pictures.`;
  }

  head(method, at) {
    const cell = make("th"), pick = button("column", undefined, "pick", `Move the threshold of ${nameOf(method)}`);
    cell.scope = "col";
    pick.dataset.at = at;
    const stop = make("span", "stop");
    pick.append(make("span", "name", method.title));
    if (method.turned) pick.append(make("span", "also", "also mirrored and rotated"));
    pick.append(stop);
    cell.append(pick);
    return { cell, pick, stop };
  }

  draw() {
    const { data, at, picked, copies } = this.stage;
    data.methods.forEach((method, column) => {
      const stop = at[column], { pick, stop: told } = this.heads[column];
      told.textContent = method.stops[stop].value;
      pick.setAttribute("aria-pressed", String(column === picked));
      data.changes.forEach((change, line) => {
        const found = method.found[line][stop], cell = this.cells[line][column];
        tint(cell, found / data.originals);
        cell.title = `${nameOf(method)}: ${found} of ${data.originals} found · `
          + `${falseRate(method, stop, [method.false[line]])} false hits in 1,000 pictures`;
      });
      tint(this.all[column], sum(method.found, stop) / copies);
      this.false[column].textContent = falseRate(method, stop);
      for (const cell of [...this.cells.map((cells) => cells[column]), this.all[column], this.false[column]]) {
        cell.classList.toggle("picked", column === picked);
      }
    });
  }
}

function tint(cell, share) {
  cell.textContent = percent(share);
  cell.style.setProperty("--tint", `${share ? LEAST_TINT + share * (MOST_TINT - LEAST_TINT) : 0}%`);
}

function row(first, cells) {
  const line = make("tr");
  line.append(first, ...cells);
  return line;
}

function corner() {
  const cell = make("th", "change", "Change");
  cell.scope = "col";
  return cell;
}

function title(words, meaning) {
  const cell = make("th", "change", words);
  cell.scope = "row";
  if (meaning) cell.append(make("span", "meaning", meaning));
  return cell;
}
