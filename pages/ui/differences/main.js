// Groups that two people decided differently: both decisions side by side, and one is chosen.

import { ago, decision, style } from "../grid/conflict.js";
import { button, make } from "../grid/dom.js";

const components = new WeakMap();

export function render(component) {
  const root = component.parentElement.querySelector(".differences");
  const { base, differences } = component.data;
  if (!components.has(root)) root.addEventListener("click", (event) => click(root, event));
  components.set(root, component);
  root.replaceChildren(style(), ...differences.map((one, at) => difference(base, one, at)));
  root.dataset.shown = String(differences.length);
}

export function remove(parent) {
  components.delete(parent.querySelector(".differences"));
}

function difference(base, one, at) {
  const box = make("article", "difference"), sides = make("div", "sides");
  box.setAttribute("aria-label", `Group decided differently ${at + 1}`);
  one.decisions.forEach((said, side) => {
    const choose = button("plain", `Keep ${said.who}’s`, "choose");
    choose.chosen = [...one.ids, said.id];
    const when = `${ago(said.at)}${said.blind ? " · second look" : ""}`;
    const shown = { ...said, when, said: sentence(said.said) };
    sides.append(decision(base, shown, one.pictures, side, one.settled ? null : choose));
  });
  if (one.settled) box.append(make("p", "settled", "✓ Settled since"));
  box.append(sides);
  return box;
}

const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function click(root, event) {
  const chosen = event.target.closest("[data-act=choose]")?.chosen;
  if (!chosen) return;
  for (const choose of root.querySelectorAll("[data-act=choose]")) choose.disabled = true;
  components.get(root)?.setTriggerValue("chosen", chosen);
}
