"""Links: made at the setting and the policy that are official, and opened by their token."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from dedup_core.errors import MethodError, ShareError
from dedup_core.fingerprints import method_named
from dedup_core.groups import Rule
from dedup_core.pay import Policy
from dedup_core.pay import written as policy_written
from dedup_core.review import Setting
from dedup_core.store.shares import Allow, Share, Shares, wanted


def offer(
    shares: Shares,
    dataset: str,
    setting: Setting,
    policy: Policy,
    *,
    allowed: Iterable[Allow] = (),
    label: str = "",
    by: str = "",
    days: int | None = 30,
) -> tuple[Share, str]:
    """A new link and its token, which is told only now; days: until it expires, None: never."""
    share = wanted(
        dataset,
        setting=_written(setting),
        policy=policy_written(policy),
        allowed=allowed,
        label=label,
        by=by,
    )
    return shares.add(share, days=days)


def opened_by(token: str, shares: Shares, *, now: datetime | None = None) -> Share:
    """The link that a token opens; ShareError when it opens nothing, or nothing any more."""
    share = shares.with_token(token)
    refusal = share.refusal(now)
    if refusal:
        raise ShareError(refusal)
    return share


def official(share: Share) -> Setting:
    """The setting that a link was made at; ShareError when this program does not know it."""
    try:
        told = json.loads(share.setting)
        method_named(told["method"])
        rule, least = Rule(told["rule"]), int(told["at_least"])
        return Setting(told["method"], float(told["threshold"]), rule, least)
    except (ValueError, KeyError, TypeError, MethodError) as error:
        raise ShareError(
            "This link was made by another version of this program. Ask for a new one."
        ) from error


def _written(setting: Setting) -> str:
    return json.dumps(asdict(setting) | {"rule": setting.rule.value})
