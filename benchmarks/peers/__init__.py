"""One script for each peer: a folder of pictures in, one line of JSON out.

Each runs in the peer's own environment and imports nothing of ours.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path


def folder() -> str:
    """The folder that the script is called with."""
    return next(argument for argument in sys.argv[1:] if not argument.startswith("--"))


def files(folder: str) -> list[str]:
    """Paths of the files in a folder, sorted."""
    return sorted(str(path) for path in Path(folder).iterdir())


def tell(package: str, pictures: int, found: str = "") -> None:
    """Say what was done, as the last line of standard output."""
    about = f"{package} {version(package)}"
    print("\n" + json.dumps({"version": about, "pictures": pictures, "found": found}), flush=True)
