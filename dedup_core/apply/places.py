"""Where files are taken from and put: nothing leads outside, no two folders lie in each other."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dedup_core.errors import ApplyError, PictureError
from dedup_core.store import Dataset

_STRAY_BYTE = re.compile(r"\\udc([89a-f][0-9a-f])")  # as a folder source writes it in a path


def folder_of(dataset: Dataset) -> Path | None:
    """The folder of a dataset; None for a zip, an upload or a single picture."""
    place = Path(dataset.place)
    return place if dataset.kind == "path" and place.is_dir() else None


def inside(root: Path, path: str) -> Path:
    """The place of a relative path below a folder; PictureError when it would lead elsewhere."""
    parts = path.split("/")
    if "\0" in path or any(part in ("", ".", "..") for part in parts) or Path(path).is_absolute():
        raise PictureError("its path leads outside the folder; such a path is never used")
    at = root
    try:
        for part in parts[:-1]:
            at /= part
            if at.is_symlink():
                raise PictureError("a folder on its way is a symbolic link; links are not followed")
    except (OSError, ValueError) as error:
        raise PictureError(f"its path cannot be used: {error}") from error
    return at / parts[-1]


def name_on_disk(root: Path, path: str) -> str:
    """The relative name behind a catalog's path; stray bytes in it are written `\\udcXX` there."""
    if "\\udc" not in path or os.path.lexists(root / path):
        return path
    return _STRAY_BYTE.sub(lambda found: chr(0xDC00 + int(found[1], 16)), path)


def seen(file: Path) -> os.stat_result | None:
    """What lies at a path; None for nothing, PictureError for anything but a regular file."""
    try:
        found = os.lstat(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:  # the latter for what no disk can call a file
        raise PictureError(f"it cannot be looked at: {error}") from error
    if not stat.S_ISREG(found.st_mode):
        raise PictureError("something that is no regular file is there (a folder, link or device)")
    return found


def apart(target: Path, others: Iterable[Path]) -> Path:
    """The full path of a target folder; ApplyError when it lies in one of the others, or around."""
    try:
        resolved = target.expanduser().resolve()
    except (OSError, RuntimeError) as error:
        raise ApplyError(f"{target} leads nowhere: {error}") from error
    for other in others:
        near = other.resolve()
        if in_each_other(resolved, near):
            raise ApplyError(
                f"{resolved} and {near} lie in each other. Choose a folder that is apart from it."
            )
    if os.path.lexists(resolved) and not resolved.is_dir():
        raise ApplyError(f"{resolved} is a file. Choose a new or an empty folder.")
    return resolved


def in_each_other(one: Path, other: Path) -> bool:
    """Whether two resolved folders are one, also by a second mount, or one lies in the other."""
    if one.is_relative_to(other) or other.is_relative_to(one):
        return True
    try:
        return os.path.samefile(one, other)
    except OSError:  # one of them is still to be made
        return False


def make_folder(folder: Path) -> None:
    """The folder is there and can be written to; ApplyError says what to do when not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ApplyError(
            f"{folder} cannot be made: {error.strerror}. Choose another folder, or make it and "
            "give the user of this program the right to write there."
        ) from error
    as_now = os.access in os.supports_effective_ids
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=as_now):
        raise ApplyError(
            f"{folder} cannot be written to. Give the user of this program the right to, or "
            "choose another folder."
        )


def nearest(folder: Path) -> Path:
    """The folder itself, or the first one above it that exists."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder


def same_disk(one: Path, other: Path) -> bool:
    """Whether two folders, of which one may still have to be made, are on one file system."""
    return os.stat(nearest(one)).st_dev == os.stat(nearest(other)).st_dev


def refuse_too_small(folder: Path, size_bytes: int) -> None:
    """ApplyError when there is no room for so many bytes on the disk of a folder."""
    free = shutil.disk_usage(nearest(folder)).free
    if size_bytes > free:
        raise ApplyError(
            f"{folder} is on a disk with {free:,} bytes free; {size_bytes:,} are needed. Make "
            "room, or choose a folder on another disk."
        )


def is_new(folder: Path) -> bool:
    """Whether a folder is still to be made, or empty."""
    return not folder.is_dir() or not os.listdir(folder)


def files_below(folder: Path) -> Iterator[str]:
    """The relative path of everything below a folder that is no folder itself."""
    for at, folders, files in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(at, name))]
        for name in sorted([*files, *links]):
            yield os.path.relpath(os.path.join(at, name), folder)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Within it no other run moves files of this folder; ApplyError when one is at it.

    Two runs at once could each take the picture away that the other one relies on.
    """
    try:
        import fcntl  # noqa: PLC0415 - not on Windows, where nothing is locked
    except ImportError:
        yield
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network disks cannot lock at all
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ApplyError(
                    f"Another run is moving files of {folder}. Wait until it has ended."
                ) from error
        yield
    finally:
        os.close(opened)
