"""Indexing in the background: how a run begins, ends, fails, stops and goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dedup_core.jobs import Job, Jobs, State
from dedup_core.scan import add_path
from dedup_core.store import Dataset, Workspace
from tests.conftest import REPOSITORY
from tests.making import data_of, folder_of, photo, picture


@pytest.fixture
def finished() -> list[str]:
    """Ids of the datasets whose runs came to their end."""
    return []


@pytest.fixture
def jobs(workspace: Workspace, finished: list[str]) -> Iterator[Jobs]:
    made = Jobs(workspace, finished=finished.append)
    yield made
    made.close()


def _until(true: Callable[[], object]) -> None:
    """Wait for what must come."""
    for _ in range(6000):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it never came")


def _job(jobs: Jobs, dataset: Dataset) -> Job:
    job = jobs.of(dataset.id)
    assert job is not None
    return job


def _end(jobs: Jobs, dataset: str) -> Job:
    """The run of a dataset once it is over."""
    _until(lambda: (job := jobs.of(dataset)) is None or not job.active)
    job = jobs.of(dataset)
    assert job is not None
    return job


def _large(workspace: Workspace, folder: Path, pictures: int = 120) -> Dataset:
    """A dataset that takes a while, one core or many."""
    sizes = {seed: (300 + seed, 250) for seed in range(pictures)}
    files = {f"{seed:03}.png": data_of(photo(seed, size)) for seed, size in sizes.items()}
    return add_path(workspace, folder_of(folder, files))


def _small(workspace: Workspace, folder: Path) -> Dataset:
    return add_path(workspace, folder_of(folder, {"x.png": picture(1000)}))


def _processes(dataset: str) -> list[int]:
    """Ids of the processes that index a dataset."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes().split(b"\0")
        except OSError:  # it has just ended
            continue
        if b"--dataset" in words and dataset.encode() in words:
            found.append(int(file.parent.name))
    return found


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
    tmp_path: Path, workspace: Workspace, jobs: Jobs, finished: list[str]
) -> None:
    dataset = _small(workspace, tmp_path / "in")

    first, second = jobs.start(dataset), jobs.start(dataset)
    running = len(_processes(dataset.id))
    _end(jobs, dataset.id)

    assert first == second
    assert running == 1
    assert len(jobs.all()) == 1
    assert finished == [dataset.id]


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
    dataset = _large(workspace, tmp_path / "in")
    jobs.start(dataset)
    _until(lambda: workspace.counts(dataset.id).indexed)

    jobs.stop(dataset.id)
    stopped = _job(jobs, dataset)
    jobs.start(dataset)  # at once: the first process may still be ending
    job = _end(jobs, dataset.id)

    assert stopped.state is State.STOPPED
    assert (job.state, job.message) == (State.FINISHED, "")
    assert job.progress.computed < 120
    assert len(workspace.catalog(dataset.id)) == 120


def test_a_stop_saves_the_batch_in_hand(tmp_path: Path, workspace: Workspace, jobs: Jobs) -> None:
    dataset = _large(workspace, tmp_path / "in")
    jobs.start(dataset)
    _until(lambda: _job(jobs, dataset).progress.computed)
    computed = _job(jobs, dataset).progress.computed

    jobs.stop(dataset.id)
    _until(lambda: not _processes(dataset.id))

    assert _job(jobs, dataset).state is State.STOPPED
    assert computed <= workspace.counts(dataset.id).indexed < 120
    assert workspace.dataset(dataset.id).indexed_at == ""


def test_a_run_that_waits_can_be_stopped(tmp_path: Path, workspace: Workspace, jobs: Jobs) -> None:
    first, second = _large(workspace, tmp_path / "one"), _small(workspace, tmp_path / "two")
    jobs.start(first)
    jobs.start(second)

    jobs.stop(second.id)

    assert _end(jobs, first.id).state is State.FINISHED
    assert _end(jobs, second.id).state is State.STOPPED
    assert workspace.counts(second.id).found == 0


# pause and resume


def test_a_paused_run_rests_with_everything_saved_and_goes_on_to_the_end(
    tmp_path: Path, workspace: Workspace, jobs: Jobs, finished: list[str]
) -> None:
    dataset = _large(workspace, tmp_path / "in")
    jobs.start(dataset)
    _until(lambda: _job(jobs, dataset).progress.computed)

    jobs.pause(dataset.id)
    paused = _job(jobs, dataset)
    _until(lambda: workspace.counts(dataset.id).indexed >= paused.progress.computed)
    time.sleep(0.5)
    rests_at = _job(jobs, dataset).progress
    time.sleep(0.5)
    still = _job(jobs, dataset)
    jobs.resume(dataset.id)
    end = _end(jobs, dataset.id)

    assert (paused.state, paused.active) == (State.PAUSED, True)
    assert (still.state, still.progress) == (State.PAUSED, rests_at)
    assert paused.progress.done <= rests_at.done < 120
    assert end.state is State.FINISHED
    assert end.progress.known == 0  # the same process went on
    assert end.progress.computed == 120
    assert finished == [dataset.id]


def test_a_pause_is_no_time_worked(tmp_path: Path, workspace: Workspace, jobs: Jobs) -> None:
    dataset = _small(workspace, tmp_path / "in")
    began = time.monotonic()
    jobs.start(dataset)

    jobs.pause(dataset.id)
    time.sleep(3)
    jobs.resume(dataset.id)
    progress = _end(jobs, dataset.id).progress

    assert progress.computed == 1
    assert progress.seconds <= time.monotonic() - began - 1  # a second to begin in, at most 2


def test_a_paused_run_lets_the_next_have_its_turn_and_waits_for_it_again(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    first, second = _large(workspace, tmp_path / "one"), _large(workspace, tmp_path / "two")
    jobs.start(first)
    jobs.start(second)
    waiting = _job(jobs, second).state

    jobs.pause(first.id)
    took_over = _job(jobs, second).state
    jobs.resume(first.id)
    waits_again = _job(jobs, first).state

    assert (waiting, took_over, waits_again) == (State.WAITING, State.RUNNING, State.WAITING)
    assert _end(jobs, second.id).state is State.FINISHED
    assert _end(jobs, first.id).state is State.FINISHED


def test_a_run_that_waits_can_be_paused(tmp_path: Path, workspace: Workspace, jobs: Jobs) -> None:
    first, second = _large(workspace, tmp_path / "one"), _small(workspace, tmp_path / "two")
    jobs.start(first)
    jobs.start(second)

    jobs.pause(second.id)

    assert _end(jobs, first.id).state is State.FINISHED
    assert _job(jobs, second).state is State.PAUSED
    assert workspace.counts(second.id).found == 0
    jobs.resume(second.id)
    assert _end(jobs, second.id).state is State.FINISHED


def test_a_paused_run_can_be_stopped_and_started_again(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = _large(workspace, tmp_path / "in")
    jobs.start(dataset)
    jobs.pause(dataset.id)

    jobs.stop(dataset.id)
    stopped = _job(jobs, dataset).state
    _until(lambda: not _processes(dataset.id))
    jobs.start(dataset)

    assert stopped is State.STOPPED
    assert _end(jobs, dataset.id).state is State.FINISHED


def test_pausing_and_resuming_what_is_over_changes_nothing(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = _small(workspace, tmp_path / "in")
    jobs.start(dataset)
    over = _end(jobs, dataset.id)

    jobs.pause(dataset.id)
    jobs.resume(dataset.id)
    jobs.pause("unknown")
    jobs.stop(dataset.id)

    assert jobs.all() == [over]


# ends from outside


def test_a_run_that_is_killed_fails_and_the_next_start_goes_on(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = _large(workspace, tmp_path / "in")
    jobs.start(dataset)
    _until(lambda: workspace.counts(dataset.id).indexed)

    for process in _processes(dataset.id):
        os.kill(process, signal.SIGKILL)
    job = _end(jobs, dataset.id)

    assert job.state is State.FAILED
    assert job.message == "It was ended from outside (signal 9). Start it again to go on."
    jobs.start(dataset)
    job = _end(jobs, dataset.id)
    assert job.state is State.FINISHED
    assert job.progress.known > 0


def test_a_run_ends_with_the_program_that_started_it_and_keeps_what_is_finished(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = _large(workspace, tmp_path / "in", pictures=700)
    program = (
        "import pathlib, sys, time; from dedup_core.jobs import Jobs;"
        "from dedup_core.store import Workspace;"
        "store = Workspace(pathlib.Path(sys.argv[1])); jobs = Jobs(store, finished=print);"
        "jobs.start(store.dataset(sys.argv[2])); time.sleep(1000)"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program, str(workspace.folder), dataset.id], cwd=REPOSITORY
    )
    _until(lambda: workspace.counts(dataset.id).indexed)

    server.kill()
    server.wait()
    _until(lambda: not _processes(dataset.id))

    kept = workspace.counts(dataset.id).indexed
    assert 0 < kept < 700
    jobs.start(dataset)
    assert _end(jobs, dataset.id).progress.known == kept


def test_the_end_of_all_runs_waits_until_what_was_finished_is_saved(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = _large(workspace, tmp_path / "in")
    waiting = _small(workspace, tmp_path / "waiting")
    jobs.start(dataset)
    jobs.start(waiting)
    _until(lambda: _job(jobs, dataset).progress.computed)
    computed = _job(jobs, dataset).progress.computed

    jobs.close()

    assert not _processes(dataset.id)
    assert workspace.counts(dataset.id).indexed >= computed
    assert {job.state for job in jobs.all()} == {State.STOPPED}
    assert not _processes(waiting.id)


def test_a_forgotten_run_is_gone_from_the_list_and_works_no_more(
    tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    dataset = _large(workspace, tmp_path / "in")
    jobs.start(dataset)
    _until(lambda: _processes(dataset.id))

    jobs.forget(dataset.id)

    assert not _processes(dataset.id)
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
