"""Contributors from the names of folders and files, by a simple pattern.

`{contributor}/...` takes the first folder, `*/{contributor}/...` the second,
`{campaign}/user-{contributor}/...` two names at once, `{contributor}_*` the beginning of a file's
name. `*` is any text inside one name, `...` at the end any further folders and the file.
No regular expressions: some of those need years for one path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from dedup_core.errors import ManifestError
from dedup_core.manifest.problems import Kind, Problem
from dedup_core.manifest.submissions import Matched, Submissions, nothing_known
from dedup_core.model import Catalog

REST = "..."
CONTRIBUTOR, CAMPAIGN = "contributor", "campaign"
_HOLES = {"{contributor}": CONTRIBUTOR, "{campaign}": CAMPAIGN, "*": ""}
_TOKEN = re.compile(r"(\{[^{}]*\}|\*)")
_MOST_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class FolderPattern:
    """A pattern as it was written, and its parts between `/` as texts and holes in turn."""

    text: str
    parts: tuple[tuple[str, ...], ...]
    open_end: bool

    def read(self, path: str) -> dict[str, str] | None:
        """What a path says of itself by name of the hole, None where it does not fit."""
        names = path.split("/")
        enough = len(names) > len(self.parts) if self.open_end else len(names) == len(self.parts)
        if not enough:
            return None
        found: dict[str, str] = {}
        for part, name in zip(self.parts, names, strict=False):
            if not _fill(part, name, found):
                return None
        return {hole: value.strip() for hole, value in found.items()}


def folder_pattern(text: str) -> FolderPattern:
    """The pattern that a text describes; ManifestError says what is not right about it."""
    clean = text.strip().strip("/")
    if len(clean) > _MOST_CHARACTERS:
        raise ManifestError(f"The pattern is longer than {_MOST_CHARACTERS} characters.")
    *before, last = clean.split("/")
    open_end = last == REST
    parts = tuple(_tokens(part) for part in (before if open_end else [*before, last]))
    holes = [_HOLES[token] for part in parts for token in part[1::2] if _HOLES[token]]
    if CONTRIBUTOR not in holes:
        raise ManifestError("Write {contributor} where the name stands, as in {contributor}/...")
    if len(set(holes)) < len(holes):
        raise ManifestError("Each of {contributor} and {campaign} can stand once in a pattern.")
    return FolderPattern(clean, parts, open_end)


def match_folders(pattern: FolderPattern, catalog: Catalog) -> Matched:
    """Contributors and campaigns that the paths of a dataset say."""
    read = [pattern.read(path) for path in catalog.paths]
    fits = [said is not None and bool(said[CONTRIBUTOR]) for said in read]
    blank = nothing_known(len(catalog))
    submissions = Submissions(
        contributor=tuple((said or {}).get(CONTRIBUTOR, "") for said in read),
        submitted_at_ms=blank.submitted_at_ms,
        price=blank.price,
        currency="",
        campaign=tuple((said or {}).get(CAMPAIGN, "") for said in read),
        known=np.array(fits, np.bool_),
        extra={},
    )
    unfit = [path for path, fit in zip(catalog.paths, fits, strict=True) if not fit]
    return Matched(
        submissions=submissions,
        rows=len(catalog),
        matched=sum(fits),
        merged=0,
        row_of=tuple(row if fit else -1 for row, fit in enumerate(fits)),
        notes=(),
        problems=tuple(Problem(Kind.NO_FIT, 0, path) for path in unfit),
    )


def _tokens(part: str) -> tuple[str, ...]:
    """One part as text, hole, text, hole … text; the texts may be empty at the ends only."""
    tokens = tuple(_TOKEN.split(part))
    for hole in tokens[1::2]:
        if hole not in _HOLES:
            raise ManifestError(f"{hole} is not known here: {{contributor}}, {{campaign}} or *.")
    if not part or part == REST:
        raise ManifestError("A pattern has names between its / and may end in /...")
    if not all(tokens[2:-1:2]):
        raise ManifestError(f"“{part}”: between two holes there must be some text.")
    return tokens


def _fill(part: tuple[str, ...], name: str, found: dict[str, str]) -> bool:
    """Whether a name fits a part; what its holes take is put into `found`.

    A hole takes as little as it can, the last one takes the rest: one walk along the name.
    """
    if not name.startswith(part[0]):
        return False
    at, last = len(part[0]), len(part) - 2
    if len(part) == 1:
        return len(name) == at
    for place in range(1, len(part), 2):
        text = part[place + 1]
        if place < last:
            end = name.find(text, at)
        else:
            end = len(name) - len(text) if name.endswith(text) else -1
        if end <= at:  # not there, or nothing left for the hole
            return False
        if hole := _HOLES[part[place]]:
            found[hole] = name[at:end]
        at = end + len(text)
    return True
