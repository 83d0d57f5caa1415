"""Which picture a rule keeps, and rules that are kept by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup_core.decisions import Mark
from dedup_core.review.rules import BulkRule, read, written
from dedup_core.review.rules.keeping import (
    Criterion,
    Formats,
    MostBytes,
    PathLike,
    Reputation,
    Resolution,
    Sharpness,
    SubmittedFirst,
    Suggested,
    TakenFirst,
)
from dedup_core.store import Workspace
from tests.ruling import desk

PATHS = ["a.PNG", "b.jpeg", "c/final/x.jpg"]


@pytest.mark.parametrize(
    ("criterion", "best"),
    [
        (Suggested(), 1),
        (Resolution(), 2),
        (Sharpness(), 0),
        (MostBytes(), 1),
        (TakenFirst(), 2),  # the time of the first is unknown
        (SubmittedFirst(), 0),
        (Formats(("png", "jpg")), 0),
        (Formats(("jpg",)), 1),  # both are: by path
        (PathLike("*/FINAL/*"), 2),
        (PathLike("nothing"), 0),
        (Reputation(), 0),  # nothing is decided yet: by path
    ],
)
def test_each_criterion_keeps_what_it_says(criterion: Criterion, best: int) -> None:
    found = desk(
        PATHS,
        [[1, 0, 2]],
        width=[1, 1, 2],
        sharpness=[3, 2, 1],
        size_bytes=[1, 3, 2],
        taken_at_ms=[-1, 20, 10],
        submitted_at_ms=[5, 6, -1],
    )

    assert found.kept_by(BulkRule((), (criterion,))) == [PATHS[best]]


def test_the_next_criterion_decides_where_the_first_finds_no_difference() -> None:
    found = desk(PATHS, [[1, 0, 2]], width=[2, 1, 2], sharpness=[1, 9, 2])

    assert found.kept_by(BulkRule((), (Resolution(), Sharpness()))) == [PATHS[2]]
    assert found.kept_by(BulkRule((), (Sharpness(), Resolution()))) == [PATHS[1]]
    assert found.kept_by(BulkRule((), (Resolution(),))) == [PATHS[0]]


def test_without_any_criterion_the_first_path_is_kept() -> None:
    assert desk(PATHS, [[2, 1, 0]]).kept_by(BulkRule((), ())) == [PATHS[0]]


def test_an_unknown_contributor_counts_as_the_average_of_all() -> None:
    paths = [f"{number:02}" for number in range(24)]
    who = ["good"] * 11 + ["bad"] * 11 + ["", "bad"]
    found = desk(paths, [[23, 22], [10, 22]], contributor=who)
    marks = {p: Mark(p, f"digest of {p}", w == "good") for p, w in zip(paths, who, strict=True)}
    material = found.material()
    for path in ["10", "22", "23"]:
        del marks[path]

    decided = type(material)(material.outcome, material.submitted, material.of_pairs, marks)

    assert Reputation().cost(decided).tolist() == pytest.approx([1.0, 11 / 21, 0.0, 11 / 21])


def test_rules_are_kept_by_name(workspace: Workspace, tmp_path: Path) -> None:
    rule = BulkRule(keep=(Formats(("dng", "jpg")), PathLike("*/ü*")), changed_too=True)
    workspace.saved_rules.save("strict", written(BulkRule()), reviewer="Ana")
    workspace.saved_rules.save("strict", written(rule), reviewer="Ben")
    workspace.saved_rules.save("other", written(BulkRule()), reviewer="Ben")
    workspace.saved_rules.remove("other")

    again = Workspace(tmp_path / "workspace")

    assert {name: read(text) for name, text in again.saved_rules.all().items()} == {"strict": rule}
    again.close()
