"""The files that are handed out: their exact layout, and that odd names do no harm."""

from __future__ import annotations

import csv
import io
import json
from functools import partial

import numpy as np
import pytest

from dedup_core import fingerprints, report
from dedup_core.decisions import Mark
from dedup_core.fingerprints import Metric
from dedup_core.groups import Rule, form_groups
from dedup_core.judged import COPY, UNKNOWN
from dedup_core.model import Skipped
from dedup_core.report import Exporter, groups_csv
from dedup_core.review import Outcome, Setting, as_column, outcome
from dedup_core.search import search_for
from tests.making import catalog_of, near, related_as

EVERY_EXPORTER = pytest.mark.parametrize("exporter", report.ALL, ids=lambda e: e.name)
ODD = [
    "comma, and; semicolon.png",
    "quotes \"and\" 'these'.png",
    "new\nline.png",
    "<script>alert(1)</script>.png",
    "😀.png",
    "صورة.png",
    "雪/雪.png",
    "back\\slash.png",
]
FORMULAS = ["=1+1.png", "+1.png", "-1.png", "@x.png", "\tx.png", "\rx.png"]


SEEN = {"relation": "copy", "view": "small", "rotation_degrees": -90.0}
NOTHING_SEEN = {"relation": "", "view": "", "rotation_degrees": None}


def _exporter(name: str) -> Exporter:
    return next(exporter for exporter in report.ALL if exporter.name == name)


def _outcome(paths: list[str], *, marks: list[Mark] | None = None) -> Outcome:
    """All of these pictures in one group around the first, at distance 1; one skipped file."""
    rows = len(paths)
    values = np.zeros((rows, 8), np.uint8)
    values[1:, 7] = 1
    pairs = {(0, row): 1 for row in range(1, rows)}
    catalog = catalog_of(paths, skipped=[Skipped("bad.png", 'it is "broken", see\nbelow')])
    row_of = {path: row for row, path in enumerate(paths)}
    return outcome(
        catalog,
        fingerprints.DEFAULT,
        form_groups(near(rows, pairs, list(range(rows))), threshold=10, rule=Rule.KEEPER),
        distances=partial(search_for(Metric.HAMMING).distances, values),
        relations=lambda left, right: related_as(
            np.where(left == right, UNKNOWN, COPY), view="small", rotation=-90.04
        ),
        setting=Setting("phash", 10, Rule.KEEPER),
        silent=np.zeros(0, np.int32),
        said=as_column(catalog, row_of, marks or []),
    )


def _csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_groups_json_has_exactly_the_promised_layout() -> None:
    content = json.loads(_exporter("groups.json").write(_outcome(["a.png", "b.png", "c.png"])))

    assert content == {
        "source": "source",
        "method": "phash",
        "threshold": 10,
        "rule": "keeper",
        "pictures": 3,
        "skipped": [{"path": "bad.png", "reason": 'it is "broken", see\nbelow'}],
        "groups": [
            {
                "keeper": "a.png",
                "members": [
                    {"path": "a.png", "distance": 0, **NOTHING_SEEN},
                    {"path": "b.png", "distance": 1, **SEEN},
                    {"path": "c.png", "distance": 1, **SEEN},
                ],
            }
        ],
    }


def test_groups_csv_has_a_row_for_each_member_and_each_skipped_file() -> None:
    rows = _csv(_exporter("groups.csv").write(_outcome(["a.png", "b.png"])))

    assert [tuple(row.values()) for row in rows] == [
        ("1", "a.png", "a.png", "0", "", "", "", "keeper", ""),
        ("1", "b.png", "a.png", "1", "copy", "small", "-90.0", "member", ""),
        ("", "bad.png", "", "", "", "", "", "skipped", 'it is "broken", see\nbelow'),
    ]
    assert tuple(rows[0]) == groups_csv.COLUMNS


def test_flagged_csv_lists_what_to_remove_and_what_was_skipped() -> None:
    rows = _csv(_exporter("flagged.csv").write(_outcome(["a.png", "b.png", "c.png"])))

    assert [(row["status"], row["path"], row["keeper"]) for row in rows] == [
        ("flagged", "b.png", "a.png"),
        ("flagged", "c.png", "a.png"),
        ("skipped", "bad.png", ""),
    ]
    assert rows[0]["digest"] == "digest of b.png"
    assert (rows[0]["group"], rows[0]["distance"], rows[0]["unit"]) == ("1", "1", "bits")
    assert (rows[0]["width"], rows[0]["height"], rows[0]["size_bytes"]) == ("100", "100", "1000")


@pytest.mark.parametrize(
    "marks",
    [
        [],
        [Mark("b.png", "digest of b.png", keep=True)],
        [Mark("a.png", "digest of a.png", keep=False), Mark("c.png", "digest of c.png", keep=True)],
        [Mark(f"{name}.png", f"digest of {name}.png", keep=False) for name in "abc"],
    ],
)
def test_every_list_of_flagged_pictures_is_as_long_as_the_headline_says(marks: list[Mark]) -> None:
    found = _outcome(["a.png", "b.png", "c.png"], marks=marks)

    rows = [r for r in _csv(_exporter("flagged.csv").write(found)) if r["status"] == "flagged"]
    content = json.loads(_exporter("flagged.json").write(found))

    assert len(rows) == len(content["flagged"]) == found.headline.flagged
    assert [row["path"] for row in rows] == [row["path"] for row in content["flagged"]]


def test_who_decided_is_told() -> None:
    marks = [Mark("b.png", "digest of b.png", keep=False)]

    rows = _csv(_exporter("flagged.csv").write(_outcome(["a.png", "b.png", "c.png"], marks=marks)))

    assert [row["decided_by"] for row in rows] == ["reviewer", "suggestion", ""]


def test_flagged_json_says_the_setting_and_numbers_that_add_up() -> None:
    content = json.loads(_exporter("flagged.json").write(_outcome(["a.png", "b.png"])))

    assert (content["method"], content["threshold"], content["unit"]) == ("phash", 10, "bits")
    assert (content["rule"], content["at_least"], content["source"]) == ("keeper", 2, "source")
    assert content["found"] == content["pictures"] + len(content["skipped"]) == 3
    assert content["groups"] == 1
    assert content["flagged"] == [
        {
            "path": "b.png",
            "group": 1,
            "keeper": "a.png",
            "distance": 1,
            **SEEN,
            "width": 100,
            "height": 100,
            "size_bytes": 1000,
            "digest": "digest of b.png",
            "decided_by": "suggestion",
        }
    ]


@pytest.mark.parametrize("path", FORMULAS)
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(path: str) -> None:
    rows = _csv(_exporter("flagged.csv").write(_outcome([path, path + "2"])))

    assert (rows[0]["path"], rows[0]["keeper"]) == ("'" + path + "2", "'" + path)


@pytest.mark.parametrize("path", FORMULAS)
@pytest.mark.parametrize("name", ["groups.json", "groups.csv", "flagged.json"])
def test_files_for_programs_hold_names_as_they_are(name: str, path: str) -> None:
    data = _exporter(name).write(_outcome([path, path + "2"]))

    if name.endswith("json"):
        assert json.dumps(path + "2", ensure_ascii=False) in data.decode()
    else:
        assert path + "2" in [row["path"] for row in _csv(data)]


@EVERY_EXPORTER
def test_odd_names_come_back_letter_by_letter(exporter: Exporter) -> None:
    data = exporter.write(_outcome(["0.png", *ODD]))

    if exporter.ending == ".csv":
        found = {row["path"] for row in _csv(data)}
    else:
        content = json.loads(data)
        groups = content["groups"] if isinstance(content["groups"], list) else []
        found = {member["path"] for group in groups for member in group["members"]}
        found |= {row["path"] for row in content.get("flagged", [])}
    assert set(ODD) <= found


@EVERY_EXPORTER
def test_an_exporter_names_itself_and_writes_the_same_twice(exporter: Exporter) -> None:
    found = _outcome(["a.png", "b.png"])

    assert exporter.write(found) == exporter.write(found)
    assert exporter.name.endswith(exporter.ending)
    assert exporter.title
    assert "/" in exporter.media_type


@EVERY_EXPORTER
def test_without_groups_the_skipped_files_are_still_listed(exporter: Exporter) -> None:
    data = exporter.write(_outcome(["alone.png"]))

    assert b"bad.png" in data
    assert b"alone.png" not in data


def test_a_spreadsheet_is_told_that_the_list_is_utf8() -> None:
    assert _exporter("flagged.csv").write(_outcome(["a.png"])).startswith(b"\xef\xbb\xbf")


def test_exporters_have_different_names() -> None:
    assert len({exporter.name for exporter in report.ALL}) == len(report.ALL)
    assert set(report.FLAGGED) <= set(report.ALL)
