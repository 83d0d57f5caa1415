"""Appeals: recorded about one picture, held until answered, found by a reference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dedup_core.decisions import Act, Closing, Entry, Judgement, Mark, Status, Verdict
from dedup_core.errors import DecisionError
from dedup_core.opened import OpenDataset
from dedup_core.pay import FATES, Policy, Undecided, reason, totals
from dedup_core.pay.objecting import objection, objections
from dedup_core.review.acts import Asked, Member, entry_of
from dedup_core.review.appeals import appeals, reference, rows_of_reference
from dedup_core.store import Workspace
from tests.making import picture
from tests.reporting import campaign, payroll

FILES = {"ann/1.png": picture(1), "bob/1.bmp": picture(1, "BMP"), "cy/1.png": picture(1)}
PEOPLE = {"ann/1.png": "ann", "bob/1.bmp": "bob", "cy/1.png": "cy"}
ANN, BOB, CY = 0, 1, 2


@pytest.fixture
def opened(tmp_path: Path, workspace: Workspace) -> OpenDataset:
    """One shot that three people sent, ann first."""
    return campaign(workspace, tmp_path / "in", FILES, PEOPLE)


def _fates(opened: OpenDataset, policy: Policy | None = None) -> list[str]:
    return [FATES[fate].value for fate in payroll(opened, policy).fate]


def _appeal(workspace: Workspace, opened: OpenDataset, row: int, text: str = "Mine") -> Entry:
    entry = objection(opened, payroll(opened), row, reviewer="Ana", text=text)
    return workspace.log.append(entry)


def _members(opened: OpenDataset, keep: int) -> tuple[Member, ...]:
    catalog = opened.catalog
    return tuple(
        Member(path, digest, row == keep)
        for row, (path, digest) in enumerate(zip(catalog.paths, catalog.digests, strict=True))
    )


def _accept(workspace: Workspace, opened: OpenDataset, keep: int = ANN) -> Entry:
    asked = Asked(opened.dataset.id, "Ben", Act.ACCEPT, _members(opened, keep))
    return workspace.log.append(entry_of(asked, opened.ledger()))


def test_what_is_objected_to_is_held_and_nothing_else_changes(
    workspace: Workspace, opened: OpenDataset
) -> None:
    before = _fates(opened)

    _appeal(workspace, opened, BOB)

    assert before == ["paid", "unpaid copy", "unpaid copy"]
    assert _fates(opened) == ["paid", "held", "unpaid copy"]


def test_files_of_one_content_are_told_apart(workspace: Workspace, opened: OpenDataset) -> None:
    assert opened.catalog.digests[ANN] == opened.catalog.digests[CY]

    _appeal(workspace, opened, CY)

    assert _fates(opened) == ["paid", "unpaid copy", "held"]


def test_the_group_is_open_again_and_the_objection_is_its_note(
    workspace: Workspace, opened: OpenDataset
) -> None:
    _accept(workspace, opened)

    _appeal(workspace, opened, BOB, "  The lamp is another one.  ")

    found = payroll(opened)
    note = found.outcome.note(0)
    assert Status.DECIDED not in {tuple(Status)[status] for status in found.outcome.status}
    assert note is not None
    assert note.text == "Appeal: The lamp is another one."
    assert _fates(opened)[BOB] == "held"


def test_deciding_the_group_again_answers_it(workspace: Workspace, opened: OpenDataset) -> None:
    _appeal(workspace, opened, BOB)

    decided = _accept(workspace, opened)

    assert [appeal.waits for appeal in appeals(opened.ledger())] == [False]
    assert _fates(opened) == ["paid", "unpaid copy", "unpaid copy"]
    undo = Asked(opened.dataset.id, "Ben", Act.UNDO, target=decided.id)
    workspace.log.append(entry_of(undo, opened.ledger()))
    assert _fates(opened) == ["paid", "held", "unpaid copy"]


def test_keeping_the_picture_answers_it_and_pays(workspace: Workspace, opened: OpenDataset) -> None:
    _appeal(workspace, opened, BOB)
    keep = replace(_members(opened, BOB)[BOB], keep=True)

    asked = Asked(opened.dataset.id, "Ben", Act.MARK, (keep,))
    workspace.log.append(entry_of(asked, opened.ledger()))

    (found,) = objections(opened, payroll(opened))
    assert (found.standing, found.waits) == ("Answered, paid", False)


def test_a_group_left_for_later_answers_nothing(workspace: Workspace, opened: OpenDataset) -> None:
    _appeal(workspace, opened, BOB)

    asked = Asked(opened.dataset.id, "Ben", Act.SKIP, _members(opened, ANN))
    workspace.log.append(entry_of(asked, opened.ledger()))

    assert _fates(opened)[BOB] == "held"


def test_an_undone_appeal_holds_nothing_and_brings_the_marks_back(
    workspace: Workspace, opened: OpenDataset
) -> None:
    _accept(workspace, opened)
    marks = dict(opened.ledger().marks)
    appeal = _appeal(workspace, opened, BOB)

    undo = Asked(opened.dataset.id, "Ana", Act.UNDO, target=appeal.id)
    workspace.log.append(entry_of(undo, opened.ledger()))

    assert opened.ledger().marks == marks
    assert appeals(opened.ledger()) == []
    assert _fates(opened)[BOB] == "unpaid copy"


def test_a_picture_that_a_policy_pays_anyway_stays_paid(
    workspace: Workspace, opened: OpenDataset
) -> None:
    _appeal(workspace, opened, BOB)

    assert _fates(opened, Policy(undecided=Undecided.PAY))[BOB] == "paid"


def test_what_a_reviewer_removed_is_not_paid_because_of_an_appeal_alone(
    workspace: Workspace, opened: OpenDataset
) -> None:
    ann, bob, _ = opened.catalog.digests
    scene = Judgement(Verdict.SAME_SCENE, (ann,), (bob,))
    removed, kept = (Mark("bob/1.bmp", bob, keep) for keep in (False, True))
    for said in (
        Entry(opened.dataset.id, "Ben", Act.VERDICT, judgements=(scene,)),
        Entry(opened.dataset.id, "Ben", Act.MARK, marks=(removed,)),
    ):
        workspace.log.append(said)
    before = _fates(opened)

    for text in ("Mine", "Still mine"):
        _appeal(workspace, opened, BOB, text)

    assert (before[BOB], _fates(opened)[BOB]) == ("unpaid same-scene extra", "held")
    newest, _ = objections(opened, payroll(opened))
    assert newest.standing == "Waits, held"
    workspace.log.append(Entry(opened.dataset.id, "Ben", Act.MARK, marks=(kept,)))
    assert _fates(opened)[BOB] == "paid"


def test_money_adds_up_while_an_appeal_waits(workspace: Workspace, opened: OpenDataset) -> None:
    _appeal(workspace, opened, BOB)

    sums = totals(payroll(opened))

    assert (sums.paid, sums.held, sums.unpaid, sums.price) == (15, 15, 15, 45)


def test_the_reason_names_the_appeal_and_its_line(
    workspace: Workspace, opened: OpenDataset
) -> None:
    _appeal(workspace, opened, BOB)

    said = reason(payroll(opened), BOB)

    assert said.startswith("Held: a copy of “ann/1.png”")
    assert "but its contributor objects" in said
    assert "held until a reviewer decides the group again" in said


def test_an_appeal_needs_words_and_an_unpaid_picture(opened: OpenDataset) -> None:
    found = payroll(opened)

    with pytest.raises(DecisionError, match="Write down what"):
        objection(opened, found, BOB, reviewer="Ana", text="  ")
    with pytest.raises(DecisionError, match="is paid"):
        objection(opened, found, ANN, reviewer="Ana", text="Mine")


def test_of_two_appeals_about_a_picture_the_last_one_waits(
    workspace: Workspace, opened: OpenDataset
) -> None:
    _appeal(workspace, opened, BOB, "First")
    _appeal(workspace, opened, BOB, "Second")

    assert [(each.text, each.waits) for each in appeals(opened.ledger())] == [
        ("First", False),
        ("Second", True),
    ]


def test_an_appeal_that_names_no_single_picture_is_about_all(
    workspace: Workspace, opened: OpenDataset
) -> None:
    asked = Asked(opened.dataset.id, "Ana", Act.APPEAL, _members(opened, ANN), text="All mine")

    workspace.log.append(entry_of(asked, opened.ledger()))

    assert _fates(opened) == ["paid", "held", "held"]


def test_what_others_decide_elsewhere_answers_nothing(
    workspace: Workspace, opened: OpenDataset
) -> None:
    _appeal(workspace, opened, BOB)
    other = tuple((member.path, member.digest) for member in _members(opened, ANN))

    closing = Closing(Status.DECIDED, other)
    workspace.log.append(Entry("another dataset", "Ben", Act.ACCEPT, closings=(closing,)))

    assert _fates(opened)[BOB] == "held"


def test_a_reference_is_found_however_it_is_typed(opened: OpenDataset) -> None:
    catalog, dataset = opened.catalog, opened.dataset.id
    code = reference(dataset, catalog.paths[BOB], catalog.digests[BOB])
    alike = code.replace("O", "0").replace("I", "1")

    for typed in (code, code.lower(), code.replace("-", " "), f" {alike} "):
        assert rows_of_reference(dataset, catalog, typed) == [BOB]
    assert rows_of_reference(dataset, catalog, "") == []
    assert rows_of_reference("another", catalog, code) == []


def test_references_of_many_pictures_differ() -> None:
    codes = {reference("d", f"{at}.jpg", "x") for at in range(5000)}

    assert len(codes) == 5000
