"""Take the README's pictures of the dashboard on the sample data: `make pictures`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tools.install import ROOT, chromium

DOCS = ROOT / "docs"
WAIT_MS = 120_000
SIZE = {"width": 1440, "height": 900}
VIEWS = {
    "review": "/?threshold=10",
    "walk": "/?rule=chained&threshold=12",
    "datasets": "/datasets",
    "rules": "/rules?threshold=10",
    "activity": "/activity",
    "strictness": "/strictness?threshold=10&auto=4",
    "answers": "/answers?threshold=10",
    "two-settings": "/against?threshold=10",
    "chain": "/chain?rule=chained&threshold=12",
    "contributors": "/contributors?method=scene&threshold=0.25&rule=chained&who=raj",
}
_DRAWN = ", ".join(
    (
        ".grid .card img",
        ".upload .zone",
        ".rules img",
        ".activity img",
        ".curve img",
        ".answering img",
        ".against img",
        ".chain img",
        ".paying",
    )
)
DECISIONS = ("Enter", "x", "Enter", "ArrowRight", "2", "n", "0")  # what a reviewer did before


def main() -> int:
    """Start a server on a fresh workspace, wait for the sample, take every view in both themes."""
    DOCS.mkdir(exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", port]
        environment = {**os.environ, "DEDUP_WORKSPACE": folder, "DEDUP_ROOTS": "/srv/photos"}
        server = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            _take_all(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()
    return 0


def _take_all(url: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        _decide(browser.new_page(viewport=SIZE), url)  # type: ignore[arg-type]
        for theme in ("light", "dark"):
            page = browser.new_page(color_scheme=theme, viewport=SIZE)  # type: ignore[arg-type]
            for name, address in VIEWS.items():
                _open(page, url + address)
                _take(page, f"{name}-{theme}")
            _open(page, url + VIEWS["review"])
            page.locator(".tile .pick").nth(3).focus()
            page.keyboard.press("o")
            page.wait_for_timeout(1500)
            _take(page, f"large-{theme}")
            page.keyboard.press("c")
            page.wait_for_timeout(4000)  # until it was looked closer
            page.keyboard.press("g")
            page.wait_for_timeout(500)
            _take(page, f"compare-{theme}")
        browser.close()


def _decide(page: Page, url: str) -> None:
    """Decide some groups, once "Same scene" has been looked for: it changes what is suggested."""
    _open(page, url + VIEWS["review"])
    page.get_by_text("Same scene:").first.wait_for(state="hidden", timeout=WAIT_MS)
    name = page.get_by_role("textbox", name="Your name")
    name.fill("Ana")
    name.press("Enter")
    page.wait_for_timeout(2000)
    page.locator(".tile .pick").first.focus()
    for key in DECISIONS:
        page.keyboard.press(key)
        page.wait_for_timeout(1000)
    page.wait_for_timeout(2000)
    page.close()


def _open(page: Page, address: str) -> None:
    for _ in range(60):
        try:
            page.goto(address)
            break
        except Exception:  # the server is not up yet
            time.sleep(1)
    page.locator(_DRAWN).first.wait_for(timeout=WAIT_MS)
    page.wait_for_timeout(2000)


def _take(page: Page, name: str) -> None:
    file = DOCS / f"{name}.png"
    page.screenshot(path=file)
    Image.open(file).convert("RGB").quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(
        file, optimize=True
    )


if __name__ == "__main__":
    sys.exit(main())
