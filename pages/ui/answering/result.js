// What all answers together say: the recommended threshold, precision and recall at every one.

import { button, make } from "../grid/dom.js";
import { Chart } from "./chart.js";
import { headed, line } from "./pair.js";

const SOURCES = [
  "Pairs are drawn at random within ranges of distance; ranges near the boundary have more answers, and every pair drawn counts for as many as it stands for.",
  "Numbers of duplicates: D. Horvitz and D. Thompson (1952); shares: J. Hájek (1971); ranges: T. Dalenius and J. Hodges (1959).",
  "Bands: a hidden Markov model in which duplicates get rarer with the distance (L. Rabiner, 1989; S. Chib, 1996), after an idea of F. Ramsey (1972); at the ends as C. Clopper and E. Pearson (1934).",
  "Whether more answers would change the recommendation: a preposterior analysis (H. Raiffa and R. Schlaifer, 1961). In simulations on data with known truth the bands held it in 92 to 98 of 100 runs.",
];

const SETTLED = {
  null: "Looking whether more answers would change this …",
  true: "✓ 30 more answers would hardly change this.",
  false: "More answers may still change this.",
};

export class Result {
  constructor(use) {
    this.element = make("aside", "result");
    this.element.setAttribute("aria-label", "What the answers say");
    this.card = make("section", "advice");
    this.card.setAttribute("aria-live", "polite");
    this.others = make("p", "others quiet");
    this.shares = new Chart({
      title: "Precision and recall", scale: (value) => value, lines: [
        { name: "precision", words: "precision" }, { name: "recall", words: "recall" },
      ],
      ticks: () => [0, 0.25, 0.5, 0.75, 1].map((value) => [value, `${100 * value} %`]),
      read: (cell) => `precision ${this.share("precision", cell)}, recall ${this.share("recall", cell)}`,
    });
    this.false = new Chart({
      title: "Expected false pairs", lines: [{ name: "false", words: "false pairs" }],
      scale: (value, largest) => Math.log1p(value) / Math.log1p(largest),
      ticks: (largest) => tens(largest).map((value) => [value, short(value)]),
      read: (cell) => `${this.number(cell)} false of ${whole(this.told.curve.pairs[cell])} pairs`,
    });
    this.table = make("details", "numbers");
    this.meaning = make("details", "meaning");
    this.use = use;
    this.element.append(this.card, this.shares.element, this.false.element, this.table, this.meaning, this.method(), this.others);
    this.element.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-act=use]");
      if (pressed) use(this.told.advice.threshold);
    });
  }

  set(data) {
    this.data = data;
    if (this.told) this.show(this.told);
  }

  // Who else is at this dataset.
  beside(others) {
    const names = [...new Set(others.map(({ reviewer }) => reviewer))];
    this.others.textContent = names.length ? `Also here: ${names.join(", ")}. Nobody is given a pair that another one has.` : "";
  }

  show(told) {
    this.told = told;
    const { curve, advice } = told, { unit } = this.data;
    this.now = nearest(curve.thresholds, this.data.threshold);
    const common = { said: curve.said, now: this.now, advised: advice.cell, unit };
    this.shares.show({ ...common, bands: { precision: curve.precision, recall: curve.recall } });
    this.false.show({ ...common, bands: { false: curve.false } });
    this.paintCard();
    this.paintTable();
    this.paintMeaning();
  }

  paintCard() {
    const { advice, enough, counted, least, settled, draw } = this.told, parts = [];
    if (!draw.pairs) {
      parts.push(make("h3", "", "Nothing to recommend"), make("p", "", "No two pictures are this close at any threshold. Another method may find some."));
    } else if (!enough) {
      parts.push(make("h3", "", "Not enough answers yet"), meter(counted, least));
      parts.push(make("p", "", `${counted} of the ${least} answers that a recommendation takes. The bands below hold already; they are only wide.`));
    } else if (advice.cell === null) {
      parts.push(make("h3", "", "No threshold meets this goal"), make("p", "", advice.why));
      parts.push(make("p", "quiet", "Choose a goal that asks for less, or answer more pairs."));
    } else {
      parts.push(make("h3", "", `Recommended: ${advice.said}`), this.at(advice.cell));
      if (advice.why) parts.push(make("p", "", advice.why));
      parts.push(this.useButton());
    }
    if (enough && draw.drawn) parts.push(make("p", "settled", SETTLED[String(settled)]));
    this.card.classList.toggle("advised", enough && advice.cell !== null);
    this.replaceKeepingFocus(parts);
  }

  replaceKeepingFocus(parts) {
    const active = this.card.getRootNode().activeElement, held = active && this.card.contains(active);
    this.card.replaceChildren(...parts);
    if (held) this.card.querySelector("[data-act=use]")?.focus({ preventScroll: true });
  }

  useButton() {
    const used = this.told.advice.cell === this.now;
    const one = button("plain primary", used ? "This threshold is in use" : "Use this threshold", "use");
    one.disabled = used;
    return one;
  }

  at(cell) {
    const list = make("dl", "at-advice"), { pairs } = this.told.curve;
    const add = (term, words) => list.append(make("dt", "", term), make("dd", "", words));
    add("Precision", this.share("precision", cell));
    add("Recall", this.share("recall", cell));
    add("False pairs", `${this.number(cell)} of ${whole(pairs[cell])}`);
    return list;
  }

  paintTable() {
    const { curve } = this.told, table = make("table"), body = make("tbody");
    curve.said.forEach((said, cell) => {
      const name = [cell === this.now && "now", cell === this.told.advice.cell && "advised"].filter(Boolean).join(" ");
      const row = line(name, said, whole(curve.pairs[cell]));
      row.append(...["precision", "recall", "false"].map((of) => this.banded(of, cell)));
      body.append(row);
    });
    table.append(headed(["Up to", "Pairs", "Precision", "Recall", "False"]), body);
    const { scrollTop } = this.table.querySelector(".scrolls") ?? {};
    const box = make("div", "scrolls");
    box.tabIndex = 0;
    box.append(table);
    this.table.replaceChildren(make("summary", "", "All numbers as a table"), box);
    box.scrollTop = scrollTop ?? 0;
  }

  paintMeaning() {
    const { curve, draw } = this.told, at = curve.said[this.now] ?? "", { scene } = this.data;
    const pairs = whole(curve.pairs[this.now] ?? 0), loosest = curve.said.at(-1) ?? "";
    const counts = scene ? "duplicates or the same scene" : "duplicates; the same scene does not count";
    this.meaning.replaceChildren(
      make("summary", "", "What precision and recall mean here"),
      make("p", "", `Precision: of the ${pairs} pairs found at ${at}, the share that you would call ${counts}. The others are false pairs.`),
      make("p", "", `Recall: of all such pairs among the ${whole(draw.pairs)} up to ${loosest}, the share that is found. What this method puts further apart is in no number here.`),
      make("p", "", "Two files with the same content count as duplicates; nobody is asked about them."),
    );
  }

  method() {
    this.how = make("details", "how");
    this.how.append(make("summary", "", "How this is estimated"), ...SOURCES.map((words) => make("p", "", words)));
    this.drawn = make("p", "quiet");
    this.how.append(this.drawn);
    this.how.addEventListener("toggle", () => {
      const { draw } = this.told ?? {};
      if (draw) this.drawn.textContent = `Drawn around ${draw.around}, seed ${draw.seed}: the same pairs in the same order for everybody, at every sitting.`;
    });
    return this.how;
  }

  // The estimate with its band below it.
  banded(of, cell) {
    const [low, middle, high] = this.told.curve[of].map((column) => column[cell]), data = make("td");
    const counts = of === "false", words = counts ? whole : percent, unit = counts ? "" : " %";
    data.append(middle === null ? "?" : `${words(middle)}${unit}`, make("small", "", `${words(low)}–${words(high)}${unit}`));
    return data;
  }

  share(name, cell) {
    const [low, middle, high] = this.told.curve[name].map((column) => column[cell]);
    return middle === null ? `${percent(low)}–${percent(high)} %` : `${percent(middle)} % (${percent(low)}–${percent(high)} %)`;
  }

  number(cell) {
    const [low, middle, high] = this.told.curve.false.map((column) => column[cell]);
    const band = `${whole(low)}–${whole(high)}`;
    return middle === null ? band : `about ${whole(middle)} (${band})`;
  }
}

const whole = (value) => (value === null ? "?" : Math.round(value).toLocaleString("en-GB"));

// Never 0 for something or 100 for not all.
function percent(share) {
  if (share === null) return "?";
  const value = 100 * share;
  if (value > 0 && value < 1) return value.toFixed(1);
  return value > 99 && value < 100 ? (Math.floor(10 * value) / 10).toFixed(1) : value.toFixed(0);
}

function short(value) {
  if (value >= 1e6) return `${value / 1e6} M`;
  return value >= 1e3 ? `${value / 1e3} k` : String(value);
}

// 0, 1, 10, 100 … up to the largest value.
function tens(largest) {
  const found = [0];
  for (let value = 1; value <= largest; value *= 10) found.push(value);
  return found;
}

function nearest(thresholds, wanted) {
  let best = -1;
  thresholds.forEach((value, cell) => {
    if (best < 0 || Math.abs(value - wanted) < Math.abs(thresholds[best] - wanted)) best = cell;
  });
  return best;
}

function meter(value, most) {
  const bar = make("progress", "done");
  bar.max = most;
  bar.value = Math.min(value, most);
  bar.setAttribute("aria-label", "Answers towards a recommendation");
  return bar;
}
