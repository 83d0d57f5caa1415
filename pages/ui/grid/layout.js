// Where everything lies, from the width alone, so that only what is in view needs to exist.

const GAP = 12, WORDS = 44; // between tiles; name and size below a picture
export const CARD = { side: 14, foot: 4, gap: 12 };
const NARROW = 620, HEAD = 50, HEAD_IN_TWO_LINES = 82; // as in grid.css

export function layOut(groups, width) {
  const inner = Math.max(140, width - 2 * CARD.side);
  const narrow = width <= NARROW, least = narrow ? 136 : 180;
  const columns = Math.max(1, Math.floor((inner + GAP) / (least + GAP)));
  const tile = Math.floor((inner - (columns - 1) * GAP) / columns);
  const box = Math.round(tile * 0.78);
  const head = narrow ? HEAD_IN_TWO_LINES : HEAD;
  const layout = { columns, tile, box, head, line: box + WORDS + GAP, width };
  layout.top = new Float64Array(groups.count + 1);
  for (let g = 0; g < groups.count; g++) {
    const size = groups.start[g + 1] - groups.start[g];
    layout.top[g + 1] = layout.top[g] + cardHeight(layout, size) + CARD.gap;
  }
  return layout;
}

export const cardHeight = (layout, size) =>
  layout.head + Math.ceil(size / layout.columns) * layout.line + CARD.foot;

// Where the tile with this number lies in its card.
export const tilePlace = (layout, number) => ({
  left: CARD.side + (number % layout.columns) * (layout.tile + GAP),
  top: layout.head + Math.floor(number / layout.columns) * layout.line,
});

// The tiles, [begin, end), that a stretch of a card's height shows.
export function tilesBetween(layout, size, from, to) {
  const line = (y) => Math.max(0, y - layout.head) / layout.line;
  return [Math.floor(line(from)) * layout.columns, Math.min(size, Math.ceil(line(to)) * layout.columns)];
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
