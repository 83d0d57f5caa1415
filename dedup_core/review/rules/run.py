"""The one entry of the log that a rule writes: exactly what its preview showed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dedup_core.decisions import Act, Closing, Entry, Judgement, Mark, Status, Verdict
from dedup_core.errors import DecisionError
from dedup_core.judged_pairs import checked
from dedup_core.review.rules.preview import Preview
from dedup_core.review.rules.rule import Action, sentence


@dataclass(frozen=True, slots=True)
class Group:
    """Members as (path, digest); whether each is kept, and what it is to the kept one."""

    members: tuple[tuple[str, str], ...]
    kept: list[bool]
    verdicts: list[int]


def entry(preview: Preview, *, dataset: str, reviewer: str, last: int, token: str = "") -> Entry:
    """What the rule writes: one entry, so that one undo takes all of it back.

    last: the newest entry of the log now. DecisionError when the preview is older, or empty
    """
    if last != preview.last:
        raise DecisionError(
            "Something was decided since this preview. Look at the new one, then run the rule."
        )
    if not preview.matched:
        raise DecisionError("No group matches this rule, so there is nothing to decide.")
    setting, action = preview.ruled.setting, preview.rule.action
    groups = list(_groups(preview))
    status = Status.SKIPPED if action is Action.SKIP else Status.DECIDED
    return Entry(
        dataset,
        reviewer,
        Act.RULE,
        token=token,
        method=setting.method,
        threshold=setting.threshold,
        rule=setting.rule.value,
        why=sentence(preview.rule),
        marks=tuple(mark for group in groups for mark in _marks(action, group)),
        judgements=checked(tuple(s for group in groups for s in _judgements(action, group))),
        closings=tuple(Closing(status, group.members) for group in groups),
    )


def _groups(preview: Preview) -> Iterator[Group]:
    """The members of each group, with what the rule says of them."""
    ruled, catalog = preview.ruled, preview.ruled.catalog
    rows, kept = ruled.groups.member.tolist(), ruled.kept.tolist()
    pictures = [(catalog.paths[row], catalog.digests[row]) for row in rows]
    verdicts = ruled.verdict.tolist()
    for begin, end in pairwise(ruled.groups.start.tolist()):
        yield Group(tuple(pictures[begin:end]), kept[begin:end], verdicts[begin:end])


def _marks(action: Action, group: Group) -> Iterator[Mark]:
    if action is not Action.SKIP:
        for (path, digest), keep in zip(group.members, group.kept, strict=True):
            yield Mark(path, digest, keep)


def _judgements(action: Action, group: Group) -> Iterator[Judgement]:
    """What the rule says of pairs; nothing can be said of a file and itself."""
    digests = [digest for _, digest in group.members]
    if action in (Action.SAME_SCENE, Action.NOT_DUPLICATES):
        same = action is Action.SAME_SCENE
        if len(set(digests)) > 1:
            everyone = tuple(dict.fromkeys(digests))
            yield Judgement(Verdict.SAME_SCENE if same else Verdict.DIFFERENT, everyone)
    if action is not Action.KEEP_ONE:
        return
    first = digests[group.kept.index(True)]
    for place, verdict in enumerate(Verdict):
        said = zip(digests, group.verdicts, strict=True)
        others = tuple(dict.fromkeys(d for d, v in said if v == place and d != first))
        if others:
            yield Judgement(verdict, (first,), others)
