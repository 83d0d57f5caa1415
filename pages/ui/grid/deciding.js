// What one can do to pictures and groups: each becomes an act, and the screen answers at once.

import { nextOpen } from "./place.js";
import { DIFFERS, DUPLICATE, JOINED, firstRow, groupOf, membersOf } from "./payload.js";

const LAST = "At least one picture of a group stays. Keep another one first.";
const ALREADY = { true: "It is kept already.", false: "It is marked for removal already." };

export class Deciding {
  constructor(grid) { this.grid = grid; }

  rowOf(member) { return this.grid.groups.row[member]; }
  groupOf(member) { return groupOf(this.grid.groups, member); }

  put(act, group) {
    const { grid } = this;
    grid.put({ ...act, ...(group === undefined ? {} : { first: firstRow(grid.groups, group) }) });
  }

  // What happens to a member when nobody says anything: the best stays, and so does what shows
  // something else on a part of it, unless somebody called it a duplicate, and what only a verdict
  // on others has joined.
  suggested(member) {
    const { groups } = this.grid, group = this.groupOf(member);
    const differs = groups.flags[member] & DIFFERS && groups.verdict[member] !== DUPLICATE;
    const joined = groups.flags[member] & JOINED;
    return groups.start[group] === member || Boolean(differs) || Boolean(joined);
  }

  keptIn(group) {
    return membersOf(this.grid.groups, group).filter((member) => this.grid.kept(member)).length;
  }

  // Keep (true) or remove a picture; the last kept one of its group stays.
  keep(member, keep) {
    const { grid } = this, group = this.groupOf(member);
    if (grid.kept(member) === keep) return grid.say(ALREADY[keep]);
    if (!keep && this.keptIn(group) === 1) return grid.say(LAST, true);
    this.mark(group, [member], () => keep);
    grid.say(`${grid.nameOf(this.rowOf(member))}: ${keep ? "kept" : "to be removed"}`);
  }

  toggle(member) { this.keep(member, !this.grid.kept(member)); }

  // Keep this picture and no other one of its group.
  makeKeeper(member) {
    const group = this.groupOf(member), all = membersOf(this.grid.groups, group);
    this.mark(group, all, (m) => m === member);
    this.grid.say(`Group ${group + 1}: ${this.grid.nameOf(this.rowOf(member))} is the keeper`);
  }

  keepAll(group) {
    this.mark(group, membersOf(this.grid.groups, group), () => true);
    this.grid.say(`Group ${group + 1}: all kept`);
  }

  bestOnly(group) {
    const [best] = membersOf(this.grid.groups, group);
    this.mark(group, membersOf(this.grid.groups, group), (m) => m === best);
    this.grid.say(`Group ${group + 1}: only the best kept`);
  }

  // Only what changes is sent; what is as suggested anyway goes back to the suggestion.
  mark(group, members, wanted) {
    const changed = members.filter((m) => this.grid.kept(m) !== wanted(m));
    if (!changed.length) return;
    const keep = (m) => (wanted(m) === this.suggested(m) ? null : wanted(m));
    this.put({ act: "mark", members: changed.map((m) => [this.rowOf(m), keep(m)]) }, group);
  }

  asShown(group) {
    return membersOf(this.grid.groups, group).map((m) => [this.rowOf(m), this.grid.kept(m)]);
  }

  accept(group) {
    const members = this.asShown(group), removed = members.filter(([, keep]) => !keep).length;
    this.put({ act: "accept", members }, group);
    this.grid.say(`Group ${group + 1} decided: ${members.length - removed} kept, ${removed} to remove`);
    nextOpen(this.grid, group);
  }

  notDuplicates(group) {
    this.put({ act: "not duplicates", members: this.asShown(group) }, group);
    this.grid.flash(`Group ${group + 1}: not duplicates`);
    nextOpen(this.grid, group);
  }

  skip(group) {
    this.put({ act: "skip", members: this.asShown(group) }, group);
    this.grid.flash(`Group ${group + 1} skipped`);
    nextOpen(this.grid, group);
  }

  reopen(group) {
    this.put({ act: "reopen", members: this.asShown(group) }, group);
    this.grid.flash(`Group ${group + 1} is open again`);
  }

  note(group, text) {
    this.put({ act: "note", members: this.asShown(group), text }, group);
    this.grid.flash(text ? "Note saved" : "Note removed");
  }

  // Selected members of a group, in order.
  selectedIn(group) {
    if (!this.grid.selected.size) return [];
    return membersOf(this.grid.groups, group).filter((m) => this.grid.selected.has(this.rowOf(m)));
  }

  // What the selected pictures, or the one at hand, are to the best of their group.
  verdict(member, word) {
    const { grid } = this, group = this.groupOf(member), [best, second] = membersOf(grid.groups, group);
    const chosen = this.selectedIn(group).filter((m) => m !== best);
    const of = chosen.length ? chosen : [member === best && best + 2 === grid.groups.start[group + 1] ? second : member];
    if (of[0] === best) return grid.say("This is the best of its group. Move to the picture to compare with it.", true);
    this.put({ act: "verdict", members: of.map((m) => [this.rowOf(m), null]), right: [this.rowOf(best)], verdict: word }, group);
    this.unselect(of);
    const names = of.length === 1 ? grid.nameOf(this.rowOf(of[0])) : `${of.length} pictures`;
    grid.say(`${names}: ${word}${word === "different" ? " from" : " as"} the best`);
  }

  // Of two rows, wherever they are.
  verdictOfRows(left, right, word) {
    const member = this.grid.memberOf(right);
    const group = member === undefined ? undefined : this.groupOf(member);
    this.put({ act: "verdict", members: [[right, null]], right: [left], verdict: word }, group);
    this.grid.say(`${this.grid.nameOf(right)} and ${this.grid.nameOf(left)}: ${word}`);
  }

  // The selected pictures are different from the rest of their group.
  split(group) {
    const { grid } = this, off = this.selectedIn(group);
    const rest = membersOf(grid.groups, group).filter((m) => !off.includes(m));
    if (!off.length) return grid.say("Select the pictures to split off first.", true);
    if (!rest.length) return grid.say("All pictures are selected; leave at least one.", true);
    this.put({
      act: "split", members: off.map((m) => [this.rowOf(m), null]), right: rest.map((m) => this.rowOf(m)),
    }, group);
    this.unselect(off);
    grid.say(`Group ${group + 1}: ${off.length} split off`);
  }

  unselect(members) {
    for (const member of members) this.grid.selected.delete(this.rowOf(member));
    this.grid.repaintAll();
  }

  select(member) {
    const { grid } = this, row = this.rowOf(member), on = !grid.selected.has(row);
    grid.selected[on ? "add" : "delete"](row);
    grid.repaintAll();
    grid.say(`${grid.nameOf(row)}: ${on ? "selected" : "not selected any more"}`);
  }

  undo() { this.turn("undo", this.grid.data.undo); }
  redo() { this.turn("redo", this.grid.data.redo); }

  turn(act, what) {
    if (!what && !this.grid.acts.size && !this.grid.acts.stored.length) {
      return this.grid.say(`There is nothing to ${act}.`, true);
    }
    this.put({ act });
    const done = act === "undo" ? "Undone" : "Redone";
    this.grid.flash(what ? `${done}: ${what}` : `${done}: the last decision`);
  }
}
