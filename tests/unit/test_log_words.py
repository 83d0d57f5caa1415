"""Entries of the log in words: who, what and how many, whatever the entry holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dedup_core.decisions import Act, Closing, Entry, Judgement, Mark, Note, Status, Verdict
from dedup_core.review.words import path_of, pictures_of, said, setting, taking_back, who

PATHS = ("walk/1.jpg", "walk/2.jpg", "walk/3.jpg", "walk/4.jpg", "walk/5.jpg")
DIGESTS = tuple(letter * 64 for letter in "abcde")
GROUP = tuple(zip(PATHS, DIGESTS, strict=True))
A, B, C, *_ = DIGESTS
NAMES = {A: "walk/1.jpg", B: "walk/2.jpg"}
DUPLICATE, DIFFERENT = Verdict.DUPLICATE, Verdict.DIFFERENT


def entry(act: Act, **more: object) -> Entry:
    return Entry("d", "Ana", act, **more)


def marks(*keep: bool | None) -> tuple[Mark, ...]:
    return tuple(Mark(*picture, one) for picture, one in zip(GROUP, keep, strict=False))


def closed(status: Status, times: int = 1) -> tuple[Closing, ...]:
    return (Closing(status, GROUP),) * times


ACCEPTED = entry(
    Act.ACCEPT,
    marks=marks(True, False, False, False, False),
    judgements=(Judgement(DUPLICATE, (A,), DIGESTS[1:]),),
    closings=closed(Status.DECIDED),
    method="phash",
    threshold=10.0,
)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (ACCEPTED, "Ana kept walk/1.jpg and removed 4 others: duplicates (phash ≤ 10)"),
        (
            entry(Act.ACCEPT, marks=marks(True, True, True), closings=closed(Status.DECIDED)),
            "Ana kept all 3 pictures of a group",
        ),
        (entry(Act.MARK, marks=marks(True)), "Ana kept walk/1.jpg"),
        (entry(Act.MARK, marks=marks(False)), "Ana removed walk/1.jpg"),
        (entry(Act.MARK, marks=marks(None)), "Ana took back the mark on walk/1.jpg"),
        (
            entry(Act.MARK, marks=marks(True, True, False, None)),
            "Ana kept 2 pictures, removed walk/3.jpg and took back the mark on walk/4.jpg",
        ),
        (
            entry(Act.VERDICT, judgements=(Judgement(DIFFERENT, (A,), (B,)),)),
            "Ana said that walk/1.jpg is different from walk/2.jpg",
        ),
        (
            entry(Act.VERDICT, judgements=(Judgement(Verdict.SAME_SCENE, (A, B, C)),)),
            "Ana said that 3 pictures all show the same scene",
        ),
        (
            entry(Act.VERDICT, judgements=(Judgement(DUPLICATE, (A, B), DIGESTS[2:]),)),
            "Ana said that walk/1.jpg and walk/2.jpg are duplicates of 3 others",
        ),
        (
            entry(Act.VERDICT, judgements=(Judgement(None, (A,), (B,)),)),
            "Ana took back what was said of walk/1.jpg and walk/2.jpg",
        ),
        (
            entry(Act.SPLIT, judgements=(Judgement(DIFFERENT, (A, B), DIGESTS[2:]),)),
            "Ana split walk/1.jpg and walk/2.jpg off a group of 5: different",
        ),
        (
            entry(Act.NOT_DUPLICATES, marks=marks(*[True] * 5), closings=closed(Status.DECIDED)),
            "Ana said that the 5 pictures with walk/1.jpg are all different: not duplicates",
        ),
        (
            entry(Act.SKIP, closings=closed(Status.SKIPPED)),
            "Ana left the 5 pictures with walk/1.jpg for later",
        ),
        (
            entry(Act.REOPEN, closings=closed(Status.OPEN)),
            "Ana opened the 5 pictures with walk/1.jpg again",
        ),
        (
            entry(Act.NOTE, notes=(Note("two phones?", (A, B)),)),
            "Ana wrote about the 2 pictures with walk/1.jpg: “two phones?”",
        ),
        (
            entry(Act.NOTE, notes=(Note("", (A, B)),)),
            "Ana took back the note on the 2 pictures with walk/1.jpg",
        ),
        (
            entry(
                Act.RULE,
                why="keep the largest",
                marks=marks(True, False, False),
                closings=closed(Status.DECIDED, times=2),
            ),
            "Ana ran a rule over 2 groups: kept walk/1.jpg and removed 2 others "
            "(“keep the largest”)",
        ),
        (
            entry(Act.RULE, closings=closed(Status.SKIPPED, times=1200)),
            "Ana ran a rule over 1,200 groups: left them for later",
        ),
        (
            entry(Act.SETTLE, judgements=(Judgement(None, (A,), (B,)),)),
            "Ana settled a contradiction: took back what was said of walk/1.jpg and walk/2.jpg",
        ),
        (entry(Act.UNDO, target=7), "Ana undid entry 7"),
        (entry(Act.REDO, target=7), "Ana redid entry 7"),
    ],
    ids=lambda value: value.act.value if isinstance(value, Entry) else "",
)
def test_every_act_is_told_with_who_what_and_how_many(what: Entry, words: str) -> None:
    assert said(what, names=NAMES) == words


def test_every_act_has_its_words() -> None:
    told = {act: said(Entry("d", "Ana", act, target=1)) for act in Act}

    assert all(words.startswith("Ana ") and len(words) > 8 for words in told.values())
    assert len(set(told.values())) >= len(Act) - 1  # a bare verdict and a bare settling differ


def test_an_undo_says_what_it_undid_and_whose_it_was() -> None:
    mine = Entry("d", "Ana", Act.UNDO, target=1)
    others = Entry("d", "Ben", Act.REDO, target=1)

    assert said(mine, target=ACCEPTED) == (
        "Ana undid: kept walk/1.jpg and removed 4 others: duplicates"
    )
    assert said(others, target=ACCEPTED).startswith("Ben redid what Ana did: kept walk/1.jpg")


def test_pictures_without_a_known_name_are_counted() -> None:
    verdict = entry(Act.VERDICT, judgements=(Judgement(DIFFERENT, (A,), (B,)),))

    assert said(verdict) == "Ana said that 2 pictures are different"


def test_a_second_opinion_is_called_one() -> None:
    assert "as a second opinion" in said(Entry("d", "Ana", Act.MARK, marks=marks(True), blind=True))


def test_whoever_has_no_name_is_somebody() -> None:
    assert who(Entry("d", " ", Act.MARK)) == "Somebody"


@pytest.mark.parametrize(
    ("method", "threshold", "words"),
    [
        ("phash", 10.0, "phash ≤ 10"),
        ("scene", 0.9, "scene ≥ 0.9"),
        ("mine-v2", 0.9, "mine-v2 at 0.9"),
        ("phash", None, ""),
        ("", 4.0, ""),
    ],
)
def test_the_setting_is_told_in_the_methods_own_direction(
    method: str, threshold: float | None, words: str
) -> None:
    assert setting(entry(Act.MARK, method=method, threshold=threshold)) == words


def test_an_undo_is_told_beforehand() -> None:
    assert taking_back(ACCEPTED) == (
        "It takes back 5 marks, 4 verdicts and the state of 1 group. Verdicts count in every "
        "dataset. What was said before counts again; later decisions stay."
    )
    assert taking_back(Entry("d", "Ana", Act.UNDO, target=1)) == "It changes nothing."
    assert "second opinion" in taking_back(Entry("d", "Ana", Act.MARK, blind=True))


def test_the_verdicts_of_a_large_group_are_counted_without_listing_them() -> None:
    many = Judgement(DIFFERENT, tuple(f"{at:064x}" for at in range(100_000)))

    assert "4,999,950,000 verdicts" in taking_back(entry(Act.NOT_DUPLICATES, judgements=(many,)))


def test_the_kept_pictures_come_first_and_a_path_is_found() -> None:
    decided = entry(Act.ACCEPT, marks=marks(False, False, True))
    verdict = entry(Act.VERDICT, judgements=(Judgement(DIFFERENT, (A, B), (C,)),))

    assert pictures_of(decided) == [C, A, B]
    assert pictures_of(verdict) == [A, C, B]
    assert path_of(decided) == "walk/3.jpg"
    assert path_of(verdict) == ""
    assert path_of(verdict, {C: "z.jpg"}) == "z.jpg"


def test_letters_that_turn_or_hide_others_are_not_shown() -> None:
    hostile = Entry("d", "A\u202ena\n", Act.MARK, marks=(Mark("x\x00\u202egpj.exe", A, True),))

    assert said(hostile) == "A\N{REPLACEMENT CHARACTER}na\N{REPLACEMENT CHARACTER} kept " + (
        "x\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}gpj.exe"
    )


def test_a_long_path_keeps_its_end() -> None:
    long = Entry("d", "Ana", Act.MARK, marks=(Mark("folder/" * 40 + "end.jpg", A, True),))

    assert said(long).endswith("folder/end.jpg")
    assert len(said(long)) < 80


digests = some.lists(some.sampled_from(DIGESTS), max_size=4).map(tuple)
anything = some.builds(
    Entry,
    some.just("d"),
    some.text(max_size=5),
    some.sampled_from(Act),
    method=some.sampled_from(["", "phash", "gone"]),
    threshold=some.none() | some.floats(0, 64),
    marks=some.lists(
        some.builds(
            Mark, some.text(), some.sampled_from(DIGESTS), some.sampled_from([True, False, None])
        ),
        max_size=3,
    ).map(tuple),
    judgements=some.lists(
        some.builds(Judgement, some.sampled_from([*Verdict, None]), digests, digests), max_size=4
    ).map(tuple),
    notes=some.lists(some.builds(Note, some.text(), digests), max_size=2).map(tuple),
    target=some.none() | some.integers(1, 9),
)


@given(what=anything, target=some.none() | anything)
def test_any_entry_can_be_told_on_one_line(what: Entry, target: Entry | None) -> None:
    told = said(what, target=target), taking_back(what)

    assert all(line and line.isprintable() for line in told)
