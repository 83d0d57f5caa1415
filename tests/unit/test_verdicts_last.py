"""A verdict holds: under every method, threshold and rule, after a rename, in another dataset."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dedup_core.decisions import Act, Entry, Judgement, Verdict
from dedup_core.fingerprints import INDEXED, method_named
from dedup_core.groups import Rule
from dedup_core.review import Setting
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.store import Workspace
from tests.making import data_of, folder_of, photo, zip_of

SIZES = {"a": (400, 300), "b": (360, 270), "c": (320, 240)}
PICTURES = {f"{name}.png": data_of(photo(1, size)) for name, size in SIZES.items()}
ANOTHER = {"far.png": data_of(photo(2, (400, 300)))}
SETTINGS = [
    Setting(method.name, threshold, rule)
    for method in INDEXED
    if not method.learns and method.name != "exact"
    for threshold in (method.default, method.loosest)
    for rule in Rule
]
EVERY_SETTING = pytest.mark.parametrize(
    "setting", SETTINGS, ids=lambda s: f"{s.method} {s.threshold:g} {s.rule.value}"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path / "workspace")
    yield workspace
    workspace.close()


def _opened(workspace: Workspace, place: Path) -> OpenDataset:
    dataset = add_path(workspace, place)
    scan(workspace, dataset)
    return OpenDataset(workspace, workspace.dataset(dataset.id))


def _said(opened: OpenDataset, verdict: Verdict, left: str, right: str) -> Entry:
    digests = dict(zip(opened.catalog.paths, opened.catalog.digests, strict=True))
    judgement = Judgement(verdict, (digests[left],), (digests[right],))
    return Entry(opened.dataset.id, "Ana", Act.VERDICT, judgements=(judgement,))


def _together(opened: OpenDataset, setting: Setting) -> list[set[str]]:
    groups = opened.groups(setting)
    paths = opened.catalog.paths
    return [
        {paths[row] for row in groups.member[begin:end]}
        for begin, end in zip(groups.start[:-1], groups.start[1:], strict=True)
    ]


@EVERY_SETTING
def test_different_pictures_are_never_in_one_group_again(
    setting: Setting, workspace: Workspace, tmp_path: Path
) -> None:
    opened = _opened(workspace, folder_of(tmp_path / "in", {**PICTURES, **ANOTHER}))
    assert any({"a.png", "b.png"} <= group for group in _together(opened, setting))

    workspace.log.append(_said(opened, Verdict.DIFFERENT, "a.png", "b.png"))

    groups = _together(opened, setting)
    assert not any({"a.png", "b.png"} <= group for group in groups)
    assert any("c.png" in group for group in groups)


@pytest.mark.parametrize("verdict", [Verdict.DUPLICATE, Verdict.SAME_SCENE])
@pytest.mark.parametrize("rule", list(Rule))
def test_what_belongs_together_is_in_one_group_however_far_it_is(
    verdict: Verdict, rule: Rule, workspace: Workspace, tmp_path: Path
) -> None:
    opened = _opened(workspace, folder_of(tmp_path / "in", {**PICTURES, **ANOTHER}))

    workspace.log.append(_said(opened, verdict, "a.png", "far.png"))

    for method in ("phash", "layout", "exact"):
        setting = Setting(method, method_named(method).threshold_of(0), rule)
        assert any({"a.png", "far.png"} <= group for group in _together(opened, setting))


def test_a_verdict_survives_a_rename_and_another_indexing(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path / "in", PICTURES)
    opened = _opened(workspace, folder)
    workspace.log.append(_said(opened, Verdict.DIFFERENT, "a.png", "b.png"))

    (folder / "a.png").rename(folder / "renamed.png")
    again = _opened(workspace, folder)

    groups = _together(again, Setting("phash", 10, Rule.CHAINED))
    assert len(groups) == 1
    assert not {"renamed.png", "b.png"} <= groups[0]


def test_a_verdict_holds_in_another_dataset_that_has_the_same_contents(
    workspace: Workspace, tmp_path: Path
) -> None:
    opened = _opened(workspace, folder_of(tmp_path / "in", PICTURES))
    workspace.log.append(_said(opened, Verdict.DIFFERENT, "a.png", "b.png"))
    zip_of(tmp_path / "other.zip", {f"deep/{name}": data for name, data in PICTURES.items()})

    other = _opened(workspace, tmp_path / "other.zip")

    groups = _together(other, Setting("phash", 10, Rule.KEEPER))
    assert not any({"deep/a.png", "deep/b.png"} <= group for group in groups)


def test_an_undo_forms_the_groups_as_they_were(workspace: Workspace, tmp_path: Path) -> None:
    opened = _opened(workspace, folder_of(tmp_path / "in", PICTURES))
    setting = Setting("phash", 10, Rule.KEEPER)
    before = _together(opened, setting)
    said = workspace.log.append(_said(opened, Verdict.DIFFERENT, "a.png", "b.png"))
    parted = _together(opened, setting)

    workspace.log.append(Entry(opened.dataset.id, "Ana", Act.UNDO, target=said.id))

    assert parted != before
    assert _together(opened, setting) == before
