"""Pairs for fitting `dedup_core.fusion`, and what every method it is made of says of them.

From the sample and from two sub-collections of the real photos, all but Faces and Faces_easy. What
accuracy is judged on (benchmarks/accuracy) never comes in here.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.accuracy.contenders import Contender, ours
from benchmarks.accuracy.truth import Label, read_truth
from benchmarks.common import say
from benchmarks.fit_scene import (
    SAME,
    SAMPLE,
    Case,
    bases,
    category_cases,
    sample_cases,
    shelf_cases,
)
from benchmarks.planted import planted
from dedup_core.decode import opened
from dedup_core.errors import PictureError
from dedup_core.evidence.relation import SURE
from dedup_core.fingerprints import method_named
from dedup_core.fusion import CHEAP, Said, nearness_of
from dedup_core.scene.differs import changed
from dedup_core.scene.local import LocalFeatures, features_of
from dedup_core.scene.score import calibration
from dedup_core.scene.verify import compare

_SEED = 8  # other pictures get planted copies than for the calibration of `scene`
# Out of focus: a blur by this share of the longer side, where hardly any detail is left to look at
_SOFT = 0.025
_SOFT_EDITS = (
    "re-saved",
    "resized to 40 %",
    "mirrored",
    "quarter turn",
    "brightened",
    "darkened",
    "blurred",
    "view moved by 5%",
)
_SOFT_LOOK_ALIKES = 300


def gathered(photos: Path) -> tuple[list[Case], Said]:
    """All pairs, and what is said of them."""
    rng = np.random.default_rng(_SEED)
    cases = cases_as_they_are(photos, rng)
    say(f"{len(cases):,} pairs of pictures as they are …")
    pictures = pictures_of(cases, photos)
    cases = [case for case in cases if case.left in pictures and case.right in pictures]
    made, more = plant(bases(photos, rng), photos, rng)
    soft, soft_pictures = soften(cases, photos, rng)
    cases += made + soft
    say(f"{len(made) + len(soft):,} planted pairs; looking at all …")
    return cases, said_of(cases, pictures | more | soft_pictures)


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
        picture = opened(data).decode()
    except PictureError:
        return None
    values = tuple(one.values([one.reduce(picture.upright)])[0] for one in contenders)
    local = features_of(picture.thumbnail)
    return Seen(values, picture.facts.information, local, picture.thumbnail)


def cases_as_they_are(photos: Path, rng: np.random.Generator) -> list[Case]:
    """Pairs that were there: copies, look-alikes and moved shots; of the walk only T2."""
    truth = read_truth(SAMPLE / "truth.csv")
    moved = {(pair.left, pair.right) for pair in truth if pair.label is Label.T2}
    sample = (
        case
        for case in sample_cases(rng)
        if not case.kind.startswith("walk") or (case.left, case.right) in moved
    )
    others = (*category_cases(photos, rng), *shelf_cases(photos, rng))
    return [*sample, *(case for case in others if not any(name in case.left for name in SAME))]


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
        found[name] = _known(_seen((photos / name).read_bytes(), contenders), name)
        for kind, jpeg in planted(np.asarray(cv2.imread(str(photos / name)), np.uint8), rng):
            found[f"{name} {kind}"] = _known(_seen(jpeg, contenders), name)
            cases.append(Case(name, f"{name} {kind}", kind, same=True))
    return cases, found


def soften(
    cases: list[Case], photos: Path, rng: np.random.Generator
) -> tuple[list[Case], Pictures]:
    """Pictures out of focus: edits of some, and look-alikes among the cases, with all of these."""
    contenders, made, found = _contenders(), list[Case](), Pictures()
    for name in bases(photos, rng):
        soft = _soft(photos / name)
        found[f"{name} soft"] = _known(_seen(soft, contenders), name)
        pixels = cv2.imdecode(np.frombuffer(soft, np.uint8), cv2.IMREAD_COLOR)
        for kind, jpeg in planted(np.asarray(pixels, np.uint8), rng):
            if kind in _SOFT_EDITS:
                found[f"{name} soft {kind}"] = _known(_seen(jpeg, contenders), name)
                made.append(Case(f"{name} soft", f"{name} soft {kind}", "soft", same=True))
    alike = [case for case in cases if case.left.startswith(("grocery/", "caltech101/"))]
    for at in sorted(rng.choice(len(alike), _SOFT_LOOK_ALIKES, replace=False).tolist()):
        names = alike[at].left, alike[at].right
        for name in names:
            found[f"{name} soft"] = _known(_seen(_soft(photos / name), contenders), name)
        left, right = (f"{name} soft" for name in names)
        made.append(Case(left, right, "soft look-alikes", same=False))
    return made, found


def _soft(file: Path) -> bytes:
    pixels = cv2.imread(str(file))
    if pixels is None:
        raise SystemExit(f"{file} is not a picture")
    soft = cv2.GaussianBlur(pixels, (0, 0), _SOFT * max(pixels.shape))
    return bytes(cv2.imencode(".jpg", soft)[1])


def _known(seen: Seen | None, name: str) -> Seen:
    if seen is None:
        raise SystemExit(f"{name} is not a picture")
    return seen


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
