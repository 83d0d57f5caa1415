"""Fits the weights of `dedup_core.fusion` and shows how well they hold.

python -m benchmarks.fit_combined [--photos DIR] [--write]

Fitted on the sample and on two sub-collections of the real photos, all but Faces and Faces_easy,
and on nothing else; `benchmarks.judge_combined` shows how well it does on others.
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.accuracy.contenders import Contender, ours
from benchmarks.common import ROOT, say, show_table
from benchmarks.fit_scene import (
    _SAME,
    SAMPLE,
    Case,
    bases,
    category_cases,
    sample_cases,
    shelf_cases,
)
from benchmarks.photos import REAL
from benchmarks.planted import planted
from dedup_core.decode import Decoded, opened
from dedup_core.errors import PictureError
from dedup_core.evidence.relation import SURE
from dedup_core.fingerprints import method_named
from dedup_core.fusion import CHEAP, Fusion, Said, nearness_of, scene_odds
from dedup_core.scene.differs import changed
from dedup_core.scene.local import LocalFeatures, features_of
from dedup_core.scene.score import calibration
from dedup_core.scene.verify import compare

FUSION = ROOT / "dedup_core" / "fusion.json"
_SEED = 8  # other pictures get planted copies than for the calibration of `scene`
_WALK_DEGREES = 3  # of the sample's walk; beyond, pairs are left out
_RIDGE = 1e-3
_COLUMNS = ("scene", *CHEAP, *(f"{name} unknown" for name in CHEAP))

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture: what each of `CHEAP` makes of it, its local features and its thumbnail."""

    values: tuple[NDArray[Any], ...]
    information: float
    local: LocalFeatures
    thumbnail: bytes


Pictures = dict[str, Seen]


def _contenders() -> list[Contender]:
    return [ours(method_named(name)) for name in CHEAP]


def _seen(data: bytes, contenders: Iterable[Contender]) -> Seen | None:
    try:
        picture: Decoded = opened(data).decode()
    except PictureError:
        return None
    values = tuple(one.values([one.reduce(picture.upright)])[0] for one in contenders)
    local = features_of(picture.thumbnail)
    return Seen(values, picture.facts.information, local, picture.thumbnail)


def cases_as_they_are(photos: Path, rng: np.random.Generator) -> list[Case]:
    """Pairs of pictures that were there: copies, the walk, moved shots, and look-alikes."""
    nearest = f"walk, to {_WALK_DEGREES}°"
    sample = (
        case
        for case in sample_cases(rng)
        if not case.kind.startswith("walk") or case.kind == nearest
    )
    others = (*category_cases(photos, rng), *shelf_cases(photos, rng))
    return [*sample, *(case for case in others if not any(name in case.left for name in _SAME))]


def pictures_of(cases: Iterable[Case], photos: Path) -> Pictures:
    """The pictures in the cases that can be read, by name."""
    contenders, found = _contenders(), Pictures()
    for name in sorted({name for case in cases for name in (case.left, case.right)}):
        folder = photos if name.startswith(("grocery/", "caltech101/")) else SAMPLE / "photos"
        seen = _seen((folder / name).read_bytes(), contenders)
        if seen is not None:
            found[name] = seen
    return found


def plant(
    names: Iterable[str], photos: Path, rng: np.random.Generator
) -> tuple[list[Case], Pictures]:
    """Edits and warps of the pictures, as cases, and all of these pictures."""
    contenders, cases, found = _contenders(), list[Case](), Pictures()
    for name in names:
        source = _seen((photos / name).read_bytes(), contenders)
        pixels = cv2.imread(str(photos / name))
        if source is None or pixels is None:
            raise SystemExit(f"{photos / name} is not a picture")
        found[name] = source
        for kind, jpeg in planted(np.asarray(pixels, np.uint8), rng):
            copy = _seen(jpeg, contenders)
            if copy is not None:
                found[f"{name} {kind}"] = copy
                cases.append(Case(name, f"{name} {kind}", kind, same=True))
    return cases, found


def said_of(cases: list[Case], pictures: Pictures) -> Said:
    """What is said of each case, as in a dataset that was looked at."""
    row_of = {name: row for row, name in enumerate(pictures)}
    left, right = (
        np.array([row_of[getattr(case, side)] for case in cases], np.int32)
        for side in ("left", "right")
    )
    looked = np.array([_look(pictures[case.left], pictures[case.right]) for case in cases])
    information = np.array([picture.information for picture in pictures.values()])
    nearness = {}
    for at, (name, one) in enumerate(zip(CHEAP, _contenders(), strict=True)):
        values = np.stack([picture.values[at] for picture in pictures.values()])
        silent = one.silent(values, information)
        near = nearness_of(method_named(name), one.distances(one.whole(values), left, right))
        nearness[name] = np.where(silent[left] | silent[right], np.nan, near)
    return Said(looked[:, 0], looked[:, 1], nearness)


def _look(left: Seen, right: Seen) -> tuple[float, float]:
    """The probabilities that both show one scene, and that a part of it differs."""
    geometry = compare(left.local, right.local)
    same = calibration().probability(geometry)
    if geometry is None or same < SURE:
        return same, 0.0
    part = changed(_shown(left.thumbnail), _shown(right.thumbnail), geometry)
    return same, part.probability if part else 0.0


def _shown(jpeg: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB"))


def measures(said: Said) -> Floats:
    """What the model sees of pairs, float64 [n, 7], by `_COLUMNS`."""
    near = np.column_stack([said.nearness[name] for name in CHEAP])
    return np.column_stack([scene_odds(said.scene), np.nan_to_num(near), np.isnan(near)])


def each_hidden_once(seen: Floats) -> Iterator[Floats]:
    """The measures as they are, and with each cheap method unknown: its weight for that is fitted
    on more than the few flat pictures.
    """
    yield seen
    for at in range(len(CHEAP)):
        hidden = seen.copy()
        hidden[:, 1 + at], hidden[:, 1 + len(CHEAP) + at] = 0, 1
        yield hidden


def balance(cases: list[Case]) -> Floats:
    """Weights by which right and wrong count the same, and so does each kind on either side."""
    kinds = np.array([f"{case.same} {case.kind}" for case in cases])
    names, which, sizes = np.unique(kinds, return_inverse=True, return_counts=True)
    right = np.array([name.startswith("True") for name in names])
    share = np.where(right, 0.5 / right.sum(), 0.5 / (~right).sum())
    return np.asarray((share / sizes)[which])


def fit(seen: Floats, same: Bools, weight: Floats) -> Floats:
    """float64 [8]: the intercept and the weights, none of which is below 0, by L-BFGS-B."""
    from scipy.optimize import minimize

    at = np.column_stack([np.ones(len(seen)), seen])
    weight = weight / weight.sum()
    shrunk = np.r_[0.0, np.full(seen.shape[1], _RIDGE)]
    sign = np.where(same, 1, -1)

    def loss(found: Floats) -> tuple[float, Floats]:
        odds = sign * (at @ found)
        slope = -at.T @ (weight * sign / (1 + np.exp(odds))) + shrunk * found
        value = weight @ np.logaddexp(0, -odds) + (shrunk * found * found).sum() / 2
        return float(value), slope

    bounds = [(None, None)] + [(0, None)] * seen.shape[1]
    start = np.zeros(at.shape[1])
    found = minimize(
        loss,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 5000, "ftol": 1e-14, "gtol": 1e-9},
    )
    return np.asarray(found.x)


def fitted(cases: list[Case], said: Said) -> Fusion:
    """The model of these cases."""
    parts = list(each_hidden_once(measures(said)))
    same, weight = np.array([case.same for case in cases]), balance(cases)
    weights = np.concatenate([weight, *[weight / len(CHEAP)] * len(CHEAP)])
    found = fit(np.concatenate(parts), np.tile(same, len(parts)), weights)
    intercept, scene, *others = [round(float(value), 4) for value in found]
    near, unknown = others[: len(CHEAP)], others[len(CHEAP) :]
    return Fusion(
        intercept,
        scene,
        dict(zip(CHEAP, near, strict=True)),
        dict(zip(CHEAP, unknown, strict=True)),
    )


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
        f"{right} right pairs (the sample's copies, its walk up to {_WALK_DEGREES} degrees and its "
        "other moved shots; planted edits and warps of pictures of Caltech 101 without Faces and "
        f"of a grocery set) and {len(cases) - right} wrong ones (the sample's look-alikes and "
        "pairs of other junctions, of one category of Caltech 101, of products of one kind). Right "
        "and wrong weigh the same, and so does each kind on either side; each pair comes once as "
        "it is and once with each cheap method unknown. What differs is not fitted: the "
        "probability is multiplied by 1 - changed. Not fitted on anything that accuracy is judged "
        "on."
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
    rng = np.random.default_rng(_SEED)
    cases = cases_as_they_are(options.photos, rng)
    say(f"{len(cases):,} pairs of pictures as they are …")
    pictures = pictures_of(cases, options.photos)
    made, more = plant(bases(options.photos, rng), options.photos, rng)
    cases = [case for case in cases if case.left in pictures and case.right in pictures] + made
    say(f"{len(made):,} planted pairs; looking at all …")
    said = said_of(cases, pictures | more)
    model = fitted(cases, said)
    show(cases, said, model)
    print(model)
    if options.write:
        write(model, note(cases))


if __name__ == "__main__":
    main()
