"""A preset as the pickers of the pages hold it."""

from __future__ import annotations

from urllib.parse import parse_qs

from dedup_core.fingerprints import OFFERED
from dedup_core.groups import Rule
from dedup_core.pay import Policy, Scene
from dedup_core.presets import Evidence, Preset
from pages.ui.preset_pickers import as_pickers, query
from pages.ui.presets import evidence_in_words, said

AT = "2026-03-01T12:00:00+00:00"
TURNED = next(method.turned for method in OFFERED if method.turned)
PLAIN = next(method for method in OFFERED if method.turned)


def _said(method: str) -> dict[str, list[str]]:
    return parse_qs(query(Preset("One", method, 8, Rule.CHAINED, 3, "Ana", AT)))


def test_a_setting_stands_in_the_address_as_the_pickers_write_it() -> None:
    assert _said("dhash") == {
        "method": ["dhash"],
        "turned": ["0"],
        "threshold": ["8"],
        "rule": [Rule.CHAINED.value],
        "at_least": ["3"],
    }


def test_a_turned_method_is_its_plain_one_with_the_switch_on() -> None:
    assert TURNED is not None

    assert (_said(TURNED.name)["method"], _said(TURNED.name)["turned"]) == ([PLAIN.name], ["1"])


def test_a_policy_is_given_back_to_its_pickers_in_minutes() -> None:
    policy = Policy(scene=Scene.GAP, per_scene=3, view="large", gap_s=7200)

    assert as_pickers(policy) == {
        "scene_pay": "gap",
        "per_scene": 3,
        "view_pay": "large",
        "gap_pay": 120,
        "differs_pay": policy.differs.value,
        "undecided_pay": policy.undecided.value,
    }


def test_a_preset_is_said_in_words_with_its_evidence() -> None:
    bands = (0.854, 0.999, 1.0), (0.004, None, 0.4), (0.0, 1.0, 2.0)
    evidence = Evidence("d", "Lights", 30, 1, True, 335, *bands)
    preset = Preset("One", "phash", 8, Rule.KEEPER, 2, "Ana", AT, Policy(), evidence)

    assert said(preset).startswith("Perceptual hash, 8 bits, ")
    assert said(preset).endswith("with its pay policy")
    words = evidence_in_words(evidence, "d")
    assert words == "30 answers: precision 99.9 % (85–100 %), recall 0.4–40 %."
    assert "Lights" in evidence_in_words(evidence, "another")
    assert evidence_in_words(None, "d") == "No answered pairs stand behind it."
