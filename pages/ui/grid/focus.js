// Keys, clicks and the focus of the desk, in one place.

import { viewOf } from "./desk.js";
import { keyOf } from "./keys.js";
import { groupOf } from "./payload.js";

const TYPING = "input, textarea, select, [contenteditable='true']";

// Listen to everything; what comes back ends it.
export function listen(grid) {
  const { root, scroller } = grid;
  let frame = 0;
  const tick = () => { frame ||= requestAnimationFrame(() => { frame = 0; grid.draw(); }); };
  const pressed = (event) => keyPressed(grid, event);
  const leaving = (event) => {
    if ([...grid.leftBehind, grid.acts].some((acts) => acts?.size)) event.preventDefault();
  };
  scroller.addEventListener("scroll", tick, { passive: true });
  addEventListener("resize", tick);
  addEventListener("keydown", pressed, true); // before anything of the page's own hears it
  addEventListener("beforeunload", leaving);
  root.addEventListener("keydown", (event) => { // the page has shortcuts of its own
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  });
  root.addEventListener("click", (event) => clicked(grid, event));
  root.addEventListener("focusin", (event) => {
    const tile = event.target.closest(".tile");
    if (tile) grid.setMember(tile.member);
  });
  return () => {
    scroller.removeEventListener("scroll", tick);
    removeEventListener("resize", tick);
    removeEventListener("keydown", pressed, true);
    removeEventListener("beforeunload", leaving);
  };
}

// A key counts when the focus is here or nowhere; never while somebody types.
function keyPressed(grid, event) {
  const [target] = event.composedPath(), inside = event.composedPath().includes(grid.root);
  const nowhere = target === document.body && !document.querySelector("[data-testid=stDialog]");
  if (!grid.groups.count || (!inside && !nowhere) || target.matches?.(TYPING)) return;
  const presses = event.key === "Enter" || event.key === " "; // a button that is no picture
  if (presses && target.closest?.("button, a, summary, [role=menuitem]") && !target.matches(".pick")) return;
  if (event.key === "Escape" && inside && !grid.root.querySelector("dialog[open]")) grid.clearSelection();
  const view = viewOf(grid), id = view && grid.keymap.actionFor(keyOf(event));
  if (!id || !view[id] || (event.repeat && !REPEATS.has(id))) return;
  if (view[id](event) === false) return; // it is for the browser after all
  event.preventDefault();
  event.stopPropagation();
}

// What a key that is held down goes on doing. Nothing that decides: a stuck key must not.
const REPEATS = new Set([
  "left", "right", "up", "down", "next", "previous", "jump", "closer", "wider", "before", "after",
]);

function clicked(grid, event) {
  const act = event.target.closest("[data-act]")?.dataset.act, card = event.target.closest(".card");
  const tile = event.target.closest(".tile");
  if (event.composedPath().some((node) => node.matches?.("dialog, .menu"))) return; // theirs
  if (tile) grid.setMember(tile.member);
  else if (card && groupOf(grid.groups, grid.member) !== card.group) {
    grid.setMember(grid.groups.start[card.group]);
  }
  if (act === "menu") return grid.menu.open(event.target, card.group);
  if (act === "zoom") return grid.large.open(tile.member);
  if (act) return grid.does[act]?.();
  if (tile) grid.does[event.ctrlKey || event.metaKey || event.shiftKey ? "select" : "toggle"]();
}

// Where the focus is, to be given back after the cards were made anew: to the same picture, or to
// the same button of the same group.
export function heldFocus(grid) {
  const active = grid.root.getRootNode().activeElement;
  const row = active?.closest?.(".tile")?.row, first = active?.closest?.(".card")?.first;
  const act = active?.dataset?.act;
  return () => {
    if (row === undefined && first === undefined) return;
    const now = grid.root.getRootNode().activeElement;
    if (now && now === active && now.isConnected && row !== undefined) return;
    const card = [...grid.cards.values()].find((one) => one.first === first);
    const button = row === undefined && card?.querySelector(`[data-act="${act}"]:not([hidden])`);
    const member = row === undefined ? grid.member : grid.memberOf(row) ?? grid.member;
    (button || grid.tileOf(member)?.pick)?.focus({ preventScroll: true });
  };
}
