"""The payrolls of one open dataset; what is slow to find out is kept until it changes."""

from __future__ import annotations

import threading

from dedup_core.opened import OpenDataset
from dedup_core.pay.hands import Hands, hands
from dedup_core.pay.known import Pairs, copies_by_evidence, known
from dedup_core.pay.payroll import Payroll, pay
from dedup_core.pay.policy import Policy
from dedup_core.review import Setting


class Accountant:
    """Who is paid at any setting and under any policy. Safe to use from several threads."""

    def __init__(self, opened: OpenDataset) -> None:
        self.opened = opened
        self._copies: tuple[bool, Pairs] | None = None
        self._hands: tuple[int, Hands] | None = None
        self._lock = threading.Lock()

    def payroll(self, setting: Setting, policy: Policy) -> Payroll:
        """Who is paid now; 0.1 s at 100,000 pictures beside the groups themselves."""
        opened = self.opened
        told = known(opened, setting.method, seen=self._seen(), said=self._said())
        return pay(opened.outcome(setting), opened.submissions(), policy, known=told)

    def _seen(self) -> Pairs:
        """Copies by evidence: the same until pairs are looked at to the end."""
        lacks = self.opened.lacks("scene")
        with self._lock:
            if self._copies is None or self._copies[0] != lacks:
                self._copies = lacks, copies_by_evidence(self.opened)
            return self._copies[1]

    def _said(self) -> Hands:
        """What was kept and removed: the same until somebody decides."""
        ledger = self.opened.ledger()
        with self._lock:
            if self._hands is None or self._hands[0] != ledger.last:
                self._hands = ledger.last, hands(ledger, self.opened.catalog)
            return self._hands[1]
