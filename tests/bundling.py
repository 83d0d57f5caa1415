"""What tests of decision bundles share: a small campaign with decisions, and its bundle."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from dedup_core.bundle import Findings, verify, write
from dedup_core.bundle.container import pack, unpack
from dedup_core.bundle.parts import NAMES
from dedup_core.decisions import Act, Closing, Entry, Judgement, Mark, Status, Verdict
from dedup_core.groups import Rule
from dedup_core.names import Names
from dedup_core.opened import OpenDataset
from dedup_core.pay import Accountant, Policy
from dedup_core.report.subject import Subject, subject
from dedup_core.review import Setting
from dedup_core.scan import add_path, scan
from dedup_core.store import Workspace
from tests.making import data_of, folder_of, photo, picture
from tests.manifests import manifest

SETTING = Setting("phash", 10, Rule.KEEPER)
FILES = {
    "ivy/1.jpg": data_of(photo(1), "JPEG", quality=70),
    "ivy/2.png": picture(2),
    "mei/1.png": picture(1),
    "mei/3.png": picture(3),
    "mei/3 again.png": picture(3),
    "raj/4.png": picture(4),
    "bad.jpg": b"hello",
}
DAYS = {"ivy/1.jpg": 5, "ivy/2.png": 6, "mei/1.png": 1, "mei/3.png": 2, "mei/3 again.png": 3}
ROWS = [
    f"{path},{path.split('/')[0]},2025-03-0{DAYS.get(path, 7)}T12:00:00Z,Lights,0.15,USD"
    for path in FILES
    if "/" in path
]


def source_of(folder: Path) -> Path:
    """The pictures of the campaign: `ivy` copied one of `mei`, who handed in one file twice."""
    return folder_of(folder, FILES)


def opened_campaign(workspace: Workspace, source: Path) -> OpenDataset:
    """The campaign with its manifest and some decisions, one of which was taken back."""
    dataset = add_path(workspace, source)
    scan(workspace, dataset)
    workspace.manifests.attach(dataset.id, manifest(*ROWS))
    opened = OpenDataset(workspace, workspace.dataset(dataset.id))
    decide(opened, workspace.log.append)
    return opened


def decide(opened: OpenDataset, append: Callable[[Entry], Entry]) -> None:
    """A group is decided; a verdict is given and taken back; another dataset has one, too."""
    id = opened.dataset.id
    ivy, mei, raj = (digest(opened, path) for path in ("ivy/1.jpg", "mei/1.png", "raj/4.png"))
    marks = (Mark("mei/1.png", mei, keep=True), Mark("ivy/1.jpg", ivy, keep=False))
    closed = Closing(Status.DECIDED, (("ivy/1.jpg", ivy), ("mei/1.png", mei)))
    copies = Judgement(Verdict.DUPLICATE, (mei,), (ivy,))
    append(Entry(id, "Ana", Act.ACCEPT, marks=marks, judgements=(copies,), closings=(closed,)))
    wrong = append(verdict(id, Verdict.DUPLICATE, (mei,), (raj,)))
    append(Entry(id, "Ben", Act.UNDO, target=wrong.id))
    append(verdict("another dataset", Verdict.DIFFERENT, (raj,), (mei, "f" * 64)))


def verdict(dataset: str, said: Verdict, left: Sequence[str], right: Sequence[str]) -> Entry:
    """Ben says something of pairs."""
    judgement = Judgement(said, tuple(left), tuple(right))
    return Entry(dataset, "Ben", Act.VERDICT, why="private", judgements=(judgement,))


def digest(opened: OpenDataset, path: str) -> str:
    """Of the content at a path."""
    return opened.catalog.digests[opened.catalog.paths.index(path)]


def shown(
    opened: OpenDataset,
    *,
    setting: Setting = SETTING,
    policy: Policy | None = None,
    names: Names | None = None,
) -> Subject:
    """What is on screen."""
    payroll = Accountant(opened).payroll(setting, policy or Policy())
    return subject(opened, payroll, names=names)


def bundle_of(opened: OpenDataset, **how: object) -> bytes:
    """The bundle of what is on screen."""
    stream = io.BytesIO()
    write(shown(opened, **how), stream)  # type: ignore[arg-type]
    return stream.getvalue()


def checked(data: bytes, source: Path, folder: Path) -> Findings:
    """What checking a bundle in a new workspace finds."""
    folder.mkdir(exist_ok=True)
    (folder / "bundle.zip").write_bytes(data)
    with closing(Workspace(folder / "second")) as second:
        return verify(folder / "bundle.zip", source, second)


def forged(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """A bundle of which one part was changed by somebody who made all its sums right again."""
    parts = dict(unpack(data, NAMES).parts)
    before = parts[name].decode()
    parts[name] = change(before).encode()
    assert parts[name].decode() != before
    return pack(parts)


def rows_of(data: bytes, name: str) -> list[list[object]]:
    """The rows of a part, without the first line."""
    lines = unpack(data, NAMES).parts[name].splitlines()[1:]
    return [json.loads(line) for line in lines]


def words_of(found: Findings) -> str:
    """All that differs, with every example."""
    told = [(difference.words, *difference.examples) for difference in found.differences]
    return "\n".join(line for lines in told for line in lines)
