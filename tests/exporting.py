"""What tests of exports share: a small dataset with copies, a manifest and decisions."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from dedup_core.decisions import Act, Entry, Judgement, Verdict
from dedup_core.groups import Rule
from dedup_core.names import Names
from dedup_core.opened import OpenDataset
from dedup_core.pay import Accountant, Payroll, Policy
from dedup_core.report import exports, formats
from dedup_core.report.formats import Format
from dedup_core.report.subject import Subject, subject
from dedup_core.report.tables import ALL, Filled, Table
from dedup_core.review import Setting
from dedup_core.scan import add_path, scan
from dedup_core.store import Workspace
from tests.making import data_of, folder_of, photo
from tests.manifests import manifest

SETTING = Setting("phash", 10, Rule.KEEPER)
AT = "2026-01-02T03:04:05+00:00"
MANIFEST = (
    'mei/a.png,mei,2026-01-01T08:00:00Z,"Lights, North",0.15,USD',
    'mei/a smaller.png,mei,2026-01-01T08:01:00Z,"Lights, North",0.15,USD',
    "ivy/a again.png,ivy,2026-01-02T08:00:00Z,South,0.25,USD",
    "ivy/=b.png,ivy,,South,0.15,USD",
    "ivy/c.png,=HYPERLINK(1),2026-01-03T08:00:00Z,South,0.35,USD",
)


def pictures(folder: Path) -> Path:
    """Three copies of one picture, two others that are alone, and a file that is no picture."""
    first = photo(1, (320, 240))
    files = {
        "mei/a.png": data_of(first),
        "mei/a smaller.png": data_of(first.resize((240, 180))),
        "ivy/a again.png": data_of(first.resize((200, 150))),
        "ivy/=b.png": data_of(photo(2, (320, 240))),
        "ivy/c.png": data_of(photo(3, (320, 240))),
        "ivy/broken.png": b"no picture",
    }
    return folder_of(folder, files)


def opened(workspace: Workspace, folder: Path, *rows: str) -> OpenDataset:
    """The pictures, indexed, with a manifest of these rows."""
    dataset = add_path(workspace, pictures(folder))
    scan(workspace, dataset)
    if rows:
        workspace.manifests.attach(dataset.id, manifest(*rows))
    return OpenDataset(workspace, workspace.dataset(dataset.id))


def said(workspace: Workspace, dataset: OpenDataset, verdict: Verdict, *paths: str) -> Entry:
    """Somebody says of two pictures what they are to each other."""
    digests = dict(zip(dataset.catalog.paths, dataset.catalog.digests, strict=True))
    left, right = (digests[path] for path in paths)
    judgement = Judgement(verdict, (left,), (right,))
    entry = Entry(dataset.dataset.id, "Ana", Act.VERDICT, judgements=(judgement,), why="by eye")
    return workspace.log.append(entry)


def about(
    dataset: OpenDataset, *, names: Names | None = None, policy: Policy | None = None
) -> Subject:
    """What is on screen of a dataset."""
    return subject(dataset, Accountant(dataset).payroll(SETTING, policy or Policy()), names=names)


def of_payroll(payroll: Payroll, names: Names | None = None) -> Subject:
    """A subject for the tables that speak of a payroll alone, not of pairs or verdicts."""
    return Subject("a dataset", None, payroll, AT, names or Names())


def table(name: str) -> Table:
    """The table of that name."""
    return next(each for each in ALL if each.name == name)


def format_of(name: str) -> Format:
    """The format of that name."""
    return next(each for each in formats.ALL if each.name == name)


def written(filled: Filled, format: Format) -> bytes:
    """The file."""
    stream = io.BytesIO()
    format.write(filled, stream)
    return stream.getvalue()


def rows(of: Subject, name: str, *, campaign: str | None = None) -> list[dict[str, object]]:
    """The rows of a table as a program reads them from JSON."""
    data = exports.named(name, "json").written(of, campaign=campaign)
    return dicts(format_of("json").read(io.BytesIO(data)))


def dicts(filled: Filled) -> list[dict[str, object]]:
    """Rows by the names of their columns."""
    names = [column.name for column in filled.table.columns]
    return [dict(zip(names, row, strict=True)) for row in filled.rows]


def column(found: Sequence[Mapping[str, object]], name: str) -> list[object]:
    """One value of each row."""
    return [row[name] for row in found]
