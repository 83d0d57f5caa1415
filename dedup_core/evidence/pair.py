"""Everything that a person sees about one pair of pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dedup_core import fingerprints
from dedup_core.errors import MethodError
from dedup_core.evidence.distances import Distance, Measures, distances
from dedup_core.evidence.looking import Look, look
from dedup_core.evidence.relation import Related, Signs, relation
from dedup_core.evidence.sentence import sentence
from dedup_core.evidence.side_by_side import FactRow, side_by_side
from dedup_core.model import Catalog, Facts
from dedup_core.pairs import MIN_INFORMATION


class Rows(Measures, Protocol):
    """An open dataset, as far as evidence needs it."""

    catalog: Catalog


class Contents(Protocol):
    """A workspace, as far as evidence needs it."""

    def facts(self, digest: str) -> Facts:
        """What is known of a content."""
        ...

    def thumbnail(self, digest: str) -> bytes | None:
        """The JPEG thumbnail of a content."""
        ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of two pictures and what follows from it; all of it seen from the left one."""

    sentence: str
    related: Related
    distances: tuple[Distance, ...]
    facts: tuple[FactRow, ...]
    look: Look


def evidence(
    workspace: Contents, rows: Rows, left: int, right: int, *, method: str, threshold: float
) -> Evidence:
    """The evidence on two rows; takes about 150 ms, most of it for local features.

    method, threshold: what the page shows. MethodError when there is no such method or threshold.
    """
    _check(method, threshold)
    first, second = rows.catalog.digests[left], rows.catalog.digests[right]
    mine, theirs = workspace.facts(first), workspace.facts(second)
    flat = min(mine.information, theirs.information) < MIN_INFORMATION
    seen = look(workspace.thumbnail(first), workspace.thumbnail(second))
    apart = distances(
        rows,
        fingerprints.ALL,
        left,
        right,
        method=method,
        threshold=threshold,
        flat=flat,
        live=_live(seen),
    )
    signs = _signs(apart, seen, same_bytes=first == second, flat=flat)
    return _told(signs, mine, theirs, apart=apart, seen=seen)


def _told(
    signs: Signs, left: Facts, right: Facts, *, apart: tuple[Distance, ...], seen: Look
) -> Evidence:
    related = relation(signs)
    words = sentence(related, signs, left, right)
    return Evidence(words, related, apart, side_by_side(left, right), seen)


def _check(method: str, threshold: float) -> None:
    known = fingerprints.method_named(method)
    if not 0 <= threshold <= known.scale:
        raise MethodError(
            f"A threshold of {threshold:g} is outside 0 … {known.scale} for {method}."
        )


def _live(seen: Look) -> dict[str, float]:
    """The distance of `scene`, which is stored only for pairs that were likely: as stored."""
    if seen.same_scene is None:
        return {}
    return {"scene": 1 - seen.same_scene}


def _signs(apart: tuple[Distance, ...], seen: Look, *, same_bytes: bool, flat: bool) -> Signs:
    by_name = {told.method: int(told.distance) for told in apart}
    exact = 0 if same_bytes else by_name.get("exact")
    return seen.signs(exact=exact, bits=None if flat else by_name.get("phash"))
