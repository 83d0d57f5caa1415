// Keys, clicks and the focus of the desk, in one place.

import { viewOf } from "./desk.js";
import { keyOf } from "./keys.js";
import { groupOf } from "./payload.js";

const TYPING = "input:not([type=range]), textarea, select, [contenteditable='true']";
const ONE_LINE = "input[type=text]:not([role=combobox])";
// What has keys of its own, outside the desk; a slider only arrows and the like.
const OWN_KEYS = "[role=dialog], [role=listbox], [role=menu], [data-testid=stPopoverBody]";

// Listen to everything; what comes back ends it.
export function listen(grid) {
  const { root, scroller } = grid;
  let frame = 0;
  const tick = () => { frame ||= requestAnimationFrame(() => { frame = 0; grid.draw(); }); };
  const pressed = (event) => keyPressed(grid, event);
  scroller.addEventListener("scroll", tick, { passive: true });
  addEventListener("resize", tick);
  addEventListener("keydown", pressed, true); // before anything of the page's own hears it
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
  };
}

// Nobody closes the tab unasked while something is not stored, also after the desk left the page;
// what comes back ends it.
export function guard(grid) {
  const leaving = (event) => { if (grid.unsaved) event.preventDefault(); };
  addEventListener("beforeunload", leaving);
  return () => removeEventListener("beforeunload", leaving);
}

// Whether a key that was pressed outside the desk is meant for it all the same: on the empty page,
// on a link or button that was used a moment ago, on the slider (where arrows are its own).
function isFree(target, event) {
  if (document.querySelector("[data-testid=stDialog], .dialog-apart")) return false;
  if (target.closest?.("[role=slider], [type=range]")) return event.key.length === 1;
  return !target.closest?.(OWN_KEYS);
}

// A field of the page gives the focus back when one is through with it.
function leaveField(target, event) {
  if (!target.matches?.(ONE_LINE) || !["Enter", "Escape"].includes(event.key)) return;
  setTimeout(() => target.blur());
}

// A key counts when the focus is here or free; never while somebody types.
function keyPressed(grid, event) {
  const [target] = event.composedPath(), inside = event.composedPath().includes(grid.root);
  if (!inside) leaveField(target, event);
  if (!grid.groups.count || target.matches?.(TYPING) || !(inside || isFree(target, event))) return;
  const presses = event.key === "Enter" || event.key === " "; // a button that is no picture
  if (presses && target.closest?.("button, a, summary, [role=menuitem]") && !target.matches(".pick")) return;
  if (event.key === "Escape" && inside && !grid.root.querySelector("dialog[open]")) grid.clearSelection();
  const view = viewOf(grid), id = view && grid.keymap.actionFor(keyOf(event));
  if (!id || !view[id] || grid.refuses(id) || (event.repeat && !REPEATS.has(id))) return;
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
  if (act && grid.refuses(act)) return;
  if (act === "menu") return grid.menu.open(event.target, card.group);
  if (act === "zoom") return grid.large.open(tile.member);
  if (act) return grid.does[act]?.();
  if (tile && grid.looking) return grid.large.open(tile.member);
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
    (button || grid.tileOf(grid.member)?.pick)?.focus({ preventScroll: true });
  };
}
