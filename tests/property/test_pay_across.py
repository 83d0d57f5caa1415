"""What is said of two accounts, against the same found by hand, pair by pair."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.evidence.gaps import metres_between, seconds_between
from dedup_core.judged import COPY, SAME_SCENE, UNKNOWN
from dedup_core.model import Catalog, Facts
from dedup_core.pay import Payroll, across, by_contributor, shared
from dedup_core.pay.contributors import from_others
from dedup_core.pay.near import NEAR_M, NEAR_S, near
from tests.making import catalog_of
from tests.paying import payroll
from tests.ruling import desk

ROWS = 8
LIGHT = (1.3, 103.8)
STEP = 0.0001  # degrees: 11 m, so that a few steps are near and a few are not

places = st.one_of(st.just(np.nan), st.integers(-4, 4).map(lambda steps: steps * STEP))
moments = st.one_of(st.just(-1), st.integers(0, 3 * NEAR_S * 1000))


def _column(values: st.SearchStrategy[object], rows: int = ROWS) -> st.SearchStrategy[list[object]]:
    return st.lists(values, min_size=rows, max_size=rows)


@st.composite
def payrolls(draw: st.DrawFn) -> Payroll:
    """Two groups of related pictures of three accounts, with all that files tell."""
    rows = draw(st.permutations(range(ROWS)))
    pairs = list(combinations(range(ROWS), 2))
    related = draw(_column(st.sampled_from([UNKNOWN, COPY, COPY, SAME_SCENE]), len(pairs)))
    return payroll(
        desk(
            [f"{row}.jpg" for row in range(ROWS)],
            [rows[:3], rows[3:6]],
            related=dict(zip(pairs, related, strict=True)),
            contributor=draw(_column(st.sampled_from(["", "mei", "ivy", "raj"]))),
            submitted_at_ms=draw(_column(st.integers(-1, 4))),
            taken_at_ms=draw(_column(moments)),
            utc_offset_minutes=draw(_column(st.sampled_from([np.nan, 0, 10]))),
            latitude=LIGHT[0] + np.array(draw(_column(places)), float),
            longitude=LIGHT[1] + np.array(draw(_column(places)), float),
            camera=draw(_column(st.sampled_from(["", "Canon 7", "Pixel"]))),
            serial=draw(_column(st.sampled_from(["", "1", "2"]))),
        )
    )


def _told(catalog: Catalog, row: int) -> Facts:
    """What the file of a row tells."""

    def known(value: float) -> float | None:
        return None if np.isnan(value) else float(value)

    at_ms, zone = int(catalog.taken_at_ms[row]), known(catalog.utc_offset_minutes[row])
    return Facts(
        width=1,
        height=1,
        size_bytes=1,
        format="JPEG",
        taken_at_ms=None if at_ms < 0 else at_ms,
        utc_offset_minutes=None if zone is None else int(zone),
        latitude=known(catalog.latitude[row]),
        longitude=known(catalog.longitude[row]),
        camera=catalog.camera[row],
        orientation=1,
        sharpness=1.0,
        exposure=1.0,
        information=1.0,
        serial=catalog.serial[row],
    )


def _met(one: Facts, other: Facts) -> bool:
    metres = metres_between(one, other)
    if metres is None or one.taken_at_ms is None or other.taken_at_ms is None:
        return False
    seconds = abs(one.taken_at_ms // 1000 - other.taken_at_ms // 1000)
    return metres <= NEAR_M and seconds <= NEAR_S


def _body(told: Facts) -> tuple[str, str] | None:
    return (told.camera, told.serial) if told.camera and told.serial else None


@given(payrolls())
def test_shared_pictures_add_up_to_what_contributors_copied(found: Payroll) -> None:
    pairs, people = across(found), by_contributor(found)

    for at, name in enumerate(people.name):
        copied = sum(
            n for n, other in zip(pairs.pictures, pairs.other, strict=True) if other == name
        )
        lent = sum(n for n, first in zip(pairs.pictures, pairs.first, strict=True) if first == name)
        assert (copied, lent) == (people.copied_from[at], people.copied_by[at])
    assert (np.diff(pairs.pictures) <= 0).all()


@given(payrolls())
def test_what_copies_tell_is_what_the_two_files_of_each_tell(found: Payroll) -> None:
    pairs, catalog = across(found), found.outcome.catalog

    for at, (first, other) in enumerate(zip(pairs.first, pairs.other, strict=True)):
        rows = zip(*(rows.tolist() for rows in shared(found, first, other)), strict=True)
        told = [(_told(catalog, one), _told(catalog, two)) for one, two in rows]
        named = [(a.camera, b.camera) for a, b in told if a.camera and b.camera]
        bodies = [(_body(a), _body(b)) for a, b in told]
        moved = [abs(gap) >= 1 for a, b in told if (gap := seconds_between(a, b)) is not None]
        shown = [
            abs(b.taken_at_ms - a.taken_at_ms) >= 1000
            for a, b in told
            if a.taken_at_ms is not None and b.taken_at_ms is not None
        ]
        assert pairs.pictures[at] == len(told)
        assert pairs.same_camera[at] == sum(a == b for a, b in named)
        assert pairs.other_camera[at] == sum(a != b for a, b in named)
        assert pairs.same_serial[at] == sum(a == b and a is not None for a, b in bodies)
        assert pairs.other_date[at] == sum(a and b for a, b in zip(moved, shown, strict=True))


@given(payrolls())
def test_what_their_own_pictures_tell_is_what_each_two_of_them_tell(found: Payroll) -> None:
    pairs, foreign = across(found), from_others(found)

    own = {
        name: [
            _told(found.outcome.catalog, row)
            for row, who in enumerate(found.submissions.contributor)
            if who == name and not foreign[row]
        ]
        for name in found.names
    }
    for at, (first, other) in enumerate(zip(pairs.first, pairs.other, strict=True)):
        mine, theirs = own[first], own[other]
        bodies = {_body(told) for told in mine} & {_body(told) for told in theirs} - {None}
        assert pairs.one_camera[at] == len(bodies)
        assert pairs.near[at] == sum(any(_met(a, b) for a in mine) for b in theirs)


@given(
    st.lists(
        st.tuples(st.floats(-90, 90), st.floats(-180, 180), moments, st.booleans()), max_size=12
    ),
    st.floats(-89.9, 89.9),
    st.sampled_from([0.0, 90.0, 179.9999, -180.0]),
)
def test_pictures_are_near_each_other_anywhere_on_earth(
    shots: list[tuple[float, float, int, bool]], latitude: float, longitude: float
) -> None:
    close = [
        (latitude + 0.0002 * a / 90, longitude + 0.0004 * b / 180, t, s) for a, b, t, s in shots
    ]
    column = np.array([*shots, *close], float).reshape(-1, 4).T
    catalog = catalog_of(
        [f"{at}" for at in range(column.shape[1])],
        latitude=np.clip(column[0], -90, 90),
        longitude=column[1],
        taken_at_ms=column[2].astype(np.int64),
    )
    among = column[3] > 0

    left, right = (rows.tolist() for rows in near(catalog, among))

    told = [_told(catalog, row) for row in range(len(catalog))]
    some = np.flatnonzero(among).tolist()
    assert {tuple(sorted(pair)) for pair in zip(left, right, strict=True)} == {
        (a, b) for a, b in combinations(some, 2) if _met(told[a], told[b])
    }
