// What the page sends, little-endian: int32 length, JSON of that length (padded to 4 bytes), then
// int32 groups, int32 members, int32 start[groups + 1], int32 row[members],
// float32 distance[members], uint8 flags[members] (1 kept, 2 marked, 4 a part differs
// from the best).
// The keeper is the first member of its group.

export const KEPT = 1, DIFFERS = 4;

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
  const start = take(Int32Array, count + 1), row = take(Int32Array, members);
  const distance = take(Float32Array, members), flags = take(Uint8Array, members).slice();
  return [about, { count, members, start, row, distance, flags }];
}

export const none = () => ({
  count: 0, members: 0, start: new Int32Array(1), row: new Int32Array(0),
  distance: new Float32Array(0), flags: new Uint8Array(0),
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
