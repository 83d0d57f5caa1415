"""Manifests made on the spot."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from dedup_core.manifest import Manifest, Mapping, guess_mapping, read_sheet, understand

HEADER = "file,contributor,submitted_at,campaign,price,currency"


def table(*lines: str, header: str = HEADER) -> bytes:
    """A CSV file with these rows."""
    return "\n".join([header, *lines, ""]).encode()


def manifest(*lines: str, header: str = HEADER, currency: str = "") -> Manifest:
    """What a CSV file with these rows says, its columns guessed."""
    sheet = read_sheet("m.csv", table(*lines, header=header))
    return understand(sheet, guess_mapping(sheet.names), currency=currency)


def of_paths(paths: Sequence[str], digests: Sequence[str] | None = None) -> Manifest:
    """A manifest with a row for each path, sent by somebody with that row's number as name."""
    known = digests or [""] * len(paths)
    lines = [f'"{path}",{n},{d}' for n, (path, d) in enumerate(zip(paths, known, strict=True))]
    sheet = read_sheet("m.csv", table(*lines, header="file,contributor,digest"))
    return understand(sheet, Mapping(file="file", contributor="contributor", digest="digest"))


def digest(content: str) -> str:
    """The SHA-256 of a content."""
    return hashlib.sha256(content.encode()).hexdigest()
