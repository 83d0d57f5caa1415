"""Times a move of the strictness slider: in the core, and as a person sees it in a browser."""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import CDPSession, Page

from benchmarks.common import chromium, cpu_seconds, dashboard, say, scratch, show_load, show_table
from benchmarks.common import spread as spread_of
from benchmarks.pictures import pictures
from dedup_core.decisions import Act, Entry, Mark
from dedup_core.fingerprints import DEFAULT, INDEXED
from dedup_core.groups import Rule
from dedup_core.review import Queue, Setting, queued
from dedup_core.scan import OpenDataset, add_path, scan, warm_up
from dedup_core.store import Dataset, Workspace
from pages.ui.grid import packed

GOAL_CORE_MS, GOAL_GRID_MS = 50, 200

# Times are taken inside the page: the key's own time stamp, the change of the grid's setting, the
# second animation frame after it, and the last thumbnail inside the window.
_WATCH = """
() => {
  const search = (node) => {
    for (const one of node.querySelectorAll("*")) {
      if (one.matches(".grid") && one.dataset.setting !== undefined) return one;
      const inside = one.shadowRoot && search(one.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  const grid = search(document);
  const waiting = (image) => {
    const box = image.getBoundingClientRect();
    const seen = box.bottom > 0 && box.top < innerHeight;
    return seen && !(image.complete && image.naturalWidth);
  };
  const frame = () => new Promise(requestAnimationFrame);
  let began = 0;
  addEventListener("keydown", (event) => { began = event.timeStamp; }, true);
  window.nextMove = () => {
    window.move = new Promise((done) => {
      const watch = new MutationObserver(async () => {
        const drawn = performance.now();
        watch.disconnect();
        await frame();
        await frame();
        const painted = performance.now();
        while ([...grid.querySelectorAll(".tile img")].some(waiting)) await frame();
        const groups = Number(grid.dataset.groups);
        const loaded = performance.now();
        done([drawn - began, painted - began, loaded - began, groups]);
      });
      watch.observe(grid, { attributes: true, attributeFilter: ["data-setting"] });
    });
  };
}
"""


def indexed(workspace: Workspace, folder: Path, marked: int) -> Dataset:
    """The folder as a dataset, with a person's word on some of its pictures."""
    dataset = add_path(workspace, folder)
    scan(workspace, dataset)
    dataset = workspace.dataset(dataset.id)
    catalog = workspace.catalog(dataset.id)
    some = range(0, len(catalog), max(1, len(catalog) // marked)) if marked else range(0)
    marks = [Mark(catalog.paths[row], catalog.digests[row], keep=True) for row in some]
    workspace.log.append(Entry(dataset.id, "Reviewer", Act.MARK, marks=tuple(marks)))
    return dataset


def core_rows(workspace: Workspace, dataset: Dataset, rounds: int) -> list[tuple[object, ...]]:
    """Method, rule, thresholds, milliseconds (median, p90, worst; CPU) of every threshold."""
    taken: dict[tuple[str, Rule], list[float]] = defaultdict(list)
    cpu: dict[tuple[str, Rule], list[float]] = defaultdict(list)
    for _ in range(rounds):
        opened = OpenDataset(workspace, dataset)
        for method in (method for method in INDEXED if not method.learns):
            reach = opened.pairs(method.name).reach
            for rule in Rule:
                for threshold in method.thresholds(reach):
                    setting = Setting(method.name, threshold, rule)
                    began, cpu_began = time.perf_counter(), time.thread_time()
                    whole = opened.outcome(setting)
                    packed(whole.only(queued(whole, Queue())), {})
                    cpu[method.name, rule].append((time.thread_time() - cpu_began) * 1000)
                    taken[method.name, rule].append((time.perf_counter() - began) * 1000)
    return [
        (
            method,
            rule.value,
            len(times) // rounds,
            *spread_of(times),
            *spread_of(cpu[method, rule])[::2],
        )
        for (method, rule), times in taken.items()
    ]


def browser_rows(page: Page, server: int, url: str, reach: int) -> list[tuple[object, ...]]:
    """What was waited for, milliseconds (median, p90, worst), and CPU milliseconds a move."""
    page.goto(url)
    page.locator(".grid[data-setting]").wait_for(state="attached")
    slider = page.get_by_role("slider", name="Strictness")
    slider.focus()
    page.wait_for_timeout(1500)
    page.evaluate(_WATCH)
    inspector = page.context.new_cdp_session(page)
    inspector.send("Performance.enable", {"timeDomain": "threadTicks"})
    moves: dict[str, list[list[float]]] = {"new": [], "seen before": []}
    keys = ["ArrowRight"] * reach + ["ArrowLeft"] * reach
    server_cpu, page_cpu = 0.0, _page_cpu(inspector)
    for number, key in enumerate(keys):
        page.evaluate("() => window.nextMove()")
        before = cpu_seconds(server)
        page.keyboard.press(key)
        times = page.evaluate("() => window.move")
        page.wait_for_timeout(250)
        server_cpu += cpu_seconds(server) - before
        if number >= 2:  # two moves to warm up
            moves["new" if key == "ArrowRight" else "seen before"].append(times)
        say(f"  move {number + 1}: grid after {times[0]:.0f} ms, {times[3]:,} groups")
    rows: list[tuple[object, ...]] = []
    for kind, measured in moves.items():
        for column, what in enumerate(("grid in the DOM", "painted", "thumbnails in view")):
            times = [float(move[column]) for move in measured]
            rows.append((f"{what}, {kind} setting", len(times), *spread_of(times)))
    page_cpu = _page_cpu(inspector) - page_cpu
    rows.append(("CPU of the server, mean", len(keys), server_cpu / len(keys) * 1000, "", ""))
    rows.append(("CPU of the page, mean", len(keys), page_cpu / len(keys) * 1000, "", ""))
    return rows


def _page_cpu(inspector: CDPSession) -> float:
    """CPU seconds of the page's main thread so far."""
    metrics = inspector.send("Performance.getMetrics")["metrics"]
    return float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=10_000, metavar="N")
    parser.add_argument("--marks", type=int, default=500, help="pictures a person has judged")
    parser.add_argument("--rounds", type=int, default=3, help="repetitions of the core's part")
    options = parser.parse_args()
    folder = pictures(options.pictures)
    with scratch() as run:
        workspace = Workspace(run / "workspace")
        say("indexing …")
        dataset = indexed(workspace, folder, options.marks)
        say("the core …")
        warm_up()
        rows = core_rows(workspace, dataset, options.rounds)
        head = ("method", "rule", "cuts", "median ms", "p90", "worst", "CPU", "worst CPU")
        show_table(f"A move in the core (goal: {GOAL_CORE_MS} ms)", head, rows)
        reach = OpenDataset(workspace, dataset).pairs(DEFAULT.name).reach
        workspace.close()
        say("the browser …")
        with dashboard(run / "workspace", roots=folder) as server, chromium() as browser:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            address = f"{server.url}/?dataset={dataset.id}&threshold=0"
            rows = browser_rows(page, server.pid, address, reach)
        columns = ("keydown to", "moves", "median ms", "p90", "worst")
        show_table(f"A move in Chromium (goal: {GOAL_GRID_MS} ms to the DOM)", columns, rows)
    show_load()


if __name__ == "__main__":
    main()
