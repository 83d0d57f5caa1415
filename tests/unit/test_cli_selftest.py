"""`selftest` as people and scripts see it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.making import data_of, folder_of, photo

FILES = {f"{seed}.png": data_of(photo(seed, (320, 240))) for seed in range(4)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "in", FILES)


def test_a_table_says_what_each_method_finds(dedup: Run, folder: Path) -> None:
    done = dedup("selftest", folder, "--originals", 2)

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split()[:3] == ["found,", "percent", "phash"]
    assert next(line for line in lines if line.startswith("Saved again")).split()[2] == "100"
    assert lines[-1].startswith("false hits")
    assert "2 pictures, 11 copies of each" in done.stderr
    assert "left out Exact copies" in done.stderr


def test_json_holds_every_threshold(dedup: Run, folder: Path) -> None:
    done = dedup("selftest", folder, "--originals", 2, "--seed", 5, "--json")

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    phash = next(method for method in told["methods"] if method["name"] == "phash")
    assert (told["seed"], len(told["originals"])) == (5, 2)
    assert len(phash["found"]) == len(told["changes"]) == 11
    assert all(len(row) == len(phash["thresholds"]) for row in phash["false_hits"])
    assert phash["found"][0][-1] == 2


@pytest.mark.parametrize("wrong", [("--originals", "0"), ("--seed", "-1"), ("--originals", "x")])
def test_numbers_that_make_no_sense_are_refused(
    dedup: Run, folder: Path, wrong: tuple[str, str]
) -> None:
    done = dedup("selftest", folder, *wrong)

    assert done.returncode == 2
    assert wrong[0] in done.stderr
