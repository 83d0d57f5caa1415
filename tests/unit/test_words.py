"""What the dashboard says of a run, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dedup_core.jobs import Job, State
from dedup_core.model import Progress
from pages.ui import words

BEGUN = Progress("index", 0, 3978, 0, 0, 2_000_000_000, 0, 0, 0.0)
HALFWAY = Progress("index", 1989, 3978, 0, 1_000_000_000, 2_000_000_000, 1989, 2, 100.0)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.0, "a few seconds left"),
        (9.9, "a few seconds left"),
        (12, "about 10 seconds left"),
        (54, "about 50 seconds left"),
        (55, "about 1 minute left"),
        (170, "about 3 minutes left"),
        (89 * 60, "about 89 minutes left"),
        (90 * 60, "about 1.5 hours left"),
        (30 * 3600, "about 30 hours left"),
    ],
)
def test_a_time_left_is_said_as_roughly_as_it_is_known(seconds: float, said: str) -> None:
    assert words.time_left(seconds) == said


@pytest.mark.parametrize(
    ("state", "progress", "standing", "pace"),
    [
        (State.RUNNING, None, "Looking through the files …", "Starting"),
        (State.RUNNING, BEGUN, "Indexing: 0 of 3,978 files", "Starting"),
        (
            State.RUNNING,
            replace(BEGUN, done=1000, known=1000),
            "Indexing: 1,000 of 3,978 files",
            "1,000 known already",
        ),
        (
            State.RUNNING,
            HALFWAY,
            "Indexing: 1,989 of 3,978 files",
            "20 a second · 10.0 MB/s · about 2 minutes left",
        ),
        (State.PAUSED, HALFWAY, "Paused: 1,989 of 3,978 files", "What was finished is saved."),
        (State.WAITING, None, "Waiting", "Another dataset is being indexed first."),
        (State.PAUSED, None, "Paused", "What was finished is saved."),
    ],
)
def test_a_run_says_where_it_stands_and_how_fast_it_is(
    state: State, progress: Progress | None, standing: str, pace: str
) -> None:
    job = Job("id", "name", state)
    if progress:
        job = replace(job, progress=progress)

    assert (words.standing(job), words.pace(job)) == (standing, pace)


@pytest.mark.parametrize("state", State)
def test_every_state_has_its_words(state: State) -> None:
    job = Job("id", "name", state, progress=HALFWAY)

    assert "1,989 of 3,978 files" in words.standing(job)


@pytest.mark.parametrize(
    ("state", "method", "progress", "standing"),
    [
        (State.RUNNING, "scene", None, "Same scene …"),
        (
            State.RUNNING,
            "scene",
            replace(HALFWAY, stage="features"),
            "Same scene: step 1 of 2, 1,989 of 3,978 pictures",
        ),
        (
            State.PAUSED,
            "scene",
            replace(HALFWAY, stage="pairs"),
            "Same scene · Paused: step 2 of 2, 1,989 of 3,978 pairs",
        ),
        (State.WAITING, "scene", None, "Same scene · Waiting"),
        (
            State.RUNNING,
            "dhash-turned",
            HALFWAY,
            "Difference hash, also mirrored and rotated: 1,989 of 3,978 files",
        ),
    ],
)
def test_a_run_for_one_method_names_it(
    state: State, method: str, progress: Progress | None, standing: str
) -> None:
    job = Job("id", "name", state, method)
    if progress:
        job = replace(job, progress=progress)

    assert words.standing(job) == standing
