"""A real server, a real Chromium, and small datasets to look at."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from dedup_core.scan import add_path, scan
from dedup_core.store import Workspace
from tools.install import chromium

ROOT = Path(__file__).resolve().parents[2]
WAIT_MS = 30_000
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # A machine that stands still for seconds is no defect; one that fails twice is one.
            item.add_marker(pytest.mark.flaky(reruns=1))


@dataclass
class Server:
    """A running dashboard with a workspace of its own."""

    url: str
    workspace: Path
    process: subprocess.Popen[bytes]


def start_server(workspace: Path, roots: Path) -> Server:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "DEDUP_WORKSPACE": str(workspace), "DEDUP_ROOTS": str(roots)}
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return Server(url, workspace, process)
        except OSError:
            time.sleep(0.25)
    process.kill()
    raise RuntimeError("the dashboard did not start within a minute")


def stop_server(server: Server) -> None:
    server.process.terminate()
    try:
        server.process.wait(20)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait()


@contextmanager
def served(workspace: Path, roots: Path) -> Iterator[Server]:
    """A server of one's own, stopped at the end whatever happens."""
    server = start_server(workspace, roots)
    try:
        yield server
    finally:
        stop_server(server)


def make_pictures(folder: Path) -> Path:
    """12 scenes of smooth colour, always the same; scene s in 1 + s % 4 sizes: 9 groups."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(7)
    for scene in range(12):
        coarse = Image.fromarray(random.integers(0, 256, (6, 8, 3), dtype=np.uint8))
        picture = coarse.resize((640, 480), Image.Resampling.BICUBIC)
        for copy in range(1 + scene % 4):
            size = (640 - 64 * copy, 480 - 48 * copy)
            picture.resize(size, Image.Resampling.LANCZOS).save(
                folder / f"scene-{scene:02d}-copy-{copy}.jpg", quality=90
            )
    return folder


def indexed(workspace: Path, folder: Path) -> str:
    """Index a folder as the server would; the dataset's id."""
    store = Workspace(workspace)
    dataset = add_path(store, folder)
    scan(store, dataset)
    store.close()
    return dataset.id


@pytest.fixture(scope="module")  # its event loop must not outlive the module
def browser() -> Iterator[Browser]:
    found = chromium()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing")
        pytest.skip("Chromium is missing; `make test` installs it where it may")
    expect.set_options(timeout=WAIT_MS)  # the machine may have much else to do
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pictures(tmp_path_factory.mktemp("roots") / "pictures")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> Iterator[Server]:
    """A server whose workspace holds the indexed `pictures`."""
    workspace = tmp_path_factory.mktemp("workspace")
    indexed(workspace, pictures)
    with served(workspace, pictures.parent) as running:
        yield running
    shutil.rmtree(workspace, ignore_errors=True)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(WAIT_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab; the test fails when any script in it does."""
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    assert not failures
