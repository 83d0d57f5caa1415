// Beside the curve: pairs that the last step added, and that the next one would add.

import { button, make } from "../grid/dom.js";
import { difference } from "./numbers.js";
import { counted, total } from "./words.js";

const AHEAD = 2; // stops on both sides whose thumbnails are fetched before anybody goes there
const A_STEP = 1e-6; // similarities are told apart down to this

export class Notches {
  constructor(stage) {
    this.stage = stage;
    this.box = make("aside", "notches");
    this.last = this.part("last");
    this.next = this.part("next");
    this.box.append(this.last.part, this.next.part);
    this.fetched = new Set();
    this.dialog = make("dialog", "both");
    this.dialog.setAttribute("aria-label", "A pair, enlarged");
    this.dialog.addEventListener("click", () => this.dialog.close());
    this.box.addEventListener("click", (event) => this.click(event));
  }

  part(name) {
    const part = make("section", `notch ${name}`), head = make("h3"), said = make("p", "quiet");
    const link = make("a", "plain", "See only these");
    link.target = "_self";
    link.title = "The groups on the Review page whose farthest picture this step brought in";
    const top = make("div", "notch-top"), pairs = make("div", "pairs");
    top.append(head, link);
    part.append(top, said, pairs);
    return { part, head, said, link, pairs, place: null };
  }

  // Distances of some hashes are even numbers only: an empty step shows the nearest one that is not.
  show() {
    const { at, curve } = this.stage, { pairs } = curve;
    let last = at, next = at + 1;
    while (last > 0 && !pairs[last]) last--;
    while (next < pairs.length && !pairs[next]) next++;
    this.fill(this.last, last, { from: last - 1, name: last === at ? "The last step added" : "The last step with pairs added" });
    if (next < pairs.length) this.fill(this.next, next, { from: at, name: "The next step would add" });
    else this.end(this.next, at);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ahead(), 120);
  }

  fill(box, place, { from, name }) {
    const { curve } = this.stage, pairs = curve.pairs[place], drawn = curve.drawn[place];
    box.head.textContent = pairs ? `${name} ${counted(pairs, "pair")}` : "No pair is this close";
    box.said.textContent = !pairs
      ? `Nothing is found at ${curve.said[this.stage.at]}.`
      : from < 0
      ? `${curve.said[0]}: the strictest`
      : `${this.short(from)} → ${curve.said[place]}: ${difference(this.stage, from, place)}`;
    this.offer(box.link, place);
    if (box.place === place && box.of === curve) return;
    box.place = place;
    box.of = curve;
    box.pairs.dataset.place = place;
    box.pairs.replaceChildren(...drawn.map((pair) => this.pair(pair)));
    if (!pairs) box.pairs.append(make("p", "none", curve.pairs.some(Boolean) ? "Move the marker to the right to look more loosely." : "No two pictures are this close at any threshold."));
    box.part.dataset.draw = pairs > drawn.length
      ? `${drawn.length} of ${pairs.toLocaleString("en")}, drawn at random: each had the same chance` : "";
  }

  // Pairs may join groups that are as wide without them: then there is nothing to see.
  offer(link, place) {
    const { curve, stakes } = this.stage, here = stakes[place];
    const groups = here && total(here.groups, place);
    link.textContent = here ? `See only ${groups === 1 ? "this" : "these"} ${counted(groups, "group")}` : "See only these";
    link.hidden = !curve.pairs[place] || groups === 0;
    link.href = this.address(place);
  }

  // A threshold before another one with its unit.
  short(place) {
    const { curve, data } = this.stage;
    return data.similarity ? curve.said[place] : curve.values[place];
  }

  end(box, at) {
    const last = at === this.stage.curve.values.length - 1;
    box.head.textContent = last ? "There is no next step" : "No step adds any more";
    box.said.textContent = last ? "This is the loosest threshold here." : "There is no pair beyond this threshold.";
    box.link.hidden = true;
    box.pairs.replaceChildren(make("p", "none", "Pairs farther apart are not searched for."));
    box.part.dataset.draw = "";
    box.place = null;
    delete box.pairs.dataset.place;
  }

  pair([left, right, apart, verdict]) {
    const { curve, data } = this.stage, pair = button("pair", undefined, "enlarge");
    const names = [curve.paths[left], curve.paths[right]];
    pair.shown = { rows: [left, right], names, apart, verdict };
    const shots = make("span", "shots");
    for (const row of [left, right]) {
      const image = make("img");
      image.alt = "";
      image.src = `${data.rows}thumb/${row}.jpg`;
      image.addEventListener("error", () => image.replaceWith(make("span", "gone", "no picture")));
      shots.append(image);
    }
    const line = make("span", "under");
    line.append(make("span", "apart", apart));
    if (verdict) line.append(make("span", `verdict ${verdict.replace(" ", "-")}`, verdict));
    pair.append(shots, line);
    pair.setAttribute("aria-label", `Enlarge ${names.join(" and ")}, ${apart}${verdict ? `, judged: ${verdict}` : ""}`);
    pair.title = names.join("\n");
    return pair;
  }

  // Review at the threshold of a step, with only the groups whose farthest picture it brought in.
  address(place) {
    const { curve, data } = this.stage, { values } = curve;
    const asked = { threshold: values[place] };
    if (place) Object.assign(asked, beyond(values[place - 1], data));
    return withQuery(data.review, asked);
  }

  ahead() {
    const { curve, data, at } = this.stage;
    for (let place = Math.max(0, at - AHEAD); place <= at + 1 + AHEAD; place++) {
      for (const [left, right] of curve.drawn[place] ?? []) {
        for (const row of [left, right]) {
          if (this.fetched.has(row)) continue;
          this.fetched.add(row);
          new Image().src = `${data.rows}thumb/${row}.jpg`;
        }
      }
    }
  }

  click(event) {
    const pressed = event.target.closest("[data-act=enlarge]");
    if (!pressed) return;
    const { rows, names, apart, verdict } = pressed.shown, { data } = this.stage;
    const both = make("div", "large-pair");
    rows.forEach((row, side) => {
      const figure = make("figure"), image = make("img");
      image.alt = names[side];
      image.style.backgroundImage = `url("${data.rows}thumb/${row}.jpg")`;
      image.onerror = () => { image.onerror = null; image.src = `${data.rows}thumb/${row}.jpg`; };
      image.src = `${data.rows}large/${row}.jpg`;
      figure.append(image, make("figcaption", "", names[side]));
      both.append(figure);
    });
    const bar = make("div", "bar-of-pair");
    bar.append(make("strong", "", apart), make("span", "quiet", verdict ? `judged: ${verdict}` : "nobody judged this pair"), make("span", "space"), button("plain", "Close", "close"));
    this.dialog.replaceChildren(bar, both);
    this.dialog.showModal();
  }
}

// The filter of the queue for groups whose farthest picture is farther than a threshold.
export function beyond(value, { spread, similarity }) {
  return similarity
    ? { [`${spread}_to`]: (Number(value) - A_STEP).toFixed(6) }
    : { [`${spread}_from`]: String(Number(value) + 1) };
}

export function within(value, { spread, similarity }) {
  return { [`${spread}_${similarity ? "from" : "to"}`]: value };
}

export function withQuery(address, asked) {
  const [path, query] = address.split("?"), all = new URLSearchParams(query);
  for (const [name, value] of Object.entries(asked)) all.set(name, value);
  return `${path}?${all}`;
}
