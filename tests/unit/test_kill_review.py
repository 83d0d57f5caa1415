"""A server that is killed again and again during a review: what it acknowledged is there."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from dedup_core.decisions import Act, Entry, Mark
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.store import Workspace
from tests.conftest import REPOSITORY
from tests.making import data_of, folder_of, photo

KILLS = 50
MOST_ANSWERS = 8  # a kill comes while the next decision is under way, after at most so many
LONGEST = 0.02  # seconds after the last of them; a decision takes about as long
STARTED = 60.0  # seconds that a start may take
GROUPS, COPIES = 8, 3

pytestmark = pytest.mark.slow


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with one indexed dataset: 8 groups of 3."""
    files = {}
    for seed in range(GROUPS):
        image = photo(seed, (400, 300))
        for copy in range(COPIES):
            size = (400 - 40 * copy, 300 - 30 * copy)
            files[f"{seed}/{copy}.png"] = data_of(image.resize(size))
    store = Workspace(tmp_path / "workspace")
    dataset = add_path(store, folder_of(tmp_path / "in", files))
    scan(store, dataset)
    store.close()
    return tmp_path / "workspace"


@dataclass
class Review:
    """One who decides without a rest; what was answered and what was only sent."""

    address: str
    acts: Iterator[dict[str, object]]
    acknowledged: dict[str, dict[str, object]] = field(default_factory=dict)
    sent: dict[str, dict[str, object]] = field(default_factory=dict)

    def go_on(self) -> None:
        """Decide until the server is gone."""
        origin = self.address.split("/dedup/")[0]
        with httpx.Client(headers={"Origin": origin}, timeout=20) as browser:
            for act in self.acts:
                token = str(act["token"])
                self.sent[token] = act
                try:
                    answer = browser.post(self.address, json=act)
                except httpx.HTTPError:
                    return
                assert answer.status_code == 200, answer.text
                self.acknowledged[token] = act

    def wait_for(self, answers: int) -> None:
        """Wait until so many decisions were acknowledged."""
        end = time.monotonic() + STARTED
        while len(self.acknowledged) < answers and time.monotonic() < end:
            time.sleep(0.001)


def _acts(store: Workspace) -> Iterator[dict[str, object]]:
    """Decisions about the groups, one after another for ever: marks, accepted groups, verdicts."""
    catalog = store.catalog(store.datasets()[0].id)
    named = [[path, digest] for path, digest in zip(catalog.paths, catalog.digests, strict=True)]
    number = 0
    while True:
        first = number % GROUPS * COPIES
        best, second, third = named[first : first + COPIES]
        token = {"token": f"{number}", "reviewer": "Ana", "over": True}
        yield {**token, "act": "mark", "members": [[*second, number % 2 == 0]]}
        group = [[*best, True], [*second, False], [*third, False]]
        yield {**token, "act": "accept", "members": group, "token": f"{number} accepted"}
        said = {"members": [third], "right": [best], "verdict": "different"}
        yield {**token, "act": "verdict", **said, "token": f"{number} said"}
        yield {**token, "act": "undo", "token": f"{number} undone"}
        number += 1


@contextmanager
def _server(workspace: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=REPOSITORY,
        env={**os.environ, "DEDUP_WORKSPACE": str(workspace)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/_stcore/health")
        yield process, url
    finally:
        process.kill()
        process.wait()


def _wait_for(address: str) -> None:
    end = time.monotonic() + STARTED
    while time.monotonic() < end:
        try:
            if httpx.get(address, timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    pytest.fail("the dashboard did not start")


def test_every_acknowledged_decision_survives_fifty_kills(workspace: Path) -> None:
    store = Workspace(workspace)
    dataset, secret = store.datasets()[0], store.secret()
    acts, random_ = _acts(store), random.Random(20261123)
    acknowledged: dict[str, dict[str, object]] = {}
    sent: dict[str, dict[str, object]] = {}
    before: list[Entry] = []

    for _ in range(KILLS):
        with _server(workspace) as (process, url):
            review = Review(f"{url}/dedup/{secret}/acts/{dataset.id}", acts)
            person = threading.Thread(target=review.go_on)
            person.start()
            review.wait_for(random_.randint(0, MOST_ANSWERS))
            time.sleep(random_.uniform(0, LONGEST))
            process.send_signal(signal.SIGKILL)
            person.join()
        acknowledged |= review.acknowledged
        sent |= review.sent
        entries = store.log.entries(dataset.id)
        assert entries[: len(before)] == before  # nothing is changed or erased
        before = entries

    stored = {entry.token: entry for entry in before}
    assert acknowledged.keys() <= stored.keys() <= sent.keys()
    assert len(acknowledged) > KILLS
    assert len(stored) == len(before)
    for token, act in acknowledged.items():
        assert stored[token].act is Act(str(act["act"])), json.dumps(act)
        if act["act"] == "mark":
            (path, digest, keep) = act["members"][0]  # type: ignore[index]
            assert stored[token].marks == (Mark(path, digest, keep),)
    with closing(sqlite3.connect(workspace / "workspace.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(OpenDataset(store, dataset).ledger().entries) == len(before)
    store.close()
