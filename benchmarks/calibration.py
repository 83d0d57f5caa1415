"""What a few answers say of precision and recall: simulated many times, and on pictures with truth.

python -m benchmarks.calibration [--photos FOLDER --truth FILE] [--runs 500]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.truth import Known, Label, read_truth
from benchmarks.common import ROOT, say, show_load, show_machine, show_table
from benchmarks.simulated_answers import PRICE, coverage, goals, is_met, met, shapes, simulated
from dedup_core.calibrate import (
    NOT_ASKED,
    Design,
    Estimates,
    FewFalse,
    MuchFound,
    design,
    estimate,
    recommend,
)
from dedup_core.decisions import Verdict
from dedup_core.fingerprints import Method, method_named
from dedup_core.pairs import PairTable
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.store import Workspace

SAMPLE = ROOT / "sample_data"
METHODS = ("phash", "layout")
ANSWERS = (30, 60, 120)
SEEDS = 20  # sittings of 30 answers each on real pictures
GOALS = (FewFalse(0.2), FewFalse(0.05), MuchFound(0.8))
PLACE = {verdict: place for place, verdict in enumerate(Verdict)}
SAID = {
    Label.T1: Verdict.DUPLICATE,
    Label.T2: Verdict.SAME_SCENE,
    Label.T3: Verdict.SAME_SCENE,
    Label.DIFFERENT: Verdict.DIFFERENT,
    Label.SAME_PLACE: Verdict.DIFFERENT,
}
COVERED = ("shape", "pairs", "duplicates", "answers", "of", "all", "inner", "worst", "width")
ADVISED = ("shape", "goal after 60 answers", "runs with advice, %", "of these met, %")
REAL = (
    "pictures",
    "method",
    "first 30: goal",
    "advice",
    "true precision",
    "true recall",
    "met in sittings",
)

Unlisted = Callable[[str, str], Label]
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs of a method of which the truth is known, with the verdict on each, int8 [pairs]."""

    table: PairTable
    said: NDArray[np.int8]
    rows: int

    def answers(self, made: Design, many: int) -> NDArray[np.int8]:
        """What somebody says who answers the first pairs by the truth."""
        keys = self.table.left.astype(np.int64) * self.rows + self.table.right
        order = np.argsort(keys)
        wanted = made.left.astype(np.int64) * self.rows + made.right
        found = self.said[order[np.searchsorted(keys[order], wanted)]]
        found[many:] = NOT_ASKED
        return found

    def true(self, limit: float) -> tuple[float, float]:
        """Precision and recall within a distance; the same scene counts."""
        yes = self.said != PLACE[Verdict.DIFFERENT]
        within = self.table.distance <= np.float32(limit)
        both = int((yes & within).sum())
        return both / max(1, int(within.sum())), both / max(1, int(yes.sum()))


def covered_rows(runs: int) -> list[Row]:
    """How often the bands held the truth, for every shape."""
    rows: list[Row] = []
    for shape in shapes():
        say(f"{shape.name}: {runs} runs of {', '.join(map(str, ANSWERS))} answers")
        for many in ANSWERS:
            ends = simulated(shape, many, runs=runs)
            for of, low, high, truth in (
                ("precision", ends.precision_low, ends.precision_high, shape.precision),
                ("recall", ends.recall_low, ends.recall_high, shape.recall),
            ):
                found = coverage(low, high, truth)
                cells = (_percent(one) for one in (found.all, found.inner, found.worst))
                sizes = f"{shape.sizes.sum():,}", f"{shape.duplicates.sum():,}"
                rows.append((shape.name, *sizes, many, of, *cells, f"{found.width:.2f}"))
    return rows


def advised_rows(runs: int) -> list[Row]:
    """How often what is recommended after 60 answers meets its goal."""
    rows: list[Row] = []
    for shape in shapes():
        ends = simulated(shape, 60, runs=runs)
        for goal in goals():
            advised, fulfilled = met(shape, goal, ends, is_met(shape, goal))
            rows.append((shape.name, str(goal), _percent(advised), _percent(fulfilled)))
    return rows


def _percent(share: float) -> str:
    return "–" if np.isnan(share) else f"{100 * share:.1f}"


def judged(opened: OpenDataset, method: str, known: Sequence[Known], otherwise: Unlisted) -> Judged:
    """The pairs of a method whose truth is known."""
    table, paths = opened.pairs(method), opened.catalog.paths
    listed = {(pair.left, pair.right): pair.label for pair in known}
    labels = [
        listed.get((paths[left], paths[right])) or otherwise(paths[left], paths[right])
        for left, right in zip(table.left.tolist(), table.right.tolist(), strict=True)
    ]
    kept = np.array([label in SAID for label in labels], np.bool_)
    said = np.array([PLACE[SAID[label]] for label in labels if label in SAID], np.int8)
    left, right, distance = table.left[kept], table.right[kept], table.distance[kept]
    return Judged(replace(table, left=left, right=right, distance=distance), said, len(paths))


def real_rows(
    name: str, opened: OpenDataset, known: Sequence[Known], otherwise: Unlisted
) -> tuple[list[Row], list[Row]]:
    """What 30 answers recommend and what holds there, and how often bands of 30 hold the truth."""
    advice: list[Row] = []
    held: list[Row] = []
    for word in METHODS:
        method, pairs = method_named(word), judged(opened, word, known, otherwise)
        limits = _limits(method, pairs.table.reach)
        sittings = [_sitting(pairs, method, limits, seed) for seed in range(SEEDS)]
        for goal in GOALS:
            advice.append((name, word, str(goal), *_advice(pairs, method, sittings, goal)))
        truth = np.array([pairs.true(limit) for limit in limits.tolist()]).T
        low, high = (
            np.array([[getattr(one, f"{of}_{end}") for one in sittings] for of in _BOTH])
            for end in ("low", "high")
        )
        for at, of in enumerate(_BOTH):
            found = coverage(low[at], high[at], truth[at])
            cells = (_percent(one) for one in (found.all, found.inner, found.worst))
            held.append((name, word, f"{len(pairs.said):,}", of, *cells, f"{found.width:.2f}"))
    return advice, held


_BOTH = ("precision", "recall")


def _limits(method: Method, reach: float) -> NDArray[np.float32]:
    return np.array([method.limit_of(stop) for stop in method.thresholds(reach)], np.float32)


def _sitting(pairs: Judged, method: Method, limits: NDArray[np.float32], seed: int) -> Estimates:
    around = method.limit_of(method.default)
    made = design(pairs.table, around=around, seed=seed, limits=limits)
    return estimate(made, pairs.answers(made, 30), scene_counts=True)


def _advice(
    pairs: Judged, method: Method, sittings: Sequence[Estimates], goal: FewFalse | MuchFound
) -> tuple[str, str, str, str]:
    """Of the first sitting what it advises and what holds there; of all, how many are right."""
    limits = [recommend(found, goal).limit for found in sittings]
    advised = [limit for limit in limits if limit is not None]
    right = sum(_is_right(goal, *pairs.true(limit)) for limit in advised)
    kept = f"{right} of {len(advised)}"
    if limits[0] is None:
        return "none", "–", "–", kept
    precision, recall = pairs.true(limits[0])
    said = method.said(method.threshold_of(limits[0]))
    return said, f"{precision:.3f}", f"{recall:.3f}", kept


def _is_right(goal: FewFalse | MuchFound, precision: float, recall: float) -> bool:
    return 1 - precision <= goal.most if isinstance(goal, FewFalse) else recall >= goal.least


def _in_sample(left: str, right: str) -> Label:
    """The sample's truth lists everything."""
    return Label.DIFFERENT


def _in_photos(left: str, right: str) -> Label:
    """Pictures of different sub-collections are different; within one, nobody said."""
    one, other = (name.split("/")[0] for name in (left, right))
    return Label.DIFFERENT if one != other or one == "boofcv" else Label.UNKNOWN


def _below(known: Sequence[Known], folder: str) -> list[Known]:
    """The same pairs with paths from that folder on."""
    start = f"{folder}/"
    return [
        replace(pair, left=pair.left.removeprefix(start), right=pair.right.removeprefix(start))
        for pair in known
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--runs", type=int, default=500)
    options = parser.parse_args()
    sets: Mapping[str, tuple[Path, Path, Unlisted]] = {
        "sample": (SAMPLE / "photos", SAMPLE / "truth.csv", _in_sample)
    }
    if options.photos and options.truth:
        sets = {**sets, "photos": (options.photos, options.truth, _in_photos)}
    advice, held = list[Row](), list[Row]()
    for name, (folder, truth, otherwise) in sets.items():
        say(f"{name}: reading {folder.name}")
        with tempfile.TemporaryDirectory() as place:
            workspace = Workspace(Path(place))
            dataset = add_path(workspace, folder)
            scan(workspace, dataset)
            opened = OpenDataset(workspace, dataset)
            known = _below(read_truth(truth), folder.name)
            for rows, more in zip(
                (advice, held), real_rows(name, opened, known, otherwise), strict=True
            ):
                rows.extend(more)
            workspace.close()
    show_table(
        "What 30 answers recommend, and what holds there; the same scene counts", REAL, advice
    )
    show_table(
        f"Bands of 30 answers that held the truth, %, over {SEEDS} sittings and all thresholds",
        ("pictures", "method", "known pairs", *COVERED[4:]),
        held,
    )
    if options.runs:
        title = f"Bands that held the truth, % of {options.runs} runs"
        show_table(title, COVERED, covered_rows(options.runs))
        show_table(f"Goals; a picture costs {PRICE}", ADVISED, advised_rows(options.runs))
    show_machine()
    show_load()


if __name__ == "__main__":
    main()
