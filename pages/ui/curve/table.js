// The curve as a table, for whoever cannot see it or wants the numbers.

import { make } from "../grid/dom.js";
import { money, number } from "./words.js";

export class Table {
  constructor(stage) {
    this.stage = stage;
    this.box = make("details", "table");
    this.body = make("div", "scrolled");
    this.body.tabIndex = 0;
    this.body.setAttribute("role", "region");
    this.body.setAttribute("aria-label", "The curve as a table");
    this.box.append(make("summary", "", "The curve as a table"), this.body);
    this.box.addEventListener("toggle", () => this.show());
  }

  show() {
    if (!this.box.open) return;
    const { stage } = this, { curve, data } = stage, said = `${stage.at} ${stage.counted} ${data.curve}`;
    if (said === this.said) return;
    this.said = said;
    const head = ["Threshold", "Groups", "Flagged", "Largest group", "Pairs in the step", "Neighbours a picture"];
    if (data.priced) head.push("To be paid");
    const table = make("table"), top = make("tr");
    for (const name of head) top.append(cell("th", name, "col"));
    const rows = curve.values.map((_, at) => this.row(at));
    const body = make("tbody"), heading = make("thead");
    heading.append(top);
    body.append(...rows);
    table.append(heading, body);
    this.body.replaceChildren(table);
  }

  row(at) {
    const { curve, stakes, data } = this.stage, row = make("tr", at === this.stage.at ? "here" : "");
    row.append(cell("th", curve.said[at], "row"));
    const here = stakes?.[at];
    const values = [curve.groups[at], here?.kept_out ?? curve.flagged[at], curve.largest[at], curve.pairs[at]].map(number);
    values.push(curve.neighbours[at].toFixed(2));
    if (data.priced) values.push(here ? money(here.paid, data) : "…");
    row.append(...values.map((value) => make("td", "", value)));
    return row;
  }
}

function cell(tag, words, scope) {
  const made = make(tag, "", words);
  made.scope = scope;
  return made;
}
