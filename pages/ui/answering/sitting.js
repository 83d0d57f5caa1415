// A sitting: pairs come one by one, answers go to the log in order, and after each of them the
// server says what all answers together mean.

import { Acts } from "../grid/acts.js";
import { coloursOf, tellApart } from "../grid/apart.js";
import { button, make } from "../grid/dom.js";
import { VERDICT_OF } from "../grid/actions.js";
import { conflicting } from "./conflict.js";
import { keymap, listen } from "./keys.js";
import { PairView, fetchAhead } from "./pair.js";
import { Result } from "./result.js";
import { beside, why } from "./told.js";

const BEAT_MS = 4000; // the server forgets a tab after 15 s
const IDLE_MS = 500; // before it is asked whether more answers would change anything
const AGAIN_MS = 2000; // until it is asked once more when it did not answer
const MOVED = "The dataset was indexed again meanwhile. Reload the page to go on.";
const AWAY = "The server does not answer. Your answers are kept here and sent when it is back; leave this tab open.";

export class Sitting {
  constructor(root) {
    this.root = root;
    this.tab = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    this.queue = []; // pairs that are this tab's, the one on screen first
    this.history = []; // what was answered here: { pair, act }
    this.told = null; // what the server said last
    this.keys = keymap();
    this.pair = new PairView(this.keys, (id) => this.answer(id));
    this.result = new Result((threshold) => this.use(threshold));
    this.build();
    const does = { ...this.pair.does, undo: () => this.undo() };
    for (const id of [...Object.keys(VERDICT_OF), "unsure"]) does[id] = () => this.answer(id);
    this.endings = [listen(root, this.keys, does), this.guard(), this.beats()];
  }

  build() {
    this.count = make("p", "count");
    this.bar = make("progress", "done");
    this.bar.setAttribute("aria-label", "Answers so far");
    this.state = make("p", "state");
    this.state.setAttribute("role", "status");
    this.back = button("plain", `Undo (${this.keys.inWords("undo")})`);
    this.back.addEventListener("click", () => this.undo());
    const top = make("header", "so-far"), words = make("div", "words-so-far");
    this.aside = make("p", "quiet beside");
    words.append(this.count, this.bar, this.aside);
    top.append(words, this.state, this.back);
    this.empty = make("div", "nothing");
    const left = make("div", "left");
    left.append(top, this.pair.element, this.empty);
    const style = make("link");
    style.rel = "stylesheet";
    style.href = new URL("../compare/compare.css", import.meta.url).href;
    this.root.replaceChildren(style, left, this.result.element);
  }

  update(component) {
    this.component = component;
    const before = this.data, data = this.data = component.data;
    this.colours = coloursOf(this.root);
    if (before?.acts !== data.acts) {
      this.acts = new Acts({
        address: data.acts, rows: { all: async (pictures) => pictures },
        told: (kind, words) => this.heard(kind, words), conflict: (act) => this.contested(act),
      });
    }
    if (before?.base !== data.base || before?.method !== data.method) this.restart();
    this.result.set(data);
    this.refresh();
  }

  restart() {
    this.queue = [];
    this.history = [];
    this.told = null;
    this.paint();
  }

  // Answering.

  answer(id) {
    const [pair] = this.queue;
    if (!pair) return;
    const [left, right] = pair.pictures, verdict = VERDICT_OF[id] ?? null;
    this.acts.put({ act: "answer", members: [[left, null]], right: [right], verdict, seen: this.seen(), pair });
    this.history.push({ pair, act: this.acts.waiting.at(-1) });
    this.queue.shift();
    this.paint();
  }

  // The last answer given here, else the last of this reviewer that the log holds.
  undo() {
    const last = this.history.pop(), target = last ? last.act?.id : this.told?.undo;
    if (!last && !target) return this.say("There is nothing to undo.");
    this.acts.put({ act: "undo", seen: { ...this.seen(), ...(target ? { target } : {}) } });
    if (last) this.queue.unshift(last.pair);
    else { // its pair comes from the server, as the first one
      this.queue = [];
      this.bringing = true;
    }
    if (this.told) this.told.undo = null;
    this.paint();
  }

  seen() {
    const { reviewer, method, threshold, rule } = this.data;
    return { reviewer, seen: this.told?.last ?? 0, method, threshold, rule, blind: false };
  }

  // Pairs that are answered as far as this page knows, though the server may not know it yet.
  answered() {
    const places = [];
    for (const { act, pair } of this.acts.ahead) {
      if (act === "answer") places.push(pair.place);
      else places.pop();
    }
    return new Set(places);
  }

  heard(kind, words) {
    if (kind !== "waiting" && kind !== "failed") this.bringing = false;
    if (kind === "refused" || kind === "dropped") this.history = this.history.filter(({ act }) => act?.id);
    const said = { waiting: "Saving …", stored: this.acts.size ? "Saving …" : "Saved", failed: AWAY }[kind];
    this.say(words || said, kind === "failed" || kind === "refused" || kind === "dropped");
    if (kind !== "waiting" && kind !== "failed") this.refresh();
  }

  // Others spoke of these contents. Only what they said of this very pair is asked about.
  async contested(act) {
    if (act.act !== "answer") return "";
    const pair = act.pair.pictures.map(({ digest }) => digest);
    const said = await this.surely({ pair, since: act.seen.seen });
    if (!said.others || said.others.verdict === act.verdict) return "";
    if (act.verdict === null) return `${said.others.reviewer} could tell: ${said.others.verdict}. That counts.`;
    if (!this.gone) return conflicting(this.root, said.others, act.verdict);
    const { reviewer, verdict } = said.others; // one has left the page: theirs is on disk
    const words = `Your answer “${act.verdict}” is not saved: ${reviewer} said “${verdict}” before, and that stays.`;
    tellApart(this, words);
    return words;
  }

  // What the server knows.

  async ask(more = {}) {
    const { answers, reviewer, method, threshold, rule, at_least, scene, goal, value } = this.data;
    const body = JSON.stringify({
      tab: this.tab, reviewer, method, threshold, rule, at_least, scene, goal, value, ...more,
    });
    const answer = await fetch(answers, { method: "POST", body });
    if (answer.ok) return answer.json();
    const error = new Error(`The server answered ${answer.status}`);
    error.words = answer.status === 410 || answer.status === 404 ? MOVED
      : (await answer.json().catch(() => ({}))).error;
    throw error;
  }

  // What the server says, however often it has to be asked.
  async surely(more) {
    for (;;) {
      try {
        return await this.ask(more);
      } catch (error) {
        if (error.words) return { others: null };
        await new Promise((resolve) => { setTimeout(resolve, AGAIN_MS); });
      }
    }
  }

  // One question at a time; what changed meanwhile is asked once more.
  async refresh() {
    if (this.asking || this.gone) return void (this.behind = true);
    this.asking = true;
    this.behind = false;
    const { data } = this;
    try {
      const told = await this.ask();
      if (data.base === this.data.base && data.method === this.data.method) this.take(told);
    } catch (error) {
      this.say(error.words ?? AWAY, true);
      if (!error.words) setTimeout(() => this.refresh(), AGAIN_MS);
    } finally {
      this.asking = false;
    }
    if (this.behind) this.refresh();
  }

  take(told) {
    if (!this.told || told.last >= this.told.last) this.told = told;
    if (this.state.classList.contains("bad") && !this.acts.size && this.state.textContent === AWAY) this.say("");
    this.acts.covered(told.last);
    this.settleSoon();
    if (this.bringing) return this.paint();
    const answered = this.answered(), [now] = this.queue;
    const free = told.next.filter(({ place }) => !answered.has(place));
    const stays = now && (this.acts.size || free.some(({ place }) => place === now.place));
    this.queue = [...(stays ? [now] : []), ...free.filter(({ place }) => !stays || place !== now.place)];
    fetchAhead(this.queue.slice(1), this.data.base);
    this.paint();
  }

  // Whether more answers would change the recommendation takes longer, so it waits for a pause.
  settleSoon() {
    clearTimeout(this.settling);
    if (!this.told?.enough || this.told.settled !== null) return;
    this.settling = setTimeout(async () => {
      const { told } = this, { settled, last } = await this.ask({ settle: true }).catch(() => ({}));
      if (told !== this.told || last !== told.last) return;
      told.settled = settled;
      this.result.show(told);
    }, IDLE_MS);
  }

  // Others do not get these pairs while this tab says that it has them.
  beats() {
    const timer = setInterval(() => this.beat(), BEAT_MS);
    const left = () => this.leave();
    const back = () => { if (!document.hidden && this.told) this.refresh(); }; // it was forgotten meanwhile
    addEventListener("pagehide", left);
    document.addEventListener("visibilitychange", back);
    return () => {
      clearInterval(timer);
      removeEventListener("pagehide", left);
      document.removeEventListener("visibilitychange", back);
      this.leave();
    };
  }

  async beat() {
    if (document.hidden || !this.told || this.acts.size) return;
    if (!this.queue.length) return this.refresh();
    try {
      const answer = await this.present(this.queue.flatMap(({ pictures }) => pictures.map(({ digest }) => digest)));
      const { last, others } = await answer.json();
      this.result.beside(others);
      if (last > this.told.last) this.refresh();
    } catch { /* the next answer says so */ }
  }

  present(group) {
    const { presence, reviewer } = this.data;
    return fetch(presence, { method: "POST", body: JSON.stringify({ tab: this.tab, reviewer, group }) });
  }

  leave() {
    if (!this.data) return;
    const { presence, reviewer } = this.data;
    navigator.sendBeacon(presence, JSON.stringify({ tab: this.tab, reviewer, group: [] }));
  }

  // Nobody closes the tab unasked while an answer is not stored.
  guard() {
    const leaving = (event) => { if (this.acts?.size) event.preventDefault(); };
    addEventListener("beforeunload", leaving);
    const end = () => (this.acts?.size ? setTimeout(end, AGAIN_MS) : removeEventListener("beforeunload", leaving));
    return end; // also when the page was left for another one here
  }

  use(threshold) {
    this.component.setStateValue("used", { threshold, at: Date.now() });
  }

  say(words, bad = false) {
    this.state.textContent = words;
    this.state.classList.toggle("bad", bad);
  }

  paint() {
    const { told } = this;
    this.pair.show(this.queue[0], this.data.base);
    this.root.dataset.place = this.queue[0]?.place ?? "";
    this.root.dataset.counted = told ? told.counted + told.unsure : "";
    this.empty.hidden = Boolean(this.queue[0]);
    this.empty.textContent = this.bringing ? "Bringing the pair back …" : told ? why(told) : "The pairs are being drawn …";
    this.back.disabled = !this.history.length && !told?.undo;
    if (!told) return;
    const given = told.counted + told.unsure;
    this.bar.max = Math.max(1, told.draw.aim);
    this.bar.value = Math.min(given, told.draw.aim);
    this.count.textContent = given > told.draw.aim ? `${given} answers` : `${given} of ${told.draw.aim} answers`;
    this.aside.textContent = beside(told);
    this.result.show(told);
  }

  remove() {
    this.gone = true;
    clearTimeout(this.settling);
    for (const end of this.endings) end();
    this.pair.remove();
  }
}
