"""Where the members of a group are drawn."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some

from dedup_core.chain_layout import drawn, layout, part
from tests.property.test_chain import World, line, worlds


def test_a_walk_is_drawn_in_its_order_from_the_keeper_on() -> None:
    at = layout(line(*range(0, 40, 2), limit=4).chain())

    assert (np.diff(at[:, 0]) > 0).all()
    assert at[0, 0] == 0
    assert at[-1, 0] == 1


def test_two_clumps_are_drawn_apart() -> None:
    at = layout(line(0, 1, 2, 4, 5, 6).chain())

    assert at[:3, 0].max() < at[3:, 0].min()


@settings(deadline=None)
@given(worlds())
def test_everything_is_on_the_paper_and_the_same_each_time(world: World) -> None:
    chain = world.chain()

    first, second = layout(chain), layout(chain)

    assert np.isfinite(first).all()
    assert first.min() >= 0
    assert first.max() <= 1
    assert np.array_equal(first, second)


@given(some.integers(2, 12))
def test_copies_are_not_drawn_on_top_of_each_other(copies: int) -> None:
    at = layout(line(*[0] * copies).chain())

    assert len(np.unique(at.round(3), axis=0)) == copies


def test_of_a_large_group_those_at_the_bridge_are_drawn() -> None:
    clumps = [*range(20), *range(22, 42)]  # one link between them, from 19 to 22
    chain = line(*clumps, limit=3).chain()

    places = drawn(chain, most=10)

    assert chain.bridge is not None
    assert len(places) == 10
    assert {chain.bridge.left, chain.bridge.right} <= set(places.tolist())
    assert np.ptp(np.array(clumps)[places]) < 20
    shown = part(chain, places)
    assert len(shown) == 10
    assert shown.rows.tolist() == chain.rows[places].tolist()
    pairs = zip(places[shown.left].tolist(), places[shown.right].tolist(), strict=True)
    assert set(pairs) <= set(zip(chain.left.tolist(), chain.right.tolist(), strict=True))


def test_a_small_group_is_drawn_whole() -> None:
    chain = line(0, 1, 2).chain()

    assert drawn(chain).tolist() == [0, 1, 2]
