"""What was to be reached, and whether it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.accuracy.measure import Scores
from benchmarks.accuracy.report import share, title_of
from benchmarks.accuracy.runs import Measured
from benchmarks.accuracy.scenes import SCENES
from benchmarks.accuracy.scoring import Cut, wilson
from benchmarks.accuracy.truth import Label
from benchmarks.common import show_table
from dedup_core import fingerprints
from dedup_core.fingerprints import Metric

HASHES, COSINES, SCENE = "a hash alone", "a cosine method without weights", "scene"
_METHODS = {
    HASHES: {m.name for m in fingerprints.ALL if m.metric in (Metric.HAMMING, Metric.TURNED)},
    COSINES: {
        method.name
        for method in fingerprints.ALL
        if method.metric is Metric.COSINE and not method.name.startswith("cnn")
    },
    SCENE: set(SCENES),
}
_WALK, _LOOK_ALIKE = (Label.T2, "walk"), (Label.DIFFERENT, "look-alike junctions")
_WALK_LEAST = 0.95


@dataclass(frozen=True, slots=True)
class Target:
    """A recall at precision .99 that the best of some methods must have on one tier.

    same_place: with the same place but another object as a wrong pair
    """

    methods: str
    tier: Label
    least: float
    same_place: bool = False


TARGETS = (
    Target(HASHES, Label.T1, 0.60),
    Target(HASHES, Label.T2, 0.50),
    Target(COSINES, Label.T2, 0.80),
    Target(SCENE, Label.T1, 0.97),
    Target(SCENE, Label.T2, 0.93),
    Target(SCENE, Label.T3, 0.60),
    Target(SCENE, Label.T2, 0.85, same_place=True),
)


def show_targets(measured: Sequence[Measured]) -> None:
    """Every target on every data set that has such pairs; only those for judging decide."""
    rows = [
        (
            *row[:2],
            title_of(one),
            *row[2:-1],
            row[-1] if one.dataset.use == "judge" else f"({row[-1]})",
        )
        for target in TARGETS
        for one in measured
        if (row := target_row(target, one.scores, _METHODS[target.methods]))
    ]
    rows += [row for one in measured for row in _walk_rows(one)]
    head = ("target", "least", "data set", "best method", "measured", "(95 %)", "")
    show_table("## What was to be reached, recall at precision .99", head, rows)
    print("\nOn data that served to fit, the word is in brackets: it proves nothing.")


def target_row(
    target: Target, scores: Mapping[str, Scores], methods: set[str]
) -> tuple[str, ...] | None:
    """What, least, best method, its recall, 95 %, met or not; None where there are no pairs."""
    cuts = {
        name: cut
        for name, each in scores.items()
        if name in methods and (cut := _cut(target, each)) is not None
    }
    if not cuts:
        return None
    best = max(cuts, key=lambda name: cuts[name].recall)
    low, high = cuts[best].between
    met = "met" if cuts[best].recall >= target.least else "not met"
    place = ", same place in" if target.same_place else ""
    what = (f"{target.methods}, {target.tier.name}{place}", share(target.least), best)
    return (*what, share(cuts[best].recall), f"{share(low)}–{share(high)}", met)


def _cut(target: Target, scores: Scores) -> Cut | None:
    score = scores.tiers.get(target.tier)
    if score is None:
        return None
    return score.strict_same_place if target.same_place else score.strict


def _walk_rows(measured: Measured) -> list[tuple[str, ...]]:
    """What each way to score scenes finds, at its default, of the walk and of look-alikes."""
    rows, title = list[tuple[str, ...]](), title_of(measured)
    for name, taken in measured.taken.items():
        if name in SCENES and _WALK in taken:
            (found, of), (wrong, wrongs) = taken[_WALK], taken[_LOOK_ALIKE]
            low, high = wilson(found, of)
            met = "met" if found >= _WALK_LEAST * of and not wrong else "not met"
            what = ("neighbouring shots of the walk, ≤ 3°, and no look-alike, by default",
                    share(_WALK_LEAST))  # fmt: skip
            said = f"{share(found / of)}, look-alikes {wrong} of {wrongs}"
            rows.append((*what, title, name, said, f"{share(low)}–{share(high)}", f"({met})"))
    return rows
