"""Fits the model of `scene.differs` on pairs of pictures with and without a swapped object.

    python -m benchmarks.fit_differs --data DIR [--pairs 900] [--write]

DIR holds `photos/caltech101` and `photos/grocery` (see benchmarks/README.md). What it fits on: the
sample's walk (neighbours up to 9 degrees apart, same traffic), shelves of fruit that were
photographed twice, and photos seen anew (`benchmarks.swapped`); into each, objects are laid, the
same one on both pictures or another one. Never on what the model is judged on (Faces, boofcv,
cards, kodak). A third of the bases is held back to say how well it does; then all are used.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks import swapped
from benchmarks.common import ROOT, say, show_table
from dedup_core.decode.thumbnail import as_jpeg, as_thumbnail
from dedup_core.scene.differs import looked_at
from dedup_core.scene.geometry import Geometry, through
from dedup_core.scene.local import LocalFeatures, features_of
from dedup_core.scene.verify import compare

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]

MODEL = ROOT / "dedup_core" / "scene" / "differs.json"
SEED = 20
FARTHEST_DEGREES = 9.0  # of the walk: what lies farther apart shows other sides of things
LEG = 10  # shots of the walk with the same traffic
SAME_SHELF = 45  # inliers of two photos of fruit from which they show one shelf
LEAST_SHARE, MOST_SHARE = 0.04, 0.45  # of a picture that swapped objects take
RIDGE = 1.0  # of the squared weights, in standard deviations of the traits


@dataclass(frozen=True, slots=True)
class Base:
    """Two pictures of one scene, and the homography in pixels between them."""

    left: Pixels
    right: Pixels
    homography: Floats
    kind: str


@dataclass(frozen=True, slots=True)
class Example:
    """What the model is fitted on: a base's number and kind, its traits, and the truth."""

    base: int
    kind: str
    traits: tuple[float, ...]
    is_swapped: bool


def main() -> None:
    """Makes the pairs, fits, says how well it does, and writes the model if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with photos/")
    parser.add_argument("--pairs", type=int, default=900, help="half of them swapped")
    parser.add_argument("--write", action="store_true", help=f"write {MODEL.name}")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    made = list(examples(asked.data / "photos", pairs=asked.pairs))
    report(made)
    weights = fitted(made)
    model = {
        "how": f"benchmarks/fit_differs.py, {len(made)} pairs, half of them swapped, seed {SEED}; "
        "fitted on the sample's walk, caltech101 without Faces, and grocery",
        "intercept": round(float(weights[0]), 4),
        "weights": [round(float(weight), 4) for weight in weights[1:]],
    }
    print(json.dumps(model, indent=2))
    if asked.write:
        MODEL.write_text(json.dumps(model, indent=2) + "\n", encoding="utf-8")


def examples(photos: Path, *, pairs: int) -> Iterator[Example]:
    """Pairs whose geometry is found as in the product, one unswapped and one swapped of each."""
    random = np.random.default_rng(SEED)
    things = Things(photos, random)
    for number, base in enumerate(bases(photos, random)):
        if number * 2 >= pairs:
            return
        if number % 25 == 0:
            say(f"{number * 2} of {pairs} pairs")
        for left, right, is_swapped in things.laid_into(base):
            seen = [thumbnail(swapped.in_other_light(each, random)) for each in (left, right)]
            geometry = compare(*(local(each) for each in seen))
            found = looked_at(*seen, geometry) if geometry else None
            if found is not None:
                yield Example(number, base.kind, found[2].values(), is_swapped)


def bases(photos: Path, random: np.random.Generator) -> Iterator[Base]:
    """Endless pairs of one scene: a quarter of the walk, a fifth of shelves, the rest warped."""
    walk, shelves = walked(), shelves_of(photos / "grocery")
    singles = [grocery(photos), caltech(photos)]
    say(f"{len(walk)} pairs of the walk, {len(shelves)} of shelves")
    while True:
        which = random.random()
        if which < 0.45:
            pairs = walk if which < 0.25 else shelves
            left, right = (pixels(path) for path in pairs[random.integers(len(pairs))])
            geometry = compare(local(thumbnail(left)), local(thumbnail(right)))
            if geometry is not None:
                onto = in_pixels(geometry, left, right)
                yield Base(left, right, onto, "walk" if which < 0.25 else "shelf")
        else:
            paths = singles[int(random.integers(2))]
            left = pixels(paths[random.integers(len(paths))])
            right, onto = swapped.seen_anew(left, random, amount=random.uniform(0.01, 0.08))
            yield Base(left, right, onto, "warped")


def walked() -> list[tuple[Path, Path]]:
    """Neighbours in the sample's walk, and its scenes shot three times."""
    folder = ROOT / "sample_data"
    order = {path: at for at, path in enumerate(sorted((folder / "photos" / "raj").iterdir()))}
    pairs = []
    with (folder / "truth.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            left, right = (folder / "photos" / row[side] for side in ("left", "right"))
            near = row["angle_degrees"] and float(row["angle_degrees"]) <= FARTHEST_DEGREES
            legs = {order.get(path, 0) // LEG for path in (left, right)}
            if row["relation"] == "same-scene" and near and len(legs) == 1:
                pairs.append((left, right))
    return pairs


def shelves_of(folder: Path) -> list[tuple[Path, Path]]:
    """Photos of one kind of fruit or vegetable that show one shelf twice."""
    kinds: dict[tuple[str, ...], list[tuple[Path, LocalFeatures]]] = {}
    for path in sorted(folder.rglob("*.jpg")):
        kind = path.relative_to(folder).parts[1:-1]
        if kind[0] != "Packages":
            kinds.setdefault(kind, []).append((path, local(thumbnail(pixels(path)))))
    pairs = (pair for each in kinds.values() for pair in combinations(each, 2))
    return [(a, b) for (a, one), (b, other) in pairs if _is_same_shelf(one, other)]


def _is_same_shelf(one: LocalFeatures, other: LocalFeatures) -> bool:
    geometry = compare(one, other, with_points=False)
    return geometry is not None and geometry.inliers >= SAME_SHELF


def grocery(photos: Path) -> list[Path]:
    """All photos of groceries."""
    return sorted((photos / "grocery").rglob("*.jpg"))


def caltech(photos: Path) -> list[Path]:
    """All photos of Caltech 101 but the faces, which are for judging."""
    return sorted(p for p in (photos / "caltech101").glob("*/*.jpg") if "Faces" not in p.parts[-2])


class Things:
    """Objects to lay into pictures: cards, and what stands in the middle of other photos."""

    def __init__(self, photos: Path, random: np.random.Generator) -> None:
        self.random = random
        self.cartons = [p for p in grocery(photos) if "Packages" in p.parts]
        self.photos = caltech(photos)

    def laid_into(self, base: Base) -> list[tuple[Pixels, Pixels, bool]]:
        """The base with the same objects on both pictures, and with others on the right one."""
        count = 1 if self.random.random() < 0.65 else int(self.random.integers(2, 4))
        share = np.exp(self.random.uniform(np.log(LEAST_SHARE), np.log(MOST_SHARE))) / count**0.5
        is_gone = self.random.random() < 0.15
        left, same, other = base.left, base.right, base.right
        for _ in range(count):
            thing, at = self._thing(), None
            at = self._place(base, thing, share)
            if at is None:
                continue
            there = through(base.homography, at)
            left = swapped.laid(left, thing, at)
            same = swapped.laid(same, thing, self._moved(there, by=0.04, turn=2, zoom=0.02))
            if not is_gone:
                at = self._moved(there, by=0.12, turn=10, zoom=0.08)
                other = swapped.laid(other, self._instead(thing), at)
        plain = self.random.random() < 0.5
        unswapped = (base.left, base.right, False) if plain else (left, same, False)
        return [] if left is base.left else [unswapped, (left, other, True)]

    def _thing(self) -> swapped.Thing:
        if self.random.random() < 0.45:
            return swapped.card(self.random)
        paths = self.cartons if self.random.random() < 0.6 else self.photos
        return swapped.cut_out(pixels(paths[self.random.integers(len(paths))]), self.random)

    def _instead(self, thing: swapped.Thing) -> swapped.Thing:
        """Another card for a card, mostly; for other things another one or one in other colours."""
        which = self.random.random()
        if thing.is_card:
            return swapped.card(self.random) if which < 0.85 else self._thing()
        return swapped.recoloured(thing, self.random) if which < 0.2 else self._thing()

    def _place(self, base: Base, thing: swapped.Thing, share: float) -> Floats | None:
        """Where a thing lies in the left picture, so that the right one shows it, too."""
        aspect = thing.pixels.shape[1] / thing.pixels.shape[0]
        size = np.array(base.right.shape[1::-1])
        for _ in range(20):
            at = swapped.place(self.random, base.left.shape, share=share, aspect=aspect)
            there = through(base.homography, at)
            if (there > -0.1 * size).all() and (there < 1.1 * size).all():
                return at
        return None

    def _moved(self, corners: Floats, *, by: float, turn: float, zoom: float) -> Floats:
        turn, zoom = self.random.normal(0, turn), 1 + self.random.normal(0, zoom)
        return swapped.moved(corners, self.random, shift=by, turn=turn, zoom=zoom)


def pixels(path: Path) -> Pixels:
    """RGB uint8 [h, w, 3]."""
    return np.asarray(Image.open(path).convert("RGB"))


def thumbnail(picture: Pixels) -> Pixels:
    """The picture as the product stores it."""
    jpeg = as_jpeg(as_thumbnail(Image.fromarray(picture)))
    return np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB), np.uint8)


def local(picture: Pixels) -> LocalFeatures:
    """Its local features."""
    return features_of(np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8))


def in_pixels(geometry: Geometry, left: Pixels, right: Pixels) -> Floats:
    """The homography between pixels instead of longer sides."""
    to_unit = np.diag([1 / max(left.shape[:2])] * 2 + [1.0])
    return np.diag([float(max(right.shape[:2]))] * 2 + [1.0]) @ geometry.homography @ to_unit


def fitted(made: list[Example]) -> Floats:
    """float64 [1 + traits]: intercept and weights of a logistic model, by Newton's method."""
    traits = np.array([e.traits for e in made])
    mean, spread = traits.mean(axis=0), traits.std(axis=0)
    known = np.column_stack([np.ones(len(made)), (traits - mean) / spread])
    truth = np.array([e.is_swapped for e in made], np.float64)
    weights = np.zeros(known.shape[1])
    ridge = RIDGE * np.diag([0.0] + [1.0] * traits.shape[1])
    for _ in range(30):
        guess = 1 / (1 + np.exp(-known @ weights))
        slope = known.T @ (truth - guess) - ridge @ weights
        bend = (known * (guess * (1 - guess))[:, None]).T @ known + ridge
        weights = weights + np.linalg.solve(bend, slope)
    plain = weights[1:] / spread
    return np.concatenate([[weights[0] - plain @ mean], plain])


def report(made: list[Example]) -> None:
    """Prints how many swaps are told, held back from the fit, when few others are told."""
    weights = fitted([e for e in made if e.base % 3])
    rows: list[tuple[object, ...]] = []
    for kind in ("walk", "shelf", "warped", ""):
        held = [e for e in made if e.base % 3 == 0 and kind in ("", e.kind)]
        score = np.array([weights[0] + weights[1:] @ np.array(e.traits) for e in held])
        truth = np.array([e.is_swapped for e in held])
        cuts = [np.quantile(score[~truth], 1 - rate) for rate in (0.05, 0.1)]
        told = [float(100 * (score[truth] > cut).mean()) for cut in cuts]
        rows.append((kind or "all", len(held), *told, float(100 * (score[~truth] > 0).mean())))
    head = ("held back", "pairs", "swaps told at 5 %", "at 10 % false", "false at 0.5, %")
    show_table("Swapped objects that are told", head, rows)


if __name__ == "__main__":
    main()
