"""The contents of a catalog by digest: where they are, what they are called, what they may be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dedup_core.decisions import Verdict
from dedup_core.judged import CHANGED, SAME_SCENE
from dedup_core.judged_pairs import NO_VERDICT
from dedup_core.model import Catalog
from dedup_core.review.outcome import Relations, Verdicts


class Contents:
    """Rows and paths of each content of a catalog.

    rows: the rows of each digest
    """

    def __init__(self, catalog: Catalog) -> None:
        self._paths = catalog.paths
        self.rows: dict[str, list[int]] = {}
        for row, digest in enumerate(catalog.digests):
            self.rows.setdefault(digest, []).append(row)

    def names(self, digests: Sequence[str]) -> dict[str, str]:
        """A path of each content, by digest; unknown ones are left out."""
        return {one: self._paths[self.rows[one][0]] for one in digests if one in self.rows}

    def suggested(
        self, first: str, others: Sequence[str], *, relations: Relations, verdicts: Verdicts
    ) -> list[Verdict]:
        """What the first content is to each other one: what a person said, or the evidence does.

        A content that is not there any more (it was indexed anew meanwhile) is a duplicate.
        """
        here = [other for other in others if first in self.rows and other in self.rows]
        if not here:
            return [Verdict.DUPLICATE] * len(others)
        left = np.full(len(here), self.rows[first][0], np.int32)
        right = np.array([self.rows[other][0] for other in here], np.int32)
        said, seen = verdicts(left, right), relations(left, right)["relation"]
        verdict = {
            other: tuple(Verdict)[by_people] if by_people != NO_VERDICT else _by_evidence(relation)
            for other, by_people, relation in zip(here, said.tolist(), seen.tolist(), strict=True)
        }
        return [verdict.get(other, Verdict.DUPLICATE) for other in others]


def _by_evidence(relation: int) -> Verdict:
    return Verdict.SAME_SCENE if relation in (SAME_SCENE, CHANGED) else Verdict.DUPLICATE
