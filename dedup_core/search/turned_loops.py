"""The loops of the search for turned pictures, compiled with numba; see `compiled`.

Rows as they are (one a picture) meet all turns (eight a picture), bucket by bucket.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dedup_core.search.compiled import (
    BLOCK,
    ROOM,
    Buckets,
    Four,
    Keys,
    Words,
    near_ones,
    nearest_to_four,
    ones_in,
)

Bands = NDArray[np.int64]


@njit(inline="always")
def _bits(turns: Words, one: int, other: int, turn: int) -> np.int64:
    """Between a picture as it is and another one after a turn."""
    total = np.uint64(0)
    for word in range(turns.shape[2]):
        total += ones_in(turns[one, 0, word] ^ turns[other, turn, word])
    return np.int64(total)


@njit(inline="always")
def _is_nearest(turns: Words, one: int, other: int, turn: int, bits: np.int64) -> bool:
    """Whether of all ways in which two pictures meet, this is the nearest; of equals the first."""
    low, high = min(one, other), max(one, other)
    this = 2 * turn + (one > other)
    for way in range(2 * turns.shape[1]):
        a, b = (high, low) if way % 2 else (low, high)
        apart = _bits(turns, a, b, way // 2)
        if apart < bits or (apart == bits and way < this):
            return False
    return True


@njit(inline="always")
def _is_new(turns: Words, bands: Bands, band: int, one: int, other: int, turn: int) -> bool:
    """Whether no earlier band finds this picture and this turn of the other one, too."""
    for earlier in range(band):
        word, shift, width, radius, reach = bands[earlier]
        apart = turns[one, 0, word] ^ turns[other, turn, word]
        inside = (apart >> np.uint64(shift)) & np.uint64((1 << width) - 1)
        if ones_in(inside) <= np.uint64(radius) and ones_in(apart) <= np.uint64(reach):
            return False
    return True


@njit(inline="always")
def _take(
    turns: Words,
    bands: Bands,
    band: int,
    one: int,
    turned: int,
    limits: NDArray[np.int64],
    row_bits: int,
    keys: Keys,
    found: int,
) -> int:
    """Write the key of a pair if it is within the limits and new; how many keys there are then."""
    other, turn = turned // turns.shape[1], turned % turns.shape[1]
    if one == other:
        return found
    bits = _bits(turns, one, other, turn)
    if not limits[0] < bits <= limits[1]:
        return found
    if not _is_new(turns, bands, band, one, other, turn):
        return found
    if not _is_nearest(turns, one, other, turn, bits):
        return found
    left, right = min(one, other), max(one, other)
    keys[found] = np.uint64((bits << (2 * row_bits)) | (left << row_bits) | right)
    return found + 1


@njit(inline="always")
def _near_in_full(
    turn: Words, whole: Words, columns: tuple[int, int], limit: np.uint64, sums: Words
) -> bool:
    """Whether one of up to 64 pictures is near in all words together; `sums` are the distances."""
    sums[:] = 0
    for word in range(len(whole)):
        one, others = turn[word], whole[word, columns[0] : columns[1]]
        for i in range(len(others)):
            sums[i] += ones_in(one ^ others[i])
    nearest = limit + np.uint64(1)
    for i in range(columns[1] - columns[0]):
        nearest = min(nearest, sums[i])
    return bool(nearest <= limit)


@njit(inline="always")
def _take_block(  # noqa: PLR0917 - compiled loops take everything by place
    turns: Words,
    bands: Bands,
    band: int,
    plain: Buckets,
    every: Buckets,
    whole: Words,
    nearest: Four,
    rows: tuple[int, int],
    columns: tuple[int, int],
    within: np.uint64,
    limits: NDArray[np.int64],
    row_bits: int,
    marks: Words,
    sums: Words,
    keys: Keys,
    found: int,
) -> int:
    """Take what is near between some turned rows and some columns of pictures as they are."""
    others, limit = plain[0][columns[0] : columns[1]], np.uint64(limits[1])
    for row in range(rows[0], rows[1]):
        if nearest[row - rows[0]] > within:
            continue
        turned = every[1][row]
        turn = turns[turned // turns.shape[1], turned % turns.shape[1]]
        if len(whole) > 1 and not _near_in_full(turn, whole, columns, limit, sums):
            continue
        near = near_ones(every[0][row], others, within, marks)
        while near != 0:
            lowest = near & (~near + np.uint64(1))
            near ^= lowest
            at = columns[0] + np.int64(ones_in(lowest - np.uint64(1)))
            if len(whole) > 1 and sums[at - columns[0]] > limit:
                continue
            found = _take(turns, bands, band, plain[1][at], turned, limits, row_bits, keys, found)
    return found


@njit(nogil=True, cache=True)
def join(
    turns: Words,
    bands: Bands,
    band: int,
    plain: Buckets,
    every: Buckets,
    whole: Words,
    masks: NDArray[np.int64],
    place: NDArray[np.int64],
    limits: NDArray[np.int64],
    row_bits: int,
    keys: Keys,
) -> int:
    """Write a key (distance, left, right) for each new pair of a part of a band; their number.

    turns: fingerprints uint64 [n, 8, words]
    plain: the buckets of turn 0; every: those of all turns, whose rows are 8 x picture + turn
    whole: all words of the rows of `plain` in their order, uint64 [words, n]
    All else is as in `compiled.join`.
    """
    shift, ones = np.uint64(bands[band, 1]), np.uint64((1 << bands[band, 2]) - 1)
    within, found, end = np.uint64(min(bands[band, 4], limits[1])), 0, place[4]
    codes, start = every[0], plain[2]
    marks, sums = np.empty(8, np.uint64), np.empty(BLOCK, np.uint64)
    while place[0] < end:
        bucket = np.int64((codes[place[0]] >> shift) & ones)
        last = min(every[2][bucket + 1], end)
        for mask in range(place[1], len(masks)):
            begin, stop = start[bucket ^ masks[mask]], start[(bucket ^ masks[mask]) + 1]
            if begin == stop:
                continue
            for row in range(max(place[0], place[2]), last, 4):
                a, b = codes[row], codes[min(row + 1, last - 1)]
                c, d = codes[min(row + 2, last - 1)], codes[min(row + 3, last - 1)]
                for column in range(max(begin, place[3]), stop, BLOCK):
                    columns = (column, min(column + BLOCK, stop))
                    nearest = nearest_to_four(a, b, c, d, plain[0][columns[0] : columns[1]])
                    if min(nearest) > within:
                        continue
                    if found + ROOM > len(keys):
                        place[1], place[2], place[3] = mask, row, column
                        return found
                    found = _take_block(
                        turns, bands, band, plain, every, whole, nearest,
                        (row, min(row + 4, last)), columns, within, limits, row_bits,
                        marks, sums, keys, found,
                    )  # fmt: skip
                place[3] = 0
            place[2] = 0
        place[0], place[1] = last, 0
    return found
