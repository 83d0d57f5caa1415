// One group: a line that says what it is and how far, and its tiles, of which only those in view
// exist. The same card stays with its group when others change.

import { button, make } from "./dom.js";
import { PART, cardHeight, tilePlace, tilesBetween } from "./layout.js";
import { CHANGED, DECIDED, OPEN, SKIPPED, firstRow, sizeOf } from "./payload.js";
import { dropTile, fillTile, makeTile, paintTile } from "./tile.js";

const LEVELS = ["identical", "strict", "balanced", "loose", "very loose"]; // others are exact
const STATUS = {
  [OPEN]: "Open", [DECIDED]: "✓ Decided", [CHANGED]: "Changed since decided", [SKIPPED]: "Skipped",
};
const LOOKS = { [OPEN]: "open", [DECIDED]: "decided", [CHANGED]: "changed", [SKIPPED]: "skipped" };

// Buttons of the head in their order; those that come first stay longest when it gets narrow.
const HEAD = [
  ["accept", "Accept", "plain accept"], ["reopen", "Open again", "plain"],
  ["apart", "Not duplicates", "plain"], ["split", "Split", "plain"],
  ["compare", "Compare", "plain at-600"], ["skip", "Skip", "plain at-1000"],
  ["note", "Note", "plain at-1000"], ["all", "Keep all", "plain at-1000"],
];

export function makeCard() {
  const card = make("article", "card"), head = make("div", "head");
  card.title_ = make("h3", "title");
  card.chip = make("span", "chip");
  card.count = make("span", "count");
  card.status = make("span", "status");
  card.by = make("span", "by");
  card.status.append(document.createTextNode(""), card.by);
  card.here = make("span", "here");
  card.acts = Object.fromEntries(HEAD.map(([id, words, name]) => [id, button(name, words, id)]));
  card.menu = button("plain menu-button", "⋯", "menu", "More");
  card.menu.setAttribute("aria-haspopup", "menu");
  const acts = make("div", "acts");
  acts.append(...Object.values(card.acts), card.menu);
  head.append(card.title_, card.chip, card.count, make("span", "space"), card.here, card.status, acts);
  card.note = make("p", "note");
  card.more = button("plain more", "", "more");
  card.veil = make("div", "veil");
  card.words = make("p", "veil-words");
  card.undo = button("plain", "", "undo");
  card.veil.append(card.words, card.undo);
  card.append(head, card.note, card.more, card.veil);
  card.tiles = new Map();
  return card;
}

// What a card shows of its group; tiles of pictures that are still in it stay.
export function fillCard(grid, card, group) {
  const { groups, layout } = grid, first = groups.start[group], size = sizeOf(groups, group);
  card.group = group;
  card.first = firstRow(groups, group);
  card.style.transform = `translateY(${layout.top[group]}px)`;
  card.style.height = `${cardHeight(layout, group)}px`;
  card.setAttribute("aria-posinset", String(group + 1));
  card.setAttribute("aria-setsize", String(groups.count));
  card.title_.textContent = `Group ${(group + 1).toLocaleString("en-GB")}`;
  fillChip(grid, card, first, size);
  keepTiles(grid, card, first, size);
  card.more.hidden = layout.shown[group] >= size;
  const rest = size - layout.shown[group];
  card.more.textContent =
    `Show ${Math.min(PART, rest).toLocaleString("en-GB")} more of ${size.toLocaleString("en-GB")}`;
  paintHead(grid, card);
}

function fillChip(grid, card, first, size) {
  const widest = grid.groups.distance.subarray(first, first + size).reduce((a, b) => Math.max(a, b), 0);
  const level = grid.data.notches.findIndex(([limit]) => widest <= limit);
  const notch = grid.data.notches[level < 0 ? grid.data.notches.length - 1 : level];
  card.chip.textContent = inWords(grid, widest, notch[1]);
  card.chip.title = widest > grid.data.threshold
    ? "Neighbours are within the threshold; the ends of the chain are further apart." : "";
  card.chip.dataset.level = String(Math.min(3, Math.max(0, LEVELS.indexOf(notch[1]))));
}

function inWords(grid, widest, word) {
  if (grid.data.words) return word;
  const { similar } = grid.data;
  if (widest === 0) return similar ? word : "same hash";
  const distance = grid.distanceInWords(widest), most = similar ? "down to" : "up to";
  if (widest > grid.data.threshold) return `chained · ${most} ${distance} from the best`;
  return `${word} · ${most} ${distance}`;
}

function keepTiles(grid, card, first, size) {
  const tiles = [...card.tiles.values()];
  card.tiles.clear();
  const at = new Map(tiles.length ? [...grid.groups.row.subarray(first, first + size)].map((r, n) => [r, n]) : []);
  for (const tile of tiles) {
    const number = at.get(tile.row);
    if (number === undefined || number >= grid.layout.shown[card.group]) dropTile(tile);
    else putTile(grid, card, tile, number);
  }
}

function putTile(grid, card, tile, number) {
  const first = grid.groups.start[card.group], { left, top } = tilePlace(grid.layout, card.group, number);
  tile.style.left = `${left}px`;
  tile.style.top = `${top}px`;
  fillTile(grid, tile, first + number, number === 0);
  card.tiles.set(first + number, tile);
}

// Make the tiles between two heights (measured from the card's top) exist, and no others.
export function drawTiles(grid, card, from, to) {
  const first = grid.groups.start[card.group];
  const [begin, end] = tilesBetween(grid.layout, card.group, from, to);
  for (const [member, tile] of card.tiles) {
    if (member >= first + begin && member < first + end) continue;
    dropTile(tile);
    card.tiles.delete(member);
  }
  for (let number = begin; number < end; number++) {
    if (card.tiles.has(first + number)) continue;
    const tile = makeTile();
    putTile(grid, card, tile, number);
    const next = [...card.tiles.keys()].filter((other) => other > first + number);
    card.insertBefore(tile, next.length ? card.tiles.get(Math.min(...next)) : card.more);
  }
}

export function dropCard(card) {
  for (const tile of card.tiles.values()) dropTile(tile);
  card.remove();
}

export function paintCard(grid, card) {
  for (const tile of card.tiles.values()) paintTile(grid, tile);
  paintHead(grid, card);
}

function paintHead(grid, card) {
  const { group } = card, status = grid.statusOf(group), words = grid.veilOf(group);
  const closed = status === DECIDED || status === SKIPPED;
  card.dataset.status = LOOKS[status];
  card.classList.toggle("saving", grid.ahead.savingGroups.has(card.first));
  card.status.firstChild.textContent = grid.looking && status === OPEN ? "Suggested" : STATUS[status];
  card.by.textContent = closedInWords(grid, group, status);
  const others = grid.whoIsAt(group);
  card.here.textContent = others.length ? `${others.join(", ")} ${others.length > 1 ? "are" : "is"} here` : "";
  card.here.hidden = !others.length;
  card.acts.accept.hidden = closed;
  card.acts.reopen.hidden = !closed;
  card.acts.skip.hidden = closed;
  const chosen = grid.deciding.selectedIn(group).length;
  card.acts.split.hidden = !chosen;
  card.acts.split.textContent = `Split ${chosen} off`;
  for (const [id, one] of Object.entries(card.acts)) {
    one.title = grid.wordsFor(id);
    if (grid.refuses(id)) one.hidden = true;
  }
  paintNote(grid, card);
  paintVeil(grid, card, words);
  countCard(grid, card);
}

function paintNote(grid, card) {
  const [text = "", who = ""] = grid.noteOf(card.group);
  card.note.hidden = !text;
  card.note.textContent = text && who ? `${who}: ${text}` : text;
  card.note.title = text;
}

function paintVeil(grid, card, words) {
  card.veil.hidden = !words;
  card.undo.textContent = `Undo${grid.keymap.hint("undo")}`;
  card.words.textContent = words;
  card.classList.toggle("veiled", Boolean(words));
  for (const tile of card.tiles.values()) tile.inert = Boolean(words);
}

function countCard(grid, card) {
  const size = sizeOf(grid.groups, card.group), removed = size - grid.deciding.keptIn(card.group);
  const rest = removed ? `${removed.toLocaleString("en-GB")} ${grid.looking ? "flagged" : "to remove"}` : "all kept";
  card.count.textContent = `${size.toLocaleString("en-GB")} pictures, ${rest}`;
  card.setAttribute(
    "aria-label", `Group ${card.group + 1}: ${card.count.textContent}. ${card.status.textContent}`,
  );
}

// ` by Ana, 3 min ago`
function closedInWords(grid, group, status) {
  if (status === OPEN) return "";
  const { closer, closedAt } = grid.groups, ahead = grid.ahead.status.has(firstRow(grid.groups, group));
  const name = ahead ? grid.data.reviewer : grid.data.closers[closer[group]];
  if (!name) return "";
  return ` by ${name === grid.data.reviewer ? "you" : name}, ${ahead ? "just now" : ago(closedAt[group])}`;
}

// How long ago a time in seconds was.
function ago(seconds) {
  const minutes = Math.floor((Date.now() / 1000 - seconds) / 60);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  const days = Math.floor(minutes / 60 / 24);
  return days === 1 ? "yesterday" : `${days} days ago`;
}
