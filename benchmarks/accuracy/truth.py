"""What is known of pairs: the rows of a truth file, and a label for every pair of a data set."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TINY_DEGREES, OTHER_DEGREES = 3.0, 12.0  # up to which a moved camera is T2, and T3
SAME_PLACE = "other cards, same table"  # the kind of `different` that is counted apart

Labels = NDArray[np.uint8]
Rows = NDArray[np.int32]


class Label(IntEnum):
    """What a pair is."""

    UNKNOWN = 0  # nobody said; it counts nowhere
    DIFFERENT = 1
    SAME_PLACE = 2  # another object at the same place: counted with and without
    T1 = 3  # copies and edits
    T2 = 4  # the same scene, a tiny change of the camera
    T3 = 5  # the same object, clearly another view


TIERS = (Label.T1, Label.T2, Label.T3)


Kinds = Mapping[tuple[Label, str], Rows]


@dataclass(frozen=True, slots=True)
class Known:
    """One row of a truth file."""

    left: str
    right: str
    label: Label
    how: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """Pictures, and what is known of their pairs.

    name:   of the data set, for tables; use: "fit" or "judge", what it may serve for
    names:  of the pictures, sorted; a picture's place here is its row
    files:  where they are
    labels: uint8 [n, n], `Label` of each pair, above the diagonal
    kinds:  rows int32 [pairs, 2] of the listed pairs, by what they are and how that came
    """

    name: str
    use: str
    names: tuple[str, ...]
    files: tuple[Path, ...]
    labels: Labels
    kinds: Kinds

    def pairs(self, *labels: Label) -> tuple[Rows, Rows]:
        """left < right of all pairs with one of these labels, int32."""
        left, right = np.nonzero(np.isin(self.labels, labels))
        return left.astype(np.int32), right.astype(np.int32)

    def count(self, *labels: Label) -> int:
        """Number of pairs with one of these labels."""
        return int(np.isin(self.labels, labels).sum())


def without(dataset: Dataset, rows: NDArray[np.bool_]) -> Dataset:
    """The same with nothing known of the pairs of some rows: they cannot be read."""
    labels = dataset.labels.copy()
    labels[rows], labels[:, rows] = Label.UNKNOWN, Label.UNKNOWN
    kept = {kind: pairs[~rows[pairs].any(axis=1)] for kind, pairs in dataset.kinds.items()}
    return replace(dataset, labels=labels, kinds={kind: p for kind, p in kept.items() if len(p)})


def read_truth(file: Path) -> list[Known]:
    """All rows of a truth file."""
    with file.open(encoding="utf-8", newline="") as stream:
        return [_known(row) for row in csv.DictReader(stream)]


def _known(row: Mapping[str, str]) -> Known:
    relation, how = row["relation"], row.get("how") or ""
    if relation == "copy":
        label = Label.T1
    elif relation == "same-scene":
        label = _moved(row.get("angle_degrees") or "")
    elif relation == "different":
        label = Label.SAME_PLACE if how == SAME_PLACE else Label.DIFFERENT
    else:
        raise SystemExit(
            f"the truth says {relation!r} of {row['left']} and {row['right']}; "
            "it may say copy, same-scene or different"
        )
    return Known(row["left"], row["right"], label, how)


def _moved(degrees: str) -> Label:
    """The tier of a moved camera; hand-held shots of which no angle is known are T2."""
    if not degrees or float(degrees) <= TINY_DEGREES:
        return Label.T2
    return Label.T3 if float(degrees) <= OTHER_DEGREES else Label.UNKNOWN


def labelled(names: Sequence[str], otherwise: Labels, known: Iterable[Known]) -> Labels:
    """`otherwise` [n, n] above the diagonal, with what the rows of the truth say set over it."""
    labels, row_of = np.triu(otherwise, 1), {name: row for row, name in enumerate(names)}
    for pair in known:
        if pair.left in row_of and pair.right in row_of:
            left, right = sorted((row_of[pair.left], row_of[pair.right]))
            labels[left, right] = pair.label
    return labels


def kinds_of(names: Sequence[str], known: Iterable[Known]) -> dict[tuple[Label, str], Rows]:
    """Rows of the listed pairs, by label and by how they came about."""
    row_of = {name: row for row, name in enumerate(names)}
    pairs = dict[tuple[Label, str], list[list[int]]]()
    for pair in known:
        if pair.left in row_of and pair.right in row_of:
            both = sorted((row_of[pair.left], row_of[pair.right]))
            pairs.setdefault((pair.label, pair.how), []).append(both)
    return {kind: np.array(rows, np.int32) for kind, rows in sorted(pairs.items())}
