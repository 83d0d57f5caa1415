// What is said beside the pictures: distances, what looking closer found, facts.

import { make } from "../grid/dom.js";

const VIEWS = { none: "hardly moved", small: "moved a little", medium: "moved", large: "moved far" };

const probable = (p) => (p > 0.999 ? "over 0.999" : p.toFixed(3));

function table(name, heads, rows) {
  const element = make("table", name), head = make("tr");
  for (const words of heads) {
    const cell = make("th", "", words);
    cell.scope = "col";
    head.append(cell);
  }
  const top = make("thead"), body = make("tbody");
  top.append(head);
  body.append(...rows);
  element.append(top, body);
  return element;
}

function row(name, first, ...cells) {
  const line = make("tr", name), head = make("th", "", first);
  head.scope = "row";
  line.append(head);
  for (const cell of cells) {
    const data = make("td");
    data.append(...[cell].flat());
    line.append(data);
  }
  return line;
}

function section(title, ...content) {
  const part = make("section");
  part.append(make("h3", "", title), ...content);
  return part;
}

// The chosen method in full; of the others the sentences show when the pointer rests on them.
function distances(told) {
  const rows = told.map((one) => {
    const mark = make("span", one.within ? "within" : "beyond", one.within ? "✓" : "–");
    const said = make("span", "unseen", one.within ? "counts as duplicate, " : "does not count, ");
    const full = (words) => [make("small", one.chosen ? "" : "unseen", words)];
    const line = row(
      one.chosen ? "chosen" : "", one.title,
      [mark, said, make("b", "", one.value), ...full(one.threshold)],
      [make("b", "", one.word), ...full(one.meaning)],
    );
    line.title = `${one.threshold}; ${one.word}: ${one.meaning}`;
    return line;
  });
  return section("Distances", table("distances", ["Method", "Distance", "What that means"], rows));
}

function turned({ rotation, mirrored }) {
  const degrees = Math.abs(rotation).toFixed(1);
  const side = degrees === "0.0" || degrees === "180.0" ? ""
    : rotation > 0 ? " clockwise" : " counter-clockwise";
  return `${mirrored ? "mirrored, " : ""}${degrees}°${side}`;
}

function closer({ geometry, likeness, same_scene }) {
  const list = make("dl"), share = (value) => `${Math.round(100 * value)} %`;
  const add = (term, words) => list.append(make("dt", "", term), make("dd", "", words));
  if (likeness) {
    const how = likeness.aligned ? "aligned" : "frame on frame";
    add(`Difference, ${how}`, `${likeness.difference.toFixed(1)} %`);
    add("Agreement, 1 is equal", likeness.agreement.toFixed(3));
  }
  if (geometry) {
    add("Matching details", `${geometry.inliers} of ${geometry.matches} agree`);
    add("Camera", VIEWS[geometry.view]);
    add("Turned in the plane", turned(geometry));
    add("Part of A that is in B", share(geometry.overlap));
  } else {
    add("Matching details", "none that agree on one arrangement");
  }
  if (same_scene !== null) add("Probability of one scene", probable(same_scene));
  return section("Laid on each other", list);
}

function facts(told) {
  const rows = told.map((fact) => {
    const note = fact.note ? [make("small", "", fact.note)] : [];
    const line = row(fact.differs ? "differs" : "", fact.title, fact.left, [fact.right, ...note]);
    if (fact.differs) line.firstChild.append(make("span", "unlike", "≠"), make("span", "unseen", "differs"));
    return line;
  });
  return section("Facts", table("facts", ["Fact", "A", "B"], rows));
}

export const tell = (content) => [
  distances(content.distances), closer(content.look), facts(content.facts),
];
