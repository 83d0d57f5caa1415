"""What people and files are called in what others get to see."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

UNKNOWN = "(unknown)"


class _Finder:
    """Finds people's names within other texts, whatever their case."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {name.casefold() for name in names if name}
        self._lengths: dict[str, set[int]] = {}  # of the names that begin with a letter
        for name in self._names:
            self._lengths.setdefault(name[0], set()).add(len(name))

    def within(self, text: str) -> bool:
        """Whether any of the names stands in a text."""
        folded = text.casefold()
        return any(
            folded[at : at + length] in self._names
            for at, letter in enumerate(folded)
            for length in self._lengths.get(letter, ())
        )


@dataclass(frozen=True, slots=True)
class Names:
    """How contributors and pictures are called. Whoever shows a name must not take it for markup.

    aliases: for each contributor's name the word to show; None: names are shown as they are
    """

    aliases: Mapping[str, str] | None = None
    _found: _Finder = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Made once: with 2,000 people each look through all names would take 0.5 ms."""
        object.__setattr__(self, "_found", _Finder(self.aliases or {}))

    @property
    def hidden(self) -> bool:
        """Whether aliases stand for names."""
        return self.aliases is not None

    def person(self, name: str) -> str:
        """A contributor; the empty name is unknown, and one without an alias is not told."""
        if not name or self.aliases is None:
            return name or UNKNOWN
        return self.aliases.get(name, "Contributor")

    def picture(self, path: str, row: int) -> str:
        """A picture: its path or, with hidden names, its file name without any person's name.

        Folders are often named after whoever sent them, so they are left out then.
        """
        if self.aliases is None:
            return path
        file = PurePosixPath(path)
        if self._found.within(file.name):
            return f"picture {row + 1}{file.suffix}"
        return file.name


def hidden(names: Iterable[str], secret: str) -> Names:
    """Aliases `Contributor 1` … in an order that tells nothing, the same for the same secret.

    Several contributors get different aliases; who joins later may move the others' numbers.
    """

    def place(name: str) -> bytes:
        return hmac.new(secret.encode(), name.encode("utf-8", "replace"), hashlib.sha256).digest()

    different = sorted({name for name in names if name}, key=place)
    return Names({name: f"Contributor {at}" for at, name in enumerate(different, 1)})
