// One meaning a key. Arrows move, X or Space decides, Enter opens the large view.

import { make } from "./dom.js";
import { groupOf } from "./payload.js";
import { focusMember } from "./place.js";

const KEYS = [
  ["← → ↑ ↓", "move"], ["N P", "group"], ["X", "keep or remove"], ["A", "keep all"],
  ["B", "best only"], ["Enter", "large"], ["C", "compare"],
];

export function keysInWords() {
  const line = make("span", "keys");
  for (const [key, what] of KEYS) line.append(make("kbd", "", key), ` ${what} `);
  return line;
}

export function keyPressed(grid, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !event.target.closest(".tile")) return;
  const { groups, member } = grid, group = groupOf(groups, member), last = groups.members - 1;
  const { columns } = grid.layout, end = groups.start[group + 1];
  const below = member + columns, above = member - columns;
  const firstOf = (g) => groups.start[Math.max(0, Math.min(groups.count - 1, g))];
  const acts = {
    ArrowRight: () => focusMember(grid, Math.min(last, member + 1)),
    ArrowLeft: () => focusMember(grid, Math.max(0, member - 1)),
    ArrowDown: () => focusMember(grid, below < end ? below : firstOf(group + 1)),
    ArrowUp: () => focusMember(grid, above >= groups.start[group] ? above : firstOf(group - 1)),
    n: () => focusMember(grid, firstOf(group + 1)),
    p: () => focusMember(grid, firstOf(group - 1)),
    Home: () => focusMember(grid, 0),
    End: () => focusMember(grid, firstOf(groups.count - 1)),
    " ": () => grid.toggle(member),
    x: () => grid.toggle(member),
    a: () => grid.decide(group, true),
    b: () => grid.decide(group, false),
    Enter: () => grid.large.open(member),
    c: () => grid.compare.openWith(member),
  };
  const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}
