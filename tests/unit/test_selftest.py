"""Planted copies are found as if they had been sent, and leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dedup_core.control import STOP, Steering
from dedup_core.decisions import Act, Entry, Judgement, Verdict
from dedup_core.errors import Cancelled, NoPicturesError
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.selftest import MethodResult, SelfTest, self_test
from dedup_core.selftest.changes import ALL
from dedup_core.selftest.planting import original
from dedup_core.store import Workspace
from tests.making import data_of, folder_of, photo

SIZE = (320, 240)
PHOTOS = {f"{seed}.png": data_of(photo(seed, SIZE)) for seed in range(6)}
FLAT = {"night.png": data_of(Image.new("RGB", SIZE, (9, 9, 9)))}
PLACE = {change.name: number for number, change in enumerate(ALL)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "in", {**PHOTOS, **FLAT})


@pytest.fixture
def opened(workspace: Workspace, folder: Path) -> OpenDataset:
    return _opened(workspace, folder)


def _opened(workspace: Workspace, folder: Path) -> OpenDataset:
    dataset = add_path(workspace, folder)
    scan(workspace, dataset)
    return OpenDataset(workspace, workspace.dataset(dataset.id))


def _of(result: SelfTest, method: str) -> MethodResult:
    return next(found for found in result.methods if found.method.name == method)


def _recall(result: SelfTest, method: str, change: str) -> float:
    found = _of(result, method)
    return float(found.recall(found.stops.nearest(found.method.default))[PLACE[change]])


def _bytes(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file with its content, but for the shared memory that even readers write to."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.name.endswith("-shm"):
            yield str(file), sha256(file.read_bytes()).hexdigest()


def test_copies_that_are_saved_again_are_found_and_mirrored_ones_by_turning(
    workspace: Workspace, opened: OpenDataset
) -> None:
    result = self_test(workspace, opened)

    flat = 1 / (len(PHOTOS) + 1)  # the picture without detail, which hashes leave out
    assert _recall(result, "phash", "resaved") == pytest.approx(1 - flat)
    assert _recall(result, "phash", "mirrored") == 0
    assert _recall(result, "phash-turned", "mirrored") == pytest.approx(1 - flat)
    assert _recall(result, "scene", "resaved") > 0


def test_nothing_is_written_to_the_source_or_the_workspace(
    workspace: Workspace, opened: OpenDataset, folder: Path, tmp_path: Path
) -> None:
    before = dict(_bytes(tmp_path))

    result = self_test(workspace, opened)

    assert len(result.rows) == len(PHOTOS) + len(FLAT)
    assert dict(_bytes(tmp_path)) == before
    assert len(workspace.catalog(opened.dataset.id)) == len(PHOTOS) + len(FLAT)


def test_a_planted_copy_is_as_far_away_as_the_same_copy_indexed(
    workspace: Workspace, opened: OpenDataset, folder: Path, tmp_path: Path
) -> None:
    result = self_test(workspace, opened)
    picture = original(PHOTOS["2.png"], max_pixels=10**6)
    files = {f"{change.name}.jpg": change.copy_of(picture) for change in ALL}

    sent = _opened(workspace, folder_of(tmp_path / "sent", {**files, "2.png": PHOTOS["2.png"]}))

    rows = {path: row for row, path in enumerate(sent.catalog.paths)}
    paths = [opened.catalog.paths[row] for row in result.rows]
    planted = paths.index("2.png")
    for method in ("phash", "dhash", "ahash", "whash", "pdq", "layout", "phash-turned"):
        for change, place in PLACE.items():
            apart = sent.distance(method, rows[f"{change}.jpg"], rows["2.png"])
            assert _of(result, method).apart[place, planted] == pytest.approx(apart, abs=2e-6)


def test_a_picture_without_detail_is_never_found_by_a_hash(
    workspace: Workspace, opened: OpenDataset
) -> None:
    result = self_test(workspace, opened)

    flat = [opened.catalog.paths[row] for row in result.rows].index("night.png")
    assert np.isinf(_of(result, "phash").apart[:, flat]).all()
    assert all(example.original != flat for example in result.examples)


def test_the_same_draw_gives_the_same_result_and_another_one_draws_others(
    workspace: Workspace, opened: OpenDataset
) -> None:
    first, again, other = (
        self_test(workspace, opened, originals=2, seed=seed) for seed in (3, 3, 4)
    )

    assert first.rows.tolist() == again.rows.tolist() != other.rows.tolist()
    for one, same in zip(first.methods, again.methods, strict=True):
        assert np.array_equal(one.apart, same.apart)
        assert np.array_equal(one.false, same.false)


def test_what_cannot_be_tested_is_said_with_the_reason(
    workspace: Workspace, opened: OpenDataset
) -> None:
    result = self_test(workspace, opened, originals=1)

    reasons = {left_out.title: left_out.reason for left_out in result.left_out}
    assert "same pixels" in reasons["Exact copies"]
    assert "300" in reasons["Layout, fitted to this dataset"]
    assert "not computed" in reasons["Small network"]


def test_a_picture_that_has_changed_since_is_left_out_and_named(
    workspace: Workspace, opened: OpenDataset, folder: Path
) -> None:
    (folder / "1.png").write_bytes(PHOTOS["2.png"])
    (folder / "3.png").unlink()

    result = self_test(workspace, opened)

    assert [skipped.path for skipped in result.unread] == ["1.png", "3.png"]
    assert "changed" in result.unread[0].reason
    assert len(result.rows) == len(PHOTOS) + len(FLAT) - 2


def test_when_no_picture_can_be_read_it_says_what_to_do(
    workspace: Workspace, opened: OpenDataset, folder: Path
) -> None:
    for file in folder.iterdir():
        file.unlink()

    with pytest.raises(NoPicturesError, match="Index the dataset again"):
        self_test(workspace, opened)


def test_it_stops_when_it_is_told_to(workspace: Workspace, opened: OpenDataset) -> None:
    steering = Steering()
    steering.obey(STOP)

    with pytest.raises(Cancelled):
        self_test(workspace, opened, control=steering)


def _false_hits(workspace: Workspace, opened: OpenDataset) -> int:
    """Of all changes, at the loosest threshold of the hash."""
    found = _of(self_test(workspace, OpenDataset(workspace, opened.dataset)), "ahash")
    return int(found.false.max(axis=1).sum())


def test_a_picture_that_a_verdict_joins_to_the_original_is_no_false_hit(
    workspace: Workspace, tmp_path: Path
) -> None:
    scene = photo(1, (900, 300))
    views = (scene.crop((20 * at, 0, 20 * at + 400, 300)) for at in range(8))
    shots = {f"{at}.png": data_of(view) for at, view in enumerate(views)}
    opened = _opened(workspace, folder_of(tmp_path / "pan", shots))
    before = _false_hits(workspace, opened)

    said = Judgement(Verdict.SAME_SCENE, opened.catalog.digests)
    workspace.log.append(Entry(opened.dataset.id, "eve", Act.VERDICT, "token", judgements=(said,)))

    assert before > 0
    assert _false_hits(workspace, opened) == 0
