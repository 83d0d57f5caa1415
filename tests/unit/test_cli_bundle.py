"""`bundle` and `verify` as people and scripts see them, on the sample campaign."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from dedup_core.store import Workspace
from tests.conftest import REPOSITORY, Run

SAMPLE = REPOSITORY / "sample_data"
SETTING = ("--threshold", "8", "--undecided", "hold")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Some of the sample's pictures: those of two who were copied, and of who copied them."""
    for name in ("ivy", "lin", "mei"):
        shutil.copytree(SAMPLE / "photos" / name, tmp_path / "in" / name)
    return tmp_path / "in"


@pytest.fixture
def made(dedup: Run, source: Path, tmp_path: Path) -> tuple[Path, str]:
    """A bundle, and what was printed of it."""
    dedup("manifest", "attach", source, SAMPLE / "manifest.csv")
    file = tmp_path / "bundle.zip"
    done = dedup("bundle", source, *SETTING, "--out", file)
    assert done.returncode == 0, done.stderr
    return file, done.stdout


def _no_trace(done: subprocess.CompletedProcess[str]) -> None:
    assert "Traceback" not in done.stderr


def test_a_bundle_is_confirmed_by_a_second_workspace(
    dedup: Run, made: tuple[Path, str], source: Path
) -> None:
    file, printed = made

    done = dedup("verify", file, source, "--expect", printed.split()[0])

    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[0] == f"SHA-256 {printed.split()[0]}"
    assert done.stdout.splitlines()[1].startswith("Confirmed: 10 groups, 55 of 65 pictures paid")
    assert done.stderr == ""


def test_the_same_bundle_comes_out_twice(
    dedup: Run, made: tuple[Path, str], source: Path, tmp_path: Path
) -> None:
    file, printed = made

    again = dedup("bundle", source, *SETTING, "--out", tmp_path / "again.zip")

    assert again.stdout.split()[0] == printed.split()[0]
    assert (tmp_path / "again.zip").read_bytes() == file.read_bytes()


def test_a_dataset_of_the_workspace_has_the_same_bundle(
    dedup: Run, made: tuple[Path, str], tmp_path: Path
) -> None:
    store = Workspace(tmp_path / "workspace")
    (dataset,) = store.datasets()
    store.close()

    done = dedup("bundle", "--dataset", dataset.id, *SETTING, "--out", tmp_path / "again.zip")

    assert done.stdout.split()[0] == made[1].split()[0]


def test_a_picture_that_was_changed_is_named_with_code_1(
    dedup: Run, made: tuple[Path, str], source: Path
) -> None:
    first = sorted((source / "mei").glob("*.jpg"))[0]
    first.write_bytes(first.read_bytes() + b"\0")

    done = dedup("verify", made[0], source)

    assert done.returncode == 1
    assert done.stdout.splitlines()[1:3] == [
        "differs: 1 picture changed: another content than in the bundle",
        f"  mei/{first.name}",
    ]
    assert done.stdout.splitlines()[-1].startswith("Not confirmed")


def test_a_flipped_byte_is_found_and_named_with_code_1(
    dedup: Run, made: tuple[Path, str], source: Path
) -> None:
    data = bytearray(made[0].read_bytes())
    data[data.index(b", 0, false]")] ^= 1
    made[0].write_bytes(data)

    done = dedup("verify", made[0], source)

    assert done.returncode == 1
    assert "differs: pay.jsonl was changed after the bundle was written" in done.stdout
    assert done.stdout.splitlines()[-1] == (
        "Not confirmed: the file was changed after it was written."
    )


def test_another_bundle_than_the_expected_one_is_not_confirmed(
    dedup: Run, made: tuple[Path, str], source: Path
) -> None:
    done = dedup("verify", made[0], source, "--expect", "0" * 64)

    assert done.returncode == 1
    assert "not the bundle that was expected" in done.stdout


@pytest.mark.parametrize("wrong", ["bundle", "source"])
def test_what_cannot_be_checked_has_code_2(
    dedup: Run, made: tuple[Path, str], source: Path, tmp_path: Path, wrong: str
) -> None:
    nothing = tmp_path / "nothing"
    places = (nothing, source) if wrong == "bundle" else (made[0], nothing)

    done = dedup("verify", *places)

    assert done.returncode == 2
    assert done.stdout == "Not checked.\n"
    assert "nothing" in done.stderr
    _no_trace(done)


def test_a_file_that_is_no_bundle_has_code_2(dedup: Run, source: Path) -> None:
    done = dedup("verify", SAMPLE / "manifest.csv", source)

    assert done.returncode == 2
    assert "This is not a decision bundle that can be read" in done.stderr
    _no_trace(done)


def test_a_workspace_that_is_named_stays_and_is_used_once(
    dedup: Run, made: tuple[Path, str], source: Path, tmp_path: Path
) -> None:
    first = dedup("verify", made[0], source, "--workspace", tmp_path / "second")
    again = dedup("verify", made[0], source, "--workspace", tmp_path / "second")

    assert (first.returncode, again.returncode) == (0, 2)
    assert (tmp_path / "second" / "workspace.sqlite").exists()
    assert "holds datasets already" in again.stderr


def test_pictures_of_nobody_leave_no_file(dedup: Run, tmp_path: Path) -> None:
    done = dedup("bundle", tmp_path / "nothing", "--out", tmp_path / "bundle.zip")

    assert done.returncode == 1
    assert not list(tmp_path.glob("bundle.zip*"))
    _no_trace(done)
