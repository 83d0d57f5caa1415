"""Who is at which group: what the board remembers, for how long, and its address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dedup_core.decisions import Act, Entry, Mark
from dedup_core.settings import from_environment
from dedup_core.store import Dataset
from pages.ui.engine import Engine
from pages.ui.http.guard import Guard
from pages.ui.http.routes import routes
from pages.ui.presence import KEPT_SECONDS, MOST_DIGESTS, MOST_TABS, Board
from tests.unit.test_upload_routes import HERE, Client, Site

ONE, TWO = "1" * 64, "2" * 64
ANA, BEN = "a" * 24, "b" * 24  # tabs


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def _names(board: Board, tab: str, dataset: str = "d") -> list[str]:
    return [seen.reviewer for seen in board.others(dataset, tab)]


def test_others_are_seen_and_oneself_is_not() -> None:
    board = Board(Clock())

    board.here("d", ANA, reviewer="Ana", digests=(ONE,))
    board.here("d", BEN, reviewer="Ben", digests=(TWO,))

    assert _names(board, ANA) == ["Ben"]
    assert _names(board, BEN) == ["Ana"]
    assert _names(board, "c" * 24) == ["Ana", "Ben"]


def test_two_tabs_of_one_name_are_two() -> None:
    board = Board(Clock())

    board.here("d", ANA, reviewer="Reviewer", digests=(ONE,))

    assert _names(board, BEN) == ["Reviewer"]


def test_whoever_is_not_heard_of_is_forgotten() -> None:
    clock = Clock()
    board = Board(clock)
    board.here("d", ANA, reviewer="Ana", digests=(ONE,))

    clock.seconds += KEPT_SECONDS
    assert _names(board, BEN) == ["Ana"]

    clock.seconds += 0.1
    assert _names(board, BEN) == []


def test_whoever_leaves_is_gone_at_once() -> None:
    board = Board(Clock())
    board.here("d", ANA, reviewer="Ana", digests=(ONE,))

    board.gone(ANA)

    assert _names(board, BEN) == []


def test_it_is_told_how_long_somebody_has_been_at_a_group() -> None:
    clock = Clock()
    board = Board(clock)
    board.here("d", ANA, reviewer="Ana", digests=(ONE,))
    clock.seconds += 4
    board.here("d", ANA, reviewer="Ana", digests=(ONE,))

    assert [seen.since for seen in board.others("d", BEN)] == [4.0]
    board.here("d", ANA, reviewer="Ana", digests=(TWO,))
    assert [seen.since for seen in board.others("d", BEN)] == [0.0]


def test_datasets_are_apart_and_a_tab_is_in_one_of_them() -> None:
    board = Board(Clock())
    board.here("d", ANA, reviewer="Ana", digests=(ONE,))
    board.here("e", ANA, reviewer="Ana", digests=(ONE,))

    assert _names(board, BEN, "d") == []
    assert _names(board, BEN, "e") == ["Ana"]


def test_the_board_holds_so_many_tabs_and_the_oldest_gives_way() -> None:
    board = Board(Clock())

    for number in range(MOST_TABS + 1):
        board.here("d", f"tab {number}", reviewer=f"{number:05}", digests=(ONE,))

    names = _names(board, ANA)
    assert len(names) == MOST_TABS
    assert "00000" not in names


# the address


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    engine = Engine(from_environment({"DEDUP_WORKSPACE": str(tmp_path / "workspace")}))
    app = Starlette(routes=list(routes()), middleware=[Middleware(Guard, engine_of=lambda: engine)])
    yield Site(engine, app, Client(app))
    engine.close()


@pytest.fixture
def dataset(site: Site) -> Dataset:
    return site.engine.workspace.add_dataset(name="d", kind="path", place="/none")


def _tell(site: Site, dataset: str, **said: object) -> httpx.Response:
    content = {"tab": ANA, "reviewer": "Ana", "group": [ONE], **said}
    return _send(site, dataset, json.dumps(content).encode())


def _send(site: Site, dataset: str, body: bytes) -> httpx.Response:
    address = f"{site.base}/presence/{dataset}"
    return site.client.post(address, content=body, headers={"Origin": HERE})


def test_a_tab_hears_where_the_others_are(site: Site, dataset: Dataset) -> None:
    first = _tell(site, dataset.id).json()
    second = _tell(site, dataset.id, tab=BEN, reviewer=" Ben\u202e\n", group=[TWO, ONE]).json()
    third = _tell(site, dataset.id).json()

    assert first == {"others": [], "last": 0}
    assert [(seen["reviewer"], seen["digests"]) for seen in second["others"]] == [("Ana", [ONE])]
    assert [(seen["reviewer"], seen["digests"]) for seen in third["others"]] == [
        ("Ben", [TWO, ONE])
    ]
    assert 0 <= third["others"][0]["since"] < KEPT_SECONDS


def test_an_empty_group_says_that_a_tab_is_left(site: Site, dataset: Dataset) -> None:
    _tell(site, dataset.id)

    _tell(site, dataset.id, group=[])

    assert _tell(site, dataset.id, tab=BEN).json()["others"] == []


def test_a_tab_hears_of_the_newest_entry(site: Site, dataset: Dataset) -> None:
    entry = Entry(dataset.id, "Ben", Act.MARK, marks=(Mark("a.jpg", ONE, True),))
    stored = site.engine.workspace.log.append(entry)

    assert _tell(site, dataset.id).json()["last"] == stored.id


def test_who_says_no_name_is_a_reviewer(site: Site, dataset: Dataset) -> None:
    _tell(site, dataset.id, reviewer="\u200b ")

    (seen,) = _tell(site, dataset.id, tab=BEN).json()["others"]
    assert seen["reviewer"] == "Reviewer"


@pytest.mark.parametrize(
    "said",
    [
        {"tab": ""},
        {"tab": "../../etc"},
        {"tab": 7},
        {"group": [ONE] * (MOST_DIGESTS + 1)},
        {"group": ["no digest"]},
        {"group": [7]},
        {"group": "text"},
        {"group": None},
    ],
)
def test_nonsense_is_refused(site: Site, dataset: Dataset, said: dict[str, object]) -> None:
    assert _tell(site, dataset.id, **said).status_code == 400
    assert _tell(site, dataset.id, tab=BEN).json()["others"] == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'"text"', b"[" * 10_000])
def test_what_cannot_be_read_is_refused(site: Site, dataset: Dataset, body: bytes) -> None:
    answer = _send(site, dataset.id, body)

    assert answer.status_code == 400


def test_more_than_a_group_is_too_much(site: Site, dataset: Dataset) -> None:
    answer = _send(site, dataset.id, b" " * 20_000)

    assert answer.status_code == 413


def test_a_dataset_that_is_not_there_is_not_found(site: Site) -> None:
    assert _tell(site, "none").status_code == 404


def test_strangers_are_told_nothing(site: Site, dataset: Dataset) -> None:
    content = json.dumps({"tab": ANA, "reviewer": "Ana", "group": [ONE]})

    wrong = site.client.post(
        f"/dedup/wrong/presence/{dataset.id}", content=content, headers={"Origin": HERE}
    )
    elsewhere = site.client.post(
        f"{site.base}/presence/{dataset.id}",
        content=content,
        headers={"Origin": "http://evil.example"},
    )

    assert [wrong.status_code, elsewhere.status_code] == [403, 403]
