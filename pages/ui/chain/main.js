// A group closely: its weakest pair, its bridge, its graph, and what the other rules make of it.

import { Enlarged } from "../activity/enlarge.js";
import { button, make } from "../grid/dom.js";
import { Graph } from "./graph.js";

const stages = new WeakMap();

export function render(component) {
  const root = component.parentElement.querySelector(".chain");
  let stage = stages.get(root);
  if (!stage) stages.set(root, (stage = new Stage(root)));
  stage.update(component);
}

export function remove(parent) {
  stages.delete(parent.querySelector(".chain"));
}

class Stage {
  constructor(root) {
    this.root = root;
    this.enlarged = new Enlarged();
    this.body = make("div", "body");
    root.replaceChildren(this.body, this.enlarged.dialog);
    root.addEventListener("click", (event) => this.click(event));
  }

  update(component) {
    this.component = component;
    const seen = JSON.stringify(component.data);
    if (seen === this.seen) return;
    this.seen = seen;
    this.data = component.data;
    this.root.dataset.members = this.data.members.length;
    this.body.replaceChildren(this.top(), this.graph(), this.under());
  }

  top() {
    const { weakest, bridge } = this.data, top = make("div", "top");
    top.append(
      this.pair("Weakest pair", "The two pictures of the group that are least alike.", weakest,
        "Too many pictures to measure every pair."),
      this.pair("Weakest bridge", "Where the fewest links hold the most pictures.", bridge,
        "Copies of one file and verdicts hold the whole group together: it cannot be split."),
    );
    if (bridge) top.lastElementChild.append(this.split(bridge));
    return top;
  }

  pair(title, meaning, found, none) {
    const card = make("section", "card");
    card.setAttribute("aria-label", title);
    card.append(make("h3", "", title), make("p", "quiet", meaning));
    if (!found) {
      card.append(make("p", "none", none));
      return card;
    }
    const both = make("div", "both");
    both.append(...found.rows.map((row) => this.tile(row)));
    card.append(both, make("p", "said", found.said));
    return card;
  }

  split({ sides, pairs }) {
    const box = make("div", "split"), ask = button("primary", "Split here …", "ask");
    const sure = make("div", "sure");
    sure.hidden = true;
    const many = pairs === 1 ? "1 pair" : `${pairs.toLocaleString("en")} pairs`;
    sure.append(
      make("p", "", `${sides[0]} and ${sides[1]} pictures, each different from all of the other side: `
        + `${many}. It holds at every strictness; Undo takes it back.`),
      button("primary", "Split the group", "split"), button("plain", "Cancel", "cancel"),
    );
    box.append(ask, sure);
    this.asking = { ask, sure };
    return box;
  }

  ask(open) {
    const { ask, sure } = this.asking;
    ask.hidden = open;
    sure.hidden = !open;
    (open ? sure.querySelector("button") : ask).focus();
  }

  tile(row, small = false) {
    const tile = make("figure", small ? "tile small" : "tile"), path = this.data.paths[row] ?? "";
    const pick = button("pick", undefined, "enlarge", `Enlarge ${path}`);
    const image = make("img");
    image.alt = "";
    image.loading = "lazy";
    image.src = `${this.data.base}thumb/${row}.jpg`;
    image.addEventListener("error", () => image.replaceWith(make("span", "gone", "no picture")));
    pick.picture = { path, source: image.src, large: `${this.data.base}large/${row}.jpg` };
    pick.append(image);
    tile.append(pick);
    pick.title = path;
    if (!small) {
      const name = make("figcaption", "name", path);
      name.title = path;
      tile.append(name);
    }
    return tile;
  }

  graph() {
    const { graph, said } = this.data, section = make("section", "card wide");
    section.setAttribute("aria-label", "Links");
    section.append(make("h3", "", "Links"), make("p", "quiet", said));
    if (graph.left_out) {
      section.append(make("p", "quiet", `Drawn are the ${graph.rows.length} pictures nearest to the `
        + `bridge; ${graph.left_out.toLocaleString("en")} more are in the group.`));
    }
    section.append(new Graph(this).element);
    if (graph.beyond.some(Boolean)) {
      const legend = make("p", "legend");
      legend.append(make("span", "dot near"), "the keeper’s side ", make("span", "dot far"), "beyond the bridge ",
        make("span", "stroke"), "links across");
      section.append(legend);
    }
    return section;
  }

  under() {
    const section = make("section", "card wide"), columns = make("div", "columns");
    section.setAttribute("aria-label", "Under each rule");
    section.append(make("h3", "", "What each rule makes of these pictures"), columns);
    columns.append(...this.data.under.map((rule) => this.rule(rule)));
    return section;
  }

  rule({ title, sentence, here, count, groups, alone, left_alone: many }) {
    const column = make("div", here ? "rule here" : "rule"), head = make("h4", "", title);
    if (here) head.append(make("span", "chip", "now"));
    const said = (number) => (number === 1 ? "1 group" : `${number.toLocaleString("en")} groups`);
    column.append(head, make("p", "quiet", sentence),
      make("p", "said", many ? `${said(count)}, ${many.toLocaleString("en")} in none` : said(count)));
    groups.forEach(({ size, rows }) => column.append(this.strip(`${size} pictures`, rows, size)));
    if (count > groups.length) column.append(make("p", "quiet", `… and ${said(count - groups.length)} more, not shown here.`));
    if (alone.length) column.append(this.strip("In no group", alone, many));
    return column;
  }

  strip(words, rows, size) {
    const strip = make("div", "strip");
    strip.setAttribute("role", "group");
    strip.setAttribute("aria-label", words);
    strip.append(make("span", "count", words), ...rows.map((row) => this.tile(row, true)));
    if (size > rows.length) strip.append(make("span", "more", `+ ${(size - rows.length).toLocaleString("en")}`));
    return strip;
  }

  click(event) {
    const pressed = event.target.closest("[data-act]"), act = pressed?.dataset.act;
    if (act === "enlarge") this.enlarged.show(pressed.picture);
    else if (act === "ask") this.ask(true);
    else if (act === "cancel") this.ask(false);
    else if (act === "split") {
      pressed.disabled = true;
      pressed.textContent = "Splitting …";
      this.component.setStateValue("split", Date.now());
    }
  }
}
