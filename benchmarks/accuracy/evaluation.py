"""imagededup beside ours: its hashes of the same files, and what its own evaluation says.

It works on maps of duplicates at one threshold: each contender's default. Pairs of which nothing
is known are taken out of the maps first.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.cache import Cache, text_of
from benchmarks.accuracy.edits import COPIES
from benchmarks.accuracy.features import Features
from benchmarks.accuracy.measure import Known
from benchmarks.accuracy.truth import TIERS, Dataset, Label
from benchmarks.common import ROOT, say
from dedup_core import fingerprints
from dedup_core.decode import Decoded, opened

_SCRIPT = "benchmarks.accuracy.imagededup_script"
_SCRIPT_FILE = f"{_SCRIPT.replace('.', '/')}.py"
_HASHES = ("phash", "dhash", "ahash", "whash")

Map = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """What imagededup said: its hashes by method and picture, and its numbers by method."""

    version: str
    pictures: int
    hashes: Mapping[str, Mapping[str, str]]
    evaluated: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far our hashes of the same files are imagededup's."""

    method: str
    pictures: int
    exact: int  # equal, from all pixels
    scaled: int  # equal, from the scaled decode that is the default
    most_bits: int  # by which a scaled one differs
    turned: int  # stored turned, which imagededup takes as they lie
    unread: int  # that imagededup cannot open


def ask_imagededup(
    dataset: Dataset,
    made: Features,
    known: Known,
    found: Mapping[str, NDArray[np.int64]],
    cache: Cache,
) -> Told | None:
    """Its word on the listed pictures of a data set; None where none of them are duplicates.

    found: which of the known pairs each contender takes at its default, the nearest first
    """
    rows = [row for row in np.flatnonzero(made.readable).tolist() if _listed(dataset.names[row])]
    names = [dataset.names[row] for row in rows]
    positive = np.flatnonzero(np.isin(known.labels, TIERS))
    truth = _map(names, dataset, known, positive)
    if not any(truth.values()):
        return None
    asked = {
        "files": {dataset.names[row]: str(dataset.files[row]) for row in rows},
        "truth": truth,
        "unknown": _unknown(rows, dataset),
        "found": {name: _map(names, dataset, known, taken) for name, taken in found.items()},
    }
    key = (made.key, json.dumps(asked), text_of(_SCRIPT_FILE))
    kept = cache.made(lambda: {"told": np.array(_run(asked))}, "imagededup", *key)
    said = json.loads(str(kept["told"]))
    return Told(said["version"], len(names), said["hashes"], said["evaluated"])


def _listed(name: str) -> bool:
    """Whether a picture was not planted: its maps would be millions of pairs in Python lists."""
    return not name.startswith(COPIES)


def _map(names: list[str], dataset: Dataset, known: Known, taken: NDArray[np.int64]) -> Map:
    duplicates: Map = {name: [] for name in names}
    for left, right in zip(known.left[taken], known.right[taken], strict=True):
        a, b = dataset.names[left], dataset.names[right]
        if a in duplicates and b in duplicates:
            duplicates[a].append(b)
            duplicates[b].append(a)
    return duplicates


def _unknown(rows: list[int], dataset: Dataset) -> Map:
    """For each picture, those of which it is not known whether they are its duplicates."""
    both_ways = dataset.labels + dataset.labels.T
    apart = both_ways[np.ix_(rows, rows)] == Label.UNKNOWN
    names = [dataset.names[row] for row in rows]
    return {
        name: [names[other] for other in np.flatnonzero(line) if other != row]
        for row, (name, line) in enumerate(zip(names, apart, strict=True))
    }


def _run(asked: dict[str, Any]) -> str:
    say(f"imagededup on {len(asked['files']):,} pictures …")
    command = [sys.executable, "-m", _SCRIPT]
    done = subprocess.run(
        command, cwd=ROOT, input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"imagededup failed:\n{done.stderr[-2000:]}")
    return done.stdout.strip().splitlines()[-1]


def agreements(dataset: Dataset, made: Features, told: Told, cache: Cache) -> list[Agreement]:
    """Our hashes beside imagededup's, of every picture that both can read."""
    key = (made.key, told.version, text_of("dedup_core/decode", "dedup_core/fingerprints"))
    kept = cache.made(lambda: {"rows": _compared(dataset, made, told)}, "agreement", *key)
    rows = kept["rows"].tolist()
    return [Agreement(name, *row) for name, row in zip(_HASHES, rows, strict=True)]


def _compared(dataset: Dataset, made: Features, told: Told) -> NDArray[np.int64]:
    """For each hash the numbers of its `Agreement`."""
    bits = {name: list[tuple[int, int]]() for name in _HASHES}
    turned = unread = 0
    for row in np.flatnonzero(made.readable & [_listed(name) for name in dataset.names]):
        theirs = {name: told.hashes[name].get(dataset.names[row]) for name in _HASHES}
        data = dataset.files[row].read_bytes()
        exact, scaled = (opened(data, exactly=exactly).decode() for exactly in (True, False))
        if not all(theirs.values()):
            unread += 1
        elif exact.facts.orientation > 1:
            turned += 1
        else:
            for name, text in theirs.items():
                both = _apart(name, exact, str(text)), _apart(name, scaled, str(text))
                bits[name].append(both)
    return np.array([_numbers(pairs, turned, unread) for pairs in bits.values()])


def _apart(method: str, picture: Decoded, text: str) -> int:
    """Bits between our hash of a picture and imagededup's hash string."""
    ours = fingerprints.method_named(method)
    code = ours.fingerprint(ours.reduce(picture.upright)[None])[0]
    return int(np.bitwise_count(code ^ np.frombuffer(bytes.fromhex(text), np.uint8)).sum())


def _numbers(bits: list[tuple[int, int]], turned: int, unread: int) -> list[int]:
    exact, scaled = ([pair[side] for pair in bits] for side in (0, 1))
    return [len(bits), exact.count(0), scaled.count(0), max(scaled, default=0), turned, unread]
