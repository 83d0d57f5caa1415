"""Fits the weights of `dedup_core.fusion` and shows how well they hold.

python -m benchmarks.fit_combined [--photos DIR] [--write]

Fitted on the pairs of `benchmarks.combined_cases`, on nothing that accuracy is judged on;
`benchmarks.judge_combined` shows how well it does there.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.truth import TINY_DEGREES
from benchmarks.combined_cases import gathered
from benchmarks.common import ROOT, show_table
from benchmarks.fit_scene import Case
from benchmarks.photos import REAL
from dedup_core.fusion import CHEAP, LEAST, Fusion, Said, log_odds, scene_odds

FUSION = ROOT / "dedup_core" / "fusion.json"
_RIDGE = 1e-4  # of weights; pairs weigh 1 together

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def measures(said: Said) -> Floats:
    """What the model sees of pairs, float64 [n, 4]: the scene, then how near by each of `CHEAP`."""
    near = [np.nan_to_num(said.nearness[name]) for name in CHEAP]
    return np.column_stack([scene_odds(said.scene), *near])


def each_hidden_once(seen: Floats) -> Iterator[Floats]:
    """The measures as they are, and with each cheap method saying nothing, as it does of flat
    pictures: else `pdq`, which mostly says what the others say, would have no weight of its own.
    """
    yield seen
    for at in range(len(CHEAP)):
        hidden = seen.copy()
        hidden[:, 1 + at] = 0
        yield hidden


def balance(cases: list[Case]) -> Floats:
    """Weights by which right and wrong count the same, and so does each kind on either side."""
    kinds = np.array([f"{case.same} {case.kind}" for case in cases])
    names, which, sizes = np.unique(kinds, return_inverse=True, return_counts=True)
    right = np.array([name.startswith("True") for name in names])
    share = np.where(right, 0.5 / right.sum(), 0.5 / (~right).sum())
    return np.asarray((share / sizes)[which])


def fit(seen: Floats, same: Bools, weight: Floats) -> Floats:
    """float64 [5]: the intercept and the weights, by L-BFGS-B.

    The scene's log odds are calibrated already and count as they are: free to choose, the fit would
    make a .4 of `scene` a .9, since hardly any wrong pair here has a map at all. The intercept is
    not below what stands for no map, and no weight is below 0: more evidence never says less.
    """
    from scipy.optimize import minimize

    at = np.column_stack([np.ones(len(seen)), seen])
    shrunk = np.array([0, 0, *[_RIDGE] * len(CHEAP)])
    sign = np.where(same, 1, -1)

    def loss(found: Floats) -> tuple[float, Floats]:
        odds = sign * (at @ found)
        slope = -at.T @ (weight * sign / (1 + np.exp(odds))) + shrunk * found
        return float(weight @ np.logaddexp(0, -odds) + shrunk @ (found * found) / 2), slope

    bounds = [(float(log_odds(np.float64(LEAST))), None), (1, 1), *[(0, None)] * len(CHEAP)]
    start = np.array([low for low, _ in bounds], np.float64)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x)


def fitted(cases: list[Case], said: Said) -> Fusion:
    """The model of these cases."""
    parts = list(each_hidden_once(measures(said)))
    same = np.array([case.same for case in cases] * len(parts))
    weight = np.concatenate([balance(cases)] * len(parts)) / len(parts)
    found = fit(np.concatenate(parts), same, weight)
    intercept, scene, *near = [round(float(value), 4) for value in found]
    return Fusion(intercept, scene, dict(zip(CHEAP, near, strict=True)))


def show(cases: list[Case], said: Said, model: Fusion) -> None:
    """A table: for each kind, the share of pairs at or above .9, with `scene` alone beside it."""
    scene, whole = said.scene * (1 - said.changed), model.probability(said)
    rows: list[list[object]] = []
    for same, kind in sorted({(not case.same, case.kind) for case in cases}):
        mine = np.array([case.kind == kind and case.same != same for case in cases])
        shares = [
            f"{(p[mine] >= level).mean():.1%}" for level in (0.5, 0.9) for p in (scene, whole)
        ]
        highest = [f"{p[mine].max():.3f}" for p in (scene, whole)]
        rows.append([kind, "no" if same else "yes", int(mine.sum()), *shares, *highest])
    head = ["kind", "same", "pairs", "scene ≥ .5", "all ≥ .5", "scene ≥ .9", "all ≥ .9"]
    show_table("Share of pairs by probability", [*head, "scene, highest", "all, highest"], rows)


def note(cases: list[Case]) -> str:
    """How the weights were fitted, for those who read the file."""
    right = sum(case.same for case in cases)
    return (
        "Logistic model with no weight below 0, fitted by benchmarks/fit_combined.py on "
        f"{right} right pairs (the sample's copies, its walk up to {TINY_DEGREES:g} degrees, its "
        "other moved shots; planted edits and warps of pictures of Caltech 101 without Faces and "
        "of a grocery set, as they are and out of focus) and "
        f"{len(cases) - right} wrong ones (the sample's look-alikes; pairs of other junctions, of "
        "one category of Caltech 101, of products of one kind, the latter two out of focus, too). "
        "Right and wrong weigh the same, and so does each kind on either side; each pair comes "
        "once as it is and once without each cheap method. Fixed: the log odds of `scene` count as "
        "they are, and the probability is multiplied by 1 - changed. A weight "
        "of its own for a method that says nothing was fitted to 0 and left out. Not fitted on "
        "anything that accuracy is judged on."
    )


def write(model: Fusion, said_how: str) -> None:
    """Put the weights where the package has them."""
    weights = {name: getattr(model, name) for name in Fusion.__slots__}
    text = json.dumps({"fitted": said_how, "weights": weights}, indent=2) + "\n"
    FUSION.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, default=REAL, help="a folder of real photos")
    parser.add_argument("--write", action="store_true", help=f"write {FUSION.name}")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    cases, said = gathered(options.photos)
    model = fitted(cases, said)
    show(cases, said, model)
    print(model)
    if options.write:
        write(model, note(cases))


if __name__ == "__main__":
    main()
