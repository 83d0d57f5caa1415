"""Thorn's perception: PHash and its own deduplication; with --hash-only the hashes alone."""

from __future__ import annotations

import sys

from perception import hashers, tools

from benchmarks import peers

THRESHOLD = 10.5 / 64  # its distance is a share of the bits, and a pair lies below the threshold


def main() -> None:
    hasher = hashers.PHash()
    folder = peers.folder()
    files = peers.files(folder)
    if "--hash-only" in sys.argv:
        hashes = hasher.compute_parallel(files)
        peers.tell("perception", sum(row["hash"] is not None for row in hashes))
        return
    pairs = tools.deduplicate(files, [(hasher, THRESHOLD)])
    peers.tell("perception", len(files), f"{len(pairs):,} pairs")


if __name__ == "__main__":
    main()
