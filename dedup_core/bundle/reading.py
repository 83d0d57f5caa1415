"""A bundle is taken up. It may come from anybody, so nothing in it is believed unchecked."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dedup_core.bundle import parts as p
from dedup_core.bundle.container import MOST_BYTES, Unpacked, unpack
from dedup_core.bundle.entries import entries_in
from dedup_core.bundle.tables import rows_in, values_in
from dedup_core.decisions import Entry
from dedup_core.errors import BundleError, MethodError, PolicyError
from dedup_core.fingerprints import method_named
from dedup_core.groups import rule_named
from dedup_core.manifest import Submissions
from dedup_core.manifest.moments import UNKNOWN
from dedup_core.manifest.money import MOST_MINOR_UNITS
from dedup_core.pay import Policy, read
from dedup_core.review import Setting

Row = list[Any]


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle says; `parts` holds all of it as it is written.

    paths, digests: of each picture, in the order of the paths
    skipped:        paths of files that were no pictures
    pairs:          of looks: two places in `paths` each
    """

    sha256: str
    parts: Mapping[str, bytes]
    name: str
    setting: Setting
    exact: bool
    looked: bool
    versions: Mapping[str, int]
    policy: Policy
    paths: tuple[str, ...]
    digests: tuple[str, ...]
    skipped: tuple[str, ...]
    submissions: Submissions
    entries: tuple[Entry, ...]
    pairs: tuple[tuple[int, int], ...]


def unpacked(file: Path) -> Unpacked:
    """The parts of a file; BundleError for what is no bundle."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise BundleError(f"{file.name} is larger than any bundle.")
        data = file.read_bytes()
    except OSError as error:
        raise BundleError(f"{file} cannot be read: {error.strerror or error}.") from error
    return unpack(data, p.NAMES)


def read_bundle(file: Path) -> Bundle:
    """What a file says; BundleError for what is no bundle, or was changed."""
    found = unpacked(file)
    if found.altered:
        raise BundleError(f"The bundle was changed: {', '.join(found.altered)}.")
    return understood(found)


def understood(found: Unpacked) -> Bundle:
    """What parts say; BundleError names what makes no sense."""
    about, setting = _values(found, p.ABOUT), _values(found, p.SETTING)
    pictures = _rows(found, p.PICTURES)
    paths, digests = _column(pictures, 0), _column(pictures, 1)
    if list(paths) != sorted(set(paths)):
        raise BundleError(f"{p.PICTURES}: the paths are not in their order.")
    _values(found, p.TOTALS)
    for name in (p.GROUPS, p.PAY):
        _rows(found, name)
    try:
        policy = read(json.dumps(_values(found, p.POLICY)["policy"]))
        chosen = _setting(setting)
    except (PolicyError, MethodError) as error:
        raise BundleError(f"The bundle cannot be checked by this program: {error}") from error
    return Bundle(
        sha256=found.sha256,
        parts=found.parts,
        name=about["dataset"],
        setting=chosen,
        exact=setting["exact_decode"],
        looked=setting["looked"],
        versions=_versions(setting["versions"]),
        policy=policy,
        paths=paths,
        digests=digests,
        skipped=_column(_rows(found, p.SKIPPED), 0),
        submissions=_submissions(_rows(found, p.SUBMISSIONS), paths),
        entries=entries_in(p.LOG, found.parts[p.LOG]),
        pairs=_pairs(_rows(found, p.EVIDENCE), len(paths)),
    )


def groups_in(data: bytes) -> list[Row]:
    """The rows of the part of groups."""
    return rows_in(p.GROUPS, data, p.COLUMNS[p.GROUPS])


def pay_in(data: bytes) -> list[Row]:
    """The rows of the part of pay."""
    return rows_in(p.PAY, data, p.COLUMNS[p.PAY])


def totals_in(data: bytes) -> dict[str, Any]:
    """The values of the part of totals."""
    return values_in(p.TOTALS, data, p.VALUES[p.TOTALS])


def _rows(found: Unpacked, name: str) -> list[Row]:
    return rows_in(name, found.parts[name], p.COLUMNS[name])


def _values(found: Unpacked, name: str) -> dict[str, Any]:
    return values_in(name, found.parts[name], p.VALUES[name])


def _column(rows: Sequence[Row], at: int) -> tuple[Any, ...]:
    return tuple(row[at] for row in rows)


def _setting(said: Mapping[str, Any]) -> Setting:
    threshold, method = said["threshold"], method_named(said["method"])
    if not math.isfinite(threshold) or not 0 <= threshold <= method.scale or said["at_least"] < 2:
        raise BundleError(f"{p.SETTING}: there is no such threshold, or no such smallest group.")
    return Setting(method.name, threshold, rule_named(said["rule"]), said["at_least"])


def _versions(said: Mapping[str, Any]) -> dict[str, int]:
    if not all(type(version) is int for version in said.values()):
        raise BundleError(f"{p.SETTING}: a version is a whole number.")
    return dict(said)


def _submissions(rows: Sequence[Row], paths: tuple[str, ...]) -> Submissions:
    if _column(rows, 0) != paths:
        raise BundleError(f"{p.SUBMISSIONS} is not of the pictures in {p.PICTURES}.")
    currencies = set(_column(rows, 4)) or {""}
    prices, times = _column(rows, 3), _column(rows, 2)
    if not all(0 <= price <= MOST_MINOR_UNITS for price in prices) or len(currencies) > 1:
        raise BundleError(f"{p.SUBMISSIONS} holds a price that is none, or several currencies.")
    if not all(at >= UNKNOWN for at in times):
        raise BundleError(f"{p.SUBMISSIONS} holds a time before 1970.")
    return Submissions(
        contributor=_column(rows, 1),
        submitted_at_ms=np.array(times, np.int64),
        price=np.array(prices, np.int64),
        currency=currencies.pop(),
        campaign=_column(rows, 5),
        known=np.array(_column(rows, 6), np.bool_),
        extra={},
    )


def _pairs(rows: Sequence[Row], pictures: int) -> tuple[tuple[int, int], ...]:
    pairs = tuple((row[0], row[1]) for row in rows)
    if not all(0 <= left < right < pictures for left, right in pairs):
        raise BundleError(f"{p.EVIDENCE} speaks of pictures that are not in {p.PICTURES}.")
    return pairs
