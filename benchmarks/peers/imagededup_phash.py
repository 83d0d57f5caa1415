"""imagededup: PHash, with its own search, as its README shows it."""

from __future__ import annotations

from imagededup.methods import PHash

from benchmarks import peers


def main() -> None:
    hasher = PHash(verbose=False)
    folder = peers.folder()
    found = hasher.find_duplicates(image_dir=folder, max_distance_threshold=10)
    pairs = sum(map(len, found.values())) // 2
    peers.tell("imagededup", len(found), f"{pairs:,} pairs")


if __name__ == "__main__":
    main()
