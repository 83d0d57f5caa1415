"""Self-tests in the background: one at a time, kept in memory, stopped without a trace."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from dedup_core.errors import Cancelled, NoPicturesError
from dedup_core.model import Control, Progress, Report
from dedup_core.selftest import SelfTest, SelfTests

NOTHING = SelfTest(np.zeros(0, np.int32), (), (), (), (), (), others=0, seed=0)


@pytest.fixture
def tests() -> Iterator[SelfTests]:
    running = SelfTests()
    yield running
    running.close()


def _until(true: Callable[[], bool]) -> None:
    latest = time.monotonic() + 30
    while not true():
        assert time.monotonic() < latest
        time.sleep(0.01)


def _until_stopped(report: Report, control: Control) -> SelfTest:
    while not control.stopped():
        time.sleep(0.01)
    raise Cancelled("Stopped.")


def _ended(tests: SelfTests, key: str) -> bool:
    run = tests.of(key)
    return run is not None and not run.active


def test_a_result_stays_until_it_is_asked_for(tests: SelfTests) -> None:
    assert tests.start("a", lambda report, control: NOTHING)
    _until(lambda: _ended(tests, "a"))

    run = tests.of("a")

    assert run is not None
    assert run.result is NOTHING
    assert tests.of("b") is None
    assert tests.active() is None


def test_a_second_one_does_not_begin_while_one_goes_on(tests: SelfTests) -> None:
    assert tests.start("a", _until_stopped)

    assert not tests.start("b", lambda report, control: NOTHING)
    assert tests.of("b") is None


def test_a_stopped_one_leaves_nothing_behind(tests: SelfTests) -> None:
    tests.start("a", _until_stopped)

    tests.stop()

    _until(lambda: tests.of("a") is None)
    assert tests.start("a", lambda report, control: NOTHING)


def test_progress_is_told_while_it_goes_on(tests: SelfTests) -> None:
    told = threading.Event()

    def task(report: Report, control: Control) -> SelfTest:
        report(Progress("copies", 1, 3, 0, 0, 0, 1, 0, 1.0))
        told.set()
        return _until_stopped(report, control)

    tests.start("a", task)
    assert told.wait(30)

    run = tests.of("a")

    assert run is not None
    assert (run.active, run.progress.done, run.progress.total) == (True, 1, 3)


def test_a_refusal_is_said_in_its_words(tests: SelfTests) -> None:
    def task(report: Report, control: Control) -> SelfTest:
        raise NoPicturesError("None of them can be read.")

    tests.start("a", task)
    _until(lambda: _ended(tests, "a"))

    run = tests.of("a")

    assert run is not None
    assert run.error == "None of them can be read."
    assert tests.active() is None


def test_a_surprise_is_said_and_the_next_one_can_begin(tests: SelfTests) -> None:
    def task(report: Report, control: Control) -> SelfTest:
        raise ZeroDivisionError

    tests.start("a", task)
    _until(lambda: _ended(tests, "a"))

    run = tests.of("a")

    assert run is not None
    assert "unexpectedly" in run.error
    assert tests.start("b", lambda report, control: NOTHING)
