"""Names on a terminal: they are anybody's, and neither move its cursor nor begin a line."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from dedup_core.bundle.container import pack, unpack
from dedup_core.bundle.parts import NAMES, SUBMISSIONS, TOTALS
from dedup_core.cli.output import one_line
from dedup_core.store import Workspace
from tests.bundling import bundle_of, opened_campaign, source_of
from tests.conftest import Run
from tests.making import folder_of, picture

HOSTILE = "\x1b[2J\r\nskipped"


def test_a_skipped_file_stays_on_its_line_whatever_it_is_called(dedup: Run, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {"a.png": picture(1), f"{HOSTILE}.jpg": b"hello"})

    done = dedup("groups", folder)

    (skipped,) = [line for line in done.stderr.splitlines() if line.startswith("skipped")]
    assert "\x1b" not in done.stderr
    assert skipped.startswith(f"skipped {one_line(HOSTILE)}.jpg: ")


def test_an_error_is_one_line_whatever_is_named_in_it(dedup: Run, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {f"{HOSTILE}.jpg": b"hello"})

    done = dedup("groups", folder)

    (line,) = done.stderr.splitlines()
    assert line.startswith("error: in has 1 file but no picture")
    assert "\x1b" not in line


def test_a_confirmed_bundle_moves_no_cursor_by_its_currency(dedup: Run, tmp_path: Path) -> None:
    source = source_of(tmp_path / "in")
    with closing(Workspace(tmp_path / "first")) as workspace:
        parts = dict(unpack(bundle_of(opened_campaign(workspace, source)), NAMES).parts)
    for name in (SUBMISSIONS, TOTALS):
        parts[name] = parts[name].replace(b'"USD"', b'"\\u001b[2J"')
    (tmp_path / "bundle.zip").write_bytes(pack(parts))

    done = dedup("verify", tmp_path / "bundle.zip", source)

    assert "Confirmed" in done.stdout
    assert "\x1b" not in done.stdout
