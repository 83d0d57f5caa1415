"""Which groups the queue shows, in which order: against a plain reference."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core import fingerprints
from dedup_core.decisions import Status, Verdict
from dedup_core.groups import Groups, Rule
from dedup_core.judged import RELATIONS
from dedup_core.manifest import Submissions, nothing_known
from dedup_core.review import Outcome, Setting
from dedup_core.review.queue import Order, Queue, Show, queued
from tests.making import catalog_of, related_as

HASH = fingerprints.DEFAULT
LIKENESS = next(method for method in fingerprints.OFFERED if method.is_similarity)
FOLDERS = ("a", "a/b", "ab", "Ü")
NAMES = ("one", "ONE two", "ß", "x")
CAMERAS = ("", "Pixel", "pixel")
PEOPLE = ("", "Ana", "Ben")
DAYS = (date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1))
LAST_MOMENT = 86_400_000 - 1


def _ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


TIMES = (-1, *(_ms(day) for day in DAYS), *(_ms(day) + LAST_MOMENT for day in DAYS))


@st.composite
def outcomes(draw: st.DrawFn) -> tuple[Outcome, Submissions]:
    """Up to 5 groups of 2 to 4 pictures with everything that a queue may ask for."""
    sizes = draw(st.lists(st.integers(2, 4), max_size=5))
    members = sum(sizes)

    def some(values: st.SearchStrategy[object], number: int = members) -> list[object]:
        return draw(st.lists(values, min_size=number, max_size=number))

    paths = [f"{draw(st.sampled_from(FOLDERS))}/{n}{i}" for i, n in enumerate(some(_of(NAMES)))]
    taken, camera = some(_of(TIMES)), some(_of(CAMERAS))
    found = Outcome(
        catalog=catalog_of(paths, taken_at_ms=taken, camera=camera),
        method=draw(_of((HASH, LIKENESS))),
        setting=Setting("phash", 10, Rule.KEEPER),
        silent=np.zeros(0, np.int32),
        groups=Groups(
            np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))),
            np.array(draw(st.permutations(range(members))), np.int32),
        ),
        distance=np.array(some(_of((0, 0.25, 0.5, 1))), np.float32),
        related=related_as(np.array(some(st.integers(-1, len(RELATIONS) - 1)), np.int8)),
        kept=np.array(some(st.booleans()), np.bool_),
        marked=np.zeros(members, np.bool_),
        verdict=np.array(some(st.integers(-1, 2)), np.int8),
        status=np.array(some(st.integers(0, 3), len(sizes)), np.int8),
        closed=np.zeros(len(sizes), np.int64),
        by={},
        notes={},
    )
    known = replace(
        nothing_known(members),
        contributor=tuple(some(_of(PEOPLE))),
        submitted_at_ms=np.array(some(_of(TIMES)), np.int64),
        price=np.array(some(_of((0, 5, 7))), np.int64),
    )
    return found, known


def _of(values: tuple[object, ...]) -> st.SearchStrategy[object]:
    return st.sampled_from(values)


def _ends(values: tuple[object, ...]) -> st.SearchStrategy[tuple[object, object]]:
    return st.tuples(_of((None, *values)), _of((None, *values)))


ASKED: dict[str, st.SearchStrategy[object]] = {
    "show": _of(tuple(Show)),
    "text": _of(("one", "SS", "/x", "none such")),
    "spread": _ends((0, 0.25, 0.5, 1)),
    "size": _ends((2, 3, 4)),
    "across": st.just(True),
    "folder": _of((*FOLDERS, "a/")),
    "contributor": _of(PEOPLE),
    "camera": _of(CAMERAS),
    "taken": _ends(DAYS),
    "relation": _of(RELATIONS),
    "verdict": _of(tuple(Verdict)),
}


@st.composite
def queues(draw: st.DrawFn) -> Queue:
    """Any order and up to two filters; with more, next to nothing would be left."""
    names = draw(st.sets(_of(tuple(ASKED)), max_size=2))
    return replace(
        Queue(order=draw(_of(tuple(Order)))), **{name: draw(ASKED[name]) for name in sorted(names)}
    )


class _Reference:
    """The same, group by group and picture by picture."""

    def __init__(self, found: Outcome, queue: Queue, known: Submissions) -> None:
        self.found, self.queue, self.known = found, queue, known

    def numbers(self) -> list[int]:
        shown = [group for group in range(len(self.found.groups)) if self._shown(group)]
        return sorted(shown, key=self._key)

    def _places(self, group: int) -> range:
        return range(*self.found.groups.start[group : group + 2].tolist())

    def _rows(self, group: int) -> list[int]:
        return [int(self.found.groups.member[at]) for at in self._places(group)]

    def _key(self, group: int) -> float:
        rows, order = self._rows(group), self.queue.order
        farthest = max(float(self.found.distance[at]) for at in self._places(group))
        if order is Order.MONEY:
            flagged = [at for at in self._places(group) if not self.found.kept[at]]
            return -sum(int(self.known.price[self.found.groups.member[at]]) for at in flagged)
        if order is Order.NEWEST:
            submitted, taken = self.known.submitted_at_ms, self.found.catalog.taken_at_ms
            return -max(int(taken[r] if submitted[r] < 0 else submitted[r]) for r in rows)
        by = {Order.LARGEST: -len(rows), Order.LOOSEST: -farthest, Order.CLOSEST: farthest}
        return by.get(order, 0)

    def _shown(self, group: int) -> bool:
        queue, rows = self.queue, self._rows(group)
        farthest = max(float(self.found.distance[at]) for at in self._places(group))
        said = 1 - farthest if self.found.method.is_similarity else farthest
        people = {self.known.contributor[row] for row in rows} - {""}
        return (
            list(Status)[self.found.status[group]] in queue.show.statuses
            and _inside(said, queue.spread)
            and _inside(len(rows), queue.size)
            and (len(people) > 1 or not queue.across)
            and any(self._meets(at, at == self._places(group)[0]) for at in self._places(group))
        )

    def _meets(self, at: int, keeper: bool) -> bool:
        queue, row = self.queue, int(self.found.groups.member[at])
        path, taken = self.found.catalog.paths[row], int(self.found.catalog.taken_at_ms[row])
        day = None if taken == -1 else datetime.fromtimestamp(taken / 1000, UTC).date()
        related, verdict = int(self.found.relation[at]), int(self.found.verdict[at])
        asked_of_pair = queue.relation or queue.verdict
        return (
            queue.text.casefold() in path.casefold()
            and (not queue.folder or path.startswith(queue.folder.strip("/") + "/"))
            and queue.contributor in ("", self.known.contributor[row])
            and queue.camera in ("", self.found.catalog.camera[row])
            and (queue.taken == (None, None) or (day is not None and _inside(day, queue.taken)))
            and not (asked_of_pair and keeper)
            and (not queue.relation or (related >= 0 and RELATIONS[related] == queue.relation))
            and (
                queue.verdict is None or (verdict >= 0 and list(Verdict)[verdict] is queue.verdict)
            )
        )


def _inside(value: object, ends: tuple[object, object]) -> bool:
    least, most = ends
    return (least is None or value >= least) and (most is None or value <= most)  # type: ignore


@given(outcomes(), st.fixed_dictionaries(ASKED))
def test_each_filter_shows_what_the_plain_reference_shows(
    made: tuple[Outcome, Submissions], asked: dict[str, object]
) -> None:
    found, known = made

    for name, value in asked.items():
        queue = Queue(order=Order.PATH, **{name: value})
        shown = queued(found, queue, submissions=known)

        assert shown.tolist() == _Reference(found, queue, known).numbers(), name


@given(outcomes(), queues())
def test_filters_together_and_any_order_show_what_the_plain_reference_shows(
    made: tuple[Outcome, Submissions], queue: Queue
) -> None:
    found, known = made

    shown = queued(found, queue, submissions=known)

    assert shown.tolist() == _Reference(found, queue, known).numbers()


@given(outcomes())
def test_every_order_shows_every_group_once_as_the_plain_reference_does(
    made: tuple[Outcome, Submissions],
) -> None:
    found, known = made

    for order in Order:
        shown = queued(found, Queue(order=order), submissions=known).tolist()

        assert shown == _Reference(found, Queue(order=order), known).numbers(), order
        assert sorted(shown) == list(range(len(found.groups)))


@given(outcomes(), queues())
def test_without_a_manifest_nobody_is_a_contributor_and_nothing_costs(
    made: tuple[Outcome, Submissions], queue: Queue
) -> None:
    found, _ = made

    shown = queued(found, queue)

    if queue.contributor or queue.across:
        assert not len(shown)
    assert (
        shown.tolist()
        == queued(found, queue, submissions=nothing_known(len(found.catalog))).tolist()
    )


@given(outcomes(), st.one_of(st.tuples(_of(DAYS), st.none()), st.tuples(st.none(), _of(DAYS))))
def test_a_picture_of_unknown_time_was_taken_on_no_day(
    made: tuple[Outcome, Submissions], days: tuple[date | None, date | None]
) -> None:
    known, _ = made
    timeless = replace(known.catalog, taken_at_ms=np.full(len(known.catalog), -1, np.int64))

    shown = queued(replace(known, catalog=timeless), Queue(taken=days))

    assert not len(shown)


def test_what_is_open_and_what_has_changed_are_both_to_do() -> None:
    assert Show.OPEN.statuses == {Status.OPEN, Status.CHANGED}
    assert Show.ALL.statuses == set(Status)


@pytest.mark.parametrize("order", ["largest", "loosest", "closest", "path"])
def test_the_words_of_older_links_still_name_the_orders(order: str) -> None:
    assert Order(order).value == order
