"""Is a bundle true? Computed anew from the pictures, with everything named that is not the same."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dedup_core import decode
from dedup_core.bundle import compare
from dedup_core.bundle.anew import computed_again, indexed_again
from dedup_core.bundle.compare import Difference
from dedup_core.bundle.reading import Bundle, totals_in, understood, unpacked
from dedup_core.manifest import in_words
from dedup_core.model import FREE, Control, Report, quiet
from dedup_core.store import Workspace


@dataclass(frozen=True, slots=True)
class Findings:
    """What checking a bundle found.

    sha256:      of the bundle's parts, to be compared with what was told when it was written
    differences: what is not the same; empty: groups and pay are confirmed
    notes:       what is not the same and changes nothing
    bundle:      what it says; None where the file itself was changed
    """

    sha256: str
    differences: tuple[Difference, ...]
    notes: tuple[Difference, ...] = ()
    bundle: Bundle | None = None

    @property
    def confirmed(self) -> bool:
        """Whether groups and pay came out the same."""
        return not self.differences

    @property
    def sentence(self) -> str:
        """All in one sentence."""
        if self.bundle is None:
            return "Not confirmed: the file was changed after it was written."
        if not self.confirmed:
            return "Not confirmed: what comes out of these pictures is not what the bundle says."
        said = totals_in(self.bundle.parts["totals.json"])
        pay, currency = said["pay"], said["currency"]
        money = f", {in_words(int(pay['paid']), currency)}" if pay["price"] else ""
        return (
            f"Confirmed: {said['groups']:,} groups, {pay['paid_pictures']:,} of "
            f"{pay['pictures']:,} pictures paid{money}, as the bundle says."
        )


def verify(
    bundle: Path,
    source: str | Path,
    workspace: Workspace,
    *,
    max_pixels: int = decode.MAX_PIXELS,
    report: Report = quiet,
    control: Control = FREE,
) -> Findings:
    """What is not the same when everything is computed anew in an empty workspace.

    BundleError for a file that is no bundle, SourceError for pictures that cannot be opened.
    """
    found = unpacked(bundle)
    if found.altered:
        words = "was changed after the bundle was written"
        told = tuple(Difference(name, f"{name} {words}") for name in found.altered)
        return Findings(found.sha256, told)
    said = understood(found)
    dataset = indexed_again(
        said, source, workspace, max_pixels=max_pixels, report=report, control=control
    )
    catalog = workspace.catalog(dataset.id)
    others, notes = compare.pictures(said, catalog), compare.notes(said, catalog)
    if others:  # other pictures, other groups: there is nothing more to learn
        return Findings(found.sha256, tuple(others), tuple(notes), said)
    now = computed_again(said, workspace, dataset, report=report, control=control)
    notes += [*compare.policy(said, now), *compare.evidence(said, now)]
    return Findings(found.sha256, tuple(compare.results(said, now)), tuple(notes), said)
