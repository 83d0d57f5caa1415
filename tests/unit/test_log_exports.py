"""The exported log: everything that was said, in documented columns."""

from __future__ import annotations

import csv
import io
import json

import pytest

from dedup_core import report
from dedup_core.decisions import (
    Act,
    Closing,
    Entry,
    Judgement,
    Mark,
    Note,
    Status,
    Verdict,
    read,
)
from dedup_core.report import LogExporter, log_rows
from dedup_core.report.log_rows import COLUMNS
from dedup_core.store import Workspace
from dedup_core.store.log_reading import LogFilter

A, B, C = (letter * 64 for letter in "abc")
CSV, JSON = report.LOG


@pytest.fixture
def told(workspace: Workspace) -> list[Entry]:
    """A log with something of everything; the first entry is undone by the last."""
    members = (("a,\r\n“ü”.jpg", A), ("b.jpg", B))
    group = Entry(
        "d",
        "Ana",
        Act.ACCEPT,
        method="phash",
        threshold=10.0,
        rule="keeper",
        marks=(Mark(*members[0], True), Mark(*members[1], False)),
        judgements=(Judgement(Verdict.DUPLICATE, (A,), (B,)),),
        closings=(Closing(Status.DECIDED, members),),
    )
    note = Entry("d", "Ben", Act.NOTE, notes=(Note("two\nlines\u2028", (A, C)),), blind=True)
    verdict = Entry("other", "", Act.SETTLE, why="a mistake", judgements=(Judgement(None, (A, B)),))
    entries = [workspace.log.append(entry) for entry in (group, note, verdict)]
    return [*entries, workspace.log.append(Entry("d", "Ben", Act.UNDO, target=entries[0].id))]


def _bare(row: dict[str, object]) -> Entry:
    number = row["threshold"]
    return Entry(
        str(row["dataset"]),
        str(row["reviewer"]),
        Act(row["act"]),
        method=str(row["method"]),
        threshold=float(str(number)) if number not in ("", None) else None,
        rule=str(row["rule"]),
        why=str(row["why"]),
        target=int(str(row["target"])) if row["target"] else None,
        blind=row["blind"] in (True, "True"),
        id=int(str(row["id"])),
        at=str(row["at"]),
    )


def _from_csv(data: bytes) -> list[Entry]:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [read(row["content"], _bare(row)) for row in rows]


def _from_json(data: bytes) -> list[Entry]:
    lines = data.decode().removesuffix("\n").split("\n")
    return [read(line, _bare(json.loads(line))) for line in lines]


@pytest.mark.parametrize(("exporter", "reader"), [(CSV, _from_csv), (JSON, _from_json)])
def test_the_whole_log_comes_back_from_a_file(
    workspace: Workspace, told: list[Entry], exporter: LogExporter, reader: object
) -> None:
    data = exporter.written(workspace.log_reading, LogFilter())

    assert callable(reader)
    assert [entry.stored(entry.id, entry.at) for entry in reader(data)] == [
        Entry(**{name: getattr(e, name) for name in e.__dataclass_fields__ if name != "token"})
        for e in told
    ]


@pytest.mark.usefixtures("told")
def test_a_row_says_it_in_words_and_whether_it_holds(workspace: Workspace) -> None:
    first, *_, last = log_rows(workspace.log_reading, LogFilter("d"))

    assert first.sentence.endswith("removed b.jpg: duplicates (phash ≤ 10)")
    assert (first.undone_by, last.undone_by) == (4, None)
    assert last.sentence.startswith("Ben undid what Ana did: kept")


@pytest.mark.usefixtures("told")
def test_only_what_is_asked_for_is_exported(workspace: Workspace) -> None:
    data = JSON.written(workspace.log_reading, LogFilter("d", reviewers=("Ben",)))

    assert [entry.act for entry in _from_json(data)] == [Act.NOTE, Act.UNDO]


def test_every_line_has_the_documented_columns(workspace: Workspace, told: list[Entry]) -> None:
    reading = workspace.log_reading
    lines = JSON.written(reading, LogFilter()).decode().removesuffix("\n").split("\n")
    rows = list(csv.reader(io.StringIO(CSV.written(reading, LogFilter()).decode("utf-8-sig"))))

    assert len(lines) == len(told)
    assert all(tuple(json.loads(line))[: len(COLUMNS)] == COLUMNS for line in lines)
    assert tuple(rows[0]) == (*COLUMNS, "content")
    assert dict(zip(rows[0], rows[1], strict=True))["removed"] == "1"


def test_cells_that_a_spreadsheet_would_run_are_harmless(workspace: Workspace) -> None:
    workspace.log.append(Entry("d", "=cmd|x", Act.SETTLE, why="@sum(a1)"))

    data = CSV.written(workspace.log_reading, LogFilter()).decode("utf-8-sig")

    cells = list(csv.reader(io.StringIO(data)))[1]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_an_empty_log_is_a_file_with_its_header_only(workspace: Workspace) -> None:
    data = CSV.written(workspace.log_reading, LogFilter()).decode("utf-8-sig")

    assert data.splitlines() == [",".join((*COLUMNS, "content"))]
    assert JSON.written(workspace.log_reading, LogFilter()) == b""
