"""Rules in bulk over all kinds of groups: a picture always stays, and what was shown is done."""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.decisions import Act, Closing, Entry, Mark, Status
from dedup_core.errors import DecisionError
from dedup_core.judged import RELATIONS
from dedup_core.review.rules import Action, BulkRule, read, written
from dedup_core.review.rules import conditions as c
from dedup_core.review.rules import keeping as k
from tests.ruling import ME, Desk, desk

CONDITIONS = st.one_of(
    st.builds(c.Closest, st.just("phash"), st.integers(0, 8)),
    st.builds(c.Related, st.lists(st.sampled_from(RELATIONS), unique=True).map(tuple)),
    st.builds(c.Contributors, st.booleans()),
    st.builds(c.TakenWithin, st.integers(0, 10)),
    st.builds(c.Sized, st.integers(2, 3), st.integers(2, 9)),
    st.sampled_from([c.KeptIsLargest(), c.SameFile(), c.NothingDiffers()]),
)
CRITERIA = st.one_of(
    st.sampled_from([kind() for kind in k.ALL if kind not in (k.Formats, k.PathLike)]),
    st.builds(k.Formats, st.lists(st.sampled_from(["jpg", "png", "p*"])).map(tuple)),
    st.builds(k.PathLike, st.text(st.sampled_from("a*?[]!-0123/.pngj"), max_size=12)),
)
RULES = st.builds(
    BulkRule,
    conditions=st.lists(CONDITIONS, max_size=2).map(tuple),
    keep=st.lists(CRITERIA, max_size=3).map(tuple),
    action=st.sampled_from(Action),
    changed_too=st.booleans(),
)


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    """Up to five groups, some of them decided, with little variety so that ties are frequent."""
    sizes = draw(st.lists(st.integers(2, 4), max_size=5))
    rows, few = sum(sizes), st.integers(0, 2)
    order = draw(st.permutations(range(rows)))
    column = st.lists(few, min_size=rows, max_size=rows)
    paths = [f"{row:02}.{'jpg' if row % 2 else 'png'}" for row in range(rows)]
    digests = [
        f"digest {number}"
        for number in draw(st.lists(st.integers(0, 30), min_size=rows, max_size=rows))
    ]
    pairs = st.tuples(st.integers(0, 19), st.integers(0, 19))
    found = desk(
        paths,
        [order[begin:end] for begin, end in pairwise(accumulate(sizes, initial=0))],
        digests=digests,
        width=[1 + number for number in draw(column)],
        taken_at_ms=[1000 * number - 1000 for number in draw(column)],
        bits=draw(column),
        price=draw(column),
        contributor=[["", "ana", "ben"][number] for number in draw(column)],
        related=draw(st.dictionaries(pairs, st.integers(0, 3))),
    )
    said = draw(st.lists(st.tuples(st.integers(0, max(rows - 1, 0)), st.booleans()), max_size=3))
    marks = [Mark(paths[row], digests[row], keep) for row, keep in said] if rows else []
    found.say(Entry("a dataset", "Ben", Act.MARK, marks=tuple(marks)))
    if rows:
        closed = tuple((paths[row], digests[row]) for row in found.groups[0])
        status = draw(st.sampled_from(Status))
        found.say(Entry("a dataset", "Ben", Act.ACCEPT, closings=(Closing(status, closed),)))
    return found


def _state(found: Desk) -> list[object]:
    outcome, ledger = found.outcome(), found.ledger
    columns = (outcome.kept, outcome.marked, outcome.status, outcome.verdict)
    return [*(column.tolist() for column in columns), ledger.marks, ledger.judgements()]


@given(desks(), RULES)
def test_a_rule_never_removes_the_last_picture_of_a_group(found: Desk, rule: BulkRule) -> None:
    ruled = found.preview(rule).ruled

    kept = np.add.reduceat(ruled.kept, ruled.groups.start[:-1]) if len(ruled.groups) else [1]
    assert min(kept) >= 1
    if rule.action is Action.KEEP_ONE:
        assert max(kept) == 1


@given(desks(), RULES)
def test_the_run_does_what_the_preview_counted_and_one_undo_takes_it_back(
    found: Desk, rule: BulkRule
) -> None:
    preview, before = found.preview(rule), _state(found)
    try:
        stored = found.run(rule)
    except DecisionError:
        assert not preview.matched
        return

    after = found.outcome()
    changed = {member for closing in stored.closings for member in closing.members}
    inside = [after.catalog.paths[row] in dict(changed) for row in after.groups.member]
    removed = after.groups.member[~after.kept & inside]
    if rule.action is not Action.SKIP:
        assert len(removed) == preview.removed
        assert found.material().submitted.price[removed].sum() == preview.money
        assert sum(inside) == preview.kept + preview.removed
    assert len(stored.closings) == preview.matched
    assert found.preview(rule).matched == 0
    found.say(Entry("a dataset", ME, Act.UNDO, target=stored.id))
    assert _state(found) == before


@given(desks(), RULES)
def test_every_group_that_was_looked_at_is_accounted_for(found: Desk, rule: BulkRule) -> None:
    preview = found.preview(rule)

    unmatched = preview.looked_at - preview.matched - preview.spared
    assert unmatched >= max((miss.groups for miss in preview.misses), default=0)
    assert unmatched <= sum(miss.groups for miss in preview.misses)


@given(desks(), RULES)
def test_the_same_rule_over_groups_in_another_order_keeps_the_same_pictures(
    found: Desk, rule: BulkRule
) -> None:
    kept = set(found.kept_by(rule))

    found.groups = list(reversed(found.groups))

    assert set(found.kept_by(rule)) == kept


@given(RULES)
def test_a_rule_comes_back_from_its_text(rule: BulkRule) -> None:
    assert read(written(rule)) == rule
