"""Entries of the log as sentences for people: plain text, which a page must still make harmless."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from dedup_core.decisions import Act, Entry, Judgement, Status, Verdict
from dedup_core.errors import MethodError
from dedup_core.fingerprints import method_named
from dedup_core.review.phrases import clean, counted, listed, quoted, short_path

Names = Mapping[str, str]  # paths by digest
NONE: Names = MappingProxyType({})
NOBODY = "Somebody"  # marks from before reviewers had names
_MOST_STATEMENTS = 2  # of one entry that are told in full

_OF_ONE = {
    Verdict.DUPLICATE: "is a duplicate of",
    Verdict.SAME_SCENE: "shows the same scene as",
    Verdict.DIFFERENT: "is different from",
}
_OF_SEVERAL = {
    Verdict.DUPLICATE: "are duplicates of",
    Verdict.SAME_SCENE: "show the same scene as",
    Verdict.DIFFERENT: "are different from",
}
_AMONG = {
    Verdict.DUPLICATE: ("are duplicates", "are all duplicates"),
    Verdict.SAME_SCENE: ("show the same scene", "all show the same scene"),
    Verdict.DIFFERENT: ("are different", "are all different"),
}
_NOUNS = {
    Verdict.DUPLICATE: "duplicates",
    Verdict.SAME_SCENE: "same scene",
    Verdict.DIFFERENT: "different",
}


def said(entry: Entry, *, target: Entry | None = None, names: Names = NONE) -> str:
    """An entry as a sentence: `Ana kept a.jpg and removed 4 others: duplicates (phash ≤ 10)`.

    target: what an undo or redo is about; names: of contents that the entry itself does not name
    """
    seen = setting(entry)
    blind = ", as a second opinion" if entry.blind else ""
    return f"{who(entry)} {deed(entry, target=target, names=names)}{blind}" + (
        f" ({seen})" if seen else ""
    )


def who(entry: Entry) -> str:
    """Whose entry it is."""
    return clean(entry.reviewer).strip() or NOBODY


def deed(entry: Entry, *, target: Entry | None = None, names: Names = NONE) -> str:
    """What somebody did, to follow a name: `kept a.jpg and removed 4 others: duplicates`."""
    if entry.act in (Act.UNDO, Act.REDO):
        return _turn(entry, target, names)
    return _DEEDS[entry.act](entry, {**names, **_own_names(entry)})


def setting(entry: Entry) -> str:
    """The method and threshold on screen: `phash ≤ 10`, `cnn ≥ 0.925`; empty without."""
    if not entry.method or entry.threshold is None:
        return ""
    try:
        least = method_named(entry.method).is_similarity
    except MethodError:  # a network of one's own that is not here any more
        return f"{clean(entry.method)} at {entry.threshold:g}"
    return f"{entry.method} {'≥' if least else '≤'} {entry.threshold:g}"


def taking_back(entry: Entry) -> str:
    """What an undo of an entry would change, in sentences."""
    if entry.blind:
        return "It takes back a second opinion. Nothing else changes: it was only compared."
    pairs, marks = sum(_size(one) for one in entry.judgements), len(entry.marks)
    parts = [
        marks and counted(marks, "mark"),
        pairs and counted(pairs, "verdict"),
        entry.closings and f"the state of {counted(len(entry.closings), 'group')}",
        entry.notes and counted(len(entry.notes), "note"),
        entry.doubts and f"that {counted(len(entry.doubts), 'pair')} could not be told",
    ]
    told = listed([part for part in parts if part])
    if not told:
        return "It changes nothing."
    everywhere = " Verdicts count in every dataset." if pairs else ""
    after = "What was said before counts again; later decisions stay."
    return f"It takes back {told}.{everywhere} {after}"


def pictures_of(entry: Entry) -> list[str]:
    """Digests of the pictures that an entry is about, each once, the telling ones first."""
    found = [mark.digest for mark in sorted(entry.marks, key=lambda mark: mark.keep is not True)]
    for one in entry.judgements:  # a picture of each side first
        found += [*one.left[:1], *one.right[:1], *one.left[1:], *one.right[1:]]
    found += [digest for closing in entry.closings for _, digest in closing.members]
    found += [digest for note in entry.notes for digest in note.digests]
    found += [digest for pair in entry.doubts for digest in pair]
    return list(dict.fromkeys(found))


def path_of(entry: Entry, names: Names = NONE) -> str:
    """The path of one picture that an entry is about, a kept one where there is one, or empty."""
    known = {**names, **_own_names(entry)}
    return next((known[digest] for digest in pictures_of(entry) if digest in known), "")


def _own_names(entry: Entry) -> dict[str, str]:
    closed = (member for closing in entry.closings for member in closing.members)
    named = {digest: path for path, digest in closed}
    return named | {mark.digest: mark.path for mark in entry.marks}


def _turn(entry: Entry, target: Entry | None, names: Names) -> str:
    verb = "undid" if entry.act is Act.UNDO else "redid"
    if target is None:
        return f"{verb} entry {entry.target}"
    mine = target.reviewer == entry.reviewer
    whose = "" if mine else f" what {who(target)} did"
    return f"{verb}{whose}: {deed(target, names=names)}"


def _marked(entry: Entry, names: Names) -> str:
    return listed(_of_marks(entry)) or "marked nothing"


def _accepted(entry: Entry, names: Names) -> str:
    told = listed(_of_marks(entry))
    if not told:
        told = f"decided {_group(entry, names)}"
    elif len(entry.marks) > 1 and all(mark.keep for mark in entry.marks):
        told = f"kept all {counted(len(entry.marks), 'picture')} of a group"
    nouns = _nouns(entry.judgements)
    return f"{told}: {nouns}" if nouns else told


def _judged(entry: Entry, names: Names) -> str:
    told = [_statement(one, names) for one in entry.judgements[:_MOST_STATEMENTS]]
    more = len(entry.judgements) - len(told)
    return listed(told + ([f"judged {more:,} more"] if more else [])) or "judged nothing"


def _split(entry: Entry, names: Names) -> str:
    if not entry.judgements:
        return f"split {_group(entry, names)}"
    left, right = entry.judgements[0].left, entry.judgements[0].right
    size = len({*left, *right})
    return f"split {_pictures(left, names)} off a group of {size:,}: different"


def _not_duplicates(entry: Entry, names: Names) -> str:
    return f"said that {_group(entry, names)} are all different: not duplicates"


def _skipped(entry: Entry, names: Names) -> str:
    return f"left {_group(entry, names)} for later"


def _reopened(entry: Entry, names: Names) -> str:
    return f"opened {_group(entry, names)} again"


def _noted(entry: Entry, names: Names) -> str:
    text = entry.notes[0].text if entry.notes else ""
    what = _group(entry, names)
    return f"wrote about {what}: {quoted(text)}" if text else f"took back the note on {what}"


def _ruled(entry: Entry, names: Names) -> str:
    groups = counted(len(entry.closings), "group")
    done = listed(_of_marks(entry))
    if not done:
        skipped = any(closing.status is Status.SKIPPED for closing in entry.closings)
        done = "left them for later" if skipped else "changed no mark"
    return f"ran a rule over {groups}: {done}" + (f" ({quoted(entry.why)})" if entry.why else "")


def _settled(entry: Entry, names: Names) -> str:
    return f"settled a contradiction: {_judged(entry, names)}"


def _answered(entry: Entry, names: Names) -> str:
    if not entry.doubts:
        return _judged(entry, names)
    return f"could not tell what {_pictures(entry.doubts[0], names)} are to each other"


def _appealed(entry: Entry, names: Names) -> str:
    return f"recorded an appeal about {_group(entry, names)}: {quoted(entry.why)}"


_DEEDS: dict[Act, Callable[[Entry, Names], str]] = {
    Act.MARK: _marked,
    Act.ACCEPT: _accepted,
    Act.VERDICT: _judged,
    Act.SPLIT: _split,
    Act.NOT_DUPLICATES: _not_duplicates,
    Act.SKIP: _skipped,
    Act.REOPEN: _reopened,
    Act.NOTE: _noted,
    Act.RULE: _ruled,
    Act.SETTLE: _settled,
    Act.ANSWER: _answered,
    Act.APPEAL: _appealed,
}


def _of_marks(entry: Entry) -> list[str]:
    """What was done to single pictures: `kept a.jpg`, `removed 4 others`."""
    kept, removed, back = (
        [mark.path for mark in entry.marks if mark.keep is keep] for keep in (True, False, None)
    )
    others = f"{len(removed):,} others" if kept and len(removed) > 1 else _paths(removed)
    told = (("kept", _paths(kept)), ("removed", others), ("took back the mark on", _paths(back)))
    return [f"{verb} {what}" for verb, what in told if what]


def _paths(paths: Sequence[str]) -> str:
    if len(paths) == 1:
        return short_path(paths[0])
    return counted(len(paths), "picture") if paths else ""


def _statement(one: Judgement, names: Names) -> str:
    left, right = _once(one.left), _once(one.right)
    if one.verdict is None:
        other = f" and {_pictures(right, names)}" if right else ""
        return f"took back what was said of {_pictures(left, names)}{other}"
    if len(left) == len(right) == 1 and not {*left, *right} <= names.keys():
        left, right = [*left, *right], []  # "1 picture … 1 picture" says less
    if not right:
        both, several = _AMONG[one.verdict]
        return f"said that {_pictures(left, names)} {both if len(left) <= 2 else several}"
    verb = (_OF_ONE if len(left) == 1 else _OF_SEVERAL)[one.verdict]
    others = _pictures(right, names) if len(right) == 1 else f"{len(right):,} others"
    return f"said that {_pictures(left, names)} {verb} {others}"


def _group(entry: Entry, names: Names) -> str:
    """The group that an entry is about, by its size and one of its pictures."""
    if entry.closings:
        members = entry.closings[0].members
        example, size = (members[0][0] if members else ""), len(members)
    else:
        digests = _once(sorted(entry.digests()))
        example, size = next((names[d] for d in digests if d in names), ""), len(digests)
    return f"the {counted(size, 'picture')}" + (f" with {short_path(example)}" if example else "")


def _pictures(digests: Iterable[str], names: Names) -> str:
    """`a.jpg`, `a.jpg and b.jpg`, `5 pictures`; numbers where names are not known."""
    wanted = _once(digests)
    known = [short_path(names[digest]) for digest in wanted if digest in names]
    if 0 < len(wanted) <= 2 and len(known) == len(wanted):
        return " and ".join(known)
    return counted(len(wanted), "picture")


def _nouns(judgements: Iterable[Judgement]) -> str:
    found = {one.verdict for one in judgements}
    return " and ".join(noun for verdict, noun in _NOUNS.items() if verdict in found)


def _size(one: Judgement) -> int:
    """How many pairs a judgement is about, at most; counting them one by one may take millions."""
    left, right = len(set(one.left)), len(set(one.right))
    return left * right if right else left * (left - 1) // 2


def _once(digests: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(digests))
