// The table of contributors, and the cards of what is not paid: whichever the data asks for.

import { Cards } from "./cards.js";
import { People } from "./people.js";

const VIEWS = { people: People, unpaid: Cards };
const views = new WeakMap();

export function render(component) {
  const root = component.parentElement.querySelector(".paying");
  let view = views.get(root);
  if (!view) views.set(root, (view = new VIEWS[component.data.view](root)));
  view.update(component);
}

export function remove(parent) {
  const root = parent.querySelector(".paying");
  views.get(root)?.remove?.();
  views.delete(root);
}
