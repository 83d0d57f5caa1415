"""The pictures that are kept, as copies or hard links in a folder of their own."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path, PurePosixPath

from dedup_core.apply import places, placing
from dedup_core.apply.plan import Plan
from dedup_core.apply.quarantine import STOPPED
from dedup_core.apply.tally import Done, Tally
from dedup_core.errors import ApplyError, PictureError
from dedup_core.model import FREE, Control, Report, quiet
from dedup_core.sources import Source

_CANNOT_LINK = (errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK)

_AT_ONCE = 8  # the disk takes most of the time: it makes many files safe at once, or one
_BATCH = 32  # so many files are finished before a stop is looked for


def check_copy(
    plan: Plan,
    root: Path | None,
    target: Path,
    *,
    link: bool = False,
    besides: Sequence[Path] = (),
) -> Path:
    """The full path of the target; ApplyError when the kept pictures cannot be put there.

    root:    the folder that the pictures are in; None: a zip or an upload
    besides: other folders that the target must be apart from, like the workspace
    """
    if link and root is None:
        raise ApplyError("Only pictures in a folder can be linked. Copy these instead.")
    resolved = places.apart(target, [*besides, *([root] if root is not None else [])])
    _refuse_foreign(plan, resolved)
    if link and root is not None and not places.same_disk(root, resolved):
        raise ApplyError(
            f"{resolved} is on another disk than {root}, where hard links cannot lead. Copy "
            "instead, or choose a folder on the same disk."
        )
    if not link and places.is_new(resolved):
        places.refuse_too_small(resolved, plan.totals.kept_bytes)
    return resolved


def copy_kept(
    plan: Plan,
    source: Source,
    target: Path,
    *,
    root: Path | None,
    link: bool = False,
    besides: Sequence[Path] = (),
    report: Report = quiet,
    control: Control = FREE,
) -> Done:
    """What is kept lies below `target`, under the same relative paths, each file verified.

    A picture that is not as it was indexed is left out, with a reason. Nothing is overwritten; run
    again, it goes on where it stopped. ApplyError when it cannot begin.

    root: the folder that the pictures are in; None: a zip or an upload
    link: hard links instead of copies: no room is needed, but a change of one changes both
    """
    folder = check_copy(plan, root, target, link=link, besides=besides)
    rows, catalog = plan.staying().tolist(), plan.catalog
    places.make_folder(folder)
    sizes = [int(catalog.size_bytes[row]) for row in rows]
    tally = Tally("link" if link else "copy", str(folder), sizes=sizes, report=report)
    put = partial(_link, root) if link and root is not None else partial(_copy, source, root)
    paths = {catalog.paths[row] for row in rows}

    def attempt(row: int) -> bool | PictureError:
        try:
            _refuse_below_a_file(catalog.paths[row], paths)
            return _place(folder, catalog.paths[row], catalog.digests[row], put)
        except PictureError as error:
            return error

    return tally.result(_place_all(plan, rows, attempt, tally, control))


def _place_all(
    plan: Plan,
    rows: list[int],
    attempt: Callable[[int], bool | PictureError],
    tally: Tally,
    control: Control,
) -> str:
    """Why it ended before its end; empty: it did not."""
    try:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for begin in range(0, len(rows), _BATCH):
                control.wait()
                if control.stopped():
                    return STOPPED
                batch = rows[begin : begin + _BATCH]
                for row, result in zip(batch, pool.map(attempt, batch), strict=True):
                    _count(tally, plan, row, result)
    except ApplyError as error:
        return str(error)
    return ""


def _count(tally: Tally, plan: Plan, row: int, result: bool | PictureError) -> None:
    size_bytes = int(plan.catalog.size_bytes[row])
    if isinstance(result, PictureError):
        tally.refuse(plan.catalog.paths[row], str(result), size_bytes)
    elif result:
        tally.done(size_bytes)
    else:
        tally.already(size_bytes)


def _place(folder: Path, path: str, digest: str, put: Callable[[str, Path, str], None]) -> bool:
    """Whether a picture had to be put into place: it may be there from an earlier run."""
    target = places.inside(folder, path)
    if places.seen(target) is not None:
        if placing.digest_on_disk(target) != digest:
            raise PictureError(placing.OCCUPIED)
        return False
    try:
        put(path, target, digest)
    except OSError as error:
        raise placing.explained(error, target) from error
    return True


def _refuse_below_a_file(path: str, paths: set[str]) -> None:
    """PictureError when a picture has the name of this one's folder; a zip may say so."""
    if any(str(parent) in paths for parent in PurePosixPath(path).parents):
        raise PictureError("a picture has the name of its folder")


def _copy(source: Source, root: Path | None, path: str, target: Path, digest: str) -> None:
    like = None if root is None else places.seen(root / places.name_on_disk(root, path))
    data = source.read(path)
    if placing.digest_of(data) != digest:
        raise PictureError(placing.CHANGED)
    placing.write_new(target, data, like=like)


def _link(root: Path, path: str, target: Path, digest: str) -> None:
    file = places.inside(root, places.name_on_disk(root, path))
    if places.seen(file) is None:
        raise PictureError("it is not there any more")
    if placing.digest_on_disk(file) != digest:
        raise PictureError(placing.CHANGED)
    try:
        placing.link_new(file, target)
    except OSError as error:
        if error.errno not in _CANNOT_LINK:
            raise
        raise ApplyError(
            f"This disk cannot link {path} ({os.strerror(error.errno or 0)}). Copy instead."
        ) from error


def _refuse_foreign(plan: Plan, folder: Path) -> None:
    """ApplyError when a folder holds a file that an earlier run of this copy did not put there."""
    if not folder.is_dir():
        return
    kept = {plan.catalog.paths[row] for row in plan.staying().tolist()}
    for path in places.files_below(folder):
        if path not in kept and not placing.is_unfinished(path):
            raise ApplyError(
                f"{folder} holds another file, {path!a}. Choose a new or an empty folder."
            )
