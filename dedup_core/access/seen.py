"""A dataset as a client sees it: it can be looked at, and nothing in it can be changed."""

from __future__ import annotations

from dataclasses import replace

from dedup_core.access.hiding import Contents, catalog_for, payroll_for, shown, without_times
from dedup_core.access.offers import official
from dedup_core.access.why import Flagged, flagged
from dedup_core.errors import ShareError
from dedup_core.evidence import Evidence, evidence
from dedup_core.fingerprints import method_named
from dedup_core.keep import why_kept
from dedup_core.model import Catalog
from dedup_core.names import Names, hidden
from dedup_core.pay import Accountant, Totals, reason, totals
from dedup_core.pay import read as policy_read
from dedup_core.pay import sentence as policy_sentence
from dedup_core.review import Outcome, Setting
from dedup_core.store import Workspace
from dedup_core.store.shares import Allow, Share


class ClientDataset:
    """What a link shows of a dataset. It only reads, and what it gives out holds nothing hidden.

    Decisions are those of now; setting and policy are those the link was made at. ShareError for a
    setting that the link does not open. Safe to use from several threads.

    version: see OpenDataset
    """

    def __init__(self, workspace: Workspace, accountant: Accountant, share: Share) -> None:
        if share.dataset != accountant.opened.dataset.id:
            raise ShareError("This link is for another dataset.")
        self._workspace, self._accountant, self._opened = workspace, accountant, accountant.opened
        self.share, self.official = share, official(share)
        self.version, self.title = self._opened.version, self._opened.dataset.name
        self._policy = policy_read(share.policy)
        self._names: Names | None = None
        self._catalog: Catalog | None = None

    @property
    def policy(self) -> str:
        """The pay policy in words; empty where pay is hidden."""
        return policy_sentence(self._policy) if self.share.allows(Allow.PAY) else ""

    def __len__(self) -> int:
        """Number of pictures."""
        return len(self._opened.catalog)

    def lacks(self) -> bool:
        """Whether some pictures have not been looked at yet under the official method."""
        return self._opened.lacks(self.official.method)

    def stops(self) -> list[float]:
        """The thresholds that may be looked at, strict first; the official one alone, or all."""
        if not self.share.allows(Allow.SANDBOX):
            return [self.official.threshold]
        reach = self._opened.pairs(self.official.method).reach
        return method_named(self.official.method).thresholds(reach)

    def at(self, threshold: float) -> Setting:
        """The official setting with another threshold; ShareError where that may not be tried."""
        return self._permitted(replace(self.official, threshold=threshold))

    def outcome(self, setting: Setting) -> Outcome:
        """The groups at a setting, without names of reviewers, notes, and what else is hidden."""
        found = self._opened.outcome(self._permitted(setting))
        return replace(found, catalog=self.catalog(), by={}, notes={}, seen=0)

    def money(self, setting: Setting) -> Totals | None:
        """What would be paid at a setting; None where pay is hidden."""
        if not self.share.allows(Allow.PAY):
            return None
        return totals(self._accountant.payroll(self._permitted(setting), self._policy))

    @property
    def currency(self) -> str:
        """Of all prices; empty where it is unknown, or pay is hidden."""
        return self._opened.submissions().currency if self.share.allows(Allow.PAY) else ""

    def flagged(self, setting: Setting, *, most: int) -> list[Flagged]:
        """The first pictures that are flagged at a setting, each with the reason."""
        return flagged(self.outcome(setting), most, why_kept=self.why_kept)

    def pay_reasons(self, setting: Setting, rows: list[int]) -> list[str]:
        """What becomes of the price of each of these rows; none where pay is hidden."""
        if not self.share.allows(Allow.PAY):
            return []
        payroll = self._accountant.payroll(self._permitted(setting), self._policy)
        told = payroll_for(payroll, self.share)
        return [reason(told, row, names=self.names()) for row in rows]

    def why_kept(self, keeper: int, other: int) -> str:
        """In what a picture is better than another one, in words."""
        return without_times(why_kept(self._opened.catalog, keeper, other), self.share)

    def evidence(self, left: int, right: int, *, method: str, threshold: float) -> Evidence:
        """The evidence on two rows, without places, times and cameras where they are hidden."""
        found = evidence(
            Contents(self._workspace, self.share),
            self._opened,
            left,
            right,
            method=method,
            threshold=threshold,
        )
        return replace(found, facts=shown(found.facts, self.share))

    def names(self) -> Names:
        """How contributors and pictures are called for this client."""
        if self._names is None:
            people = self._opened.submissions().contributor
            allowed = self.share.allows(Allow.NAMES)
            self._names = Names() if allowed else hidden(people, self._workspace.secret())
        return self._names

    def catalog(self) -> Catalog:
        """The catalog, with what is hidden unknown in it."""
        if self._catalog is None:
            self._catalog = catalog_for(self._opened.catalog, self.share, self.names())
        return self._catalog

    def _permitted(self, setting: Setting) -> Setting:
        same = replace(setting, threshold=self.official.threshold) == self.official
        if not same or setting.threshold not in {*self.stops(), self.official.threshold}:
            raise ShareError("This link does not open that setting.")
        return setting
