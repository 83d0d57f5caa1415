// The line above the groups: where one is, what is saved, undo, and the keys.

import { button, make } from "./dom.js";
import { DECIDED } from "./payload.js";
import { groupBeside, here } from "./place.js";

const inWords = (number) => number.toLocaleString("en-GB");
const HINTS = [["accept", "accept"], ["toggle", "keep or remove"], ["apart", "not duplicates"], ["undo", "undo"], ["help", "all keys"]];

export class Bar {
  constructor(grid) {
    this.grid = grid;
    this.element = make("div", "jump");
    this.before = button("plain", "‹", "previous", "Previous group");
    this.after = button("plain", "›", "next", "Next group");
    this.open = button("plain", "Next open", "jump", "Next open group");
    this.where = make("span", "where");
    this.keys = make("span", "keys");
    this.state = make("span", "state");
    this.pin = button("plain pin", "", "unpin");
    this.undo = button("plain", "↶", "undo", "Undo");
    this.undo.append(make("span", "wide", " Undo"));
    this.redo = button("plain", "↷", "redo", "Redo");
    this.help = button("plain", "?", "help", "Show the keys");
    this.element.append(
      this.before, this.after, this.open, this.where, this.pin, make("span", "space"), this.state,
      this.keys, this.undo, this.redo, this.help,
    );
  }

  // Where one is; every scroll calls it.
  follow() {
    const { grid } = this, at = here(grid);
    this.where.textContent = `Group ${inWords(at + 1)} of ${inWords(grid.groups.count)} · ${inWords(this.decided)} decided`;
    this.before.disabled = groupBeside(grid, at, -1) < 0;
    this.after.disabled = groupBeside(grid, at, 1) < 0;
  }

  paint() {
    const { grid } = this, { undo, redo } = grid.data, busy = grid.acts.ahead.length > 0;
    this.decided = 0;
    for (let group = 0; group < grid.groups.count; group++) {
      this.decided += grid.groups.kind[group] === 0 && grid.statusOf(group) === DECIDED;
    }
    this.undo.disabled = !undo && !busy;
    this.redo.disabled = !redo;
    this.undo.title = (undo ? `Undo: ${undo}` : "There is nothing to undo") + grid.keymap.hint("undo");
    this.redo.title = (redo ? `Redo: ${redo}` : "There is nothing to redo") + grid.keymap.hint("redo");
    this.help.title = "Show the keys" + grid.keymap.hint("help");
    for (const [one, id] of [[this.before, "previous"], [this.after, "next"], [this.open, "jump"]]) {
      one.title = grid.wordsFor(id);
    }
    for (const one of [this.undo, this.redo, this.open, this.keys]) one.hidden = grid.looking;
    this.pin.hidden = grid.pinned === undefined;
    this.element.classList.toggle("pinning", !this.pin.hidden);
    if (!this.pin.hidden) this.pin.textContent = `Pinned: ${grid.nameOf(grid.pinned)} ✕`;
    this.pin.title = "Compare it with any picture: go there and press " + grid.keymap.inWords("compare");
  }

  paintKeys() {
    this.keys.replaceChildren();
    for (const [id, words] of HINTS) this.keys.append(make("kbd", "", this.grid.keymap.inWords(id)), ` ${words} `);
  }
}
