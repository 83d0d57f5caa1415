"""A scan that is paused, resumed and stopped from outside, and what it says of its progress."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY, Run
from tests.making import data_of, folder_of, photo, picture

PICTURES = 250
SENTENCE = "error: stopped; what was finished is kept\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures that take a while, and a file that is none."""
    sizes = {seed: (300 + seed, 250) for seed in range(PICTURES)}
    files = {f"{seed:03}.png": data_of(photo(seed, size)) for seed, size in sizes.items()}
    return folder_of(tmp_path_factory.mktemp("of") / "in", {**files, "x.txt": b"hello"})


def _heed_interrupts() -> None:
    """Where tests run in the background, a shell has had SIGINT ignored for all of them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Scan:
    """`scan --json --steered` as another program would run it."""

    def __init__(self, folder: Path, workspace: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dedup_core", "scan", str(folder), "--json", "--steered"],
            cwd=REPOSITORY,
            env={**os.environ, "DEDUP_WORKSPACE": str(workspace)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_heed_interrupts,  # noqa: PLW1509 - no thread runs here
        )

    def tell(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def lines(self) -> Iterator[dict[str, Any]]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            yield json.loads(line)

    def until(self, **content: object) -> list[dict[str, Any]]:
        """The lines up to the one with this content."""
        passed = []
        for line in self.lines():
            passed.append(line)
            if all(line.get(key) == value for key, value in content.items()):
                return passed
        raise AssertionError(f"{content} never came: {passed}")

    def end(self) -> tuple[list[dict[str, Any]], str, int]:
        """What is still said, the errors, and the exit code."""
        rest = list(self.lines())
        assert self.process.stderr is not None
        errors = self.process.stderr.read()
        return rest, errors, self.process.wait()


@pytest.fixture
def started(folder: Path, tmp_path: Path) -> Iterator[Scan]:
    scan = Scan(folder, tmp_path / "workspace")
    yield scan
    scan.process.kill()
    scan.process.wait()
    for stream in (scan.process.stdin, scan.process.stdout, scan.process.stderr):
        assert stream is not None
        stream.close()


def _under_way(scan: Scan) -> dict[str, Any]:
    """The first progress that counts a computed picture."""
    return next(line for line in scan.lines() if line.get("computed"))


def _again(dedup: Run, folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in dedup("scan", folder, "--json").stdout.splitlines()]


def test_progress_says_all_that_is_counted_with_speed_and_time_left(
    dedup: Run, folder: Path
) -> None:
    size_bytes = sum(file.stat().st_size for file in folder.iterdir())

    first, *_, last, _counts = _again(dedup, folder)

    counted = {"stage", "done", "total", "known", "size_bytes", "total_bytes", "computed"}
    derived = {"per_second", "bytes_per_second", "seconds_left"}
    assert set(first) == set(last) == counted | derived | {"skipped", "seconds"}
    assert (first["done"], first["total"], first["size_bytes"]) == (0, PICTURES + 1, 0)
    assert (first["total_bytes"], first["seconds_left"]) == (size_bytes, None)
    assert (last["done"], last["computed"], last["skipped"]) == (PICTURES + 1, PICTURES, 1)
    assert (last["size_bytes"], last["seconds_left"]) == (size_bytes, 0)
    assert last["per_second"] == pytest.approx((PICTURES + 1) / last["seconds"])
    assert last["bytes_per_second"] == pytest.approx(size_bytes / last["seconds"])


def test_a_paused_scan_says_so_rests_and_goes_on(started: Scan, dedup: Run, folder: Path) -> None:
    started.tell("pause")
    begun = started.until(paused=True)[-2]

    started.tell("what")
    started.tell("resume")
    started.until(paused=False)
    rest, errors, code = started.end()

    assert begun["computed"] == 0
    assert (code, errors) == (0, "")
    assert rest[-1]["indexed"] == PICTURES
    assert _again(dedup, folder)[0]["known"] == PICTURES


def test_what_was_finished_is_saved_before_the_rest_begins(
    started: Scan, dedup: Run, folder: Path
) -> None:
    _under_way(started)
    started.tell("pause")
    done = started.until(paused=True)[-2]

    started.process.kill()
    started.process.wait()

    assert 0 < done["computed"] < PICTURES
    assert _again(dedup, folder)[0]["known"] == done["computed"]


@pytest.mark.parametrize("pausing", [False, True])
def test_a_stop_ends_a_scan_and_keeps_what_was_finished(
    pausing: bool, started: Scan, dedup: Run, folder: Path
) -> None:
    under_way = _under_way(started)
    if pausing:
        started.tell("pause")
        started.until(paused=True)

    started.tell("stop")
    _, errors, code = started.end()

    assert (code, errors) == (1, SENTENCE)
    assert under_way["computed"] <= _again(dedup, folder)[0]["known"] < PICTURES


def test_a_steered_scan_ends_with_the_program_that_steers_it(
    started: Scan, dedup: Run, folder: Path
) -> None:
    under_way = _under_way(started)
    assert started.process.stdin is not None

    started.process.stdin.close()
    _, errors, code = started.end()

    assert (code, errors) == (1, SENTENCE)
    assert under_way["computed"] <= _again(dedup, folder)[0]["known"] < PICTURES


def test_a_scan_that_is_not_steered_leaves_its_input_alone(folder: Path, tmp_path: Path) -> None:
    """As in `while read place; do … scan "$place"; done`, where the input is the list."""
    scan = f"{sys.executable} -m dedup_core scan {folder} --json --workspace {tmp_path / 'w'}"

    done = subprocess.run(
        ["sh", "-c", f"{scan} > {tmp_path / 'said'} && cat"],
        cwd=REPOSITORY,
        input="stop\n",
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "stop\n"


@pytest.mark.parametrize("pausing", [False, True])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_scan_and_keeps_what_was_finished(
    number: signal.Signals, pausing: bool, started: Scan, dedup: Run, folder: Path
) -> None:
    under_way = _under_way(started)
    if pausing:
        started.tell("pause")
        started.until(paused=True)

    started.process.send_signal(number)
    _, errors, code = started.end()

    assert (code, errors) == (1, SENTENCE)
    assert under_way["computed"] <= _again(dedup, folder)[0]["known"] < PICTURES


def test_a_person_sees_how_far_it_is_how_fast_and_how_long_it_takes(
    folder: Path, tmp_path: Path
) -> None:
    controlling, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 120))  # one without a width shows nothing

    process = subprocess.Popen(
        [sys.executable, "-m", "dedup_core", "scan", str(folder)],
        cwd=REPOSITORY,
        env={**os.environ, "DEDUP_WORKSPACE": str(tmp_path / "w")},
        stdout=subprocess.DEVNULL,
        stderr=terminal,
    )
    os.close(terminal)
    shown = _all_of(controlling)

    assert process.wait() == 0
    files = PICTURES + 1
    speed = r"\d+/s, [\d,]+ MB, \d+\.\d MB/s, \d\d:\d\d left"
    assert re.search(rf"\d+ %\|.*\| \d+ of {files} files, {speed}", shown), shown
    assert f"{files} of {files} files" in shown


def _all_of(terminal: int) -> str:
    """What a program writes to its terminal until it ends."""
    written = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # how Linux says that the other side was closed
            part = b""
        if not part:
            os.close(terminal)
            return written.decode()
        written += part


def test_progress_of_a_picture_or_two_shows_no_speed(dedup: Run, tmp_path: Path) -> None:
    first = _again(dedup, folder_of(tmp_path / "two", {"x.png": picture(1)}))[0]

    assert (first["per_second"], first["bytes_per_second"], first["seconds_left"]) == (0, 0, None)
