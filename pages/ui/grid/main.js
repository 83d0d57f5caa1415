// What the page's component calls: one grid for each place it is drawn in.

import { Grid } from "./grid.js";

const grids = new WeakMap();

export function render(component) {
  const root = component.parentElement.querySelector(".grid");
  let grid = grids.get(root);
  if (!grid) grids.set(root, (grid = new Grid(root)));
  grid.update(component);
}

export function remove(parent) {
  const root = parent.querySelector(".grid");
  grids.get(root)?.remove();
  grids.delete(root);
}
