"""The log in a bundle: every entry that counts, numbered from 1 in its order.

Of other datasets only verdicts on these pictures count; that is all a bundle tells of those, as
they may be somebody else's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from dedup_core.bundle.tables import Kinds, rows_in, table
from dedup_core.decisions import Act, Entry, Judgement, read, written
from dedup_core.errors import BundleError
from dedup_core.judged_pairs import MOST_PAIRS

HERE = ""  # the dataset of a bundle; others are numbered from 1
_TURNS = (Act.UNDO, Act.REDO)
_COLUMNS: Kinds = {
    "dataset": (str,),
    "at": (str,),
    "reviewer": (str,),
    "act": (str,),
    "method": (str,),
    "threshold": (int, float, type(None)),
    "rule": (str,),
    "why": (str,),
    "target": (int, type(None)),
    "blind": (bool,),
    "changes": (dict,),
}


def counting(entries: Iterable[Entry], dataset: str, digests: Collection[str]) -> list[Entry]:
    """What counts for a dataset with these contents; targets are the new numbers, too."""
    number: dict[int, int] = {}
    others: dict[str, str] = {}
    found: list[Entry] = []
    for entry in entries:
        here = entry.dataset == dataset
        kept = entry if here else _narrowed(entry, digests)
        if entry.act in _TURNS and entry.target not in number:
            continue
        if not (here or entry.act in _TURNS or kept.judgements):
            continue
        number[entry.id] = len(found) + 1
        named = HERE if here else others.setdefault(entry.dataset, str(len(others) + 1))
        target = None if entry.target is None else number[entry.target]
        found.append(replace(kept, dataset=named, target=target, id=number[entry.id], token=""))
    return found


def part(entries: Iterable[Entry]) -> bytes:
    """The log as a part."""
    return table(_COLUMNS, map(_row, entries))


def entries_in(name: str, data: bytes) -> tuple[Entry, ...]:
    """The entries of a part; BundleError for what cannot be one."""
    found = []
    for id, row in enumerate(rows_in(name, data, _COLUMNS), start=1):
        try:
            found.append(_entry(row, id))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BundleError(f"{name}, line {id + 1:,}: this is no decision.") from error
    return tuple(found)


def stored_again(entries: Sequence[Entry], append: Callable[[Entry], Entry], dataset: str) -> None:
    """Append the entries of a bundle to an empty log, as those of a dataset and of others."""
    id_of: dict[int | None, int | None] = {None: None}
    for entry in entries:
        named = dataset if entry.dataset == HERE else f"another one {entry.dataset}"
        if entry.target not in id_of:
            raise BundleError(f"Decision {entry.id} takes back one that is not before it.")
        told = replace(entry, dataset=named, target=id_of[entry.target], id=0)
        id_of[entry.id] = append(told).id


def _narrowed(entry: Entry, digests: Collection[str]) -> Entry:
    """What an entry of another dataset says of pairs of these contents, and nothing else."""
    said = [
        replace(
            one,
            left=tuple(digest for digest in one.left if digest in digests),
            right=tuple(digest for digest in one.right if digest in digests),
        )
        for one in entry.judgements
        if not entry.blind
    ]
    of = [one for one, whole in zip(said, entry.judgements, strict=False) if _is_left(one, whole)]
    return replace(entry, marks=(), judgements=tuple(of), closings=(), notes=(), doubts=(), why="")


def _is_left(narrowed: Judgement, whole: Judgement) -> bool:
    """Whether a pair is left: without a right side a judgement is of all on the left."""
    if whole.right:
        return bool(narrowed.left and narrowed.right)
    return len(narrowed.left) > 1


def _row(entry: Entry) -> list[object]:
    return [
        entry.dataset,
        entry.at,
        entry.reviewer,
        entry.act.value,
        entry.method,
        entry.threshold,
        entry.rule,
        entry.why,
        entry.target,
        entry.blind,
        json.loads(written(entry)),
    ]


def _entry(row: list[object], id: int) -> Entry:
    dataset, at, reviewer, act, method, threshold, rule, why, target, blind, changes = row
    bare = Entry(
        dataset=str(dataset),
        reviewer=str(reviewer),
        act=Act(act),
        method=str(method),
        threshold=threshold if isinstance(threshold, int | float) else None,
        rule=str(rule),
        why=str(why),
        target=target if isinstance(target, int) else None,
        blind=bool(blind),
        id=id,
        at=str(at),
    )
    entry = read(json.dumps(changes), bare)
    pairs = sum(len(said.left) * len(said.right or said.left) for said in entry.judgements)
    texts = [*entry.digests(), *(note.text for note in entry.notes)]
    texts += [path for closing in entry.closings for path, _ in closing.members]
    texts += [mark.path for mark in entry.marks]
    keeps = {mark.keep for mark in entry.marks} <= {True, False, None}
    if not keeps or not all(isinstance(text, str) for text in texts) or pairs > 2 * MOST_PAIRS:
        raise ValueError("no decision")
    return entry
