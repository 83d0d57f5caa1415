"""One likely pair after the other: do they show one scene, how, and does a part of it differ?"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from dedup_core.evidence.looking import Look, laid, shown
from dedup_core.evidence.relation import SURE, relation
from dedup_core.judged import RECORD, RELATIONS, SIMILAR, VIEWS, Records, Rows
from dedup_core.scene import local
from dedup_core.scene.geometry import Geometry
from dedup_core.scene.local import LocalFeatures
from dedup_core.scene.score import calibration
from dedup_core.scene.verify import compare
from dedup_core.store import Workspace

_KEPT = 1000  # pictures whose features are at hand: 260 kB each, most of it `vectors`
_LEAST = 0.05  # probabilities below it are nothing to remember


@dataclass(frozen=True, slots=True)
class Seen:
    """A pair of contents that was looked at. record: [1], None where nothing is in common."""

    left: int
    right: int
    record: Records | None


class Looker:
    """Looks at pairs of contents, given as numbers. Safe to use from several threads."""

    def __init__(self, workspace: Workspace, contents: Sequence[str]) -> None:
        self._workspace, self._contents = workspace, contents
        self._features: OrderedDict[int, LocalFeatures] = OrderedDict()
        self._lock = threading.Lock()
        self._calibration = calibration()

    def look_at(self, pairs: tuple[Rows, Rows]) -> list[Seen]:
        """Each pair of a task."""
        left, right = (column.tolist() for column in pairs)
        features = self._fetch({*left, *right})
        return [
            self._seen(a, b, compare(features[a], features[b]))
            for a, b in zip(left, right, strict=True)
        ]

    def _fetch(self, contents: set[int]) -> dict[int, LocalFeatures]:
        with self._lock:
            found = {at: self._features[at] for at in contents if at in self._features}
        lacking = sorted(contents - found.keys())
        digests = [self._contents[number] for number in lacking]
        packed = self._workspace.looks.features(digests, local.VERSION)
        for number, digest in zip(lacking, digests, strict=True):
            found[number] = local.unpack(packed[digest])
        with self._lock:
            for number, features in found.items():
                self._features[number] = features
                self._features.move_to_end(number)
            while len(self._features) > _KEPT:
                self._features.popitem(last=False)
        return found

    def _seen(self, left: int, right: int, geometry: Geometry | None) -> Seen:
        same_scene = self._calibration.probability(geometry)
        if geometry is None or same_scene < _LEAST:
            return Seen(left, right, None)
        record = np.zeros(1, RECORD)
        record["probability"], record["relation"] = same_scene, SIMILAR
        if same_scene >= SURE:
            first, second = self._shown(left), self._shown(right)
            _describe(record, laid(first, second, geometry, same_scene, least=_LEAST))
        return Seen(left, right, record)

    def _shown(self, content: int) -> Image.Image:
        return shown(self._workspace.thumbnail(self._contents[content]) or b"")


def _describe(record: Records, look: Look) -> None:
    """Write down what two pictures are to each other."""
    said = relation(look.signs())
    record["changed"] = look.changed.probability if look.changed else 0
    record["relation"] = RELATIONS.index(said.relation.value)
    record["view"], record["rotation"] = VIEWS.index(said.view), said.rotation_degrees
