"""Times groups at every threshold, and the strictness curve, for up to a million pictures.

The pairs are made up; beside ours stand connected components by SciPy and networkx.

    python -m benchmarks.cuts [--pictures 10000 100000 1000000]
"""

from __future__ import annotations

import argparse
import ctypes
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from math import comb
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.common import say, show_load, show_machine, show_table, spread
from benchmarks.memory import memory_mb
from dedup_core.groups import Neighbours, Rule, form_groups
from dedup_core.pairs import PairTable
from dedup_core.scan import warm_up
from dedup_core.strictness import curve

LOOSEST, BITS = 24, 64
PAIRS_A_PICTURE = 10
NETWORKX_UP_TO = 10_000  # pictures; beyond it one cut takes many seconds
PEERS_AT = (8, 16, 20, 24)
MOST_IN_SERIES = 50
GOALS = "at a million a chained cut 5 ms, keeper 200 ms; at 100,000 30 ms"

BUILD = ("pictures", "made once", "ms", "CPU", "bytes a pair", "while it is made")
CUTS = ("pictures", "at each threshold", "cuts", "median ms", "p90", "worst", "CPU", "worst CPU")
CURVES = ("pictures", "rule", "ms", "CPU", "CPU from groups", "ratio")
PEERS = ("pictures", "peer", "threshold", "its", "our cut", "our groups", "to cut", "to groups")

T = TypeVar("T")
Row = tuple[object, ...]
Columns = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


@dataclass(slots=True)
class Times:
    """Milliseconds of several runs of one thing."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def of(self, call: Callable[[], T]) -> T:
        """What the call gives; how long it took is noted."""
        began, cpu_began = time.perf_counter(), time.process_time()
        result = call()
        self.cpu.append((time.process_time() - cpu_began) * 1000)
        self.wall.append((time.perf_counter() - began) * 1000)
        return result

    def row(self) -> tuple[str, ...]:
        """Median, p90 and worst of the wall times, then median and worst of the CPU times."""
        return tuple(f"{ms:,.2f}" for ms in (*spread(self.wall), *spread(self.cpu)[::2]))

    def medians(self) -> tuple[float, float]:
        """Of the wall times and of the CPU times."""
        return spread(self.wall)[0], spread(self.cpu)[0]


def made_up(pictures: int) -> PairTable:
    """Pairs as a perceptual hash finds them: series of shots of one thing, and chance.

    Distances within a series are small and scatter; those of chance pairs grow like the number of
    64-bit words at that distance, and some pictures are near many more others than the rest.
    """
    random = np.random.default_rng(pictures)
    series = _series(random, pictures)
    chance = _chance(random, pictures, pictures * PAIRS_A_PICTURE - len(series[0]))
    a, b, distance = (np.concatenate(both) for both in zip(series, chance, strict=True))
    left, right = np.minimum(a, b), np.maximum(a, b)
    _, kept = np.unique(left * pictures + right, return_index=True)  # sorted by left, then right
    kept = kept[left[kept] < right[kept]]
    kept = kept[np.argsort(distance[kept], kind="stable")]
    return PairTable(
        "phash",
        left[kept].astype(np.int32),
        right[kept].astype(np.int32),
        distance[kept].astype(np.float32),
        LOOSEST,
        np.bincount(distance[kept], minlength=LOOSEST + 1),
        np.zeros(0, np.int32),
    )


def _series(random: np.random.Generator, pictures: int) -> Columns:
    """About a tenth of the pictures in series of four and more, side by side in path order."""
    first = random.choice(pictures // MOST_IN_SERIES, pictures // 80, replace=False)
    sizes = np.minimum(2 * random.geometric(0.45, len(first)) + 2, MOST_IN_SERIES)
    left, right = [], []
    for b in range(1, int(sizes.max())):
        of_series = MOST_IN_SERIES * first[sizes > b]
        left += [of_series + a for a in range(b)]
        right += [of_series + b] * b
    distance = random.binomial(LOOSEST, random.beta(1, 3, sum(map(len, left))))
    return np.concatenate(left), np.concatenate(right), distance


def _chance(random: np.random.Generator, pictures: int, wanted: int) -> Columns:
    words = np.array([float(comb(BITS, bits)) for bits in range(LOOSEST + 1)])
    popular = random.permutation(pictures)[(pictures * random.random(wanted) ** 1.6).astype(int)]
    distance = random.choice(LOOSEST + 1, wanted, p=words / words.sum())
    return popular, random.integers(0, pictures, wanted), distance


def keep_order(pictures: int) -> NDArray[np.int32]:
    """Ranks that have nothing to do with the order of paths."""
    return np.random.default_rng(1).permutation(pictures).astype(np.int32)


def build_rows(pairs: PairTable, rank: NDArray[np.int32], rounds: int) -> list[Row]:
    """What is made once: milliseconds, and bytes a pair that stay, and that it takes meanwhile."""
    parts: dict[str, Callable[[Neighbours], object]] = {
        "forest: chained": lambda table: table.forest,
        "later neighbours: keeper, all": lambda table: table.worse,
        "earlier neighbours: all": lambda table: table.better,
    }
    rows: list[Row] = []
    for name, part in parts.items():
        times, peaks = Times(), []
        for _ in range(rounds):
            before = _low_water()
            made = times.of(partial(part, Neighbours(pairs, rank)))
            peaks.append(memory_mb(os.getpid(), "VmHWM") - before)
        a_pair = 1e6 * max(peaks) / len(pairs)
        kept = _size_bytes(made) / len(pairs)
        rows.append((f"{len(rank):,}", name, *times.medians(), kept, a_pair))
    return rows


def _low_water() -> float:
    """Memory now, MB; the kernel's high-water mark starts anew from here."""
    ctypes.CDLL(None).malloc_trim(0)  # what was freed before must not be used again unseen
    Path("/proc/self/clear_refs").write_text("5")
    return memory_mb(os.getpid())


def _size_bytes(made: object) -> int:
    columns = (getattr(made, name) for name in dir(made) if not name.startswith("_"))
    return sum(column.nbytes for column in columns if isinstance(column, np.ndarray))


def cut_rows(table: Neighbours, rounds: int) -> list[Row]:
    """Every threshold of every rule; what is made once is there already."""
    size, thresholds = len(table.rank), range(LOOSEST + 1)
    light = Times()
    for threshold in [*thresholds] * rounds:
        light.of(partial(table.forest.cut, threshold))
    rows: list[Row] = [(f"{size:,}", "chained: the cut alone", len(light.wall), *light.row())]
    for rule in Rule:
        form_groups(table, threshold=0, rule=rule)
        times = Times()
        for threshold in [*thresholds] * rounds:
            times.of(partial(form_groups, table, threshold=threshold, rule=rule))
        rows.append((f"{size:,}", f"{rule.value}: groups", len(times.wall), *times.row()))
    return rows


def curve_rows(table: Neighbours, rounds: int) -> list[Row]:
    """All thresholds at once, and the same numbers from the groups at each."""
    rows: list[Row] = []
    for rule in Rule:
        times, single = Times(), Times()
        for _ in range(rounds):
            times.of(partial(curve, table, rule))
            single.of(partial(_curve_from_groups, table, rule))
        (wall, cpu), (_, slow) = times.medians(), single.medians()
        rows.append((f"{len(table.rank):,}", rule.value, wall, cpu, slow, slow / cpu))
    return rows


def _curve_from_groups(table: Neighbours, rule: Rule) -> list[int]:
    each = (form_groups(table, threshold=at, rule=rule) for at in range(LOOSEST + 1))
    return [int(groups.sizes.max(initial=0)) for groups in each]


def peer_rows(table: Neighbours, rounds: int) -> list[Row]:
    """Chained groups by others from the same sorted pairs, at some thresholds."""
    peers = {"SciPy": _by_scipy}
    if len(table.rank) <= NETWORKX_UP_TO:
        peers["networkx"] = _by_networkx
    rows: list[Row] = []
    for name, peer in peers.items():
        for threshold in PEERS_AT:
            theirs, light, ours = Times(), Times(), Times()
            for _ in range(rounds):
                number = theirs.of(partial(peer, table.pairs.within(threshold), len(table.rank)))
                cut = light.of(partial(table.forest.cut, threshold))
                ours.of(partial(form_groups, table, threshold=threshold, rule=Rule.CHAINED))
                assert number == len(table.rank) - int((cut.sizes - 1).sum())
            cpu, *us = (times.medians()[1] for times in (theirs, light, ours))
            shown = [f"{cpu:,.1f}", *(f"{mine:,.2f}" for mine in us)]
            ratios = (f"{cpu / mine:,.0f}" for mine in us)
            rows.append((f"{len(table.rank):,}", name, threshold, *shown, *ratios))
    return rows


def _by_scipy(pairs: PairTable, pictures: int) -> int:
    """Number of components, single pictures too."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(pairs), np.int8)
    graph = csr_array((ones, (pairs.left, pairs.right)), shape=(pictures, pictures))
    return int(connected_components(graph, directed=False)[0])


def _by_networkx(pairs: PairTable, pictures: int) -> int:
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(range(pictures))
    graph.add_edges_from(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
    return len(list(networkx.connected_components(graph)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    warm_up()
    build, cuts, curves, peers = [], [], [], []
    for pictures in options.pictures:
        say(f"{pictures:,} pictures: pairs …")
        pairs, rank = made_up(pictures), keep_order(pictures)
        table = Neighbours(pairs, rank)
        say(f"{len(pairs):,} pairs; building …")
        build += build_rows(pairs, rank, options.rounds)
        say("cuts …")
        cuts += cut_rows(table, options.rounds)
        say("curves …")
        curves += curve_rows(table, options.rounds)
        say("peers …")
        peers += peer_rows(table, options.rounds)
    show_table(f"Made once, from {PAIRS_A_PICTURE} pairs a picture", BUILD, build)
    show_table(f"Every threshold from 0 to {LOOSEST}; goals: {GOALS}", CUTS, cuts)
    show_table("The whole curve", CURVES, curves)
    show_table("Chained groups by others, milliseconds of CPU", PEERS, peers)
    show_machine()
    show_load()


if __name__ == "__main__":
    main()
