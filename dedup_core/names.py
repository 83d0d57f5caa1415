"""What people and files are called in what others get to see."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

UNKNOWN = "(unknown)"


class _Finder:
    """Finds people's names within other texts, whatever their case and however accents are written.

    A name that was typed has é as one sign; in names of files from a Mac it is two.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {_plain(name) for name in names if name}
        self._lengths: dict[str, set[int]] = {}  # of the names that begin with a letter
        for name in self._names:
            self._lengths.setdefault(name[0], set()).add(len(name))

    def within(self, text: str) -> bool:
        """Whether any of the names stands in a text."""
        folded = _plain(text)
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

        Folders are often named after whoever sent them, so they are left out then; some programs
        write them with backslashes into a zip.
        """
        if self.aliases is None:
            return path
        file = PurePosixPath(path.replace("\\", "/"))
        if self._found.within(file.name):
            ending = "" if self._found.within(file.suffix) else file.suffix
            return f"picture {row + 1}{ending}"
        return file.name

    def skipped(self, path: str, row: int, reason: str) -> tuple[str, str]:
        """What a file that is no picture is called, and why it is none.

        With hidden names a reason that begins with the path ends before what a library says of it:
        that often names the file once more, and in another spelling.
        """
        called = self.picture(path, row)
        if self.hidden and reason.startswith(path):
            reason = reason.removeprefix(path).partition(":")[0]
            return called, f"{called}{reason}"
        return called, reason.replace(path, called)


def _plain(text: str) -> str:
    """Equal for texts that only case or the way of writing accents tells apart."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def hidden(names: Iterable[str], secret: str) -> Names:
    """Aliases `Contributor 1` … in an order that tells nothing, the same for the same secret.

    Several contributors get different aliases; who joins later may move the others' numbers.
    """

    def place(name: str) -> bytes:
        return hmac.new(secret.encode(), name.encode("utf-8", "replace"), hashlib.sha256).digest()

    different = sorted({name for name in names if name}, key=place)
    return Names({name: f"Contributor {at}" for at, name in enumerate(different, 1)})
