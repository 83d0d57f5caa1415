"""Fits the calibration of `dedup_core.scene.score` and shows how well it holds.

python -m benchmarks.fit_scene [--photos DIR] [--write]

Fitted on the sample and on two sub-collections of the real photos, all but Faces and Faces_easy,
and on nothing else: what accuracy is judged on (benchmarks/accuracy) never comes in here.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.common import ROOT, say, show_table
from benchmarks.photos import REAL
from benchmarks.planted import planted
from dedup_core import decode
from dedup_core.errors import PictureError
from dedup_core.scene import score
from dedup_core.scene.local import LocalFeatures, features_of
from dedup_core.scene.verify import compare

SAMPLE = ROOT / "sample_data"
CALIBRATION = ROOT / "dedup_core" / "scene" / "calibration.json"
_SEED = 3
_BASES = 60  # pictures of each sub-collection that get planted copies
_OF_CATEGORY = 10  # pictures of a Caltech category that are compared with each other
_PAIRS_OF_CATEGORY = 15
_PAIRS_OF_SHELF = 60  # of products of one kind: cartons of two sorts of milk
_UNLISTED = 600  # pairs of honest contributors' pictures in the sample
_FARTHEST_DEGREES = 20  # of the walk: beyond, hardly anything is seen from both places
_RIDGE = 1e-3

# The same picture or drawing twice, though nothing says so (seen by eye): neither right nor wrong.
SAME = (
    "llama/image_0001",
    "octopus/",
    "water_lilly/",
    "stop_sign/image_0001",
    "grand_piano/image_0004",
    "Arla-Ecological-Sour-Cream/Arla-Ecological-Sour-Cream_006",
    "Arla-Ecological-Sour-Cream/Arla-Ecological-Sour-Cream_015",
)


@dataclass(frozen=True, slots=True)
class Case:
    """A pair of pictures and what is known of it."""

    left: str
    right: str
    kind: str
    same: bool


Pictures = dict[str, LocalFeatures]


def sample_cases(rng: np.random.Generator) -> Iterator[Case]:
    """The listed pairs of the sample, and unlisted ones of its honest contributors."""
    with (SAMPLE / "truth.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        degrees = float(row["angle_degrees"] or 0)
        kind = (
            f"walk, to {max(3, -(-degrees // 5) * 5):.0f}°" if row["how"] == "walk" else row["how"]
        )
        if row["relation"] == "copy":
            kind = "sample copies"
        if degrees <= _FARTHEST_DEGREES:
            same = row["relation"] != "different"
            yield Case(row["left"], row["right"], kind, same)
    listed = {(row["left"], row["right"]) for row in rows}
    honest = [
        path
        for who in ("joel", "lin", "mei", "noor", "omar")
        for path in _files(SAMPLE / "photos" / who)
    ]
    names = [f"{path.parent.name}/{path.name}" for path in honest]
    for left, right in _drawn(names, _UNLISTED, rng):
        if (left, right) not in listed:
            yield Case(left, right, "other junctions", same=False)


def category_cases(photos: Path, rng: np.random.Generator) -> Iterator[Case]:
    """Pairs of other things of one category."""
    for folder in sorted((photos / "caltech101").iterdir()):
        if folder.name not in ("Faces", "Faces_easy"):
            names = [str(path.relative_to(photos)) for path in _files(folder)[:_OF_CATEGORY]]
            for left, right in _drawn(names, _PAIRS_OF_CATEGORY, rng):
                yield Case(left, right, "other of one category", same=False)


def shelf_cases(photos: Path, rng: np.random.Generator) -> Iterator[Case]:
    """Pairs of look-alike products: of one kind, of two sorts."""
    kinds = defaultdict(list)
    for path in sorted((photos / "grocery").glob("*/*/*/*/*.jpg")):
        kinds[path.parent.parent].append(str(path.relative_to(photos)))
    for names in kinds.values():
        pairs = [(a, b) for a, b in combinations(names, 2) if Path(a).parent != Path(b).parent]
        for row in rng.permutation(len(pairs))[:_PAIRS_OF_SHELF]:
            left, right = pairs[row]
            yield Case(left, right, "look-alike products", same=False)


def bases(photos: Path, rng: np.random.Generator) -> list[str]:
    """Pictures that get planted copies."""
    products = sorted(str(p.relative_to(photos)) for p in (photos / "grocery").rglob("*.jpg"))
    others = sorted(str(p.relative_to(photos)) for p in (photos / "caltech101").rglob("*.jpg"))
    others = [name for name in others if "/Faces" not in name]
    return [str(n) for some in (products, others) for n in rng.choice(some, _BASES, replace=False)]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


def _drawn(names: list[str], count: int, rng: np.random.Generator) -> list[tuple[str, str]]:
    """Some of the pairs of the names, in no order; the lesser name is the left one."""
    left, right = np.triu_indices(len(names), 1)
    drawn = rng.permutation(len(left))[:count]
    return [(names[left[row]], names[right[row]]) for row in drawn]


def _thumbnail(path: Path) -> bytes | None:
    try:
        return decode.decode(path.read_bytes()).thumbnail
    except PictureError:
        return None


def features(cases: list[Case], photos: Path) -> Pictures:
    """Local features of the pictures in the cases, from thumbnails as a dataset stores them."""
    found = {}
    for name in sorted({name for case in cases for name in (case.left, case.right)}):
        folder = photos if name.startswith(("grocery/", "caltech101/")) else SAMPLE / "photos"
        thumbnail = _thumbnail(folder / name)
        if thumbnail is not None:
            found[name] = features_of(thumbnail)
    return found


def plant(names: list[str], photos: Path, rng: np.random.Generator) -> tuple[list[Case], Pictures]:
    """Edits and warps of the pictures, as cases, and the local features of all of them."""
    cases, found = [], {}
    for name in names:
        pixels = cv2.imread(str(photos / name))
        found[name] = features_of(_thumbnail(photos / name) or b"")
        if pixels is None:
            raise SystemExit(f"{photos / name} is not a picture")
        for kind, jpeg in planted(np.asarray(pixels, np.uint8), rng):
            found[f"{name} {kind}"] = features_of(jpeg)
            cases.append(Case(name, f"{name} {kind}", kind, same=True))
    return cases, found


def measures(
    cases: list[Case], pictures: Pictures
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """What the score sees of each case, float64 [n, 3], and for which there is a map, bool [n]."""
    seen, has = np.zeros((len(cases), 3)), np.zeros(len(cases), np.bool_)
    for row, case in enumerate(cases):
        geometry = compare(pictures[case.left], pictures[case.right], with_points=False)
        if geometry is not None:
            seen[row], has[row] = score.measured(geometry), True
    return seen, has


def balance(cases: list[Case]) -> NDArray[np.float64]:
    """float64 [n]: weights by which right and wrong count the same, and so each kind of right."""
    kinds = np.array(
        [("walk" if c.kind.startswith("walk") else c.kind) if c.same else "" for c in cases]
    )
    names, which = np.unique(kinds, return_inverse=True)
    sizes = np.bincount(which).astype(float)
    share = np.where(names == "", 0.5, 0.5 / (len(names) - 1))
    return np.asarray(len(cases) * (share / sizes)[which])


def fit(
    seen: NDArray[np.float64], same: NDArray[np.bool_], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """float64 [4]: the intercept and three weights of a logistic model, by Newton's method."""
    spread = seen.std(axis=0)
    at = np.column_stack([np.ones(len(seen)), seen / spread])
    ridge = np.diag([0.0, 1.0, 1.0, 1.0]) * _RIDGE * weight.sum()
    found = np.zeros(4)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-at @ found))
        slope = at.T @ (weight * (chance - same)) + ridge @ found
        bend = (at * (weight * chance * (1 - chance))[:, None]).T @ at + ridge
        found -= np.linalg.solve(bend, slope)
    return np.asarray(found / np.r_[1.0, spread])


def show(cases: list[Case], chances: NDArray[np.float64]) -> None:
    """A table: for each kind, the share of pairs at or above some probabilities."""
    rows: list[list[object]] = []
    for same, kind in sorted({(not case.same, case.kind) for case in cases}):
        mine = np.array([c.kind == kind and c.same != same for c in cases])
        shares = [f"{(chances[mine] >= level).mean():.1%}" for level in (0.1, 0.5, 0.9, 0.99)]
        rows.append(
            [kind, "no" if same else "yes", int(mine.sum()), *shares, f"{chances[mine].max():.3f}"]
        )
    head = ["kind", "same", "pairs", "≥ 0.1", "≥ 0.5", "≥ 0.9", "≥ 0.99", "highest"]
    show_table("Share of pairs by probability", head, rows)


def note(cases: list[Case], has: NDArray[np.bool_]) -> str:
    """How the weights were fitted, for those who read the file."""
    same = np.array([case.same for case in cases])
    right, wrong = int((same & has).sum()), int((~same & has).sum())
    return (
        "Logistic model of pairs for which a map was found, fitted by benchmarks/fit_scene.py on "
        f"{right} right pairs (the sample's copies, its walk up to {_FARTHEST_DEGREES} degrees and "
        f"its other moved shots; planted edits and warps of {2 * _BASES} pictures of Caltech 101 "
        f"without Faces and of a grocery set) and {wrong} wrong ones (found among "
        f"{int((~same).sum())} look-alikes of these). Right and wrong weigh the same, and so does "
        "each kind of right pair. Not fitted on anything that accuracy is judged on."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, default=REAL, help="a folder of real photos")
    parser.add_argument("--write", action="store_true", help=f"write {CALIBRATION.name}")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    rng = np.random.default_rng(_SEED)
    cases = [
        *sample_cases(rng),
        *category_cases(options.photos, rng),
        *shelf_cases(options.photos, rng),
    ]
    cases = [case for case in cases if case.same or not any(name in case.left for name in SAME)]
    say(f"{len(cases):,} pairs of pictures as they are …")
    pictures = features(cases, options.photos)
    made, more = plant(bases(options.photos, rng), options.photos, rng)
    say(f"{len(made):,} planted pairs …")
    cases = [c for c in cases if c.left in pictures and c.right in pictures] + made
    seen, has = measures(cases, pictures | more)
    same = np.array([case.same for case in cases])
    looked_at = [case for case, found in zip(cases, has, strict=True) if found]
    weights = dict(
        zip(
            ("intercept", "inliers", "agreement", "support"),
            fit(seen[has], same[has], balance(looked_at)),
            strict=True,
        )
    )
    chances = has / (
        1 + np.exp(-(weights["intercept"] + seen @ np.array(list(weights.values())[1:])))
    )
    show(cases, chances)
    fitted = {
        "fitted": note(cases, has),
        "weights": {k: round(float(v), 4) for k, v in weights.items()},
    }
    text = json.dumps(fitted, indent=2) + "\n"
    print(text)
    if options.write:
        CALIBRATION.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
