"""Links that were set aside because they would join two contents that people told apart."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dedup_core.decisions import Verdict
from dedup_core.judged_pairs import JudgedPairs

_VERDICTS = tuple(Verdict)
Steps = Mapping[int, list[tuple[int, int]]]  # of a content its linked ones, each with the pair
Ways = dict[int, tuple[int, int, int]]  # how far, the one before, and the pair between


@dataclass(frozen=True, slots=True)
class Said:
    """What stands between two contents (digests), and the entry of the log that said it."""

    left: str
    right: str
    verdict: Verdict
    entry: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two contents that are different, and links that would make them one group.

    path:  from `parted.left` to `parted.right`; each step begins where the one before ended
    aside: place in `path` of the link that does not count, because it was said last
    """

    parted: Said
    path: tuple[Said, ...]
    aside: int


@dataclass(frozen=True, slots=True)
class Quarrel:
    """The pairs of components with something set aside; contents are named by their first rows.

    linked: links that count
    parted: pairs that are different
    aside:  links that do not count, in the order in which they were said
    """

    linked: JudgedPairs
    parted: JudgedPairs
    aside: JudgedPairs


def contradictions(quarrel: Quarrel, digests: Sequence[str]) -> Iterator[Contradiction]:
    """One for each link set aside, with the shortest path that it would close."""
    steps = _steps(quarrel.linked)
    parted = _steps(quarrel.parted)
    for link in range(len(quarrel.aside)):
        one, other = int(quarrel.aside.left[link]), int(quarrel.aside.right[link])
        ways, back = _ways(one, steps), _ways(other, steps)
        pair, near, far = min(_between(ways, back, parted, quarrel.parted))[2:]
        said = _said(quarrel.parted, pair, near, far, digests)
        first = _path(near, ways, quarrel.linked, digests)
        last = [_turned(step) for step in reversed(_path(far, back, quarrel.linked, digests))]
        path = (*first, _said(quarrel.aside, link, one, other, digests), *last)
        if said.left < said.right:
            yield Contradiction(said, path, len(first))
        else:
            turned = tuple(_turned(step) for step in reversed(path))
            yield Contradiction(_turned(said), turned, len(last))


def _steps(pairs: JudgedPairs) -> Steps:
    steps: dict[int, list[tuple[int, int]]] = {}
    both = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    for pair, (left, right) in enumerate(both):
        steps.setdefault(left, []).append((right, pair))
        steps.setdefault(right, []).append((left, pair))
    return steps


def _ways(start: int, steps: Steps) -> Ways:
    """The shortest way back to the start from each content that is linked with it."""
    ways, waiting = {start: (0, start, -1)}, deque([start])
    while waiting:
        content = waiting.popleft()
        for beyond, pair in steps.get(content, ()):
            if beyond not in ways:
                ways[beyond] = (ways[content][0] + 1, content, pair)
                waiting.append(beyond)
    return ways


def _between(
    ways: Ways, back: Ways, parted: Steps, pairs: JudgedPairs
) -> Iterator[tuple[int, int, int, int, int]]:
    """Parted pairs between the two sides: how long the path is, entry, pair, and both contents."""
    for near, (steps, _, _) in ways.items():
        for far, pair in parted.get(near, ()):
            if far in back:
                yield steps + back[far][0], int(pairs.entry[pair]), pair, near, far


def _path(start: int, ways: Ways, pairs: JudgedPairs, digests: Sequence[str]) -> list[Said]:
    path, content = [], start
    while ways[content][0]:
        _, before, pair = ways[content]
        path.append(_said(pairs, pair, content, before, digests))
        content = before
    return path


def _said(pairs: JudgedPairs, pair: int, left: int, right: int, digests: Sequence[str]) -> Said:
    verdict = _VERDICTS[int(pairs.said[pair])]
    return Said(digests[left], digests[right], verdict, int(pairs.entry[pair]))


def _turned(said: Said) -> Said:
    return Said(said.right, said.left, said.verdict, said.entry)
