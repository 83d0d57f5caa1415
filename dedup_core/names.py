"""What people and files are called in what others get to see."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

UNKNOWN = "(unknown)"


@dataclass(frozen=True, slots=True)
class Names:
    """How contributors and pictures are called. Whoever shows a name must not take it for markup.

    aliases: for each contributor's name the word to show; None: names are shown as they are
    """

    aliases: Mapping[str, str] | None = None

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
        if any(name.casefold() in file.name.casefold() for name in self.aliases if name):
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
