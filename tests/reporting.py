"""What tests of pages share: a small campaign with submissions, and a strict reader of pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path

from dedup_core.groups import Rule
from dedup_core.manifest import guess_mapping, read_sheet, understand
from dedup_core.names import Names
from dedup_core.opened import OpenDataset
from dedup_core.pay import Accountant, Payroll, Policy
from dedup_core.report.subject import Subject, subject
from dedup_core.review import Setting
from dedup_core.scan import add_path, scan
from dedup_core.store import Workspace
from tests.making import folder_of

SETTING = Setting("phash", 4, Rule.KEEPER)
_EMPTY = {"br", "img", "meta"}  # the only ones of ours that have no end
_DRAWN_EMPTY = {"rect", "line", "circle", "polygon", "polyline"}


def campaign(
    workspace: Workspace, folder: Path, files: Mapping[str, bytes], people: Mapping[str, str]
) -> OpenDataset:
    """Pictures with who submitted them, a minute apart in the order of `people`; 0.15 USD each."""
    dataset = add_path(workspace, folder_of(folder, files))
    scan(workspace, dataset)
    stream = io.StringIO(newline="")
    rows = csv.writer(stream)
    rows.writerow(["file", "contributor", "submitted_at", "price", "currency", "campaign"])
    for at, (file, who) in enumerate(people.items()):
        rows.writerow([file, who, f"2025-03-14T04:{at:02}:00Z", "0.15", "USD", "Spring"])
    sheet = read_sheet("manifest.csv", stream.getvalue().encode())
    workspace.manifests.attach(dataset.id, understand(sheet, guess_mapping(sheet.names)))
    return OpenDataset(workspace, workspace.dataset(dataset.id))


def payroll(opened: OpenDataset, policy: Policy | None = None) -> Payroll:
    """Who is paid now."""
    return Accountant(opened).payroll(SETTING, policy or Policy())


def about(opened: OpenDataset, *, names: Names | None = None) -> Subject:
    """What a report speaks of now."""
    return subject(opened, payroll(opened), names=names)


class Page(HTMLParser):
    """A page that was read strictly: whatever is opened is closed, in order.

    tags: every tag with its attributes, words: all text that is shown, styles: the style sheets
    """

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words, self.styles = "", ""
        self._open: list[str] = []
        self.feed(content)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _EMPTY:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _DRAWN_EMPTY
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self.styles += data
        else:
            self.words += data

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every tag of that name."""
        return [attributes for name, attributes in self.tags if name == tag]

    def kinds(self) -> set[str]:
        """The tags that are used."""
        return {name for name, _ in self.tags}


def addresses(page: Page) -> Iterable[str]:
    """Everything in a page that a browser would fetch or follow."""
    for _, attributes in page.tags:
        for name in ("src", "href", "srcset", "action", "data", "poster", "xlink:href"):
            if name in attributes:
                yield attributes[name]


def assert_stands_alone(page: Page) -> None:
    """No script, no event, and nothing from outside."""
    assert not page.kinds() & {"script", "iframe", "object", "embed", "link", "base", "form", "a"}
    assert all(address.startswith("data:image/jpeg;base64,") for address in addresses(page))
    assert not any(name.startswith("on") for _, given in page.tags for name in given)
    assert "url(" not in page.styles
    assert "@import" not in page.styles
