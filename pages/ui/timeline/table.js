// The numbers of a chart as a table, folded away: for who cannot see the chart, or wants to copy.

import { make } from "../grid/dom.js";

const MOST = 200;

export function table(titles, rows) {
  const fold = make("details"), body = make("table", "numbers"), head = make("tr"), box = make("div", "scroll");
  fold.append(make("summary", "", "As a table"));
  head.append(...titles.map((title) => {
    const cell = make("th", "", title);
    cell.scope = "col";
    return cell;
  }));
  body.append(head, ...rows.slice(0, MOST).map((cells) => {
    const line = make("tr");
    line.append(...cells.map((cell) => make("td", "", typeof cell === "number" ? cell.toLocaleString("en") : cell)));
    return line;
  }));
  box.append(body);
  fold.append(box);
  if (rows.length > MOST) fold.append(make("p", "said", `The first ${MOST} of ${rows.length.toLocaleString("en")}.`));
  return fold;
}
