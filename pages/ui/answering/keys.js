// The keys of this page: those of the review desk where they mean the same, and one more.

import { ACTIONS } from "../grid/actions.js";
import { Keymap, keyOf } from "../grid/keys.js";

export const ANSWERS = [
  ["duplicate", "Duplicate", "One shot, or an edit of it"],
  ["scene", "Same scene", "Another shot of the same thing"],
  ["different", "Different", "They have nothing to do with each other"],
  ["unsure", "Can’t tell", "It is left out, and the next pair comes"],
];
const SHARED = [
  "duplicate", "scene", "different", "undo", "flip", "side", "swipe", "closer", "wider", "whole",
  "left", "right", "up", "down",
];
const REPEATS = new Set(["closer", "wider", "left", "right", "up", "down"]);
const TYPING = "input:not([type=range], [type=checkbox]), textarea, select, [contenteditable='true']";
const ONE_LINE = "input[type=text]:not([role=combobox]), input[type=number]";
const OWN_KEYS = "[role=dialog], [role=listbox], [role=menu], [data-testid=stPopoverBody]";

export const keymap = () => new Keymap([
  ...ACTIONS.filter(({ id }) => SHARED.includes(id)),
  { part: "", id: "unsure", key: "4", words: "Can’t tell" },
]);

// Listen wherever the page has the focus, but where somebody types; what comes back ends it.
export function listen(root, keys, does) {
  const pressed = (event) => {
    const path = event.composedPath(), [target] = path, inside = path.includes(root);
    if (!inside) leaveField(target, event);
    if (target.matches?.(TYPING) || root.querySelector("dialog[open]")) return;
    if (!inside && !isFree(target, event)) return;
    const id = keys.actionFor(keyOf(event));
    if (!does[id] || (event.repeat && !REPEATS.has(id))) return;
    if (does[id](event) === false) return;
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("keydown", pressed, true); // before the page's own shortcuts hear it
  return () => removeEventListener("keydown", pressed, true);
}

// A field of the page gives the focus back when one is through with it.
function leaveField(target, event) {
  if (target.matches?.(ONE_LINE) && ["Enter", "Escape"].includes(event.key)) setTimeout(() => target.blur());
}

function isFree(target, event) {
  if (document.querySelector("[data-testid=stDialog]")) return false;
  if (target.closest?.("[role=slider], [type=range]")) return event.key.length === 1;
  return !target.closest?.(OWN_KEYS);
}
