// Where one is: the group at hand, the way to the next, and holding the place when groups change.

import { groupAt, tilePlace } from "./layout.js";
import { groupOf } from "./payload.js";

// The group at the top of the window and how far into it one is; null above the first.
export function topmost(grid) {
  const above = -grid.space.getBoundingClientRect().top;
  if (!grid.groups.count || above < 4 || grid.space.hidden) return null;
  const group = groupAt(grid.layout, above);
  return { row: grid.groups.row[grid.groups.start[group]], into: above - grid.layout.top[group] };
}

// Scroll back to what `topmost` said, if that group is still there.
export function holdPlace(grid, held) {
  if (!held) return;
  const member = grid.groups.row.indexOf(held.row);
  if (member < 0) return;
  const wanted = grid.layout.top[groupOf(grid.groups, member)] + held.into;
  grid.scroller.scrollTop += grid.space.getBoundingClientRect().top + wanted;
}

// The group that one is at: the one with the focus while it is in view, else the topmost.
export function here(grid) {
  const current = groupOf(grid.groups, grid.member);
  const top = grid.space.getBoundingClientRect().top;
  const begin = top + grid.layout.top[current], end = top + grid.layout.top[current + 1];
  if (end > topEdge(grid) + 20 && begin < innerHeight - 40) return current;
  return groupAt(grid.layout, -top + topEdge(grid) + 20);
}

export function step(grid, by) {
  const group = here(grid) + by;
  if (group >= 0 && group < grid.groups.count) showGroup(grid, group);
}

// Where the groups begin to be seen: below the bar that stays at the top of the window.
function topEdge(grid) {
  return grid.bar.offsetHeight + parseFloat(getComputedStyle(grid.bar).top || "0");
}

export function showGroup(grid, group) {
  const wanted = grid.layout.top[group] - topEdge(grid);
  grid.scroller.scrollTop += grid.space.getBoundingClientRect().top + wanted;
  grid.setMember(grid.groups.start[group]);
  grid.draw();
}

export function focusMember(grid, member) {
  grid.setMember(member);
  const group = groupOf(grid.groups, member);
  const inCard = tilePlace(grid.layout, member - grid.groups.start[group]).top;
  const top = grid.space.getBoundingClientRect().top + grid.layout.top[group] + inCard;
  const low = topEdge(grid) + 50, high = innerHeight - grid.layout.line - 12;
  if (top < low) grid.scroller.scrollTop += top - low;
  else if (top > high) grid.scroller.scrollTop += top - high;
  grid.draw();
  grid.cards.get(group)?.tiles.get(member)?.pick.focus({ preventScroll: true });
}
