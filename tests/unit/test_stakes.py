"""What a threshold means for people and money says what groups, queue and pay say."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from dedup_core.decisions import Act, Closing, Entry, Judgement, Status, Verdict
from dedup_core.groups import Rule
from dedup_core.pay import Accountant, Policy, Undecided, totals
from dedup_core.review import Queue, Setting, queued
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.stakes import Stakes, Weighed, limits_of, seconds_a_group, stakes
from dedup_core.store import Workspace
from tests.making import folder_of, jpeg_series
from tests.manifests import manifest

AT = Setting("phash", 12, Rule.KEEPER)  # where the scenes below have groups of several distances


@pytest.fixture
def accountant(workspace: Workspace, tmp_path: Path) -> Accountant:
    """Four scenes whose shots move on; every picture has a price."""
    dataset = add_path(workspace, folder_of(tmp_path / "in", jpeg_series(scenes=4, shots=4)))
    scan(workspace, dataset)
    paths = workspace.catalog(dataset.id).paths
    lines = [
        f"{path},{path[0]},2025-03-01T12:00:{at:02}Z,,0.50,USD" for at, path in enumerate(paths)
    ]
    workspace.manifests.attach(dataset.id, manifest(*lines))
    return Accountant(OpenDataset(workspace, workspace.dataset(dataset.id)))


def _of(accountant: Accountant, policy: Policy | None = None) -> Stakes:
    return stakes(accountant, AT, policy, limits_of(accountant.opened, AT.method))


def _decide(workspace: Workspace, opened: OpenDataset) -> None:
    """Somebody is done with the first group."""
    outcome, catalog = opened.outcome(AT), opened.catalog
    rows = outcome.groups.member[: outcome.groups.sizes[0]].tolist()
    members = tuple((catalog.paths[row], catalog.digests[row]) for row in rows)
    closing = Closing(Status.DECIDED, members)
    workspace.log.append(Entry(opened.dataset.id, "Ana", Act.ACCEPT, closings=(closing,)))


def test_groups_are_counted_where_the_filter_of_the_queue_finds_them(
    accountant: Accountant,
) -> None:
    outcome = accountant.opened.outcome(AT)

    found = _of(accountant)

    for limit in range(13):
        within = len(queued(outcome, Queue(spread=(None, limit))))
        assert found.groups[: limit + 1].sum() == within
    assert found.groups.sum() == len(outcome.groups) > 2
    assert found.pictures.sum() == len(outcome.groups.member)
    assert found.removed.sum() == found.flagged == outcome.headline.flagged


def test_groups_that_chain_beyond_every_threshold_are_not_lost(accountant: Accountant) -> None:
    limits = limits_of(accountant.opened, AT.method)[:3]

    found = stakes(accountant, AT, None, limits)

    assert len(found.groups) == 4
    assert found.groups.sum() == len(accountant.opened.outcome(AT).groups)
    assert found.groups[3] > 0


@pytest.mark.parametrize("undecided", list(Undecided))
def test_money_is_that_of_the_policy(accountant: Accountant, undecided: Undecided) -> None:
    policy = Policy(undecided=undecided)
    whole = totals(accountant.payroll(AT, policy))

    found = _of(accountant, policy)

    assert (found.paid, found.held, found.unpaid) == (whole.paid, whole.held, whole.unpaid)
    assert found.withheld.sum() == whole.price - whole.paid
    assert whole.price == 16 * 50


def test_what_is_decided_needs_nobody_any_more(
    accountant: Accountant, workspace: Workspace
) -> None:
    before = _of(accountant)
    assert before.pending.sum() == before.groups.sum()

    _decide(workspace, accountant.opened)

    after = _of(accountant)
    assert after.pending.sum() == before.pending.sum() - 1
    assert after.groups.tolist() == before.groups.tolist()


def test_the_threshold_that_is_asked_for_comes_first_and_then_those_near_it(
    accountant: Accountant,
) -> None:
    weighed = Weighed()

    places = [place for place, _ in weighed.around(accountant, AT, Policy())]

    assert places[:5] == [12, 11, 13, 10, 14]
    assert sorted(places) == list(range(25))


def test_every_threshold_of_a_sweep_is_what_it_is_by_itself(accountant: Accountant) -> None:
    for place, found in Weighed().around(accountant, AT, Policy()):
        whole = totals(accountant.payroll(Setting("phash", place, Rule.KEEPER), Policy()))

        assert found.paid == whole.paid


def test_what_was_counted_is_kept_until_somebody_decides(
    accountant: Accountant, workspace: Workspace
) -> None:
    weighed = Weighed()

    def first() -> Stakes:
        return next(iter(weighed.around(accountant, AT, Policy())))[1]

    before = first()
    assert first() is before

    _decide(workspace, accountant.opened)

    assert first().pending.sum() == before.pending.sum() - 1


def test_another_manifest_is_seen(accountant: Accountant, workspace: Workspace) -> None:
    weighed, opened = Weighed(), accountant.opened
    (_, before), *_ = islice(weighed.around(accountant, AT, Policy()), 1)
    lines = [f"{path},{path[0]},,,0.70,USD" for path in opened.catalog.paths]

    workspace.manifests.attach(opened.dataset.id, manifest(*lines))
    (_, after), *_ = islice(weighed.around(accountant, AT, Policy()), 1)

    assert before.paid + before.held + before.unpaid == 16 * 50
    assert after.paid + after.held + after.unpaid == 16 * 70


def test_the_curve_is_bound_by_what_people_said(
    accountant: Accountant, workspace: Workspace
) -> None:
    opened = accountant.opened
    before = opened.curve("phash", Rule.KEEPER)
    one, other = opened.outcome(AT).groups.member[:2].tolist()
    digests = opened.catalog.digests
    said = Judgement(Verdict.DIFFERENT, (digests[one],), (digests[other],))

    workspace.log.append(Entry(opened.dataset.id, "Ana", Act.VERDICT, judgements=(said,)))

    after = opened.curve("phash", Rule.KEEPER)
    assert len(opened.groups(AT).member) == after.groups[12] + after.flagged[12]
    assert (after.flagged != before.flagged).any()


def test_too_few_decisions_tell_no_pace(accountant: Accountant, workspace: Workspace) -> None:
    _decide(workspace, accountant.opened)

    assert seconds_a_group(accountant.opened.ledger(), "Ana") is None
