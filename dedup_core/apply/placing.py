"""Files put into place whole, durably, and never over another one."""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import suppress
from io import BufferedWriter
from pathlib import Path

from dedup_core.apply.places import seen
from dedup_core.errors import ApplyError, PictureError

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_BROKEN = (errno.EROFS, errno.EIO)
NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS)
OCCUPIED = "another file is at its place; nothing is ever overwritten"
CHANGED = "its content has changed since it was indexed"
_READ_BYTES = 1 << 20
_DIGITS = 16  # of a digest in the name of a file that is being written; a name may be too long


def digest_of(data: bytes) -> str:
    """The digest of some bytes, as pictures are known by."""
    return hashlib.sha256(data).hexdigest()


def digest_on_disk(file: Path) -> str:
    """The digest of a regular file's bytes as they are now; PictureError when it is none."""
    try:
        opened = os.open(file, os.O_RDONLY | _NO_LINK)
        with open(opened, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise PictureError(f"it cannot be read: {error.strerror}") from error


def same_file(one: os.stat_result, other: os.stat_result) -> bool:
    """Whether two looks saw one file in one state."""
    return os.path.samestat(one, other) and (one.st_size, one.st_mtime_ns) == (
        other.st_size,
        other.st_mtime_ns,
    )


def one_name(one: Path, other: Path) -> bool:
    """Whether two paths of one file are one name of it, as through a second mount of its folder.

    Who takes one of two such paths away takes the file away.
    """
    one_seen, other_seen = os.lstat(one), os.lstat(other)
    if not os.path.samestat(one_seen, other_seen):
        return False
    return one_seen.st_nlink < 2 or (
        one.name == other.name and os.path.samefile(one.parent, other.parent)
    )


def explained(error: OSError, file: Path) -> ApplyError | PictureError:
    """What a failed write means: for the whole run, or for this file alone."""
    if error.errno in _FULL:
        return ApplyError(
            f"The disk is full at {file}. Make room and run it again: it goes on where it stopped."
        )
    if error.errno in _BROKEN:
        return ApplyError(
            f"{file} cannot be written: {error.strerror}. Check the disk, then run it again."
        )
    if error.errno == errno.EEXIST:
        return PictureError(OCCUPIED)
    return PictureError(f"{file} cannot be written: {error.strerror}")


def write_new(target: Path, data: bytes, *, like: os.stat_result | None) -> None:
    """The bytes are at `target`, on disk; with the times of `like`. Never over another file."""
    with _Unfinished(target) as part:
        with part.file.open("xb") as stream:
            stream.write(data)
            _finish(stream, like)
        part.settle()


def copy_new(source: Path, target: Path, digest: str) -> None:
    """A verified copy of a file is at `target`, on disk, with its times. Never over another one."""
    with _Unfinished(target) as part:
        like, sha = os.lstat(source), hashlib.sha256()
        with (
            open(os.open(source, os.O_RDONLY | _NO_LINK), "rb") as reading,
            part.file.open("xb") as stream,
        ):
            while piece := reading.read(_READ_BYTES):
                sha.update(piece)
                stream.write(piece)
            _finish(stream, like)
        if sha.hexdigest() != digest or digest_on_disk(part.file) != digest:
            raise PictureError(CHANGED)
        part.settle()


def link_new(source: Path, target: Path) -> None:
    """`target` is a second name of the same file. OSError when the disk cannot do that."""
    target.parent.mkdir(parents=True, exist_ok=True)
    os.link(source, target, follow_symlinks=False)


def move_new(source: Path, target: Path) -> None:
    """A file has moved within one disk, in one step. Never over another one."""
    try:
        link_new(source, target)
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        if seen(target) is not None:
            raise PictureError(OCCUPIED) from error
        os.rename(source, target)
    else:
        os.unlink(source)


def sync_folder(folder: Path) -> None:
    """New names in a folder are on disk."""
    with suppress(OSError):  # not every system lets a folder be opened
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


class _Unfinished:
    """A file beside its target while it is written; none is left behind, whatever happens."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self.file = target.with_name(_unfinished_name(target))

    def __enter__(self) -> _Unfinished:
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self.file.unlink(missing_ok=True)  # of a run that was killed
        return self

    def settle(self) -> None:
        """Give the whole file its name."""
        move_new(self.file, self._target)
        sync_folder(self._target.parent)

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self.file.unlink(missing_ok=True)


def _unfinished_name(target: Path) -> str:
    """How a file is called while it is written: the same in each run, another for each target."""
    return f".{digest_of(os.fsencode(target.name))[:_DIGITS]}.part"


def is_unfinished(path: str) -> bool:
    """Whether a path is that of a file whose writing was cut short."""
    name = path.rsplit("/", 1)[-1]
    return name.startswith(".") and name.endswith(".part") and len(name) == _DIGITS + 6


def _finish(stream: BufferedWriter, like: os.stat_result | None) -> None:
    stream.flush()  # before the times are set: a later write would change them
    descriptor = stream.fileno()
    if like is not None:
        os.utime(descriptor, ns=(like.st_atime_ns, like.st_mtime_ns))
        with suppress(OSError):
            os.fchmod(descriptor, like.st_mode & 0o777)
    os.fsync(descriptor)


def remove_empty(folder: Path, *, up_to: Path) -> None:
    """Empty folders from this one upwards are gone; `up_to` stays."""
    while folder != up_to and folder.is_relative_to(up_to):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
