"""What a rule would do, before it is done: counts, money, and groups to look at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dedup_core.decisions import Status, Verdict
from dedup_core.judged import CHANGED, SAME_SCENE
from dedup_core.judged_pairs import NO_VERDICT
from dedup_core.review.outcome import Outcome
from dedup_core.review.rules.distances import MOST_COMPARED
from dedup_core.review.rules.keeping import chosen
from dedup_core.review.rules.material import Choice, Material, choice, codes
from dedup_core.review.rules.per_group import Bools, some
from dedup_core.review.rules.rule import Action, BulkRule
from dedup_core.review.said import STATUSES

LOOSEST_SHOWN, DRAWN_SHOWN = 6, 6  # groups of the sample: where a rule errs first, and at random
_SEED = 6
_VERDICTS = tuple(Verdict)
_OTHER_SHOTS = (SAME_SCENE, CHANGED)
_SAYS = {
    Action.KEEP_ONE: Verdict.DUPLICATE,
    Action.SAME_SCENE: Verdict.SAME_SCENE,
    Action.NOT_DUPLICATES: Verdict.DIFFERENT,
}


@dataclass(frozen=True, slots=True)
class Miss:
    """A condition that is not met, in words, and in how many of the groups looked at."""

    words: str
    groups: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would do with the groups as they were at the entry `last` of the log.

    ruled:    the groups it matches, `kept` as the rule has it; distance, relation and verdict are
              those to the picture that the rule chose
    looked_at: groups with a status that it may touch; = matched + spared + those that do not match
    misses:   why groups do not match, the most frequent first; a group may fail several
    spared:   groups that match but in which a person said otherwise; they stay as they are
    kept, removed: pictures; size_bytes, money: of the removed ones, money in minor units
    unpriced: removed pictures without a price
    sample:   groups of `ruled` to look at, the loosest ones first; loosest: how many of these
    noted, busy: groups of `ruled` with a note, and those that somebody is looking at
    """

    rule: BulkRule
    last: int
    ruled: Outcome
    looked_at: int
    misses: tuple[Miss, ...]
    spared: int
    kept: int
    removed: int
    size_bytes: int
    money: int
    currency: str
    unpriced: int
    sample: NDArray[np.int64]
    loosest: int
    noted: int
    busy: int

    @property
    def matched(self) -> int:
        """Number of groups that the rule decides."""
        return len(self.ruled.groups)

    def samples(self) -> Outcome:
        """The groups of the sample."""
        return self.ruled.only(self.sample)


def preview(rule: BulkRule, material: Material) -> Preview:
    """What a rule would do; DecisionError when it does not fit the groups."""
    at = choice(material, chosen(material, rule.keep))
    kept, says = _kept(rule, material.outcome, at), _says(rule, at)
    standing = _standing(rule, material.outcome)
    fails = _fails(rule, material, at)
    met = standing & ~np.any([no for _, no in fails], axis=0) if fails else standing
    spared = met & _against(rule, material, at, kept)
    matched = np.flatnonzero(met & ~spared)
    ruled = replace(
        material.outcome, kept=kept, verdict=says, distance=at.distance, related=at.related
    ).only(matched)
    misses = [Miss(words, int((no & standing).sum())) for words, no in fails]
    return _counted(
        rule,
        material,
        ruled,
        looked_at=int(standing.sum()),
        misses=tuple(sorted((m for m in misses if m.groups), key=lambda m: -m.groups)),
        spared=int(spared.sum()),
    )


def _kept(rule: BulkRule, outcome: Outcome, choice: Choice) -> Bools:
    if rule.action is Action.SKIP:
        return outcome.kept
    kept = np.full(len(outcome.kept), rule.action is not Action.KEEP_ONE)
    kept[choice.at] = True
    return kept


def _says(rule: BulkRule, choice: Choice) -> NDArray[np.int8]:
    """What the rule says each member is to the kept one; a second shot is no duplicate."""
    if rule.action is Action.SKIP:
        return np.full(len(choice.relation), NO_VERDICT, np.int8)
    says = np.full(len(choice.relation), _VERDICTS.index(_SAYS[rule.action]), np.int8)
    if rule.action is Action.KEEP_ONE:
        says[np.isin(choice.relation, _OTHER_SHOTS)] = _VERDICTS.index(Verdict.SAME_SCENE)
    says[choice.at] = NO_VERDICT
    return says


def _standing(rule: BulkRule, outcome: Outcome) -> Bools:
    wanted = (Status.OPEN, Status.CHANGED) if rule.changed_too else (Status.OPEN,)
    return np.isin(outcome.status, [STATUSES.index(status) for status in wanted])


def _fails(rule: BulkRule, material: Material, choice: Choice) -> list[tuple[str, Bools]]:
    """Each reason why a group does not match, in words, and the groups that have it."""
    fails = [(c.words(), ~c.holds(material, choice)) for c in rule.conditions]
    if rule.action in (Action.SAME_SCENE, Action.NOT_DUPLICATES):  # they say it of every pair
        large = material.outcome.groups.sizes > MOST_COMPARED
        fails.append((f"there are at most {MOST_COMPARED} pictures", large))
    if rule.action is Action.NOT_DUPLICATES:
        fails.append(("no file is there twice", _same_file_twice(material.outcome)))
    return fails


def _same_file_twice(outcome: Outcome) -> Bools:
    """Groups with two files of one content; nobody can tell these apart."""
    groups = outcome.groups
    content = codes(outcome.catalog.digests)[groups.member]
    of, order = groups.of_each_member(), np.lexsort((content, groups.of_each_member()))
    again = np.zeros(len(content), np.bool_)
    again[1:] = (np.diff(content[order]) == 0) & (np.diff(of[order]) == 0)
    return some(groups, again)  # both are sorted by group


def _against(rule: BulkRule, material: Material, choice: Choice, kept: Bools) -> Bools:
    """Groups in which a person marked a picture, or judged one beside the kept one, otherwise."""
    outcome, groups = material.outcome, material.outcome.groups
    if rule.action is Action.SKIP:
        return np.zeros(len(groups), np.bool_)
    marked = outcome.marked & (outcome.kept != kept)
    said = material.of_pairs.verdicts(
        np.repeat(groups.member[choice.at], groups.sizes), groups.member
    )
    wanted = (NO_VERDICT, _VERDICTS.index(_SAYS[rule.action]))
    judged = ~np.isin(said, wanted)
    judged[choice.at] = False
    return some(groups, marked | judged)


def _counted(
    rule: BulkRule,
    material: Material,
    ruled: Outcome,
    *,
    looked_at: int,
    misses: tuple[Miss, ...],
    spared: int,
) -> Preview:
    decides = rule.action is not Action.SKIP
    removed = ruled.groups.member[~ruled.kept] if decides else ruled.groups.member[:0]
    price = material.submitted.price[removed]
    return Preview(
        rule=rule,
        last=material.outcome.seen,
        ruled=ruled,
        looked_at=looked_at,
        misses=misses,
        spared=spared,
        kept=int(ruled.kept.sum()) if decides else 0,
        removed=len(removed),
        size_bytes=int(ruled.catalog.size_bytes[removed].sum()),
        money=int(price.sum()),
        currency=material.submitted.currency,
        unpriced=int((price == 0).sum()),
        sample=_sample(ruled),
        loosest=min(LOOSEST_SHOWN, len(ruled.groups)),
        noted=_with(ruled, set(ruled.notes)),
        busy=_with(ruled, _rows_of(ruled, material.busy)),
    )


def _sample(ruled: Outcome) -> NDArray[np.int64]:
    """The loosest groups, then some drawn from the others; the same ones every time."""
    by_width = np.argsort(-ruled.spread(), kind="stable").astype(np.int64)
    loosest, others = by_width[:LOOSEST_SHOWN], by_width[LOOSEST_SHOWN:]
    random = np.random.default_rng(_SEED)
    drawn = random.choice(others, min(DRAWN_SHOWN, len(others)), replace=False)
    return np.concatenate((loosest, np.sort(drawn)))


def _rows_of(outcome: Outcome, digests: Collection[str]) -> set[int]:
    if not digests:
        return set()
    wanted = frozenset(digests)
    rows = outcome.groups.member.tolist()
    return {row for row in rows if outcome.catalog.digests[row] in wanted}


def _with(outcome: Outcome, rows: set[int]) -> int:
    """Number of groups with any of these rows."""
    inside = np.isin(outcome.groups.member, list(rows))
    return int(some(outcome.groups, inside).sum())
