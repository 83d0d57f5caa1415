"""The address of the compare view: what comes back, and who gets nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dedup_core.scan import add_path, scan
from dedup_core.settings import from_environment
from dedup_core.store import Dataset
from pages.ui.engine import Engine
from pages.ui.http.guard import Guard
from pages.ui.http.routes import routes
from tests.making import folder_of, photo, picture
from tests.unit.test_evidence import jpeg, street
from tests.unit.test_upload_routes import Client, Site

HOSTILE = "<img src=x onerror=alert(1)>.jpg"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    engine = Engine(from_environment({"DEDUP_WORKSPACE": str(tmp_path / "workspace")}))
    app = Starlette(routes=list(routes()), middleware=[Middleware(Guard, engine_of=lambda: engine)])
    yield Site(engine, app, Client(app))
    engine.close()


@pytest.fixture
def dataset(site: Site, tmp_path: Path) -> Dataset:
    image = street(1)
    files = {
        HOSTILE: jpeg(image),
        "b.jpg": jpeg(image.resize((400, 300))),
        "c.jpg": jpeg(street(2)),
    }
    found = add_path(site.engine.workspace, folder_of(tmp_path / "pictures", files))
    scan(site.engine.workspace, found)
    return site.engine.workspace.dataset(found.id)


def _ask(site: Site, dataset: Dataset, rows: str, **asked: object) -> httpx.Response:
    query = {"method": "phash", "threshold": "10", **asked}
    version = site.engine.open(dataset).version
    address = f"{site.base}/of/{version}/compare/{rows}.json"
    return site.client.get(address, params=query)


def test_everything_about_a_pair_comes_as_json(site: Site, dataset: Dataset) -> None:
    answer = _ask(site, dataset, "0/1")

    content = answer.json()
    assert answer.status_code == 200
    assert content["relation"] == "copy"
    assert content["sentence"].startswith("Same shot, re-saved smaller")
    assert content["rule"]
    assert content["distances"][0]["title"] == "Perceptual hash"
    assert content["distances"][0]["within"] is True
    assert {"title": "Pixels", "left": "640 × 480", "right": "400 × 300"}.items() <= content[
        "facts"
    ][0].items()
    assert content["look"]["likeness"]["difference"] < 5


def test_the_geometry_of_a_pair_maps_its_matched_points(site: Site, dataset: Dataset) -> None:
    content = _ask(site, dataset, "0/1").json()

    geometry = content["look"]["geometry"]
    assert geometry["inliers"] >= 8
    rows = geometry["homography"]
    for x, y, u, v in geometry["points"]:
        w = rows[2][0] * x + rows[2][1] * y + rows[2][2]
        assert (rows[0][0] * x + rows[0][1] * y + rows[0][2]) / w == pytest.approx(u, abs=0.02)
        assert (rows[1][0] * x + rows[1][1] * y + rows[1][2]) / w == pytest.approx(v, abs=0.02)


def test_left_and_right_may_stand_in_any_order(site: Site, dataset: Dataset) -> None:
    there, back = _ask(site, dataset, "0/1").json(), _ask(site, dataset, "1/0").json()

    assert "smaller" in there["sentence"]
    assert "larger" in back["sentence"]
    assert there["distances"][0] == back["distances"][0]


def test_the_threshold_of_the_page_decides_what_counts(site: Site, dataset: Dataset) -> None:
    strict = _ask(site, dataset, "0/2", threshold=0).json()["distances"][0]
    loose = _ask(site, dataset, "0/2", threshold=64).json()["distances"][0]

    assert (strict["within"], loose["within"]) == (False, True)
    assert (strict["threshold"], loose["threshold"]) == ("at most 0 bits", "at most 64 bits")


@pytest.mark.parametrize("rows", ["0/3", "3/0", "0/99999999999999999999"])
def test_rows_that_are_not_there_are_not_found(site: Site, dataset: Dataset, rows: str) -> None:
    assert _ask(site, dataset, rows).status_code == 404


@pytest.mark.parametrize("rows", ["0/-1", "0/x", "0", "../0/1"])
def test_addresses_without_two_rows_are_not_found(site: Site, dataset: Dataset, rows: str) -> None:
    assert _ask(site, dataset, rows).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "none such"},
        {"method": ""},
        {"threshold": "many"},
        {"threshold": ""},
        {"threshold": "nan"},
        {"threshold": "inf"},
        {"threshold": "-1"},
        {"threshold": "65"},
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(
    site: Site, dataset: Dataset, asked: dict[str, str]
) -> None:
    assert _ask(site, dataset, "0/1", **asked).status_code == 400


def test_rows_of_an_older_index_are_gone(site: Site, dataset: Dataset) -> None:
    old = site.engine.open(dataset).version
    (Path(dataset.place) / "a new one.png").write_bytes(picture(3))
    time.sleep(0.002)  # the time of indexing is told apart by the millisecond
    scan(site.engine.workspace, dataset)

    answer = site.client.get(
        f"{site.base}/of/{old}/compare/0/1.json", params={"method": "phash", "threshold": 10}
    )

    assert answer.status_code == 410


def test_a_dataset_that_is_not_there_is_not_found(site: Site, dataset: Dataset) -> None:
    answer = site.client.get(
        f"{site.base}/of/other-0/compare/0/1.json", params={"method": "phash", "threshold": 10}
    )

    assert answer.status_code == 404


def test_strangers_are_told_nothing(site: Site, dataset: Dataset) -> None:
    version = site.engine.open(dataset).version
    rest = f"of/{version}/compare/0/1.json?method=phash&threshold=10"

    wrong = site.client.get(f"/dedup/wrong/{rest}")
    elsewhere = site.client.get(f"{site.base}/{rest}", headers={"Origin": "http://evil.example"})
    renamed = site.client.get(f"{site.base}/{rest}", headers={"Host": "evil.example"})

    assert [a.status_code for a in (wrong, elsewhere, renamed)] == [403, 403, 403]


def test_the_evidence_stays_when_the_pictures_are_gone(site: Site, dataset: Dataset) -> None:
    for file in Path(dataset.place).iterdir():
        file.unlink()

    answer = _ask(site, dataset, "0/1")

    assert answer.json()["relation"] == "copy"


def test_pictures_that_say_nothing_are_compared_without_an_error(
    site: Site, tmp_path: Path
) -> None:
    flat = {f"{grey}.jpg": jpeg(photo(1).convert("L").point([grey] * 256)) for grey in (9, 200)}
    found = add_path(site.engine.workspace, folder_of(tmp_path / "flat", flat))
    scan(site.engine.workspace, found)

    content = _ask(site, site.engine.workspace.dataset(found.id), "0/1").json()

    assert content["relation"] == "similar"
    assert content["look"]["geometry"] is None
    assert content["distances"][0]["word"] == "says nothing"
    assert json.dumps(content, allow_nan=False)
