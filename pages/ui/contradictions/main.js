// One contradiction at a time: its pictures in a line, what links them, and what parts the ends.

import { Enlarged } from "../activity/enlarge.js";
import { button, make } from "../grid/dom.js";

const stages = new WeakMap();
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

export function render(component) {
  const root = component.parentElement.querySelector(".contradictions");
  let stage = stages.get(root);
  if (!stage) stages.set(root, (stage = new Stage(root)));
  stage.update(component);
}

export function remove(parent) {
  stages.delete(parent.querySelector(".contradictions"));
}

class Stage {
  constructor(root) {
    this.root = root;
    this.at = 0;
    this.where = make("span", "where");
    this.where.setAttribute("role", "status");
    this.back = button("plain", "← Previous", "previous");
    this.on = button("plain", "Leave it, next →", "next");
    const bar = make("div", "top");
    bar.append(this.where, make("span", "space"), this.back, this.on);
    this.body = make("section", "case");
    this.enlarged = new Enlarged();
    root.replaceChildren(bar, this.body, this.enlarged.dialog);
    root.addEventListener("click", (event) => this.click(event));
  }

  update(component) {
    this.component = component;
    this.data = component.data;
    this.root.dataset.total = this.data.total;
    this.show(this.at);
  }

  show(at) {
    const { chains, total } = this.data;
    this.at = Math.max(0, Math.min(at, chains.length - 1));
    const chain = chains[this.at], seen = JSON.stringify(chain);
    this.where.textContent = `${this.at + 1} of ${total.toLocaleString("en")}`;
    this.back.hidden = this.on.hidden = chains.length < 2;
    this.back.disabled = this.at === 0;
    this.on.disabled = this.at === chains.length - 1;
    if (seen === this.seen) return;
    this.seen = seen;
    this.chain = chain;
    this.draw();
  }

  draw() {
    const { pictures, links, parted } = this.chain, last = letter(pictures.length - 1);
    const line = make("ol", "line");
    pictures.forEach((picture, at) => {
      line.append(this.picture(picture, letter(at)));
      if (links[at]) line.append(link(links[at], letter(at), letter(at + 1)));
    });
    const ends = make("div", "ends");
    ends.append(make("span", "hook"), statement(parted, "A", last, "The same after all"));
    const names = pictures.map((_, at) => letter(at)).join(", ").replace(/, ([^,]*)$/, " and $1");
    this.body.replaceChildren(
      make("h3", "", "These verdicts cannot all be true"),
      make("p", "quiet", `The links put ${names} into one group, but A and ${last} are different. `
        + "Until it is settled, the link that was said last does not count."),
      line, ends,
    );
    this.body.dataset.pictures = pictures.length;
  }

  picture({ digest, path, large }, name) {
    const item = make("li", "tile"), pick = button("pick", undefined, "enlarge", `Enlarge ${name}: ${path}`);
    const image = make("img");
    image.alt = "";
    image.src = `${this.data.pictures}${digest}.jpg`;
    image.addEventListener("error", () => image.replaceWith(make("span", "gone", "no picture")));
    pick.picture = { path, source: image.src, large };
    pick.append(image);
    const caption = make("p", "name");
    caption.append(make("strong", "", name), ` ${path}`);
    caption.title = path;
    item.append(pick, caption);
    return item;
  }

  settle(pressed) {
    for (const one of this.body.querySelectorAll("[data-act=settle]")) one.disabled = true;
    pressed.textContent = "Taking it back …";
    const { left, right } = pressed.said;
    const token = crypto.randomUUID?.() ?? `${Date.now()} ${Math.random()}`;
    this.component.setStateValue("settled", { left, right, token });
  }

  click(event) {
    const pressed = event.target.closest("[data-act]"), act = pressed?.dataset.act;
    if (act === "enlarge") this.enlarged.show(pressed.picture);
    else if (act === "settle") this.settle(pressed);
    else if (act === "previous") this.show(this.at - 1);
    else if (act === "next") this.show(this.at + 1);
  }
}

// A, B, … Z, then 27, 28, …
function letter(at) {
  return LETTERS[at] ?? String(at + 1);
}

function link(said, one, other) {
  const item = make("li", said.holds ? "link" : "link aside");
  item.append(statement(said, one, other, "Take this back"));
  return item;
}

function statement(said, one, other, act) {
  const box = make("div", "statement");
  box.append(make("span", "sign", said.sign));
  const words = make("div", "words");
  words.append(make("p", "said", `${one} and ${other}: ${said.word}`));
  for (const text of [said.who, said.when, said.setting]) if (text) words.append(make("p", "quiet", text));
  if (!said.holds) words.append(make("p", "chip", "Does not count"));
  const back = button("plain", act, "settle", `${act}: ${one} and ${other}, ${said.word}, ${said.who}`);
  back.said = said;
  box.append(words, back);
  return box;
}
