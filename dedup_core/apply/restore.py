"""Everything that a quarantine holds is put back where it was."""

from __future__ import annotations

import errno
import shlex
from pathlib import Path

from dedup_core.apply import moved, places, placing
from dedup_core.apply.moved import Move
from dedup_core.apply.quarantine import STOPPED
from dedup_core.apply.tally import Done, Tally
from dedup_core.errors import ApplyError, PictureError
from dedup_core.model import FREE, Control, Report, quiet


def check_restore(folder: Path) -> tuple[Path, int]:
    """Where the pictures of a quarantine go, and how many it lists; ApplyError: it cannot be."""
    folder = folder.resolve()
    found = moved.read(folder)
    if not found.root.is_dir():
        raise ApplyError(
            f"{found.root}, where these pictures belong, is not there. Make the folder, or connect "
            "its disk, and restore again."
        )
    root = found.root.resolve()
    if places.in_each_other(folder, root):
        raise ApplyError(
            f"The quarantine {folder} and {root}, where its pictures belong, are one folder or "
            "lie in each other. Move the quarantine to a folder that is apart from it, and restore "
            "again."
        )
    return root, len(found.moves)


def command_to_restore(folder: str | Path) -> str:
    """What to type to put everything of a quarantine back."""
    return f"python -m dedup_core restore {shlex.quote(str(folder))}"


def restore(folder: Path, *, report: Report = quiet, control: Control = FREE) -> Done:
    """Every picture of a quarantine is back where it was, or stays in it with a reason.

    Nothing is overwritten; what is back already is left alone, so it may run as often as wanted.
    """
    folder = folder.resolve()
    root, _ = check_restore(folder)
    with places.alone_in(root):
        found = moved.read(folder)
        moves = sorted(found.moves.values(), key=lambda move: move.path)
        sizes = [move.size_bytes for move in moves] + [0] * len(found.unreadable)
        tally = Tally("restore", str(folder), sizes=sizes, report=report)
        for line in found.unreadable:
            tally.refuse(line.path, line.reason)
        problem = _put_all_back(moves, root, folder, tally, control)
    return tally.result(problem)


def _put_all_back(
    moves: list[Move], root: Path, folder: Path, tally: Tally, control: Control
) -> str:
    """Why it ended before its end; empty: it did not."""
    homes: set[Path] = set()
    try:
        for move in moves:
            control.wait()
            if control.stopped():
                return STOPPED
            homes |= _put_back(move, root, folder, tally)
    except ApplyError as error:
        return str(error)
    finally:  # once a folder: once a picture would take twice as long
        for home in sorted(homes):
            placing.sync_folder(home)
    return ""


def _put_back(move: Move, root: Path, folder: Path, tally: Tally) -> set[Path]:
    """The folder that has a new file, if there is one."""
    try:
        home, here = places.inside(root, move.path), places.inside(folder, move.path)
        if _is_back(move, home, here):
            tally.already(move.size_bytes)
            return set()
        _refuse_if_changed(move, here)
        _move_home(move, home, here)
    except PictureError as error:
        tally.refuse(in_text(move.path), str(error), move.size_bytes)
        return set()
    tally.done(move.size_bytes)
    placing.remove_empty(here.parent, up_to=folder)
    return {home.parent}


def _is_back(move: Move, home: Path, here: Path) -> bool:
    """Whether the content is at its place; PictureError when it is not and cannot come back."""
    at_home, in_quarantine = places.seen(home), places.seen(here)
    if at_home is None:
        if in_quarantine is None:
            raise PictureError("it is neither in the quarantine nor at its place")
        return False
    if at_home.st_size == move.size_bytes and placing.digest_on_disk(home) == move.digest:
        if in_quarantine is not None:
            _finish_killed_move(move, home, here)
        return True
    if in_quarantine is None:
        raise PictureError("it is not in the quarantine, and another file is at its place")
    raise PictureError(placing.OCCUPIED)


def _finish_killed_move(move: Move, home: Path, here: Path) -> None:
    """Take the second of two equal files away: a run ended after one came and before one went."""
    if placing.digest_on_disk(here) == move.digest:
        placing.sync_folder(home.parent)
        try:
            if placing.one_name(home, here):
                return
            here.unlink()
        except OSError as error:
            raise placing.explained(error, here) from error
        placing.remove_empty(here.parent, up_to=here.parents[move.path.count("/")])


def _refuse_if_changed(move: Move, here: Path) -> None:
    if placing.digest_on_disk(here) != move.digest:
        raise PictureError("its content has changed in the quarantine; it stays there")


def _move_home(move: Move, home: Path, here: Path) -> None:
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        try:
            placing.move_new(here, home)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            placing.copy_new(here, home, move.digest)
            here.unlink()
    except OSError as error:
        raise placing.explained(error, home) from error


def in_text(path: str) -> str:
    """A name on disk as text that can be shown, stray bytes as `\\\\udcXX`."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
