// What each key and button does on the desk: to the picture at hand, or to its group.

import { VERDICT_OF } from "./actions.js";
import { DECIDED, SKIPPED, groupOf } from "./payload.js";
import { move, nextOpen, step } from "./place.js";

const CLOSED = { [DECIDED]: "decided", [SKIPPED]: "skipped" };
const NO_GROUP = "This is no group any more. Undo brings it back.";

export function deskOf(grid) {
  const { deciding } = grid;
  const member = () => grid.atHand(), group = () => groupOf(grid.groups, grid.atHand());
  // Placeholders are looked at; nothing can be done to them.
  const really = (act) => () => (grid.groups.kind[group()] ? grid.say(NO_GROUP, true) : act());
  const closed = () => CLOSED[grid.statusOf(group())]; // nobody decides such a group again unawares
  const already = () => grid.say(`Already ${closed()}; ${grid.keymap.inWords("reopen")} opens it again.`, true);
  const acts = {
    keep: () => deciding.keep(member(), true),
    remove: () => deciding.keep(member(), false),
    toggle: () => deciding.toggle(member()),
    keeper: () => deciding.makeKeeper(member()),
    select: () => deciding.select(member()),
    all: () => deciding.keepAll(group()),
    best: () => deciding.bestOnly(group()),
    apart: () => deciding.notDuplicates(group()),
    split: () => deciding.split(group()),
    skip: () => (closed() ? already() : deciding.skip(group())),
    reopen: () => deciding.reopen(group()),
    note: () => grid.note.open(group()),
    large: () => grid.large.open(member()),
    compare: () => grid.compare.openWith(member()),
    pin: () => grid.pin(grid.groups.row[member()]),
    inspect: () => inspect(grid, grid.groups.row[grid.groups.start[group()]]),
    more: () => grid.showMore(group()),
  };
  for (const [id, word] of Object.entries(VERDICT_OF)) acts[id] = () => deciding.verdict(member(), word);
  for (const [id, act] of Object.entries(acts)) acts[id] = really(act);
  return {
    ...acts,
    accept: () => (grid.groups.kind[group()] || closed() ? nextOpen(grid, group()) : deciding.accept(group())),
    left: () => move(grid, -1),
    right: () => move(grid, 1),
    up: () => move(grid, -grid.layout.columns),
    down: () => move(grid, grid.layout.columns),
    next: () => step(grid, 1),
    previous: () => step(grid, -1),
    jump: () => nextOpen(grid, group()),
    undo: () => deciding.undo(),
    redo: () => deciding.redo(),
    help: () => grid.help.open(),
    unpin: () => grid.pin(grid.pinned),
    "cancel-note": () => grid.note.close(),
  };
}

// The chain inspector with the group of this row, in a tab of its own: the place here stays.
function inspect(grid, row) {
  const digest = grid.rows.get(row)?.digest;
  if (!digest) return grid.say("Not loaded yet. Try again in a moment.", true);
  const there = new URL("chain", location.href);
  there.search = location.search;
  there.searchParams.set("group", digest);
  window.open(there, "_blank");
}

// Which view a key is for: the one on top; none while another dialog is open.
export function viewOf(grid) {
  const open = [...grid.root.querySelectorAll("dialog[open]")].map((dialog) => dialog.className);
  if (!open.length) return grid.does;
  if (open.some((name) => name !== "large" && name !== "compare" && !name.startsWith("compare "))) return null;
  return open.some((name) => name.startsWith("compare")) ? grid.compare.does : grid.large.does;
}
