"""`manifest`, `contributors` and `pay` as people and scripts see them: output, errors, codes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from dedup_core.pay import Policy, Undecided, written
from tests.bundling import FILES, ROWS, source_of
from tests.conftest import Run
from tests.making import folder_of
from tests.manifests import HEADER, table

CHANGED_HEADER = HEADER.replace("file", "shot").replace("contributor", "by whom")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return source_of(tmp_path / "in")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "m.csv").write_bytes(table(*ROWS))
    return tmp_path / "m.csv"


@pytest.fixture
def known(dedup: Run, source: Path, file: Path) -> Path:
    """The source, with its manifest attached."""
    assert dedup("manifest", "attach", source, file).returncode == 0
    return source


def _error(done: subprocess.CompletedProcess[str], code: int = 1) -> str:
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    return done.stderr


# manifest


def test_a_manifest_is_attached_and_says_how_it_fits(dedup: Run, source: Path, file: Path) -> None:
    done = dedup("manifest", "attach", source, file)

    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "m.csv: 6 rows, 6 of them matched",
        "6 pictures = 6 with a row + 0 without",
        "3 contributors, 0.90 USD",
    ]
    assert "contributor: contributor" in done.stderr


def test_what_is_attached_is_shown_and_removed(dedup: Run, known: Path) -> None:
    shown = dedup("manifest", "show", known, "--json")
    removed = dedup("manifest", "remove", known)
    gone = dedup("manifest", "show", known)

    content = json.loads(shown.stdout)
    assert (content["matched"], content["price_units"], content["price"]) == (6, 90, "0.90")
    assert "removed m.csv; the file itself stays" in removed.stderr
    assert "Nothing is attached" in _error(gone)


def test_columns_can_be_named(dedup: Run, source: Path, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_bytes(table(*ROWS, header=CHANGED_HEADER))

    guessed = dedup("manifest", "attach", source, tmp_path / "m.csv")
    named = dedup(
        *("manifest", "attach", source, tmp_path / "m.csv"),
        *("--column", "file=shot", "--column", "contributor=by whom", "--column", "price="),
    )

    assert "Choose the column that names the file" in _error(guessed)
    assert named.stdout.splitlines()[2] == "3 contributors, no prices"


def test_names_of_folders_say_who_it_was(dedup: Run, source: Path) -> None:
    done = dedup("manifest", "attach", source, "--folder-pattern", "{contributor}/...")

    assert done.stdout.splitlines()[1:] == [
        "6 pictures = 6 with a row + 0 without",
        "3 contributors, no prices",
    ]


def test_problems_are_said_in_words_on_standard_error(
    dedup: Run, source: Path, tmp_path: Path
) -> None:
    rows = [*ROWS[:2], "gone.jpg,ann,,,0.15,USD", "mei/1.png,mei,yesterday,,-1,USD"]
    (tmp_path / "m.csv").write_bytes(table(*rows))

    done = dedup("manifest", "attach", source, tmp_path / "m.csv")

    assert "Files that are not in the dataset: 1\n  row 4: gone.jpg" in done.stderr
    assert "Negative prices: taken as unknown: 1" in done.stderr
    assert "row 5: “yesterday” is no time" in done.stderr
    assert "6 pictures = 3 with a row + 3 without" in done.stdout


def test_a_dry_run_attaches_nothing(dedup: Run, source: Path, file: Path) -> None:
    done = dedup("manifest", "attach", source, file, "--dry-run")

    assert done.returncode == 0
    assert "Nothing is attached" in _error(dedup("manifest", "show", source))


@pytest.mark.parametrize(
    "arguments", [["in"], ["in", "m.csv", "--folder-pattern", "x"], [], ["--dataset", "x"]]
)
def test_a_manifest_wants_a_place_and_a_file(
    dedup: Run, source: Path, arguments: list[str]
) -> None:
    assert "error: give either" in _error(dedup("manifest", "attach", *arguments), 2)


def test_a_column_that_means_nothing_known_says_so(dedup: Run, source: Path, file: Path) -> None:
    done = dedup("manifest", "attach", source, file, "--column", "who=contributor")

    assert "write MEANING=COLUMN with one of file, contributor" in _error(done)


# contributors and pay


def test_contributors_are_listed_who_loses_most_first(dedup: Run, known: Path) -> None:
    done = dedup("contributors", known)

    head, *rows = [line.split() for line in done.stdout.splitlines()]
    assert head[0] == "contributor"
    assert [row[0] for row in rows] == ["ivy", "mei", "raj"]
    assert rows[0][-4:] == ["0.15", "USD", "0.00", "USD"]
    assert "4 of 6 pictures paid, 0.60 USD of 0.90 USD" in done.stderr


def test_contributors_as_json_add_up_to_the_totals(dedup: Run, known: Path) -> None:
    people = json.loads(dedup("contributors", known, "--json").stdout)
    whole = json.loads(dedup("pay", known, "--json").stdout)

    assert sum(row["amount_units"] for row in people) == whole["paid_units"] == 60
    assert sum(row["submitted"] for row in people) == whole["pictures"]
    assert [row["amount"] for row in people] == ["0.15", "0.30", "0.15"]
    assert whole["paid"] == "0.60"


def test_pay_says_the_policy_and_the_reasons(dedup: Run, known: Path) -> None:
    done = dedup("pay", known, "--reasons")

    lines = done.stdout.splitlines()
    assert lines[1].split() == ["paid", "4", "0.60", "USD"]
    assert lines[5].startswith("policy: Of copies of one shot the first submitted is paid")
    assert [line.split(":")[0] for line in lines[6:]] == ["ivy/1.jpg", "mei/3 again.png"]


@pytest.mark.parametrize(
    ("options", "policy"),
    [
        (["--per-scene", "3"], {"scene": "count", "per_scene": 3}),
        (["--per-view", "large"], {"scene": "view", "view": "large"}),
        (["--per-gap", "60"], {"scene": "gap", "gap_s": 60}),
        (["--differs", "same scene"], {"differs": "same scene"}),
        (["--undecided", "pay"], {"undecided": "pay"}),
    ],
    ids=str,
)
def test_options_make_the_policy(
    dedup: Run, known: Path, options: list[str], policy: dict[str, object]
) -> None:
    content = json.loads(dedup("pay", known, "--json", *options).stdout)

    assert content["policy"] == {**json.loads(written(Policy())), **policy}


def test_a_policy_is_read_from_a_file(dedup: Run, known: Path, tmp_path: Path) -> None:
    (tmp_path / "policy.json").write_text(written(Policy(undecided=Undecided.HOLD)))

    held = json.loads(dedup("pay", known, "--json", "--policy", tmp_path / "policy.json").stdout)
    both = dedup("pay", known, "--policy", tmp_path / "policy.json", "--per-scene", 2)
    none = dedup("pay", known, "--policy", tmp_path / "m.csv")

    assert (held["held_pictures"], held["held_units"]) == (2, 30)
    assert "either --policy or" in _error(both)
    assert "cannot be read" in _error(none)


def test_a_policy_without_sense_says_so(dedup: Run, known: Path) -> None:
    done = dedup("pay", known, "--per-scene", "0")

    assert "0 pictures of one scene cannot be paid" in _error(done)


def test_without_a_manifest_pictures_are_counted(dedup: Run, source: Path) -> None:
    done = dedup("pay", source)

    assert "nobody is known to have submitted" in done.stderr
    assert done.stdout.splitlines()[0].split() == ["pictures"]


def test_names_cannot_move_the_cursor_of_a_terminal(dedup: Run, tmp_path: Path) -> None:
    name = "\x1b[2J evil"
    source = folder_of(tmp_path / "odd", {f"{name}/1.png": FILES["mei/1.png"]})
    dedup("manifest", "attach", source, "--folder-pattern", "{contributor}/...")

    done = dedup("contributors", source)

    assert "\x1b" not in done.stdout
    assert "[2J evil" in done.stdout
