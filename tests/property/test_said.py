"""What people said, by row: made anew or step by step, it is the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from dedup_core.decisions import Entry
from dedup_core.review import Ledger
from dedup_core.review.said import SaidByRow, by_row
from tests.making import catalog_of
from tests.property.test_ledger import DIGESTS, PATHS, logs

CATALOG = catalog_of([*PATHS, "z"][:3], digests=DIGESTS[:3])
ROW_OF = {path: row for row, path in enumerate(CATALOG.paths)}
ROWS_OF = {digest: [row] for row, digest in enumerate(CATALOG.digests)}


def _columns(said: SaidByRow) -> tuple[object, ...]:
    closings = said.closings
    at = np.flatnonzero(closings.group)
    who = [closings.by[int(entry)] for entry in closings.group[at] >> 24]
    return (
        said.last,
        said.marks.tolist(),
        closings.group.tolist(),
        closings.status.tolist(),
        who,
        said.notes,
    )


@given(entries=logs(), step=some.integers(1, 4))
def test_step_by_step_it_is_the_same_as_all_at_once(entries: list[Entry], step: int) -> None:
    ledger, said = Ledger("d"), None
    for begin in range(0, len(entries), step):
        ledger.take(entries[begin : begin + step])
        said = by_row(CATALOG, ROW_OF, ROWS_OF, ledger, before=said)
    whole = Ledger("d")
    whole.take(entries)

    anew = by_row(CATALOG, ROW_OF, ROWS_OF, whole)

    assert said is None or _columns(said) == _columns(anew)
