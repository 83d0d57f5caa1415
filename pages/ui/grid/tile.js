// One picture: the whole thumbnail, what happens to it, how far it is, its name and size.

import { button, make } from "./dom.js";
import { DIFFERS, JOINED, VERDICTS } from "./payload.js";
import { bytesInWords, fileName } from "./rows.js";

const TRIES = 20, RETRY_MS = 2000; // a server that starts again is back by then

export function makeTile() {
  const tile = make("div", "tile");
  tile.pick = button("pick", undefined);
  tile.pick.tabIndex = -1;
  tile.box = make("span", "box");
  tile.image = make("img");
  tile.image.decoding = "async";
  tile.image.alt = "";
  tile.image.draggable = false;
  tile.image.addEventListener("error", () => tryAgain(tile));
  tile.badge = make("span", "badge");
  tile.distance = make("span", "distance");
  tile.verdict = make("span", "verdict");
  tile.box.append(tile.image, tile.distance, tile.verdict, tile.badge);
  tile.name = make("span", "name");
  tile.facts = make("span", "facts");
  tile.pick.append(tile.box, tile.name, tile.facts);
  tile.choose = corner("choose", "", "select");
  tile.zoom = corner("zoom", "⤢", "zoom");
  tile.append(tile.pick, tile.choose, tile.zoom);
  return tile;
}

function corner(name, sign, act) {
  const one = button(`corner ${name}`, sign, act);
  one.tabIndex = -1;
  return one;
}

// A tile that is gone must not go on loading: the queue would hold back those in view.
export function dropTile(tile) {
  tile.image.removeAttribute("src");
  tile.remove();
}

function tryAgain(tile) {
  const source = tile.image.getAttribute("src");
  if (!source) return;
  if (tile.tries++ === TRIES) {
    tile.image.remove();
    tile.box.append(make("span", "gone", "no thumbnail"));
    return;
  }
  setTimeout(() => {
    if (!tile.isConnected || tile.image.getAttribute("src") !== source) return;
    tile.image.removeAttribute("src");
    tile.image.src = source;
  }, RETRY_MS);
}

const differs = (grid, member) => Boolean(grid.groups.flags[member] & (DIFFERS | JOINED));

// How far a member is from the best of its group: `6 bits`, `0.800 · part differs`.
export function fromBest(grid, member) {
  const flags = grid.groups.flags[member];
  const why = flags & DIFFERS ? " · part differs" : flags & JOINED ? " · joined by a verdict" : "";
  return grid.distanceInWords(grid.groups.distance[member]) + why;
}

export function fillTile(grid, tile, member, first) {
  const row = grid.groups.row[member];
  tile.member = member;
  tile.first = first;
  if (tile.row !== row) {
    tile.row = row;
    tile.tries = 0;
    tile.image.src = `${grid.base}thumb/${row}.jpg`;
  }
  tile.distance.textContent = first ? "best" : fromBest(grid, member);
  tile.distance.classList.toggle("differs", !first && differs(grid, member));
  tile.distance.classList.toggle("best", first);
  fillFacts(grid, tile);
  paintTile(grid, tile);
}

export function fillFacts(grid, tile) {
  const facts = grid.rows.get(tile.row);
  tile.name.textContent = facts ? fileName(facts.path) : "…";
  tile.facts.textContent = facts
    ? `${facts.width} × ${facts.height} · ${bytesInWords(facts.bytes)}` : "";
  tile.title = facts ? facts.path : "";
  label(grid, tile);
}

export function paintTile(grid, tile) {
  const { row, member } = tile, kept = grid.kept(member), chosen = grid.selected.has(row);
  tile.classList.toggle("removed", !kept);
  tile.classList.toggle("saving", grid.ahead.savingRows.has(row));
  tile.classList.toggle("leaving", grid.ahead.leaving.has(row));
  tile.classList.toggle("selected", chosen);
  tile.classList.toggle("pinned", grid.pinned === row);
  tile.badge.textContent = fateInWords(grid, kept);
  tile.verdict.textContent = verdictInWords(grid, tile);
  tile.verdict.hidden = !tile.verdict.textContent;
  tile.choose.textContent = chosen ? "✓" : "";
  tile.choose.setAttribute("aria-pressed", String(chosen));
  if (grid.looking) tile.pick.removeAttribute("aria-pressed"); // it opens the large view
  else tile.pick.setAttribute("aria-pressed", String(!kept));
  label(grid, tile);
}

export function fateInWords(grid, kept) {
  if (kept) return grid.looking ? "✓ Kept" : "✓ Keep";
  return grid.looking ? "✕ Flagged" : "✕ Remove";
}

function verdictInWords(grid, tile) {
  const words = [];
  if (!tile.first) words.push(VERDICTS[grid.verdictOf(tile.member)]);
  if (grid.pinned === tile.row) words.push("pinned");
  return words.filter(Boolean).join(" · ");
}

function label(grid, tile) {
  const name = grid.nameOf(tile.row);
  const words = [
    name, tile.distance.textContent, tile.verdict.textContent,
    grid.kept(tile.member) ? "kept" : grid.looking ? "flagged" : "to be removed", grid.selected.has(tile.row) ? "selected" : "",
  ];
  tile.pick.setAttribute("aria-label", words.filter(Boolean).join(", "));
  tile.zoom.setAttribute("aria-label", `Large view of ${name}`);
  tile.zoom.title = `Large view${grid.keymap.hint("large")}`;
  tile.choose.setAttribute("aria-label", `Select ${name}`);
  tile.choose.title = `Select${grid.keymap.hint("select")}`;
}
