// The pair at hand: two large pictures with one zoom, the four answers, and the facts of both.

import { button, make } from "../grid/dom.js";
import { fileName } from "../grid/rows.js";
import { Stage } from "../compare/stage.js";
import { ANSWERS } from "./keys.js";

const ZOOM = 1.4, NUDGE = 0.08, SPLIT = 0.02; // times; shares of a pane
const MODES = [["side", "Side by side"], ["flip", "Flip"], ["swipe", "Swipe"]];

export class PairView {
  constructor(keys, answer) {
    this.keys = keys;
    this.element = make("section", "pair");
    this.element.setAttribute("aria-label", "The pair to answer");
    this.stage = new Stage(() => this.paint());
    this.question = make("h3", "question", "What are these two to each other?");
    this.facts = make("details", "facts-of-both");
    this.element.append(this.tools(), this.stage.element, this.question, this.answers(answer), this.facts);
  }

  answers(answer) {
    const group = make("div", "answers");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Answers");
    this.buttons = ANSWERS.map(([id, words, meaning]) => {
      const one = button(`answer ${id}`, undefined, undefined, `${words}. ${meaning}.`), key = make("kbd", "", this.keys.inWords(id));
      one.append(make("span", "", words), key);
      one.title = `${meaning}.`;
      one.setAttribute("aria-keyshortcuts", this.keys.keyFor(id));
      one.addEventListener("click", () => answer(id));
      return one;
    });
    group.append(...this.buttons);
    return group;
  }

  tools() {
    const bar = make("div", "tools"), modes = make("div", "modes");
    modes.setAttribute("role", "group");
    modes.setAttribute("aria-label", "How the pictures are shown");
    this.modes = MODES.map(([mode, words]) => this.tool(words, mode, () => this.does[mode]()));
    modes.append(...this.modes);
    this.percent = this.tool("100 %", "whole", () => this.does.whole());
    bar.append(
      modes, this.tool("−", "", () => this.does.wider(), "Zoom out"), this.percent,
      this.tool("+", "", () => this.does.closer(), "Zoom in"),
    );
    return bar;
  }

  tool(words, id, act, label) {
    const one = button("tool", undefined, undefined, label);
    one.append(make("span", "", words));
    if (id) one.append(make("kbd", "key", this.keys.inWords(id)));
    one.addEventListener("click", act);
    return one;
  }

  get does() {
    const { stage } = this, changed = (act) => () => { act(); this.paint(); };
    return {
      side: changed(() => stage.setMode("side")),
      swipe: changed(() => stage.setMode("swipe")),
      flip: changed(() => {
        if (stage.mode === "flip") return stage.flip();
        stage.flipped = true;
        stage.setMode("flip");
      }),
      closer: () => stage.zoomBy(ZOOM),
      wider: () => stage.zoomBy(1 / ZOOM),
      whole: () => stage.zoomBy(0),
      left: () => this.arrow(-1, 0),
      right: () => this.arrow(1, 0),
      up: () => this.arrow(0, -1),
      down: () => this.arrow(0, 1),
    };
  }

  // Move the swipe or the enlarged pictures. `false`: it is for the browser, which scrolls.
  arrow(x, y) {
    const { stage } = this;
    if (stage.mode === "swipe" && x) return stage.setSplit(stage.split + x * SPLIT);
    return stage.zoom.by > 1 ? stage.pan(-x * NUDGE, -y * NUDGE) : false;
  }

  // A pair; the same one again changes nothing on screen.
  show(pair, base) {
    const seen = pair && `${base} ${pair.place}`;
    this.element.hidden = !pair;
    if (!pair || seen === this.seen) return;
    this.seen = seen;
    this.stage.reset(); // how the pictures are shown stays, the zoom does not
    this.stage.show(pair.pictures.map(({ row, name, width, height }) => ({
      thumb: `${base}thumb/${row}.jpg`, large: `${base}large/${row}.jpg`, width, height, name: fileName(name),
    })));
    this.showFacts(pair);
    this.paint();
  }

  showFacts({ facts, pictures }) {
    const differing = facts.filter(({ differs }) => differs).length;
    const title = make("summary", "", `Facts of both: ${differing ? `${differing} of ${facts.length} differ` : "all alike"}`);
    const table = make("table"), body = make("tbody");
    table.append(headed(["Fact", "A", "B"]), body);
    body.append(line("", "File", ...pictures.map(({ name }) => name)));
    for (const { title: fact, left, right, differs, note } of facts) {
      const row = line(differs ? "differs" : "", fact, left, right);
      if (differs) row.firstChild.append(make("span", "unlike", "≠"), make("span", "unseen", "differs"));
      if (note) row.lastChild.append(make("small", "", note));
      body.append(row);
    }
    this.facts.replaceChildren(title, table);
  }

  paint() {
    this.modes.forEach((one, at) => one.setAttribute("aria-pressed", String(MODES[at][0] === this.stage.mode)));
    this.percent.firstChild.textContent = `${Math.round(100 * this.stage.zoom.by)} %`;
  }

  remove() { this.stage.remove(); }
}

// Let the browser fetch the next pictures while this pair is looked at.
export function fetchAhead(pairs, base) {
  for (const { pictures } of pairs) {
    for (const { row } of pictures) {
      for (const size of ["thumb", "large"]) new Image().src = `${base}${size}/${row}.jpg`;
    }
  }
}

export function headed(words) {
  const head = make("thead"), row = make("tr");
  for (const word of words) {
    const cell = make("th", "", word);
    cell.scope = "col";
    row.append(cell);
  }
  head.append(row);
  return head;
}

export function line(name, first, ...cells) {
  const row = make("tr", name), head = make("th", "", first);
  head.scope = "row";
  row.append(head, ...cells.map((words) => make("td", "", words)));
  return row;
}
