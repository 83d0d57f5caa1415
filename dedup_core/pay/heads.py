"""Which pictures stand for their shot, so that the others are copies of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dedup_core.pay.members import Flags, Members, Places

_NONE = -1


@dataclass(frozen=True, slots=True)
class Heads:
    """One value for each member.

    head:    it stands for its shot; a shot has several where a person keeps several
    of:      the member that stands for its shot, itself for a head; -1 where a person removed all
    instead: it stands for its shot though a person kept somebody else's copy of it
    """

    head: Flags
    of: Places
    instead: Flags


def heads(these: Members, shot: Places) -> Heads:
    """The first submitted of each shot, or those that a person keeps.

    Which copy stays never moves money: where the first submitter has none of those that are kept,
    the first submitted one stands for the shot, too. It stands instead of the first kept one if
    somebody chose between the two.
    """
    first = earliest(these, shot, np.ones(len(these), np.bool_))
    kept, left = earliest(these, shot, these.keeps), earliest(these, shot, ~these.removes)
    chosen = np.where(kept >= 0, kept, left)
    head = these.keeps.copy()
    head[chosen[chosen >= 0]] = True
    robbed = _robbed(these, shot, head, first) & (chosen >= 0)
    swapped = robbed & ((kept < 0) | these.drops[first])
    head[chosen[swapped]] = False
    head[first[robbed]] = True
    chosen[robbed] = first[robbed]
    of = np.where(head, np.arange(len(these)), chosen[shot])
    instead = np.zeros(len(these), np.bool_)
    instead[first[robbed]] = True
    return Heads(head, of, instead)


def earliest(these: Members, of: Places, among: Flags) -> Places:
    """The earliest of some members in each class, int64 [classes]; -1: there is none.

    of: the class of each member
    """
    found = np.full(int(of.max(initial=-1)) + 1, _NONE, np.int64)
    some = np.flatnonzero(among)
    some = some[np.argsort(-these.order[some])]
    found[of[some]] = some  # the last one written is the earliest
    return found


def _robbed(these: Members, shot: Places, head: Flags, first: Places) -> Flags:
    """Shots of which all heads are later copies by others than the first submitter."""
    every = np.flatnonzero(head)
    origin = first[shot[every]]
    later = these.others(origin, every) & these.earlier(origin, every)
    robbed = np.zeros(len(first), np.bool_)
    robbed[shot[every]] = True
    robbed[shot[every[~later]]] = False
    return robbed
