"""Our own addresses: who is let in, uploads, pictures. All by requests, as a browser would.

The application is the routes behind the guard, with a real engine on a workspace of its own.
"""

from __future__ import annotations

import asyncio
import io
import json
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dedup_core.scan import add_path, scan
from dedup_core.settings import Settings, from_environment
from dedup_core.store import Dataset
from pages.ui.engine import Engine
from pages.ui.http.guard import Guard
from pages.ui.http.routes import routes
from tests.making import folder_of, picture, zip_of

HERE = "http://localhost:8501"
LIMIT = 2_000_000


class Client:
    """A browser of sorts: one request at a time, straight into the application."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    def request(self, method: str, address: str, **options: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url=HERE) as browser:
                return await browser.request(method, address, **options)

        return asyncio.run(ask())

    def get(self, address: str, **options: Any) -> httpx.Response:
        return self.request("GET", address, **options)

    def post(self, address: str, **options: Any) -> httpx.Response:
        return self.request("POST", address, **options)


@dataclass(frozen=True)
class Site:
    """A running dashboard without its pages."""

    engine: Engine
    app: Starlette
    client: Client

    @property
    def base(self) -> str:
        return f"/dedup/{self.engine.secret}"

    def upload(self, body: bytes) -> httpx.Response:
        return self.client.post(f"{self.base}/upload", content=body, headers={"Origin": HERE})

    def uploads(self) -> list[str]:
        """What lies in the folder of uploads."""
        folder = self.engine.workspace.uploads
        return sorted(p.name for p in folder.iterdir()) if folder.exists() else []

    def refusal(self, body: bytes) -> str:
        """Why this upload is refused; nothing of it may stay behind."""
        answer = self.upload(body)
        assert answer.status_code == 400
        assert self.uploads() == []
        assert self.engine.workspace.datasets() == []
        return str(answer.json()["error"])

    def indexed(self, body: bytes) -> Dataset:
        """The dataset that an upload became, after it was indexed."""
        answer = self.upload(body)
        assert answer.status_code == 200, answer.text
        self.wait()
        return self.engine.workspace.dataset(answer.json()["dataset"])

    def wait(self) -> None:
        while any(job.active for job in self.engine.jobs.all()):
            time.sleep(0.02)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(
        from_environment({"DEDUP_WORKSPACE": str(tmp_path / "workspace")}),
        max_upload_bytes=LIMIT,
        allowed_hosts=("photos.example",),
    )


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    engine = Engine(settings)
    app = Starlette(routes=list(routes()), middleware=[Middleware(Guard, engine_of=lambda: engine)])
    made = Site(engine, app, Client(app))
    yield made
    made.wait()
    engine.close()


def _body(files: list[tuple[str, bytes]], *, name: str = "Holiday") -> bytes:
    """An upload as the browser sends it."""
    listed = {"name": name, "files": [{"name": n, "size": len(data)} for n, data in files]}
    return _listed(json.dumps(listed).encode()) + b"".join(data for _, data in files)


def _listed(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


# uploads


def test_several_files_become_a_dataset_under_their_own_names(site: Site) -> None:
    files = [("b/x.png", picture(1)), ("a.png", picture(2)), ("bad.jpg", b"hello")]

    dataset = site.indexed(_body([*files, ("empty.png", b"")]))

    catalog = site.engine.workspace.catalog(dataset.id)
    assert (dataset.name, dataset.kind) == ("Holiday", "upload")
    assert catalog.paths == ("a.png", "b/x.png")
    assert [row.path for row in catalog.skipped] == ["bad.jpg", "empty.png"]
    assert site.uploads() == [dataset.id]


def test_a_zip_becomes_a_dataset_of_its_files(site: Site, tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "x.zip", {"a/x.png": picture(1), "../evil.png": picture(2)})

    dataset = site.indexed(_body([("Holiday.ZIP", archive.read_bytes())]))

    catalog = site.engine.workspace.catalog(dataset.id)
    assert catalog.paths == ("a/x.png",)
    assert [row.path for row in catalog.skipped] == ["../evil.png"]


def test_names_from_the_browser_never_become_paths(site: Site, tmp_path: Path) -> None:
    names = ["../../x.png", "/etc/x.png", "<script>alert(1)</script>.png", "C:\\x.png", "..", "."]
    names += ["nul\0.png", "half \ud83d.png", "names.json", "upload.zip", "a.png", "a.png", ""]
    before = {path for path in tmp_path.rglob("*") if "workspace" not in path.parts}

    dataset = site.indexed(_body([(name, picture(n)) for n, name in enumerate(names)]))

    paths = site.engine.workspace.catalog(dataset.id).paths
    assert len(paths) == len(names)
    assert set(names[:6]) < set(paths)
    assert {"nul.png", "half \\ud83d.png", "a.png (2)", "file 13"} < set(paths)
    folder = site.engine.workspace.uploads / dataset.id
    stored = {f"{number:06d}" for number in range(len(names))}
    assert {path.name for path in folder.iterdir()} == stored | {"names.json"}
    after = {path for path in tmp_path.rglob("*") if "workspace" not in path.parts}
    assert after == before


def test_a_zip_that_is_none_is_refused_under_its_own_name(site: Site) -> None:
    words = site.refusal(_body([("Holiday.zip", b"no zip")]))

    assert "Holiday.zip is not a zip file" in words


@pytest.mark.parametrize(
    "content",
    [
        b"no json",
        b"[]",
        b"{}",
        b'{"name": "x"}',
        b'{"name": "x", "files": 5}',
        b'{"name": "x", "files": [5]}',
        b'{"name": "x", "files": [{"name": "y"}]}',
        b'{"name": "x", "files": [{"name": "y", "size": "many"}]}',
        b'{"name": "x", "files": [{"name": "y", "size": Infinity}]}',
        b'{"name": "x", "files": [{"name": "y", "size": -1}]}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_list_that_makes_no_sense_is_refused(content: bytes, site: Site) -> None:
    assert "list of files cannot be read" in site.refusal(_listed(content))


def test_an_upload_of_nothing_is_refused(site: Site) -> None:
    assert site.refusal(_listed(b'{"name": "x", "files": []}')) == "No file was chosen."


def test_a_list_that_is_too_long_is_refused(site: Site) -> None:
    assert "list of files is too long" in site.refusal(struct.pack(">I", 1 << 31) + b"x")


def test_more_bytes_than_the_list_says_are_refused(site: Site) -> None:
    assert "longer than its list" in site.refusal(_body([("x.png", picture(1))]) + b"more")


@pytest.mark.parametrize("kept", [0, 3, 20, -1])
def test_fewer_bytes_than_the_list_says_are_refused(kept: int, site: Site) -> None:
    body = _body([("x.png", picture(1)), ("y.png", picture(2))])

    assert "broke off before its end. Nothing was kept" in site.refusal(body[:kept])


def test_an_upload_over_the_limit_is_refused_before_its_files_come(site: Site) -> None:
    listed = {"name": "x", "files": [{"name": "x.png", "size": LIMIT + 1}]}

    words = site.refusal(_listed(json.dumps(listed).encode()))

    assert "2,000,001 bytes; the limit here is 2,000,000 (DEDUP_MAX_UPLOAD_BYTES)" in words


def test_a_connection_that_breaks_leaves_nothing_behind(site: Site) -> None:
    body = _body([("x.png", picture(1)), ("y.png", picture(2))])
    messages = [
        {"type": "http.request", "body": body[:500], "more_body": True},
        {"type": "http.request", "body": body[500:900], "more_body": True},
        {"type": "http.disconnect"},
    ]
    seen_on_disk: list[list[str]] = []

    async def receive() -> dict[str, Any]:
        seen_on_disk.append(site.uploads())
        return messages.pop(0)

    async def send(message: dict[str, Any]) -> None:
        """Nobody is there to read the answer."""

    scope = {
        "type": "http",
        "method": "POST",
        "path": f"{site.base}/upload",
        "raw_path": f"{site.base}/upload".encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": [(b"host", b"localhost:8501"), (b"origin", HERE.encode())],
        "server": ("localhost", 8501),
        "client": ("127.0.0.1", 5),
    }
    asyncio.run(site.app(scope, receive, send))

    assert messages == []
    assert any(seen_on_disk)  # something had been there
    assert site.uploads() == []
    assert site.engine.workspace.datasets() == []


def test_what_a_killed_server_left_of_uploads_is_cleared_at_the_start(settings: Settings) -> None:
    uploads = settings.workspace / "uploads"
    folder_of(uploads / ".incoming-1", {"000000": b"half"})
    folder_of(uploads / "renamed", {"000000": b"whole, but the server died before it was told"})
    folder_of(uploads / "whole", {"000000": b"whole"})
    engine = Engine(settings)
    engine.workspace.add_dataset(name="whole", kind="upload", place="whole", id="whole")

    engine.start()

    assert [folder.name for folder in uploads.iterdir()] == ["whole"]
    engine.close()


# who is let in


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8501", "localhost.evil.example", ""]
)
def test_another_host_name_is_refused(host: str, site: Site) -> None:
    answer = site.client.get(f"{site.base}/code/x/grid/main.js", headers={"Host": host})

    assert answer.status_code == 403
    assert "DEDUP_ALLOWED_HOSTS" in answer.json()["error"]


@pytest.mark.parametrize(
    "host", ["localhost:8501", "localhost", "127.0.0.1:1", "[::1]:8501", "photos.example:443"]
)
def test_this_machine_and_allowed_hosts_are_let_in(host: str, site: Site) -> None:
    answer = site.client.get(f"{site.base}/code/x/grid/main.js", headers={"Host": host})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:9999", "", "http://localhost.evil"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_origin_is_refused(method: str, origin: str, site: Site) -> None:
    answer = site.client.request(method, f"{site.base}/upload", headers={"Origin": origin})

    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_change_without_an_origin_is_refused(method: str, site: Site) -> None:
    answer = site.client.request(method, f"{site.base}/upload", content=b"")

    assert answer.status_code == 403
    assert "Origin" in answer.json()["error"]


@pytest.mark.parametrize("secret", ["wrong", "", "geheim-ü"])
def test_a_wrong_secret_is_refused(secret: str, site: Site) -> None:
    answer = site.client.get(f"/dedup/{secret}/code/x/grid/main.js")

    assert answer.status_code == 403
    assert "Reload the page" in answer.json()["error"]


@pytest.mark.parametrize("start", ["/%3F", "/%23", "/x"])
def test_an_odd_start_of_the_address_gets_nobody_past_the_secret(start: str, site: Site) -> None:
    answer = site.client.get(f"{start}/dedup/wrong/code/x/grid/main.js")

    assert answer.status_code == 404


def test_other_addresses_are_not_the_guards_business(site: Site) -> None:
    assert site.client.get("/", headers={"Host": "evil.example"}).status_code == 404


# code


def test_code_is_served_to_be_kept_for_ever(site: Site) -> None:
    answer = site.client.get(f"{site.base}/code/x/grid/main.js")

    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "place",
    [
        "grid/__init__.py",
        "grid/nothing.js",
        "..%2f..%2f..%2fapp.py/x.js",
        "..%2fhttp/routes.py",
        "http/routes.py",
        "grid/..%2f..%2fengine.py",
        "%2e%2e/engine.py",
        "grid/main.js%00",
    ],
)
def test_nothing_but_code_of_components_is_served(place: str, site: Site) -> None:
    assert site.client.get(f"{site.base}/code/x/{place}").status_code == 404


# pictures


@dataclass(frozen=True)
class Opened:
    """An indexed folder of three pictures."""

    site: Site
    folder: Path
    dataset: Dataset
    version: str

    def get(self, rest: str) -> httpx.Response:
        return self.site.client.get(self.address(rest))

    def address(self, rest: str) -> str:
        return f"{self.site.base}/of/{self.version}/{rest}"


@pytest.fixture
def opened(site: Site, tmp_path: Path) -> Opened:
    files = {"a.png": picture(1), "b<script>.png": picture(1), "ü.png": picture(2)}
    folder = folder_of(tmp_path / "in", files)
    workspace = site.engine.workspace
    dataset = add_path(workspace, folder)
    scan(workspace, dataset)
    indexed = workspace.dataset(dataset.id)
    return Opened(site, folder, indexed, site.engine.open(indexed).version)


def test_thumbnails_and_large_views_are_pictures(opened: Opened) -> None:
    for kind in ("thumb", "large"):
        answer = opened.get(f"{kind}/2.jpg")

        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert Image.open(io.BytesIO(answer.content)).size == (96, 72)


@pytest.mark.parametrize(
    "rest",
    ["thumb/3.jpg", "thumb/-1.jpg", "thumb/x.jpg", "large/3.jpg", "about/3.json", "no/such/place"],
)
def test_rows_that_do_not_exist_are_not_found(rest: str, opened: Opened) -> None:
    assert opened.get(rest).status_code == 404


def test_rows_come_in_columns_and_end_where_the_catalog_ends(opened: Opened) -> None:
    content, beyond = opened.get("rows/0.json").json(), opened.get("rows/1.json").json()

    assert content["path"] == ["a.png", "b<script>.png", "ü.png"]
    assert (content["width"], content["height"]) == ([96] * 3, [72] * 3)
    assert content["size_bytes"] == [len(picture(1)), len(picture(1)), len(picture(2))]
    assert [len(digest) for digest in content["digest"]] == [64] * 3
    assert beyond == {"path": [], "digest": [], "width": [], "height": [], "size_bytes": []}


def test_facts_of_a_picture_say_why_another_is_kept(opened: Opened) -> None:
    content = opened.get("about/1.json?keeper=0").json()

    assert content["why"] == "its path comes first; all else is equal"
    assert content["digest"] == opened.site.engine.workspace.catalog(opened.dataset.id).digests[1]
    assert content["taken"] == ""


@pytest.mark.parametrize("keeper", ["", "1", "3", "-1", "x", "²", "9" * 5000])
def test_a_keeper_that_makes_no_sense_is_left_out(keeper: str, opened: Opened) -> None:
    answer = opened.get(f"about/1.json?keeper={keeper}")

    assert answer.status_code == 200
    assert "why" not in answer.json()


def test_a_large_view_of_a_picture_that_is_gone_says_so(opened: Opened) -> None:
    (opened.folder / "a.png").unlink()

    answer = opened.get("large/0.jpg")

    assert answer.status_code == 410
    assert "gone now" in answer.json()["error"]
    assert answer.headers["cache-control"] == "no-store"
    assert opened.get("thumb/0.jpg").status_code == 200


def test_addresses_of_an_older_index_are_gone(opened: Opened) -> None:
    (opened.folder / "0 new.png").write_bytes(picture(9))
    scan(opened.site.engine.workspace, opened.dataset)

    assert opened.get("thumb/0.jpg").status_code == 410
    assert opened.get("rows/0.json").status_code == 410


def test_addresses_stay_when_a_new_index_found_nothing_new(opened: Opened) -> None:
    scan(opened.site.engine.workspace, opened.dataset)

    assert opened.get("thumb/0.jpg").status_code == 200


def test_a_picture_that_was_replaced_is_not_shown_beside_old_facts(opened: Opened) -> None:
    (opened.folder / "a.png").write_bytes(picture(8))

    answer = opened.get("large/0.jpg")

    assert answer.status_code == 410
    assert "changed since it was indexed" in answer.json()["error"]


def test_a_removed_or_unknown_dataset_is_not_found(opened: Opened) -> None:
    opened.site.engine.remove(opened.dataset)

    assert opened.get("thumb/0.jpg").status_code == 404
    answer = opened.site.client.get(f"{opened.site.base}/of/nothing-at-all/thumb/0.jpg")
    assert answer.status_code == 404
