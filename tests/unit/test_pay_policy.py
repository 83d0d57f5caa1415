"""A pay policy: checked, said in words, stored and read again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.errors import PolicyError
from dedup_core.pay import (
    MOVES,
    Differs,
    Line,
    Policy,
    Scene,
    Undecided,
    Why,
    lines,
    read,
    sentence,
    written,
)

policies = st.builds(
    Policy,
    scene=st.sampled_from(Scene),
    per_scene=st.integers(1, 1000),
    view=st.sampled_from(MOVES),
    gap_s=st.integers(1, 100_000),
    differs=st.sampled_from(Differs),
    undecided=st.sampled_from(Undecided),
)


@given(policies)
def test_a_policy_is_read_as_it_was_written(policy: Policy) -> None:
    assert read(written(policy)) == policy


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"per_scene": 0}, "0 pictures of one scene cannot be paid"),
        ({"per_scene": 1.5}, "1.5 pictures"),
        ({"per_scene": True}, "True pictures"),
        ({"view": "none"}, "small, medium, large"),
        ({"gap_s": -5}, "-5 seconds"),
        ({"scene": "count"}, "none of those to choose from"),
    ],
)
def test_a_policy_without_sense_is_refused_with_what_to_do(
    values: dict[str, object], message: str
) -> None:
    with pytest.raises(PolicyError, match=message):
        Policy(**values)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '"count"',
        json.dumps({**json.loads(written(Policy())), "bonus": 1}),
        json.dumps({**json.loads(written(Policy())), "scene": "all"}),
        json.dumps({**json.loads(written(Policy())), "view": ["small"]}),
        json.dumps({**json.loads(written(Policy())), "per_scene": "1"}),
        "[" * 100_000,
    ],
    ids=lambda text: text[:40],
)
def test_what_no_policy_wrote_is_not_read_as_one(text: str) -> None:
    with pytest.raises(PolicyError):
        read(text)


def test_the_sentence_says_what_was_chosen() -> None:
    said = [
        sentence(Policy(per_scene=3)),
        sentence(Policy(scene=Scene.GAP, gap_s=600)),
        sentence(Policy(scene=Scene.VIEW, view="large")),
        sentence(Policy(undecided=Undecided.HOLD)),
    ]

    assert "paid for 3 pictures, the first submitted" in said[0]
    assert "taken at least 10 min apart" in said[1]
    assert "the camera moved: far" in said[2]
    assert "held until somebody decides" in said[3]


@given(policies, policies)
def test_two_policies_have_one_sentence_only_where_they_pay_alike(one: Policy, two: Policy) -> None:
    means = {Scene.COUNT: "per_scene", Scene.VIEW: "view", Scene.GAP: "gap_s"}

    def pays(policy: Policy) -> tuple[object, ...]:
        chosen = getattr(policy, means[policy.scene])
        return policy.scene, chosen, policy.differs, policy.undecided

    assert pays(one) == pays(two) or sentence(one) != sentence(two) or _rounded(one, two)


def _rounded(one: Policy, two: Policy) -> bool:
    """Gaps of hours are said to the minute."""
    return one.scene is two.scene is Scene.GAP and abs(one.gap_s - two.gap_s) < 86_400


def test_every_reason_follows_from_a_line_of_the_policy() -> None:
    assert {why.line for why in Why} <= set(lines(Policy()))
    assert set(lines(Policy())) == set(Line)
