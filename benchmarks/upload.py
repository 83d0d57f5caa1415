"""Uploads a large zip through the real server, watches its memory, and breaks one off half-way."""

from __future__ import annotations

import argparse
import http.client
import io
import json
import random
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from benchmarks.common import Server, chromium, dashboard, say, scratch, show_load, show_table
from benchmarks.memory import children, watched
from dedup_core.store import Workspace

GOAL_MB = 150
ENTRY_BYTES = 4 << 20
PIECE_BYTES = 1 << 20
WAIT_S = 5.0  # after a broken upload


def make_zip(file: Path, size_bytes: int) -> None:
    """A zip of JPEGs that no compression makes smaller: small pictures with noise after them."""
    noise = random.Random(20261123)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for number in range(max(1, size_bytes // ENTRY_BYTES)):
            pixels = Image.frombytes("RGB", (96, 72), noise.randbytes(96 * 72 * 3))
            jpeg = io.BytesIO()
            pixels.resize((480, 360), Image.Resampling.BICUBIC).save(jpeg, "JPEG", quality=90)
            data = jpeg.getvalue()
            filled = data + noise.randbytes(ENTRY_BYTES - len(data))
            archive.writestr(f"noise/{number:05d}.jpg", filled)


class RawClient:
    """A program that sends the bytes as the page does."""

    name = "raw client"

    def __init__(self, server: Server, secret: str) -> None:
        self._server, self._address = server, f"/dedup/{secret}/upload"

    def whole(self, file: Path) -> None:
        """Send all of a file and wait for the answer."""
        line = self._send(file, file.stat().st_size)
        answer = line.getresponse()
        if answer.status != 200:
            raise SystemExit(f"the server answered {answer.status}: {answer.read().decode()}")
        line.close()

    def half(self, file: Path, seen: Callable[[], None]) -> None:
        """Send half of a file, call `seen`, and hang up."""
        line = self._send(file, file.stat().st_size // 2)
        seen()
        line.close()

    def _send(self, file: Path, left: int) -> http.client.HTTPConnection:
        size = file.stat().st_size
        about = {"name": file.stem, "files": [{"name": file.name, "size": size}]}
        listing = json.dumps(about).encode()
        line = http.client.HTTPConnection("127.0.0.1", self._server.port, timeout=600)
        line.putrequest("POST", self._address)
        line.putheader("Origin", self._server.url)
        line.putheader("Content-Length", str(4 + len(listing) + size))
        line.endheaders(struct.pack(">I", len(listing)) + listing)
        with file.open("rb") as stream:
            while left > 0 and (piece := stream.read(min(PIECE_BYTES, left))):
                line.send(piece)
                left -= len(piece)
        return line


class Tab:
    """The Datasets page in Chromium."""

    name = "Chromium"

    def __init__(self, page: Page, server: Server) -> None:
        self._page = page
        page.goto(f"{server.url}/datasets")
        page.get_by_text("Drop a zip").wait_for()
        self._chooser = page.get_by_label("Choose a zip or pictures")

    def whole(self, file: Path) -> None:
        """Choose a file and wait until the page says that it is there."""
        self._chooser.set_input_files(file)
        self._page.get_by_text("Uploaded. Indexing has begun.").wait_for(timeout=600_000)

    def half(self, file: Path, seen: Callable[[], None]) -> None:
        """Choose a file, call `seen` when half of it is sent, and close the tab."""
        self._chooser.set_input_files(file)
        bar = self._page.locator("progress.bar")
        bar.wait_for()
        while float(bar.evaluate("bar => bar.value / bar.max")) < 0.5:
            self._page.wait_for_timeout(20)
        seen()
        self._page.close()


def measure(way: RawClient | Tab, server: Server, uploads: Path, file: Path) -> tuple[object, ...]:
    """Speed, memory, and what a broken upload leaves."""
    time.sleep(3)  # the server's own warm-up is over
    with watched(server.pid) as memory:
        say(f"{way.name}: uploading …")
        began = time.perf_counter()
        way.whole(file)
        seconds = time.perf_counter() - began
        growth = memory.growth
        time.sleep(1)
        while children(server.pid):  # indexing
            time.sleep(0.2)
    before = set(uploads.iterdir())

    def seen() -> None:
        if set(uploads.iterdir()) == before:
            raise SystemExit("half of the upload is not on the disk; nothing can be shown")

    say(f"{way.name}: breaking one off half-way …")
    way.half(file, seen)
    began = time.perf_counter()
    while (left := set(uploads.iterdir()) - before) and time.perf_counter() - began < WAIT_S:
        time.sleep(0.02)
    gone = f"NO: {sorted(left)}" if left else f"{time.perf_counter() - began:.2f} s"
    alive = "yes" if server.answers() and server.answers("/") else "NO"
    speed = file.stat().st_size / 1e6 / seconds
    return way.name, speed, memory.before, growth, memory.child, gone, alive


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gib", type=float, default=1.0, help="size of the zip")
    parser.add_argument("--browser", action="store_true", help="also through real Chromium")
    options = parser.parse_args()
    rows: list[tuple[object, ...]] = []
    with scratch() as run:
        file = run / "large.zip"
        say(f"making a zip of {options.gib} GiB …")
        make_zip(file, int(options.gib * (1 << 30)))
        for browsing in (False, True)[: 1 + options.browser]:
            workspace = Workspace(run / f"workspace-{browsing}")
            with dashboard(workspace.folder) as server:
                if browsing:
                    with chromium() as browser:
                        way: RawClient | Tab = Tab(browser.new_page(), server)
                        rows.append(measure(way, server, workspace.uploads, file))
                else:
                    way = RawClient(server, workspace.secret())
                    rows.append(measure(way, server, workspace.uploads, file))
            workspace.close()
    head = ("through", "MB/s", "MB before", "growth MB", "indexing MB", "broken: gone in", "alive")
    show_table(f"An upload of {options.gib} GiB (goal: grows by < {GOAL_MB} MB)", head, rows)
    show_load()


if __name__ == "__main__":
    main()
