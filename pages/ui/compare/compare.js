// The compare view: two pictures of a group, and everything that is known about the pair.

import { button, make } from "../grid/dom.js";
import { groupOf } from "../grid/payload.js";
import { fileName } from "../grid/rows.js";
import { MODES, Stage } from "./stage.js";
import { Strip } from "./strip.js";
import { tell } from "./told.js";

const ZOOM = 1.4, NUDGE = 0.08, SPLIT = 0.02; // times; shares of a pane
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
    this.strip = new Strip((member) => this.show(this.left, member));
    this.told = make("aside", "told");
    this.told.tabIndex = 0;
    this.told.setAttribute("aria-label", "Evidence");
    const middle = make("div", "middle"), pictures = make("div", "pictures");
    pictures.append(this.tools(), this.stage.element, this.strip.element);
    middle.append(pictures, this.told);
    this.dialog.append(this.head(), middle);
    this.dialog.addEventListener("click", (event) => this.click(event));
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("close", () => this.closed());
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
    head.append(this.chip, words, this.state, this.again, button("plain", "Close", "close"));
    return head;
  }

  tools() {
    const bar = make("div", "tools"), modes = make("div", "modes"), act = (key) => this.acts()[key];
    modes.setAttribute("role", "group");
    modes.setAttribute("aria-label", "How the pictures are shown");
    this.modes = MODES.map(([mode, words], at) => tool(words, String(at + 1), () => this.setMode(mode)));
    modes.append(...this.modes);
    this.flip = tool("Show B", "F", act("f"));
    this.align = tool("Aligned", "L", act("l"));
    this.match = tool("Matches", "M", act("m"));
    this.swap = tool("Swap", "S", act("s"));
    this.percent = tool("100 %", "0", act("0"));
    this.fate = tool("", "X", act("x"));
    const less = tool("−", "", act("-"), "Zoom out"), more = tool("+", "", act("+"), "Zoom in");
    bar.append(
      modes, this.align, this.match, this.flip, less, this.percent, more, this.swap,
      make("span", "space"), this.fate,
    );
    return bar;
  }

  // Two members of one group. It opens over whatever is open.
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

  // A member beside the best of its group; the best one beside the next best.
  openWith(member) {
    const { groups } = this.grid, keeper = groups.start[groupOf(groups, member)];
    this.open(keeper, Math.max(member, keeper + 1), member);
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
    const { grid } = this, { groups } = grid, group = groupOf(groups, left);
    Object.assign(this, { left, right });
    const rows = [groups.row[left], groups.row[right]];
    this.stage.show(rows.map((row) => this.picture(row)));
    this.strip.show({
      first: groups.start[group], end: groups.start[group + 1], left, right,
      thumb: (member) => `${grid.base}thumb/${groups.row[member]}.jpg`,
      label: (member) => this.name(groups.row[member]),
    });
    this.paint();
    await this.ask(rows);
  }

  name(row) {
    const facts = this.grid.rows.get(row);
    return facts ? fileName(facts.path) : `picture ${row + 1}`;
  }

  picture(row) {
    const { base, rows } = this.grid, facts = rows.get(row);
    return {
      thumb: `${base}thumb/${row}.jpg`, large: `${base}large/${row}.jpg`,
      width: facts?.width, height: facts?.height, name: this.name(row),
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
    [this.left, this.right].forEach((member, at) => {
      const kept = grid.kept(member), { fate } = stage.sides[at];
      fate.textContent = kept ? "✓ Keep" : "✕ Remove";
      fate.classList.toggle("drop", !kept);
    });
    this.fate.firstChild.textContent = grid.kept(this.right) ? "Remove B" : "Keep B";
    this.paintTools();
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
    else if (act === "again") this.ask([this.left, this.right].map((m) => this.grid.groups.row[m]));
  }

  // On to the next picture of the group that is not A.
  step(by) {
    const { start } = this.grid.groups, group = groupOf(this.grid.groups, this.left);
    let next = this.right + by;
    if (next === this.left) next += by;
    if (next >= start[group] && next < start[group + 1]) this.show(this.left, next);
  }

  arrow(x, y) {
    const { stage } = this;
    if (stage.mode === "swipe" && x) stage.setSplit(stage.split + x * SPLIT);
    else stage.pan(-x * NUDGE, -y * NUDGE);
  }

  acts() {
    const { stage } = this, change = (act) => () => { act(); this.paint(); };
    const acts = {
      f: change(() => {
        if (stage.mode === "flip") return stage.flip();
        stage.flipped = true;
        return this.setMode("flip");
      }),
      l: change(() => stage.align(!stage.aligned)),
      m: change(() => { stage.points = !stage.points; stage.draw(); }),
      s: () => this.show(this.right, this.left),
      x: change(() => this.grid.toggle(this.right)),
      "+": () => stage.zoomBy(ZOOM),
      "=": () => stage.zoomBy(ZOOM),
      "-": () => stage.zoomBy(1 / ZOOM),
      0: () => stage.zoomBy(0),
      ",": () => this.step(-1),
      ".": () => this.step(1),
      ArrowLeft: () => this.arrow(-1, 0),
      ArrowRight: () => this.arrow(1, 0),
      ArrowUp: () => this.arrow(0, -1),
      ArrowDown: () => this.arrow(0, 1),
    };
    MODES.forEach(([mode], at) => { acts[at + 1] = () => this.setMode(mode); });
    return acts;
  }

  key(event) {
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = event.key.startsWith("Arrow");
    if (arrow && event.target.closest(".told, .strip")) return; // they scroll
    if (arrow && this.stage.mode !== "swipe" && this.stage.zoom.by === 1) return;
    const act = this.acts()[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  remove() { this.stage.remove(); }
}

function tool(words, key, act, label) {
  const one = button("tool", undefined, undefined, label);
  one.append(make("span", "", words));
  if (key) one.append(make("kbd", "key", key));
  one.addEventListener("click", act);
  return one;
}

function press(one, on) { one.setAttribute("aria-pressed", String(on)); }
