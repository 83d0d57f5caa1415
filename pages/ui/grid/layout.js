// Where everything lies, from the width and what a card holds, so that only what is in view needs
// to exist.

import { sizeOf } from "./payload.js";

const GAP = 12, WORDS = 44; // between tiles; name and size below a picture
export const CARD = { side: 14, foot: 4, gap: 12 };
const NARROW = 620, HEAD = 50, HEAD_IN_TWO_LINES = 84, NOTE = 30, MORE = 44; // as in grid.css
export const PART = 60; // pictures of a large group that are shown at a time

// shown: how many tiles of a group; noted: whether it has a note; lines: at least so many, so that
// a group that lost a picture stays as high as it was.
export function layOut(groups, width, { shown, noted, lines }) {
  const inner = Math.max(140, width - 2 * CARD.side);
  const narrow = width <= NARROW, least = narrow ? 136 : 180;
  const columns = Math.max(1, Math.floor((inner + GAP) / (least + GAP)));
  const tile = Math.floor((inner - (columns - 1) * GAP) / columns);
  const box = Math.round(tile * 0.78);
  const layout = {
    columns, tile, box, head: narrow ? HEAD_IN_TWO_LINES : HEAD, line: box + WORDS + GAP, width,
    shown: new Int32Array(groups.count), lines: new Int32Array(groups.count),
    begin: new Int32Array(groups.count), top: new Float64Array(groups.count + 1),
  };
  for (let g = 0; g < groups.count; g++) {
    layout.shown[g] = shown(g);
    layout.begin[g] = layout.head + (noted(g) ? NOTE : 0);
    layout.lines[g] = Math.max(lines(g), Math.ceil(layout.shown[g] / columns));
    const more = layout.shown[g] < sizeOf(groups, g) ? MORE : 0;
    const height = layout.begin[g] + layout.lines[g] * layout.line + more + CARD.foot;
    layout.top[g + 1] = layout.top[g] + height + CARD.gap;
  }
  return layout;
}

export const nothingLaidOut = () => ({ columns: 1, width: 0, top: new Float64Array(1) });

export const cardHeight = (layout, group) => layout.top[group + 1] - layout.top[group] - CARD.gap;

// Where the tile with this number lies in its card.
export const tilePlace = (layout, group, number) => ({
  left: CARD.side + (number % layout.columns) * (layout.tile + GAP),
  top: layout.begin[group] + Math.floor(number / layout.columns) * layout.line,
});

// The tiles, [begin, end), that a stretch of a card's height shows.
export function tilesBetween(layout, group, from, to) {
  const line = (y) => Math.max(0, y - layout.begin[group]) / layout.line;
  return [
    Math.floor(line(from)) * layout.columns,
    Math.min(layout.shown[group], Math.ceil(line(to)) * layout.columns),
  ];
}

// The last group that begins at or above y.
export function groupAt(layout, y) {
  let low = 0, high = Math.max(0, layout.top.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (layout.top[middle] <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}
