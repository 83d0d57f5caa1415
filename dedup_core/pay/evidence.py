"""What two accounts have to do with each other, as sentences: facts, not accusations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from dedup_core.evidence.gaps import gap_in_words, way_in_words
from dedup_core.names import Names
from dedup_core.pay.across import ONE_SHOT_MS, Shared, dated_apart
from dedup_core.pay.near import NEAR_M, NEAR_S, metres
from dedup_core.pay.payroll import Payroll
from dedup_core.review.phrases import clean, counted

_SHOWN_OF_SERIAL = 4  # letters at its end: enough to look for, too few to know the camera by


@dataclass(frozen=True, slots=True)
class Told:
    """One kind of fact.

    column:   of `Shared`
    meaning:  what is counted; innocent: what else than bad faith it may come from
    """

    column: str
    title: str
    meaning: str
    innocent: str


FACTS = (
    Told(
        "pictures",
        "Pictures",
        "Copies that the second account submitted of what the first one did",
        "One person may have two accounts, two may share a telephone, or a picture was passed on "
        "in a chat.",
    ),
    Told(
        "earlier",
        "Known later",
        "Both times of submission are known, and the first account’s is the earlier one",
        "The time tells when a picture was sent, not who took it: an upload may have waited for a "
        "connection.",
    ),
    Told(
        "same_camera",
        "Same model",
        "Both files of a copy name the same camera model",
        "A copy keeps what its file says, and popular models are in many hands.",
    ),
    Told(
        "other_camera",
        "Other model",
        "The two files of a copy name two camera models",
        "Editing and messaging apps may write their own name into a file.",
    ),
    Told(
        "same_serial",
        "Same serial",
        "Both files of a copy name the same camera model and serial number",
        "A copy keeps the number: this tells that the file itself was passed on.",
    ),
    Told(
        "other_date",
        "Other date",
        "The two files of a copy tell two times at which they were taken; one shot has one",
        "Editing apps may write the time of saving, and a clock may be set right afterwards.",
    ),
    Told(
        "one_camera",
        "Cameras in common",
        "Cameras, told by model and serial number, that both took pictures of their own with",
        "A camera may be shared in a family or a team, lent, or sold.",
    ),
    Told(
        "near",
        "Same place and time",
        f"Pictures of the second account’s own, taken within {NEAR_M:.0f} m and "
        f"{NEAR_S // 60} minutes of one of the first’s",
        "People walk and work together, and a well-known landmark or one task draws many.",
    ),
)


def of_accounts(found: Shared, at: int, names: Names) -> list[tuple[Told, str]]:
    """The facts that hold of one pair of accounts, the number of shared pictures first."""
    first, other = clean(names.person(found.first[at])), clean(names.person(found.other[at]))
    values = {told.column: int(getattr(found, told.column)[at]) for told in FACTS}
    pictures = values["pictures"]
    of = partial(_of, pictures=pictures)
    said = {
        "pictures": f"{counted(pictures, 'picture')} of {other} "
        f"{'is a copy' if pictures == 1 else 'are copies'} of what {first} submitted",
        "earlier": of(values["earlier"], "is", "are", "known to be submitted later"),
        "same_camera": of(values["same_camera"], "names", "name", "the same camera model"),
        "other_camera": of(values["other_camera"], "names", "name", "another camera model"),
        "same_serial": of(values["same_serial"], "names", "name", "the same serial number"),
        "other_date": of(values["other_date"], "tells", "tell", "another date in the file"),
        "one_camera": f"Both took pictures of their own with {_camera(values['one_camera'])}",
        "near": f"{counted(values['near'], 'picture')} of {other}’s own "
        f"{'was' if values['near'] == 1 else 'were'} taken within {NEAR_M:.0f} m and "
        f"{NEAR_S // 60} minutes of one of {first}’s",
    }
    return [(told, said[told.column]) for told in FACTS if values[told.column]]


def _of(number: int, one: str, many: str, rest: str, *, pictures: int) -> str:
    """`All 7 name the same camera model`, `1 of 7 names …`; one, many: the verb."""
    if pictures == 1:
        return f"It {one} {rest}"
    if number == pictures:
        return f"All {pictures:,} {many} {rest}"
    return f"{number:,} of {pictures:,} {one if number == 1 else many} {rest}"


def _camera(cameras: int) -> str:
    return "one and the same camera" if cameras == 1 else f"the same {cameras:,} cameras"


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence about a copy and its original; `differs`: where a plain copy would not."""

    words: str
    differs: bool = False


def of_pictures(payroll: Payroll, original: int, copy: int, *, names: Names) -> list[Fact]:
    """What the submissions and the files of two pictures tell; places only where names are shown.

    A serial number is told by its end only, and not at all where names are hidden.
    """
    facts = [
        _sent(payroll, original, copy),
        _models(payroll, original, copy),
        _serials(payroll, original, copy, told=not names.hidden),
        _dates(payroll, original, copy),
        None if names.hidden else _places(payroll, original, copy),
    ]
    return [fact for fact in facts if fact is not None]


def _sent(payroll: Payroll, original: int, copy: int) -> Fact:
    sent = payroll.submissions.submitted_at_ms
    one, other = int(sent[original]), int(sent[copy])
    if one < 0 or other < 0:
        return Fact("It is unknown which was submitted first")
    return Fact(f"Submitted {gap_in_words((other - one) / 1000)}")


def _models(payroll: Payroll, original: int, copy: int) -> Fact | None:
    camera = payroll.outcome.catalog.camera
    one, other = clean(camera[original]), clean(camera[copy])
    if one and other:
        same = one == other
        return Fact(f"Both files: {one}" if same else f"Camera {one}, then {other}", not same)
    return Fact(f"Only one file names a camera: {one or other}") if one or other else None


def _serials(payroll: Payroll, original: int, copy: int, *, told: bool) -> Fact | None:
    catalog = payroll.outcome.catalog
    one, other = catalog.serial[original], catalog.serial[copy]
    if not one or not other:
        return None
    same = one == other and catalog.camera[original] == catalog.camera[copy]
    if same:
        ends = f", ending in {clean(one[-_SHOWN_OF_SERIAL:])}" if told and _long(one) else ""
        return Fact(f"Same serial number in both files{ends}")
    return Fact("Two serial numbers in the files", differs=True)


def _long(serial: str) -> bool:
    """Whether its end is not nearly all of it."""
    return len(serial) >= 2 * _SHOWN_OF_SERIAL


def _dates(payroll: Payroll, original: int, copy: int) -> Fact | None:
    gap = dated_apart(payroll.outcome.catalog, np.array([original]), np.array([copy]))[0]
    if np.isnan(gap):
        return None
    if abs(gap) < ONE_SHOT_MS:
        return Fact("Both files tell the same time")
    return Fact(f"The copy’s file is dated {gap_in_words(float(gap) / 1000)}", differs=True)


def _places(payroll: Payroll, original: int, copy: int) -> Fact | None:
    way = float(metres(payroll.outcome.catalog, np.array([original]), np.array([copy]))[0])
    if np.isnan(way):
        return None
    if way < 1:  # less than GPS can tell; files round in different ways
        return Fact("Both files tell the same place")
    return Fact(f"The files tell places {way_in_words(way)}", differs=True)
