"""Parts ↔ one file: a zip that is stored, not compressed, and the same for the same parts.

Anybody can open a zip. Without compression the bytes do not depend on a program's version, and no
small file can blow up to a large one. There is exactly one right file for given parts, so any
other byte anywhere shows.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from dedup_core.errors import BundleError

FORMAT, VERSION = "image-deduplicate decision bundle", 1
INDEX = "index.json"
MOST_BYTES = (1 << 31) - 1  # of a bundle: what a zip without extensions holds; 15 million pictures
_ANY_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can name: times would make files differ
_READABLE = 0o644 << 16
_UNIX = 3
_DAMAGED = (
    zipfile.BadZipFile,
    NotImplementedError,  # flags and versions that no bundle has
    RuntimeError,  # a part that is said to be encrypted
    EOFError,
    OSError,
    OverflowError,
    UnicodeError,
    ValueError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a file holds. altered: names of parts that are not as they were written, in words."""

    parts: Mapping[str, bytes]
    sha256: str
    altered: tuple[str, ...]


def number_of(parts: Mapping[str, bytes]) -> str:
    """One SHA-256 for all parts: of the lines that `sha256sum` prints for them, by name."""
    lines = (f"{_sha256(parts[name])}  {name}\n" for name in sorted(parts))
    return _sha256("".join(lines).encode())


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The file, with its index; BundleError where it would be too large."""
    whole = {**parts, INDEX: _index(parts)}
    if sum(map(len, whole.values())) > MOST_BYTES - (1 << 20):
        raise BundleError(f"The bundle would be larger than {MOST_BYTES >> 20:,} MiB.")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
        for name in sorted(whole):
            about = zipfile.ZipInfo(name, _ANY_DAY)
            about.external_attr, about.create_system = _READABLE, _UNIX
            archive.writestr(about, whole[name])
    return stream.getvalue()


def unpack(data: bytes, wanted: frozenset[str]) -> Unpacked:
    """The parts of a file that must be exactly the wanted ones.

    BundleError for what is no bundle, or of another version; what was changed is told in `altered`.
    """
    found = _members(data, wanted | {INDEX})
    index = found.pop(INDEX)
    whole, said = {name: part or b"" for name, part in found.items()}, _said(index)
    altered = [name for name in sorted(whole) if said.get(name) != _sha256(whole[name])]
    if not altered and index != _index(whole):
        altered = [INDEX]
    if not altered and pack(whole) != data:
        altered = ["the zip around the parts"]
    return Unpacked(whole, number_of(whole), tuple(altered))


def _members(data: bytes, wanted: frozenset[str]) -> dict[str, bytes | None]:
    """Each member's bytes; None where the zip itself says that they are damaged."""
    if len(data) > MOST_BYTES:
        raise BundleError("This file is larger than any bundle.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
            names = [about.filename for about in listed]
            if len(names) != len(set(names)) or set(names) != wanted:
                raise BundleError(_no_bundle("it holds other parts than a bundle does"))
            if any(about.compress_type != zipfile.ZIP_STORED for about in listed):
                raise BundleError(_no_bundle("its parts are compressed, which a bundle’s are not"))
            if sum(about.file_size for about in listed) > len(data):
                raise BundleError(_no_bundle("its parts would be larger than the file"))
            return {about.filename: _bytes_of(archive, about) for about in listed}
    except _DAMAGED as error:
        raise BundleError(_no_bundle("it is no zip, was cut off, or was damaged")) from error


def _bytes_of(archive: zipfile.ZipFile, about: zipfile.ZipInfo) -> bytes | None:
    try:
        return archive.read(about)
    except _DAMAGED:
        return None


def _said(index: bytes | None) -> Mapping[str, str]:
    """The digest of each part, as the index has it; nothing where it makes no sense."""
    try:
        content = json.loads(index or b"")
        if content["format"] == FORMAT and content["version"] > VERSION:
            raise BundleError(
                f"This bundle is of version {content['version']}; this program reads up to "
                f"{VERSION}. Use a newer program."
            )
        return {name: part["sha256"] for name, part in content["parts"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _index(parts: Mapping[str, bytes]) -> bytes:
    content = {
        "format": FORMAT,
        "version": VERSION,
        "sha256": number_of(parts),
        "parts": {
            name: {"bytes": len(parts[name]), "sha256": _sha256(parts[name])}
            for name in sorted(parts)
        },
    }
    return (json.dumps(content, indent=1) + "\n").encode("ascii")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _no_bundle(why: str) -> str:
    return f"This is not a decision bundle that can be read: {why}. Ask for the file anew."
