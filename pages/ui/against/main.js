// Pairs to be looked at and judged one after the other.

import { Enlarged } from "../activity/enlarge.js";
import { button, make } from "../grid/dom.js";

const VERDICTS = [["1", "duplicate", "Duplicate"], ["2", "same scene", "Same scene"], ["3", "different", "Different"]];
const stages = new WeakMap();

export function render(component) {
  const root = component.parentElement.querySelector(".against");
  let stage = stages.get(root);
  if (!stage) stages.set(root, (stage = new Stage(root)));
  stage.update(component);
}

export function remove(parent) {
  stages.delete(parent.querySelector(".against"));
}

class Stage {
  constructor(root) {
    this.root = root;
    this.list = make("ol", "pairs");
    this.word = make("p", "word");
    this.word.setAttribute("role", "status");
    this.enlarged = new Enlarged();
    root.replaceChildren(this.word, this.list, this.enlarged.dialog);
    root.addEventListener("click", (event) => this.click(event));
    root.addEventListener("keydown", (event) => this.key(event));
  }

  update(component) {
    this.component = component;
    const { pairs } = (this.data = component.data), shown = JSON.stringify(pairs.map(({ rows }) => rows));
    if (shown !== this.shown) {
      this.shown = shown;
      this.cards = pairs.map((pair, at) => new Card(this, pair, at));
      this.list.replaceChildren(...this.cards.map((card) => card.element));
    }
    pairs.forEach((pair, at) => this.cards[at].know(pair.said));
    this.root.dataset.pairs = pairs.length;
  }

  say(text, bad = false) {
    this.word.textContent = text;
    this.word.classList.toggle("bad", bad);
  }

  cardOf(event) {
    const at = event.target.closest("[data-at]")?.dataset.at;
    return at === undefined ? null : this.cards[Number(at)];
  }

  click(event) {
    const pressed = event.target.closest("[data-act]"), card = this.cardOf(event);
    if (pressed?.dataset.act === "enlarge") this.enlarged.show(pressed.picture);
    else if (pressed?.dataset.act === "answer") this.answer(card, pressed.dataset.verdict, pressed.dataset.over === "1");
  }

  key(event) {
    const card = this.cardOf(event);
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const verdict = VERDICTS.find(([key]) => key === event.key)?.[1];
    if (verdict) this.answer(card, verdict);
    else if (event.key === "n" || event.key === "p") this.focus(card.at + (event.key === "n" ? 1 : -1));
    else return;
    event.preventDefault();
  }

  focus(at) {
    this.cards[at]?.element.querySelector("[data-act=answer]").focus();
  }

  async answer(card, verdict, over = false) {
    if (card.busy) return;
    card.busy = true;
    card.know(verdict, true);
    this.focus(card.at + 1);
    try {
      await this.store(card, verdict, over);
    } finally {
      card.busy = false;
    }
  }

  async store(card, verdict, over) {
    let answer;
    card.token = card.token?.verdict === verdict ? card.token
      : { verdict, value: crypto.randomUUID?.() ?? `${Date.now()} ${Math.random()}` };
    try {
      answer = await fetch(this.data.acts, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(this.said(card, verdict, over)),
      });
    } catch {
      card.know(card.before, true);
      return this.say("Not saved: the server does not answer. Press the answer again.", true);
    }
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) {
      card.before = verdict;
      card.token = null;
      card.settled();
      this.say("Saved.");
      return this.component.setStateValue("answered", told.id);
    }
    card.know(card.before, true);
    if (answer.status === 409) card.conflict(told.conflict ?? [], verdict);
    this.say(told.error ?? "Not saved. Reload the page and try again.", true);
  }

  said({ pair, token }, verdict, over) {
    const { reviewer, seen, method, threshold, rule } = this.data, { paths, digests } = pair;
    return {
      act: "verdict", token: token.value, reviewer, seen, method, threshold, rule, verdict, over,
      members: [[paths[0], digests[0], null]], right: [[paths[1], digests[1]]],
    };
  }
}

class Card {
  constructor(stage, pair, at) {
    Object.assign(this, { stage, pair, at, before: pair.said });
    this.element = make("li", "pair");
    this.element.dataset.at = at;
    const both = make("div", "both");
    both.append(...pair.rows.map((row, side) => this.tile(row, side)));
    const scores = make("p", "scores");
    pair.scores.forEach((score, side) => {
      const one = make("span", "score");
      one.append(make("strong", "", "AB"[side]), ` ${score}`);
      scores.append(one);
    });
    this.buttons = VERDICTS.map(([key, verdict, words]) => this.verdict(key, verdict, words));
    const row = make("div", "verdicts");
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", `Pair ${stage.data.begin + at + 1}: ${pair.names[0]} and ${pair.names[1]}`);
    row.append(...this.buttons);
    this.note = make("p", "note");
    this.note.hidden = true;
    this.element.append(both, scores, row, this.note);
  }

  verdict(key, verdict, words) {
    const one = button("verdict", words, "answer");
    one.dataset.verdict = verdict;
    one.title = `${words} (${key})`;
    return one;
  }

  tile(row, side) {
    const tile = make("figure", "tile"), { base } = this.stage.data, path = this.pair.names[side];
    const pick = button("pick", undefined, "enlarge", `Enlarge ${path}`);
    const image = make("img");
    image.alt = "";
    image.src = `${base}thumb/${row}.jpg`;
    image.addEventListener("error", () => image.replaceWith(make("span", "gone", "no picture")));
    pick.picture = { path, source: image.src, large: `${base}large/${row}.jpg` };
    pick.append(image);
    const name = make("figcaption", "name", path);
    name.title = path;
    tile.append(pick, name);
    return tile;
  }

  know(said, saving = false) {
    if (this.busy && !saving) return;
    for (const one of this.buttons) one.setAttribute("aria-pressed", String(one.dataset.verdict === said));
    this.element.classList.toggle("judged", Boolean(said));
  }

  settled() {
    this.note.hidden = true;
  }

  conflict(entries, verdict) {
    const again = button("plain", `Say “${verdict}” all the same`, "answer");
    again.dataset.verdict = verdict;
    again.dataset.over = "1";
    this.note.replaceChildren(entries.map(({ said }) => said).join(" "), " ", again);
    this.note.hidden = false;
  }
}
