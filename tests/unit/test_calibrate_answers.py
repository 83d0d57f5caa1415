"""Which words of the log answer the pairs that were drawn, and which of them count already."""

from __future__ import annotations

import numpy as np

from dedup_core.calibrate import (
    NOT_ASKED,
    UNSURE,
    Design,
    answers_from,
    asked,
    design,
    next_pair,
)
from dedup_core.decisions import Judgement, Verdict
from dedup_core.judged_pairs import Contents, contents
from tests.answering import PLACE, judgement, table

SMALL = (5, 5, 5)
DIFFERENT, DUPLICATE = PLACE[Verdict.DIFFERENT], PLACE[Verdict.DUPLICATE]


def _made() -> tuple[Design, Contents]:
    return design(table(SMALL), around=1, seed=7), contents([str(row) for row in range(30)])


def _on(made: Design, place: int, verdict: Verdict | None) -> Judgement:
    return judgement(verdict, int(made.left[place]), int(made.right[place]))


def test_without_a_word_nothing_is_answered() -> None:
    made, within = _made()

    answers = answers_from([], made, within)

    assert set(answers.tolist()) == {NOT_ASKED}
    assert (asked(answers), next_pair(answers)) == (0, 0)


def test_the_last_word_on_a_pair_is_its_answer() -> None:
    made, within = _made()
    log = [(1, _on(made, 0, Verdict.DIFFERENT)), (2, _on(made, 0, Verdict.DUPLICATE))]

    assert answers_from(log, made, within)[0] == DUPLICATE


def test_a_word_that_was_taken_back_is_no_answer() -> None:
    made, within = _made()
    log = [(1, _on(made, 0, Verdict.DIFFERENT)), (2, _on(made, 0, None))]

    assert answers_from(log, made, within)[0] == NOT_ASKED


def test_a_word_on_many_pictures_answers_each_pair_among_them() -> None:
    made, within = _made()
    rows = made.left[:4].tolist() + made.right[:4].tolist()
    log = [(1, Judgement(Verdict.DIFFERENT, tuple(map(str, rows))))]

    assert answers_from(log, made, within)[:4].tolist() == [DIFFERENT] * 4


def test_a_copy_of_a_picture_is_answered_with_it() -> None:
    made, _ = _made()
    left, right = int(made.left[0]), int(made.right[0])
    digests = [str(row) for row in range(30)]
    digests[left] = digests[right - right % 2 - 2]  # the content of a picture elsewhere
    within = contents(digests)
    log = [(1, Judgement(Verdict.DUPLICATE, (digests[left],), (digests[right],)))]

    assert answers_from(log, made, within)[0] == DUPLICATE


def test_who_cannot_tell_has_answered_and_a_verdict_beats_it() -> None:
    made, within = _made()
    pairs = [(str(made.right[place]), str(made.left[place])) for place in (0, 1)]
    log = [(1, _on(made, 1, Verdict.DIFFERENT))]

    answers = answers_from(log, made, within, unsure=[*pairs, ("gone", "away")])

    assert answers[:3].tolist() == [UNSURE, DIFFERENT, NOT_ASKED]


def test_only_answers_up_to_the_first_open_pair_count() -> None:
    made, within = _made()
    log = [(place, _on(made, place, Verdict.DUPLICATE)) for place in (0, 1, 5)]

    assert asked(answers_from(log, made, within)) == 2


def test_two_people_are_asked_about_different_pairs() -> None:
    answers = np.array([DUPLICATE, NOT_ASKED, DIFFERENT, NOT_ASKED], np.int8)

    assert next_pair(answers) == 1
    assert next_pair(answers, taken=[1]) == 3
    assert next_pair(answers, taken=[1, 3]) is None
