"""A chained group looked at closely, and split where it holds together least."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dedup_core.decisions import Act, Status, Verdict
from dedup_core.groups import Rule
from dedup_core.inspected import inspected, splitting
from dedup_core.review import Setting
from dedup_core.review.acts import entry_of
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.store import Workspace
from tests.making import data_of, folder_of, photo

CHAINED = Setting("phash", 10, Rule.CHAINED)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenDataset]:
    """A camera that pans over one long scene in nine steps, and a picture of something else."""
    scene = photo(1, (900, 300))
    files = {f"{at}.png": data_of(scene.crop((12 * at, 0, 12 * at + 400, 300))) for at in range(9)}
    folder = folder_of(tmp_path / "pan", {**files, "other.png": data_of(photo(5, (400, 300)))})
    workspace = Workspace(tmp_path / "workspace")
    dataset = add_path(workspace, folder)
    scan(workspace, dataset)
    yield OpenDataset(workspace, workspace.dataset(dataset.id))
    workspace.close()


def _digest(opened: OpenDataset, path: str) -> str:
    return opened.catalog.digests[opened.catalog.paths.index(path)]


def test_a_walk_is_one_chain_whose_ends_are_far_apart(opened: OpenDataset) -> None:
    found = inspected(opened, CHAINED, _digest(opened, "4.png"))

    assert found is not None
    chain = found.chain
    assert sorted(opened.catalog.paths[row] for row in chain.rows) == [f"{n}.png" for n in range(9)]
    assert (chain.distance <= 10).all()
    assert chain.weakest is not None
    one, other, distance = chain.weakest
    assert distance > 10
    assert distance == opened.distance("phash", int(chain.rows[one]), int(chain.rows[other]))
    assert len(found.under[Rule.CHAINED]) == 1
    assert len(found.under[Rule.KEEPER]) > 1
    assert all(len(rows) < 9 for rows in found.under[Rule.ALL])


def test_a_picture_in_no_group_is_no_chain(opened: OpenDataset) -> None:
    assert inspected(opened, CHAINED, _digest(opened, "other.png")) is None
    assert inspected(opened, CHAINED, "0" * 64) is None


def test_a_split_at_the_bridge_reshapes_the_group_at_once(
    opened: OpenDataset, tmp_path: Path
) -> None:
    found = inspected(opened, CHAINED, _digest(opened, "0.png"))
    assert found is not None
    bridge = found.chain.bridge
    assert bridge is not None

    asked = splitting(found, opened, reviewer="Ana", token="once")
    assert asked is not None
    workspace = Workspace(tmp_path / "workspace")
    entry = workspace.log.append(entry_of(asked, opened.ledger()))
    workspace.close()

    assert entry.act is Act.SPLIT
    (said,) = entry.judgements
    assert said.verdict is Verdict.DIFFERENT
    assert len(list(said.pairs())) == bridge.beyond.sum() * (~bridge.beyond).sum()
    groups = opened.groups(CHAINED)
    beyond = found.chain.rows[bridge.beyond].tolist()
    sides = {frozenset(beyond), frozenset(found.chain.rows.tolist()) - frozenset(beyond)}
    whole = [side for side in sides if len(side) > 1]
    together = [
        frozenset(groups.member[begin:end].tolist())
        for begin, end in zip(groups.start[:-1], groups.start[1:], strict=True)
    ]
    assert sorted(map(len, together)) == sorted(map(len, whole))
    assert set(together) == set(whole)
    assert Status.OPEN not in {closing.status for closing in entry.closings}


def test_nothing_is_split_that_is_one_file(tmp_path: Path) -> None:
    data = data_of(photo(1))
    folder = folder_of(tmp_path / "copies", {f"{at}.png": data for at in range(3)})
    workspace = Workspace(tmp_path / "workspace")
    dataset = add_path(workspace, folder)
    scan(workspace, dataset)
    copies = OpenDataset(workspace, workspace.dataset(dataset.id))

    found = inspected(copies, CHAINED, copies.catalog.digests[0])

    assert found is not None
    assert np.array_equal(np.sort(found.chain.rows), [0, 1, 2])
    assert splitting(found, copies, reviewer="Ana", token="once") is None
    workspace.close()
