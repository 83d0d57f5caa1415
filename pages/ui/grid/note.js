// A note on a group: a small sheet over its card. It stays when the groups change under it, with
// the pictures it was begun for, so that nothing that was typed is lost.

import { button, make } from "./dom.js";
import { groupOf } from "./payload.js";
import { showGroup } from "./place.js";

const MOST = 500; // characters

export class Note {
  constructor(grid) {
    this.grid = grid;
    this.element = make("form", "note-sheet");
    this.element.hidden = true;
    this.text = make("textarea");
    this.text.maxLength = MOST;
    this.text.rows = 2;
    this.text.placeholder = "What should others know about this group?";
    this.title = make("label", "", "Note");
    this.title.append(this.text);
    const line = make("div", "note-acts"), save = make("button", "plain accept", "Save note");
    save.type = "submit";
    line.append(make("span", "quiet", "Ctrl+Enter saves, Esc cancels"), make("span", "space"),
      button("plain", "Cancel", "cancel-note"), save);
    this.element.append(this.title, line);
    this.element.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  open(group) {
    const { grid } = this;
    this.member = grid.groups.start[group];
    this.row = grid.groups.row[this.member];
    [this.text.value = ""] = grid.noteOf(group);
    this.before = this.text.value;
    this.title.firstChild.textContent = `Note on group ${group + 1}`;
    this.element.hidden = false;
    showGroup(grid, group);
    this.place();
    this.text.focus({ preventScroll: true });
    this.text.select();
  }

  // Over the group it was begun for, wherever that is now.
  place() {
    if (this.element.hidden) return;
    const member = this.grid.memberOf(this.row);
    if (member === undefined) return;
    const { top, head } = this.grid.layout;
    this.element.style.transform = `translateY(${top[groupOf(this.grid.groups, member)] + head}px)`;
  }

  save() {
    const member = this.grid.memberOf(this.row), text = this.text.value.trim();
    if (member === undefined) return this.grid.say("This group is gone; copy the note before you close it.", true);
    if (text !== this.before) this.grid.deciding.note(groupOf(this.grid.groups, member), text);
    this.close();
  }

  close() {
    this.element.hidden = true;
    const member = this.grid.memberOf(this.row);
    if (member !== undefined) this.grid.tileOf(member)?.pick.focus({ preventScroll: true });
  }

  key(event) {
    event.stopPropagation(); // what is typed is text
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.save();
    else return;
    event.preventDefault();
  }
}
