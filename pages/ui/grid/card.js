// One group: a line that says what it is, and its tiles, of which only those in view exist.

import { button, make } from "./dom.js";
import { CARD, TILE, cardHeight, lineTop } from "./layout.js";
import { fillTile, makeTile, paintTile } from "./tile.js";

export function makeCard() {
  const card = make("article", "card");
  const head = make("div", "head");
  card.title_ = make("h3", "title");
  card.chip = make("span", "chip");
  card.count = make("span", "count");
  head.append(
    card.title_, card.chip, card.count, make("span", "space"),
    button("plain", "Keep all", "all"), button("plain", "Keep best only", "best"),
  );
  card.append(head);
  card.tiles = new Map();
  return card;
}

export function fillCard(grid, card, group) {
  const { groups, layout } = grid;
  const size = groups.start[group + 1] - groups.start[group];
  const lines = Math.ceil(size / layout.columns);
  card.group = group;
  card.style.transform = `translateY(${layout.top[group]}px)`;
  card.style.height = `${cardHeight(lines)}px`;
  card.setAttribute("aria-posinset", String(group + 1));
  card.setAttribute("aria-setsize", String(groups.count));
  card.title_.textContent = `Group ${group + 1}`;
  let widest = 0;
  for (let m = groups.start[group]; m < groups.start[group + 1]; m++) {
    widest = Math.max(widest, groups.distance[m]);
  }
  const level = grid.data.notches.findIndex(([limit]) => widest <= limit);
  const notch = grid.data.notches[level < 0 ? grid.data.notches.length - 1 : level];
  const words = grid.distanceInWords(widest);
  card.chip.textContent = words === notch[1] ? words : `${notch[1]} · up to ${words}`;
  card.chip.dataset.level = String(Math.min(level < 0 ? 3 : level, 3));
  for (const tile of card.tiles.values()) tile.remove();
  card.tiles.clear();
  countCard(grid, card);
}

export function countCard(grid, card) {
  const { start } = grid.groups;
  let removed = 0;
  for (let m = start[card.group]; m < start[card.group + 1]; m++) removed += !grid.kept(m);
  const size = start[card.group + 1] - start[card.group];
  card.count.textContent = `${size} pictures, ${removed} to remove`;
  card.setAttribute("aria-label", `Group ${card.group + 1}: ${card.count.textContent}`);
}

// Make the tiles between two heights (measured from the card's top) exist, and no others.
export function drawTiles(grid, card, from, to) {
  const { start } = grid.groups, { columns } = grid.layout;
  const step = TILE.height + TILE.gap;
  const begin = start[card.group] + Math.max(0, Math.floor((from - CARD.head) / step)) * columns;
  const end = Math.min(
    start[card.group + 1],
    start[card.group] + Math.max(0, Math.ceil((to - CARD.head) / step)) * columns,
  );
  for (const [member, tile] of card.tiles) {
    if (member >= begin && member < end) continue;
    tile.remove();
    card.tiles.delete(member);
  }
  const fresh = document.createDocumentFragment();
  for (let member = begin; member < end; member++) {
    if (card.tiles.has(member)) continue;
    const place = member - start[card.group], tile = makeTile();
    tile.style.left = `${CARD.side + (place % columns) * (TILE.width + TILE.gap)}px`;
    tile.style.top = `${lineTop(Math.floor(place / columns))}px`;
    fillTile(grid, tile, member, place === 0);
    card.tiles.set(member, tile);
    fresh.append(tile);
  }
  card.append(fresh);
}

export function paintCard(grid, card) {
  for (const tile of card.tiles.values()) paintTile(grid, tile);
  countCard(grid, card);
}
