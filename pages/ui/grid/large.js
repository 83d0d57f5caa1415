// The large view: a picture beside the kept one of its group, as large as the window allows.

import { VERDICT_OF } from "./actions.js";
import { button, make } from "./dom.js";
import { groupOf } from "./payload.js";
import { focusMember } from "./place.js";
import { bytesInWords } from "./rows.js";
import { fateInWords, fromBest } from "./tile.js";

export class Large {
  constructor(grid) {
    this.grid = grid;
    this.dialog = make("dialog", "large");
    this.dialog.setAttribute("aria-label", "Large view");
    this.panes = make("div", "panes");
    this.note = make("p", "why");
    this.toggle = button("plain", "", "toggle");
    this.toggle.autofocus = true;
    this.compare = button("plain", "", "compare");
    this.does = this.acts();
    this.back = button("plain", "← Previous", "previous");
    this.on = button("plain", "Next →", "next");
    this.state = make("span", "state");
    this.state.setAttribute("role", "status");
    const bar = make("div", "bar");
    this.place = make("span", "place");
    bar.append(
      this.back, this.on, this.place, make("span", "space"), this.state,
      this.compare, this.toggle, button("plain", "Close", "close"),
    );
    this.dialog.append(bar, this.panes, this.note);
    this.dialog.addEventListener("click", (event) => this.click(event));
    this.dialog.addEventListener("close", () => {
      const { member } = this;
      this.member = undefined;
      if (member !== undefined) focusMember(grid, member);
    });
  }

  open(member) {
    this.show(member);
    if (!this.dialog.open) this.dialog.showModal();
  }

  // Close without a word: the groups are about to change.
  leave() {
    this.member = undefined;
    this.dialog.close();
  }

  // The groups changed: the same picture, if it is still in one.
  regrouped() {
    if (this.member === undefined) return;
    const member = this.grid.memberOf(this.row);
    if (member === undefined) this.leave();
    else this.show(member);
  }

  show(member) {
    const { groups } = this.grid;
    const group = groupOf(groups, member), keeper = groups.start[group];
    this.member = member;
    this.row = groups.row[member];
    this.place.textContent =
      `Group ${group + 1}, picture ${member - keeper + 1} of ${groups.start[group + 1] - keeper}`;
    const other = Math.max(member, keeper + 1); // the best one is seen beside the next best
    this.panes.replaceChildren(this.pane(keeper, true), this.pane(other, false));
    this.back.disabled = member === 0;
    this.on.disabled = member === groups.members - 1;
    this.note.textContent = "";
    this.paint();
    this.explain(groups.row[member], groups.row[keeper], member === keeper);
  }

  pane(member, isKeeper) {
    const { grid } = this, row = grid.groups.row[member], facts = grid.rows.get(row);
    const figure = make("figure", "pane");
    figure.member = member;
    const image = make("img");
    image.alt = facts ? facts.path : "";
    const box = make("div", "frame");
    box.style.backgroundImage = `url("${grid.base}thumb/${row}.jpg")`;
    image.src = `${grid.base}large/${row}.jpg`;
    image.addEventListener("load", () => { box.style.backgroundImage = "none"; });
    image.addEventListener("error", () => {
      image.remove();
      box.append(make("p", "gone", "The picture itself cannot be read any more; this is its thumbnail."));
    });
    box.append(image);
    const caption = make("figcaption");
    const what = isKeeper ? "The best of the group" : fromBest(grid, member);
    figure.fate = make("span", "badge");
    box.append(figure.fate);
    caption.append(make("strong", "", what), make("span", "path", facts ? facts.path : ""));
    caption.append(make("span", "facts", facts
      ? `${facts.width} × ${facts.height} pixels · ${bytesInWords(facts.bytes)}` : ""));
    figure.append(box, caption);
    return figure;
  }

  async explain(row, keeper, isKeeper) {
    const asked = this.member;
    try {
      const answer = await fetch(`${this.grid.base}about/${row}.json?keeper=${keeper}`);
      const about = await answer.json();
      if (asked !== this.member) return;
      const taken = about.taken ? `Taken ${about.taken}. ` : "";
      this.note.textContent = taken + (isKeeper
        ? "It is suggested as the best of its group."
        : `The first one is suggested as the best: ${about.why}.`);
    } catch { /* the pictures are there; the sentence is not worth an error */ }
  }

  paint() {
    if (this.member === undefined) return;
    const kept = this.grid.kept(this.member);
    this.toggle.hidden = this.grid.looking;
    this.toggle.textContent = (kept ? "✕ Remove" : "✓ Keep") + this.grid.keymap.hint("toggle");
    this.compare.textContent = "Compare" + this.grid.keymap.hint("compare");
    for (const pane of this.panes.children) {
      pane.classList.toggle("acting", pane.member === this.member);
      pane.classList.toggle("removed", !this.grid.kept(pane.member));
      pane.fate.textContent = fateInWords(this.grid, this.grid.kept(pane.member));
    }
  }

  // On to the neighbour, across groups.
  move(by) {
    const next = this.member + by;
    if (next >= 0 && next < this.grid.groups.members) this.show(next);
  }

  click(event) {
    if (event.target === this.dialog) return this.dialog.close();
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "close") this.dialog.close();
    else if (act) this.does[act]();
  }

  acts() {
    const { grid } = this, { deciding } = grid;
    const acts = {
      left: () => this.move(-1),
      right: () => this.move(1),
      keep: () => deciding.keep(this.member, true),
      remove: () => deciding.keep(this.member, false),
      toggle: () => deciding.toggle(this.member),
      keeper: () => deciding.makeKeeper(this.member),
      compare: () => grid.compare.openWith(this.member),
      pin: () => grid.pin(this.row),
      large: () => this.dialog.close(),
      undo: () => deciding.undo(),
      redo: () => deciding.redo(),
      help: () => grid.help.open(),
    };
    for (const [id, word] of Object.entries(VERDICT_OF)) acts[id] = () => deciding.verdict(this.member, word);
    return { ...acts, previous: acts.left, next: acts.right };
  }
}
