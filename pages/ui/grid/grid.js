// The grid of groups: draws what is in view, follows new data without losing the place.

import { Compare, style as styleOfCompare } from "../compare/compare.js";
import { drawTiles, dropCard, fillCard, makeCard, paintCard } from "./card.js";
import { button, make, scrollerOf } from "./dom.js";
import { keyPressed, keysInWords } from "./keys.js";
import { Large } from "./large.js";
import { groupAt, layOut } from "./layout.js";
import { Marks } from "./marks.js";
import { DIFFERS, KEPT, decode, groupOf, none } from "./payload.js";
import { focusMember, here, holdPlace, step, topmost } from "./place.js";
import { Rows } from "./rows.js";
import { fillFacts } from "./tile.js";

const AHEAD = 600; // pixels drawn beyond the edges of the window

const sameNumbers = (a, b) => a.length === b.length && a.every((value, at) => value === b[at]);

export class Grid {
  constructor(root) {
    this.root = root;
    this.groups = none();
    this.layout = layOut(this.groups, 0);
    this.cards = new Map();
    this.member = 0; // the one that has the focus, or would get it
    this.base = "";
    this.saved = 0;
    this.build();
    this.scroller = scrollerOf(root);
    this.tick = () => { this.frame ||= requestAnimationFrame(() => { this.frame = 0; this.draw(); }); };
    this.scroller.addEventListener("scroll", this.tick, { passive: true });
    addEventListener("resize", this.tick);
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(root);
    this.leftBehind = []; // decisions on a dataset that was shown before
    this.leaving = (event) => {
      if ([...this.leftBehind, this.marks].some((marks) => marks?.size)) event.preventDefault();
    };
    addEventListener("beforeunload", this.leaving);
  }

  build() {
    this.bar = make("div", "jump");
    this.where = make("span", "where");
    this.state = make("span", "state");
    this.before = button("plain", "‹ Previous group", "before");
    this.after = button("plain", "Next group ›", "after");
    this.bar.append(
      this.before, this.after, this.where, make("span", "space"), this.state, keysInWords(),
    );
    this.space = make("div", "space-for-groups");
    this.space.setAttribute("role", "feed");
    this.space.setAttribute("aria-label", "Groups of near-duplicate pictures");
    this.live = make("div", "unseen");
    this.live.setAttribute("role", "status");
    this.empty = make("div", "empty");
    this.large = new Large(this);
    this.compare = new Compare(this);
    this.root.replaceChildren(
      styleOfCompare(), this.bar, this.empty, this.space, this.live, this.large.dialog,
      this.compare.dialog,
    );
    this.root.addEventListener("click", (event) => this.click(event));
    this.space.addEventListener("keydown", (event) => keyPressed(this, event));
    this.space.addEventListener("focusin", (event) => {
      const tile = event.target.closest(".tile");
      if (tile) this.setMember(tile.member);
    });
  }

  // New data from the page. When only decisions changed, nothing moves; otherwise the group at the
  // top of the window stays there if it still exists.
  update(component) {
    const [data, groups] = decode(component.data);
    const sameSetting = this.data?.setting === data.setting;
    const before = this.groups;
    this.component = component;
    this.data = data;
    if (this.base !== data.base) this.openRows(data);
    else if (sameSetting && sameNumbers(before.row, groups.row) && sameNumbers(before.start, groups.start)) {
      this.groups = groups;
      this.repaintAll();
      return;
    }
    const focused = this.root.getRootNode().activeElement?.closest?.(".tile")?.row;
    const held = topmost(this);
    this.compare.leave();
    this.large.leave();
    this.groups = groups;
    this.rebuild(sameSetting, held);
    const again = focused === undefined ? -1 : this.groups.row.indexOf(focused);
    if (again >= 0 && sameSetting) focusMember(this, again);
    this.root.dataset.setting = data.setting;
    this.root.dataset.groups = String(this.groups.count);
  }

  openRows(data) {
    if (this.marks?.size) this.leftBehind.push(this.marks); // it goes on until all is stored
    this.base = data.base;
    this.rows = new Rows(data.base, () => this.factsArrived());
    this.marks = new Marks(data.marks, this.rows, (marks, kind) => {
      if (marks === this.marks) this.told(kind);
    });
  }

  rebuild(sameSetting, held) {
    this.layOut();
    this.empty.hidden = this.groups.count > 0;
    this.space.hidden = this.bar.hidden = this.groups.count === 0;
    this.empty.textContent = this.data.empty;
    for (const card of this.cards.values()) dropCard(card);
    this.cards.clear();
    if (!sameSetting) this.member = 0;
    this.member = Math.min(this.member, Math.max(0, this.groups.members - 1));
    holdPlace(this, held);
    this.draw();
  }

  layOut() {
    this.layout = layOut(this.groups, this.root.clientWidth);
    const { style } = this.space;
    style.height = `${this.layout.top[this.groups.count]}px`;
    style.setProperty("--tile", `${this.layout.tile}px`);
    style.setProperty("--box", `${this.layout.box}px`);
  }

  resized() {
    if (!this.groups.count || this.root.clientWidth === this.layout.width) return;
    const held = topmost(this);
    this.layOut();
    for (const card of this.cards.values()) fillCard(this, card, card.group);
    holdPlace(this, held);
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
      let card = this.cards.get(group);
      if (!card) {
        card = makeCard();
        fillCard(this, card, group);
        this.cards.set(group, card);
        this.insert(card, group);
      }
      drawTiles(this, card, from - this.layout.top[group], to - this.layout.top[group]);
    }
    this.mark();
  }

  insert(card, group) {
    let next = null;
    for (const other of this.cards.values()) {
      if (other.group > group && (!next || other.group < next.group)) next = other;
    }
    this.space.insertBefore(card, next);
  }

  mark() {
    const current = groupOf(this.groups, this.member), at = here(this);
    this.where.textContent =
      `Group ${(at + 1).toLocaleString("en-GB")} of ${this.groups.count.toLocaleString("en-GB")}`;
    this.before.disabled = at === 0;
    this.after.disabled = at === this.groups.count - 1;
    for (const card of this.cards.values()) {
      card.classList.toggle("current", card.group === current);
      for (const tile of card.tiles.values()) tile.pick.tabIndex = tile.member === this.member ? 0 : -1;
    }
  }

  factsArrived() {
    for (const card of this.cards.values()) {
      for (const tile of card.tiles.values()) fillFacts(this, tile);
    }
  }

  // What happens to a member: not yet stored marks come before what the page knows.
  kept(member) {
    const row = this.groups.row[member], said = this.marks?.get(row);
    if (said === undefined) return Boolean(this.groups.flags[member] & KEPT);
    return said === null ? this.suggested(member) : said;
  }

  distanceInWords(distance) {
    const { words, unit, similar } = this.data;
    if (similar) return (1 - distance).toFixed(3);
    return words ? words[Math.min(distance, words.length - 1)] : `${distance} ${unit}`;
  }

  // What happens to a member when nobody says anything: the best stays, and so does what shows
  // something else on a part of it.
  suggested(member) {
    return Boolean(this.groups.flags[member] & DIFFERS) || this.isBest(member);
  }

  isBest(member) { return this.groups.start[groupOf(this.groups, member)] === member; }

  keptIn(group) {
    let kept = 0;
    for (let m = this.groups.start[group]; m < this.groups.start[group + 1]; m++) kept += this.kept(m);
    return kept;
  }

  toggle(member) {
    const group = groupOf(this.groups, member), keep = !this.kept(member);
    if (!keep && this.keptIn(group) === 1) {
      this.say("At least one picture of a group stays. Keep another one first.", true);
      return;
    }
    this.put([member], () => keep);
    const tile = this.cards.get(group)?.tiles.get(member);
    if (tile) this.say(tile.pick.getAttribute("aria-label"));
  }

  // All of a group: keep every picture, or only the best.
  decide(group, all) {
    const changed = [], wanted = (m) => all || this.isBest(m);
    for (let m = this.groups.start[group]; m < this.groups.start[group + 1]; m++) {
      if (this.kept(m) !== wanted(m)) changed.push(m);
    }
    this.put(changed, wanted);
    this.say(`Group ${group + 1}: ${all ? "all kept" : "only the best kept"}`);
  }

  put(members, wanted) {
    this.marks.put(members.map((member) => {
      const keep = wanted(member);
      return [this.groups.row[member], keep === this.suggested(member) ? null : keep];
    }));
  }

  told(kind) {
    if (kind === "stored") {
      this.remember(this.marks.stored);
      this.component.setStateValue("saved", Date.now());
    }
    const words = {
      waiting: "Saving …", stored: this.marks.size ? "Saving …" : "All changes saved",
      failed: "Not saved yet: the server does not answer. Trying again …",
      refused: `This dataset was removed or has changed; ${this.marks.lost} not saved.`,
    }[kind];
    this.tell(words, kind === "failed" || kind === "refused");
    if (kind === "refused") this.state.append(" ", button("plain", "Reload the page", "reload"));
    this.repaintAll();
  }

  repaintAll() {
    for (const card of this.cards.values()) paintCard(this, card);
    this.large.paint();
    this.compare.paint();
  }

  remember(stored) {
    if (!stored.size) return;
    for (let member = 0; member < this.groups.members; member++) {
      const row = this.groups.row[member];
      if (!stored.has(row) || this.marks.has(row)) continue;
      const keep = stored.get(row), kept = keep === null ? this.suggested(member) : keep;
      this.groups.flags[member] = (this.groups.flags[member] & ~KEPT) | (kept ? KEPT : 0);
    }
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
    this.bar.classList.toggle("loud", bad);
  }

  click(event) {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "reload") return location.reload();
    if (act === "before" || act === "after") return step(this, act === "after" ? 1 : -1);
    const card = event.target.closest(".card");
    if (!card) return;
    const tile = event.target.closest(".tile");
    if (act === "zoom") return this.large.open(tile.member);
    if (act === "compare") return this.compare.openWith(this.atHandIn(card.group));
    if (act) return this.decide(card.group, act === "all");
    if (!tile) return;
    this.setMember(tile.member);
    this.toggle(tile.member);
  }

  // The member of a group that one is at: the one that had the focus, or the first.
  atHandIn(group) {
    return groupOf(this.groups, this.member) === group ? this.member : this.groups.start[group];
  }

  // The compare view was closed. The browser gives the focus back to where it was; where that is
  // gone, it goes to what was looked at.
  compared(member) {
    if (!this.root.getRootNode().activeElement) focusMember(this, member);
  }

  setMember(member) {
    this.member = member;
    this.mark();
  }

  remove() {
    this.scroller.removeEventListener("scroll", this.tick);
    removeEventListener("resize", this.tick);
    removeEventListener("beforeunload", this.leaving);
    this.watch.disconnect();
    this.compare.remove();
  }
}
