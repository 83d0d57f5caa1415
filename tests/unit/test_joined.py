"""What only a verdict on others has joined is never removed by suggestion."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup_core.decisions import Act, Entry, Judgement, Verdict
from dedup_core.groups import Rule
from dedup_core.review import Outcome, Setting
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.store import Workspace
from tests.making import data_of, folder_of, photo

PICTURES = {
    "a.png": data_of(photo(1, (400, 300))),
    "far.png": data_of(photo(2, (360, 270))),
    "further.png": data_of(photo(3, (320, 240))),
}


def _outcome(tmp_path: Path, rule: Rule, *pairs: tuple[str, str]) -> tuple[OpenDataset, Outcome]:
    """Three pictures that have nothing in common, after duplicates were said of some pairs."""
    workspace = Workspace(tmp_path / "workspace")
    dataset = add_path(workspace, folder_of(tmp_path / "in", PICTURES))
    scan(workspace, dataset)
    opened = OpenDataset(workspace, workspace.dataset(dataset.id))
    digest = dict(zip(opened.catalog.paths, opened.catalog.digests, strict=True))
    said = tuple(Judgement(Verdict.DUPLICATE, (digest[a],), (digest[b],)) for a, b in pairs)
    workspace.log.append(Entry(dataset.id, "Ana", Act.VERDICT, judgements=said))
    outcome = opened.outcome(Setting("phash", 4, rule))
    workspace.close()
    return opened, outcome


def _kept(opened: OpenDataset, outcome: Outcome) -> dict[str, bool]:
    paths = [opened.catalog.paths[row] for row in outcome.groups.member]
    return dict(zip(paths, outcome.kept.tolist(), strict=True))


@pytest.mark.parametrize("rule", [Rule.KEEPER, Rule.ALL])
def test_a_picture_of_which_nobody_said_anything_to_the_best_stays(
    rule: Rule, tmp_path: Path
) -> None:
    found = _outcome(tmp_path, rule, ("a.png", "far.png"), ("far.png", "further.png"))

    assert _kept(*found) == {"a.png": True, "far.png": False, "further.png": True}
    assert found[1].joined.tolist() == [False, False, True]


def test_what_is_called_a_duplicate_of_the_best_goes_however_far_it_is(tmp_path: Path) -> None:
    found = _outcome(tmp_path, Rule.KEEPER, ("a.png", "far.png"), ("a.png", "further.png"))

    assert _kept(*found) == {"a.png": True, "far.png": False, "further.png": False}


def test_in_a_chain_distances_to_the_best_mean_nothing(tmp_path: Path) -> None:
    found = _outcome(tmp_path, Rule.CHAINED, ("a.png", "far.png"), ("far.png", "further.png"))

    assert _kept(*found) == {"a.png": True, "far.png": False, "further.png": False}
