// What the page sends, little-endian: int32 length, JSON of that length (padded to 4 bytes), then
// int32 groups, int32 members, int32 start[groups + 1], int32 row[members],
// int32 closedAt[groups] (s since 1970), float32 distance[members], int16 closer[groups] (place
// in `closers`, -1 nobody), uint8 flags[members] (1 kept, 2 marked, 4 a part differs from the
// best, 8 joined by a verdict on others), int8 verdict[members] (of the best to each: -1 none, else place in VERDICTS),
// int8 status[groups] (OPEN …), int8 kind[groups] (1 a placeholder: what was a group before).
// The keeper is the first member of its group.
//
// The JSON: where to ask (base, acts, presence), the setting (setting, method, asked, threshold,
// rule, unit, words, similar, notches), who reviews (reviewer, blind) and what they know (seen:
// id of the newest entry of the log; undo, redo: in words, empty when there is none; closers:
// names; notes: group → [text, who]), `looking`: nothing can be decided here, and `empty`: why there
// is no group.

export const KEPT = 1, DIFFERS = 4, JOINED = 8;
export const OPEN = 0, DECIDED = 1, CHANGED = 2, SKIPPED = 3;
export const DUPLICATE = 0, SAME_SCENE = 1, DIFFERENT = 2;
export const VERDICTS = ["duplicate", "same scene", "different"];

// [what it is about, the groups]
export function decode(bytes) {
  const { buffer, byteOffset } = bytes.byteOffset % 4 ? bytes.slice() : bytes;
  let at = byteOffset;
  const take = (Kind, length) => {
    const column = new Kind(buffer, at, length);
    at += column.byteLength;
    return column;
  };
  const [length] = take(Int32Array, 1);
  const about = JSON.parse(new TextDecoder().decode(take(Uint8Array, length)));
  const [count, members] = take(Int32Array, 2);
  const groups = {
    count, members,
    start: take(Int32Array, count + 1), row: take(Int32Array, members),
    closedAt: take(Int32Array, count), distance: take(Float32Array, members),
    closer: take(Int16Array, count), flags: take(Uint8Array, members),
    verdict: take(Int8Array, members), status: take(Int8Array, count), kind: take(Int8Array, count),
  };
  return [about, groups];
}

export const none = () => ({
  count: 0, members: 0, start: new Int32Array(1), row: new Int32Array(0),
  closedAt: new Int32Array(0), distance: new Float32Array(0), closer: new Int16Array(0),
  flags: new Uint8Array(0), verdict: new Int8Array(0), status: new Int8Array(0),
  kind: new Int8Array(0),
});

export function groupOf(groups, member) {
  let low = 0, high = groups.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (groups.start[middle] <= member) low = middle;
    else high = middle - 1;
  }
  return low;
}

export const sizeOf = (groups, group) => groups.start[group + 1] - groups.start[group];

// The first member of a group, and its row, by which the group is known when others change.
export const firstRow = (groups, group) => groups.row[groups.start[group]];

export const membersOf = (groups, group) =>
  Array.from({ length: sizeOf(groups, group) }, (_, at) => groups.start[group] + at);

// Rows by member, backwards; a group comes before a placeholder that still holds the row.
export function membersByRow(groups) {
  const found = new Map();
  for (const placeholders of [1, 0]) {
    for (let group = 0; group < groups.count; group++) {
      if (groups.kind[group] !== placeholders) continue;
      for (let m = groups.start[group]; m < groups.start[group + 1]; m++) found.set(groups.row[m], m);
    }
  }
  return found;
}

const sameNumbers = (a, b) => a.length === b.length && a.every((value, at) => value === b[at]);

// Whether the same pictures are in the same groups.
export const sameGroups = (a, b) =>
  sameNumbers(a.row, b.row) && sameNumbers(a.start, b.start) && sameNumbers(a.kind, b.kind);
