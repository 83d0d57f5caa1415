"""No single act judges so many pairs that every later decision would be slow."""

from __future__ import annotations

from math import comb

import pytest

from dedup_core.decisions import Act, Judgement, Verdict
from dedup_core.errors import DecisionError
from dedup_core.judged_pairs import MOST_PAIRS, pairs_said
from dedup_core.review import Ledger
from dedup_core.review.acts import Asked, Member, entry_of

SIDES = {
    Act.NOT_DUPLICATES: lambda members: (members, ()),
    Act.SPLIT: lambda members: (members[:1000], members[1000:]),
}


def _asked(act: Act, pictures: int) -> Asked:
    members = tuple(Member(f"{number}.png", f"{number:05}") for number in range(pictures))
    left, right = SIDES[act](members)
    return Asked("d", "Ana", act, members=left, right=right)


@pytest.mark.parametrize(("act", "pictures"), [(Act.NOT_DUPLICATES, 3_000), (Act.SPLIT, 4_000)])
def test_telling_apart_too_many_pictures_at_once_is_refused_with_a_way_out(
    act: Act, pictures: int
) -> None:
    with pytest.raises(DecisionError, match=r"2,000,000 pairs.*stricter threshold"):
        entry_of(_asked(act, pictures), Ledger("d"))


@pytest.mark.parametrize(("act", "pictures"), [(Act.NOT_DUPLICATES, 2_000), (Act.SPLIT, 3_000)])
def test_as_many_as_are_allowed_are_written(act: Act, pictures: int) -> None:
    entry = entry_of(_asked(act, pictures), Ledger("d"))

    assert 1_900_000 < pairs_said(entry.judgements) <= MOST_PAIRS


def test_pairs_are_counted_on_one_side_and_between_two() -> None:
    among = Judgement(Verdict.DIFFERENT, tuple("abcde"))
    between = Judgement(Verdict.DUPLICATE, tuple("ab"), tuple("cde"))

    assert pairs_said([among, between]) == comb(5, 2) + 2 * 3
