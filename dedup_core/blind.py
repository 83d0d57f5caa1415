"""A dataset as a second reviewer sees it, who must not know what others decided."""

from __future__ import annotations

from collections import OrderedDict

from dedup_core.opened import OpenDataset
from dedup_core.review.ledger import Ledger
from dedup_core.review.outcome import Outcome, Setting
from dedup_core.review.second_look import Drawn, as_blind, drawn, sample


class BlindDataset(OpenDataset):
    """An open dataset that knows of all decisions only what one reviewer said blindly.

    Pictures and pairs are shared with the dataset it is made of, so making one costs a walk over
    the log. Groups, marks, statuses, notes, verdicts and undo come from what it knows.
    """

    def __init__(self, opened: OpenDataset, reviewer: str) -> None:
        vars(self).update(vars(opened))
        self._reviewer = reviewer
        self._groups = OrderedDict()
        self._said, self._ruled = None, None
        self._known = Ledger(opened.dataset.id)
        self._up_to = -1
        self._drawn: tuple[int, float, list[Drawn]] | None = None

    def whole_ledger(self) -> Ledger:
        """What everybody decided; see `ledger`."""
        return super().ledger()

    def ledger(self) -> Ledger:
        """What this reviewer decided blindly, up to the newest entry of the log."""
        whole = self.whole_ledger()
        with self._lock:
            if self._up_to != whole.last:
                self._up_to = whole.last
                self._known = as_blind(whole, self._reviewer)
            return self._known

    def second_look(self, share: float) -> list[Drawn]:
        """The groups of the second look; `share` as in `second_look.drawn`."""
        whole = self.whole_ledger()
        with self._lock:
            if self._drawn is None or self._drawn[:2] != (whole.last, share):
                found = drawn(whole, self._reviewer, share=share, seed=self.dataset.id)
                self._drawn = whole.last, share, found
            return self._drawn[2]

    def drawn(self, setting: Setting, *, share: float) -> Outcome:
        """Those of them that are groups at a setting."""
        outcome = self.outcome(setting)
        return outcome.only(sample(outcome, self.second_look(share)))
