// What the page's component calls: one sitting for each place it is drawn in.

import { Sitting } from "./sitting.js";

const sittings = new WeakMap();

export function render(component) {
  const root = component.parentElement.querySelector(".answering");
  let sitting = sittings.get(root);
  if (!sitting) sittings.set(root, (sitting = new Sitting(root)));
  sitting.update(component);
}

export function remove(parent) {
  const root = parent.querySelector(".answering");
  sittings.get(root)?.remove();
  sittings.delete(root);
}
