"""A second look at a real dataset: others' decisions are nowhere to be seen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dedup_core.blind import BlindDataset
from dedup_core.decisions import Act, Closing, Entry, Judgement, Mark, Note, Status, Verdict
from dedup_core.groups import Rule
from dedup_core.opened import OpenDataset
from dedup_core.review import Setting
from dedup_core.review.said import STATUSES
from dedup_core.scan import add_path, scan
from dedup_core.settings import from_environment
from dedup_core.store import Workspace
from pages.ui.engine import Engine
from pages.ui.http.guard import Guard
from pages.ui.http.routes import routes
from tests.making import data_of, folder_of, photo
from tests.unit.test_upload_routes import HERE, Client, Site

SETTING = Setting("phash", 10, Rule.KEEPER)
OPEN, DECIDED = STATUSES.index(Status.OPEN), STATUSES.index(Status.DECIDED)


@pytest.fixture
def opened(workspace: Workspace, tmp_path: Path) -> OpenDataset:
    """Three groups, each of a picture and two smaller copies of it."""
    sizes = {"0": (320, 240), "1": (240, 180), "2": (160, 120)}
    files = {
        f"{seed}-{name}.png": data_of(photo(seed, (320, 240)).resize(size))
        for seed in (1, 2, 3)
        for name, size in sizes.items()
    }
    found = add_path(workspace, folder_of(tmp_path / "pictures", files))
    scan(workspace, found)
    return OpenDataset(workspace, workspace.dataset(found.id))


def _members(opened: OpenDataset, seed: int) -> tuple[tuple[str, str], ...]:
    named = zip(opened.catalog.paths, opened.catalog.digests, strict=True)
    return tuple(member for member in named if member[0].startswith(f"{seed}-"))


def _decide(
    opened: OpenDataset,
    workspace: Workspace,
    seed: int,
    who: str,
    kept: str,
    *,
    blind: bool = False,
) -> Entry:
    members = _members(opened, seed)
    marks = tuple(Mark(*member, member[0] == kept) for member in members)
    closing = Closing(Status.DECIDED, members)
    id = opened.dataset.id
    entry = Entry(id, who, Act.ACCEPT, marks=marks, closings=(closing,), blind=blind)
    return workspace.log.append(entry)


def _kept(opened: OpenDataset) -> set[str]:
    found = opened.outcome(SETTING)
    return {opened.catalog.paths[row] for row in found.groups.member[found.kept].tolist()}


def test_what_others_decided_noted_and_told_apart_is_not_seen(
    opened: OpenDataset, workspace: Workspace
) -> None:
    _decide(opened, workspace, 1, "Ana", "1-2.png")
    digests = tuple(digest for _, digest in _members(opened, 2))
    different = Judgement(Verdict.DIFFERENT, digests)
    id = opened.dataset.id
    workspace.log.append(Entry(id, "Ana", Act.NOT_DUPLICATES, judgements=(different,)))
    noted = Note("look here", _members(opened, 3)[0][1:])
    workspace.log.append(Entry(id, "Ana", Act.NOTE, notes=(noted,)))

    seen = BlindDataset(opened, "Ben")

    whole, blind = opened.outcome(SETTING), seen.outcome(SETTING)
    assert (len(whole.groups), len(blind.groups)) == (2, 3)
    assert whole.status.tolist() == [DECIDED, OPEN]
    assert blind.status.tolist() == [OPEN, OPEN, OPEN]
    assert _kept(opened) == {"1-2.png", "3-0.png"}
    assert _kept(seen) == {"1-0.png", "2-0.png", "3-0.png"}
    assert not blind.marked.any()
    assert (blind.verdict == -1).all()
    assert set(blind.closed_by) == {""}
    assert [blind.note(group) for group in range(3)] == [None] * 3


def test_what_one_decided_blindly_is_seen_and_changes_nothing_for_others(
    opened: OpenDataset, workspace: Workspace
) -> None:
    _decide(opened, workspace, 1, "Ana", "1-2.png")
    _decide(opened, workspace, 1, "Ben", "1-1.png", blind=True)

    seen = BlindDataset(opened, "Ben")

    assert seen.outcome(SETTING).status.tolist() == [DECIDED, OPEN, OPEN]
    assert "1-1.png" in _kept(seen)
    assert "1-2.png" in _kept(opened)
    assert opened.outcome(SETTING).closed_by[0] == "Ana"


def test_the_groups_of_a_second_look_are_those_that_others_decided(
    opened: OpenDataset, workspace: Workspace
) -> None:
    _decide(opened, workspace, 1, "Ana", "1-0.png")
    _decide(opened, workspace, 3, "Ben", "3-0.png")

    found = BlindDataset(opened, "Ben").drawn(SETTING, share=1.0)

    assert [opened.catalog.paths[row] for row in found.groups.keeper] == ["1-0.png"]
    assert len(BlindDataset(opened, "Ben").drawn(SETTING, share=0.0).groups) == 0


def test_a_decision_that_comes_later_is_drawn_by_the_same_object(
    opened: OpenDataset, workspace: Workspace
) -> None:
    seen = BlindDataset(opened, "Ben")
    assert len(seen.drawn(SETTING, share=1.0).groups) == 0

    _decide(opened, workspace, 2, "Ana", "2-0.png")

    assert len(seen.drawn(SETTING, share=1.0).groups) == 1


def test_undo_of_a_second_look_takes_back_the_second_look(
    opened: OpenDataset, workspace: Workspace
) -> None:
    blind = _decide(opened, workspace, 1, "Ben", "1-1.png", blind=True)
    _decide(opened, workspace, 2, "Ben", "2-1.png")

    assert BlindDataset(opened, "Ben").ledger().undoable("Ben") == replace(blind, blind=False)


# the address that decisions are sent to


def test_undo_in_a_second_look_never_takes_back_what_counts(tmp_path: Path) -> None:
    engine = Engine(from_environment({"DEDUP_WORKSPACE": str(tmp_path / "workspace")}))
    app = Starlette(routes=list(routes()), middleware=[Middleware(Guard, engine_of=lambda: engine)])
    site = Site(engine, app, Client(app))
    files = {f"{seed}-0.png": data_of(photo(seed)) for seed in (1, 2)}
    id = add_path(engine.workspace, folder_of(tmp_path / "pictures", files)).id
    scan(engine.workspace, engine.workspace.dataset(id))
    opened = engine.open(engine.workspace.dataset(id))
    blind = _decide(opened, engine.workspace, 1, "Ben", "1-0.png", blind=True)
    openly = _decide(opened, engine.workspace, 2, "Ben", "2-0.png")

    targets = [_undo(site, id, blind=how) for how in (True, False)]

    assert targets == [blind.id, openly.id]
    engine.close()


def _undo(site: Site, dataset: str, *, blind: bool) -> int | None:
    """What Ben's undo takes back."""
    content = json.dumps({"act": "undo", "reviewer": "Ben", "seen": 99, "blind": blind})
    address = f"{site.base}/acts/{dataset}"
    answer = site.client.post(address, content=content, headers={"Origin": HERE})
    (entry,) = site.engine.workspace.log.named([answer.json()["id"]])
    return entry.target
