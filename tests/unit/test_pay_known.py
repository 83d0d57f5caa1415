"""What pay knows of an open dataset: copies by content, verdicts with names, marks that hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup_core.decisions import Act, Entry, Judgement, Mark, Verdict
from dedup_core.groups import Rule
from dedup_core.opened import OpenDataset
from dedup_core.pay import Payroll, Policy, hands, known, pay, reason
from dedup_core.review import Setting
from dedup_core.scan import add_path, scan
from dedup_core.store import Workspace
from tests.making import folder_of, picture
from tests.paying import fates

SETTING = Setting("phash", 0, Rule.CHAINED)
FILES = {"a.png": picture(1), "b.png": picture(1), "c.bmp": picture(1, "BMP"), "d.png": picture(2)}


@pytest.fixture
def opened(tmp_path: Path, workspace: Workspace) -> OpenDataset:
    dataset = add_path(workspace, folder_of(tmp_path / "in", FILES))
    scan(workspace, dataset)
    return OpenDataset(workspace, workspace.dataset(dataset.id))


def _say(workspace: Workspace, opened: OpenDataset, verdict: Verdict, *files: str) -> None:
    digests = tuple(_digest(opened, file) for file in files)
    said = Judgement(verdict, digests[:1], digests[1:])
    workspace.log.append(Entry(opened.dataset.id, "Ana", Act.VERDICT, judgements=(said,)))


def _digest(opened: OpenDataset, file: str) -> str:
    return opened.catalog.digests[opened.catalog.paths.index(file)]


def _pay(opened: OpenDataset) -> Payroll:
    outcome = opened.outcome(SETTING)
    return pay(outcome, opened.submissions(), Policy(), known=known(opened, "phash"))


def test_files_of_one_content_are_copies_though_nobody_looked(opened: OpenDataset) -> None:
    left, right = known(opened, "phash").copies

    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 1)]


def test_of_copies_one_is_paid_and_what_is_alone_is_paid(opened: OpenDataset) -> None:
    found = _pay(opened)

    assert sorted(fates(found)) == ["paid", "paid", "unpaid copy", "unpaid copy"]
    assert fates(found)[3] == "paid"


def test_a_verdict_is_told_with_who_gave_it(workspace: Workspace, opened: OpenDataset) -> None:
    _say(workspace, opened, Verdict.DUPLICATE, "a.png", "d.png")

    found = _pay(opened)

    assert fates(found).count("paid") == 1
    assert any("verdict duplicate by Ana" in reason(found, row) for row in (0, 3))


def test_what_is_told_to_be_different_is_paid(workspace: Workspace, opened: OpenDataset) -> None:
    _say(workspace, opened, Verdict.DIFFERENT, "a.png", "c.bmp")

    found = _pay(opened)

    assert fates(found) == ["paid", "unpaid copy", "paid", "paid"]


def test_copies_that_are_only_one_scene_by_verdict_are_no_copies(
    workspace: Workspace, opened: OpenDataset
) -> None:
    _say(workspace, opened, Verdict.SAME_SCENE, "a.png", "c.bmp")

    found = _pay(opened)

    assert fates(found).count("unpaid same-scene extra") == 1


def test_a_mark_on_another_content_at_that_path_does_not_hold(
    workspace: Workspace, opened: OpenDataset
) -> None:
    marks = (Mark("a.png", "0" * 64, False), Mark("d.png", _digest(opened, "d.png"), True))

    workspace.log.append(Entry(opened.dataset.id, "Ana", Act.MARK, marks=marks))

    found = hands(opened.ledger(), opened.catalog)
    assert found.keep.tolist() == [-1, -1, -1, 1]
    assert found.reviewer == {3: "Ana"}


def test_a_mark_in_another_dataset_does_not_hold_here(
    workspace: Workspace, opened: OpenDataset
) -> None:
    here, twin = _digest(opened, "d.png"), _digest(opened, "a.png")
    marks, said = (Mark("d.png", here, False),), Judgement(Verdict.DIFFERENT, (here,), (twin,))

    workspace.log.append(Entry("another", "Ana", Act.ACCEPT, marks=marks, judgements=(said,)))

    assert len(opened.ledger().entries) == 1
    assert (hands(opened.ledger(), opened.catalog).keep == -1).all()
