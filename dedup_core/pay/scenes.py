"""Of one scene, which shots of a contributor are paid, and for which other one a shot is not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core.judged import CHANGED, COPY, SAME_SCENE, VIEWS
from dedup_core.pay.members import Flags, Members, Places
from dedup_core.pay.policy import Policy, Scene
from dedup_core.review.outcome import Relations

_PAID = -1


def extras(these: Members, shown: Places, policy: Policy, relations: Relations) -> Places:
    """For each of the members `shown`: the paid one that it is one too many of; -1: it is paid.

    What a person keeps is paid and counts first, then the order of submission decides. Pictures
    without a known contributor count as of one.
    """
    key = these.group[shown] * (int(these.contributor.max(initial=0)) + 2)
    key += these.contributor[shown] + 1
    order = np.lexsort((these.order[shown], ~these.keeps[shown], key))
    found = np.full(len(shown), _PAID, np.int64)
    ordered = shown[order]
    if policy.scene is Scene.COUNT:
        found[order] = _by_count(these, ordered, key[order], policy.per_scene)
        return found
    found[order] = _by_anchors(these, ordered, key[order], _Near(these, policy, relations))
    return found


def _by_count(these: Members, ordered: Places, key: Places, paid: int) -> Places:
    begins = np.flatnonzero(np.diff(key, prepend=-1))
    first = np.repeat(begins, np.diff(np.append(begins, len(key))))
    extra = (np.arange(len(key)) - first >= paid) & ~these.keeps[ordered]
    return np.where(extra, ordered[first], _PAID)


class _Near:
    """Whether a shot is too near to a paid one of the same contributor and scene."""

    def __init__(self, these: Members, policy: Policy, relations: Relations) -> None:
        self._these, self._policy, self._relations = these, policy, relations

    def __call__(self, paid: Places, other: Places) -> Flags:
        """One value for each two members."""
        if self._policy.scene is Scene.VIEW:
            return self._hardly_moved(paid, other)
        return self._soon_after(paid, other)

    def _hardly_moved(self, paid: Places, other: Places) -> Flags:
        """Where no move is known they count as moved: in doubt a picture is paid."""
        found = self._relations(self._these.row[paid], self._these.row[other])
        one_place = np.isin(found["relation"], (SAME_SCENE, COPY, CHANGED)) & (found["view"] > 0)
        return np.asarray(one_place & (found["view"] < VIEWS.index(self._policy.view)))

    def _soon_after(self, paid: Places, other: Places) -> Flags:
        """By the camera's clock, else by submission; two pictures without any time are too near."""
        these = self._these
        apart = np.zeros(len(paid), np.int64)
        for clock in (these.sent, these.taken):  # the later one counts more
            both = (clock[paid] >= 0) & (clock[other] >= 0)
            apart = np.where(both, np.abs(clock[paid] - clock[other]), apart)
        return apart < self._policy.gap_s * 1000


def _by_anchors(these: Members, ordered: Places, key: Places, near: _Near) -> Places:
    """Each shot is compared with all that are paid before it, in rounds over whole columns.

    A round pays the first shot of every contributor and scene and takes out those near to it, so
    there are as many rounds as one contributor has paid shots of one scene.
    """
    found = np.full(len(ordered), _PAID, np.int64)
    waiting: NDArray[np.int64] = np.arange(len(ordered))
    while len(waiting):
        begins = np.flatnonzero(np.diff(key[waiting], prepend=-1))
        sizes = np.diff(np.append(begins, len(waiting)))
        anchor = np.repeat(waiting[begins], sizes)
        stays = np.ones(len(waiting), np.bool_)
        stays[begins] = False
        too_near = stays & ~these.keeps[ordered[waiting]]
        asked = np.flatnonzero(too_near)
        too_near[asked] = near(ordered[anchor[asked]], ordered[waiting[asked]])
        found[waiting[too_near]] = ordered[anchor[too_near]]
        waiting = waiting[stays & ~too_near]
    return found
