// The table of contributors: a press on a heading sorts, a press on a row shows that person below.

import { button, make } from "../grid/dom.js";
import { Pager } from "./pager.js";

const WAIT_MS = 100, TRIES = 100; // for the detail, which the server draws
const BAND_PX = 96;
const SVG = "http://www.w3.org/2000/svg";

export class People {
  constructor(root) {
    this.root = root;
    this.pager = new Pager("contributors", (page) => this.press({ page }));
    this.table = make("table", "people");
    this.table.setAttribute("role", "table");
    this.head = make("thead");
    this.body = make("tbody");
    this.table.append(make("caption", "unseen", "Contributors, with what is paid to them"), this.head, this.body);
    const box = make("div", "scroll");
    box.append(this.table);
    root.replaceChildren(this.pager.element, box);
    this.body.addEventListener("click", (event) => this.choose(event.target.closest("tr")));
  }

  update(component) {
    const { data } = component;
    this.component = component;
    this.pager.update(data, data.rows.length);
    const had = this.root.getRootNode().activeElement?.dataset.focus;
    this.drawHead(data);
    this.body.replaceChildren(...data.rows.map((row) => this.row(row, data)));
    if (had) this.root.querySelector(`[data-focus="${CSS.escape(had)}"]`)?.focus({ preventScroll: true });
    this.root.dataset.shown = data.rows.length;
    this.root.dataset.by = data.by;
  }

  drawHead({ columns, by, backward }) {
    const line = make("tr");
    for (const [word, title, help] of columns) {
      const cell = make("th", word === "name" ? "name" : "number");
      const press = button("sort", title, "", "");
      press.dataset.focus = `sort ${word}`;
      if (help) press.title = help;
      press.addEventListener("click", () => this.press({ by: word }));
      cell.scope = "col";
      cell.append(press);
      if (word === by) {
        const up = (word === "name") !== backward;
        cell.setAttribute("aria-sort", up ? "ascending" : "descending");
        press.append(make("span", "arrow", up ? "↑" : "↓"));
      }
      line.append(cell);
    }
    this.head.replaceChildren(line);
  }

  row([at, name, ...values], { columns, chosen }) {
    const line = make("tr", name === chosen ? "chosen" : "");
    line.said = { at, name };
    const cell = make("th", "name"), press = button("who", name);
    press.dataset.focus = `who ${at}`;
    press.setAttribute("aria-pressed", String(name === chosen));
    cell.scope = "row";
    cell.append(press);
    line.append(cell);
    values.forEach((value, place) => {
      const [word, title] = columns[place + 1];
      line.append(word === "rate" ? share(value, title) : number(value, title, word));
    });
    return line;
  }

  choose(line) {
    if (!line) return;
    for (const one of this.body.rows) one.classList.toggle("chosen", one === line);
    this.press(line.said);
    showDetail(line.said.at);
  }

  press(what) {
    this.component.setTriggerValue("pressed", what);
  }
}

function number(value, title, word) {
  const cell = make("td", `number ${word.replace(" ", "-")}`, typeof value === "number" ? value.toLocaleString("en") : value);
  cell.dataset.title = title;
  if (value === 0 || value === "0") cell.classList.add("none");
  return cell;
}

// The share as a dot on its band, and in words beside it.
function share([rate, low, high, said, band], title) {
  const cell = make("td", "number rate"), box = make("span", "share");
  cell.dataset.title = title;
  cell.title = `95 % band ${band}`;
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of [["viewBox", `0 0 ${BAND_PX} 12`], ["width", BAND_PX], ["height", 12], ["aria-hidden", "true"]]) {
    svg.setAttribute(name, value);
  }
  const end = BAND_PX - 8, x = (value) => 4 + value * end;
  svg.append(
    line("track", x(0), x(1)), line("band", x(low), Math.max(x(high), x(low) + 1)), dot(x(rate), rate > 0),
  );
  const words = make("span", "unseen", `, band ${band}`);
  box.append(svg, make("span", "said", said), words);
  cell.append(box);
  return cell;
}

function line(name, from, to) {
  const one = document.createElementNS(SVG, "line");
  for (const [key, value] of [["x1", from], ["x2", to], ["y1", 6], ["y2", 6], ["class", name]]) one.setAttribute(key, value);
  return one;
}

function dot(x, some) {
  const one = document.createElementNS(SVG, "circle");
  for (const [key, value] of [["cx", x], ["cy", 6], ["r", 3.5], ["class", some ? "dot" : "dot none"]]) one.setAttribute(key, value);
  return one;
}

// Bring the detail into view once it is there.
function showDetail(at, tries = 0) {
  const detail = document.querySelector(`.st-key-person-${at}`);
  if (detail) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    detail.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  } else if (tries < TRIES) setTimeout(() => showDetail(at, tries + 1), WAIT_MS);
}
