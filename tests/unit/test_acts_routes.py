"""The address that decisions go to: they are on disk when it answers, or nothing is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dedup_core.decisions import Act, Entry, Mark, Verdict
from dedup_core.scan import add_path, scan
from dedup_core.settings import from_environment
from dedup_core.store import Dataset, Workspace
from pages.ui.engine import Engine
from pages.ui.http.guard import Guard
from pages.ui.http.routes import routes
from tests.making import folder_of, picture
from tests.unit.test_upload_routes import HERE, Client, Site

A, B = "a" * 64, "b" * 64


@dataclass(frozen=True)
class Desk:
    """A dataset of two contents, and the address for what is said of it."""

    site: Site
    dataset: Dataset

    def post(self, content: object, dataset: str = "") -> httpx.Response:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        address = f"{self.site.base}/acts/{dataset or self.dataset.id}"
        return self.site.client.post(address, content=data, headers={"Origin": HERE})

    def act(self, act: str, *members: list[Any], **more: object) -> httpx.Response:
        return self.post({"act": act, "members": members, "reviewer": "Ana", **more})

    def entries(self) -> list[Entry]:
        return self.site.engine.workspace.log.entries(self.dataset.id)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    engine = Engine(from_environment({"DEDUP_WORKSPACE": str(tmp_path / "workspace")}))
    app = Starlette(routes=list(routes()), middleware=[Middleware(Guard, engine_of=lambda: engine)])
    folder = folder_of(tmp_path / "in", {"a.png": picture(1), "b.png": picture(2)})
    dataset = add_path(engine.workspace, folder)
    scan(engine.workspace, dataset)
    yield Desk(Site(engine, app, Client(app)), engine.workspace.dataset(dataset.id))
    engine.close()


def test_a_decision_is_on_disk_when_it_is_answered(desk: Desk) -> None:
    answer = desk.act("mark", ["b<script>.png", A, False], ["ü.png", B, True], token="t")

    beside = Workspace(desk.site.engine.workspace.folder)
    (entry,) = beside.log.entries(desk.dataset.id)
    assert answer.json() == {"id": entry.id, "last": entry.id}
    assert entry.marks == (Mark("b<script>.png", A, False), Mark("ü.png", B, True))
    assert (entry.reviewer, entry.act, entry.token) == ("Ana", Act.MARK, "t")
    beside.close()


def test_a_decision_that_is_sent_again_is_stored_once(desk: Desk) -> None:
    first = desk.act("mark", ["a.png", A, False], token="t").json()

    second = desk.act("mark", ["a.png", A, False], token="t").json()

    assert second == first
    assert len(desk.entries()) == 1


def test_a_verdict_holds_the_setting_in_which_it_was_said(desk: Desk) -> None:
    desk.act(
        "verdict",
        ["a.png", A],
        right=[["b.png", B]],
        verdict="same scene",
        method="phash",
        threshold=10,
        rule="keeper",
    )

    (entry,) = desk.entries()
    assert entry.judgements[0].verdict is Verdict.SAME_SCENE
    assert (entry.method, entry.threshold, entry.rule) == ("phash", 10.0, "keeper")


def test_undo_and_redo_go_on_after_a_restart(desk: Desk) -> None:
    desk.act("mark", ["a.png", A, False])
    desk.site.engine._forget_open(desk.dataset.id)  # what a restart leaves of it

    desk.post({"act": "undo", "reviewer": "Ana"})
    opened = desk.site.engine.open(desk.dataset)
    undone = dict(opened.ledger().marks)
    desk.post({"act": "redo", "reviewer": "Ana"})

    assert undone == {}
    assert opened.ledger().marks == {("a.png", A): Mark("a.png", A, False)}
    assert desk.post({"act": "redo", "reviewer": "Ana"}).status_code == 422


def test_somebody_else_meanwhile_is_told_of_in_words_and_can_be_overruled(desk: Desk) -> None:
    desk.act("accept", ["a.png", A, True], ["b.png", B, False], reviewer="Ben")
    mine: dict[str, Any] = {"members": [["a.png", A, False], ["b.png", B, True]]}

    told = desk.post({"act": "accept", "reviewer": "Ana", "seen": 0, **mine})
    after = len(desk.entries())
    desk.post({"act": "accept", "reviewer": "Ana", "seen": 0, "over": True, **mine})

    assert told.status_code == 409
    (conflict,) = told.json()["conflict"]
    assert (conflict["reviewer"], conflict["keeps"], conflict["removes"]) == (
        "Ben",
        ["a.png"],
        ["b.png"],
    )
    assert "Ben" in conflict["said"]
    assert after == 1
    assert [entry.reviewer for entry in desk.entries()] == ["Ben", "Ana"]


def test_a_second_opinion_changes_nothing(desk: Desk) -> None:
    desk.act("mark", ["a.png", A, False], blind=True)

    opened = desk.site.engine.open(desk.dataset)
    assert opened.ledger().marks == {}
    assert desk.entries()[0].blind


def test_a_removed_or_unknown_dataset_is_not_found(desk: Desk) -> None:
    desk.site.engine.remove(desk.dataset)

    assert desk.act("mark", ["a.png", A, True]).status_code == 404
    assert desk.post({"act": "undo"}, dataset="nothing").status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"no json",
        b"[" * 100_000,
        b"\xff",
        b'{"act": "mark", "members": [["\\ud800", "' + b"1" * 64 + b'", true]]}',
        5,
        None,
        [5],
        {},
        {"act": "fly"},
        {"act": "rule", "members": [["a", A]]},
        {"act": "mark", "members": 5},
        {"act": "mark", "members": [["a"]]},
        {"act": "mark", "members": [["a", "no digest", True]]},
        {"act": "mark", "members": [["a", A, 1]]},
        {"act": "mark", "members": [[0, A, True]]},
        {"act": "mark", "members": [["a", A, True, 2]]},
        {"act": "mark", "members": [["a", A, True]], "seen": "x"},
        {"act": "mark", "members": [["a", A, True]], "over": 1},
        {"act": "verdict", "members": [["a", A]], "right": [["b", B]], "verdict": "maybe"},
        {"act": "note", "members": [["a", A]], "text": "x" * 3000},
        {"act": "mark", "members": [["a", A, True]], "threshold": "x"},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason_and_nothing_is_stored(
    content: object, desk: Desk
) -> None:
    answer = desk.post(content)

    assert answer.status_code == 400
    assert answer.json()["error"]
    assert desk.entries() == []


def test_the_last_kept_picture_of_a_group_cannot_go_by_an_accepted_group(desk: Desk) -> None:
    answer = desk.act("accept", ["a.png", A, False], ["b.png", B, False])

    assert answer.status_code == 422
    assert "At least one picture" in answer.json()["error"]
    assert desk.entries() == []


@pytest.mark.parametrize(
    "more",
    [{"threshold": 10**400}, {"threshold": "1e999"}, {"seen": 10**30}, {"target": 10**30}],
    ids=["threshold", "infinite", "seen", "target"],
)
def test_numbers_that_are_none_are_refused(more: dict[str, object], desk: Desk) -> None:
    answer = desk.act("mark", ["a.png", A, True], **more)

    assert answer.status_code == 400
    assert desk.entries() == []


def test_an_undo_that_is_sent_again_is_the_same_undo(desk: Desk) -> None:
    desk.act("mark", ["a.png", A, False])
    first = desk.post({"act": "undo", "reviewer": "Ana", "token": "u"})

    second = desk.post({"act": "undo", "reviewer": "Ana", "token": "u"})

    assert (second.status_code, second.json()) == (200, first.json())
    assert len(desk.entries()) == 2


def test_a_second_look_takes_back_nothing_that_is_in_the_open(desk: Desk) -> None:
    said = desk.act("mark", ["a.png", A, False]).json()["id"]

    answer = desk.post({"act": "undo", "reviewer": "Ben", "target": said, "blind": True})

    assert answer.status_code == 422
    assert len(desk.site.engine.open(desk.dataset).ledger().marks) == 1


def test_a_name_is_stored_without_what_cannot_be_seen(desk: Desk) -> None:
    desk.act("mark", ["a.png", A, False], reviewer="  A\u202ena\x07 ")

    assert desk.entries()[0].reviewer == "Ana"
