"""How a test reads and moves the strictness page, on walks with prices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dedup_core.manifest import guess_mapping, read_sheet, understand
from dedup_core.scan import OpenDataset
from dedup_core.store import Workspace
from tests.browser.conftest import (
    WAIT_MS,
    Server,
    indexed,
    start_server,
    stop_server,
)
from tests.making import folder_of, jpeg_series

CENTS = 50
LOOSE, STRICT = "Strictness", "Automatic up to"


def _attach_prices(workspace: Path, dataset: str) -> None:
    store = Workspace(workspace)
    paths = store.catalog(dataset).paths
    lines = [f"{path},{path[0]},{CENTS / 100},USD" for path in paths]
    text = "\n".join(["file,contributor,price,currency", *lines])
    sheet = read_sheet("manifest.csv", text.encode())
    store.manifests.attach(dataset, understand(sheet, guess_mapping(sheet.names)))
    store.close()


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, OpenDataset]]:
    """A server with the walks, and the same dataset opened beside it."""
    root = tmp_path_factory.mktemp("roots")
    workspace = tmp_path_factory.mktemp("workspace")
    folder = folder_of(root / "walks", jpeg_series(scenes=10, shots=5))
    id = indexed(workspace, folder)
    _attach_prices(workspace, id)
    running, store = start_server(workspace, root), Workspace(workspace)
    yield running, OpenDataset(store, store.dataset(id))
    store.close()
    stop_server(running)


@pytest.fixture
def opened(walks: tuple[Server, OpenDataset]) -> OpenDataset:
    return walks[1]


@pytest.fixture
def address(walks: tuple[Server, OpenDataset]) -> str:
    return f"{walks[0].url}/strictness"


def curve(page: Page) -> Locator:
    curve = page.locator(".curve")
    expect(curve).to_have_attribute("data-counted", "25", timeout=WAIT_MS)
    return curve


def thumb(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


def stand(page: Page, loose: int, strict: int) -> None:
    """Both markers come to stand at these places."""
    expect(thumb(page, LOOSE)).to_have_attribute("aria-valuenow", str(loose))
    expect(thumb(page, STRICT)).to_have_attribute("aria-valuenow", str(strict))


def value(page: Page, name: str) -> str:
    cell = page.locator(".values > div").filter(has=page.get_by_text(name, exact=True))
    return cell.locator("dd").inner_text()


def pairs_shown(page: Page, notch: str) -> list[tuple[int, int]]:
    """The rows of the pairs that are shown at a notch."""
    sources = page.locator(f".notch.{notch} .shots img").evaluate_all("all => all.map(i => i.src)")
    found = [int(re.findall(r"thumb/(\d+)\.jpg", source)[0]) for source in sources]
    return list(zip(found[::2], found[1::2], strict=True))


def drag(page: Page, name: str, steps: float) -> None:
    """Drag a marker by so many stops, with a few moves on the way, and let it go."""
    box, track = thumb(page, name).bounding_box(), page.locator(".slider .track").bounding_box()
    assert box
    assert track
    stop = (track["width"] - 24) / 24  # the place where nothing is automatic is 24 pixels wide
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + steps * stop, y, steps=6)
