// One group: a line that says what it is, and its tiles, of which only those in view exist.

import { button, make } from "./dom.js";
import { cardHeight, tilePlace, tilesBetween } from "./layout.js";
import { dropTile, fillTile, makeTile, paintTile } from "./tile.js";

const LEVELS = ["identical", "strict", "balanced", "loose", "very loose"]; // others are exact

export function makeCard() {
  const card = make("article", "card");
  const head = make("div", "head");
  card.title_ = make("h3", "title");
  card.chip = make("span", "chip");
  card.count = make("span", "count");
  head.append(
    card.title_, card.chip, card.count, make("span", "space"), button("plain", "Compare", "compare"),
    button("plain", "Keep all", "all"), button("plain", "Keep best only", "best"),
  );
  card.append(head);
  card.tiles = new Map();
  return card;
}

export function fillCard(grid, card, group) {
  const { groups, layout } = grid;
  const size = groups.start[group + 1] - groups.start[group];
  card.group = group;
  card.style.transform = `translateY(${layout.top[group]}px)`;
  card.style.height = `${cardHeight(layout, size)}px`;
  card.setAttribute("aria-posinset", String(group + 1));
  card.setAttribute("aria-setsize", String(groups.count));
  card.title_.textContent = `Group ${group + 1}`;
  let widest = 0;
  for (let m = groups.start[group]; m < groups.start[group + 1]; m++) {
    widest = Math.max(widest, groups.distance[m]);
  }
  const level = grid.data.notches.findIndex(([limit]) => widest <= limit);
  const notch = grid.data.notches[level < 0 ? grid.data.notches.length - 1 : level];
  card.chip.textContent = inWords(grid, widest, notch[1]);
  card.chip.title = widest > grid.data.threshold
    ? "Neighbours are within the threshold; the ends of the chain are further apart." : "";
  card.chip.dataset.level = String(Math.min(3, Math.max(0, LEVELS.indexOf(notch[1]))));
  for (const tile of card.tiles.values()) dropTile(tile);
  card.tiles.clear();
  countCard(grid, card);
}

function inWords(grid, widest, word) {
  if (grid.data.words) return word;
  const { similar } = grid.data;
  if (widest === 0) return similar ? word : "same hash";
  const distance = grid.distanceInWords(widest), most = similar ? "down to" : "up to";
  if (widest > grid.data.threshold) return `chained · ${most} ${distance} from the best`;
  return `${word} · ${most} ${distance}`;
}

export function countCard(grid, card) {
  const { start } = grid.groups;
  let removed = 0;
  for (let m = start[card.group]; m < start[card.group + 1]; m++) removed += !grid.kept(m);
  const size = start[card.group + 1] - start[card.group];
  const rest = removed ? `${removed.toLocaleString("en-GB")} to remove` : "all kept";
  card.count.textContent = `${size.toLocaleString("en-GB")} pictures, ${rest}`;
  card.setAttribute("aria-label", `Group ${card.group + 1}: ${card.count.textContent}`);
}

// Make the tiles between two heights (measured from the card's top) exist, and no others.
export function drawTiles(grid, card, from, to) {
  const { layout } = grid, first = grid.groups.start[card.group];
  const size = grid.groups.start[card.group + 1] - first;
  const [begin, end] = tilesBetween(layout, size, from, to);
  for (const [member, tile] of card.tiles) {
    if (member >= first + begin && member < first + end) continue;
    dropTile(tile);
    card.tiles.delete(member);
  }
  const fresh = document.createDocumentFragment();
  for (let number = begin; number < end; number++) {
    if (card.tiles.has(first + number)) continue;
    const tile = makeTile(), { left, top } = tilePlace(layout, number);
    tile.style.left = `${left}px`;
    tile.style.top = `${top}px`;
    fillTile(grid, tile, first + number, number === 0);
    card.tiles.set(first + number, tile);
    fresh.append(tile);
  }
  card.append(fresh);
}

export function dropCard(card) {
  for (const tile of card.tiles.values()) dropTile(tile);
  card.remove();
}

export function paintCard(grid, card) {
  for (const tile of card.tiles.values()) paintTile(grid, tile);
  countCard(grid, card);
}
