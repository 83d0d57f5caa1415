"""Indexing in the background: how a run begins, ends, fails, stops and goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dedup_core.jobs import Job, Jobs, State
from dedup_core.scan import add_path
from dedup_core.store import Workspace
from tests.making import folder_of, picture


@pytest.fixture
def finished() -> list[str]:
    """Ids of the datasets whose runs came to their end."""
    return []


@pytest.fixture
def jobs(workspace: Workspace, finished: list[str]) -> Iterator[Jobs]:
    made = Jobs(workspace, finished=finished.append)
    yield made
    made.close()


def _end(jobs: Jobs, dataset: str) -> Job:
    """The run of a dataset once it is over."""
    while (job := jobs.of(dataset)) is not None and job.active:
        time.sleep(0.02)
    assert job is not None
    return job


def test_a_run_indexes_the_dataset_and_says_so(
    tmp_path: Path, workspace: Workspace, jobs: Jobs, finished: list[str]
) -> None:
    files = {"x.png": picture(1), "y.png": picture(2), "bad.png": b"hello"}
    dataset = add_path(workspace, folder_of(tmp_path / "in", files))

    begun = jobs.start(dataset)
    job = _end(jobs, dataset.id)

    assert begun.active
    assert (job.state, job.message, job.name) == (State.FINISHED, "", "in")
    assert (job.progress.done, job.progress.total, job.progress.skipped) == (3, 3, 1)
    assert finished == [dataset.id]
    assert workspace.catalog(dataset.id).paths == ("x.png", "y.png")
    assert workspace.dataset(dataset.id).indexed_at


def test_a_run_that_is_under_way_is_not_started_twice(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = add_path(workspace, folder_of(tmp_path / "in", {"x.png": picture(1)}))

    first, second = jobs.start(dataset), jobs.start(dataset)
    _end(jobs, dataset.id)

    assert first.started_at == second.started_at or second.state is State.RUNNING
    assert len(jobs.all()) == 1


def test_a_run_that_fails_says_why_in_words(
    tmp_path: Path, workspace: Workspace, jobs: Jobs, finished: list[str]
) -> None:
    dataset = add_path(workspace, folder_of(tmp_path / "in", {"x.txt": b"hello"}))

    jobs.start(dataset)
    job = _end(jobs, dataset.id)

    assert job.state is State.FAILED
    assert job.message.startswith("in has 1 file but no picture that can be read. The first: x.txt")
    assert finished == []


def test_a_stopped_run_stays_stopped_and_goes_on_when_it_is_started_again(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    files = {f"{seed}.png": picture(seed) for seed in range(300)}
    dataset = add_path(workspace, folder_of(tmp_path / "in", files))
    jobs.start(dataset)
    while not workspace.counts(dataset.id).indexed:
        time.sleep(0.005)

    jobs.stop(dataset.id)
    stopped = jobs.of(dataset.id)
    jobs.start(dataset)  # at once: the first process may still be ending
    job = _end(jobs, dataset.id)

    assert stopped is not None
    assert stopped.state is State.STOPPED
    assert (job.state, job.message) == (State.FINISHED, "")
    assert job.progress.computed < 300
    assert len(workspace.catalog(dataset.id)) == 300


def test_a_run_that_waits_can_be_stopped(tmp_path: Path, workspace: Workspace, jobs: Jobs) -> None:
    files = {f"{seed}.png": picture(seed) for seed in range(20)}
    first = add_path(workspace, folder_of(tmp_path / "one", files))
    second = add_path(workspace, folder_of(tmp_path / "two", {"x.png": picture(99)}))
    jobs.start(first)
    jobs.start(second)

    jobs.stop(second.id)

    assert _end(jobs, first.id).state is State.FINISHED
    assert _end(jobs, second.id).state is State.STOPPED


def test_a_forgotten_run_is_gone_from_the_list(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = add_path(workspace, folder_of(tmp_path / "in", {"x.png": picture(1)}))
    jobs.start(dataset)

    jobs.forget(dataset.id)

    assert jobs.all() == []
    assert jobs.of(dataset.id) is None


def test_much_on_standard_error_does_not_hold_a_run_up(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    """libtiff prints a line for each damaged strip, more in all than a pipe can hold."""
    tiff = bytearray(picture(1, "TIFF", compression="tiff_lzw"))
    tiff[12:2000] = b"\xff" * len(tiff[12:2000])
    files = {f"{n}.tif": bytes(tiff) + bytes([n % 256, n // 256]) for n in range(1500)}
    dataset = add_path(workspace, folder_of(tmp_path / "in", {**files, "x.png": picture(1)}))

    jobs.start(dataset)
    job = _end(jobs, dataset.id)

    assert job.state is State.FINISHED
    assert workspace.counts(dataset.id).skipped == 1500
