"""The command line as people and scripts see it: output, errors, exit codes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dedup_core import fingerprints
from dedup_core.report import groups_csv
from tests.conftest import REPOSITORY, Run
from tests.making import data_of, folder_of, photo, picture, zip_of

HEAVY = ("torch", "imagededup", "streamlit", "starlette", "pandas")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Seven files: two copies of one picture, three others in a folder, and two bad ones."""
    files = {f"deep/{seed}.png": picture(seed) for seed in range(4)}
    files |= {"a copy of 1.png": picture(1), "bad.jpg": b"hello", "empty.jpg": b""}
    return folder_of(tmp_path / "in", files)


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def _error(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that an error is."""
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: ")
    return line.removeprefix("error: ")


# methods


def test_methods_are_listed_a_line_each(dedup: Run) -> None:
    done = dedup("methods")

    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in lines] == [method.name for method in fingerprints.ALL]


def test_methods_are_listed_as_json(dedup: Run) -> None:
    rows = json.loads(dedup("methods", "--json").stdout)

    assert [row["name"] for row in rows] == [method.name for method in fingerprints.ALL]
    assert rows[0]["scale"] == [0, 64]
    keys = {"name", "version", "title", "summary", "unit", "scale", "default", "loosest"}
    assert all(set(row) == keys for row in rows)


# scan


def test_a_scan_says_what_was_found_and_what_was_skipped(dedup: Run, folder: Path) -> None:
    done = dedup("scan", folder)

    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "7 found = 5 indexed + 2 skipped",
        "skipped bad.jpg: not a picture: the file holds text",
        "skipped empty.jpg: the file is empty (0 bytes)",
    ]


def test_a_scan_in_json_reports_progress_and_ends_with_the_counts(dedup: Run, folder: Path) -> None:
    done = dedup("scan", folder, "--json")

    first, *others, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert first["stage"] == "index"
    assert (others[-1]["done"], others[-1]["total"]) == (6, 6)
    assert {key: last[key] for key in ("found", "indexed", "skipped")} == {
        "found": 7,
        "indexed": 5,
        "skipped": 2,
    }
    assert done.stderr == ""
    again = dedup("scan", "--dataset", last["dataset"], "--json")
    assert json.loads(again.stdout.splitlines()[-1]) == last
    assert json.loads(again.stdout.splitlines()[0])["computed"] == 0


@pytest.mark.parametrize("arguments", [[], ["a", "--dataset", "b"]])
def test_a_scan_wants_one_source_exactly(arguments: list[str], dedup: Run) -> None:
    done = dedup("scan", *arguments)

    assert done.returncode == 2
    assert done.stderr == "error: give either SOURCE or --dataset ID\n"


# pairs


def test_pairs_are_csv_sorted_by_distance_then_paths(dedup: Run, folder: Path) -> None:
    done = dedup("pairs", folder, "--within", 64)

    head, *rows = _rows(done.stdout)
    assert done.returncode == 0
    assert head == ["left", "right", "distance"]
    found = [(int(distance), left, right) for left, right, distance in rows]
    assert found == sorted(found)
    assert len(found) == 5 * 4 // 2
    assert found[0] == (0, "a copy of 1.png", "deep/1.png")
    assert all(left < right for _, left, right in found)
    assert "5 indexed + 2 skipped; 10 pairs" in done.stderr


@pytest.mark.parametrize(
    "method",
    ["phash", "pdq", "phash-turned", "dhash-turned", "layout", "scene", "exact"],
)
def test_pairs_are_found_by_methods_of_every_kind(method: str, dedup: Run, folder: Path) -> None:
    strictest = fingerprints.method_named(method).threshold_of(0)

    done = dedup("pairs", folder, "--method", method, "--within", strictest)

    assert _rows(done.stdout)[1:] == [["a copy of 1.png", "deep/1.png", "0"]]


def test_pairs_go_to_a_file_that_appears_when_it_is_whole(
    dedup: Run, folder: Path, tmp_path: Path
) -> None:
    done = dedup("pairs", folder, "--within", 0, "--out", tmp_path / "out.csv")

    assert done.stdout == ""
    lines = (tmp_path / "out.csv").read_text().splitlines()
    assert lines == ["left,right,distance", "a copy of 1.png,deep/1.png,0"]
    assert not list(tmp_path.glob("*.part"))


def test_odd_names_survive_in_the_pairs(dedup: Run, tmp_path: Path) -> None:
    names = sorted(["a,b.png", 'say "x".png', "new\nline.png", "cr\rx.png", "雪.png", "😀.png"])
    folder = folder_of(tmp_path / "in", dict.fromkeys(names, picture(1)))

    dedup("pairs", folder, "--within", 0, "--out", tmp_path / "out.csv")

    rows = _rows((tmp_path / "out.csv").read_bytes().decode())[1:]
    expected = [[a, b, "0"] for at, a in enumerate(names) for b in names[at + 1 :]]
    assert rows == expected


def test_a_zip_gives_the_same_pairs_as_its_folder(dedup: Run, folder: Path, tmp_path: Path) -> None:
    files = {f.relative_to(folder).as_posix(): f for f in folder.rglob("*") if f.is_file()}
    archive = zip_of(tmp_path / "in.zip", {name: f.read_bytes() for name, f in files.items()})

    from_folder = dedup("pairs", folder, "--within", 40)
    from_zip = dedup("pairs", archive, "--within", 40)

    assert from_zip.stdout == from_folder.stdout


def test_more_pairs_than_the_default_offers_can_be_asked_for(dedup: Run, folder: Path) -> None:
    method = fingerprints.DEFAULT

    narrow = _rows(dedup("pairs", folder).stdout)
    wide = _rows(dedup("pairs", folder, "--within", method.scale).stdout)

    assert all(int(row[2]) <= method.default for row in narrow[1:])
    assert len(wide) > len(narrow)
    assert np.max([int(row[2]) for row in wide[1:]]) > method.loosest


def test_a_method_that_needs_more_pictures_says_so(dedup: Run, folder: Path) -> None:
    assert "needs 300 different pictures" in _error(dedup("pairs", folder, "--method", "fitted"))


def test_a_threshold_between_two_bits_is_refused(dedup: Run, folder: Path) -> None:
    error = _error(dedup("pairs", folder, "--within", 1.5))

    assert error == "phash is measured in whole bits; 1.5 is none."


# groups


def _seen(relation: str) -> dict[str, object]:
    return {"relation": relation, "view": "", "rotation_degrees": None}


def test_groups_are_json_by_default(dedup: Run, folder: Path) -> None:
    content = json.loads(dedup("groups", folder).stdout)

    assert content["groups"] == [
        {
            "keeper": "a copy of 1.png",
            "members": [
                {"path": "a copy of 1.png", "distance": 0, **_seen("")},
                {"path": "deep/1.png", "distance": 0, **_seen("copy")},
            ],
        }
    ]
    assert (content["source"], content["method"], content["threshold"]) == ("in", "phash", 10)
    assert (content["rule"], content["pictures"], len(content["skipped"])) == ("keeper", 5, 2)


def test_groups_are_csv_when_the_file_is_called_so(
    dedup: Run, folder: Path, tmp_path: Path
) -> None:
    dedup("groups", folder, "--threshold", 0, "--rule", "chained", "--out", tmp_path / "out.CSV")

    rows = _rows((tmp_path / "out.CSV").read_text())
    assert tuple(rows[0]) == groups_csv.COLUMNS
    assert [row[7] for row in rows[1:]] == ["keeper", "member", "skipped", "skipped"]


# errors


# decode


def test_an_exact_decode_gives_hashes_of_every_pixel_and_stays_chosen(
    dedup: Run, tmp_path: Path
) -> None:
    shot = photo(1, (1600, 1200)).effect_spread(9)
    files = {"large.jpg": data_of(shot, "JPEG"), "large.png": data_of(shot, "PNG")}
    files["saved again.png"] = data_of(Image.open(io.BytesIO(files["large.jpg"])))
    folder, exact = folder_of(tmp_path / "in", files), ("--method", "exact", "--within", "1")

    scaled = _rows(dedup("pairs", str(folder), *exact).stdout)
    every_pixel = _rows(dedup("pairs", str(folder), *exact, "--exact-decode").stdout)
    still = _rows(dedup("pairs", str(folder), *exact).stdout)
    again = _rows(dedup("pairs", str(folder), *exact, "--no-exact-decode").stdout)

    same_pixels = ["large.jpg", "saved again.png", "1"]
    assert scaled[1:] == again[1:] == []
    assert every_pixel[1:] == still[1:] == [same_pixels]


def test_a_place_that_does_not_exist_is_an_error_on_one_line(dedup: Run, tmp_path: Path) -> None:
    for command in ("scan", "pairs", "groups"):
        assert "nowhere does not exist" in _error(dedup(command, tmp_path / "nowhere"))


def test_an_empty_folder_is_an_error(dedup: Run, tmp_path: Path) -> None:
    assert "in is empty" in _error(dedup("scan", folder_of(tmp_path / "in", {})))


def test_a_bad_zip_is_an_error(dedup: Run, tmp_path: Path) -> None:
    folder_of(tmp_path, {"in.zip": b"no zip"})

    assert "in.zip is not a zip file" in _error(dedup("scan", tmp_path / "in.zip"))


def test_a_threshold_outside_the_scale_is_an_error(dedup: Run, folder: Path) -> None:
    assert "65 is outside the scale of phash" in _error(dedup("pairs", folder, "--within", 65))


def test_an_unknown_dataset_is_an_error(dedup: Run) -> None:
    assert "not in the workspace" in _error(dedup("scan", "--dataset", "nothing"))


def test_a_workspace_that_cannot_be_used_is_an_error(dedup: Run, folder: Path) -> None:
    words = _error(dedup("scan", folder, "--workspace", folder / "bad.jpg"))

    assert "cannot be used" in words
    assert "--workspace" in words


def test_a_setting_that_makes_no_sense_is_an_error(dedup: Run, folder: Path) -> None:
    assert "DEDUP_MAX_PIXELS is 'x'" in _error(dedup("scan", folder, DEDUP_MAX_PIXELS="x"))


def test_a_file_that_cannot_be_written_is_an_error(
    dedup: Run, folder: Path, tmp_path: Path
) -> None:
    done = dedup("groups", folder, "--out", tmp_path / "no" / "such" / "folder.json")

    assert "No such file or directory" in _error(done)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["what"],
        ["pairs"],
        ["pairs", "x", "--method", "zhash"],
        ["pairs", "x", "--within", "-1"],
        ["pairs", "x", "--within", "ten"],
        ["groups", "x", "--rule", "any"],
        ["groups", "x", "--threshold", "nan"],
        ["groups", "x", "--threshold", "inf"],
        ["methods", "--what"],
    ],
)
def test_wrong_usage_leaves_with_code_2(arguments: list[str], dedup: Run) -> None:
    done = dedup(*arguments)

    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "error:" in done.stderr.splitlines()[-1]


# workspace and start


def test_the_workspace_that_is_named_is_the_one_that_is_used(
    dedup: Run, folder: Path, tmp_path: Path
) -> None:
    dedup("scan", folder, "--workspace", tmp_path / "mine")

    assert (tmp_path / "mine" / "workspace.sqlite").exists()
    assert not (tmp_path / "workspace").exists()


def test_the_source_is_never_written_to(dedup: Run, folder: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in folder.rglob("*")}

    dedup("groups", folder)

    assert {file: file.stat().st_mtime_ns for file in folder.rglob("*")} == before


def test_the_command_line_loads_no_heavy_library(folder: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from dedup_core.cli import main; "
        f"code = main(['groups', {str(folder)!r}, '--workspace', {str(tmp_path / 'w')!r}]); "
        f"print(code, sorted(set({HEAVY!r}) & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "0 []"
