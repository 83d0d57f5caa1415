"""An indexed dataset in memory: pairs are found once, then every threshold is a cut."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.constraints import Constraints, constraints
from dedup_core.contents import Contents
from dedup_core.decisions import Verdict
from dedup_core.errors import MethodError, NotComputedError
from dedup_core.fingerprints import Method, Metric, combined, method_named
from dedup_core.fusion import by_all_evidence
from dedup_core.groups import Groups, Neighbours, Rule, form_groups
from dedup_core.judged import SIMILAR, UNKNOWN, Records, Rows
from dedup_core.judged_pairs import contents
from dedup_core.keep import ranks
from dedup_core.looked import VERSION, state_of
from dedup_core.manifest import Matched, Submissions
from dedup_core.measured import (
    JudgedContents,
    JudgedRows,
    Measured,
    by_content,
    by_fingerprints,
    by_judgement,
    rows_of,
)
from dedup_core.model import Catalog
from dedup_core.pairs import BUDGET, PairTable
from dedup_core.review import Ledger, Outcome, Setting, outcome
from dedup_core.review.outcome import Distances
from dedup_core.review.rules import OfPairs
from dedup_core.review.said import SaidByRow, by_row
from dedup_core.search import search_for
from dedup_core.store import Dataset, Workspace
from dedup_core.store.submissions import Submitted
from dedup_core.strictness import Curve, curve

_FIRST_AND_SECOND = np.array([0], np.int32), np.array([1], np.int32)
_SETTINGS_KEPT = 64  # groups of so many settings stay in memory


@dataclass(frozen=True, slots=True)
class _Table:
    pairs: PairTable
    neighbours: Neighbours
    distances: Distances


class OpenDataset:
    """An indexed dataset in memory. Safe to use from several threads.

    It stays as it was opened, whatever is indexed meanwhile. A method's pairs are found when it is
    first asked for; after that a threshold is a cut.

    version: differs when any row does; part of every address that holds a row number
    loosest: search up to this distance, with the whole budget; None: as far as a slider needs it
    """

    def __init__(
        self,
        workspace: Workspace,
        dataset: Dataset,
        *,
        loosest: float | None = None,
        budget: int = BUDGET,
    ) -> None:
        self._workspace, self.dataset = workspace, dataset
        self.catalog = workspace.catalog(dataset.id)
        self._loosest, self._budget = loosest, budget
        self.version = f"{dataset.id}-{_rows_digest(self.catalog)}"
        self._state = state_of(self.catalog)
        self._rank = ranks(self.catalog)
        self._row_of = {path: row for row, path in enumerate(self.catalog.paths)}
        self._contents = Contents(self.catalog)
        self._judged = contents(self.catalog.digests)
        self._tables: dict[str, _Table] = {}
        self._groups: OrderedDict[tuple[Setting, int], Groups] = OrderedDict()
        self._curves: dict[tuple[str, Rule, int, int], Curve] = {}
        self._looked_at: JudgedContents | None = None
        self._whole = False  # whether that is all there is to know
        self._submitted = Submitted(workspace.manifests, dataset.id, self.catalog)
        self._ledger = Ledger(dataset.id)
        self._said: SaidByRow | None = None
        self._ruled: tuple[int, Constraints] | None = None
        self._lock = threading.RLock()

    def pairs(self, method: str) -> PairTable:
        """All pairs of a method up to the loosest threshold that is offered."""
        return self._table(method).pairs

    def lacks(self, method: str) -> bool:
        """Whether some pictures, or pairs, have not been looked at under a method."""
        if method_named(method).metric is Metric.JUDGED:
            return self._workspace.looks.finished(self.dataset.id) != self._state
        try:
            self._table(method)
        except NotComputedError:
            return True
        return False

    def groups(self, setting: Setting) -> Groups:
        """Groups at a setting; MethodError when its threshold is beyond what was searched."""
        table, method = self._table(setting.method), method_named(setting.method)
        limit = method.limit_of(setting.threshold)
        if not 0 <= limit <= max(table.pairs.reach, 0):
            raise MethodError(
                f"A threshold of {setting.threshold} is outside {method.threshold_of(0):g} … "
                f"{method.threshold_of(table.pairs.reach):g} for {setting.method} on this dataset."
            )
        said, verdicts = self._constraints()
        with self._lock:
            groups = self._groups.get((setting, said))
            if groups is None:
                groups = form_groups(
                    table.neighbours,
                    threshold=limit,
                    rule=setting.rule,
                    at_least=setting.at_least,
                    constraints=None if verdicts.empty else verdicts,
                )
                self._groups[setting, said] = groups
                while len(self._groups) > _SETTINGS_KEPT:
                    self._groups.popitem(last=False)
            self._groups.move_to_end((setting, said))
        return groups

    def constraints(self) -> Constraints:
        """What people said of pairs, as it acts on groups."""
        return self._constraints()[1]

    def _constraints(self) -> tuple[int, Constraints]:
        """The same with the number of the state that it is of."""
        ledger = self.ledger()
        with self._lock:
            if self._ruled is None or self._ruled[0] != ledger.said:
                said = ledger.said
                self._ruled = (
                    said,
                    constraints(ledger.judgements(), self.catalog.digests, known=self._judged),
                )
            return self._ruled

    def curve(self, method: str, rule: Rule, *, at_least: int = 2) -> Curve:
        """What each threshold of a method would give under a rule, up to the reach of its pairs."""
        table, (said, verdicts) = self._table(method), self._constraints()
        key = (method, rule, at_least, said)
        found = self._curves.get(key)
        if found is None:  # without the lock: a move of the slider need not wait for it
            chosen = method_named(method)
            stops = chosen.thresholds(table.pairs.reach)
            limits = np.array([chosen.limit_of(stop) for stop in stops], np.float32)
            found = curve(
                table.neighbours, rule, at_least=at_least, thresholds=limits, constraints=verdicts
            )
            self._curves = {k: v for k, v in self._curves.items() if k[-1] == said} | {key: found}
        return found

    def distance(self, method: str, left: int, right: int) -> float:
        """The distance of two rows; NotComputedError where nothing is stored to compare."""
        rows, known = np.array([left, right], np.int32), method_named(method)
        table = self._tables.get(method)
        if table is not None:
            return float(table.distances(rows[:1], rows[1:])[0])
        if known.metric is Metric.JUDGED or known.learns:
            raise NotComputedError(f"{known.title} is not open for this dataset.")
        both = [self.catalog.digests[row] for row in rows]
        stored = self._workspace.fingerprints(both, known, exactly=self.dataset.exact)
        values = stored if known.compared is None else known.compared(stored)
        return float(search_for(known.metric).distances(values, *_FIRST_AND_SECOND)[0])

    def submissions(self) -> Submissions:
        """Who sent which picture, when and for how much; all unknown without a manifest."""
        return self._submitted.submissions()

    def manifest(self) -> Matched | None:
        """The manifest tied to the pictures, with what does not fit; None without one."""
        return self._submitted.matched()

    def ledger(self) -> Ledger:
        """What people decided, up to the newest entry of the log."""
        with self._lock:
            newer = self._workspace.log.entries(self.dataset.id, after=self._ledger.last)
            self._ledger.take(newer)
        return self._ledger

    def outcome(self, setting: Setting, *, groups: Groups | None = None) -> Outcome:
        """Groups at a setting with distances and with all that people decided.

        groups: other ones than those of the setting, for what was on screen before a decision
        """
        table, said = self._table(setting.method), self._said_by_row()
        return outcome(
            self.catalog,
            method_named(setting.method),
            self.groups(setting) if groups is None else groups,
            distances=table.distances,
            setting=setting,
            silent=table.pairs.silent,
            relations=self._relations,
            said=said.marks,
            closings=said.closings,
            notes=said.notes,
            verdicts=self._verdicts,
            seen=said.last,
        )

    def of_pairs(self, method: str) -> OfPairs:
        """Distance under a method, relation and verdict of any two rows."""
        return OfPairs(self._table(method).distances, self._relations, self._verdicts)

    def names(self, digests: Sequence[str]) -> dict[str, str]:
        """A path of each content, by digest; unknown ones are left out."""
        return self._contents.names(digests)

    def suggested(self, first: str, others: Sequence[str]) -> list[Verdict]:
        """What the first content is to each other one: what a person said, or the evidence does."""
        return self._contents.suggested(
            first, others, relations=self._relations, verdicts=self._verdicts
        )

    def _verdicts(self, left: Rows, right: Rows) -> NDArray[np.int8]:
        return self._constraints()[1].verdict_of(left, right)

    def _said_by_row(self) -> SaidByRow:
        """What the ledger holds, by row; made again only when there is something new."""
        ledger = self.ledger()
        with self._lock:
            if self._said is None or self._said.last != ledger.last:
                self._said = by_row(
                    self.catalog, self._row_of, self._contents.rows, ledger, before=self._said
                )
            return self._said

    def judged(self) -> JudgedRows:
        """What is known of pairs that were looked at one by one."""
        looked_at, _ = self._looks()
        return rows_of(looked_at, most=self._budget)

    def _looks(self) -> tuple[JudgedContents, bool]:
        """The same by content, and whether that is all; read once more when it becomes all."""
        with self._lock:
            whole = self._whole or not self.lacks("scene")  # asked first: more may come meanwhile
            if self._looked_at is None or whole != self._whole:
                contents = sorted(set(self.catalog.digests))
                found = self._workspace.looks.judged(contents, VERSION)
                self._looked_at, self._whole = by_content(self.catalog, found), whole
            return self._looked_at, self._whole

    def _relations(self, left: Rows, right: Rows) -> Records:
        """What pictures are to each other, RECORD."""
        looked_at, whole = self._looks()
        found = looked_at.records(left, right)
        if whole:  # what was no likely pair is only similar
            found["relation"][found["relation"] == UNKNOWN] = SIMILAR
        return found

    def _table(self, name: str) -> _Table:
        with self._lock:
            if name not in self._tables:
                found = self._measured(method_named(name))
                near = Neighbours(found.pairs, self._rank)
                self._tables[name] = _Table(found.pairs, near, found.distances)
            return self._tables[name]

    def _measured(self, method: Method) -> Measured:
        loosest, budget = self._loosest, self._budget
        if method.metric is not Metric.JUDGED:
            return self._by_fingerprints(method, loosest=loosest, budget=budget)
        if method.name == combined.METHOD.name:
            (looked_at, _), ask = self._looks(), self._by_fingerprints
            return by_all_evidence(
                self.catalog, method, looked_at, ask, loosest=loosest, budget=budget
            )
        rows = self.judged()
        similarity = rows.record["probability"]
        return by_judgement(self.catalog, method, rows, similarity, loosest=loosest, budget=budget)

    def _by_fingerprints(self, method: Method, *, loosest: float | None, budget: int) -> Measured:
        stored = self._workspace.fingerprints(
            self.catalog.digests, method, exactly=self.dataset.exact
        )
        return by_fingerprints(self.catalog, method, stored, loosest=loosest, budget=budget)


def _rows_digest(catalog: Catalog) -> str:
    digest = hashlib.sha256()
    for path, content in zip(catalog.paths, catalog.digests, strict=True):
        digest.update(f"{path}\0{content}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:12]
