"""A quarantine, or the way back, that is killed at any moment: no byte is ever lost."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dedup_core.apply import quarantine, restore
from tests.applying import contents, plan_of
from tests.making import folder_of

KILLS = 16
NUMBER = 150  # of pictures: several batches
MANIFEST = "quarantine.jsonl"
FILES = {f"{at % 7}/{at:03}.png": f"picture {at}".encode() * 50 for at in range(NUMBER)}
REMOVED = {path: "0/000.png" for path in FILES if path != "0/000.png"}
_FORK = multiprocessing.get_context("fork")  # a new interpreter each time would take a minute

pytestmark = pytest.mark.slow


@pytest.fixture(params=["one disk", "two disks"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Where the quarantine is: on the disk of the pictures, or on another one."""
    if request.param == "one disk":
        yield tmp_path / "quarantine"
        return
    memory = Path("/dev/shm")
    if not memory.is_dir() or os.stat(memory).st_dev == os.stat(tmp_path).st_dev:
        pytest.skip("there is no second disk here")
    folder = Path(tempfile.mkdtemp(dir=memory, prefix="dedup-test-"))
    yield folder / "quarantine"
    shutil.rmtree(folder)


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _killed(work: Callable[[], object], after_s: float) -> None:
    process = _FORK.Process(target=work)
    process.start()
    time.sleep(after_s)
    process.kill()
    process.join()


def _expect_nothing_lost(root: Path, target: Path) -> int:
    """Every picture is whole in one of the two places, and listed if it is in the quarantine."""
    here, there = contents(root), contents(target)
    for path, data in FILES.items():
        assert data in (here.get(path), there.get(path)), path
        assert here.get(path) in (None, data), path
        assert there.get(path) in (None, data), path
    manifest = there.get(MANIFEST, b"").splitlines(keepends=True)
    listed = {json.loads(line)["path"] for line in manifest[1:] if line.endswith(b"\n")}
    in_quarantine = set(there) & set(FILES)
    assert in_quarantine <= listed
    return len(in_quarantine)


def test_a_kill_at_any_moment_loses_nothing_and_everything_comes_back(
    tmp_path: Path, target: Path
) -> None:
    root, plan = folder_of(tmp_path / "in", FILES), plan_of(FILES, REMOVED)
    chance, within = random.Random(7), 0

    def move() -> None:
        assert quarantine(plan, root, target).refused == ()

    def back() -> None:
        assert restore(target).refused == ()

    takes_s = _seconds(move), _seconds(back)
    for kill in range(KILLS):
        work, seconds = ((move, takes_s[0]), (back, takes_s[1]))[kill % 4 == 3]
        _killed(work, chance.uniform(0, seconds))
        within += 0 < _expect_nothing_lost(root, target) < len(REMOVED)
        if kill % 4 == 2:
            move()  # it goes on where it was killed
            assert _expect_nothing_lost(root, target) == len(REMOVED)
            assert set(contents(root)) == set(FILES) - set(REMOVED)
        elif kill % 2:
            back()
            assert contents(root) == FILES
    back()

    assert contents(root) == FILES
    assert set(contents(target)) == {MANIFEST}
    assert within >= KILLS // 6
