"""The collection of real photos: which part of it serves for fitting and which for judging.

Its truth is not complete. Pictures of different sub-collections are different; within one, only
what is listed is known, but for the hand-held scenes, which are all listed. Pictures outside
`photos/` count only in the pairs that are listed. To the few listed copies, planted ones are added
(`edits`): each counts as T1 with what it was made from, is as different from all others as its
source, and of its brothers nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.accuracy.edits import Planted, planted
from benchmarks.accuracy.truth import (
    Dataset,
    Known,
    Label,
    Labels,
    Rows,
    kinds_of,
    labelled,
    read_truth,
)

_SUFFIXES = {".jpg", ".jpeg", ".png"}
_ALL_LISTED = "boofcv"  # the sub-collection whose scenes are all in the truth
# What was looked at while constants were chosen serves for fitting; nothing else may have been.
_JUDGING = ("boofcv/", "cards/", "kodak/", "caltech101/Faces/", "caltech101/Faces_easy/")
_FITTING = ("caltech101/", "grocery/")
_UNLISTED = {"fit": 600, "judge": 1000}  # of a sub-collection; what only fits needs no more


@dataclass(frozen=True, slots=True)
class Source:
    """Where copies are planted: below which folders, and how many for each edit."""

    folder: str
    for_each: int


# Faces_easy is left alone: each of its pictures is listed as a crop of one of Faces already.
_SOURCES = {
    "judge": (Source("photos/kodak/", 20), Source("photos/caltech101/Faces/", 28)),
    "fit": (Source("photos/caltech101/", 14), Source("photos/grocery/", 10)),
}


def is_such(folder: Path) -> bool:
    """Whether a folder is laid out like that collection."""
    return any((folder / "photos" / part).is_dir() for part in _JUDGING + _FITTING)


def photographs(
    folder: Path, truth: Path, *, use: str, cache: Path, thinned: int | None = None
) -> Dataset:
    """The part for "judge" or "fit", with planted copies.

    thinned: at most so many pictures of each sub-collection that the truth does not name, and
             correspondingly few copies, for a quick look
    """
    known = read_truth(truth)
    files = _files(folder, known, use=use, thinned=thinned)
    copies = _copies(files, use=use, cache=cache, thinned=thinned)
    names = (*files, *(copy.name for copy in copies))
    labels, kinds = with_copies(_labels(list(files), known), names, copies)
    kinds |= kinds_of(names, known)
    places = (*files.values(), *(copy.file for copy in copies))
    return Dataset("photos", use, names, places, labels, kinds)


def _files(folder: Path, known: list[Known], *, use: str, thinned: int | None) -> dict[str, Path]:
    """The pictures of one part, by name: those that are named in the truth come in any case."""
    listed = {name for pair in known for name in (pair.left, pair.right)}
    names, others = set[str](), dict[str, list[str]]()
    for path in sorted((folder / "photos").rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() in _SUFFIXES and use_of(name) == use:
            if name in listed:
                names.add(name)
            else:
                others.setdefault(_collection(name), []).append(name)
    most = _UNLISTED[use] if thinned is None else thinned
    for unlisted in others.values():
        names.update(unlisted[:: max(1, round(len(unlisted) / most))])
    names.update(name for name in listed if use_of(name) == use and (folder / name).is_file())
    return {name: folder / name for name in sorted(names)}


def use_of(name: str) -> str:
    """What a picture may serve for."""
    inside = name.removeprefix("photos/")
    if inside.startswith(_JUDGING) or name.startswith("odd/"):
        return "judge"
    return "fit"


def _collection(name: str) -> str:
    """The sub-collection of a picture; empty for those outside of `photos/`."""
    first, _, rest = name.partition("/")
    return rest.split("/")[0] if first == "photos" else ""


def _copies(
    files: Mapping[str, Path], *, use: str, cache: Path, thinned: int | None
) -> list[Planted]:
    copies = list[Planted]()
    for source in _SOURCES[use]:
        below = {name: file for name, file in files.items() if name.startswith(source.folder)}
        for_each = source.for_each if thinned is None else max(2, source.for_each // 4)
        copies += planted(below, for_each=for_each, folder=cache)
    return copies


def _labels(names: list[str], known: list[Known]) -> Labels:
    """Labels of all pairs of the pictures themselves, [n, n]."""
    collections = np.array([_collection(name) for name in names])
    inside = collections != ""
    apart = collections[:, None] != collections[None, :]
    differ = apart & inside[:, None] & inside[None, :]
    differ |= (collections[:, None] == _ALL_LISTED) & (collections[None, :] == _ALL_LISTED)
    return labelled(names, np.where(differ, Label.DIFFERENT, Label.UNKNOWN).astype(np.uint8), known)


def with_copies(
    labels: Labels, names: Sequence[str], copies: Sequence[Planted]
) -> tuple[Labels, dict[tuple[Label, str], Rows]]:
    """Labels of all pairs of pictures and planted copies, and the pairs of each kind of edit.

    labels: of the pictures, [n, n]; names: of the pictures, then of the copies
    """
    row_of = {name: row for row, name in enumerate(names)}
    sources = [row_of[copy.source] for copy in copies]
    roots = np.array([*range(len(labels)), *sources])
    both_ways = labels + labels.T
    whole = both_ways[roots[:, None], roots[None, :]]
    whole[(whole != Label.DIFFERENT) & _with_a_copy(len(names), len(labels))] = Label.UNKNOWN
    kinds = dict[tuple[Label, str], list[list[int]]]()
    for copy in copies:
        pair = [row_of[copy.source], row_of[copy.name]]
        whole[pair[0], pair[1]] = Label.T1
        kinds.setdefault((Label.T1, copy.kind), []).append(pair)
    return np.triu(whole, 1), {kind: np.array(rows, np.int32) for kind, rows in kinds.items()}


def _with_a_copy(rows: int, originals: int) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Whether a pair has a planted copy in it, bool [rows, rows]."""
    is_copy = np.arange(rows) >= originals
    return np.asarray(is_copy[:, None] | is_copy[None, :])
