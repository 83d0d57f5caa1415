// One copy of each change beside its original, with what the methods say of the two.

import { button, make } from "../grid/dom.js";
import { nameOf } from "./main.js";

export class Examples {
  constructor(stage) {
    this.stage = stage;
    const { data } = stage;
    this.element = make("section", "card wide");
    this.element.setAttribute("aria-label", "Examples");
    const grid = make("div", "examples");
    this.cards = data.changes.map((change, at) => this.card(change, at));
    grid.append(...this.cards.map(({ card }) => card));
    this.element.append(make("h3", "", "What the copies look like"),
      make("p", "quiet", "One picture of each change: the original, and its copy."), grid);
    grid.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-act=enlarge]");
      if (pressed) stage.enlarged.show(pressed.picture);
    });
  }

  card(change, at) {
    const { data } = this.stage, { row, path, copy } = data.examples[at];
    const card = make("figure", "example"), both = make("div", "both"), caption = make("figcaption");
    both.append(
      picture(`Enlarge the original, ${path}`, { path, source: `${data.base}thumb/${row}.jpg`, large: `${data.base}large/${row}.jpg` }),
      picture(`Enlarge the copy, ${change.title.toLowerCase()}`, { path: `${path} · ${change.title}`, source: copy }),
    );
    const head = make("p", "title", change.title), name = make("p", "path", path);
    head.append(make("span", "meaning", change.meaning));
    name.title = path;
    const said = make("p", "result"), every = make("details"), list = make("dl");
    const lines = data.methods.map((method) => {
      const value = make("dd");
      list.append(make("dt", "", nameOf(method)), value);
      return value;
    });
    every.append(make("summary", "", "All methods"), list);
    caption.append(head, name, said, every);
    card.append(both, caption);
    return { card, said, lines };
  }

  draw() {
    const { data, at, picked } = this.stage;
    this.cards.forEach(({ said, lines }, change) => {
      data.methods.forEach((method, number) => {
        const found = method.first[change] <= at[number], words = `${method.apart[change]}, ${found ? "found" : "missed"}`;
        lines[number].textContent = words;
        lines[number].classList.toggle("missed", !found);
        if (number !== picked) return;
        said.replaceChildren(make("span", found ? "chip found" : "chip missed", found ? "found" : "missed"),
          `${nameOf(method)}: ${method.apart[change]}`);
      });
    });
  }
}

function picture(label, shown) {
  const pick = button("pick", undefined, "enlarge", label), image = make("img");
  image.alt = "";
  image.src = shown.source;
  image.addEventListener("error", () => image.replaceWith(make("span", "gone", "no picture")));
  pick.picture = shown;
  pick.append(image);
  return pick;
}
