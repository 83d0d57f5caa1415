"""Two settings side by side, against sets of pairs in plain Python."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from dedup_core.against import Part, joined, parts, precision, said_of
from dedup_core.decisions import Verdict
from dedup_core.judged_pairs import NO_VERDICT
from dedup_core.pairs import PairTable

ROWS = 12
DIGESTS = np.random.default_rng(1).integers(0, 1 << 63, ROWS, dtype=np.uint64)
PLACE = {verdict: place for place, verdict in enumerate(Verdict)}
Pairs = dict[tuple[int, int], int]


def table(pairs: Pairs) -> PairTable:
    rows = sorted((distance, *pair) for pair, distance in pairs.items())
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    left, right = columns[1].astype("i4"), columns[2].astype("i4")
    none = np.zeros(0, np.int32)
    return PairTable("phash", left, right, columns[0].astype("f4"), 20, none.astype("i8"), none)


PAIRS = some.dictionaries(
    some.tuples(some.integers(0, ROWS - 1), some.integers(0, ROWS - 1)).filter(
        lambda p: p[0] < p[1]
    ),
    some.integers(0, 20),
    max_size=30,
)


def within(pairs: Pairs, limit: int) -> set[tuple[int, int]]:
    return {pair for pair, distance in pairs.items() if distance <= limit}


@given(PAIRS, PAIRS, some.integers(0, 20), some.integers(0, 20))
def test_the_parts_are_those_of_sets(one: Pairs, other: Pairs, first: int, second: int) -> None:
    pairs = joined(table(one), table(other), DIGESTS)

    found = {
        part: set(zip(pairs.left[at].tolist(), pairs.right[at].tolist(), strict=True))
        for part, at in parts(pairs, first=first, second=second).items()
    }

    a, b = within(one, first), within(other, second)
    assert found == {Part.BOTH: a & b, Part.FIRST: a - b, Part.SECOND: b - a}


@given(PAIRS, PAIRS)
def test_the_order_is_one_of_chance_that_no_table_changes(one: Pairs, other: Pairs) -> None:
    whole, alone = joined(table(one), table(other), DIGESTS), joined(table(one), table({}), DIGESTS)

    order = zip(whole.left.tolist(), whole.right.tolist(), strict=True)

    kept = [pair for pair in order if pair in one]
    assert kept == list(zip(alone.left.tolist(), alone.right.tolist(), strict=True))


def test_the_order_does_not_follow_the_distance() -> None:
    rows = 400
    digests = np.random.default_rng(2).integers(0, 1 << 63, rows, dtype=np.uint64)
    near = {(row, row + 1): row % 21 for row in range(rows - 1)}

    pairs = joined(table(near), table({}), digests)

    assert abs(np.corrcoef(np.arange(len(pairs)), pairs.first)[0, 1]) < 0.15


def test_precision_counts_what_was_judged_before_the_first_gap() -> None:
    duplicate, different = PLACE[Verdict.DUPLICATE], PLACE[Verdict.DIFFERENT]
    scene = PLACE[Verdict.SAME_SCENE]
    said = np.array([duplicate, scene, different, duplicate, NO_VERDICT, different], np.int8)

    strict, loose = (precision(said, scene_counts=counts, pairs=9) for counts in (False, True))

    assert (strict.judged, strict.share) == (4, 0.5)
    assert loose.share == 0.75
    assert strict.low == pytest.approx(0.150, abs=0.001)  # Wilson's band of 2 in 4
    assert strict.high == pytest.approx(0.850, abs=0.001)
    assert precision(said[4:], scene_counts=True, pairs=9).judged == 0


def test_a_part_that_is_judged_to_the_end_is_known_without_a_band() -> None:
    duplicate, different = PLACE[Verdict.DUPLICATE], PLACE[Verdict.DIFFERENT]
    said = np.array([duplicate, duplicate, different, duplicate], np.int8)

    whole = precision(said, scene_counts=False, pairs=4)

    assert (whole.low, whole.share, whole.high) == (0.75, 0.75, 0.75)


def test_copies_of_one_file_need_no_answer() -> None:
    pairs = joined(table({(0, 1): 0, (2, 3): 5}), table({}), DIGESTS)
    at = parts(pairs, first=20, second=20)[Part.FIRST]

    said = said_of(pairs, at, pairs.left[at] == 0, lambda left, _: np.full(len(left), NO_VERDICT))

    assert said[pairs.left[at] == 0] == [PLACE[Verdict.DUPLICATE]]
    assert said[pairs.left[at] == 2] == [NO_VERDICT]
