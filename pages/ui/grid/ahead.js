// What is on screen before the page knows of it: the newest word on each row and group, from acts
// that are not stored yet or not drawn yet. Groups are known by their first row.

import { DECIDED, OPEN, SKIPPED, VERDICTS } from "./payload.js";

const STATUS = { accept: DECIDED, "not duplicates": DECIDED, skip: SKIPPED, reopen: OPEN };

export const nothingAhead = () => ({
  keep: new Map(), verdict: new Map(), leaving: new Set(), status: new Map(), veil: new Map(),
  note: new Map(), savingRows: new Set(), savingGroups: new Set(),
});

export function aheadOf(acts) {
  const ahead = nothingAhead();
  for (const act of acts.ahead) foresee(ahead, act);
  for (const act of acts.waiting) {
    for (const [row] of act.members ?? []) ahead.savingRows.add(row);
    if (act.first !== undefined) ahead.savingGroups.add(act.first);
  }
  return ahead;
}

function foresee(ahead, act) {
  const rows = (act.members ?? []).map(([row]) => row);
  if (act.act === "mark" || act.act === "accept") {
    for (const [row, keep] of act.members) ahead.keep.set(row, keep);
  }
  if (act.act === "split" || act.verdict === "different") rows.forEach((row) => ahead.leaving.add(row));
  if (act.act === "verdict" && act.right.includes(act.first)) {
    rows.forEach((row) => ahead.verdict.set(row, VERDICTS.indexOf(act.verdict)));
  }
  if (act.act in STATUS) ahead.status.set(act.first, STATUS[act.act]);
  if (act.act === "not duplicates") ahead.veil.set(act.first, "Not duplicates.");
  if (act.act === "note") ahead.note.set(act.first, act.text);
}
