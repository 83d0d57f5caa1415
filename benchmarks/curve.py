"""Times the marker of the strictness curve in a real Chromium: from the move to what is drawn.

    python -m benchmarks.curve [--pictures 100000]

Numbers, difference, curve and bands are counted as drawn with the second frame after the move;
pictures at the notch when the last of them is loaded. Nobody has ever seen these pictures: rows and
fingerprints are made up, and all have one thumbnail, each under its own address.
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page

from benchmarks import reopen
from benchmarks.common import (
    chromium,
    cpu_seconds,
    dashboard,
    say,
    scratch,
    show_load,
    show_machine,
    show_table,
)
from dedup_core.manifest import guess_mapping, read_sheet, understand
from dedup_core.store import Workspace

GOAL_MS = 300
_PEOPLE = 200
_QUIET_MS = 250  # between two moves; a drag is faster, but then moves would share a frame
_FIRST_MS, _ALL_MS = 120_000, 300_000

_WATCH = """
() => {
  const search = (node) => {
    for (const one of node.querySelectorAll("*")) {
      if (one.matches(".curve") && one.dataset.at !== undefined) return one;
      const inside = one.shadowRoot && search(one.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  const curve = search(document);
  const frame = () => new Promise(requestAnimationFrame);
  const waiting = (image) => !(image.complete && image.naturalWidth);
  let began = 0;
  for (const kind of ["keydown", "pointermove"])
    addEventListener(kind, (event) => { began = event.timeStamp; }, true);
  window.nextMove = () => {
    window.move = new Promise((done) => {
      const watch = new MutationObserver(async () => {
        watch.disconnect();
        await frame();
        await frame();
        const drawn = performance.now();
        while ([...curve.querySelectorAll(".shots img")].some(waiting)) await frame();
        done([drawn - began, performance.now() - began]);
      });
      watch.observe(curve, { attributes: true, attributeFilter: ["data-at"] });
    });
  };
}
"""


def fill(folder: Path, count: int) -> None:
    """A workspace with one dataset of so many pictures, each with a price."""
    noise = np.random.default_rng(1).integers(0, 256, (9, 12, 3), dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(noise).resize((240, 180)).save(stream, "JPEG", quality=80)
    reopen.fill(folder, count, thumbnail=stream.getvalue())
    workspace = Workspace(folder)
    (dataset,) = workspace.datasets()
    paths = workspace.catalog(dataset.id).paths
    lines = [f"{path},person {row % _PEOPLE},0.15,USD" for row, path in enumerate(paths)]
    sheet = read_sheet("m.csv", "\n".join(["file,contributor,price,currency", *lines]).encode())
    workspace.manifests.attach(dataset.id, understand(sheet, guess_mapping(sheet.names)))
    workspace.close()


def opened(page: Page, url: str) -> tuple[float, int]:
    """Seconds until the curve is there, and the number of its thresholds."""
    began = time.perf_counter()
    page.goto(url)
    page.locator(".curve[data-at]").wait_for(timeout=_FIRST_MS)
    there = time.perf_counter() - began
    last = page.get_by_role("slider", name="Strictness", exact=True).get_attribute("aria-valuemax")
    page.evaluate(_WATCH)
    return there, int(last or 0) + 1


def by_keys(page: Page, stops: int) -> list[list[float]]:
    """Milliseconds of each move with the arrow keys, from the left and back."""
    thumb = page.get_by_role("slider", name="Strictness", exact=True)
    thumb.press("Home")
    page.wait_for_timeout(1000)
    moves = []
    for key in ["ArrowRight"] * (stops - 1) + ["ArrowLeft"] * (stops - 1):
        page.evaluate("() => window.nextMove()")
        thumb.press(key)
        moves.append(page.evaluate("() => window.move"))
        page.wait_for_timeout(_QUIET_MS)
    return moves


def by_drag(page: Page, stops: int) -> list[list[float]]:
    """Milliseconds of each step of one drag, far to and fro, so that no picture is there before."""
    thumb = page.get_by_role("slider", name="Strictness", exact=True)
    box, track = thumb.bounding_box(), page.locator(".slider .track").bounding_box()
    assert box
    assert track
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    step = (track["x"] + track["width"] - x) / (stops - 1)
    page.mouse.move(x, y)
    page.mouse.down()
    moves, half = [], stops // 2
    for stop in [at for near in range(half) for at in (stops - 1 - near, half - near)]:
        page.evaluate("() => window.nextMove()")
        page.mouse.move(x + stop * step, y)
        moves.append(page.evaluate("() => window.move"))
        page.wait_for_timeout(_QUIET_MS)
    page.mouse.up()
    return moves


def rows(name: str, moves: Sequence[Sequence[float]]) -> list[tuple[object, ...]]:
    """What was waited for: moves, and milliseconds as median, 95th percentile and worst."""
    found: list[tuple[object, ...]] = []
    for column, what in enumerate(("numbers, difference, curve", "and pictures at the notch")):
        times = sorted(move[column] for move in moves)
        late = times[int(0.95 * (len(times) - 1))]
        found.append((f"{name}: {what}", len(times), statistics.median(times), late, times[-1]))
    return found


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=100_000, metavar="N")
    options = parser.parse_args()
    with scratch() as run:
        fill(run / "workspace", options.pictures)
        with dashboard(run / "workspace") as server, chromium() as browser:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            there, stops = opened(page, f"{server.url}/strictness")
            say(f"the curve after {there:.1f} s, {stops} thresholds; moves meanwhile …")
            began, cpu = time.perf_counter(), cpu_seconds(server.pid)
            found = rows("keys, while pay is counted", by_keys(page, stops))
            whole = f".curve[data-counted='{stops}']"
            page.locator(whole).wait_for(timeout=_ALL_MS)
            counted = time.perf_counter() - began
            counting = cpu_seconds(server.pid) - cpu
            found += rows("keys", by_keys(page, stops))
            fresh = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            opened(fresh, f"{server.url}/strictness?threshold=0")  # with no thumbnail in its cache
            fresh.locator(whole).wait_for(timeout=_ALL_MS)
            found += rows("drag", by_drag(fresh, stops))
        title = f"A move at {options.pictures:,} pictures in Chromium (goal: {GOAL_MS} ms)"
        show_table(title, ("milliseconds", "moves", "median", "p95", "worst"), found)
        say(f"first curve {there:.1f} s; pay at all thresholds {counted:.0f} s, CPU {counting:.0f}")
    show_machine()
    show_load()


if __name__ == "__main__":
    main()
