"""The addresses that a client's grant opens, and that it opens no other one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from dedup_core.access import Allow, Share, grant_of
from dedup_core.scan import add_path, scan
from dedup_core.settings import Role, from_environment
from dedup_core.store import Dataset
from pages.ui.engine import Engine
from pages.ui.http.guard import Guard
from pages.ui.http.routes import routes
from tests.making import folder_of, picture
from tests.sharing import CAMERA, FILES, PEOPLE, shared, shared_dataset
from tests.unit.test_upload_routes import HERE, Client, Site

READ = {"thumb/0.jpg", "large/0.jpg", "rows/0.json", "about/0.json", "compare/0/1.json"}


@dataclass(frozen=True)
class Shared:
    """A dashboard with two datasets, of which one is shared."""

    site: Site
    dataset: Dataset
    other: Dataset

    def share(self, *allowed: Allow) -> tuple[Share, str]:
        """A link, and the start of its addresses."""
        engine = self.site.engine
        share, _ = shared(engine.workspace, self.dataset, allowed)
        return share, f"/dedup/{grant_of(share, engine.secret)}"

    def rows(self, base: str, dataset: Dataset | None = None) -> str:
        """The start of the addresses of rows."""
        return f"{base}/of/{self.site.engine.open(dataset or self.dataset).version}"

    def get(self, address: str) -> httpx.Response:
        return self.site.client.get(address)

    def last(self) -> int:
        return self.site.engine.workspace.log.last(self.dataset.id)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    folder = tmp_path_factory.mktemp("routes")
    engine = Engine(from_environment({"DEDUP_WORKSPACE": str(folder / "workspace")}))
    app = Starlette(routes=list(routes()), middleware=[Middleware(Guard, engine_of=lambda: engine)])
    dataset = shared_dataset(engine.workspace, folder / "pictures")
    other = add_path(engine.workspace, folder_of(folder / "in", {"a.png": picture(1)}))
    scan(engine.workspace, other)
    other = engine.workspace.dataset(other.id)
    yield Shared(Site(engine, app, Client(app)), dataset, other)
    engine.close()


def _filled(path: str, version: str, dataset: str) -> str:
    """The path of a route behind the secret, with something that is there in every place."""
    for name, value in {
        "{version}": version,
        "{dataset}": dataset,
        "{digest}": "0" * 64,
        "{stamp}": "any",
        "{part}": "grid",
        "{file}": "grid.js",
    }.items():
        path = path.replace(name, value)
    for name in ("row", "chunk", "left", "right"):
        path = path.replace(f"{{{name}:int}}", "0")
    return path.replace("{method}", "phash").removeprefix("/dedup/{secret}")


ROUTES = [route for route in routes() if isinstance(route, Route)]
READS = [route.path for route in ROUTES if "POST" not in (route.methods or ())]
WRITES = [route.path for route in ROUTES if "POST" in (route.methods or ())]
OPEN = {
    f"/dedup/{{secret}}/of/{{version}}/{rest}"
    for rest in (
        "thumb/{row:int}.jpg",
        "large/{row:int}.jpg",
        "rows/{chunk:int}.json",
        "about/{row:int}.json",
        "compare/{left:int}/{right:int}.json",
    )
} | {"/dedup/{secret}/code/{stamp}/{part}/{file}"}


@pytest.mark.parametrize("rest", sorted(READ))
def test_a_grant_lets_a_client_look(here: Shared, rest: str) -> None:
    _, base = here.share()

    answer = here.get(f"{here.rows(base)}/{rest}?method=phash&threshold=10")

    assert answer.status_code == 200


@pytest.mark.parametrize("path", WRITES)
def test_a_grant_opens_no_address_that_takes_something(here: Shared, path: str) -> None:
    _, base = here.share(*Allow)
    version, before = here.site.engine.open(here.dataset).version, here.last()
    address = base + _filled(path, version, here.dataset.id)

    answer = here.site.client.post(address, content=b"{}", headers={"Origin": HERE})

    assert answer.status_code == 403
    assert here.last() == before


@pytest.mark.parametrize("path", READS)
def test_a_grant_opens_what_is_listed_here_and_nothing_new(here: Shared, path: str) -> None:
    _, base = here.share(*Allow)
    version = here.site.engine.open(here.dataset).version

    answer = here.get(base + _filled(path, version, here.dataset.id))

    assert (answer.status_code != 403) == (path in OPEN)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_a_grant_is_for_reading(here: Shared, method: str) -> None:
    _, base = here.share(*Allow)
    address = f"{here.rows(base)}/rows/0.json"

    answer = here.site.client.request(method, address, headers={"Origin": HERE})

    assert answer.status_code == 403


@pytest.mark.parametrize("rest", sorted(READ))
def test_a_grant_opens_no_other_dataset(here: Shared, rest: str) -> None:
    _, base = here.share(*Allow)

    assert here.get(f"{here.rows(base, here.other)}/{rest}").status_code == 403


@pytest.mark.parametrize(
    "rest", ["../../x", "thumb/0.jpg/../../../acts", "thumb/%30.jpg%00", "answers", ""]
)
def test_a_grant_opens_no_address_beside_its_own(here: Shared, rest: str) -> None:
    _, base = here.share(*Allow)

    assert here.get(f"{here.rows(base)}/{rest}").status_code in (403, 404)


def test_what_is_hidden_does_not_leave_the_server(here: Shared) -> None:
    _, base = here.share(Allow.SANDBOX, Allow.PAY)
    rows = here.rows(base)
    compared = [f"compare/{a}/{b}.json?method=phash&threshold=10" for a, b in ((0, 1), (1, 3))]
    about = [f"about/{row}.json?keeper=0" for row in range(len(FILES))]

    told = "".join(here.get(f"{rows}/{rest}").text for rest in ("rows/0.json", *compared, *about))

    digests = here.site.engine.workspace.catalog(here.dataset.id).digests
    assert "first.jpg" in told
    assert not [word for word in (*PEOPLE, CAMERA, *digests, "2025", "103.") if word in told]
    assert here.site.engine.secret not in told


def test_what_is_allowed_is_sent(here: Shared) -> None:
    _, base = here.share(Allow.NAMES, Allow.PLACES, Allow.TIMES)
    rows = here.rows(base)

    names = here.get(f"{rows}/rows/0.json").json()["path"]
    compared = here.get(f"{rows}/compare/0/1.json?method=phash&threshold=10").json()

    assert names == sorted(FILES)
    titles = {row["title"] for row in compared["facts"]}
    assert {"Taken", "Camera", "Place"} <= titles
    assert here.get(f"{rows}/about/0.json").json()["taken"] == "14 Mar 2025, 12:00:00"


def test_a_picture_is_sent_without_what_its_file_tells(here: Shared) -> None:
    _, base = here.share()

    for kind in ("thumb", "large"):
        image = Image.open(io.BytesIO(here.get(f"{here.rows(base)}/{kind}/0.jpg").content))
        assert not image.getexif()
        assert not {"exif", "xmp", "comment"} & set(image.info)


def test_a_picture_that_is_gone_does_not_tell_where_it_was(tmp_path: Path) -> None:
    engine = Engine(from_environment({"DEDUP_WORKSPACE": str(tmp_path / "workspace")}))
    app = Starlette(routes=list(routes()), middleware=[Middleware(Guard, engine_of=lambda: engine)])
    dataset = shared_dataset(engine.workspace, tmp_path / "secret place")
    share, _ = shared(engine.workspace, dataset)
    (tmp_path / "secret place").rename(tmp_path / "moved")
    address = f"/dedup/{grant_of(share, engine.secret)}/of/{engine.open(dataset).version}"

    answer = Client(app).get(f"{address}/large/0.jpg")

    assert answer.status_code == 410
    assert "secret place" not in answer.text
    engine.close()


def test_a_link_that_is_taken_back_ends_at_once(here: Shared) -> None:
    share, base = here.share()
    address = f"{here.rows(base)}/rows/0.json"
    before = here.get(address)

    here.site.engine.workspace.shares.revoke(share.id)
    after = here.get(address)

    assert (before.status_code, after.status_code) == (200, 403)
    assert "taken back" in after.json()["error"]


def test_a_changed_grant_opens_nothing(here: Shared) -> None:
    share, base = here.share()
    wider = replace(share, allowed=frozenset(Allow))
    forged = grant_of(wider, here.site.engine.secret)

    answers = [
        here.get(f"{here.rows(start)}/rows/0.json")
        for start in (base[:-1] + "x", f"/dedup/{forged}", f"/dedup/{share.id}", "/dedup/")
    ]

    assert {answer.status_code for answer in answers} <= {403, 404}


def test_strangers_with_a_grant_are_refused_too(here: Shared) -> None:
    _, base = here.share()
    address = f"{here.rows(base)}/rows/0.json"

    elsewhere = here.site.client.get(address, headers={"Origin": "http://evil.example"})
    renamed = here.site.client.get(address, headers={"Host": "evil.example"})

    assert [elsewhere.status_code, renamed.status_code] == [403, 403]


def test_on_a_dashboard_for_clients_not_even_the_secret_writes(here: Shared) -> None:
    settings = replace(here.site.engine.settings, role=Role.CLIENT)
    engine = Engine(settings)
    app = Starlette(routes=list(routes()), middleware=[Middleware(Guard, engine_of=lambda: engine)])
    client, before = Client(app), here.last()
    _, base = here.share()

    looked = client.get(f"{here.rows(base)}/rows/0.json")
    with_secret = client.get(f"{here.rows(here.site.base)}/rows/0.json")
    wrote = client.post(
        f"{here.site.base}/acts/{here.dataset.id}", content=b"{}", headers={"Origin": HERE}
    )

    assert [looked.status_code, with_secret.status_code, wrote.status_code] == [200, 403, 403]
    assert here.last() == before
    engine.close()
