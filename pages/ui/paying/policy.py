"""The pay policy as pickers in the sidebar; the address holds it, so that a link shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from dedup_core.pay import MOVES, Differs, Policy, Scene, Undecided, sentence
from pages.ui import linked, words

_MOST_PICTURES, _MOST_MINUTES = 1000, 7 * 24 * 60
_SCENES = {
    Scene.COUNT.value: "A number of pictures",
    Scene.VIEW.value: "One for each view",
    Scene.GAP.value: "One for each time",
}
_VIEWS = dict(zip(MOVES, ("Moved a little", "Moved clearly", "Moved far"), strict=True))
_DIFFERS = {
    Differs.PAY.value: "Paid",
    Differs.HOLD.value: "Held",
    Differs.SAME_SCENE.value: "Same scene",
}
_UNDECIDED = {
    Undecided.SUGGESTED.value: "As suggested",
    Undecided.HOLD.value: "Held",
    Undecided.PAY.value: "Paid",
}
_DIFFERS_HELP = (
    "Two pictures from one place of which a part differs: a can was swapped, another car drives "
    "by, or somebody put a sticker on a copy."
)
_UNDECIDED_HELP = "Copies and extras in groups that nobody has decided yet."


def choose_policy() -> Policy:
    """What the pickers say; the whole policy in words stands below them."""
    st.markdown("**Pay policy**")
    scene = Scene(_pick("scene_pay", "Paid of one scene", _SCENES, Scene.COUNT.value))
    usual = Policy()
    count, view, minutes = usual.per_scene, usual.view, usual.gap_s // 60
    if scene is Scene.COUNT:
        count = _number("per_scene", "Pictures of a scene, each contributor", count, _MOST_PICTURES)
    elif scene is Scene.VIEW:
        view = _pick("view_pay", "Least move of the camera", _VIEWS, view)
    else:
        minutes = _number("gap_pay", "Least minutes apart", minutes, _MOST_MINUTES)
    differs = _pick(
        "differs_pay", "Same place, other content", _DIFFERS, usual.differs.value, _DIFFERS_HELP
    )
    undecided = _pick(
        "undecided_pay", "Undecided", _UNDECIDED, usual.undecided.value, _UNDECIDED_HELP
    )
    policy = Policy(scene, count, view, minutes * 60, Differs(differs), Undecided(undecided))
    with st.expander("The policy in words", icon=":material/contract:"):
        st.caption(sentence(policy))
    return policy


def policy_changes(before: Policy, now: Policy) -> list[str]:
    """What is different, in the words of the pickers: `undecided: as suggested → held`."""
    pairs = (
        ("paid of one scene", _scene_in_short(before), _scene_in_short(now)),
        (
            "same place, other content",
            _DIFFERS[before.differs.value].lower(),
            _DIFFERS[now.differs.value].lower(),
        ),
        (
            "undecided",
            _UNDECIDED[before.undecided.value].lower(),
            _UNDECIDED[now.undecided.value].lower(),
        ),
    )
    return [f"{what}: {one} → {other}" for what, one, other in pairs if one != other]


def _scene_in_short(policy: Policy) -> str:
    if policy.scene is Scene.COUNT:
        return words.counted(policy.per_scene, "picture")
    if policy.scene is Scene.VIEW:
        return f"one where the camera {_VIEWS[policy.view].lower()}"
    return f"one every {words.counted(policy.gap_s // 60, 'minute')}"


def _pick(
    key: str, label: str, titles: Mapping[str, str], default: str, help: str | None = None
) -> str:
    linked.before(key, key, default, linked.one_of(list(titles)))
    title: Callable[[str], str] = titles.__getitem__
    chosen = st.selectbox(
        label, list(titles), format_func=title, key=key, help=help, persist_state="session"
    )
    return linked.after(key, chosen, default)


def _number(key: str, label: str, default: int, most: int) -> int:
    linked.before(key, key, default, linked.whole(1, most))
    chosen = st.number_input(
        label, min_value=1, max_value=most, key=key, persist_state="session", step=1
    )
    return linked.after(key, int(chosen), default)
