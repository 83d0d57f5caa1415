"""The graph of a group against brute force: links, the weakest pair, and where it is split."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as some
from numpy.typing import NDArray

from dedup_core.chain import Chain, chain
from dedup_core.decisions import Verdict
from dedup_core.judged_pairs import NO_VERDICT
from dedup_core.pairs import PairTable

DUPLICATE = tuple(Verdict).index(Verdict.DUPLICATE)
DIFFERENT = tuple(Verdict).index(Verdict.DIFFERENT)


class World:
    """Some points on a line; the group is all of them, in places that rows shuffle."""

    def __init__(self, at: list[int], limit: int, said: dict[tuple[int, int], int]) -> None:
        self.at, self.limit, self.said = np.array(at), limit, said
        self.rows = np.random.default_rng(len(at)).permutation(len(at) + 3)[: len(at)].astype("i4")
        self.where = {int(row): place for place, row in enumerate(self.rows)}

    def _places(self, rows: NDArray[np.int32]) -> list[int]:
        return [self.where[int(row)] for row in rows]

    def distances(self, left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.float32]:
        return np.abs(self.at[self._places(left)] - self.at[self._places(right)]).astype("f4")

    def verdicts(self, left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.int8]:
        both = zip(self._places(left), self._places(right), strict=True)
        return np.array([self.said.get((min(b), max(b)), NO_VERDICT) for b in both], np.int8)

    def table(self) -> PairTable:
        found = [
            (abs(int(self.at[a] - self.at[b])), *sorted((int(self.rows[a]), int(self.rows[b]))))
            for a, b in combinations(range(len(self.at)), 2)
            if abs(self.at[a] - self.at[b]) <= self.limit
        ]
        columns = np.array(sorted(found), np.int64).reshape(-1, 3).T
        none = np.zeros(0, np.int32)
        left, right = columns[1].astype("i4"), columns[2].astype("i4")
        counts = np.bincount(columns[0], minlength=self.limit + 1)
        return PairTable("phash", left, right, columns[0].astype("f4"), self.limit, counts, none)

    def chain(self, digests: list[str] | None = None) -> Chain:
        names = digests or [str(place) for place in range(len(self.at))]
        return chain(
            self.rows, names, self.table(), distances=self.distances, verdicts=self.verdicts
        )


def line(*at: int, limit: int = 2, said: dict[tuple[int, int], int] | None = None) -> World:
    return World(list(at), limit, said or {})


@some.composite
def worlds(draw: some.DrawFn) -> World:
    at = draw(some.lists(some.integers(0, 30), min_size=2, max_size=9))
    pairs = list(combinations(range(len(at)), 2))
    words = some.sampled_from([DUPLICATE, DIFFERENT])
    said = draw(some.dictionaries(some.sampled_from(pairs), words, max_size=4))
    return World(at, draw(some.integers(0, 8)), said)


def links(found: Chain) -> set[tuple[int, int]]:
    return set(zip(found.left.tolist(), found.right.tolist(), strict=True))


def is_whole(size: int, edges: set[tuple[int, int]]) -> bool:
    reached, before = {0}, 0
    while len(reached) != before:
        before = len(reached)
        reached |= {end for edge in edges if reached & set(edge) for end in edge}
    return len(reached) == size


@given(worlds())
def test_every_pair_within_the_threshold_and_every_linking_verdict_is_a_link(world: World) -> None:
    found = world.chain()

    wanted = {
        (a, b)
        for a, b in combinations(range(len(world.at)), 2)
        if abs(world.at[a] - world.at[b]) <= world.limit or world.said.get((a, b)) == DUPLICATE
    }
    assert wanted <= links(found)
    assert len(links(found)) == len(found.left)
    if is_whole(len(found), wanted):
        assert links(found) == wanted
    assert is_whole(len(found), links(found))


@given(worlds())
def test_the_weakest_pair_is_the_furthest_apart(world: World) -> None:
    found = world.chain()

    assert found.weakest is not None
    one, other, distance = found.weakest
    assert distance == abs(world.at[one] - world.at[other]) == np.ptp(world.at)


def cuts(found: Chain) -> Iterator[tuple[float, int, NDArray[np.bool_]]]:
    """Every cut along the spanning tree that separates no pair that is linked by a verdict."""
    edges = sorted(range(len(found.left)))
    tree = list[int]()
    for edge in edges:
        chosen = {(int(found.left[e]), int(found.right[e])) for e in [*tree, edge]}
        if _cycle_free(len(found), chosen):
            tree.append(edge)
    for edge in tree:
        rest = {(int(found.left[e]), int(found.right[e])) for e in tree if e != edge}
        reached, before = {0}, 0
        while len(reached) != before:
            before = len(reached)
            reached |= {end for pair in rest if reached & set(pair) for end in pair}
        beyond = np.array([place not in reached for place in range(len(found))])
        across = beyond[found.left] != beyond[found.right]
        if not (across & (found.said == DUPLICATE)).any():
            smaller = min(beyond.sum(), (~beyond).sum())
            yield int(across.sum()) / smaller, int(across.sum()), beyond


def _cycle_free(size: int, edges: set[tuple[int, int]]) -> bool:
    label = list(range(size))
    for one, other in edges:
        a, b = label[one], label[other]
        if a == b:
            return False
        label = [a if x == b else x for x in label]
    return True


@given(worlds())
def test_the_bridge_is_the_sparsest_cut_along_the_tree(world: World) -> None:
    found = world.chain()

    possible = list(cuts(found))
    if found.bridge is None:
        assert not possible
        return
    bridge = found.bridge
    across = bridge.beyond[found.left] != bridge.beyond[found.right]
    smaller = min(bridge.beyond.sum(), (~bridge.beyond).sum())
    assert bridge.crossing == across.sum()
    assert not bridge.beyond[0]
    assert bridge.crossing / smaller == min(score for score, *_ in possible)
    assert any((bridge.beyond == beyond).all() for _, _, beyond in possible)
    assert not bridge.beyond[bridge.left]
    assert bridge.beyond[bridge.right]
    assert bridge.distance == found.distance[across].min()


def test_two_clumps_are_split_at_the_one_link_between_them() -> None:
    found = line(0, 1, 2, 4, 5, 6).chain()

    assert found.bridge is not None
    assert found.bridge.beyond.tolist() == [False] * 3 + [True] * 3
    assert (found.bridge.left, found.bridge.right, found.bridge.crossing) == (2, 3, 1)


def test_what_a_verdict_holds_together_is_not_split() -> None:
    held = line(0, 1, 2, 4, 5, 6, said={(2, 3): DUPLICATE}).chain()
    alone = line(0, 1, said={(0, 1): DUPLICATE}).chain()

    assert held.bridge is not None
    assert held.bridge.beyond[2] == held.bridge.beyond[3]
    assert alone.bridge is None


def test_copies_of_one_file_are_never_split() -> None:
    found = line(0, 0, 2, 4).chain(["same", "same", "c", "d"])
    copies = line(0, 0).chain(["same", "same"])

    assert found.bridge is not None
    assert found.bridge.beyond[0] == found.bridge.beyond[1]
    assert copies.bridge is None


def test_a_picture_that_only_other_verdicts_join_is_tied_to_the_keeper() -> None:
    found = line(0, 1, 29).chain()

    assert (0, 2) in links(found)
    assert found.distance[-1] == 29
