"""The address of the kept pictures as a zip: what is decided when it is asked for, and no more."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.settings import from_environment
from pages.ui.engine import Engine
from pages.ui.http.guard import Guard
from pages.ui.http.routes import routes
from tests.exporting import pictures
from tests.unit.test_upload_routes import Client, Site

ASKED = "method=phash&threshold=10&rule=keeper&at_least=2"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    engine = Engine(from_environment({"DEDUP_WORKSPACE": str(tmp_path / "workspace")}))
    app = Starlette(routes=list(routes()), middleware=[Middleware(Guard, engine_of=lambda: engine)])
    yield Site(engine, app, Client(app))
    engine.close()


@pytest.fixture
def opened(site: Site, tmp_path: Path) -> OpenDataset:
    workspace = site.engine.workspace
    dataset = add_path(workspace, pictures(tmp_path / "in"))
    scan(workspace, dataset)
    return site.engine.open(workspace.dataset(dataset.id))


def _zip(site: Site, opened: OpenDataset, scope: str) -> ZipFile:
    answer = site.client.get(f"{site.base}/of/{opened.version}/kept.zip?{ASKED}&scope={scope}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''in%20kept.zip"
    return ZipFile(io.BytesIO(answer.content))


def test_while_nothing_is_decided_every_picture_stays(site: Site, opened: OpenDataset) -> None:
    assert len(_zip(site, opened, "decided").namelist()) == 6


def test_of_all_groups_only_what_is_suggested_to_stay_is_in_it(
    site: Site, opened: OpenDataset
) -> None:
    names = _zip(site, opened, "all").namelist()

    assert names == ["ivy/=b.png", "ivy/c.png", "mei/a.png", "_files.csv"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "method=phash",
        "method=nonsense&threshold=10&rule=keeper",
        "method=phash&threshold=nan&rule=keeper",
        "method=phash&threshold=999&rule=keeper",
        "method=phash&threshold=10&rule=nonsense",
        "method=phash&threshold=10&rule=keeper&at_least=x",
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(
    site: Site, opened: OpenDataset, query: str
) -> None:
    answer = site.client.get(f"{site.base}/of/{opened.version}/kept.zip?{query}")

    assert answer.status_code == 422
    assert answer.json()["error"]


def test_a_wrong_secret_gets_no_pictures(site: Site, opened: OpenDataset) -> None:
    assert site.client.get(f"/dedup/wrong/of/{opened.version}/kept.zip?{ASKED}").status_code == 403
