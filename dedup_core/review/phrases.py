"""Parts of sentences: paths, quotes, numbers and lists, on one line and harmless to read."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST_PATH = 60  # letters; the end of a path says most, so its beginning gives way
_LONGEST_QUOTE = 120


def clean(text: str) -> str:
    """Text on one line without what turns or hides other letters."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


def counted(number: int, one: str) -> str:
    """`1 picture`, `2,345 pictures`."""
    return f"{number:,} {one if number == 1 else one + 's'}"


def short_path(path: str) -> str:
    """A path on one line, its end when it is long."""
    text = clean(path)
    return text if len(text) <= _LONGEST_PATH else "…" + text[1 - _LONGEST_PATH :]


def quoted(text: str) -> str:
    """The beginning of a text in quotes, on one line."""
    short = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1].rstrip() + "…"
    return f"“{clean(short)}”"


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
