"""A preset as the pickers of the pages say it, and the other way round."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from dedup_core.fingerprints import OFFERED
from dedup_core.pay import Differs, Policy, Scene, Undecided
from dedup_core.presets import Preset
from pages.ui import linked

SETTING = ("method", "turned", "threshold", "rule", "at_least")
POLICY = ("scene_pay", "per_scene", "view_pay", "gap_pay", "differs_pay", "undecided_pay")
_MINUTE_S = 60


def query(preset: Preset) -> str:
    """The setting as the address says it; a turned method is a switch beside its plain one."""
    plain = next(
        (one.name for one in OFFERED if one.turned and one.turned.name == preset.method), ""
    )
    parts = {
        "method": plain or preset.method,
        "turned": int(bool(plain)),
        "threshold": f"{preset.threshold:g}",
        "rule": preset.rule.value,
        "at_least": preset.at_least,
    }
    return urlencode(parts)


def as_pickers(policy: Policy) -> dict[str, object]:
    """What the pickers of the pay policy hold, by their keys."""
    values = policy.scene.value, policy.per_scene, policy.view, max(1, policy.gap_s // _MINUTE_S)
    return dict(zip(POLICY, (*values, policy.differs.value, policy.undecided.value), strict=True))


def policy_on_screen() -> Policy | None:
    """The policy that was chosen in this tab; None while nobody has looked at one."""
    said = dict(parse_qsl(linked.query(POLICY)))
    if "scene_pay" not in said:
        return None
    usual = Policy()
    return Policy(
        Scene(said["scene_pay"]),
        int(said.get("per_scene", usual.per_scene)),
        said.get("view_pay", usual.view),
        int(said.get("gap_pay", usual.gap_s // _MINUTE_S)) * _MINUTE_S,
        Differs(said.get("differs_pay", usual.differs.value)),
        Undecided(said.get("undecided_pay", usual.undecided.value)),
    )
