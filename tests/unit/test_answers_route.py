"""The address of answered pairs: what it gives to whom, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dedup_core.scan import add_path, scan
from dedup_core.settings import from_environment
from pages.ui.engine import Engine
from pages.ui.http.answers import PAIRS_AHEAD
from pages.ui.http.guard import Guard
from pages.ui.http.routes import routes
from tests.browser.conftest import make_pictures
from tests.unit.test_upload_routes import HERE, Client, Site

ANA, BEN = "a" * 24, "b" * 24  # tabs
ASKS: dict[str, Any] = {
    "tab": ANA,
    "reviewer": "Ana",
    "method": "phash",
    "threshold": 10,
    "rule": "keeper",
    "at_least": 2,
    "scene": True,
    "goal": "false",
    "value": 20,
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    engine = Engine(from_environment({"DEDUP_WORKSPACE": str(tmp_path / "workspace")}))
    dataset = add_path(engine.workspace, make_pictures(tmp_path / "pictures"))
    scan(engine.workspace, dataset)
    app = Starlette(routes=list(routes()), middleware=[Middleware(Guard, engine_of=lambda: engine)])
    yield Site(engine, app, Client(app))
    engine.close()


def _ask(site: Site, **other: object) -> httpx.Response:
    (dataset,) = site.engine.workspace.datasets()
    address = f"{site.base}/of/{site.engine.open(dataset).version}/answers"
    body = json.dumps({**ASKS, **other}).encode()
    return site.client.post(address, content=body, headers={"Origin": HERE})


def _told(site: Site, **other: object) -> Any:
    answer = _ask(site, **other)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _answer(site: Site, pair: Any, verdict: str | None, by: str = "Ana") -> None:
    (dataset,) = site.engine.workspace.datasets()
    (left, right) = ([one["path"], one["digest"], None] for one in pair["pictures"])
    act = {"act": "answer", "reviewer": by, "members": [left], "right": [right], "over": True}
    body = json.dumps({**act, "verdict": verdict, "method": "phash", "threshold": 10}).encode()
    address = f"{site.base}/acts/{dataset.id}"
    assert site.client.post(address, content=body, headers={"Origin": HERE}).status_code == 200


def _places(told: Any) -> list[int]:
    return [pair["place"] for pair in told["next"]]


def test_pairs_come_with_facts_and_without_how_far_apart_they_are(site: Site) -> None:
    told = _told(site)

    assert _places(told) == list(range(PAIRS_AHEAD))
    for pair in told["next"]:
        assert set(pair) == {"place", "pictures", "facts"}
        assert {fact["title"] for fact in pair["facts"]} >= {"Pixels", "Taken", "Camera"}
        words = json.dumps(pair).lower()
        assert not any(word in words for word in ("distance", "bits", "similar", "relation"))


def test_two_tabs_never_have_the_same_pair(site: Site) -> None:
    mine = _places(_told(site))
    theirs = _places(_told(site, tab=BEN, reviewer="Ben"))

    assert not set(mine) & set(theirs)
    assert _places(_told(site)) == mine


def test_a_pair_that_is_answered_does_not_come_again_and_moves_the_estimates(site: Site) -> None:
    first = _told(site)
    assert (first["counted"], first["undo"]) == (0, None)

    _answer(site, first["next"][0], "duplicate")
    _answer(site, first["next"][1], None)

    told = _told(site)
    assert (told["counted"], told["unsure"]) == (1, 1)
    assert _places(told)[0] == 2
    assert told["undo"] == told["last"]
    assert told["curve"]["precision"] != first["curve"]["precision"]


def test_answers_of_all_pairs_recommend_a_threshold_that_keeps_the_goal(site: Site) -> None:
    while pairs := (told := _told(site))["next"]:
        for pair in pairs:
            scenes = {one["path"][:8] for one in pair["pictures"]}
            _answer(site, pair, "duplicate" if len(scenes) == 1 else "different")

    cell = told["advice"]["cell"]
    assert told["settled"] is None
    assert _told(site, settle=True)["settled"]
    assert told["enough"]
    assert told["curve"]["precision"][0][cell] >= 0.8
    assert all(low < 0.8 for low in told["curve"]["precision"][0][cell + 1 :])


def test_before_enough_answers_nothing_is_recommended(site: Site) -> None:
    told = _told(site)

    assert told["advice"]["threshold"] is None
    assert "not enough" in told["advice"]["why"]
    assert not told["enough"]


def test_what_others_said_of_a_pair_is_told_when_asked(site: Site) -> None:
    pair = _told(site)["next"][0]
    digests = [one["digest"] for one in pair["pictures"]]
    _answer(site, pair, "same scene", by="Ben")

    assert _told(site)["others"] is None
    told = _told(site, pair=digests, since=0)
    assert told["others"] == {"reviewer": "Ben", "verdict": "same scene"}
    assert _told(site, pair=digests, since=told["last"])["others"] is None


@pytest.mark.parametrize("goal", ["false", "found", "withheld"])
def test_every_goal_is_understood(site: Site, goal: str) -> None:
    assert _ask(site, goal=goal, value=1e12).status_code == 200
    assert _ask(site, goal=goal, value=-1).status_code == 200


@pytest.mark.parametrize(
    "other",
    [
        {"tab": "x"},
        {"tab": 7},
        {"reviewer": None, "rule": "none"},
        {"threshold": "ten"},
        {"threshold": None},
        {"at_least": -1},
        {"at_least": 2.5},
        {"scene": 1},
        {"goal": "everything"},
        {"value": "much"},
        {"value": True},
        {"pair": ["x", "y"]},
        {"pair": [["0" * 64], "1" * 64]},
        {"pair": "x"},
        {"since": -1},
        {"since": 2**60},
    ],
)
def test_nonsense_is_refused(site: Site, other: dict[str, object]) -> None:
    assert _ask(site, **other).status_code == 400


def test_what_is_no_json_or_too_long_is_refused(site: Site) -> None:
    (dataset,) = site.engine.workspace.datasets()
    address = f"{site.base}/of/{site.engine.open(dataset).version}/answers"

    for body, status in ((b"{", 400), (b"[" * 9000, 400), (b"[]", 400), (b" " * 20_000, 413)):
        answer = site.client.post(address, content=body, headers={"Origin": HERE})
        assert answer.status_code == status


def test_an_unknown_method_is_said(site: Site) -> None:
    answer = _ask(site, method="magic")

    assert answer.status_code == 422
    assert "magic" in answer.json()["error"]


def test_rows_that_have_moved_are_gone(site: Site) -> None:
    (dataset,) = site.engine.workspace.datasets()
    body = json.dumps(ASKS).encode()

    for version, status in ((f"{dataset.id}-000000000000", 410), ("nobody-0", 404)):
        address = f"{site.base}/of/{version}/answers"
        answer = site.client.post(address, content=body, headers={"Origin": HERE})
        assert answer.status_code == status
