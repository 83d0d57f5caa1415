// One entry: when, who did what, at which setting, its pictures, and the way back.

import { button, make } from "../grid/dom.js";

const WORDS = {
  undo: { ask: "Undo …", act: "Undo this", wait: "Undoing …" },
  redo: { ask: "Redo …", act: "Redo this", wait: "Redoing …" },
};

export class Row {
  constructor(list) {
    this.list = list;
    this.element = make("article", "row");
    this.element.tabIndex = -1;
    this.element.addEventListener("click", (event) => this.click(event));
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.asking) return;
      event.stopPropagation();
      this.leave();
    });
  }

  show(facts, pictures) {
    const seen = JSON.stringify(facts);
    if (seen === this.seen) return;
    const first = this.seen === undefined;
    const focused = !first && this.element.contains(this.element.getRootNode().activeElement);
    this.seen = seen;
    this.facts = facts;
    this.element.dataset.entry = facts.id;
    this.element.classList.toggle("undone", Boolean(facts.undone));
    this.element.setAttribute("aria-label", `${facts.time}, ${facts.who} ${facts.deed}`);
    this.element.replaceChildren(when(facts), told(facts), this.thumbnails(pictures), this.acts());
    this.asking = null;
    if (focused) (this.turning ?? this.element).focus({ preventScroll: true });
  }

  thumbnails(base) {
    const { facts } = this, box = make("div", "pictures");
    for (const [digest, path] of facts.pictures) {
      const pick = button("thumb", undefined, "enlarge", `Enlarge ${path || "this picture"}`);
      pick.title = path;
      const image = make("img");
      image.loading = "lazy";
      image.alt = "";
      image.addEventListener("error", () => pick.replaceChildren(make("span", "gone", "no picture")));
      image.src = `${base}${digest}.jpg`;
      pick.picture = { path, source: image.src };
      pick.append(image);
      box.append(pick);
    }
    if (facts.more) box.append(make("span", "more", `+${facts.more.toLocaleString("en")}`));
    return box;
  }

  acts() {
    const { facts } = this, box = make("div", "acts");
    if (facts.review) {
      const link = make("a", "plain link", "Review");
      link.href = facts.review;
      link.target = "_self";
      link.title = "Show this group on the Review page, at the same setting";
      box.append(link);
    }
    this.turning = null;
    if (facts.turn) {
      this.turning = button("plain", WORDS[facts.turn].ask, "ask", `${WORDS[facts.turn].act}: ${facts.deed}`);
      box.append(this.turning);
    }
    return box;
  }

  // Say what would change, and ask.
  ask() {
    const { facts } = this, words = WORDS[facts.turn];
    this.asking = make("div", "ask");
    const what = facts.turn === "undo" ? facts.changes : "It holds again, unless somebody has said something else since.";
    this.yes = button("plain strong", words.act, "turn");
    this.asking.append(make("p", "", what), this.yes, button("plain", "Cancel", "leave"));
    this.element.append(this.asking);
    this.turning.setAttribute("aria-expanded", "true");
    this.yes.focus();
  }

  leave() {
    this.asking?.remove();
    this.asking = null;
    this.turning?.setAttribute("aria-expanded", "false");
    this.turning?.focus();
  }

  click(event) {
    const pressed = event.target.closest("[data-act]"), act = pressed?.dataset.act;
    if (act === "enlarge") this.list.enlarged.show(pressed.picture);
    else if (act === "ask") this.asking ? this.leave() : this.ask();
    else if (act === "leave") this.leave();
    else if (act === "turn") {
      this.yes.textContent = WORDS[this.facts.turn].wait;
      this.yes.disabled = true;
      this.list.turn(this.facts.turn, this.facts.id);
    }
  }
}

function when({ time, day }) {
  const element = make("time", "when", time);
  element.title = `${day}, ${time}`;
  return element;
}

function told(facts) {
  const box = make("div", "told"), said = make("p", "said");
  said.append(make("strong", "", facts.who), ` ${facts.deed}`);
  const under = make("p", "under");
  if (facts.undone) under.append(make("span", "chip off", facts.undone));
  if (facts.blind) under.append(make("span", "chip", "Second opinion"));
  for (const text of [facts.setting, facts.dataset, facts.why]) {
    if (text) under.append(make("span", "fact", text));
  }
  box.append(said);
  if (under.childNodes.length) box.append(under);
  return box;
}
