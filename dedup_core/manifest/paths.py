"""Which picture a path in a manifest means: written on another system, or from another folder."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from dedup_core.model import Catalog

_TRIED = 1000  # paths that decide whether a leading folder is left out; evenly spaced
_SKIPPED_FROM = -2  # found values from here down are skipped files
NOT_FOUND = -1


@dataclass(frozen=True, slots=True)
class Shift:
    """What has to change in every path of a manifest: a leading folder left out, one put before."""

    without: str = ""
    before: str = ""

    def of(self, path: str) -> str:
        """The path as the dataset would write it."""
        return self.before + path.removeprefix(self.without)


def tidy(path: str) -> str:
    """A path with `/` between parts, without `./` before it, composed as most systems write it."""
    clean = path.strip().replace("\\", "/")
    parts = [part for part in clean.split("/") if part not in ("", ".")]
    return unicodedata.normalize("NFC", "/".join(parts))


def find_rows(paths: Sequence[str], catalog: Catalog) -> tuple[list[int], Shift]:
    """The row of each path: -1 not found, -2 - n the skipped file n; and how paths were changed.

    One change holds for all paths, so two different paths never mean one picture because of it.
    """
    exact = _known(catalog.paths, [file.path for file in catalog.skipped])
    if all(path in exact for path in paths):  # 100,000 tidied paths would take 0.3 s
        return [exact[path] for path in paths], Shift()
    tidied = [tidy(path) for path in paths]
    known = _by_tidy_path(exact)
    shift = _best_shift([path for path in tidied if path], known)
    if shift == Shift():
        pairs = zip(paths, tidied, strict=True)
        return [exact.get(path, known.get(neat, NOT_FOUND)) for path, neat in pairs], shift
    return [known.get(shift.of(neat), NOT_FOUND) if neat else NOT_FOUND for neat in tidied], shift


def skipped_number(found: int) -> int | None:
    """Which skipped file a value of `find_rows` means, if any."""
    return _SKIPPED_FROM - found if found <= _SKIPPED_FROM else None


def _known(paths: Sequence[str], skipped: Sequence[str]) -> dict[str, int]:
    found = {path: _SKIPPED_FROM - number for number, path in enumerate(skipped)}
    found.update((path, row) for row, path in enumerate(paths))
    return found


def _by_tidy_path(exact: dict[str, int]) -> dict[str, int]:
    """The same by tidy path; those that two files share are left out."""
    known: dict[str, int] = {}
    shared: set[str] = set()
    for path, row in exact.items():
        neat = tidy(path)
        shared |= {neat} if neat in known else set()
        known[neat] = row
    return {path: row for path, row in known.items() if path not in shared}


def _best_shift(paths: Sequence[str], known: dict[str, int]) -> Shift:
    """The change under which most paths are found; the smallest of several, none if none helps."""
    tried = paths[:: len(paths) // _TRIED + 1]
    shifts = [
        Shift(without, before)
        for without in _leading_folders(paths)
        for before in _leading_folders(list(known))
    ]
    return max(shifts, key=lambda shift: sum(shift.of(path) in known for path in tried))


def _leading_folders(paths: Sequence[str]) -> list[str]:
    """ "" and every folder, with its `/`, that all paths lie in; the outermost first."""
    if not paths:
        return [""]
    folders = [path.split("/")[:-1] for path in (min(paths), max(paths))]
    common: list[str] = []
    for one, other in zip(*folders, strict=False):
        if one != other:
            break
        common.append(one)
    return ["", *("/".join(common[:depth]) + "/" for depth in range(1, len(common) + 1))]
