// The numbers at the marker, and what the last move changed.

import { make } from "../grid/dom.js";
import { capital, changed, money, number } from "./words.js";

export class Numbers {
  constructor(stage) {
    this.stage = stage;
    this.box = make("section", "numbers");
    this.setting = make("p", "setting");
    this.word = make("p", "quiet");
    const first = make("div", "first");
    first.append(this.setting, this.word);
    this.values = make("dl", "values");
    this.cells = ["Groups", "Flagged pictures", "Largest group", "To be paid"].map((name) => {
      const cell = make("div"), value = make("dd");
      cell.append(make("dt", "", name), value);
      this.values.append(cell);
      return { cell, value };
    });
    this.change = make("p", "change");
    this.change.setAttribute("role", "status");
    const top = make("div", "top");
    top.append(first, this.values);
    this.box.append(top, this.change);
  }

  show() {
    const { stage } = this, { curve, at, data } = stage, stakes = stage.stakes?.[at];
    this.setting.textContent = data.similarity ? `${capital(data.unit)} ${curve.said[at]}` : curve.said[at];
    this.word.textContent = `${capital(curve.words[at])}: ${curve.meanings[at]}`;
    const said = [
      number(curve.groups[at]),
      number(stakes ? stakes.kept_out : curve.flagged[at]),
      number(curve.largest[at]),
      stakes ? money(stakes.paid, data) : "…",
    ];
    this.cells.forEach(({ value }, place) => { value.textContent = said[place]; });
    this.cells[3].cell.hidden = !data.priced;
    this.change.textContent = stage.before === at
      ? "Move the marker to see what changes."
      : `${curve.said[stage.before]} → ${curve.said[at]}: ${difference(stage, stage.before, at)}.`;
  }
}

// What a move from one threshold to another changes, in words.
export function difference({ curve, stakes, data }, from, to) {
  const before = stakes?.[from], after = stakes?.[to];
  const flagged = before && after
    ? after.kept_out - before.kept_out
    : curve.flagged[to] - curve.flagged[from];
  const parts = [
    changed(curve.groups[to] - curve.groups[from], "group"),
    changed(flagged, "flagged picture"),
  ];
  if (data.priced && before && after) parts.push(`${money(after.paid - before.paid, data, { sign: true })} to be paid`);
  return parts.join(", ");
}
