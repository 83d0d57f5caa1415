"""A decision bundle: what is in it, and that a second workspace comes to the same."""

from __future__ import annotations

import io
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dedup_core.bundle import material_of, read_bundle, write
from dedup_core.decisions import Verdict
from dedup_core.errors import BundleError
from dedup_core.groups import Rule
from dedup_core.names import hidden
from dedup_core.opened import OpenDataset
from dedup_core.pay import Policy, Undecided
from dedup_core.review import Setting
from dedup_core.scan import scan
from dedup_core.store import Workspace
from tests.bundling import (
    FILES,
    bundle_of,
    checked,
    digest,
    opened_campaign,
    rows_of,
    shown,
    source_of,
    verdict,
    words_of,
)
from tests.making import folder_of, picture, zip_of


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return source_of(tmp_path / "in")


@pytest.fixture
def opened(workspace: Workspace, source: Path) -> OpenDataset:
    return opened_campaign(workspace, source)


def test_a_second_workspace_comes_to_the_same(
    opened: OpenDataset, source: Path, tmp_path: Path
) -> None:
    found = checked(bundle_of(opened), source, tmp_path / "check")

    assert words_of(found) == ""
    assert found.confirmed
    assert found.notes == ()
    assert found.sentence == (
        "Confirmed: 2 groups, 4 of 6 pictures paid, 0.60 USD, as the bundle says."
    )


@pytest.mark.parametrize(
    ("setting", "policy"),
    [
        (Setting("phash", 10, Rule.CHAINED), Policy(undecided=Undecided.HOLD)),
        (Setting("exact", 1, Rule.ALL), Policy(per_scene=3)),
        (Setting("layout", 0.94, Rule.KEEPER), Policy(undecided=Undecided.PAY)),
    ],
    ids=lambda value: getattr(value, "method", ""),
)
def test_it_is_so_at_other_settings_and_under_other_policies(
    opened: OpenDataset, source: Path, tmp_path: Path, setting: Setting, policy: Policy
) -> None:
    data = bundle_of(opened, setting=setting, policy=policy)

    found = checked(data, source, tmp_path / "check")

    assert words_of(found) == ""
    assert found.bundle is not None
    assert (found.bundle.setting, found.bundle.policy) == (setting, policy)


def test_a_bundle_says_the_same_as_was_on_screen(opened: OpenDataset, tmp_path: Path) -> None:
    data, payroll = bundle_of(opened), shown(opened).payroll
    (tmp_path / "bundle.zip").write_bytes(data)

    said = read_bundle(tmp_path / "bundle.zip")

    assert said.paths == opened.catalog.paths
    assert said.digests == opened.catalog.digests
    assert said.skipped == ("bad.jpg",)
    assert said.submissions.contributor == payroll.submissions.contributor
    assert np.array_equal(said.submissions.price, payroll.price)
    assert [row[6] for row in rows_of(data, "pay.jsonl")] == payroll.amount.tolist()
    assert [row[1] for row in rows_of(data, "groups.jsonl")] == [
        ["ivy/1.jpg", "mei/1.png"],
        ["mei/3 again.png", "mei/3.png"],
    ]
    assert [row[3] for row in rows_of(data, "groups.jsonl")] == ["decided", "open"]


def test_the_same_state_gives_the_same_bytes(opened: OpenDataset, tmp_path: Path) -> None:
    first = bundle_of(opened)

    again = OpenDataset(Workspace(tmp_path / "workspace"), opened.dataset)

    assert bundle_of(again) == first


def test_one_more_decision_gives_another_number(opened: OpenDataset, workspace: Workspace) -> None:
    before = write(shown(opened), io.BytesIO())

    both = digest(opened, "mei/3.png"), digest(opened, "raj/4.png")
    workspace.log.append(verdict(opened.dataset.id, Verdict.DIFFERENT, both[:1], both[1:]))

    assert write(shown(opened), io.BytesIO()) != before


def test_of_other_datasets_only_verdicts_on_these_pictures_are_told(opened: OpenDataset) -> None:
    data = bundle_of(opened)

    log = rows_of(data, "log.jsonl")

    assert [row[0] for row in log] == ["", "", "", "1"]
    assert [row[7] for row in log] == ["", "private", "", ""]
    assert b"another dataset" not in data
    assert b"f" * 64 not in data
    raj, mei = digest(opened, "raj/4.png"), digest(opened, "mei/1.png")
    assert log[3][10] == {"judgements": [["different", [raj], [mei]]]}


def test_no_place_on_the_machine_is_told(opened: OpenDataset, source: Path) -> None:
    data = bundle_of(opened)

    assert str(source).encode() not in data
    assert str(source.parent).encode() not in data


def test_names_cannot_be_hidden_in_a_bundle(opened: OpenDataset) -> None:
    secret = hidden(["ivy", "mei"], "secret")

    with pytest.raises(BundleError, match="Names are hidden"):
        write(shown(opened, names=secret), io.BytesIO())


def test_a_decision_since_what_is_on_screen_is_no_bundle(
    opened: OpenDataset, workspace: Workspace
) -> None:
    seen = shown(opened)
    both = digest(opened, "mei/1.png"), digest(opened, "ivy/1.jpg")
    workspace.log.append(verdict(opened.dataset.id, Verdict.DIFFERENT, both[:1], both[1:]))

    with pytest.raises(BundleError, match="meanwhile"):
        write(seen, io.BytesIO())


def test_what_was_looked_at_in_part_is_no_bundle(opened: OpenDataset, workspace: Workspace) -> None:
    from dedup_core.look import look

    look(workspace, opened.dataset)
    workspace.looks.finish(opened.dataset.id, "an earlier state")
    again = OpenDataset(workspace, opened.dataset)

    with pytest.raises(BundleError, match="only some of the pairs"):
        material_of(again, shown(again).payroll)


def test_looks_are_verified_too_even_at_pairs_that_are_likely_no_more(
    opened: OpenDataset, workspace: Workspace, source: Path, tmp_path: Path
) -> None:
    from dedup_core.look import look

    look(workspace, opened.dataset)
    again = OpenDataset(workspace, opened.dataset)
    data = bundle_of(again, setting=Setting("scene", 0.5, Rule.CHAINED))

    found = checked(data, source, tmp_path / "check")

    assert words_of(found) == ""
    assert found.notes == ()
    assert len(rows_of(data, "evidence.jsonl"))


def test_an_upload_has_a_bundle_and_its_zip_verifies_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    archive = zip_of(tmp_path / "sent.zip", FILES)
    dataset = workspace.add_dataset(name="sent", kind="upload", place="sent.zip", id="upload")
    kept = workspace.uploads / dataset.id
    kept.mkdir(parents=True)
    (kept / "upload.zip").write_bytes(archive.read_bytes())
    scan(workspace, dataset)
    data = bundle_of(OpenDataset(workspace, workspace.dataset(dataset.id)))

    found = checked(data, archive, tmp_path / "check")

    assert words_of(found) == ""
    assert found.confirmed


def test_pictures_that_are_missing_changed_moved_or_new_are_named(
    opened: OpenDataset, source: Path, tmp_path: Path
) -> None:
    data = bundle_of(opened)
    (source / "raj/4.png").unlink()
    (source / "ivy/2.png").write_bytes(picture(20))
    (source / "mei/1.png").rename(source / "mei/one.png")
    (source / "mei/3.png").write_bytes(b"hello")
    folder_of(source, {"zoe/5.png": picture(5)})

    found = checked(data, source, tmp_path / "check")

    assert not found.confirmed
    assert [difference.words for difference in found.differences] == [
        "2 pictures missing from the source",
        "1 picture changed: another content than in the bundle",
        "1 picture unreadable now",
        "2 pictures in the source, but not in the bundle",
    ]
    said = words_of(found)
    assert "mei/1.png (its content is at mei/one.png)" in said
    assert "mei/3.png: not a picture" in said
    assert "zoe/5.png" in said


def test_a_file_more_that_is_no_picture_is_only_noted(
    opened: OpenDataset, source: Path, tmp_path: Path
) -> None:
    data = bundle_of(opened)
    folder_of(source, {"notes.jpg": b"nothing to see"})

    found = checked(data, source, tmp_path / "check")

    assert found.confirmed
    assert [note.examples for note in found.notes] == [("notes.jpg",)]


def test_a_workspace_that_holds_something_is_not_used(
    opened: OpenDataset, workspace: Workspace, source: Path, tmp_path: Path
) -> None:
    from dedup_core.bundle import verify

    (tmp_path / "bundle.zip").write_bytes(bundle_of(opened))

    with pytest.raises(BundleError, match="holds datasets already"):
        verify(tmp_path / "bundle.zip", source, workspace)


def test_anybody_can_open_it(opened: OpenDataset) -> None:
    with zipfile.ZipFile(io.BytesIO(bundle_of(opened))) as archive:
        assert archive.testzip() is None
        assert "policy.json" in archive.namelist()
        assert b"first submitted is paid" in archive.read("policy.json")


def test_odd_names_of_files_and_people_survive(workspace: Workspace, tmp_path: Path) -> None:
    names = ["=1+1.png", "new\nline.png", "😀 \u202e.png", "<b>.png"]
    source = folder_of(tmp_path / "odd", {name: picture(at) for at, name in enumerate(names)})
    opened = opened_campaign_of(workspace, source)

    found = checked(bundle_of(opened), source, tmp_path / "check")

    assert words_of(found) == ""


def opened_campaign_of(workspace: Workspace, source: Path) -> OpenDataset:
    """Any folder, with nothing decided and no manifest."""
    from dedup_core.scan import add_path

    dataset = add_path(workspace, source)
    scan(workspace, dataset)
    return OpenDataset(workspace, replace(workspace.dataset(dataset.id)))


def test_without_a_manifest_a_bundle_counts_pictures(
    workspace: Workspace, source: Path, tmp_path: Path
) -> None:
    opened = opened_campaign_of(workspace, source)

    with closing(Workspace(tmp_path / "other")):
        found = checked(bundle_of(opened), source, tmp_path / "check")

    assert found.sentence == "Confirmed: 2 groups, 4 of 6 pictures paid, as the bundle says."
