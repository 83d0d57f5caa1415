"""CleanVision: near and exact duplicates; with --all every check that it does by default."""

from __future__ import annotations

import sys

from cleanvision import Imagelab

from benchmarks import peers

DUPLICATES: dict[str, dict[str, object]] = {"near_duplicates": {}, "exact_duplicates": {}}


def main() -> None:
    folder = peers.folder()
    lab = Imagelab(data_path=folder, verbose=False)
    lab.find_issues(None if "--all" in sys.argv else DUPLICATES, verbose=False)
    groups = sum(len(lab.info[kind]["sets"]) for kind in DUPLICATES)
    peers.tell("cleanvision", len(lab.issues), f"{groups:,} groups")


if __name__ == "__main__":
    main()
