"""Verdicts that cannot all be true, with who said what, and how one of them is taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dedup_core.contradictions import Contradiction, Said
from dedup_core.decisions import Act, Entry, Judgement, Verdict


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said of two contents (digests).

    entry: of the log; None when it cannot be read any more
    holds: whether it counts now; one that was said against earlier ones does not
    """

    left: str
    right: str
    verdict: Verdict
    entry: Entry | None
    holds: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Contents that are linked one to the next, and the statement that the two ends differ."""

    links: tuple[Statement, ...]
    parted: Statement

    @property
    def contents(self) -> tuple[str, ...]:
        """The digests from one end to the other."""
        return (self.links[0].left, *(link.right for link in self.links))


def entries_of(found: Sequence[Contradiction]) -> list[int]:
    """Ids of the entries that contradict each other, in the order of the log."""
    said = ((one.parted, *one.path) for one in found)
    return sorted({statement.entry for statements in said for statement in statements})


def chains(found: Sequence[Contradiction], entries: Mapping[int, Entry]) -> list[Chain]:
    """Contradictions with who said what; entries: by id, see `entries_of`."""
    return [
        Chain(
            tuple(
                _statement(said, entries, holds=at != one.aside) for at, said in enumerate(one.path)
            ),
            _statement(one.parted, entries, holds=True),
        )
        for one in found
    ]


def settling(dataset: str, *, reviewer: str, left: str, right: str, token: str) -> Entry:
    """The entry that takes back what was said of two contents, and nothing else."""
    taken_back = Judgement(None, (left,), (right,))
    return Entry(dataset, reviewer, Act.SETTLE, token=token, judgements=(taken_back,))


def _statement(said: Said, entries: Mapping[int, Entry], *, holds: bool) -> Statement:
    return Statement(said.left, said.right, said.verdict, entries.get(said.entry), holds)
