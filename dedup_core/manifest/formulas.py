"""Texts that a spreadsheet would run: harmless in what we write, as they were when read."""

from __future__ import annotations

import re

# Also as wide letters, which some spreadsheets take for the usual ones, and behind quotes of ours.
_RUNS_AS_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")

_SUSPECT = frozenset("'=+-@\t\r\n＝＋－＠")  # first signs; a look at them costs a fifth


def harmless(value: object) -> object:
    """A cell that no spreadsheet runs as a formula: one that it would begins with `'`.

    One that begins with `'` and such a sign gets another `'`, so that `unharmed` is the way back.
    """
    if isinstance(value, str) and value[:1] in _SUSPECT and _RUNS_AS_FORMULA.match(value):
        return "'" + value
    return value


def unharmed(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if text.startswith("'") and _RUNS_AS_FORMULA.match(text) else text
