"""The report for a client: one file that stands alone, with the numbers of the screen."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from dedup_core.decisions import Act
from dedup_core.names import Names, hidden
from dedup_core.opened import OpenDataset
from dedup_core.report.pages.client import client_html
from dedup_core.report.pages.client_groups import Caps
from dedup_core.review.acts import Asked, Member, entry_of
from dedup_core.scan import add_path, scan
from dedup_core.store import Workspace
from tests.making import picture
from tests.reporting import Page, about, assert_stands_alone, campaign, payroll

HOSTILE = "</style><script>alert(1)</script>'\"&"
FILES = {
    "ann/1.png": picture(1),
    "bob/1.bmp": picture(1, "BMP"),
    "bob/<script>x.png": picture(1),
    "ann/2.png": picture(2),
    "cy/2.bmp": picture(2, "BMP"),
    "cy/3.png": picture(3),
    "cy/no.jpg": b"hello",
}
PEOPLE = {
    "ann/1.png": "ann",
    "bob/1.bmp": "bob",
    "bob/<script>x.png": "bob",
    "ann/2.png": "ann",
    "cy/2.bmp": HOSTILE,
    "cy/3.png": HOSTILE,
}


@pytest.fixture
def opened(tmp_path: Path, workspace: Workspace) -> OpenDataset:
    """Two groups, of three and two pictures, one picture alone and a file that is no picture."""
    return campaign(workspace, tmp_path / "in", FILES, PEOPLE)


def _written(
    workspace: Workspace, opened: OpenDataset, *, names: Names | None = None, amounts: bool = True
) -> str:
    return "".join(client_html(about(opened, names=names), workspace.thumbnail, amounts=amounts))


def test_it_stands_alone_whatever_files_and_people_are_called(
    workspace: Workspace, opened: OpenDataset
) -> None:
    page = Page(_written(workspace, opened))

    assert_stands_alone(page)
    assert HOSTILE in page.words
    assert "bob/<script>x.png" in page.words


def test_its_numbers_are_those_of_the_screen(workspace: Workspace, opened: OpenDataset) -> None:
    head = about(opened).outcome.headline

    words = Page(_written(workspace, opened)).words
    assert (head.found, head.pictures, head.groups, head.flagged) == (7, 6, 2, 3)
    assert "Files71 could not be read" in words
    assert "Delivered6pictures" in words
    assert "Flagged3in 2 groups" in words
    assert "Stay3pictures" in words
    assert "Stay: 3 (50.0 %)" in words
    assert "To be paid0.45 USD3 pictures" in words


def test_strictness_and_policy_are_said_in_words(workspace: Workspace, opened: OpenDataset) -> None:
    words = Page(_written(workspace, opened)).words

    assert "Perceptual hash, at most 4 bits (strict: copies and light edits" in words
    assert "Of copies of one shot the first submitted is paid, whoever sent it." in words


def test_each_group_says_what_stays_and_why_the_rest_is_flagged(
    workspace: Workspace, opened: OpenDataset
) -> None:
    page = Page(_written(workspace, opened))

    assert len(page.all("article")) == 2
    assert len(page.all("img")) == 5
    assert page.words.count("Stays") == 2
    assert page.words.count("Perceptual hash: 0 bits") == 3
    assert page.words.index("Group 1") < page.words.index("Group 2")


def test_hidden_names_are_nowhere_in_the_file(workspace: Workspace, opened: OpenDataset) -> None:
    names = hidden(payroll(opened).names, "secret")

    content = _written(workspace, opened, names=names)

    for secret in ("ann", "bob", "cy/", "alert"):
        assert secret not in Page(content).words.replace("cannot", "")
    assert "Contributor 1" in content


def test_a_hidden_file_that_is_damaged_is_named_by_no_reason(
    tmp_path: Path, workspace: Workspace
) -> None:
    file = tmp_path / "in.zip"
    with ZipFile(file, "w") as archive:
        archive.writestr("ann/1.png", picture(1))
        archive.writestr("ann/2.png", picture(2))
    damaged = picture(2)[:-9] + b"no longer"
    file.write_bytes(file.read_bytes().replace(picture(2), damaged))
    dataset = add_path(workspace, file)
    scan(workspace, dataset)
    opened = OpenDataset(workspace, workspace.dataset(dataset.id))

    shown, told = _written(workspace, opened), _written(workspace, opened, names=hidden((), "s"))

    assert "ann/2.png is damaged" in shown
    assert "2.png is damaged inside the zip" in told
    assert "ann" not in told.replace("cannot", "")


def test_hidden_contributors_do_not_stand_in_the_order_of_their_names(
    workspace: Workspace, tmp_path: Path
) -> None:
    people = {f"{number}.png": f"person {number}" for number in range(6)}
    files = {file: picture(number) for number, file in enumerate(people)}
    opened = campaign(workspace, tmp_path / "in", files, people)

    content = _written(workspace, opened, names=hidden(people.values(), "secret"))

    found = re.findall(r"<bdi>(Contributor \d)</bdi></th>", content)
    assert found == [f"Contributor {number}" for number in range(1, 7)]


def test_amounts_can_be_left_out(workspace: Workspace, opened: OpenDataset) -> None:
    with_money = Page(_written(workspace, opened)).words
    without = Page(_written(workspace, opened, amounts=False)).words

    assert "USD" in with_money
    assert "USD" not in without
    assert "What is paid" not in without


def test_what_reviewers_write_stays_inside(workspace: Workspace, opened: OpenDataset) -> None:
    members = tuple(map(Member, opened.catalog.paths[:2], opened.catalog.digests[:2]))
    note = Asked(opened.dataset.id, "Ana Secret", Act.NOTE, members, text="a private note")
    workspace.log.append(entry_of(note, opened.ledger()))

    words = Page(_written(workspace, opened)).words

    assert "private note" not in words
    assert "Ana Secret" not in words


def test_charts_have_units_and_the_same_numbers_as_text(
    workspace: Workspace, opened: OpenDataset
) -> None:
    page = Page(_written(workspace, opened))

    drawings = [svg for svg in page.all("svg") if svg.get("role") == "img"]
    assert len(drawings) == 2
    assert "used is 4 bits: 3" in drawings[0]["aria-label"]
    assert drawings[1]["aria-label"].endswith("2: 1; 3: 1")
    assert all(
        title in page.words
        for title in ("Strictness, strict to loose (bits)", "Pictures in a group", "as a table")
    )


def test_beyond_the_cap_it_says_how_many_there_are(
    workspace: Workspace, opened: OpenDataset
) -> None:
    caps = Caps(groups=1, members=2, contributors=2)

    page = Page("".join(client_html(about(opened), workspace.thumbnail, caps=caps)))

    assert len(page.all("article")) == 1
    assert len(page.all("img")) == 2
    assert "The first 1 of 2, largest first; all are in the table file." in page.words
    assert "The first 2 of 3, who have most copies; all are in the table file." in page.words
    assert "and 1 more" in page.words


def test_without_groups_and_without_a_manifest_it_is_still_a_page(
    tmp_path: Path, workspace: Workspace
) -> None:
    opened = campaign(workspace, tmp_path / "in", {"a.png": picture(1)}, {"a.png": "ann"})
    workspace.manifests.detach(opened.dataset.id)

    page = Page(_written(workspace, opened))

    assert_stands_alone(page)
    assert "No picture shows what another shows." in page.words
    assert "Contributors" not in page.words
