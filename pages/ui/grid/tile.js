// One picture: the whole thumbnail, what happens to it, how far it is, its name and size.

import { button, make } from "./dom.js";
import { DIFFERS } from "./payload.js";
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
  tile.box.append(tile.image, tile.distance, tile.badge);
  tile.name = make("span", "name");
  tile.facts = make("span", "facts");
  tile.pick.append(tile.box, tile.name, tile.facts);
  tile.zoom = button("zoom", "⤢", "zoom");
  tile.zoom.tabIndex = -1;
  tile.append(tile.pick, tile.zoom);
  return tile;
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

const differs = (grid, member) => Boolean(grid.groups.flags[member] & DIFFERS);

// How far a member is from the best of its group: `6 bits`, `0.800 · part differs`.
export const fromBest = (grid, member) =>
  grid.distanceInWords(grid.groups.distance[member]) + (differs(grid, member) ? " · part differs" : "");

export function fillTile(grid, tile, member, first) {
  const row = grid.groups.row[member];
  tile.member = member;
  tile.row = row;
  tile.first = first;
  const source = `${grid.base}thumb/${row}.jpg`;
  tile.tries = 0;
  tile.image.src = source;
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
  const kept = grid.kept(tile.member);
  tile.classList.toggle("removed", !kept);
  tile.classList.toggle("saving", grid.marks.has(tile.row));
  tile.badge.textContent = kept ? "✓ Keep" : "✕ Remove";
  tile.pick.setAttribute("aria-pressed", String(!kept));
  label(grid, tile);
}

function label(grid, tile) {
  const facts = grid.rows.get(tile.row);
  const name = facts ? fileName(facts.path) : `picture ${tile.row + 1}`;
  const state = grid.kept(tile.member) ? "kept" : "to be removed";
  tile.pick.setAttribute("aria-label", `${name}, ${tile.distance.textContent}, ${state}`);
  tile.zoom.setAttribute("aria-label", `Large view of ${name}`);
}
