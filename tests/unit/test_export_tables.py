"""Tables of a small dataset: what stands in them, that totals are those on screen, hidden names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from dedup_core.decisions import Verdict
from dedup_core.errors import ReportError
from dedup_core.manifest import amount, guess_mapping, match, read_sheet, understand
from dedup_core.names import hidden
from dedup_core.opened import OpenDataset
from dedup_core.pay import of_campaign, totals
from dedup_core.report import exports, formats
from dedup_core.report.tables import ALL, fill, judgements
from dedup_core.store import Workspace
from tests.exporting import (
    MANIFEST,
    about,
    column,
    dicts,
    format_of,
    opened,
    rows,
    said,
    table,
    written,
)

EVERY_FORMAT = pytest.mark.parametrize("format", formats.ALL, ids=lambda each: each.name)
COPIES = ("mei/a.png", "mei/a smaller.png", "ivy/a again.png")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace(tmp_path / "workspace")
    yield made
    made.close()


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDataset]:
    """For tests that change nothing; one verdict is given."""
    folder = tmp_path_factory.mktemp("tables")
    made = Workspace(folder / "workspace")
    found = opened(made, folder / "in", *MANIFEST)
    said(made, found, Verdict.DUPLICATE, "mei/a.png", "ivy/a again.png")
    yield found
    made.close()


def test_pictures_have_a_row_for_every_file_also_a_skipped_one(dataset: OpenDataset) -> None:
    found = rows(about(dataset), "pictures")

    statuses = dict(zip(column(found, "path"), column(found, "status"), strict=True))
    assert statuses == {
        "mei/a.png": "kept",
        "mei/a smaller.png": "flagged",
        "ivy/a again.png": "flagged",
        "ivy/=b.png": "in no group",
        "ivy/c.png": "in no group",
        "ivy/broken.png": "skipped",
    }
    assert found[-1]["reason"]
    assert found[-1]["number"] is None


def test_groups_name_the_keeper_and_how_far_each_member_is(dataset: OpenDataset) -> None:
    found = rows(about(dataset), "groups")

    assert column(found, "path")[0] == "mei/a.png"
    assert set(column(found, "path")) == set(COPIES)
    assert column(found, "role") == ["keeper", "member", "member"]
    assert set(column(found, "keeper")) == {"mei/a.png"}
    assert found[0]["distance"] == 0


def test_pairs_are_those_within_the_threshold(dataset: OpenDataset) -> None:
    found = rows(about(dataset), "pairs")

    pairs = {frozenset((row["left"], row["right"])) for row in found}
    assert pairs == {frozenset((a, b)) for a in COPIES for b in COPIES if a != b}
    assert column(found, "distance") == sorted(column(found, "distance"))


def test_pay_says_what_becomes_of_each_picture_and_why(dataset: OpenDataset) -> None:
    found = {row["path"]: row for row in rows(about(dataset), "pay")}

    copy = found["ivy/a again.png"]
    assert (copy["fate"], copy["original"], copy["original_contributor"]) == (
        "unpaid copy",
        "mei/a.png",
        "mei",
    )
    assert (copy["price"], copy["amount"]) == (Decimal("0.25"), Decimal("0.00"))
    assert (copy["price_units"], copy["amount_units"]) == (25, 0)
    assert "mei/a.png" in copy["reason"]
    assert found["mei/a.png"]["amount"] == Decimal("0.15")


@EVERY_FORMAT
@pytest.mark.parametrize("name", ["pictures", "groups", "pairs", "verdicts", "pay", "contributors"])
def test_a_table_counts_its_rows_before_it_is_made(
    dataset: OpenDataset, name: str, format: formats.Format
) -> None:
    subject = about(dataset)

    made = list(fill(table(name), subject).rows)

    assert exports.named(name, format.name).count(subject) == len(made)


@pytest.mark.parametrize("campaign", [None, "Lights, North", "South", "no such"])
def test_the_totals_of_every_table_are_those_on_screen(
    dataset: OpenDataset, campaign: str | None
) -> None:
    subject = about(dataset)
    chosen = None if campaign is None else of_campaign(subject.payroll, campaign)
    shown = totals(subject.payroll, chosen)

    heads = [fill(each, subject, campaign=campaign).head for each in ALL]
    pay = rows(subject, "pay", campaign=campaign)
    people = rows(subject, "contributors", campaign=campaign)

    assert {head["paid"] for head in heads} == {amount(shown.paid, "USD")}
    assert {head["pictures"] for head in heads} == {shown.pictures}
    for found in (pay, people):
        assert sum(column(found, "amount"), Decimal()) == amount(shown.paid, "USD")
        assert sum(column(found, "price"), Decimal()) == amount(shown.price, "USD")
    assert len(pay) == sum(column(people, "submitted")) == shown.pictures


def test_a_verdict_that_holds_is_a_row_and_reads_back_as_a_judgement(
    workspace: Workspace, tmp_path: Path
) -> None:
    dataset = opened(workspace, tmp_path / "in")
    said(workspace, dataset, Verdict.SAME_SCENE, "mei/a.png", "ivy/c.png")
    entry = said(workspace, dataset, Verdict.DIFFERENT, "mei/a.png", "ivy/c.png")
    filled = fill(table("verdicts"), about(dataset))
    file = written(filled, format_of("csv"))

    (row,) = dicts(format_of("csv").read(io.BytesIO(file)))
    (judgement,) = judgements(format_of("csv").read(io.BytesIO(file)))

    assert (row["verdict"], row["reviewer"], row["log_entry"]) == ("different", "Ana", entry.id)
    assert {row["left"], row["right"]} == {"mei/a.png", "ivy/c.png"}
    assert judgement.verdict is Verdict.DIFFERENT
    assert {*judgement.left, *judgement.right} == entry.digests()


@EVERY_FORMAT
@pytest.mark.parametrize("name", ["pictures", "groups", "pairs", "verdicts", "pay", "contributors"])
def test_with_hidden_names_no_file_tells_who_it_was(
    dataset: OpenDataset, name: str, format: formats.Format
) -> None:
    people = ("mei", "ivy", "=HYPERLINK(1)", "Ana")
    subject = about(dataset, names=hidden(people[:3], "a secret"))

    filled = fill(table(name), subject)
    made = list(filled.rows)
    texts = [str(cell) for row in made for cell in (*row, *filled.head.values())]

    assert made
    assert not [text for text in texts if any(person in text for person in people)]
    assert exports.named(name, format.name).written(subject)


@pytest.mark.parametrize("name", ["pay", "pictures"])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_an_exported_table_can_be_attached_as_a_manifest(
    dataset: OpenDataset, name: str, kind: str
) -> None:
    before = dataset.submissions()
    data = exports.named(name, kind).written(about(dataset))

    sheet = read_sheet(f"pay.{kind}", data)
    manifest = understand(sheet, guess_mapping(sheet.names))
    after = match(manifest, dataset.catalog).submissions

    assert after.contributor == before.contributor
    assert (after.price == before.price).all()
    assert (after.submitted_at_ms == before.submitted_at_ms).all()
    assert after.campaign == before.campaign
    assert after.currency == before.currency


def test_cells_that_a_spreadsheet_would_run_are_harmless_in_csv(dataset: OpenDataset) -> None:
    data = exports.named("pay", "csv").written(about(dataset)).decode("utf-8-sig")

    cells = [cell for record in csv.reader(io.StringIO(data, newline="")) for cell in record]

    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_pandas_reads_a_csv_when_it_is_told_of_the_head(dataset: OpenDataset) -> None:
    import pandas as pd

    data = exports.named("pay", "csv").written(about(dataset))

    found = pd.read_csv(io.BytesIO(data), comment="#")

    assert list(found.columns) == [each.name for each in table("pay").columns]
    assert found["amount_units"].sum() == totals(about(dataset).payroll).paid


def test_without_a_manifest_nobody_is_paid_and_tables_say_so(
    workspace: Workspace, tmp_path: Path
) -> None:
    found = rows(about(opened(workspace, tmp_path / "in")), "pay")

    assert set(column(found, "contributor")) == {""}
    assert set(column(found, "price")) == {None}
    assert set(column(found, "submitted_at")) == {None}


def test_a_list_for_another_program_is_json_and_of_the_whole_dataset(dataset: OpenDataset) -> None:
    with pytest.raises(ReportError, match="Choose json"):
        exports.named("duplicates", "csv")
    with pytest.raises(ReportError, match="whole dataset"):
        exports.named("remove").written(about(dataset), campaign="South")
