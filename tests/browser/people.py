"""A campaign of two people in real Chromium: pictures, a manifest, and the page about them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from dedup_core.manifest import guess_mapping, read_sheet, understand
from dedup_core.store import Workspace
from tests.browser.conftest import Server, indexed
from tests.browser.screen import WAIT_MS

FIRST, SECOND = "zoltan", "quincy"  # in no other text of the page
PRICE = "0.25"
_SEED = 11
_AGAIN, _TAKEN = (2, 1, 400, 300), (3, 2, 400, 300)  # cuts: two to six bits away


def campaign(server: Server, folder: Path, *, second: str = SECOND) -> str:
    """The id of a new dataset with a manifest.

    `zoltan` sent eight shots and three of them again, cut; then `quincy` sent three shots and
    copies of two of zoltan's. All prices are 0.25 USD: 11 are paid and 5 are not.
    """
    folder = folder / "campaign"
    random = np.random.default_rng(_SEED)
    lines = ["file,contributor,submitted_at,price,currency,campaign"]

    def send(who: str, name: str, shot: Image.Image, *, day: int) -> None:
        file = folder / who / name
        file.parent.mkdir(parents=True, exist_ok=True)
        shot.save(file)
        called = second if who == SECOND else who
        sent = f"2025-03-{day:02}T12:00:{len(lines):02}Z"
        part = "north" if day < 4 else "south"
        lines.append(f'{who}/{name},"{called}",{sent},{PRICE},USD,{part}')

    def shot() -> Image.Image:
        coarse = Image.fromarray(random.integers(0, 256, (6, 8, 3), dtype=np.uint8))
        return coarse.resize((400, 300), Image.Resampling.BICUBIC)

    shots = [shot() for _ in range(8)]
    for at, one in enumerate(shots):
        send(FIRST, f"shot-{at}.png", one, day=1 + at % 3)
    for at, one in enumerate(shots[:3]):
        send(FIRST, f"again-{at}.png", one.crop(_AGAIN), day=5)
    for at in range(3):
        send(SECOND, f"own-{at}.png", shot(), day=4)
    for at, one in enumerate(shots[5:7]):
        send(SECOND, f"taken-{at}.png", one.crop(_TAKEN), day=8)
    dataset = indexed(server.workspace, folder)
    store = Workspace(server.workspace)
    sheet = read_sheet("manifest.csv", "\n".join(lines).encode())
    store.manifests.attach(dataset, understand(sheet, guess_mapping(sheet.names)))
    store.close()
    return dataset


def open_people(page: Page, server: Server, dataset: str, asked: str = "") -> None:
    """Open the page and wait for its table."""
    expect.set_options(timeout=WAIT_MS)  # the machine may have much else to do
    page.goto(f"{server.url}/contributors?dataset={dataset}{asked}")
    expect(page.locator("table.people")).to_be_visible()


def names_in_order(page: Page) -> list[str]:
    """The names of the table, from the top."""
    return page.locator("table.people .who").all_inner_texts()


def person(page: Page, name: str) -> Locator:
    """The row of somebody in the table."""
    return page.locator("table.people tbody tr").filter(
        has=page.get_by_role("button", name=name, exact=True)
    )


def cells(page: Page, name: str) -> dict[str, str]:
    """What the table says of somebody, by column."""
    found = person(page, name).locator("td").all()
    return {str(cell.get_attribute("data-title")): cell.inner_text().strip() for cell in found}


def open_person(page: Page, name: str) -> None:
    """Press a row, and wait for the detail."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
