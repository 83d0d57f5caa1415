"""What people might say of pictures, and what follows from it, as plainly as can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from hypothesis import strategies as st

from dedup_core.decisions import Judgement, Verdict
from dedup_core.groups import Rule

LOOSEST = 6
NAMES = "abcdefghijkl"
LINKING = {Verdict.DUPLICATE, Verdict.SAME_SCENE}

Pairs = Mapping[tuple[int, int], int]
Judgements = Sequence[tuple[int, Judgement]]
Unit = frozenset[int]
Words = dict[tuple[str, str], tuple[int, Verdict]]


@dataclass(frozen=True, slots=True)
class Case:
    """Pictures by row: distances of some pairs, the keep order, digests, and what was said."""

    rows: int
    pairs: Pairs
    rank: Sequence[int]
    digests: Sequence[str]
    judgements: Judgements


@st.composite
def judgements(draw: st.DrawFn, names: Sequence[str] = NAMES) -> Judgements:
    """Words on single pairs, on sides, and on all of some; several may be of one entry.

    They are many words on few names, so that some contradict each other.
    """
    known = [*dict.fromkeys(names), "gone"]
    every = [((one,), (other,)) for one, other in permutations(known, 2)]
    some = st.lists(st.sampled_from(known), max_size=4).map(tuple)
    sides = st.sampled_from(every or [((), ())]) | st.tuples(some, some)
    verdict = st.sampled_from([*Verdict, *Verdict, None])
    least = draw(st.sampled_from([0, 6, 12]))
    drawn = draw(st.lists(st.tuples(verdict, sides), min_size=least, max_size=16))
    said = [Judgement(word, *both) for word, both in drawn]
    steps = draw(st.lists(st.integers(0, 2), min_size=len(said), max_size=len(said)))
    return [(1 + sum(steps[:at]), word) for at, word in enumerate(said)]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Rows of which some are copies of others, with pairs and words on some of them."""
    rows = draw(st.sampled_from([4, 5, 6, 7, 8, 3, 2, 1, 0]))
    every = list(combinations(range(rows), 2))
    chosen = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    pairs = {pair: draw(st.integers(0, LOOSEST)) for pair in chosen}
    digests = list(NAMES[:rows])
    for row in draw(st.lists(st.integers(0, max(0, rows - 1)), max_size=2)) if rows else ():
        digests[row] = digests[0]
    said = draw(judgements(digests[:5]))
    return Case(rows, pairs, draw(st.permutations(range(rows))), digests, said)


def last_words(case: Case) -> Words:
    """The last word on each two contents that are both here."""
    words: dict[tuple[str, str], tuple[int, Verdict | None]] = {}
    for entry, said in case.judgements:
        for pair in said.pairs():
            words[pair] = (entry, said.verdict)
    here = set(case.digests)
    return {
        pair: (entry, said) for pair, (entry, said) in words.items() if said and {*pair} <= here
    }


def links_set_aside(case: Case) -> tuple[list[tuple[str, str]], dict[str, set[str]]]:
    """Links that contradict what is parted, in log order, and who is linked with each content."""
    words, aside = last_words(case), []
    parted = [pair for pair, (_, said) in words.items() if said not in LINKING]
    of = {digest: {digest} for digest in case.digests}
    links = sorted((entry, pair) for pair, (entry, said) in words.items() if said in LINKING)
    for _, (one, other) in links:
        both = of[one] | of[other]
        if any({*pair} <= both for pair in parted):
            aside.append((one, other))
            continue
        of.update(dict.fromkeys(both, both))
    return aside, of


def units_of(case: Case) -> list[Unit]:
    """The unit of each row: the rows of linked contents, and copies of one that was judged."""
    judged = {digest for pair in last_words(case) for digest in pair}
    _, of = links_set_aside(case)
    return [
        frozenset(row for row in range(case.rows) if case.digests[row] in of[digest])
        if digest in judged
        else frozenset([at])
        for at, digest in enumerate(case.digests)
    ]


def parted_rows(case: Case) -> set[tuple[int, int]]:
    """Both ways, every two rows that are never in one group because of what somebody said."""
    words = last_words(case)
    return {
        (a, b)
        for a in range(case.rows)
        for b in range(case.rows)
        if (min(case.digests[a], case.digests[b]), max(case.digests[a], case.digests[b])) in words
        and words[min(case.digests[a], case.digests[b]), max(case.digests[a], case.digests[b])][1]
        not in LINKING
    }


def groups_of(case: Case, threshold: float, rule: Rule) -> list[list[int]]:
    """Groups of two and more, members and then groups in the order of `form_groups`."""
    build = _chained if rule is Rule.CHAINED else _greedy
    found = [sorted(group, key=case.rank.__getitem__) for group in build(case, threshold, rule)]
    return sorted(group for group in found if len(group) > 1)


def _near(case: Case, a: int, b: int, threshold: float) -> bool:
    return case.pairs.get((min(a, b), max(a, b)), LOOSEST + 1) <= threshold


def _meets(parted: set[tuple[int, int]], some: set[int] | Unit, others: set[int] | Unit) -> bool:
    return any((a, b) in parted for a in some for b in others)


def _greedy(case: Case, threshold: float, rule: Rule) -> list[set[int]]:
    units, parted, rank = units_of(case), parted_rows(case), case.rank
    free, groups = set(range(case.rows)), []
    for keeper in sorted(range(case.rows), key=rank.__getitem__):
        if keeper not in free:
            continue
        group = set(units[keeper])
        near = [row for row in range(case.rows) if _near(case, keeper, row, threshold)]
        distance = {row: case.pairs[min(keeper, row), max(keeper, row)] for row in near}
        for row in sorted(near, key=lambda row: (distance[row], rank[row])):
            unit = units[row]
            if row in group or not unit <= free or _meets(parted, unit, group):
                continue
            everyone = all(_near(case, a, b, threshold) for a in unit for b in group)
            if rule is Rule.KEEPER or everyone:
                group |= unit
        free -= group
        groups.append(group)
    return groups


def _chained(case: Case, threshold: float, _: Rule) -> list[set[int]]:
    parted, rank = parted_rows(case), case.rank
    groups = [set(unit) for unit in set(units_of(case))]
    places = {pair: sorted((rank[pair[0]], rank[pair[1]])) for pair in case.pairs}
    for a, b in sorted(case.pairs, key=lambda pair: (case.pairs[pair], places[pair])):
        of_a, of_b = (next(group for group in groups if row in group) for row in (a, b))
        if case.pairs[a, b] > threshold or of_a is of_b or _meets(parted, of_a, of_b):
            continue
        groups.remove(of_b)
        of_a |= of_b
    return groups
