"""docs/exports.md explains every table, column and format in the words of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup_core.report import formats, imagededup
from dedup_core.report.tables import ALL, HEAD, Column, Table

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")


def _lines(columns: tuple[Column, ...]) -> str:
    return "\n".join(
        f"| `{column.name}` | {column.kind.value} | {column.meaning} |" for column in columns
    )


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_every_column_is_explained_in_the_order_of_the_file(table: Table) -> None:
    begin = DOCS.index(f"## {table.title}: `{table.name}`")
    section = DOCS[begin : DOCS.index("\n## ", begin + 1)]

    assert table.meaning in section
    assert section.rstrip().endswith(_lines(table.columns))


def test_the_head_of_every_file_is_explained() -> None:
    assert _lines(HEAD) in DOCS


def test_every_format_and_every_list_for_other_programs_is_explained() -> None:
    assert [f"| `{each.name}` |" in DOCS for each in formats.ALL] == [True] * len(formats.ALL)
    assert [f"- `{each.name}`: {each.meaning}" in DOCS for each in imagededup.ALL] == [True, True]


def test_no_name_of_a_column_is_used_twice_in_a_table() -> None:
    names = [[column.name for column in table.columns] for table in ALL]

    assert all(len(set(of_table)) == len(of_table) for of_table in names)
