// One pair of accounts: what is known of them, and their pictures side by side.

import { Enlarged } from "../activity/enlarge.js";
import { button, make } from "../grid/dom.js";
import { Pager } from "../paying/pager.js";

export class Closely {
  constructor(go, close) {
    this.element = make("section", "closely");
    this.element.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-act]"), act = pressed?.dataset.act;
      if (act === "enlarge") this.enlarged.show(pressed.picture);
      else if (act === "leave") close();
    });
    this.pager = new Pager("pictures", go);
    this.enlarged = new Enlarged();
  }

  update(chosen, pair, base) {
    this.element.hidden = !chosen;
    if (!chosen) return this.element.replaceChildren();
    const top = make("div", "top"), name = make("h3");
    name.append(make("bdi", "", pair.first), " → ", make("bdi", "", pair.other));
    top.append(name, make("span", "space"), button("plain", "Close", "leave", "Close this pair"));
    const facts = make("ul", "facts");
    for (const [words, innocent] of chosen.facts) {
      const item = make("li");
      item.append(make("strong", "", `${words}.`), make("span", "quiet", ` ${innocent}`));
      facts.append(item);
    }
    this.pager.update(chosen, chosen.cards.length);
    const cards = make("ul", "twins");
    cards.append(...chosen.cards.map((one) => card(one, base)));
    this.element.setAttribute("aria-label", `${pair.first} to ${pair.other}`);
    this.element.replaceChildren(top, facts, this.pager.element, cards, this.enlarged.dialog);
  }
}

function card({ original, copy, facts, review }, base) {
  const item = make("li", "twin"), shots = make("div", "shots"), told = make("ul", "told");
  shots.append(shot(original, base, "First"), shot(copy, base, "Copy"));
  for (const [words, differs] of facts) told.append(make("li", differs ? "chip differs" : "chip", words));
  item.append(shots, told);
  if (review) {
    const link = make("a", "plain link", "Review");
    link.href = review;
    link.target = "_self";
    link.title = "Show this group on the Review page, at the same setting";
    item.append(link);
  }
  return item;
}

function shot({ row, name, who, when }, base, role) {
  const figure = make("figure", "shot"), pick = button("pick", undefined, "enlarge", `Enlarge ${name}`);
  const image = make("img"), source = `${base}thumb/${row}.jpg`;
  image.alt = "";
  image.loading = "lazy";
  image.src = source;
  image.addEventListener("error", () => image.replaceWith(make("span", "quiet", "no picture")));
  pick.picture = { path: name, source, large: `${base}large/${row}.jpg` };
  pick.append(image);
  const words = make("figcaption"), head = make("span", "role");
  head.append(`${role} · `, make("bdi", "", who));
  const file = make("span", "file", name);
  file.title = name;
  words.append(head, file, make("span", "quiet", when));
  figure.append(pick, words);
  return figure;
}
