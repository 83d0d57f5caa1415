// The grid of groups: draws what is in view, follows new data without losing the place.

import { Compare, style as styleOfCompare } from "../compare/compare.js";
import { ACTIONS } from "./actions.js";
import { Acts } from "./acts.js";
import { aheadOf, nothingAhead } from "./ahead.js";
import { coloursOf, showOver, tellApart } from "./apart.js";
import { Bar } from "./bar.js";
import { drawTiles, dropCard, fillCard, makeCard, paintCard } from "./card.js";
import { conflictShown } from "./conflict.js";
import { Deciding } from "./deciding.js";
import { deskOf } from "./desk.js";
import { make, scrollerOf } from "./dom.js";
import { guard, heldFocus, listen } from "./focus.js";
import { Help } from "./help.js";
import { Keymap } from "./keys.js";
import { Knowing } from "./knowing.js";
import { Large } from "./large.js";
import { PART, groupAt, layOut, nothingLaidOut } from "./layout.js";
import { Menu } from "./menu.js";
import { Note } from "./note.js";
import { decode, firstRow, groupOf, none, sameGroups, sizeOf } from "./payload.js";
import { focusMember, groupBeside, held, here, holdPlace } from "./place.js";
import { Presence } from "./presence.js";
import { Rows } from "./rows.js";
import { fillFacts } from "./tile.js";

const AHEAD = 600; // pixels drawn beyond the edges of the window
const FLASH_MS = 5000;
const REDRAW_MS = 1000; // while more is to be stored, the page follows this often
const REASONS = { "not duplicates": "Not duplicates.", split: "Split." }; // why a group is none any more
const WORDS = {
  waiting: "Saving …", failed: "Not saved yet: the server does not answer. Trying again …",
};

export class Grid extends Knowing {
  constructor(root) {
    super();
    this.root = root;
    this.groups = none();
    this.layout = nothingLaidOut();
    this.cards = new Map();
    this.member = 0; // the one that has the focus, or would get it
    this.selected = new Set(); // rows
    this.parts = new Map(); // first row → how many tiles of that group are shown
    this.tall = new Map(); // first row → lines that its card had
    this.reasons = new Map(); // first row → why that group is none any more, in this tab
    this.base = "";
    this.ahead = nothingAhead();
    this.keymap = new Keymap(ACTIONS);
    this.deciding = new Deciding(this);
    this.leftBehind = []; // acts on a dataset that was shown before
    this.trouble = ""; // what was not saved, told until the next thing is done
    this.redrawn = 0;
    this.build();
    this.does = deskOf(this);
    this.scroller = scrollerOf(root);
    this.stopListening = listen(this);
    this.stopGuarding = guard(this);
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(root);
    this.presence = new Presence(this);
  }

  build() {
    this.bar = new Bar(this);
    this.state = this.bar.state;
    this.space = make("div", "space-for-groups");
    this.cardsIn = make("div", "feed");
    this.cardsIn.setAttribute("role", "feed");
    this.cardsIn.setAttribute("aria-label", "Groups of near-duplicate pictures");
    this.live = make("div", "unseen");
    this.live.setAttribute("role", "status");
    this.flashed = make("div", "flash");
    this.flashed.setAttribute("aria-hidden", "true"); // the other one is read aloud
    this.empty = make("div", "empty");
    this.large = new Large(this);
    this.compare = new Compare(this);
    this.help = new Help(this);
    this.menu = new Menu(this);
    this.note = new Note(this);
    this.space.append(this.cardsIn, this.note.element);
    this.root.tabIndex = -1; // a click on nothing must not take the keys away
    this.root.replaceChildren(
      styleOfCompare(), this.bar.element, this.empty, this.space, this.live, this.flashed, this.menu.element,
      this.large.dialog, this.compare.dialog, this.help.dialog,
    );
    this.bar.paintKeys();
  }

  // New data from the page. Groups that are still there keep their cards, and the one at hand its
  // place on the screen.
  update(component) {
    const [data, groups] = decode(component.data), before = this.groups;
    const sameSetting = this.data?.setting === data.setting, sameRows = this.base === data.base;
    Object.assign(this, { component, data, colours: coloursOf(this.root) });
    if (!sameRows) this.openRows(data);
    this.acts.covered(data.seen);
    this.ahead = aheadOf(this.acts);
    if (sameRows && sameSetting && sameGroups(before, groups)) this.follow(groups);
    else this.exchange(groups, sameSetting && sameRows);
    this.root.dataset.setting = data.setting;
    this.root.classList.toggle("looking", this.looking);
    this.root.dataset.reviewer = data.reviewer;
    this.root.dataset.groups = String(this.groups.count);
    this.root.dataset.ahead = String(this.acts.ahead.length); // not shown by the page itself yet
    this.presence.update();
  }

  // The same groups: only what was decided is new.
  follow(groups) {
    this.groups = groups;
    this.layOutAgain();
    this.repaintAll();
  }

  exchange(groups, sameSetting) {
    const focus = heldFocus(this), place = held(this, !sameSetting), hand = this.hand();
    if (!sameSetting) this.forget();
    this.rememberHeights();
    this.groups = groups;
    this.byRow = null;
    this.member = this.memberAgain(hand);
    this.rebuild(place);
    this.compare.regrouped();
    this.large.regrouped();
    if (sameSetting) focus();
  }

  forget() {
    this.compare.leave();
    this.large.leave();
    this.selected.clear();
    this.parts.clear();
    this.tall.clear();
    this.reasons.clear();
  }

  rememberHeights() {
    this.tall.clear();
    for (let g = 0; g < this.groups.count; g++) {
      this.tall.set(firstRow(this.groups, g), this.layout.lines[g]);
    }
  }

  // The picture at hand, to be found again when the groups change.
  hand() {
    const slot = groupOf(this.groups, this.member), first = this.groups.start[slot];
    const rows = this.groups.row.slice(first, first + PART);
    return { row: this.groups.row[this.member], slot, number: this.member - first, rows };
  }

  // The picture at hand after the groups changed, also when its group is only a placeholder now.
  // Where it left its group, the one in its place; where its group is gone, that of the nearest one.
  memberAgain({ row, slot, number, rows }) {
    const member = this.memberOf(row), before = [...rows].filter((one) => one !== row);
    const home = before.map((one) => this.memberOf(one)).filter((m) => m !== undefined);
    const stayed = home.some((m) => groupOf(this.groups, m) === groupOf(this.groups, member));
    if (member !== undefined && (stayed || !home.length)) return member;
    const [other] = home;
    const next = groupBeside(this, Math.min(slot, this.groups.count) - 1, 1);
    const group = other === undefined ? Math.max(0, next < 0 ? groupBeside(this, slot, -1) : next)
      : groupOf(this.groups, other);
    return this.groups.start[group] + Math.max(0, Math.min(number, sizeOf(this.groups, group) - 1));
  }

  openRows(data) {
    if (this.acts?.size) this.leftBehind.push(this.acts); // it goes on until all is stored
    this.base = data.base;
    this.pinned = undefined;
    this.tall.clear();
    const rows = this.rows = new Rows(data.base, () => this.factsArrived());
    const acts = this.acts = new Acts({
      address: data.acts, rows,
      told: (kind, words) => this.heard(acts, kind, words),
      conflict: (act, answer) => conflictShown(this, act, answer, rows),
    });
  }

  rebuild(place) {
    this.empty.hidden = this.groups.count > 0;
    this.space.hidden = this.bar.element.hidden = this.groups.count === 0;
    this.empty.textContent = this.data.empty;
    this.layOut();
    const at = new Map();
    for (let g = this.groups.count - 1; g >= 0; g--) at.set(firstRow(this.groups, g), g);
    const cards = [...this.cards.values()];
    this.cards.clear();
    for (const card of cards) {
      const group = at.get(card.first);
      if (group === undefined || this.cards.has(group)) dropCard(card);
      else this.cards.set(group, card);
    }
    for (const [group, card] of this.cards) fillCard(this, card, group);
    holdPlace(this, place);
    this.bar.paint();
    this.draw();
  }

  layOut() {
    this.layout = layOut(this.groups, this.root.clientWidth, {
      shown: (g) => Math.min(sizeOf(this.groups, g), this.parts.get(firstRow(this.groups, g)) ?? PART),
      noted: (g) => this.noteOf(g).length > 0,
      lines: (g) => this.tall.get(firstRow(this.groups, g)) ?? 0,
    });
    const { style } = this.space;
    style.height = `${this.layout.top[this.groups.count]}px`;
    style.setProperty("--tile", `${this.layout.tile}px`);
    style.setProperty("--box", `${this.layout.box}px`);
  }

  resized() {
    if (!this.groups.count || this.root.clientWidth === this.layout.width) return;
    this.tall.clear();
    this.layOutAgain(true);
  }

  // After something became higher or lower: the group at hand, or at the top, stays where it is.
  layOutAgain(topmost = false) {
    if (!this.groups.count) return;
    const place = held(this, topmost), before = this.layout.top;
    this.layOut();
    if (!topmost && before.every((y, at) => y === this.layout.top[at])) return;
    for (const card of this.cards.values()) fillCard(this, card, card.group);
    holdPlace(this, place);
    this.draw();
  }

  draw() {
    if (!this.groups.count) return;
    const top = this.space.getBoundingClientRect().top;
    const from = -top - AHEAD, to = -top + innerHeight + AHEAD;
    const first = groupAt(this.layout, from), last = groupAt(this.layout, to);
    for (const [group, card] of this.cards) {
      if (group >= first && group <= last) continue;
      dropCard(card);
      this.cards.delete(group);
    }
    for (let group = first; group <= last; group++) {
      const card = this.cards.get(group) ?? this.addCard(group);
      drawTiles(this, card, from - this.layout.top[group], to - this.layout.top[group]);
    }
    this.note.place();
    this.mark();
  }

  addCard(group) {
    const card = makeCard(), later = [...this.cards.keys()].filter((other) => other > group);
    fillCard(this, card, group);
    this.cardsIn.insertBefore(card, later.length ? this.cards.get(Math.min(...later)) : null);
    this.cards.set(group, card);
    return card;
  }

  // Which group and picture keys are about.
  mark() {
    const current = here(this);
    for (const card of this.cards.values()) {
      card.classList.toggle("current", card.group === current);
      for (const tile of card.tiles.values()) tile.pick.tabIndex = tile.member === this.member ? 0 : -1;
    }
    this.bar.follow();
  }

  factsArrived() {
    for (const card of this.cards.values()) {
      for (const tile of card.tiles.values()) fillFacts(this, tile);
    }
    this.compare.named();
  }

  // The picture that keys are about: the one that has the focus, or the first of the group in view.
  atHand() {
    const group = here(this);
    if (groupOf(this.groups, this.member) !== group) this.setMember(this.groups.start[group]);
    return this.member;
  }

  put(act) {
    if (this.looking) return this.say("Nothing can be changed here.", true);
    if (act.act in REASONS || act.verdict === "different") {
      this.reasons.set(act.first, REASONS[act.act] ?? "Different pictures.");
    }
    const { reviewer, seen, blind, method, asked, rule } = this.data;
    this.acts.put({ ...act, seen: { reviewer, seen, blind, method, threshold: asked, rule } });
  }

  get unsaved() { return [...this.leftBehind, this.acts].some((acts) => acts?.size); }

  // What became of an act: also one on a dataset shown before, or when the desk has left the page.
  heard(acts, kind, words = WORDS[kind]) {
    const lost = kind === "refused" || kind === "dropped";
    if (this.removed) {
      if (!this.unsaved) this.stopGuarding();
      if (lost) tellApart(this, words);
    } else if (acts === this.acts) this.told(kind, words, lost);
    else if (lost) this.say(this.trouble = `In the dataset shown before: ${words}`, true);
  }

  told(kind, words, lost) {
    this.ahead = aheadOf(this.acts);
    this.root.dataset.ahead = String(this.acts.ahead.length);
    if (kind === "stored" || lost) this.askForNews();
    if (lost) this.live.textContent = this.trouble = words;
    if (kind === "waiting") this.trouble = "";
    const stored = this.acts.size ? WORDS.waiting : "All changes saved", failed = kind === "failed";
    this.tell(failed ? words : this.trouble || stored, failed || this.trouble !== "");
    this.layOutAgain();
    this.repaintAll();
  }

  askForNews() {
    if (this.acts.size && Date.now() - this.redrawn < REDRAW_MS) return;
    this.redrawn = Date.now();
    this.component.setStateValue("saved", this.redrawn);
  }

  repaintAll() {
    for (const card of this.cards.values()) paintCard(this, card);
    this.bar.paint();
    this.large.paint();
    this.compare.paint();
    if (this.groups.count) this.mark();
  }

  keysChanged() {
    this.bar.paintKeys();
    this.compare.paintKeys();
    this.repaintAll();
  }

  // What has happened where nobody may be looking: an undo, the end of the open groups.
  flash(text) {
    this.say(text);
    this.flashed.textContent = text;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => { this.flashed.textContent = ""; }, FLASH_MS);
  }

  say(text, loud = false) {
    this.live.textContent = text;
    if (loud) this.tell(text, true);
  }

  tell(text, bad) {
    for (const state of [this.state, this.large.state, this.compare.state]) {
      state.textContent = text;
      state.classList.toggle("bad", bad);
    }
    this.bar.element.classList.toggle("loud", bad);
  }

  isBusy() {
    return this.acts.size > 0 || !this.note.element.hidden || Boolean(this.root.querySelector("dialog[open]"));
  }

  pin(row) {
    this.pinned = this.pinned === row ? undefined : row;
    this.repaintAll();
    this.say(this.pinned === undefined ? "Nothing is pinned" : `${this.nameOf(row)} is pinned`);
  }

  clearSelection() {
    if (!this.selected.size) return;
    this.selected.clear();
    this.repaintAll();
    this.say("Nothing is selected any more");
  }

  showMore(group) { this.showPart(group, this.layout.shown[group] + PART); }

  // Show at least so many pictures of a group.
  showPart(group, count) {
    if (count <= this.layout.shown[group]) return;
    this.parts.set(firstRow(this.groups, group), PART * Math.ceil(count / PART));
    this.layOutAgain();
  }

  // The compare view was closed. The browser gives the focus back to where it was; where that is
  // gone, it goes to what was looked at.
  compared(row) {
    const member = this.memberOf(row);
    if (member !== undefined && !this.root.getRootNode().activeElement) focusMember(this, member);
  }

  setMember(member) {
    this.member = member;
    this.mark();
  }

  remove() {
    this.removed = true;
    for (const dialog of this.root.querySelectorAll("dialog.conflict")) showOver(this, dialog);
    if (!this.unsaved) this.stopGuarding();
    this.stopListening();
    this.watch.disconnect();
    this.compare.remove();
    this.presence.remove();
  }
}
