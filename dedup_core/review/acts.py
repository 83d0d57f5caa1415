"""What a person did on the screen → the entry of the log that says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dedup_core.decisions import (
    Act,
    Closing,
    Entry,
    Judgement,
    Mark,
    Note,
    Status,
    Verdict,
)
from dedup_core.errors import DecisionError
from dedup_core.judged_pairs import checked
from dedup_core.review.ledger import Ledger

# What the first content is to each other one: a verdict that holds, or what the evidence says.
Suggested = Callable[[str, Sequence[str]], Sequence[Verdict]]


@dataclass(frozen=True, slots=True)
class Member:
    """A picture that an act is about; `keep` None: nothing was said of it, or it is taken back."""

    path: str
    digest: str
    keep: bool | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """An act as the screen sends it.

    members: the pictures it is about, the best of a group first
    right:   verdict, split: those that the members are compared with; appeal: those of the members
             that the objection is about
    target:  undo, redo: the entry; None: the last one of this reviewer
    """

    dataset: str
    reviewer: str
    act: Act
    members: tuple[Member, ...] = ()
    right: tuple[Member, ...] = ()
    verdict: Verdict | None = None
    text: str = ""
    target: int | None = None
    token: str = ""
    method: str = ""
    threshold: float | None = None
    rule: str = ""
    blind: bool = False


def duplicates(_: str, others: Sequence[str]) -> list[Verdict]:
    """Every other content is a duplicate of the first."""
    return [Verdict.DUPLICATE] * len(others)


def entry_of(asked: Asked, ledger: Ledger, *, suggested: Suggested = duplicates) -> Entry:
    """The entry that an act writes; DecisionError when it makes no sense."""
    if asked.act in (Act.UNDO, Act.REDO):
        return _written(asked, target=_target(asked, ledger))
    if not asked.members:
        raise DecisionError("This decision names no picture.")
    return _WRITES[asked.act](asked, suggested)


def _mark(asked: Asked, _: Suggested) -> Entry:
    return _written(asked, marks=_marks(asked.members))


def _accept(asked: Asked, suggested: Suggested) -> Entry:
    """Who is removed is what the first kept one says it is: that is why it is removed."""
    kept = [member for member in asked.members if member.keep]
    if not kept:
        raise DecisionError("At least one picture of a group stays. Keep one first.")
    first = kept[0].digest
    removed = [m.digest for m in asked.members if not m.keep and m.digest != first]
    said = list(zip(removed, suggested(first, removed) if removed else (), strict=True))
    judgements = [
        Judgement(verdict, (first,), tuple(dict.fromkeys(d for d, v in said if v is verdict)))
        for verdict in Verdict
        if any(v is verdict for _, v in said)
    ]
    marks = tuple(Mark(m.path, m.digest, bool(m.keep)) for m in asked.members)
    return _written(
        asked, marks=marks, judgements=tuple(judgements), closings=_closing(asked, Status.DECIDED)
    )


def _verdict(asked: Asked, _: Suggested) -> Entry:
    left, right = _digests(asked.members), _digests(asked.right)
    if len({*left, *right}) < 2:
        raise DecisionError("A verdict needs two pictures that are not the same file.")
    return _written(asked, judgements=(Judgement(asked.verdict, left, right),))


def _split(asked: Asked, _: Suggested) -> Entry:
    left, right = _digests(asked.members), _digests(asked.right)
    if not right or set(left) & set(right):
        raise DecisionError(
            "Some of the selected pictures are the same file as others of the group; "
            "they cannot be split from each other."
            if right
            else "All pictures are selected; leave at least one to split from."
        )
    return _written(asked, judgements=(Judgement(Verdict.DIFFERENT, left, right),))


def _not_duplicates(asked: Asked, _: Suggested) -> Entry:
    """All are kept and told apart. Copies of one file stay together, whatever is said."""
    said = Judgement(Verdict.DIFFERENT, _digests(asked.members))
    marks = tuple(Mark(member.path, member.digest, True) for member in asked.members)
    return _written(
        asked,
        marks=marks,
        judgements=(said,) if len(said.left) > 1 else (),
        closings=_closing(asked, Status.DECIDED),
    )


def _skip(asked: Asked, _: Suggested) -> Entry:
    return _written(asked, closings=_closing(asked, Status.SKIPPED))


def _reopen(asked: Asked, _: Suggested) -> Entry:
    return _written(asked, closings=_closing(asked, Status.OPEN))


def _note(asked: Asked, _: Suggested) -> Entry:
    return _written(asked, notes=(Note(asked.text.strip(), _digests(asked.members)),))


def _answer(asked: Asked, _: Suggested) -> Entry:
    """What one drawn pair is; without a verdict: that the reviewer cannot tell."""
    if asked.verdict is not None:
        return _verdict(asked, _)
    one, other = _digests(asked.members), _digests(asked.right)
    if len(one) != 1 or len(other) != 1 or one == other:
        raise DecisionError("An answer is about two pictures that are not the same file.")
    return _written(asked, doubts=((one[0], other[0]),))


def _appeal(asked: Asked, _: Suggested) -> Entry:
    """The group of the pictures is open again; the objection stands in the log and as a note.

    What was marked of the pictures it is about is taken back: that is how the log names them.
    """
    if not asked.text.strip():
        raise DecisionError("Write down what the contributor objects to.")
    note = Note(f"Appeal: {asked.text.strip()}", _digests(asked.members))
    marks = tuple(Mark(m.path, m.digest, None) for m in asked.right or asked.members)
    return _written(asked, marks=marks, notes=(note,), closings=_closing(asked, Status.OPEN))


def _settle(asked: Asked, _: Suggested) -> Entry:
    said = Judgement(asked.verdict, _digests(asked.members), _digests(asked.right))
    return _written(asked, judgements=(said,))


_WRITES: dict[Act, Callable[[Asked, Suggested], Entry]] = {
    Act.MARK: _mark,
    Act.ACCEPT: _accept,
    Act.VERDICT: _verdict,
    Act.SPLIT: _split,
    Act.NOT_DUPLICATES: _not_duplicates,
    Act.SKIP: _skip,
    Act.REOPEN: _reopen,
    Act.NOTE: _note,
    Act.SETTLE: _settle,
    Act.ANSWER: _answer,
    Act.APPEAL: _appeal,
}
WRITTEN_BY_HAND = frozenset(_WRITES) | {Act.UNDO, Act.REDO}


def _target(asked: Asked, ledger: Ledger) -> int:
    if asked.target is not None:
        return asked.target
    undo = asked.act is Act.UNDO
    found = ledger.undoable(asked.reviewer) if undo else ledger.redoable(asked.reviewer)
    if found is None:
        raise DecisionError(f"There is nothing left to {asked.act.value}.")
    return found.id


def _written(
    asked: Asked,
    *,
    marks: tuple[Mark, ...] = (),
    judgements: tuple[Judgement, ...] = (),
    closings: tuple[Closing, ...] = (),
    notes: tuple[Note, ...] = (),
    doubts: tuple[tuple[str, str], ...] = (),
    target: int | None = None,
) -> Entry:
    return Entry(
        asked.dataset,
        asked.reviewer,
        asked.act,
        token=asked.token,
        method=asked.method,
        threshold=asked.threshold,
        rule=asked.rule,
        why=asked.text if asked.act is not Act.NOTE else "",
        marks=marks,
        judgements=checked(judgements),
        closings=closings,
        notes=notes,
        doubts=doubts,
        target=target,
        blind=asked.blind,
    )


def _marks(members: Sequence[Member]) -> tuple[Mark, ...]:
    return tuple(Mark(member.path, member.digest, member.keep) for member in members)


def _digests(members: Sequence[Member]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member.digest for member in members))


def _closing(asked: Asked, status: Status) -> tuple[Closing, ...]:
    return (Closing(status, tuple((member.path, member.digest) for member in asked.members)),)
