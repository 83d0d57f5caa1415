"""The address of thumbnails by content: only what is stored, and only behind the guard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dedup_core.scan import add_path, scan
from dedup_core.settings import from_environment
from pages.ui.engine import Engine
from pages.ui.http.guard import Guard
from pages.ui.http.routes import routes
from tests.making import folder_of, picture
from tests.unit.test_upload_routes import Client, Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    engine = Engine(from_environment({"DEDUP_WORKSPACE": str(tmp_path / "workspace")}))
    app = Starlette(routes=list(routes()), middleware=[Middleware(Guard, engine_of=lambda: engine)])
    yield Site(engine, app, Client(app))
    engine.close()


def test_a_thumbnail_is_there_also_when_its_dataset_was_removed(site: Site, tmp_path: Path) -> None:
    workspace = site.engine.workspace
    dataset = add_path(workspace, folder_of(tmp_path / "in", {"a.png": picture(1)}))
    scan(workspace, dataset)
    (digest,) = workspace.catalog(dataset.id).digests
    workspace.remove_dataset(dataset.id)

    answer = site.client.get(f"{site.base}/content/{digest}.jpg")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.content.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("digest", ["0" * 64, "x", "..%2f..%2fetc%2fpasswd", "%00"])
def test_what_is_not_stored_is_not_found(site: Site, digest: str) -> None:
    assert site.client.get(f"{site.base}/content/{digest}.jpg").status_code == 404


def test_a_wrong_secret_gets_nothing(site: Site) -> None:
    assert site.client.get(f"/dedup/wrong/content/{'0' * 64}.jpg").status_code == 403
