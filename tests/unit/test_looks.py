"""What is kept of pairs that were looked at one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dedup_core.judged import RECORD, Judged
from dedup_core.store import Workspace
from dedup_core.store.looks import Looks

DIGESTS = [f"{number:02x}" * 32 for number in range(5)]  # the first ends in zeros


@pytest.fixture
def looks(tmp_path: Path) -> Looks:
    return Workspace(tmp_path).looks


def _rows(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int32)


def _judged(
    pairs: list[tuple[int, int, float]], others: list[tuple[int, int]] | None = None
) -> Judged:
    record = np.zeros(len(pairs), RECORD)
    record["probability"] = [probability for *_, probability in pairs]
    left, right = ([pair[side] for pair in pairs] for side in (0, 1))
    other = [[pair[side] for pair in others or []] for side in (0, 1)]
    return Judged(_rows(*left), _rows(*right), record, _rows(*other[0]), _rows(*other[1]))


def _said(judged: Judged) -> dict[tuple[int, int], float]:
    found = zip(
        judged.left.tolist(), judged.right.tolist(), judged.record["probability"], strict=True
    )
    return {(left, right): round(float(p), 3) for left, right, p in found}


def test_local_features_come_back_by_content_and_version(looks: Looks) -> None:
    looks.save_features({DIGESTS[0]: b"some", DIGESTS[1]: b""}, version=3)

    assert looks.known_features(3) == set(DIGESTS[:2])
    assert looks.known_features(4) == set()
    assert looks.features(DIGESTS, 3) == {DIGESTS[0]: b"some", DIGESTS[1]: b""}


def test_judged_pairs_come_back_with_those_that_have_nothing_in_common(looks: Looks) -> None:
    looks.save_judged(DIGESTS, _judged([(0, 1, 0.9), (2, 4, 0.5)], [(1, 3)]), version=1)

    found = looks.judged(DIGESTS, version=1)

    assert _said(found) == {(0, 1): 0.9, (2, 4): 0.5}
    assert (found.others_left.tolist(), found.others_right.tolist()) == ([1], [3])
    assert found.keys(5).tolist() == [1, 8, 14]


def test_another_set_of_contents_sees_the_pairs_among_its_own(looks: Looks) -> None:
    looks.save_judged(DIGESTS, _judged([(0, 1, 0.9), (2, 4, 0.5)], [(1, 3)]), version=1)

    found = looks.judged([DIGESTS[2], DIGESTS[3], DIGESTS[4]], version=1)

    assert _said(found) == {(0, 2): 0.5}
    assert len(found.others_left) == 0


def test_the_last_word_on_a_pair_counts(looks: Looks) -> None:
    looks.save_judged(DIGESTS, _judged([(0, 1, 0.2), (2, 3, 0.4)]), version=1)
    looks.save_judged(DIGESTS, _judged([(0, 1, 0.8)]), version=1)

    assert _said(looks.judged(DIGESTS, version=1)) == {(0, 1): 0.8, (2, 3): 0.4}


def test_another_version_and_no_contents_have_no_pairs(looks: Looks) -> None:
    looks.save_judged(DIGESTS, _judged([(0, 1, 0.9)]), version=1)

    assert len(looks.judged(DIGESTS, version=2)) == 0
    assert len(looks.judged([], version=1)) == 0


def test_whether_a_dataset_was_looked_at_to_the_end_is_remembered(looks: Looks) -> None:
    assert looks.finished("one") == ""

    looks.finish("one", "first state")
    looks.finish("one", "second state")

    assert looks.finished("one") == "second state"
    assert looks.finished("other") == ""
