"""What contributors object to, whether it is answered, and the references they write in."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from dedup_core.decisions import Act, Entry, Mark, Status
from dedup_core.model import Catalog
from dedup_core.review.acts import Asked, Member
from dedup_core.review.ledger import Ledger, Picture

_CODE_BYTES = 5  # eight letters: among 100,000 pictures two have the same once in 200 datasets
_HALF = 4  # letters before the hyphen
_SPELLED = str.maketrans("01", "OI")  # what is no letter of base 32 was read from its look-alike


@dataclass(frozen=True, slots=True)
class Appeal:
    """An objection to what became of one picture.

    waits: nobody has decided the picture's group, or marked the picture, since
    """

    entry_id: int
    picture: Picture
    text: str
    reviewer: str
    at: str
    waits: bool


def appeals(ledger: Ledger) -> list[Appeal]:
    """All that hold, the oldest first; of a picture only the last one waits."""
    said = [entry for entry in ledger.entries if _holds(ledger, entry)]
    last = {_picture(mark): entry.id for entry in said for mark in entry.marks}
    return [
        Appeal(
            entry.id,
            _picture(mark),
            entry.why.strip(),
            entry.reviewer,
            entry.at,
            last[_picture(mark)] == entry.id and not _answered(ledger, entry, mark),
        )
        for entry in said
        for mark in entry.marks
    ]


def asked_for(asked: Asked, rows: Iterable[int], about: int, catalog: Catalog) -> Asked:
    """The act that appeals for one row; `rows`: its group, which it opens again."""

    def member(row: int) -> Member:
        return Member(catalog.paths[row], catalog.digests[row])

    members = tuple(member(row) for row in rows)
    return replace(asked, act=Act.APPEAL, members=members, right=(member(about),))


def reference(dataset: str, path: str, digest: str) -> str:
    """A code of a picture to be written in a letter: `K7QF-3M2P`, the same as long as it is it."""
    content = "\0".join((dataset, path, digest)).encode("utf-8", "surrogateescape")
    code = b32encode(sha256(content).digest()[:_CODE_BYTES]).decode()
    return f"{code[:_HALF]}-{code[_HALF:]}"


def rows_of_reference(dataset: str, catalog: Catalog, typed: str) -> list[int]:
    """The rows that a typed reference may mean: one, or none; 0.1 s for 100,000 pictures."""
    wanted = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_SPELLED)
    codes = _references(dataset, catalog.paths, catalog.digests)
    return [row for row, code in enumerate(codes) if code.replace("-", "") == wanted]


def _references(dataset: str, paths: Sequence[str], digests: Sequence[str]) -> Iterable[str]:
    return (reference(dataset, path, digest) for path, digest in zip(paths, digests, strict=True))


def _holds(ledger: Ledger, entry: Entry) -> bool:
    mine = entry.act is Act.APPEAL and entry.dataset == ledger.dataset
    return mine and not entry.blind and ledger.active(entry)


def _answered(ledger: Ledger, entry: Entry, mark: Mark) -> bool:
    """The group was decided since, or somebody marked the picture since."""
    closed, marked = ledger.closed.get(_picture(mark)), ledger.marks.get(_picture(mark))
    decided = closed is not None and closed.status is Status.DECIDED and closed.entry_id > entry.id
    return decided or (marked is not None and marked.keep is not None)


def _picture(mark: Mark) -> Picture:
    return mark.path, mark.digest
