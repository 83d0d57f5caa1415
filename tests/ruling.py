"""A desk for tests of rules: groups of pictures with one byte of hash each, and a ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from dedup_core import fingerprints
from dedup_core.decisions import Entry, Verdict
from dedup_core.fingerprints import Metric
from dedup_core.groups import Groups, Rule
from dedup_core.judged import Records, unknown
from dedup_core.judged_pairs import NO_VERDICT
from dedup_core.manifest.submissions import nothing_known
from dedup_core.model import Catalog
from dedup_core.review import Ledger, Outcome, Setting, outcome
from dedup_core.review.rules import BulkRule, Material, OfPairs, Preview, entry, preview
from dedup_core.review.said import by_row
from dedup_core.search import search_for
from tests.making import catalog_of

SETTING = Setting("phash", 10, Rule.KEEPER)
ME = "Ana"


@dataclass
class Desk:
    """Groups of rows of a catalog (the suggested one first), with all that a rule may ask.

    bits:     one byte of hash a row; distances are the bits that differ
    related:  what two rows are to each other, by (smaller row, larger row)
    """

    catalog: Catalog
    groups: Sequence[Sequence[int]]
    bits: Sequence[int] = ()
    related: Mapping[tuple[int, int], int] = field(default_factory=dict)
    contributor: Sequence[str] = ()
    submitted_at_ms: Sequence[int] = ()
    price: Sequence[int] = ()
    busy: Collection[str] = ()
    ledger: Ledger = field(default_factory=lambda: Ledger("a dataset"))

    def outcome(self) -> Outcome:
        """The groups with what the ledger holds."""
        catalog, rows_of = self.catalog, dict[str, list[int]]()
        for row, digest in enumerate(catalog.digests):
            rows_of.setdefault(digest, []).append(row)
        said = by_row(catalog, {p: r for r, p in enumerate(catalog.paths)}, rows_of, self.ledger)
        return outcome(
            catalog,
            fingerprints.DEFAULT,
            self._grouped(),
            distances=self.distances,
            setting=SETTING,
            silent=np.zeros(0, np.int32),
            relations=self.relations,
            verdicts=self.verdicts,
            said=said.marks,
            closings=said.closings,
            notes=said.notes,
            seen=said.last,
        )

    def material(self) -> Material:
        """What a rule may look at."""
        rows = len(self.catalog)
        sent = replace(
            nothing_known(rows),
            contributor=tuple(self.contributor) or ("",) * rows,
            submitted_at_ms=np.array(self.submitted_at_ms or [-1] * rows, np.int64),
            price=np.array(self.price or [0] * rows, np.int64),
            currency="SGD",
        )
        of_pairs = OfPairs(self.distances, self.relations, self.verdicts)
        return Material(self.outcome(), sent, of_pairs, self.ledger.marks, self.busy)

    def preview(self, rule: BulkRule) -> Preview:
        """What a rule would do now."""
        return preview(rule, self.material())

    def run(self, rule: BulkRule) -> Entry:
        """Decide by a rule; the entry as it is stored."""
        wanted = entry(self.preview(rule), dataset="a dataset", reviewer=ME, last=self.ledger.last)
        return self.say(wanted)

    def say(self, said: Entry) -> Entry:
        """Store an entry."""
        stored = said.stored(self.ledger.last + 1, "2026-01-01T00:00:00.000+00:00")
        self.ledger.take([stored])
        return stored

    def matched(self, rule: BulkRule) -> list[list[str]]:
        """The paths of the groups that a rule decides."""
        ruled = self.preview(rule).ruled
        rows = np.split(ruled.groups.member, ruled.groups.start[1:-1])
        return [[self.catalog.paths[row] for row in group] for group in rows if len(group)]

    def kept_by(self, rule: BulkRule) -> list[str]:
        """The pictures that a rule keeps."""
        ruled = self.preview(rule).ruled
        return [self.catalog.paths[row] for row in ruled.groups.member[ruled.kept]]

    @property
    def distances(self) -> partial[NDArray[np.int64]]:
        values = np.zeros((len(self.catalog), 8), np.uint8)
        values[:, 0] = self.bits or 0
        return partial(search_for(Metric.HAMMING).distances, values)

    def relations(self, left: NDArray[np.int32], right: NDArray[np.int32]) -> Records:
        records = unknown(len(left))
        pairs = zip(left.tolist(), right.tolist(), strict=True)
        records["relation"] = [self.related.get((min(p), max(p)), -1) for p in pairs]
        return records

    def verdicts(self, left: NDArray[np.int32], right: NDArray[np.int32]) -> NDArray[np.int8]:
        said = {
            pair: judgement.verdict
            for _, judgement in self.ledger.judgements()
            for pair in judgement.pairs()
        }
        digests, places = self.catalog.digests, {v: at for at, v in enumerate(Verdict)}
        pairs = (
            (min(digests[a], digests[b]), max(digests[a], digests[b]))
            for a, b in zip(left.tolist(), right.tolist(), strict=True)
        )
        return np.array([places.get(said.get(p), NO_VERDICT) for p in pairs], np.int8)

    def _grouped(self) -> Groups:
        sizes = [len(group) for group in self.groups]
        rows = [row for group in self.groups for row in group]
        return Groups(
            np.concatenate(([0], np.cumsum(sizes))).astype(np.int64), np.array(rows, np.int32)
        )


def desk(paths: Sequence[str], groups: Sequence[Sequence[int]], **known: object) -> Desk:
    """A desk; columns of the catalog and of the desk by name."""
    own = {name: known.pop(name) for name in list(known) if name in Desk.__dataclass_fields__}
    return Desk(catalog_of(paths, **known), groups, **own)
