// Where everything lies, from the width alone, so that only what is in view needs to exist.

export const TILE = { width: 184, height: 190, gap: 12 };
export const CARD = { head: 50, side: 14, foot: 4, gap: 12 };

export function layOut(groups, width) {
  const inner = Math.max(TILE.width, width - 2 * CARD.side);
  const columns = Math.max(1, Math.floor((inner + TILE.gap) / (TILE.width + TILE.gap)));
  const top = new Float64Array(groups.count + 1);
  for (let g = 0; g < groups.count; g++) {
    const lines = Math.ceil((groups.start[g + 1] - groups.start[g]) / columns);
    top[g + 1] = top[g] + cardHeight(lines) + CARD.gap;
  }
  return { columns, top, width };
}

export const cardHeight = (lines) => CARD.head + lines * (TILE.height + TILE.gap) + CARD.foot;
export const lineTop = (line) => CARD.head + line * (TILE.height + TILE.gap);

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
