// The compare view: any two pictures, and everything that is known about the pair. Pictures are
// named by their rows; the left one, A, stays while others are put beside it.

import { VERDICT_OF } from "../grid/actions.js";
import { button, make } from "../grid/dom.js";
import { VERDICTS, groupOf, membersOf } from "../grid/payload.js";
import { fateInWords } from "../grid/tile.js";
import { doingOf } from "./doing.js";
import { MODES, Stage } from "./stage.js";
import { Strip } from "./strip.js";
import { tell } from "./told.js";

const LOOKING = "Looking closer …";
const KINDS = {
  copy: "copy", "same scene": "scene", "same scene, content differs": "changed", similar: "similar",
};

// The compare view's own style, once for the component.
export function style() {
  const link = make("link");
  link.rel = "stylesheet";
  link.href = new URL("./compare.css", import.meta.url).href;
  return link;
}

export class Compare {
  constructor(grid) {
    this.grid = grid;
    this.dialog = make("dialog", "compare");
    this.dialog.setAttribute("aria-label", "Compare two pictures");
    this.stage = new Stage(() => this.paintTools());
    this.strip = new Strip((row) => this.show(this.left, row));
    this.does = doingOf(this);
    this.told = make("aside", "told");
    this.told.tabIndex = 0;
    this.told.setAttribute("aria-label", "Evidence");
    const middle = make("div", "middle"), pictures = make("div", "pictures");
    pictures.append(this.tools(), this.stage.element, this.strip.element);
    middle.append(pictures, this.told);
    this.dialog.append(this.head(), middle);
    this.dialog.addEventListener("click", (event) => this.click(event));
    this.dialog.addEventListener("close", () => this.closed());
    this.paintKeys();
  }

  head() {
    const head = make("header", "top"), words = make("div", "words");
    this.headline = make("h2", "headline");
    this.headline.setAttribute("role", "status");
    this.chip = make("span", "relation");
    this.rule = make("p", "rule");
    words.append(this.headline, this.rule);
    this.state = make("span", "state");
    this.state.setAttribute("role", "status");
    this.again = button("plain", "Try again", "again");
    const close = button("plain close", "Close", "close");
    head.append(this.chip, words, this.state, this.again, this.verdicts(), close);
    return head;
  }

  // What a person says of the two.
  verdicts() {
    const group = make("div", "modes verdicts");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "What the two are to each other");
    this.said = Object.entries(VERDICT_OF).map(([id, word]) =>
      tool(word[0].toUpperCase() + word.slice(1), id, () => this.does[id]()));
    group.append(...this.said);
    this.verdictsOf = group;
    return group;
  }

  tools() {
    const bar = make("div", "tools"), modes = make("div", "modes"), act = (id) => () => this.does[id]();
    modes.setAttribute("role", "group");
    modes.setAttribute("aria-label", "How the pictures are shown");
    this.modes = MODES.map(([mode, words]) => tool(words, mode, () => this.setMode(mode)));
    modes.append(...this.modes);
    this.flip = tool("Show B", "flip", act("flip"));
    this.align = tool("Aligned", "align", act("align"));
    this.match = tool("Matches", "matches", act("matches"));
    this.swap = tool("Swap", "swap", act("swap"));
    this.percent = tool("100 %", "whole", act("whole"));
    this.fate = tool("", "toggle", act("toggle"));
    const less = tool("−", "", act("wider"), "Zoom out"), more = tool("+", "", act("closer"), "Zoom in");
    bar.append(
      modes, this.align, this.match, this.flip, less, this.percent, more, this.swap,
      make("span", "space"), this.fate,
    );
    return bar;
  }

  // Two rows. It opens over whatever is open.
  open(left, right, from = right) {
    this.opened = from;
    if (!this.dialog.open) {
      this.stage.mode = "side";
      this.stage.points = false;
      this.stage.reset();
      this.dialog.showModal();
      this.modes[0].focus({ preventScroll: true });
    }
    this.show(left, right);
  }

  // A member beside the pinned picture, or beside the best of its group; the best one beside the
  // next best.
  openWith(member) {
    const { groups, pinned } = this.grid, keeper = groups.start[groupOf(groups, member)];
    const row = groups.row[member];
    if (pinned !== undefined && pinned !== row) return this.open(pinned, row);
    this.open(groups.row[keeper], groups.row[Math.max(member, keeper + 1)], row);
  }

  leave() {
    this.left = undefined;
    this.dialog.close();
  }

  closed() {
    this.asking?.abort();
    const { grid, left, opened } = this;
    this.left = undefined;
    if (left !== undefined) grid.compared(opened);
  }

  async show(left, right) {
    Object.assign(this, { left, right });
    this.stage.show([left, right].map((row) => this.picture(row)));
    this.showStrip();
    this.paint();
    await this.ask([left, right]);
  }

  // The pictures of the group of A, or else of B; and whichever of the two is not in it.
  showStrip() {
    const { grid, left, right } = this, { groups } = grid;
    const member = [left, right].map((row) => grid.memberOf(row)).find((m) => m !== undefined);
    const rows = member === undefined ? [] : membersOf(groups, groupOf(groups, member)).map((m) => groups.row[m]);
    const others = [left, right].filter((row) => !rows.includes(row));
    this.strip.show({
      rows: [...others, ...rows], left, right,
      thumb: (row) => `${grid.base}thumb/${row}.jpg`, label: (row) => grid.nameOf(row),
    });
  }

  // The groups changed under it: the pictures stay.
  regrouped() {
    if (this.left === undefined) return;
    this.showStrip();
    this.paint();
  }

  // Names of pictures arrived.
  named() {
    if (this.left === undefined) return;
    this.stage.rename([this.left, this.right].map((row) => this.picture(row)));
    this.showStrip();
  }

  picture(row) {
    const { base, rows } = this.grid, facts = rows.get(row);
    return {
      thumb: `${base}thumb/${row}.jpg`, large: `${base}large/${row}.jpg`,
      width: facts?.width, height: facts?.height, name: this.grid.nameOf(row),
    };
  }

  async ask([left, right]) {
    this.asking?.abort();
    const asking = this.asking = new AbortController();
    const { base, data } = this.grid;
    this.say(LOOKING);
    const query = new URLSearchParams({ method: data.method, threshold: data.asked });
    try {
      const address = `${base}compare/${left}/${right}.json?${query}`;
      const answer = await fetch(address, { signal: asking.signal });
      const content = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (this.asking !== asking) return;
      if (answer.ok) this.fill(content);
      else this.fail(answer.status, content.error);
    } catch {
      if (this.asking === asking && !asking.signal.aborted) this.fail(0);
    }
  }

  // While there is nothing to tell but this.
  say(words) {
    this.headline.textContent = words;
    this.rule.textContent = "";
    this.chip.hidden = this.again.hidden = true;
    this.told.replaceChildren();
    this.dialog.classList.toggle("looking", words === LOOKING);
    this.paint();
  }

  fill(content) {
    this.say(content.sentence);
    this.rule.textContent = `Because ${content.rule}.`;
    this.chip.hidden = false;
    this.chip.textContent = content.relation[0].toUpperCase() + content.relation.slice(1);
    this.chip.dataset.kind = KINDS[content.relation];
    this.told.replaceChildren(...tell(content));
    this.told.scrollTop = 0;
    this.stage.exchange(content.look);
    this.paint();
  }

  fail(status, error) {
    const moved = status === 410 || status === 404;
    this.say(moved
      ? "The dataset was indexed again meanwhile. Close this view and reload the page."
      : error ?? "The pictures are here, but the server does not tell more about them.");
    this.again.hidden = moved;
    this.holdFocus();
  }

  setMode(mode) {
    const at = MODES.findIndex(([name]) => name === mode);
    if (this.modes.includes(this.dialog.getRootNode().activeElement)) this.modes[at].focus();
    this.stage.setMode(mode);
    this.paint();
  }

  paint() {
    const { stage, grid } = this;
    this.modes.forEach((one, at) => press(one, MODES[at][0] === stage.mode));
    this.flip.hidden = stage.mode !== "flip"; // one takes the other's place: nothing moves
    this.match.hidden = !this.flip.hidden;
    this.flip.firstChild.textContent = stage.flipped ? "Show A" : "Show B";
    press(this.align, stage.aligned);
    press(this.match, stage.points && !stage.stacked);
    this.align.disabled = !stage.canAlign;
    this.match.disabled = !stage.canAlign || stage.stacked;
    this.align.title = stage.canAlign ? "Lay B over A (L)" : "No way to lay one over the other is known";
    stage.note.textContent = stage.mode === "difference" ? "Black is equal; shown 4 times as strong." : "";
    if (this.left === undefined) return;
    this.holdFocus();
    this.paintFates();
    const said = this.verdict();
    this.said.forEach((one, at) => press(one, at === said));
    this.paintTools();
  }

  // What happens to the two; a picture that is in no group is simply kept.
  paintFates() {
    const { grid, stage } = this;
    const kept = [this.left, this.right].map((row) => {
      const member = grid.memberOf(row);
      return member === undefined ? null : grid.kept(member);
    });
    kept.forEach((keep, at) => {
      const { fate } = stage.sides[at];
      fate.hidden = keep === null;
      fate.textContent = fateInWords(grid, keep);
      fate.classList.toggle("drop", !keep);
    });
    this.fate.hidden = kept[1] === null || grid.looking;
    this.verdictsOf.hidden = grid.looking;
    this.fate.firstChild.textContent = kept[1] ? "Remove B" : "Keep B";
  }

  // The place in VERDICTS of what was said of the two, as far as the page knows: of the best of a
  // group to its members, and of what was just said.
  verdict() {
    const { grid, left, right } = this;
    const now = grid.acts.ahead.findLast(({ act, members, right: other }) =>
      act === "verdict" && members.length === 1 && other.length === 1
      && [left, right].includes(members[0][0]) && [left, right].includes(other[0]));
    if (now) return VERDICTS.indexOf(now.verdict);
    for (const [best, row] of [[left, right], [right, left]]) {
      const member = grid.memberOf(row);
      if (member !== undefined && grid.memberOf(best) === grid.groups.start[groupOf(grid.groups, member)]) {
        return grid.verdictOf(member);
      }
    }
    return -1;
  }

  // Keys must go on working when the button that was pressed is gone or of no use any more.
  holdFocus() {
    const focused = this.dialog.getRootNode().activeElement;
    const usable = focused && this.dialog.contains(focused) && focused.offsetParent !== null;
    if (!usable || focused.disabled) this.stage.element.focus({ preventScroll: true });
  }

  paintTools() {
    this.percent.firstChild.textContent = `${Math.round(100 * this.stage.zoom.by)} %`;
  }

  click(event) {
    if (event.target === this.dialog) return this.dialog.close();
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "close") this.dialog.close();
    else if (act === "again") this.ask([this.left, this.right]);
  }

  // On to the next picture of the strip that is not A.
  step(by) {
    const { rows } = this.strip;
    let next = rows.indexOf(this.right) + by;
    if (rows[next] === this.left) next += by;
    if (rows[next] !== undefined) this.show(this.left, rows[next]);
  }

  // The keys on the buttons; some change when people choose others.
  paintKeys() {
    for (const one of this.dialog.querySelectorAll("kbd[data-key]")) {
      one.textContent = this.grid.keymap.inWords(one.dataset.key);
    }
  }

  remove() { this.stage.remove(); }
}

function tool(words, id, act, label) {
  const one = button("tool", undefined, undefined, label);
  one.append(make("span", "", words));
  if (id) {
    const key = make("kbd", "key");
    key.dataset.key = id;
    one.append(key);
  }
  one.addEventListener("click", act);
  return one;
}

function press(one, on) { one.setAttribute("aria-pressed", String(on)); }
