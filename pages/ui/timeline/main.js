// A contributor in the course of time: charts by period, or single shots; as the data asks.

import { Shots } from "./shots.js";
import { Trend } from "./trend.js";

const VIEWS = { trend: Trend, shots: Shots };
const views = new WeakMap();

export function render(component) {
  const root = component.parentElement.querySelector(".timeline");
  let view = views.get(root);
  if (!view) views.set(root, (view = new VIEWS[component.data.view](root)));
  const seen = JSON.stringify(component.data);
  if (seen === view.seen) return;
  view.seen = seen;
  view.update(component.data);
}

export function remove(parent) {
  const root = parent.querySelector(".timeline");
  views.get(root)?.remove();
  views.delete(root);
}
