"""Runs on files beside the pages: one at a time, told while they go on, kept until put away."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from dedup_core.apply import Done, Running
from dedup_core.errors import ApplyError
from dedup_core.model import Control, Progress, Report

WAIT_S = 30
DONE = Done("copy", "/kept", 3, 3, 0, (), 12)


@pytest.fixture
def running() -> Iterator[Running]:
    running = Running()
    yield running
    running.close()


def _ended(running: Running, dataset: str) -> None:
    for thread in threading.enumerate():
        if thread.name == f"apply {dataset}":
            thread.join(WAIT_S)


def test_a_run_is_told_while_it_goes_on_and_its_result_is_kept(running: Running) -> None:
    told, go_on = threading.Event(), threading.Event()

    def task(report: Report, _: Control) -> Done:
        report(Progress("copy", 1, 3, 0, 4, 12, 0, 0, 0.1))
        told.set()
        go_on.wait(WAIT_S)
        return DONE

    running.start("one", task)
    told.wait(WAIT_S)
    before = running.of("one")
    go_on.set()
    _ended(running, "one")
    after = running.of("one")

    assert before is not None
    assert (before.active, before.progress.done) == (True, 1)
    assert after is not None
    assert (after.active, after.done) == (False, DONE)


def test_two_at_once_are_refused(running: Running) -> None:
    go_on = threading.Event()

    def task(_: Report, __: Control) -> Done:
        go_on.wait(WAIT_S)
        return DONE

    running.start("one", task)
    with pytest.raises(ApplyError, match="already"):
        running.start("two", task)
    go_on.set()
    _ended(running, "one")
    running.start("two", task)
    _ended(running, "two")

    assert running.of("two") is not None


def test_it_can_be_stopped(running: Running) -> None:
    def task(_: Report, control: Control) -> Done:
        while not control.stopped():
            threading.Event().wait(0.01)
        return DONE

    running.start("one", task)
    running.stop()
    _ended(running, "one")

    work = running.of("one")
    assert work is not None
    assert not work.active


@pytest.mark.parametrize(
    ("error", "said"),
    [(ApplyError("No room."), "No room."), (RuntimeError("oh"), "ended unexpectedly")],
)
def test_an_error_is_kept_in_words(running: Running, error: Exception, said: str) -> None:
    def task(_: Report, __: Control) -> Done:
        raise error

    running.start("one", task)
    _ended(running, "one")

    work = running.of("one")
    assert work is not None
    assert said in work.error
    assert not work.active


def test_a_result_can_be_put_away(running: Running) -> None:
    running.start("one", lambda _, __: DONE)
    _ended(running, "one")

    running.put_away("one")

    assert running.of("one") is None
