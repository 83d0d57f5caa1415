"""What the Contributors page costs behind a move of the slider: in the core, and in Chromium.

    python -m benchmarks.contributors [--pictures 100000] [--people 2000] [--no-browser]

Pictures that nobody ever saw, with hashes as real ones are spread, and a manifest with a price for
each; a tenth of all groups is decided.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
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
    spread,
)
from dedup_core.decisions import Act
from dedup_core.groups import Rule
from dedup_core.manifest import guess_mapping, read_sheet, understand
from dedup_core.names import Names
from dedup_core.pay import (
    Accountant,
    Asked,
    By,
    Contributors,
    Payroll,
    Policy,
    across,
    by_contributor,
    differences,
    listed,
    totals,
)
from dedup_core.review import Setting
from dedup_core.review.acts import Asked as AskedAct
from dedup_core.review.acts import Member, entry_of
from dedup_core.scan import OpenDataset, warm_up
from dedup_core.store import Workspace

GOAL_MS = 1000
THRESHOLDS = (4, 6, 8, 10)  # bits; stricter and looser ones are rarely paid by
DECIDED = 10  # one group of so many
_SEED = 20261124

# The page is drawn when its script came to an end and two frames have passed. The key's own time
# stamp is the beginning.
_WATCH = """
() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const state = () => app.getAttribute("data-test-script-state");
  const frame = () => new Promise(requestAnimationFrame);
  let began = 0;
  addEventListener("keydown", (event) => { began = event.timeStamp; }, true);
  window.nextMove = () => {
    window.move = new Promise((done) => {
      let ran = false;
      const watch = new MutationObserver(async () => {
        ran = ran || state() === "running";
        if (!ran || state() !== "notRunning") return;
        watch.disconnect();
        await frame();
        await frame();
        done(performance.now() - began);
      });
      watch.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
    });
  };
}
"""


def main() -> None:
    """Measure and show."""
    options = _options()
    with scratch() as run:
        folder = run / "workspace"
        reopen.fill(folder, options.pictures)
        workspace = Workspace(folder)
        dataset = workspace.datasets()[0].id
        _attach(workspace, dataset, options.people)
        warm_up()
        rows = core_rows(workspace, options.rounds)
        workspace.close()
        about = f"{options.pictures:,} pictures, {options.people:,} contributors"
        show_table(f"{about}: the core (goal of all: {GOAL_MS} ms)", _HEAD, rows)
        if not options.no_browser:
            with dashboard(folder) as server, chromium() as browser:
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                address = f"{server.url}/contributors?dataset={dataset}&threshold={THRESHOLDS[0]}"
                moves = browser_rows(page, server.pid, address)
            show_table(f"{about}: the page in Chromium (goal: {GOAL_MS} ms)", _HEAD, moves)
    show_load()
    show_machine()


_HEAD = ("milliseconds", "times", "median", "p90", "worst")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=100_000, metavar="N")
    parser.add_argument("--people", type=int, default=2_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, help="repetitions of the core's part")
    parser.add_argument("--no-browser", action="store_true", help="the core alone")
    return parser.parse_args()


def _attach(workspace: Workspace, dataset: str, people: int) -> None:
    """A manifest with a row for each picture; who submitted it is drawn by chance."""
    random = np.random.default_rng(_SEED)
    paths = workspace.catalog(dataset).paths
    who = random.integers(0, people, len(paths)).tolist()
    lines = [
        f"{path},tagger {person:04d},2025-03-{1 + row % 28:02d}T12:{row % 60:02d}Z,Lights,0.15,USD"
        for row, (path, person) in enumerate(zip(paths, who, strict=True))
    ]
    text = "\n".join(["file,contributor,submitted_at,campaign,price,currency", *lines, ""])
    sheet = read_sheet("manifest.csv", text.encode())
    workspace.manifests.attach(dataset, understand(sheet, guess_mapping(sheet.names)))


def core_rows(workspace: Workspace, rounds: int) -> list[tuple[object, ...]]:
    """Each step at every threshold, and all behind the cut together."""
    opened = OpenDataset(workspace, workspace.datasets()[0])
    _decide(workspace, opened)
    accountant, policy = Accountant(opened), Policy()
    taken: dict[str, list[float]] = {name: [] for name in ("groups", *_STEPS, "all behind groups")}
    for threshold in THRESHOLDS * (rounds + 1):
        setting = Setting(reopen.METHOD, threshold, Rule.KEEPER)
        taken["groups"].append(_milliseconds(lambda s=setting: opened.outcome(s)))
        payroll = accountant.payroll(setting, policy)
        people = by_contributor(payroll)
        steps = [
            _milliseconds(lambda s=setting: accountant.payroll(s, policy)),
            *(
                _milliseconds(lambda step=step, p=payroll, f=people: step(p, f))
                for step in list(_STEPS.values())[1:]
            ),
        ]
        for name, one in zip(_STEPS, steps, strict=True):
            taken[name].append(one)
        taken["all behind groups"].append(sum(steps))
    warm = len(THRESHOLDS)  # the first round reads the manifest and the log
    return [(name, len(times) - warm, *spread(times[warm:])) for name, times in taken.items()]


Step = Callable[[Payroll, Contributors], object]
_STEPS: dict[str, Step] = {
    "payroll": lambda payroll, _: payroll,
    "totals": lambda payroll, _: totals(payroll),
    "differences": lambda payroll, _: differences(payroll),
    "by contributor": lambda payroll, _: by_contributor(payroll),
    "table sorted": lambda _, people: listed(people, Asked(By.LOST, False, "", False), Names()),
    "across accounts": lambda payroll, _: across(payroll),
}


def _decide(workspace: Workspace, opened: OpenDataset) -> None:
    """Every tenth group is accepted as it is suggested."""
    outcome = opened.outcome(Setting(reopen.METHOD, THRESHOLDS[-1], Rule.KEEPER))
    chosen = range(0, len(outcome.groups), DECIDED)
    say(f"{len(outcome.groups):,} groups; {len(chosen):,} are decided …")
    catalog, ledger = outcome.catalog, opened.ledger()
    for group in chosen:
        begin, end = outcome.groups.start[group : group + 2].tolist()
        members = tuple(
            Member(catalog.paths[row], catalog.digests[row], keep=at == 0)
            for at, row in enumerate(outcome.groups.member[begin:end].tolist())
        )
        asked = AskedAct(opened.dataset.id, "Reviewer", Act.ACCEPT, members)
        workspace.log.append(entry_of(asked, ledger, suggested=opened.suggested))


def _milliseconds(step: Callable[[], object]) -> float:
    began = time.perf_counter()
    step()
    return (time.perf_counter() - began) * 1000


def browser_rows(page: Page, server: int, address: str) -> list[tuple[object, ...]]:
    """From the key to the page that is drawn, and what the server computes meanwhile."""
    began = time.perf_counter()
    page.goto(address)
    slider = page.get_by_role("slider", name="Strictness")
    slider.wait_for(timeout=120_000)
    page.get_by_text("Accounts that share pictures").first.wait_for(timeout=120_000)
    first = (time.perf_counter() - began) * 1000
    page.wait_for_timeout(3000)
    page.evaluate(_WATCH)
    slider.focus()
    new, again, cpu = [], [], []
    reach = THRESHOLDS[-1] - THRESHOLDS[0]
    for number, key in enumerate(["ArrowRight"] * reach + ["ArrowLeft"] * reach):
        page.evaluate("() => window.nextMove()")
        before = cpu_seconds(server)
        page.keyboard.press(key)
        moved = float(page.evaluate("() => window.move"))
        cpu.append((cpu_seconds(server) - before) * 1000)
        (new if number < reach else again).append(moved)
        say(f"  move {number + 1}: {moved:.0f} ms, CPU of the server {cpu[-1]:.0f} ms")
        page.wait_for_timeout(1500)
    return [
        ("the first time, with the dataset opened", 1, first, first, first),
        ("key to page drawn, new setting", len(new), *spread(new)),
        ("key to page drawn, seen before", len(again), *spread(again)),
        ("CPU of the server a move", len(cpu), *spread(cpu)),
    ]


if __name__ == "__main__":
    main()
