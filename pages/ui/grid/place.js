// Where one is: the group at hand, the way to the next, and holding the place when groups change.

import { cardHeight, groupAt, tilePlace } from "./layout.js";
import { CHANGED, OPEN, groupOf, sizeOf } from "./payload.js";

const ROWS_HELD = 50; // pictures of a group by which it is found again
const MARGIN = 12; // pixels that stay free below what is brought into view

const spaceTop = (grid) => grid.space.getBoundingClientRect().top;

// Where the groups begin to be seen: below the bar that stays at the top of the window.
function topEdge(grid) {
  return grid.bar.element.offsetHeight + parseFloat(getComputedStyle(grid.bar.element).top || "0");
}

// What must not move when the groups change: the group at hand, or with `topmost` the one at the
// top of the window, unless that is the first; null when nothing needs to be held.
export function held(grid, topmost) {
  const { groups, layout } = grid, above = -spaceTop(grid);
  if (!groups.count || grid.space.hidden || (topmost && above < 4)) return null;
  const group = topmost ? groupAt(layout, above) : here(grid), first = groups.start[group];
  return {
    rows: groups.row.slice(first, first + Math.min(ROWS_HELD, sizeOf(groups, group))),
    y: spaceTop(grid) + layout.top[group],
  };
}

// Scroll so that the held group is where it was, if it is still there.
export function holdPlace(grid, place) {
  const member = place && [...place.rows].map((row) => grid.memberOf(row)).find((m) => m !== undefined);
  if (member === undefined || member === null) return;
  const y = spaceTop(grid) + grid.layout.top[groupOf(grid.groups, member)];
  grid.scroller.scrollTop += y - place.y;
}

// The group that one is at: the one with the focus while it is in view, else the topmost.
export function here(grid) {
  const current = groupOf(grid.groups, grid.member), top = spaceTop(grid);
  const begin = top + grid.layout.top[current], end = top + grid.layout.top[current + 1];
  if (end > topEdge(grid) + 20 && begin < innerHeight - 40) return current;
  return groupAt(grid.layout, -top + topEdge(grid) + 20);
}

const isGroup = (grid, group) => grid.groups.kind[group] === 0;

// The nearest group in a direction that is no placeholder; -1 at the end.
export function groupBeside(grid, group, by) {
  for (let g = group + by; g >= 0 && g < grid.groups.count; g += by) if (isGroup(grid, g)) return g;
  return -1;
}

export function step(grid, by) {
  const group = groupBeside(grid, here(grid), by);
  if (group >= 0) focusMember(grid, grid.groups.start[group]);
}

export function isOpen(grid, group) {
  const status = grid.statusOf(group);
  return isGroup(grid, group) && (status === OPEN || status === CHANGED);
}

// On to the next group that nobody decided; from the end it goes on at the beginning.
export function nextOpen(grid, group) {
  const { count } = grid.groups;
  for (let by = 1; by <= count; by++) {
    const next = (group + by) % count;
    if (isOpen(grid, next) && next !== group) return focusMember(grid, grid.groups.start[next]);
  }
  grid.say(isOpen(grid, group) ? "This is the only open group here." : "No group here is open any more.", true);
}

// One picture, or one line, on; beyond the end of a group on to its neighbour.
export function move(grid, by) {
  const { groups, member } = grid, group = groupOf(groups, member), next = member + by;
  if (next >= groups.start[group] && next < groups.start[group + 1]) return focusMember(grid, next);
  const other = groupBeside(grid, group, Math.sign(by));
  if (other < 0) return;
  const last = by === -1 ? sizeOf(groups, other) - 1 : 0; // back by one picture: to its last one
  focusMember(grid, groups.start[other] + Math.min(last, grid.layout.shown[other] - 1));
}

export function focusMember(grid, member) {
  const group = groupOf(grid.groups, member);
  grid.showPart(group, member - grid.groups.start[group] + 1);
  grid.setMember(member);
  bringIntoView(grid, group, member);
  grid.draw();
  grid.tileOf(member)?.pick.focus({ preventScroll: true });
}

// Bring a group into view, as far as it fits.
export const showGroup = (grid, group) => bringIntoView(grid, group, grid.groups.start[group]);

// The whole card when it fits into the window, else the line of the picture.
function bringIntoView(grid, group, member) {
  const low = topEdge(grid), high = innerHeight - MARGIN;
  let top = spaceTop(grid) + grid.layout.top[group], height = cardHeight(grid.layout, group);
  if (height > high - low) {
    const number = member - grid.groups.start[group], { head, line } = grid.layout;
    top += tilePlace(grid.layout, group, number).top - head;
    height = Math.min(head + line, high - low);
  }
  if (top < low) grid.scroller.scrollTop += top - low;
  else if (top + height > high) grid.scroller.scrollTop += top + height - high;
}
