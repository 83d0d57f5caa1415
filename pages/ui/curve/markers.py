"""The two markers of the curve: the threshold of every page, and up to where a rule decides."""

from __future__ import annotations

import streamlit as st

from dedup_core.fingerprints import Method
from dedup_core.pairs import PairTable
from pages.ui import linked
from pages.ui.strictness import held_threshold, hold_threshold, nearest

OFF = "off"  # in the address: nothing is decided by a rule
_STRICT = 1  # the second word of a method; the first is `identical`


class Markers:
    """Both markers of one run of the page, as places among the stops of the slider.

    threshold: the loose one, in the method's unit
    at, auto:  places; auto is never looser, and -1 where nothing is automatic
    """

    def __init__(self, method: Method, table: PairTable) -> None:
        self.method, self._table = method, table
        self._stops = method.thresholds(table.reach)
        self.threshold = held_threshold(method, table)
        self.at = self._stops.index(self.threshold)
        self.auto = min(self._held_auto(), self.at)

    @property
    def automatic(self) -> float | None:
        """The strict threshold in the method's unit; None where nothing is automatic."""
        return self._stops[self.auto] if self.auto >= 0 else None

    def move(self, at: int, auto: int) -> None:
        """Take over where somebody let them go; the address follows with the next run."""
        self.at = min(max(at, 0), len(self._stops) - 1)
        self.auto = max(-1, min(auto, self.at))
        self.threshold = self._stops[self.at]
        hold_threshold(self.method, self._table, self.threshold)
        st.session_state[self._key] = OFF if self.auto < 0 else f"{self._stops[self.auto]:g}"

    @property
    def _key(self) -> str:
        return f"automatic up to of {self.method.name} to {self._stops[-1]:g}"

    def _held_auto(self) -> int:
        default = f"{self._strict():g}"
        linked.before(self._key, "auto", default, self._read)
        said: str = st.session_state[self._key]
        linked.after("auto", said, default)
        stop = None if said == OFF else nearest(self._stops)(said)
        return -1 if stop is None else self._stops.index(stop)

    def _strict(self) -> float:
        """The stop that the method calls strict."""
        notches = self.method.notches
        strict = notches[min(_STRICT, len(notches) - 1)].limit
        return min(self._stops, key=lambda stop: abs(stop - strict))

    def _read(self, text: str) -> str | None:
        if text == OFF:
            return OFF
        stop = nearest(self._stops)(text)
        return None if stop is None else f"{stop:g}"
