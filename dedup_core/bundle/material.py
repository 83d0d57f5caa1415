"""What a bundle is made of: a dataset at a setting, under a policy, and what was decided of it."""

from __future__ import annotations

from dataclasses import dataclass

from dedup_core import decode
from dedup_core.bundle.entries import counting
from dedup_core.decisions import Entry
from dedup_core.errors import BundleError
from dedup_core.fingerprints import INDEXED, Metric, method_named
from dedup_core.judged import Records, Rows
from dedup_core.judged_pairs import contents
from dedup_core.looked import VERSION as LOOK_VERSION
from dedup_core.opened import OpenDataset
from dedup_core.pay import Payroll
from dedup_core.scene import local


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that is put into a bundle.

    looked:      whether all likely pairs were looked at one by one; otherwise none was
    left, right: first rows of the two contents of each pair that was, int32 [pairs]
    record:      what was found out, judged.RECORD [pairs]
    """

    name: str
    exact: bool
    looked: bool
    payroll: Payroll
    entries: tuple[Entry, ...]
    left: Rows
    right: Rows
    record: Records


def material_of(opened: OpenDataset, payroll: Payroll) -> Material:
    """The material; BundleError while pairs are being looked at: nobody could do that again."""
    catalog, looked = opened.catalog, not opened.lacks("scene")
    judged, first = opened.judged(), contents(catalog.digests).first
    one, other = first[judged.left], first[judged.right]
    stands = (one == judged.left) & (other == judged.right) & (one != other)
    needs = method_named(payroll.outcome.setting.method).metric is Metric.JUDGED
    if not looked and (needs or stands.any()):
        raise BundleError(
            f"{opened.dataset.name}: only some of the pairs that may be one scene were looked at. "
            "Let that come to its end, then write the bundle: the dataset’s card on the Datasets "
            "page, or scan --method scene."
        )
    seen = payroll.outcome.seen
    said = [entry for entry in opened.ledger().entries if entry.id <= seen]
    return Material(
        opened.dataset.name,
        opened.dataset.exact,
        looked,
        payroll,
        tuple(counting(said, opened.dataset.id, frozenset(catalog.digests))),
        judged.left[stands],
        judged.right[stands],
        judged.record[stands],
    )


def versions(method: str, *, looked: bool) -> dict[str, int]:
    """The version of everything that groups rest on, by name."""
    chosen = method_named(method)
    rests = {chosen.name: chosen.version, "decode": decode.VERSION}
    if looked or chosen.metric is Metric.JUDGED:
        rests |= {known.name: known.version for known in INDEXED}
        rests |= {"look": LOOK_VERSION, "features": local.VERSION}
    return dict(sorted(rests.items()))
