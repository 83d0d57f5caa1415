"""`export` and `apply --zip` as they are typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from dedup_core.cli import main
from dedup_core.scan import add_path
from dedup_core.store import Workspace
from tests.exporting import MANIFEST, format_of, pictures
from tests.manifests import manifest

PEOPLE = ("mei", "ivy", "HYPERLINK")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pictures beside a workspace that holds their manifest."""
    found = tmp_path_factory.mktemp("cli export")
    workspace = Workspace(found / "workspace")
    dataset = add_path(workspace, pictures(found / "in"))
    workspace.manifests.attach(dataset.id, manifest(*MANIFEST))
    workspace.close()
    return found


def run(folder: Path, command: str, *options: str) -> int:
    where = ["--workspace", str(folder / "workspace")]
    return main([command, str(folder / "in"), *where, *options])


def body(text: str) -> list[dict[str, str]]:
    """The rows of a CSV below its head."""
    lines = [line for line in text.removeprefix("\ufeff").splitlines(True) if line[0] != "#"]
    return list(csv.DictReader(io.StringIO("".join(lines), newline="")))


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_the_ending_of_the_file_says_the_format(folder: Path, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"pay.{ending}"

    assert run(folder, "export", "--table", "pay", "--out", str(file)) == 0

    with file.open("rb") as stream:
        assert len(list(format_of(ending).read(stream).rows)) == 5
    assert list(tmp_path.iterdir()) == [file]


def test_data_goes_to_standard_output_and_words_to_standard_error(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(folder, "export", "--table", "contributors") == 0

    out, err = capfdbinary.readouterr()
    assert {row["contributor"] for row in body(out.decode())} == {"mei", "ivy", "'=HYPERLINK(1)"}
    assert "3 contributors as CSV" in err.decode()


@pytest.mark.parametrize(
    ("undecided", "paid", "said"),
    [("hold", "0.65", "held until somebody decides"), ("pay", "1.05", "decided is paid")],
)
def test_the_policy_of_the_options_is_in_the_file(
    folder: Path, tmp_path: Path, undecided: str, paid: str, said: str
) -> None:
    file = tmp_path / "pay.json"

    run(folder, "export", "--table", "pay", "--undecided", undecided, "--out", str(file))

    head = json.loads(file.read_text())["head"]
    assert head["paid"] == paid
    assert said in head["policy"]
    assert json.loads(head["policy_written"])["undecided"] == undecided


def test_only_the_pictures_of_one_campaign_are_written(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "pay.json"

    run(folder, "export", "--table", "pay", "--campaign", "South", "--out", str(file))

    content = json.loads(file.read_text())
    assert {row["campaign"] for row in content["rows"]} == {"South"}
    assert content["head"]["pictures"] == 3


def test_a_campaign_that_is_not_there_is_an_error_that_names_those_that_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "export", "--table", "pay", "--campaign", "West") == 1

    assert "The manifest has: Lights, North, South." in capsys.readouterr().err


def test_hidden_names_are_hidden(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "pay.csv"

    run(folder, "export", "--table", "pay", "--hide-names", "--out", str(file))

    text = file.read_text()
    assert "Contributor 1" in text
    assert not [name for name in PEOPLE if name in text]


def test_a_format_that_a_list_does_not_have_is_an_error(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.csv"

    assert run(folder, "export", "--table", "remove", "--out", str(file)) == 1

    assert "Choose json" in capsys.readouterr().err
    assert not file.exists()


def test_without_a_source_or_a_dataset_it_is_wrong_usage(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["export", "--table", "pay", "--workspace", str(folder / "workspace")])

    assert code == 2
    assert "SOURCE or --dataset" in capsys.readouterr().err


def test_what_is_kept_is_put_into_a_zip(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept.zip"

    assert run(folder, "apply", "--all-groups", "--zip", str(file)) == 0

    names = ["ivy/=b.png", "ivy/c.png", "mei/a.png", "_files.csv"]
    assert ZipFile(file).namelist() == names
    assert ZipFile(file).read("mei/a.png") == (folder / "in" / "mei/a.png").read_bytes()
    assert "3 put into" in capsys.readouterr().out


def test_a_dry_run_writes_no_zip(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept.zip"

    assert run(folder, "apply", "--all-groups", "--zip", str(file), "--dry-run") == 0

    assert "would put 3 pictures" in capsys.readouterr().out
    assert not file.exists()
