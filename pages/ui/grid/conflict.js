// Two people decided about the same pictures. Both decisions are shown side by side, and a person
// chooses; nothing is overwritten and nothing is dropped without a word.

import { sheet, showOver } from "./apart.js";
import { button, make } from "./dom.js";
import { CHUNK, fileName } from "./rows.js";

const MOST_PICTURES = 24; // a side; those decided differently come first
const MINUTE_S = 60, HOUR_S = 3600, DAY_S = 86400;

// When it is closed: empty for mine, else the words that say what is not saved. Escape is theirs,
// which is on disk already.
// rows: the facts that the act's row numbers are about
export function conflictShown(grid, act, answer, rows = grid.rows) {
  const theirs = theirsOf(answer.conflict), mine = mineOf(act, rows);
  const dialog = make("dialog", "conflict");
  dialog.append(style(), ...head(theirs), sides(rows, theirs, mine));
  dialog.setAttribute("aria-labelledby", "conflict-title");
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act) dialog.close(act);
    event.stopPropagation();
  });
  showOver(grid, dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue !== "mine") return resolve(notSaved(mine, theirs));
      grid.say(`Your decision stands; that of ${theirs.who} stays in the log.`);
      resolve("");
    });
  });
}

const notSaved = (mine, theirs) =>
  `Not saved: ${mine.said.charAt(0).toLowerCase()}${mine.said.slice(1)}. What ${theirs.who} decided stays.`;

export const style = () => sheet("conflict.css");

function head(theirs) {
  const title = make("h2", "", `${theirs.who} decided about these pictures before you`);
  title.id = "conflict-title";
  title.tabIndex = -1; // not a button: whoever goes on pressing Enter must not choose unseen
  title.autofocus = true;
  return [title, make("p", "rule", "Nothing was overwritten. Look at both and choose which one stays.")];
}

function sides(rows, theirs, mine) {
  const box = make("div", "sides"), pictures = picturesOf(rows, theirs, mine);
  const keep = button("plain", `Keep ${theirs.who}’s`, "theirs");
  box.append(
    decision(rows.base, { ...theirs, when: ago(theirs.at) }, pictures, 0, keep),
    decision(rows.base, { ...mine, who: "You", when: "now" }, pictures, 1, button("plain", "Use mine", "mine")),
  );
  return box;
}

// One decision: who, when, in words, and what happens to each picture, the same ones in the same
// order on both sides. pictures: [{ name, row, keeps: [side 0, side 1] }], row null: no thumbnail.
export function decision(base, { who, when, said }, pictures, side, foot) {
  const box = make("section", "decision"), line = make("p", "who");
  line.append(make("strong", "", who), make("span", "when", when));
  const list = make("ul", "pictures");
  for (const picture of pictures.slice(0, MOST_PICTURES)) list.append(tile(base, picture, side));
  box.append(line, make("p", "said", said), list);
  const rest = pictures.length - MOST_PICTURES;
  if (rest > 0) box.append(make("p", "rest", `and ${rest.toLocaleString("en-GB")} more`));
  if (foot) box.append(foot);
  return box;
}

const differs = ({ keeps: [one, other] }) => one !== null && other !== null && one !== other;

function tile(base, picture, side) {
  const keep = picture.keeps[side], item = make("li", "decided"), image = make("img");
  image.alt = "";
  if (picture.row !== null) image.src = `${base}thumb/${picture.row}.jpg`;
  const words = keep === null ? "not mentioned" : keep ? "✓ Keep" : "✕ Remove";
  item.classList.add(keep === null ? "open" : keep ? "kept" : "removed");
  item.classList.toggle("differs", differs(picture));
  item.title = picture.name;
  item.append(image, make("span", "fate", words), make("span", "name", fileName(picture.name)));
  return item;
}

// All that others said meanwhile, as one decision: the last word on each picture.
function theirsOf(said) {
  const keeps = new Map(), last = said.at(-1);
  for (const entry of said) {
    for (const path of entry.keeps) keeps.set(path, true);
    for (const path of entry.removes) keeps.set(path, false);
  }
  return { who: [...new Set(said.map((entry) => entry.reviewer))].join(" and "), at: last.at, said: last.said, keeps };
}

// Both decisions by path. Theirs may name pictures that are in no group here.
function picturesOf(rows, theirs, mine) {
  const paths = [...new Set([...mine.keeps.keys(), ...theirs.keeps.keys()])];
  const found = paths.map((path) => ({
    name: path, row: rowOf(rows, path),
    keeps: [theirs.keeps.get(path) ?? null, mine.keeps.get(path) ?? null],
  }));
  return [...found.filter(differs), ...found.filter((picture) => !differs(picture))];
}

// The row of a path among those that were on screen, else null.
function rowOf(rows, path) {
  for (const [number, chunk] of rows.chunks) {
    const at = chunk.path ? chunk.path.indexOf(path) : -1;
    if (at >= 0) return number * CHUNK + at;
  }
  return null;
}

// What was decided here: in words, and by path whether it is kept (null: nothing said of it).
function mineOf(act, rows) {
  const all = act.act === "not duplicates", keeps = new Map();
  for (const row of act.right ?? []) keeps.set(rows.get(row)?.path ?? "", null);
  for (const [row, keep] of act.members ?? []) keeps.set(rows.get(row)?.path ?? "", all || (keep ?? null));
  return { said: inWords(act, [...keeps.values()]), keeps };
}

const counted = (count) => `${count.toLocaleString("en-GB")} ${count === 1 ? "picture" : "pictures"}`;

function inWords({ act, verdict, text, members = [], right = [] }, keeps) {
  const kept = keeps.filter((keep) => keep === true).length;
  const removed = keeps.filter((keep) => keep === false).length;
  const fates = [kept && `keep ${counted(kept)}`, removed && `remove ${counted(removed)}`];
  const fate = fates.filter(Boolean).join(", ") || "as suggested";
  const decided = fate.charAt(0).toUpperCase() + fate.slice(1);
  return {
    accept: decided, mark: decided,
    "not duplicates": `Not duplicates, keep all ${counted(members.length)}`,
    verdict: verdict ? `Judged ${verdict}` : "A verdict taken back",
    split: `Split ${counted(members.length)} from ${right.length.toLocaleString("en-GB")}`,
    skip: "Left for later", reopen: "Opened again", note: `Note “${text}”`,
    undo: "The last decision taken back", redo: "A decision brought back",
  }[act] ?? act;
}

// How long ago a time of the log was, in words.
export function ago(at) {
  const seconds = (Date.now() - Date.parse(at)) / 1000;
  if (!(seconds >= MINUTE_S)) return "just now";
  if (seconds < HOUR_S) return `${Math.floor(seconds / MINUTE_S)} min ago`;
  if (seconds < DAY_S) return `${Math.floor(seconds / HOUR_S)} h ago`;
  return new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
}
