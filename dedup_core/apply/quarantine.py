"""Removed pictures are moved out of their folder, so that each can be put back.

A batch goes in steps: every picture and its keeper are read and compared with what was indexed;
their lines are written to the manifest and are on disk; only then are the files moved. A kill at
any moment leaves each file in one of the two places, and a line for each that is in the quarantine.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dedup_core.apply import places, placing
from dedup_core.apply.moved import Manifest, Move, opened, refuse_foreign
from dedup_core.apply.plan import Fate, Plan
from dedup_core.apply.tally import Done, Tally
from dedup_core.errors import ApplyError, PictureError
from dedup_core.model import FREE, Control, Report, quiet

BATCH = 64  # so many lines reach the disk at once; one by one it costs some 5 ms a picture
STOPPED = "It was stopped. What was finished is kept; run it again to go on."
_KEPT = "the picture kept for it"
_CHANGED_MEANWHILE = "it was changed while this ran; index the pictures again"


@dataclass(frozen=True, slots=True)
class _Ready:
    """A picture that was found as it was indexed, and its keeper, as they were seen then.

    copied: it is in the quarantine, too, and only to be taken away
    """

    row: int
    move: Move
    file: Path
    target: Path
    seen: os.stat_result
    keeper: Path
    keeper_seen: os.stat_result
    copied: bool


class _Folder:
    """The folder of a plan for one batch: pictures are compared with what was indexed."""

    def __init__(self, plan: Plan, root: Path) -> None:
        self._plan, self.root = plan, root
        self._keepers: dict[int, os.stat_result] = {}  # those that were read for this batch

    def name(self, row: int) -> str:
        """The relative name of a row on disk."""
        return places.name_on_disk(self.root, self._plan.catalog.paths[row])

    def file(self, row: int) -> Path:
        """The place of a row; PictureError when its path leads elsewhere."""
        return places.inside(self.root, self.name(row))

    def as_indexed(self, row: int) -> os.stat_result | None:
        """What is at a row's place, its content compared; None: nothing is there."""
        file = self.file(row)
        found = places.seen(file)
        if found is None:
            return None
        changed = found.st_size != self._plan.catalog.size_bytes[row]
        if changed or placing.digest_on_disk(file) != self._plan.catalog.digests[row]:
            raise PictureError(placing.CHANGED)
        return found

    def keeper(self, row: int) -> os.stat_result:
        """What is at the place of a picture that is kept for others; PictureError: another one."""
        if row not in self._keepers:
            path = self._plan.catalog.paths[row]
            try:
                found = self.as_indexed(row)
            except PictureError as error:
                raise PictureError(f"{_KEPT}, {path}, is not as it was: {error}") from error
            if found is None:
                raise PictureError(f"{_KEPT}, {path}, is not there any more")
            self._keepers[row] = found
        return self._keepers[row]


def check_quarantine(
    plan: Plan, root: Path | None, target: Path, *, besides: Sequence[Path] = ()
) -> tuple[Path, Path]:
    """The full paths of both folders; ApplyError when nothing can be moved there.

    besides: other folders that the target must be apart from, like the workspace
    """
    if root is None:
        raise ApplyError(
            "Only pictures in a folder can be moved to a quarantine, not those of a zip or an "
            "upload. Copy what is kept to a new folder instead."
        )
    resolved = places.apart(target, [root, *besides])
    refuse_foreign(resolved, root.resolve())
    if places.is_new(resolved) and not places.same_disk(root, resolved):
        places.refuse_too_small(resolved, plan.totals.removed_bytes)
    return root.resolve(), resolved


def quarantine(
    plan: Plan,
    root: Path | None,
    target: Path,
    *,
    besides: Sequence[Path] = (),
    report: Report = quiet,
    control: Control = FREE,
) -> Done:
    """The removed pictures of a folder are moved to `target`, under the same relative paths.

    A picture stays, with a reason, when it or its keeper is not as it was indexed: so the last one
    of a group never goes. On another disk a move is a verified copy, and then the removal of what
    was copied. Run again, it goes on where it stopped. ApplyError when it cannot begin.
    """
    source, folder = check_quarantine(plan, root, target, besides=besides)
    rows = plan.rows(Fate.REMOVED).tolist()
    sizes = [int(plan.catalog.size_bytes[row]) for row in rows]
    places.make_folder(folder)
    tally = Tally("quarantine", str(folder), sizes=sizes, report=report)
    with places.alone_in(source), opened(folder, source, plan.setting) as manifest:
        for begin in range(0, len(rows), BATCH):
            control.wait()
            if control.stopped():
                return tally.result(STOPPED)
            try:
                pictures = _Folder(plan, source)
                _move_batch(plan, pictures, manifest, folder, rows[begin : begin + BATCH], tally)
            except ApplyError as error:
                return tally.result(str(error))
    return tally.result()


def _move_batch(
    plan: Plan, pictures: _Folder, manifest: Manifest, folder: Path, rows: list[int], tally: Tally
) -> None:
    ready: list[_Ready] = []
    for row in rows:
        try:
            found = _checked(plan, pictures, manifest, folder, row)
        except PictureError as error:
            tally.refuse(plan.catalog.paths[row], str(error), int(plan.catalog.size_bytes[row]))
            continue
        if found is None:
            tally.already(int(plan.catalog.size_bytes[row]))
        else:
            ready.append(found)
    manifest.write([picture.move for picture in ready])
    for picture in ready:
        try:
            _move(picture)
            tally.done(picture.move.size_bytes)
        except PictureError as error:
            tally.refuse(plan.catalog.paths[picture.row], str(error), picture.move.size_bytes)
    for parent in sorted({picture.target.parent for picture in ready}):
        placing.sync_folder(parent)


def _checked(
    plan: Plan, pictures: _Folder, manifest: Manifest, folder: Path, row: int
) -> _Ready | None:
    """A picture that may be moved; None: it is in the quarantine; PictureError: it stays."""
    name, file, keeper = pictures.name(row), pictures.file(row), int(plan.keeper[row])
    target, digest = places.inside(folder, name), plan.catalog.digests[row]
    copied = _is_ours(manifest, name, target, digest)
    seen = pictures.as_indexed(row)
    if seen is None:
        if copied:
            return None
        raise PictureError("it is not there any more")
    keeper_seen = pictures.keeper(keeper)
    move = Move(
        name,
        digest,
        seen.st_size,
        seen.st_mtime_ns,
        int(plan.group[row]),
        pictures.name(keeper),
    )
    return _Ready(row, move, file, target, seen, pictures.file(keeper), keeper_seen, copied)


def _is_ours(manifest: Manifest, name: str, target: Path, digest: str) -> bool:
    """Whether this content is in the quarantine under this name; PictureError: another one is."""
    if places.seen(target) is None:
        return False
    known = manifest.known.get(name)
    if known is None or known.digest != digest or placing.digest_on_disk(target) != digest:
        raise PictureError("another file has this name in the quarantine; nothing is overwritten")
    return True


def _move(picture: _Ready) -> None:
    """A second name, or on another disk a verified copy; only then is the source taken away."""
    _refuse_if_changed(picture)
    try:
        picture.target.parent.mkdir(parents=True, exist_ok=True)
        if not picture.copied:
            _bring(picture)
        elif placing.one_name(picture.file, picture.target):
            raise PictureError("its folder and that of the quarantine are one and the same")
        else:
            _take_away(picture)
    except OSError as error:
        raise placing.explained(error, picture.target) from error


def _bring(picture: _Ready) -> None:
    """The file is in the quarantine and nowhere else. A link, unlike a rename, never overwrites."""
    try:
        placing.link_new(picture.file, picture.target)
    except OSError as error:
        if error.errno in placing.NO_HARD_LINKS:
            _rename(picture)
        elif error.errno == errno.EXDEV:
            placing.copy_new(picture.file, picture.target, picture.move.digest)
            _take_away(picture)
        else:
            raise
        return
    try:
        _take_away(picture)
    except (OSError, PictureError):
        _unlink_second_name(picture)
        raise


def _take_away(picture: _Ready) -> None:
    """The quarantine has the content, the folder no more."""
    _refuse_if_changed(picture)
    picture.file.unlink()


def _unlink_second_name(picture: _Ready) -> None:
    """A picture that stays is not in the quarantine, unless it is gone or another one by now."""
    with suppress(OSError):
        if os.path.samestat(os.lstat(picture.file), os.lstat(picture.target)):
            picture.target.unlink()


def _rename(picture: _Ready) -> None:
    """The move on a disk without hard links."""
    placing.move_new(picture.file, picture.target)
    if not placing.same_file(os.lstat(picture.target), picture.seen):  # replaced just before
        placing.move_new(picture.target, picture.file)
        raise PictureError(_CHANGED_MEANWHILE)


def _refuse_if_changed(picture: _Ready) -> None:
    """Some time has passed since both were read: look whether they are still the same files."""
    now, keeper = places.seen(picture.file), places.seen(picture.keeper)
    if now is None or not placing.same_file(now, picture.seen):
        raise PictureError(_CHANGED_MEANWHILE)
    if keeper is None or not placing.same_file(keeper, picture.keeper_seen):
        raise PictureError(f"{_KEPT} was changed while this ran")
