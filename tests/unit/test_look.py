"""Looking closer at likely pairs: what is found, and that nothing is done twice."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance

from dedup_core.errors import Cancelled
from dedup_core.fingerprints import method_named
from dedup_core.groups import Rule
from dedup_core.judged import RELATIONS
from dedup_core.model import FREE, Progress, quiet
from dedup_core.review import Setting
from dedup_core.scan import OpenDataset, add_path, compute
from dedup_core.store import Dataset, Workspace
from tests.making import data_of, folder_of, photo

SCENE = method_named("scene")


def _detailed(seed: int, size: tuple[int, int] = (480, 360)) -> Image.Image:
    """A picture with many distinct spots, others for each seed."""
    whole = Image.new("RGB", size)
    for at in range(48):
        tile = photo(1000 * seed + at, (60, 60))
        whole.paste(tile, (at % 8 * 60, at // 8 * 60))
    return whole


def _edits(image: Image.Image) -> dict[str, bytes]:
    turned = image.rotate(8, Image.Resampling.BICUBIC).crop((60, 50, 420, 310))
    return {
        "a whole.png": data_of(image),
        "b cropped.jpg": data_of(image.crop((90, 60, 400, 320)), "JPEG", quality=85),
        "c mirrored.png": data_of(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
        "d turned.png": data_of(turned),
        "e darker.png": data_of(ImageEnhance.Brightness(image).enhance(0.7)),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    others = {f"other {n}.png": data_of(_detailed(n)) for n in range(2, 8)}
    return folder_of(tmp_path / "pictures", {**_edits(_detailed(1)), **others})


@pytest.fixture
def dataset(workspace: Workspace, folder: Path) -> Dataset:
    return add_path(workspace, folder)


def _opened(workspace: Workspace, dataset: Dataset) -> OpenDataset:
    return OpenDataset(workspace, workspace.dataset(dataset.id))


class _Log:
    """Keeps the last progress of each stage."""

    def __init__(self) -> None:
        self.last: dict[str, Progress] = {}

    def __call__(self, progress: Progress) -> None:
        self.last[progress.stage] = progress


class _StopIn:
    """Stops a run once a stage has begun its second half."""

    def __init__(self, stage: str) -> None:
        self._stage, self._now = stage, False

    def report(self, progress: Progress) -> None:
        self._now |= progress.stage == self._stage

    def paused(self) -> bool:
        return False

    def wait(self) -> float:
        return 0.0

    def stopped(self) -> bool:
        return self._now


def test_crops_turns_and_mirrors_are_found_and_nothing_else(
    workspace: Workspace, dataset: Dataset
) -> None:
    compute(workspace, dataset, SCENE)

    opened = _opened(workspace, dataset)
    outcome = opened.outcome(Setting("scene", SCENE.default, Rule.CHAINED))
    (size,) = outcome.groups.sizes.tolist()
    names = [opened.catalog.paths[row] for row in outcome.groups.member]
    assert size == 5
    assert not any(name.startswith("other") for name in names)
    said = {RELATIONS[code] for code in outcome.relation}
    assert "copy" in said
    assert said <= {"copy", "same scene"}


def test_before_anybody_looked_the_method_says_that_it_lacks_something(
    workspace: Workspace, dataset: Dataset
) -> None:
    compute(workspace, dataset, None)

    opened = _opened(workspace, dataset)
    outcome = opened.outcome(Setting("phash", 10, Rule.KEEPER))
    assert opened.lacks("scene")
    assert set(outcome.relation.tolist()) <= {-1, RELATIONS.index("copy")}


def test_a_second_look_finds_everything_done(workspace: Workspace, dataset: Dataset) -> None:
    compute(workspace, dataset, SCENE)
    log = _Log()

    compute(workspace, dataset, SCENE, report=log)

    assert "pairs" not in log.last


def test_a_new_picture_costs_its_own_pairs_only(
    workspace: Workspace, dataset: Dataset, folder: Path
) -> None:
    compute(workspace, dataset, SCENE)
    (folder / "f half.png").write_bytes(data_of(_detailed(1).resize((240, 180))))
    log = _Log()

    compute(workspace, dataset, SCENE, report=log)

    features, pairs = log.last["features"], log.last["pairs"]
    assert (features.computed, features.known) == (1, 11)
    assert 0 < pairs.computed < pairs.known  # the fit on the dataset moved a little, too
    outcome = _opened(workspace, dataset).outcome(Setting("scene", 0.9, Rule.CHAINED))
    assert outcome.groups.sizes.tolist() == [6]


@pytest.mark.parametrize("stage", ["features", "pairs"])
def test_a_stopped_look_keeps_what_is_finished_and_ends_as_an_unstopped_one(
    stage: str, tmp_path: Path, workspace: Workspace, dataset: Dataset, folder: Path
) -> None:
    stop = _StopIn(stage)

    with pytest.raises(Cancelled):
        compute(workspace, dataset, SCENE, report=stop.report, control=stop)
    compute(workspace, dataset, SCENE, report=quiet, control=FREE)

    other = Workspace(tmp_path / "other")
    again = add_path(other, folder)
    compute(other, again, SCENE)
    mine = _opened(workspace, dataset).judged()
    theirs = _opened(other, again).judged()
    assert mine.left.tolist() == theirs.left.tolist()
    assert mine.record.tobytes() == theirs.record.tobytes()
    other.close()


def test_pictures_without_any_detail_are_looked_at_without_an_error(
    tmp_path: Path, workspace: Workspace
) -> None:
    flat = {f"{n}.png": data_of(Image.new("RGB", (300, 200), (n, n, n))) for n in (10, 200)}
    tiny = {"tiny.png": data_of(Image.new("RGB", (1, 1), "red")), "sky.png": data_of(photo(3))}
    dataset = add_path(workspace, folder_of(tmp_path / "flat", {**flat, **tiny}))

    compute(workspace, dataset, SCENE)

    opened = _opened(workspace, dataset)
    assert not opened.lacks("scene")
    assert len(opened.pairs("scene")) == 0


def test_what_was_looked_at_elsewhere_meanwhile_is_seen_by_an_open_dataset(
    workspace: Workspace, dataset: Dataset
) -> None:
    compute(workspace, dataset, None)
    opened = _opened(workspace, dataset)
    before = opened.judged()

    compute(workspace, dataset, SCENE)

    after = opened.judged()
    assert (len(before.left), len(after.left) > 0) == (0, True)
    assert len(opened.pairs("scene")) == int((after.record["probability"] >= SCENE.loosest).sum())
    outcome = opened.outcome(Setting("phash", 24, Rule.CHAINED))
    assert RELATIONS.index("copy") in outcome.relation[~outcome.kept]


def test_one_damaged_thumbnail_does_not_end_the_look(
    workspace: Workspace, dataset: Dataset
) -> None:
    compute(workspace, dataset, None)
    damaged = workspace.catalog(dataset.id).digests[0]
    with sqlite3.connect(workspace.folder / "thumbnails.sqlite") as connection:
        connection.execute("UPDATE thumbnails SET jpeg = ? WHERE digest = ?", (b"no", damaged))

    compute(workspace, dataset, SCENE)

    assert not _opened(workspace, dataset).lacks("scene")
