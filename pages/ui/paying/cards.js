// What is not paid, card by card: the original on the left, the picture on the right, the reason below.

import { Enlarged } from "../activity/enlarge.js";
import { button, make } from "../grid/dom.js";
import { Pager } from "./pager.js";

export class Cards {
  constructor(root) {
    this.root = root;
    this.pager = new Pager("pictures", (page) => this.component.setTriggerValue("pressed", { page }));
    this.list = make("ul", "cards");
    this.enlarged = new Enlarged();
    root.replaceChildren(this.pager.element, this.list, this.enlarged.dialog);
    this.list.addEventListener("click", (event) => {
      const pick = event.target.closest("[data-act=enlarge]");
      if (pick) this.enlarged.show(pick.picture);
    });
  }

  update(component) {
    const { data } = component;
    this.component = component;
    this.pager.update(data, data.cards.length);
    const seen = JSON.stringify(data);
    if (seen === this.seen) return;
    this.seen = seen;
    this.list.replaceChildren(...data.cards.map((card) => this.card(card, data.pictures)));
    this.root.dataset.shown = data.cards.length;
  }

  card({ what, scene, held, head, why, line, picture, original, reference, review }, base) {
    const item = make("li", "card"), top = make("div", "top");
    item.dataset.row = picture.row;
    top.append(make("span", held ? "chip held" : "chip lost", what || head), make("span", "price", picture.price));
    const number = make("span", "reference", reference);
    number.title = "The reference of this picture in a statement";
    top.append(make("span", "space"), number);
    if (review) {
      const link = make("a", "plain link", "Review");
      link.href = review;
      link.target = "_self";
      link.title = "Show this group on the Review page, at the same setting";
      top.append(link);
    }
    const both = make("div", original ? "both" : "both alone");
    if (original) both.append(shot(original, base, scene ? "First of the scene" : "Original"));
    both.append(shot(picture, base, "This picture"));
    const said = make("p", "why");
    said.append(make("strong", "", `${head}: `), why, ".");
    item.append(top, both, said, make("p", "line", `Policy: ${line.replace(/\.$/, "")}`));
    return item;
  }
}

function shot({ row, name, who, when, fate }, base, role) {
  const figure = make("figure", "shot"), pick = button("pick", undefined, "enlarge", `Enlarge ${name}`);
  const image = make("img"), source = `${base}thumb/${row}.jpg`;
  image.alt = "";
  image.loading = "lazy";
  image.src = source;
  image.addEventListener("error", () => image.replaceWith(make("span", "gone", "no picture")));
  pick.picture = { path: name, source, large: `${base}large/${row}.jpg` };
  pick.append(image);
  const words = make("figcaption"), line = make("span", "role", `${role} · ${fate.toLowerCase()}`);
  line.classList.toggle("paid", fate === "Paid");
  const file = make("span", "file", name);
  file.title = name;
  words.append(line, file, make("span", "quiet", who), make("span", "quiet", when));
  figure.append(pick, words);
  return figure;
}
