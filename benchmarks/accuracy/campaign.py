"""A folder of pictures with a truth that is complete, as that of the sample campaign is."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.accuracy.truth import Dataset, Label, kinds_of, labelled, read_truth

_NO_PICTURES = {".csv", ".txt", ".md", ".json"}


def campaign(folder: Path, truth: Path, *, name: str, use: str) -> Dataset:
    """All pictures below a folder; whatever the truth does not list is different."""
    known = read_truth(truth)
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix.lower() not in _NO_PICTURES
    )
    names = tuple(path.relative_to(folder).as_posix() for path in files)
    different = np.full((len(names), len(names)), Label.DIFFERENT, np.uint8)
    labels = labelled(names, different, known)
    return Dataset(name, use, names, tuple(files), labels, kinds_of(names, known))
