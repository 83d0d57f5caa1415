"""fastdup: features by its own network, neighbours, components; no galleries are made."""

from __future__ import annotations

import os
import tempfile

os.environ["SENTRY_OPT_OUT"] = "1"  # it reports errors to its makers otherwise

import fastdup

from benchmarks import peers


def main() -> None:
    folder = peers.folder()
    with tempfile.TemporaryDirectory(dir=os.getcwd()) as work:
        run = fastdup.create(work_dir=work, input_dir=folder)
        run.run(overwrite=True, verbose=False, print_summary=False)
        listed = run.annotations()
        members, _ = run.connected_components()
        groups = members["component_id"].nunique() if len(members) else 0
    peers.tell("fastdup", len(listed), f"{groups:,} groups")


if __name__ == "__main__":
    main()
