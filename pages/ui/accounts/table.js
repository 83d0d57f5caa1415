// The same pairs as a table; a press on a pair shows its pictures.

import { button, make } from "../grid/dom.js";

export class Table {
  constructor(press) {
    this.element = make("div", "listed");
    this.element.addEventListener("click", (event) => {
      const row = event.target.closest("tr[data-at]");
      if (row) press(Number(row.dataset.at));
    });
  }

  focus(at) {
    this.scroll.querySelector(`tr[data-at="${at}"] button`)?.focus();
  }

  update({ columns, pairs, all, chosen }) {
    const table = make("table"), head = make("tr"), body = make("tbody"), top = make("thead");
    table.append(make("caption", "unseen", "Accounts that share pictures"));
    head.append(column("From → to", "Who submitted first, and who submitted copies"));
    for (const [title, help] of columns) head.append(column(title, help));
    pairs.forEach((pair, at) => body.append(row(pair, at, columns, chosen?.at === at)));
    top.append(head);
    table.append(top, body);
    const scroll = make("div", "scroll"), kept = this.scroll?.scrollTop ?? 0;
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", "Accounts that share pictures, as a table");
    scroll.append(table);
    this.scroll = scroll;
    const focused = this.element.getRootNode().activeElement?.closest?.("tr[data-at]")?.dataset.at;
    const rest = all > pairs.length ? [make("p", "quiet", `The ${pairs.length} pairs that share most, of ${all.toLocaleString("en")}.`)] : [];
    this.element.replaceChildren(scroll, ...rest, meanings(columns));
    scroll.scrollTop = kept;
    if (focused !== undefined) this.focus(focused);
  }
}

function column(title, help) {
  const cell = make("th", title === "From → to" ? "pair" : "number", title);
  cell.scope = "col";
  cell.title = help;
  return cell;
}

function row({ first, other, counts }, at, columns, chosen) {
  const line = make("tr", chosen ? "chosen" : ""), name = make("th", "pair");
  line.dataset.at = at;
  name.scope = "row";
  const press = button("who", undefined, "show");
  press.append(isolated(first), make("span", "to", " → "), isolated(other));
  press.setAttribute("aria-pressed", chosen);
  name.append(press);
  line.append(name);
  counts.forEach((count, place) => {
    const cell = make("td", count ? "number" : "number none", count ? count.toLocaleString("en") : "–");
    cell.dataset.title = columns[place][0];
    line.append(cell);
  });
  return line;
}

// A name written from right to left must not turn the arrow around.
function isolated(name) {
  return make("bdi", "", name);
}

// Help for those who cannot hover: what is counted, and what else than bad faith it may come from.
function meanings(columns) {
  const box = make("details", "meanings"), list = make("dl");
  for (const [title, help] of columns) list.append(make("dt", "", title), make("dd", "quiet", help));
  box.append(make("summary", "", "What the columns mean, and what else can be behind them"), list);
  return box;
}
