// Where the others are: this tab says at which group it is and hears where they are. When somebody
// decided something meanwhile, the page is asked for the groups as they are now.

import { here } from "./place.js";

const LOOK_MS = 1000; // how often it is looked whether one has moved on
const BEAT_MS = 4000; // the server forgets a tab after 15 s
const FORGET_MS = 15000;
const ASK_MS = 3000, ASK_AGAIN_MS = 30000; // for newer groups; the same ones once more
const MOST_DIGESTS = 50;

const random = () => [...crypto.getRandomValues(new Uint8Array(12))]
  .map((byte) => byte.toString(16).padStart(2, "0")).join("");

export class Presence {
  constructor(grid) {
    this.grid = grid;
    this.tab = random();
    this.names = new Map(); // digest → names of those who are at a group that holds it
    this.said = ""; // where we were when we last said it
    this.saidAt = this.heardAt = this.askedAt = this.askedFor = 0;
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.turned = () => (document.hidden ? this.leave() : this.look());
    this.left = () => this.leave();
    document.addEventListener("visibilitychange", this.turned);
    addEventListener("pagehide", this.left);
  }

  // New data came; somebody may be at its groups.
  update() { this.look(); }

  remove() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.turned);
    removeEventListener("pagehide", this.left);
    this.leave();
  }

  // Names of the others who are at a group.
  whoIsAt(group) {
    if (!this.names.size) return [];
    const { groups, rows } = this.grid, found = new Set();
    for (let m = groups.start[group]; m < groups.start[group + 1]; m++) {
      const digest = rows.get(groups.row[m])?.digest;
      for (const name of this.names.get(digest) ?? []) found.add(name);
    }
    return [...found].sort();
  }

  look() {
    const { data } = this.grid, now = Date.now();
    if (document.hidden || this.busy || !data?.presence) return;
    if (this.names.size && now - this.heardAt > FORGET_MS) this.hear([]);
    const digests = this.atHand();
    const moved = `${data.presence} ${digests}` !== this.said;
    if (digests.length && (moved || now - this.saidAt >= BEAT_MS)) this.beat(data, digests);
  }

  // The contents of the group that one is at; empty while they are not known yet.
  atHand() {
    const { grid } = this, { groups } = grid, digests = [];
    if (!groups.count) return digests;
    const group = here(grid), end = Math.min(groups.start[group + 1], groups.start[group] + MOST_DIGESTS);
    for (let m = groups.start[group]; m < end; m++) {
      const digest = grid.rows.get(groups.row[m])?.digest;
      if (digest) digests.push(digest);
    }
    return digests;
  }

  async beat(data, digests) {
    this.busy = true;
    this.said = `${data.presence} ${digests}`;
    this.saidAt = Date.now();
    try {
      const body = JSON.stringify({ tab: this.tab, reviewer: data.reviewer, group: digests });
      const answer = await fetch(data.presence, { method: "POST", body });
      if (!answer.ok) return;
      const { others, last } = await answer.json();
      if (this.grid.data.presence !== data.presence) return;
      this.heardAt = Date.now();
      this.hear(others);
      this.catchUp(last);
    } catch { /* the server is away; whoever decides is told so */ } finally { this.busy = false; }
  }

  hear(others) {
    const names = new Map();
    for (const { reviewer, digests } of others) {
      for (const digest of digests) names.set(digest, [...(names.get(digest) ?? []), reviewer]);
    }
    const words = JSON.stringify([...names]);
    if (words === this.words) return;
    this.names = names;
    this.words = words;
    this.grid.repaintAll?.();
  }

  // Somebody decided something since. A second opinion is blind: to it the others' are nothing.
  catchUp(last) {
    const { data } = this.grid, now = Date.now();
    if (data.blind || !(last > data.seen) || this.grid.isBusy?.() || this.isBusy()) return;
    if (now - this.askedAt < (last > this.askedFor ? ASK_MS : ASK_AGAIN_MS)) return;
    this.askedAt = now;
    this.askedFor = last;
    this.grid.component.setStateValue("others", now);
  }

  // Whether new groups would disturb: a decision is under way, a dialog is open, a note is written.
  isBusy() {
    const { acts, marks, root } = this.grid;
    const active = root.getRootNode().activeElement;
    return Boolean((acts ?? marks)?.size || root.querySelector("dialog[open]")
      || active?.matches?.("textarea, input"));
  }

  leave() {
    const { data } = this.grid;
    if (!data?.presence || !this.said) return;
    this.said = "";
    this.saidAt = 0;
    const body = JSON.stringify({ tab: this.tab, reviewer: data.reviewer, group: [] });
    navigator.sendBeacon(data.presence, body);
  }
}
