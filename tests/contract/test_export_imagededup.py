"""The map of duplicates is what imagededup itself finds, on the sample."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dedup_core.fingerprints import method_named
from dedup_core.groups import Rule
from dedup_core.opened import OpenDataset
from dedup_core.pay import Accountant, Policy
from dedup_core.report import exports
from dedup_core.report.subject import Subject, subject
from dedup_core.review import Setting
from dedup_core.scan import add_path, scan
from dedup_core.store import Workspace

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "photos"
THRESHOLD = 10
Map = dict[str, list[list[object]]]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    workspace = Workspace(tmp_path_factory.mktemp("imagededup") / "workspace")
    dataset = add_path(workspace, SAMPLE)
    scan(workspace, dataset)
    opened = OpenDataset(workspace, workspace.dataset(dataset.id))
    setting = Setting("phash", THRESHOLD, Rule.KEEPER)
    yield subject(opened, Accountant(opened).payroll(setting, Policy()))
    workspace.close()


@pytest.fixture(scope="module")
def hashes(shown: Subject, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The fingerprints of the pictures that are compared, as imagededup spells them."""
    opened = shown.opened
    stored = opened._workspace.fingerprints(
        opened.catalog.digests, method_named("phash"), exactly=opened.dataset.exact
    )
    silent = set(opened.pairs("phash").silent.tolist())
    return {
        path: np.asarray(stored[row], np.uint8).tobytes().hex()
        for row, path in enumerate(opened.catalog.paths)
        if row not in silent
    }


def _theirs(hashes: dict[str, str]) -> Map:
    """What imagededup finds, as JSON has it."""
    pytest.importorskip("imagededup")
    from imagededup.methods import PHash

    with pytest.warns(RuntimeWarning):
        found = PHash(verbose=False).find_duplicates(
            encoding_map=hashes,
            max_distance_threshold=THRESHOLD,
            scores=True,
            search_method="brute_force",
            num_dist_workers=0,
        )
    as_json: Map = json.loads(json.dumps(found, default=int))
    return as_json


@pytest.mark.slow
def test_the_map_of_duplicates_is_the_one_that_imagededup_finds(
    shown: Subject, hashes: dict[str, str]
) -> None:
    ours: Map = json.loads(exports.named("duplicates").written(shown))

    theirs = _theirs(hashes)

    assert list(ours) == sorted(shown.opened.catalog.paths)
    assert set(ours) - set(theirs) == {path for path in ours if path not in hashes}
    for path, found in theirs.items():
        assert sorted(map(tuple, ours[path])) == sorted(map(tuple, found))
        assert [score for _, score in ours[path]] == sorted(score for _, score in found)


def test_what_is_to_be_removed_leaves_a_duplicate_of_each_that_stays(shown: Subject) -> None:
    remove: list[str] = json.loads(exports.named("remove").written(shown))
    duplicates: Map = json.loads(exports.named("duplicates").written(shown))

    stays = set(duplicates) - set(remove)

    assert len(remove) == len(set(remove)) == shown.outcome.headline.flagged
    assert all(stays & {path for path, _ in duplicates[gone]} for gone in remove)
