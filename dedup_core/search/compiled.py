"""The loops of the searches compiled with numba; cached on disk after the first use.

They run without the interpreter lock, and plain threads run them side by side: numba's own threads
must not be entered twice at once. What makes them fast: slices are indexed from 0 (otherwise a
check for negative indices keeps the compiler from vectorising: 2 instead of 13 G pairs a second),
and a block of pairs is first asked for its smallest distance only; few blocks have a hit.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Keys = NDArray[np.uint64]
Rows = NDArray[np.int32]
Buckets = tuple[Words, Rows, Rows]  # codes by bucket, their rows, where each bucket begins
Four = tuple[np.uint64, np.uint64, np.uint64, np.uint64]
BLOCK = 64  # codes that four others are compared with at once
ROOM = 4 * BLOCK  # free places that a block may need


@njit(inline="always")
def ones_in(word: np.uint64) -> np.uint64:
    """Number of set bits (Hacker's Delight, figure 5-2); the compiler makes a popcount of it."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + (
        (word >> np.uint64(2)) & np.uint64(0x3333333333333333)
    )
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (word * np.uint64(0x0101010101010101)) >> np.uint64(56)


@njit(inline="always")
def _bits(words: Words, a: int, b: int) -> np.int64:
    total = np.uint64(0)
    for word in range(words.shape[1]):
        total += ones_in(words[a, word] ^ words[b, word])
    return np.int64(total)


@njit(inline="always")
def nearest_to_four(a: np.uint64, b: np.uint64, c: np.uint64, d: np.uint64, others: Words) -> Four:
    """The fewest bits by which each of four words differs from the nearest of the others."""
    to_a = to_b = to_c = to_d = np.uint64(64)
    for i in range(len(others)):
        to_a = min(to_a, ones_in(a ^ others[i]))
        to_b = min(to_b, ones_in(b ^ others[i]))
        to_c = min(to_c, ones_in(c ^ others[i]))
        to_d = min(to_d, ones_in(d ^ others[i]))
    return to_a, to_b, to_c, to_d


@njit(nogil=True, cache=True)
def tally(words: Words, rows: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
    """Add the distances from some rows to all rows to `counts`."""
    for row in rows:
        for other in range(len(words)):
            counts[_bits(words, row, other)] += 1


@njit(nogil=True, cache=True)
def sort_into_buckets(codes: Words, shift: int, width: int) -> Buckets:
    """Codes by the bits shift … shift + width, their rows, and where each bucket begins."""
    down, ones = np.uint64(shift), np.uint64((1 << width) - 1)
    start = np.zeros((1 << width) + 1, np.int32)
    for code in codes:
        start[np.int64((code >> down) & ones) + 1] += 1
    start = np.cumsum(start).astype(np.int32)
    free, ordered, rows = start.copy(), np.empty_like(codes), np.empty(len(codes), np.int32)
    for row in range(len(codes)):
        bucket = np.int64((codes[row] >> down) & ones)
        ordered[free[bucket]] = codes[row]
        rows[free[bucket]] = row
        free[bucket] += 1
    return ordered, rows, start


@njit(inline="always")
def _is_new(words: Words, bands: NDArray[np.int64], band: int, a: int, b: int) -> bool:
    """Whether no earlier band finds this pair, too; `bands` as in `join`."""
    for earlier in range(band):
        word, shift, width, radius, reach = bands[earlier]
        apart = words[a, word] ^ words[b, word]
        inside = (apart >> np.uint64(shift)) & np.uint64((1 << width) - 1)
        if ones_in(inside) <= np.uint64(radius) and ones_in(apart) <= np.uint64(reach):
            return False
    return True


@njit(inline="always")
def _take(
    words: Words,
    bands: NDArray[np.int64],
    band: int,
    a: int,
    b: int,
    apart: np.uint64,
    limits: NDArray[np.int64],
    row_bits: int,
    keys: Keys,
    found: int,
) -> int:
    """Write the key of a pair if it is within the limits and new; how many keys there are then."""
    left, right = min(a, b), max(a, b)
    bits = np.int64(ones_in(apart)) if words.shape[1] == 1 else _bits(words, left, right)
    if limits[0] < bits <= limits[1] and _is_new(words, bands, band, left, right):
        keys[found] = np.uint64((bits << (2 * row_bits)) | (left << row_bits) | right)
        return found + 1
    return found


@njit(inline="always")
def _as_bits(eights: Words) -> np.uint64:
    """The lowest bits of 64 bytes, given 8 at a time, as 64 bits."""
    bits = np.uint64(0)
    for i in range(8):  # the product moves the lowest bit of each byte into the highest byte
        byte = (eights[i] * np.uint64(0x0102040810204080)) >> np.uint64(56)
        bits |= byte << np.uint64(8 * i)
    return bits


@njit(inline="always")
def near_ones(one: np.uint64, others: Words, within: np.uint64, marks: Words) -> np.uint64:
    """A bit for each of up to 64 others: whether it is near."""
    lanes = marks.view(np.uint8)
    for i in range(len(others)):
        lanes[i] = ones_in(one ^ others[i]) <= within
    lanes[len(others) :] = 0
    return _as_bits(marks)


@njit(inline="always")
def _near_in_full(
    whole: Words, row: int, first: int, stop: int, limit: np.uint64, sums: Words
) -> bool:
    """Whether one of up to 64 others is near in all words together; `sums` are the distances."""
    sums[:] = 0
    for word in range(len(whole)):
        one, others = whole[word, row], whole[word, first:stop]
        for i in range(len(others)):
            sums[i] += ones_in(one ^ others[i])
    nearest = limit + np.uint64(1)
    for i in range(stop - first):
        nearest = min(nearest, sums[i])
    return bool(nearest <= limit)


@njit(inline="always")
def _take_block(  # noqa: PLR0917 - compiled loops take everything by place
    words: Words,
    bands: NDArray[np.int64],
    band: int,
    buckets: Buckets,
    whole: Words,
    nearest: Four,
    rows: tuple[int, int],
    columns: tuple[int, int],
    inside: bool,
    within: np.uint64,
    limits: NDArray[np.int64],
    row_bits: int,
    marks: Words,
    sums: Words,
    keys: Keys,
    found: int,
) -> int:
    """Take what is near between some rows and some columns; `inside` one bucket each pair once."""
    codes, row_of, _ = buckets
    for row in range(rows[0], rows[1]):
        if nearest[row - rows[0]] > within:
            continue
        first = max(columns[0], row + 1) if inside else columns[0]
        others, limit = codes[first : columns[1]], np.uint64(limits[1])
        if len(whole) > 1 and not _near_in_full(whole, row, first, columns[1], limit, sums):
            continue
        near = near_ones(codes[row], others, within, marks)
        while near != 0:
            lowest = near & (~near + np.uint64(1))
            near ^= lowest
            at = first + np.int64(ones_in(lowest - np.uint64(1)))
            if len(whole) > 1 and sums[at - first] > limit:
                continue
            a, b, apart = row_of[row], row_of[at], codes[row] ^ codes[at]
            found = _take(words, bands, band, a, b, apart, limits, row_bits, keys, found)
    return found


@njit(nogil=True, cache=True)
def join(
    words: Words,
    bands: NDArray[np.int64],
    band: int,
    buckets: Buckets,
    whole: Words,
    masks: NDArray[np.int64],
    place: NDArray[np.int64],
    limits: NDArray[np.int64],
    row_bits: int,
    keys: Keys,
) -> int:
    """Write a key (distance, left, right) for each new pair of a part of a band; their number.

    bands:  word, shift, width, radius in the band, radius in the word, for each band
    whole:  all words of the rows in the order of the buckets, uint64 [words, n]
    masks:  the differences within a band that are allowed
    place:  where to go on: first row of the bucket, mask, row, column; the end of the part
    limits: distances above the first and up to the second are taken
    It stops early when `keys` is nearly full: call it again until place[0] is the end.
    """
    codes, _, start = buckets
    shift, ones = np.uint64(bands[band, 1]), np.uint64((1 << bands[band, 2]) - 1)
    within, found, end = np.uint64(min(bands[band, 4], limits[1])), 0, place[4]
    marks, sums = np.empty(8, np.uint64), np.empty(BLOCK, np.uint64)
    while place[0] < end:
        bucket = np.int64((codes[place[0]] >> shift) & ones)
        last = min(start[bucket + 1], end)
        for turn in range(place[1], len(masks)):
            other = bucket ^ masks[turn]
            if other < bucket:
                continue
            for row in range(max(place[0], place[2]), last, 4):
                begin = row + 1 if other == bucket else start[other]
                a, b = codes[row], codes[min(row + 1, last - 1)]
                c, d = codes[min(row + 2, last - 1)], codes[min(row + 3, last - 1)]
                for column in range(max(begin, place[3]), start[other + 1], BLOCK):
                    stop = min(column + BLOCK, start[other + 1])
                    nearest = nearest_to_four(a, b, c, d, codes[column:stop])
                    if min(nearest) > within:
                        continue
                    if found + ROOM > len(keys):
                        place[1], place[2], place[3] = turn, row, column
                        return found
                    rows, columns = (row, min(row + 4, last)), (column, stop)
                    found = _take_block(
                        words, bands, band, buckets, whole, nearest, rows, columns,
                        other == bucket, within, limits, row_bits, marks, sums, keys, found,
                    )  # fmt: skip
                place[3] = 0
            place[2] = 0
        place[0], place[1] = last, 0
    return found


@njit(nogil=True, cache=True)
def deal(keys: Keys, low: int) -> tuple[Keys, NDArray[np.int64]]:
    """Keys in heaps of equal bits from `low` on, and where each heap begins."""
    down, dealt = np.uint64(low), np.empty_like(keys)
    start = np.zeros(np.int64(keys.max() >> down) + 2, np.int64)
    for i in range(len(keys)):
        start[np.int64(keys[i] >> down) + 1] += 1
    start = np.cumsum(start)
    free = start.copy()
    for i in range(len(keys)):
        heap = np.int64(keys[i] >> down)
        dealt[free[heap]] = keys[i]
        free[heap] += 1
    return dealt, start


@njit(nogil=True, cache=True)
def sort_heap(keys: Keys, other: Keys, low: int, row_bits: int, left: Rows, right: Rows) -> None:
    """Write left and right of keys that differ in their `low` lowest bits, sorted by these."""
    ones, half = np.uint64(255), np.uint64((1 << row_bits) - 1)
    for shift in range(0, low if len(keys) > 1 else 0, 8):
        down, free = np.uint64(shift), np.zeros(257, np.int64)
        for i in range(len(keys)):
            free[np.int64((keys[i] >> down) & ones) + 1] += 1
        free = np.cumsum(free)
        for i in range(len(keys)):
            digit = np.int64((keys[i] >> down) & ones)
            other[free[digit]] = keys[i]
            free[digit] += 1
        keys, other = other, keys
    for i in range(len(keys)):
        left[i] = np.int32((keys[i] >> np.uint64(row_bits)) & half)
        right[i] = np.int32(keys[i] & half)
