"""How little a picture may show before its hash is noise: where `pairs.MIN_INFORMATION` is from.

Each photo is darkened in steps, and every step is shot twice with fresh sensor noise. Two shots of
one scene ought to have the same hash; where they do not, the hash says nothing of the scene.

    python -m benchmarks.information FOLDER [--photos 150]
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.common import say, show_table
from dedup_core.decode import Upright, information
from dedup_core.fingerprints import INDEXED, Method, Metric
from dedup_core.pairs import MIN_INFORMATION

EXPOSURES = (0.5, 0.2, 0.1, 0.05, 0.03, 0.02, 0.012, 0.008, 0.005, 0.002)
NOISE = 4.0  # grey levels, of a phone at night
EDGES = (0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8, 128)
METHODS = [m for m in INDEXED if m.metric is Metric.HAMMING and m.name != "pdq"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photos", type=int, default=150)
    options = parser.parse_args()
    files = sorted(options.folder.rglob("*.jpg"))
    random = np.random.default_rng(3)
    chosen = random.permutation(len(files))[: options.photos]
    shots = []
    for number in sorted(chosen):
        say(files[number].name)
        shots += [_twice(files[number], exposure, random) for exposure in EXPOSURES]
    _show(np.array(shots))


def _twice(file: Path, exposure: float, random: np.random.Generator) -> list[float]:
    """Information of a dark shot, and the bits between two such shots for each method."""
    light = np.asarray(Image.open(file).convert("RGB")).astype(np.float64)
    pair = [_dark(light, exposure, random) for _ in range(2)]
    return [information(pair[0]), *(_bits_between(method, pair) for method in METHODS)]


def _dark(light: NDArray[np.float64], exposure: float, random: np.random.Generator) -> Upright:
    noisy = light * exposure + 2 + random.normal(0, NOISE, light.shape)
    return Upright("", Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)))


def _bits_between(method: Method, pair: list[Upright]) -> int:
    values = method.fingerprint(np.stack([method.reduce(upright) for upright in pair]))
    return int(np.bitwise_count(values[0] ^ values[1]).sum())


def _show(shots: NDArray[np.float64]) -> None:
    rows = []
    for low, high in pairwise(EDGES):
        some = shots[(shots[:, 0] >= low) & (shots[:, 0] < high)]
        if not len(some):
            continue
        bits = [
            f"{np.median(some[:, column]):.0f} / {np.percentile(some[:, column], 90):.0f}"
            for column in range(1, shots.shape[1])
        ]
        rows.append([f"{low} to {high}", str(len(some)), *bits])
    names = [f"{method.name} median / p90" for method in METHODS]
    show_table("Bits between two shots of one scene", ["information", "shots", *names], rows)
    print(f"\nBelow {MIN_INFORMATION} a picture is not matched by hash.")


if __name__ == "__main__":
    main()
