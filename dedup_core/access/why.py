"""Why pictures are flagged, in words for somebody who was not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dedup_core.decisions import Status, Verdict
from dedup_core.evidence.distances import value_in_words
from dedup_core.judged import CHANGED, COPY, SAME_SCENE
from dedup_core.review.outcome import Outcome
from dedup_core.review.said import STATUSES

Better = Callable[[int, int], str]
_DECIDED = STATUSES.index(Status.DECIDED)
_LOOKED = {
    COPY: "a copy of",
    SAME_SCENE: "the same scene as",
    CHANGED: "the same scene with a part that differs as",
}
_JUDGED = {
    Verdict.DUPLICATE: "a reviewer judged it a duplicate",
    Verdict.SAME_SCENE: "a reviewer judged it the same scene",
    Verdict.DIFFERENT: "a reviewer judged it different",
}


@dataclass(frozen=True, slots=True)
class Flagged:
    """One flagged picture: what stays instead of it, and why, in words.

    group: counted from 1, as on screen
    row:   of the catalog
    """

    group: int
    row: int
    picture: str
    instead: str
    why: str


def flagged(outcome: Outcome, most: int, *, why_kept: Better) -> list[Flagged]:
    """The first flagged pictures in the order of their groups. Names come from the catalog.

    Whoever shows them must not take a name for markup.
    why_kept: in what the first row is better than the second one, in words
    """
    of_member = outcome.groups.of_each_member()
    places = np.flatnonzero(~outcome.kept)[:most].tolist()
    return [_told(outcome, at, int(of_member[at]), why_kept) for at in places]


def _told(outcome: Outcome, at: int, group: int, why_kept: Better) -> Flagged:
    begin, end = (int(place) for place in outcome.groups.start[group : group + 2])
    stays = begin + int(np.flatnonzero(outcome.kept[begin:end])[0])
    member, paths = outcome.groups.member, outcome.catalog.paths
    row = int(member[at])
    parts = [*_alike(outcome, at, begin, why_kept), _decided(outcome, at, group)]
    why = "; ".join(part for part in parts if part)
    instead = paths[int(member[stays])]
    return Flagged(group + 1, row, paths[row], instead, f"{why[0].upper()}{why[1:]}.")


def _alike(outcome: Outcome, at: int, best: int, why_kept: Better) -> list[str]:
    """How near it is to the best of its group, and why that one is the best."""
    if at == best:
        return ["another picture of its group stays"]
    method, distance = outcome.method, float(outcome.distance[at])
    row, first = int(outcome.groups.member[at]), int(outcome.groups.member[best])
    what = _LOOKED.get(int(outcome.relation[at]), "much like")
    near = f"{what} “{outcome.catalog.paths[first]}” ({value_in_words(method, distance)})"
    if distance > np.float32(method.limit_of(outcome.setting.threshold)):
        near = f"found through others of its group; {near}"
    return [near, f"that one is the best: {why_kept(first, row)}"]


def _decided(outcome: Outcome, at: int, group: int) -> str:
    verdict = int(outcome.verdict[at])
    if verdict >= 0:
        return _JUDGED[tuple(Verdict)[verdict]]
    if outcome.marked[at]:
        return "a reviewer removed it"
    if outcome.status[group] == _DECIDED:
        return "a reviewer decided its group"
    return "suggested, not decided by a person yet"
