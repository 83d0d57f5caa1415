"""A bundle is put down: only what holds at this moment, and the whole of it."""

from __future__ import annotations

from typing import BinaryIO

import numpy as np

from dedup_core.bundle.container import number_of, pack
from dedup_core.bundle.material import material_of
from dedup_core.bundle.parts import parts_of
from dedup_core.errors import BundleError
from dedup_core.opened import OpenDataset
from dedup_core.pay import Payroll, known, pay
from dedup_core.report.subject import Subject

NAMES_SHOWN = (
    "A bundle tells all names, paths and notes: whoever checks it has the pictures and must find "
    "each one. Do not send it to a client from whom names are hidden."
)


def write(subject: Subject, stream: BinaryIO) -> str:
    """Write the bundle of what is on screen; its SHA-256, to be kept elsewhere, comes back.

    The same state gives the same bytes whenever it is written. BundleError with hidden names, and
    when somebody has decided something since `subject` was made.
    """
    if subject.names.hidden:
        raise BundleError(f"Names are hidden. {NAMES_SHOWN}")
    payroll = _holds(subject.opened, subject.payroll)
    parts = parts_of(material_of(subject.opened, payroll))
    stream.write(pack(parts))
    return number_of(parts)


def _holds(opened: OpenDataset, shown: Payroll) -> Payroll:
    """The payroll as it is now, which must be the one that was shown."""
    setting, before = shown.outcome.setting, opened.ledger().last
    told = known(opened, setting.method)
    now = pay(opened.outcome(setting), opened.submissions(), shown.policy, known=told)
    columns = ("fate", "kind", "why", "original", "decided", "price", "contributor")
    same = now.names == shown.names and all(
        np.array_equal(getattr(now, column), getattr(shown, column)) for column in columns
    )
    if not same or opened.ledger().last != before:
        raise BundleError(
            "Somebody decided something, or attached another manifest, meanwhile. Look at the "
            "numbers again, then write the bundle."
        )
    return now
