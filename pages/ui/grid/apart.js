// What has to be seen although the desk has left the page: dialogs and words in a root of their own,
// at the end of the document, in the colours that the desk had.

import { button, make } from "./dom.js";

const COLOURS = [
  "text-color", "background-color", "secondary-background-color", "border-color", "primary-color",
  "green-text-color", "red-text-color", "font",
].map((name) => `--st-${name}`);

// [name, value] of the page's colours; to be asked for while the desk is on the page.
export function coloursOf(root) {
  const style = getComputedStyle(root);
  return COLOURS.map((name) => [name, style.getPropertyValue(name)]);
}

// Show a dialog over everything, wherever the desk is.
export function showOver(grid, dialog) {
  if (grid.root.isConnected && !grid.removed) grid.root.append(dialog);
  else dialog.addEventListener("close", rootApart(grid, dialog));
  dialog.removeAttribute("open"); // it was open in a root that is gone
  dialog.showModal();
}

// Words at the foot of whatever page is shown now, until somebody closes them.
export function tellApart(grid, words) {
  const note = make("div", "note-apart"), close = button("plain", "Close");
  note.popover = "manual";
  note.setAttribute("role", "alert");
  note.append(make("p", "", words), close);
  close.addEventListener("click", rootApart(grid, note));
  note.showPopover();
}

// Put an element into a root of its own; what comes back takes that away.
function rootApart(grid, element) {
  const host = make("div", element.matches("dialog") ? "dialog-apart" : ""), root = make("div", "grid");
  for (const [name, value] of grid.colours) root.style.setProperty(name, value);
  root.append(element);
  host.attachShadow({ mode: "open" }).append(sheet("grid.css"), sheet("conflict.css"), root);
  document.body.append(host);
  return () => host.remove();
}

export function sheet(name) {
  const link = make("link");
  link.rel = "stylesheet";
  link.href = new URL(`./${name}`, import.meta.url).href;
  return link;
}
