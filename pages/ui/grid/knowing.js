// What is known of pictures and groups: what the page said, and before it what was just decided.

import { ACTIONS, DECIDES } from "./actions.js";
import { KEPT, OPEN, firstRow, groupOf, membersByRow } from "./payload.js";
import { fileName } from "./rows.js";

const NO_GROUP = "These pictures are no group any more.";

export class Knowing {
  // The member that a row is now; undefined when it is in no group that is shown.
  memberOf(row) { return (this.byRow ??= membersByRow(this.groups)).get(row); }

  tileOf(member) { return this.cards.get(groupOf(this.groups, member))?.tiles.get(member); }

  nameOf(row) {
    const facts = this.rows.get(row);
    return facts ? fileName(facts.path) : `picture ${row + 1}`;
  }

  // What happens to a member: what the page does not know yet comes before what it knows.
  kept(member) {
    const said = this.ahead.keep.get(this.groups.row[member]);
    if (said === undefined) return Boolean(this.groups.flags[member] & KEPT);
    return said === null ? this.deciding.suggested(member) : said;
  }

  verdictOf(member) { return this.ahead.verdict.get(this.groups.row[member]) ?? this.groups.verdict[member]; }

  statusOf(group) {
    if (this.groups.kind[group]) return OPEN;
    return this.ahead.status.get(firstRow(this.groups, group)) ?? this.groups.status[group];
  }

  // Why a group is veiled; empty when it is a group like others.
  veilOf(group) {
    const first = firstRow(this.groups, group), ahead = this.ahead.veil.get(first) ?? "";
    return this.groups.kind[group] ? `${this.reasons.get(first) ?? ""} ${NO_GROUP}`.trim() : ahead;
  }

  // [text, who] or nothing.
  noteOf(group) {
    const said = this.ahead.note.get(firstRow(this.groups, group));
    if (said !== undefined) return said ? [said, this.data.reviewer] : [];
    return this.data.notes[group] ?? [];
  }

  // Whether these groups are only looked at.
  get looking() { return Boolean(this.data?.looking); }

  refuses(id) { return this.looking && DECIDES.has(id); }

  whoIsAt(group) { return this.presence?.whoIsAt(group) ?? []; }

  distanceInWords(distance) {
    const { words, unit, similar } = this.data;
    if (similar) return (1 - distance).toFixed(3);
    return words ? words[Math.min(distance, words.length - 1)] : `${distance} ${unit}`;
  }

  // `Keep (K)`, for tooltips.
  wordsFor(id) {
    return ACTIONS.find((action) => action.id === id).words + this.keymap.hint(id);
  }
}
