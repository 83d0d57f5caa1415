"""A group as a graph with its weakest pair and its bridge; the component's code lies beside."""

from __future__ import annotations

from collections.abc import Callable

from dedup_core.chain import Bridge, Chain
from dedup_core.chain_layout import drawn, layout, part
from dedup_core.evidence.distances import value_in_words
from dedup_core.fingerprints import Method, method_named
from dedup_core.groups import Rule
from dedup_core.inspected import Inspected
from dedup_core.opened import OpenDataset
from dedup_core.review.phrases import clean
from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address
from pages.ui.words import counted

_KEY = "chain"
_MOST_SHOWN = 24  # pictures of a group under another rule
_MOST_GROUPS = (
    12  # under a rule; all 290 of a walk of 1,500 pictures were a page 28,000 pixels high
)


def show_chain(
    engine: Engine, opened: OpenDataset, found: Inspected, *, split: Callable[[], None]
) -> None:
    """Draw it; `split` is called when somebody splits the group at its bridge."""
    chain, method = found.chain, method_named(found.setting.method)
    places = drawn(chain)
    shown = part(chain, places)
    rows = {int(row) for groups in found.under.values() for group in groups for row in group}
    content = {
        "base": address(engine, f"of/{opened.version}/"),
        "paths": {row: clean(opened.catalog.paths[row]) for row in sorted(rows)},
        "members": [int(row) for row in chain.rows],
        "said": _sentence(chain, method, found),
        "weakest": _weakest(chain, method, found),
        "bridge": _bridge(chain, method),
        "graph": {
            "rows": [int(row) for row in shown.rows],
            "at": [[round(x, 4), round(y, 4)] for x, y in layout(shown).tolist()],
            "links": [
                [int(a), int(b), value_in_words(method, float(d))]
                for a, b, d in zip(shown.left, shown.right, shown.distance, strict=True)
            ],
            "beyond": [] if chain.bridge is None else chain.bridge.beyond[places].tolist(),
            "left_out": len(chain) - len(shown),
        },
        "under": [_under(rule, found) for rule in Rule],
    }
    # The group is part of the key: a press on one group must never split the next one.
    key = f"{_KEY} {opened.version} {opened.ledger().last} {int(chain.rows[0])}"
    component(engine, "chain")(key=key, data=content, on_split_change=split)


def _sentence(chain: Chain, method: Method, found: Inspected) -> str:
    limit = value_in_words(method, method.limit_of(found.setting.threshold))
    links = counted(len(chain.left), "link")
    return f"{counted(len(chain), 'picture')}, {links} within {limit} or by a verdict."


def _weakest(chain: Chain, method: Method, found: Inspected) -> dict[str, object] | None:
    if chain.weakest is None:
        return None
    one, other, distance = chain.weakest
    beyond = distance > method.limit_of(found.setting.threshold)
    limit = value_in_words(method, method.limit_of(found.setting.threshold))
    end = f"beyond the threshold of {limit}" if beyond else f"within the threshold of {limit}"
    return {
        "rows": [int(chain.rows[one]), int(chain.rows[other])],
        "said": f"{value_in_words(method, distance)} apart, {end}",
    }


def _bridge(chain: Chain, method: Method) -> dict[str, object] | None:
    bridge = chain.bridge
    if bridge is None:
        return None
    far = int(bridge.beyond.sum())
    return {
        "rows": [int(chain.rows[bridge.left]), int(chain.rows[bridge.right])],
        "said": _across(bridge, far, len(chain) - far, method),
        "sides": [len(chain) - far, far],
        "pairs": far * (len(chain) - far),
    }


def _across(bridge: Bridge, far: int, near: int, method: Method) -> str:
    distance = value_in_words(method, bridge.distance)
    only = "the only link" if bridge.crossing == 1 else f"the closest of {bridge.crossing:,} links"
    return (
        f"{distance} apart, {only} between {counted(near, 'picture')} and {counted(far, 'other')}"
    )


def _under(rule: Rule, found: Inspected) -> dict[str, object]:
    inside = {int(row) for row in found.chain.rows}
    groups = [[int(row) for row in group] for group in found.under[rule]]
    grouped = {row for group in groups for row in group}
    return {
        "title": rule.title,
        "sentence": rule.sentence,
        "here": rule is found.setting.rule,
        "count": len(groups),
        "groups": [{"size": len(g), "rows": g[:_MOST_SHOWN]} for g in groups[:_MOST_GROUPS]],
        "alone": sorted(inside - grouped)[:_MOST_SHOWN],
        "left_alone": len(inside - grouped),
    }
