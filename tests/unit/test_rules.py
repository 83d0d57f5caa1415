"""Rules in bulk: what matches, what is kept, what the preview says and the run writes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dedup_core.decisions import Act, Closing, Entry, Judgement, Mark, Note, Status, Verdict
from dedup_core.errors import DecisionError
from dedup_core.judged import CHANGED, COPY, SAME_SCENE, SIMILAR
from dedup_core.review.rules import Action, BulkRule, entry, read, sentence, written
from dedup_core.review.rules.conditions import (
    Closest,
    CloseToKept,
    Condition,
    Contributors,
    KeptIsLargest,
    NothingDiffers,
    Related,
    SameFile,
    Sized,
    TakenWithin,
)
from dedup_core.review.rules.keeping import Reputation, Resolution, Sharpness
from tests.ruling import ME, Desk, desk

PATHS = ["a/1.jpg", "a/2.jpg", "b/1.jpg", "b/2.jpg", "b/3.jpg"]
A, B = PATHS[:2], PATHS[2:]
GROUPS = [[0, 1], [2, 3, 4]]
EVERYTHING = BulkRule(conditions=())


def _if(*conditions: Condition, **more: object) -> BulkRule:
    return BulkRule(conditions, **more)


def _said(desk: Desk, act: Act = Act.MARK, **content: object) -> Entry:
    return desk.say(Entry("a dataset", "Ben", act, **content))


def test_every_two_pictures_must_be_as_close_as_the_rule_says() -> None:
    found = desk(PATHS, GROUPS, bits=[0, 0b1, 0, 0b11, 0b1100])  # b: 2 bits to the first, 4 across

    assert found.matched(_if(Closest("phash", 4))) == [A, B]
    assert found.matched(_if(Closest("phash", 3))) == [A]
    assert found.matched(_if(Closest("phash", 0))) == []


def test_every_picture_must_be_as_close_to_the_kept_one_as_the_rule_says() -> None:
    found = desk(PATHS, GROUPS, bits=[0, 0b1, 0, 0b11, 0b1100])  # b: 2 bits to the first, 4 across

    assert found.matched(_if(CloseToKept("phash", 2))) == [A, B]
    assert found.matched(_if(CloseToKept("phash", 1))) == [A]
    assert found.matched(_if(CloseToKept("phash", 0))) == []
    assert sentence(_if(CloseToKept("phash", 2), action=Action.SKIP)) == (
        "In open groups where every distance to the kept picture is at most 2 bits: skip them."
    )


def test_equal_pictures_match_however_many_they_are() -> None:
    paths = [f"{number:03}.jpg" for number in range(300)]
    alike = desk(paths, [range(300)])
    unlike = desk(paths, [range(300)], bits=[0] * 299 + [1])

    assert alike.preview(_if(Closest("phash", 4))).matched == 1
    assert unlike.preview(_if(Closest("phash", 4))).matched == 0


def test_a_distance_of_another_method_is_refused_in_words() -> None:
    with pytest.raises(DecisionError, match="Difference hash"):
        desk(PATHS, GROUPS).preview(_if(Closest("dhash", 4)))


def test_an_unknown_relation_never_matches() -> None:
    found = desk(PATHS, GROUPS, related={(0, 1): COPY, (2, 3): COPY})

    assert found.matched(_if(Related(("copy", "same scene")))) == [A]


@pytest.mark.parametrize("relation", ["similar", "same scene"])
def test_only_the_chosen_relations_match(relation: str) -> None:
    found = desk(PATHS, GROUPS, related={(0, 1): SIMILAR, (2, 3): SAME_SCENE, (2, 4): SAME_SCENE})

    assert found.matched(_if(Related((relation,)))) == [A if relation == "similar" else B]


def test_of_no_relation_nothing_has_one() -> None:
    found = desk(PATHS, GROUPS, related={(0, 1): COPY, (2, 3): COPY})

    assert found.matched(_if(Related(()))) == []
    assert sentence(_if(Related(()))).startswith(
        "In open groups where every picture is to the kept one: nothing chosen yet"
    )
    assert read(written(_if(Related(())))) == _if(Related(()))


def test_contributors_must_be_known_to_be_the_same_or_different() -> None:
    found = desk(PATHS, GROUPS, contributor=["ana", "ana", "ana", "ben", "ben"])
    unknown = desk(PATHS, GROUPS, contributor=["", "", "ana", "ben", ""])

    assert found.matched(_if(Contributors(one=True))) == [A]
    assert found.matched(_if(Contributors(one=False))) == [B]
    assert unknown.matched(_if(Contributors(one=True))) == []
    assert unknown.matched(_if(Contributors(one=False))) == []


def test_the_gap_between_the_first_and_the_last_counts_and_an_unknown_time_never_matches() -> None:
    found = desk(PATHS, GROUPS, taken_at_ms=[0, 9_000, 0, 6_000, 12_000])
    unknown = desk(PATHS, GROUPS, taken_at_ms=[-1, 0, 0, 6_000, 12_000])

    assert found.matched(_if(TakenWithin(9))) == [A]
    assert unknown.matched(_if(TakenWithin(12))) == [B]


def test_size_resolution_files_and_differing_parts_are_conditions() -> None:
    found = desk(
        PATHS,
        GROUPS,
        width=[100, 200, 300, 100, 100],
        digests=["x", "x", "y", "y", "z"],
        related={(2, 3): CHANGED},
    )

    assert found.matched(_if(Sized(2, 2))) == [A]
    assert found.matched(_if(Sized(3, 9))) == [B]
    assert found.matched(_if(KeptIsLargest())) == [B]
    assert found.matched(_if(SameFile())) == [A]
    assert found.matched(_if(NothingDiffers())) == [A]


def test_only_open_groups_are_touched_and_changed_ones_when_asked() -> None:
    found = desk([*PATHS, "c/1", "c/2"], [*GROUPS, [5, 6]])
    of_a, of_b = (tuple((p, f"digest of {p}") for p in paths) for paths in (A, B[:2]))
    _said(found, Act.ACCEPT, closings=(Closing(Status.DECIDED, of_a),))
    _said(found, Act.ACCEPT, closings=(Closing(Status.DECIDED, of_b),))  # a third came since

    assert found.matched(EVERYTHING) == [["c/1", "c/2"]]
    assert found.matched(replace(EVERYTHING, changed_too=True)) == [B, ["c/1", "c/2"]]
    assert found.preview(EVERYTHING).looked_at == 1


@pytest.mark.parametrize("said", [Mark(A[1], f"digest of {A[1]}", True), None])
def test_what_a_person_said_otherwise_is_left_out_and_counted(said: Mark | None) -> None:
    found = desk(PATHS, GROUPS)
    verdict = Judgement(Verdict.SAME_SCENE, (f"digest of {A[0]}",), (f"digest of {A[1]}",))
    _said(found, marks=(said,) if said else (), judgements=() if said else (verdict,))

    preview = found.preview(EVERYTHING)

    assert found.matched(EVERYTHING) == [B]
    assert (preview.spared, preview.looked_at, preview.matched) == (1, 2, 1)


def test_the_preview_counts_pictures_bytes_and_money_of_the_removed_ones() -> None:
    found = desk(
        PATHS,
        GROUPS,
        size_bytes=[10, 20, 40, 80, 160],
        price=[100, 15, 100, 15, 0],
        busy=["digest of a/2.jpg"],
    )
    _said(found, Act.NOTE, notes=(Note("look", (f"digest of {B[2]}",)),))

    preview = found.preview(EVERYTHING)

    assert (preview.matched, preview.kept, preview.removed) == (2, 2, 3)
    assert (preview.size_bytes, preview.money, preview.currency) == (260, 30, "SGD")
    assert (preview.unpriced, preview.noted, preview.busy) == (1, 1, 1)


def test_the_preview_names_the_conditions_that_fail_the_most_frequent_first() -> None:
    found = desk(PATHS, GROUPS, taken_at_ms=[0, 0, -1, -1, -1])

    misses = found.preview(_if(Sized(9, 9), TakenWithin(1))).misses

    assert [(miss.words, miss.groups) for miss in misses] == [
        ("there are 9 pictures", 2),
        ("all were taken within 1 s", 1),
    ]


def test_the_sample_begins_with_the_loosest_groups_and_is_the_same_every_time() -> None:
    paths = [f"{number:02}" for number in range(60)]
    pairs = [[2 * number, 2 * number + 1] for number in range(30)]
    bits = [bit for number in range(30) for bit in (0, (1 << (number % 9)) - 1)]
    found = desk(paths, pairs, bits=bits)

    first, again = found.preview(EVERYTHING), found.preview(EVERYTHING)

    assert first.samples().spread().tolist()[:6] == [8, 8, 8, 7, 7, 7]
    assert len(set(first.sample.tolist())) == 12
    assert first.sample.tolist() == again.sample.tolist()


def test_the_run_is_one_entry_that_keeps_one_and_says_what_the_others_are() -> None:
    found = desk(PATHS, GROUPS, related={(2, 3): SAME_SCENE}, sharpness=[1, 2, 3, 2, 1])

    stored = found.run(_if(keep=(Sharpness(),)))

    assert stored.act is Act.RULE
    assert stored.why == "In all open groups: keep the sharpest; remove the rest."
    assert [mark.path for mark in stored.marks if mark.keep] == [A[1], B[0]]
    digest = "digest of {}".format
    assert stored.judgements == (
        Judgement(Verdict.DUPLICATE, (digest(A[1]),), (digest(A[0]),)),
        Judgement(Verdict.DUPLICATE, (digest(B[0]),), (digest(B[2]),)),
        Judgement(Verdict.SAME_SCENE, (digest(B[0]),), (digest(B[1]),)),
    )
    assert [closing.status for closing in stored.closings] == [Status.DECIDED] * 2


@pytest.mark.parametrize(
    ("action", "verdict", "status"),
    [
        (Action.SAME_SCENE, Verdict.SAME_SCENE, Status.DECIDED),
        (Action.NOT_DUPLICATES, Verdict.DIFFERENT, Status.DECIDED),
        (Action.SKIP, None, Status.SKIPPED),
    ],
)
def test_a_rule_may_keep_all_or_skip(
    action: Action, verdict: Verdict | None, status: Status
) -> None:
    found = desk(PATHS, GROUPS)

    stored = found.run(_if(action=action))

    assert all(mark.keep for mark in stored.marks)
    assert {said.verdict for said in stored.judgements} == ({verdict} if verdict else set())
    assert {closing.status for closing in stored.closings} == {status}
    assert found.preview(EVERYTHING).matched == 0


def test_copies_of_one_file_are_not_said_to_be_different() -> None:
    found = desk(PATHS, GROUPS, digests=["v", "w", "x", "y", "x"])

    preview = found.preview(_if(action=Action.NOT_DUPLICATES))

    assert preview.matched == 1
    assert preview.misses[0].words == "no file is there twice"


def test_a_rule_does_not_run_when_something_was_said_since_its_preview() -> None:
    found = desk(PATHS, GROUPS)
    before = found.preview(EVERYTHING)
    _said(found, marks=(Mark(A[1], f"digest of {A[1]}", True),))

    with pytest.raises(DecisionError, match="since this preview"):
        entry(before, dataset="a dataset", reviewer=ME, last=found.ledger.last)


def test_a_rule_that_matches_nothing_is_not_run() -> None:
    found = desk(PATHS, [])

    with pytest.raises(DecisionError, match="No group matches"):
        found.run(EVERYTHING)


def test_a_contributor_with_a_better_record_is_kept_once_enough_is_decided() -> None:
    paths = [f"{name}/{number:02}" for name in ("ana", "ben") for number in range(20)]
    found = desk(paths, [[0, 20]], contributor=[path[:3] for path in paths])
    kept = [Mark(path, f"digest of {path}", path.startswith("ben")) for path in paths]

    few = [mark for mark in kept if mark.path[4:] in {f"{n:02}" for n in range(11, 20)}]
    _said(found, marks=tuple(few))
    assert found.kept_by(_if(keep=(Reputation(),))) == ["ana/00"]
    _said(found, marks=tuple(mark for mark in kept if mark.path[4:] == "10"))
    assert found.kept_by(_if(keep=(Reputation(),))) == ["ben/00"]


def test_a_rule_reads_as_one_sentence() -> None:
    rule = _if(Closest("phash", 4), Contributors(one=True), keep=(Resolution(), Sharpness()))

    assert sentence(rule) == (
        "In open groups where every distance is at most 4 bits and all pictures are from the same "
        "contributor: keep the highest resolution, then the sharpest; remove the rest."
    )
    assert sentence(_if(Closest("cnn", 0.9), action=Action.SKIP, changed_too=True)) == (
        "In open and changed groups where every similarity is at least 0.900: skip them."
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        written(EVERYTHING).replace("keep one", "delete all"),
        written(_if(Closest("phash", 4))).replace("phash", "no method"),
        written(_if(Closest("phash", 4))).replace("4", '"4"'),
        written(_if(Closest("phash", 4))).replace("4", "NaN"),
        written(_if(Related(("copy",)))).replace("copy", "cousin"),
        written(_if(Sized(2, 3))).replace("3", "true"),
        written(_if(Sized(2, 3))).replace('"most"', '"much"'),
    ],
)
def test_a_stored_rule_that_is_nonsense_is_refused(text: str) -> None:
    with pytest.raises(DecisionError, match="cannot be read"):
        read(text)
