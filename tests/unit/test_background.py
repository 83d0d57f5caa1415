"""What runs in the background once a dataset is indexed, and how it gives way."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from dedup_core.jobs import Jobs, State
from dedup_core.scan import OpenDataset, add_path, compute
from dedup_core.store import Dataset, Workspace
from tests.making import data_of, folder_of, photo, picture


@pytest.fixture
def jobs(workspace: Workspace) -> Iterator[Jobs]:
    made = Jobs(workspace, finished=lambda _: None, afterwards="scene")
    yield made
    made.close()


def _until(true: Callable[[], object]) -> None:
    for _ in range(6000):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it never came")


def _ends(jobs: Jobs, dataset: Dataset, method: str) -> None:
    def ended() -> bool:
        job = jobs.of(dataset.id)
        assert job is not None
        assert job.state is not State.FAILED, job.message
        return job.state is State.FINISHED and job.method == method

    _until(ended)


def _dataset(workspace: Workspace, folder: Path, pictures: int) -> Dataset:
    files = {f"{n:03}.png": data_of(_detailed(n)) for n in range(pictures)}
    return add_path(workspace, folder_of(folder, files))


def _detailed(seed: int) -> Image.Image:
    """A picture with many spots, so that looking at it takes a while."""
    whole = Image.new("RGB", (480, 360))
    for at in range(12):
        whole.paste(photo(100 * seed + at, (120, 120)), (at % 4 * 120, at // 4 * 120))
    return whole


def test_what_is_computed_afterwards_follows_an_indexing_run_by_itself(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = _dataset(workspace, tmp_path / "some", 3)

    jobs.start(dataset)

    _ends(jobs, dataset, "scene")
    assert not OpenDataset(workspace, workspace.dataset(dataset.id)).lacks("scene")


def test_the_groups_can_be_used_before_the_background_is_done(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = _dataset(workspace, tmp_path / "some", 30)

    jobs.start(dataset)
    _until(lambda: (job := jobs.of(dataset.id)) is not None and job.method == "scene")

    indexed = workspace.dataset(dataset.id)
    assert indexed.indexed_at
    assert not OpenDataset(workspace, indexed).lacks("phash")


def test_the_background_gives_way_to_a_dataset_that_somebody_waits_for(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    large, small = _dataset(workspace, tmp_path / "large", 40), tmp_path / "small"
    compute(workspace, large, None)
    waits = add_path(workspace, folder_of(small, {"x.png": picture(1)}))

    jobs.start(large, "scene")
    _until(lambda: (job := jobs.of(large.id)) is not None and job.progress.total)
    jobs.start(waits)

    _until(lambda: workspace.dataset(waits.id).indexed_at)
    _ends(jobs, large, "scene")
    _ends(jobs, waits, "scene")


def test_indexing_anew_ends_the_background_of_that_dataset_and_it_follows_again(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = _dataset(workspace, tmp_path / "some", 30)
    compute(workspace, dataset, None)
    jobs.start(dataset, "scene")
    _until(lambda: (job := jobs.of(dataset.id)) is not None and job.progress.total)

    again = jobs.start(dataset)

    assert again.method == ""
    _ends(jobs, dataset, "scene")


def test_asking_for_the_background_while_a_dataset_is_indexed_changes_nothing(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = _dataset(workspace, tmp_path / "some", 5)

    first, second = jobs.start(dataset), jobs.start(dataset, "scene")

    assert (first.method, second.method) == ("", "")
    _ends(jobs, dataset, "scene")


def test_one_method_alone_can_be_asked_for_and_leaves_the_dataset_indexed(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = _dataset(workspace, tmp_path / "some", 3)
    compute(workspace, dataset, None)
    before = OpenDataset(workspace, workspace.dataset(dataset.id)).lacks("dhash-turned")

    jobs.start(dataset, "dhash-turned")

    _ends(jobs, dataset, "dhash-turned")
    after = OpenDataset(workspace, workspace.dataset(dataset.id))
    assert (before, after.lacks("dhash-turned")) == (True, False)
    assert not after.lacks("phash")


def test_a_method_that_somebody_asks_for_goes_before_the_background_of_its_dataset(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = _dataset(workspace, tmp_path / "some", 40)
    compute(workspace, dataset, None)
    jobs.start(dataset, "scene")
    _until(lambda: (job := jobs.of(dataset.id)) is not None and job.progress.total)

    asked = jobs.start(dataset, "dhash-turned")

    assert asked.method == "dhash-turned"
    _ends(jobs, dataset, "scene")  # it goes on by itself
    opened = OpenDataset(workspace, workspace.dataset(dataset.id))
    assert not opened.lacks("dhash-turned")
    assert not opened.lacks("scene")


def test_a_method_that_somebody_asks_for_goes_before_the_background_of_another_dataset(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    large, small = (_dataset(workspace, tmp_path / n, count) for n, count in (("l", 40), ("s", 3)))
    for dataset in (large, small):
        compute(workspace, dataset, None)
    jobs.start(large, "scene")
    _until(lambda: (job := jobs.of(large.id)) is not None and job.progress.total)

    jobs.start(small, "dhash-turned")

    background = jobs.of(large.id)
    assert background is not None
    assert background.state is State.WAITING
    _ends(jobs, small, "dhash-turned")
    _ends(jobs, large, "scene")


def test_all_methods_that_come_afterwards_are_one_job(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = _dataset(workspace, tmp_path / "some", 5)
    compute(workspace, dataset, None)

    first, second = jobs.start(dataset, "scene"), jobs.start(dataset, "combined")

    assert (first.method, second.method) == ("scene", "scene")
    assert first.background
    _ends(jobs, dataset, "scene")


def test_the_background_leaves_the_time_of_indexing_and_needs_no_source(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = _dataset(workspace, tmp_path / "some", 3)
    compute(workspace, dataset, None)
    before = workspace.dataset(dataset.id).indexed_at
    (tmp_path / "some").rename(tmp_path / "unplugged")

    jobs.start(dataset, "scene")

    _ends(jobs, dataset, "scene")
    assert workspace.dataset(dataset.id).indexed_at == before
