"""How far two pictures are apart under every method, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from dedup_core.errors import MethodError, NetworkError, NotComputedError
from dedup_core.fingerprints import Method, Metric

_UNSEEN = 1.0  # distance of a pair that nobody judged


class Measures(Protocol):
    """Tells distances between rows of one dataset."""

    def distance(self, method: str, left: int, right: int) -> float:
        """The distance of two rows.

        NotComputedError where the method has no fingerprints, MethodError where it cannot be used
        on this dataset, NetworkError where it lacks its network.
        """


@dataclass(frozen=True, slots=True)
class Distance:
    """The distance of a pair under one method.

    distance:  in the method's own unit, or 1 - similarity
    value:     in words: "2 bits", "0.93", "same pixels"
    word:      that of the range of thresholds it falls into; `meaning` is said of that range
    threshold: in words; that of the page for the chosen method, otherwise the method's default
    within:    whether the pair counts as duplicates at this threshold
    chosen:    whether the page shows this method
    """

    method: str
    title: str
    distance: float
    value: str
    word: str
    meaning: str
    threshold: str
    within: bool
    chosen: bool


def distances(
    measures: Measures,
    methods: Sequence[Method],
    left: int,
    right: int,
    *,
    method: str,
    threshold: float,
    flat: bool = False,
    live: Mapping[str, float] | None = None,
) -> tuple[Distance, ...]:
    """One entry for each method that knows the pair, the chosen one first.

    Methods that compare turned pictures, too, are told of only where that finds a duplicate which
    the method itself does not.

    flat: whether one picture has so little detail that most methods must not compare it
    live: distances that were just found, by method, for pairs of which nothing is stored: looking
          the other way round gives a slightly other number, and the groups go by the stored one
    """
    found = []
    for each in sorted(methods, key=lambda m: m.name != method):
        distance = _stored(measures, each, left, right)
        if distance is None:
            distance = (live or {}).get(each.name)
        if distance is None:
            continue
        at = threshold if each.name == method else each.default
        told = _in_words(each, distance, threshold=at, chosen=each.name == method)
        found.append(_saying_nothing(told) if flat and each.needs_detail else told)
    upright = {each.turned.name: each.name for each in methods if each.turned is not None}
    within = {told.method for told in found if told.within}
    new = {name for name in within if upright.get(name) not in within}
    return tuple(t for t in found if t.chosen or t.method not in upright or t.method in new)


def _stored(measures: Measures, method: Method, left: int, right: int) -> float | None:
    try:
        distance = measures.distance(method.name, left, right)
    except (MethodError, NetworkError, NotComputedError):
        return None
    if method.metric is Metric.JUDGED and distance >= _UNSEEN:
        return None
    return distance


def _saying_nothing(told: Distance) -> Distance:
    meaning = "one of the pictures is too flat or too dark for this method; it is left out"
    return replace(told, word="says nothing", meaning=meaning, within=False)


def _in_words(method: Method, distance: float, *, threshold: float, chosen: bool) -> Distance:
    word, meaning = _range(method, distance)
    return Distance(
        method.name,
        method.title,
        distance,
        value_in_words(method, distance),
        word,
        meaning,
        threshold_in_words(method, threshold),
        distance <= method.limit_of(threshold) + 1e-6,  # as float32 it may lie a little beyond
        chosen,
    )


def _range(method: Method, distance: float) -> tuple[str, str]:
    """The word for the range that a distance falls into, and what it means."""
    if distance > method.limit_of(method.notches[-1].limit):
        if method.metric is Metric.EXACT:
            return "other pixels", "neither the bytes nor the pixels are the same"
        return "unlike", "further apart than any strictness on offer"
    notch = method.notch(method.threshold_of(distance))
    return notch.word, notch.meaning


def value_in_words(method: Method, distance: float) -> str:
    """`2 bits`, `0.93`, `same pixels`."""
    if method.metric is Metric.EXACT:
        return _range(method, distance)[0]
    if method.is_similarity:
        return method.said(method.threshold_of(distance))
    return f"{distance:g} {'bit' if distance == 1 else method.unit}"


def threshold_in_words(method: Method, threshold: float) -> str:
    """`at most 10 bits`, `at least 0.90`, `wanted: same pixels`."""
    if method.metric is Metric.EXACT:
        return f"wanted: {method.notch(threshold).word}"
    return f"at {'least' if method.is_similarity else 'most'} {method.said(threshold)}"
