"""A scan that is killed again and again: the same result, and nothing that was saved done twice."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dedup_core.cli import main
from dedup_core.fingerprints import INDEXED
from dedup_core.index import BATCH
from dedup_core.store import Workspace
from tests.conftest import REPOSITORY
from tests.making import data_of, folder_of, photo

KILLS = 20
NO_PICTURES = 2  # files that are skipped, and looked at again in every run
AT_THE_START = 4  # so many of them come at any time before the first pictures or after them
SIZES = ((96, 72), (120, 160), (90, 90), (400, 300), (200, 260), (1600, 1200))
KINDS = (("PNG", {}), ("JPEG", {"quality": 90}), ("BMP", {}))
ON_ONE_CORE = """
import os, sys
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pictures of several sizes and kinds, a smaller copy of every tenth, twins, and no picture."""
    files = {}
    for seed in range(3 * BATCH):
        kind, options = KINDS[seed % len(KINDS)]
        # Few large ones: they are slow, so that a kill falls into every part of a batch.
        size = SIZES[-1] if seed % 40 == 7 else SIZES[seed % (len(SIZES) - 1)]
        files[f"{seed % 7}/{seed:03}.{kind.lower()}"] = data_of(photo(seed, size), kind, **options)
        if seed % 10 == 0:
            small = photo(seed, size).resize((size[0] // 2, size[1] // 2))
            files[f"small/{seed:03}.jpg"] = data_of(small, "JPEG")
        if seed % 25 == 0:
            files[f"twin/{seed:03}.dat"] = files[f"{seed % 7}/{seed:03}.{kind.lower()}"]
    return folder_of(tmp_path / "in", {**files, "bad.jpg": b"hello", "empty.png": b""})


@dataclass(frozen=True)
class Seen:
    """The first and the last progress that a run told."""

    first: dict[str, Any]
    last: dict[str, Any]

    @property
    def within_its_work(self) -> bool:
        """Whether pictures had been computed, and others were still to be."""
        return self.last["computed"] > 0 and self.last["done"] < self.last["total"]


def _scan(folder: Path, workspace: Path) -> subprocess.Popen[str]:
    """A scan in a process group of its own, slow enough everywhere to be caught at its work."""
    return subprocess.Popen(
        [sys.executable, "-c", ON_ONE_CORE, "-m", "dedup_core", "scan", str(folder), "--json"],
        cwd=REPOSITORY,
        env={**os.environ, "DEDUP_WORKSPACE": str(workspace)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def _run_and_kill(folder: Path, workspace: Path, chance: random.Random, early: bool) -> Seen | None:
    """A run that is killed, with all that it started, at its start or within its work.

    None when it had not told anything by then.
    """
    process = _scan(folder, workspace)
    assert process.stdout is not None
    after, told = chance.randrange(BATCH), []
    if not early:
        for line in process.stdout:
            told.append(json.loads(line))
            if told[-1].get("done", 0) - told[0]["known"] >= after:
                break
    time.sleep(chance.uniform(0, 1.0 if early else 0.1))
    os.killpg(process.pid, signal.SIGKILL)
    told += [json.loads(line) for line in process.stdout if line.endswith("\n")]
    process.stdout.close()
    process.wait()
    progress = [line for line in told if "stage" in line]
    return Seen(progress[0], progress[-1]) if progress else None


def _run_to_the_end(folder: Path, workspace: Path) -> Seen:
    process = _scan(folder, workspace)
    written, _ = process.communicate()
    first, *_, last, _counts = [json.loads(line) for line in written.splitlines()]
    assert process.returncode == 0
    return Seen(first, last)


def _saved(folder: Path) -> int:
    """Number of files with their features in a workspace."""
    workspace = Workspace(folder)
    try:
        return sum(workspace.counts(dataset.id).indexed for dataset in workspace.datasets())
    finally:
        workspace.close()


def _contents(folder: Path) -> tuple[object, ...]:
    """Catalog, fingerprints and thumbnails of the only dataset in a workspace."""
    workspace = Workspace(folder)
    try:
        (dataset,) = workspace.datasets()
        catalog = workspace.catalog(dataset.id)
        columns = (getattr(catalog, field.name) for field in fields(catalog))
        facts = [c.tobytes() if isinstance(c, np.ndarray) else c for c in columns]  # NaN, too
        values = [workspace.fingerprints(catalog.digests, method).tolist() for method in INDEXED]
        thumbnails = [workspace.thumbnail(digest) for digest in catalog.digests]
        return (facts, values, thumbnails)
    finally:
        workspace.close()


def _verdicts(workspace: Path) -> set[str]:
    """What SQLite says of the database files of a workspace; none before there is one."""
    said = set()
    for file in workspace.rglob("*.sqlite"):
        connection = sqlite3.connect(file)
        said |= {row[0] for row in connection.execute("PRAGMA integrity_check")}
        connection.close()
    return said


def _groups(folder: Path, workspace: Path, method: str) -> str:
    """What `groups` writes, without the second that a process of its own would take to start."""
    out = workspace / f"{method}.json"
    options = ["--workspace", str(workspace), "--method", method, "--out", str(out)]
    assert main(["groups", str(folder), *options]) == 0
    return out.read_text(encoding="utf-8")


def test_a_scan_that_is_killed_twenty_times_ends_with_the_same_result(
    tmp_path: Path, folder: Path
) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    chance = random.Random(7)
    _run_to_the_end(folder, whole)

    saved, within = 0, 0
    for kill in range(KILLS):
        seen = _run_and_kill(folder, killed, chance, early=kill < AT_THE_START)
        if seen is not None:
            assert seen.first["known"] == saved  # nothing that was saved is begun again
            within += seen.within_its_work
        assert _verdicts(killed) <= {"ok"}
        assert _saved(killed) >= saved
        saved = _saved(killed)
        if seen is not None:
            assert seen.last["done"] - saved <= BATCH + NO_PICTURES  # a kill costs a batch at most
    last = _run_to_the_end(folder, killed)

    assert within >= KILLS // 4
    assert last.first["known"] == saved
    assert last.last["computed"] < last.last["total"]
    assert _verdicts(killed) == {"ok"}
    assert _contents(killed) == _contents(whole)
    assert all(_contents(killed)[-1])
    for method in INDEXED:
        results = [_groups(folder, workspace, method.name) for workspace in (whole, killed)]
        assert len(json.loads(results[0])["groups"]) >= 10
        assert results[0] == results[1]
