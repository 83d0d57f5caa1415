"""Plans over real folders, and what a folder holds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from dedup_core import fingerprints
from dedup_core.apply import Plan, every, plan
from dedup_core.groups import Groups, Rule
from dedup_core.model import Skipped
from dedup_core.review import Setting, outcome
from tests.making import catalog_of


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def plan_of(files: Mapping[str, bytes], removed: Mapping[str, str]) -> Plan:
    """A plan over files that were indexed with these contents; removed: path → its keeper."""
    paths = sorted(files)
    row_of = {path: row for row, path in enumerate(paths)}
    groups: dict[int, list[int]] = {}
    for path, keeper in removed.items():
        groups.setdefault(row_of[keeper], [row_of[keeper]]).append(row_of[path])
    members = list(groups.values())
    found = outcome(
        catalog_of(
            paths,
            digests=[digest_of(files[path]) for path in paths],
            size_bytes=[len(files[path]) for path in paths],
            skipped=[Skipped("bad.png", "it is broken")],
        ),
        fingerprints.DEFAULT,
        Groups(
            np.cumsum([0, *map(len, members)]).astype(np.int64),
            np.array([row for group in members for row in group], np.int32),
        ),
        distances=lambda left, right: (left != right).astype(np.float32),
        setting=Setting("phash", 10, Rule.KEEPER),
        silent=np.zeros(0, np.int32),
        said=np.full(len(paths), -1, np.int8),
    )
    return plan(found, every(found))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its relative path; a link by what it says."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
