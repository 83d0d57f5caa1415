"""Rules in bulk in real Chromium: build one, look at the preview, run it, take it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dedup_core.decisions import Act, Entry, Mark
from dedup_core.store import Workspace
from tests.browser.conftest import Server, indexed, start_server, stop_server
from tests.browser.screen import choose, expect_metric, go_to, groups_shown, metric

RUN = "Run the rule: decides"


@pytest.fixture
def server(tmp_path: Path, pictures: Path) -> Iterator[Server]:
    """A server of this test alone, with nothing decided yet."""
    indexed(tmp_path / "workspace", pictures)
    running = start_server(tmp_path / "workspace", pictures.parent)
    yield running
    stop_server(running)


def _open(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/rules")
    page.locator(".rules[data-groups]").wait_for()


def _run_button(page: Page, groups: int) -> Locator:
    noun = "group" if groups == 1 else "groups"
    return page.get_by_role("button", name=f"{RUN} {groups} {noun}", exact=False)


def _only_pairs(page: Page) -> None:
    """Build a rule for groups of exactly two pictures."""
    page.get_by_text("Pictures", exact=True).click()
    most = page.get_by_role("spinbutton", name="Most pictures")
    expect(most).to_be_enabled()
    most.fill("2")
    most.press("Enter")
    expect(_run_button(page, 3)).to_be_enabled()


def _entries(server: Server) -> list[Entry]:
    workspace = Workspace(server.workspace)
    (dataset,) = workspace.datasets()
    found = workspace.log.entries(dataset.id)
    workspace.close()
    return found


def _somebody_keeps_the_last(server: Server) -> None:
    workspace = Workspace(server.workspace)
    (dataset,) = workspace.datasets()
    catalog = workspace.catalog(dataset.id)
    mark = Mark(catalog.paths[-1], catalog.digests[-1], True)
    workspace.log.append(Entry(dataset.id, "Ben", Act.MARK, marks=(mark,)))
    workspace.close()


def test_a_rule_is_built_looked_at_run_and_taken_back(page: Page, server: Server) -> None:
    _open(page, server)
    expect(_run_button(page, 9)).to_be_enabled()
    assert page.locator(".rules .group").count() == 9

    _only_pairs(page)

    assert (metric(page, "Groups"), metric(page, "Pictures to remove")) == ("3", "3")
    expect(page.locator(".rules .group")).to_have_count(3)
    assert page.locator(".rules .kept").count() == page.locator(".rules .removed").count() == 3
    image = page.locator(".rules img").first
    assert image.evaluate("node => node.decode().then(() => node.naturalWidth)") > 0
    assert _entries(server) == []

    _run_button(page, 3).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("3 pictures to remove, 3 to keep")
    dialog.get_by_role("button", name="Run it").click()

    expect(page.get_by_text("Done: 3 groups decided, 3 pictures to remove")).to_be_visible()
    expect(dialog).to_be_hidden()
    expect_metric(page, "Groups", "0")
    (ran,) = _entries(server)
    assert (ran.act, len(ran.closings), len(ran.marks)) == (Act.RULE, 3, 6)

    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Taken back: 3 groups decided")).to_be_visible()
    expect(_run_button(page, 3)).to_be_enabled()
    assert [entry.act for entry in _entries(server)] == [Act.RULE, Act.UNDO]


def test_the_strictness_of_the_review_page_is_that_of_the_rules(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?threshold=7")
    groups_shown(page)

    go_to(page, "Rules", section="Judge")
    page.locator(".rules[data-groups]").wait_for()

    expect(page.get_by_role("slider", name="Strictness")).to_have_value("7")


def test_a_rule_does_not_run_over_what_somebody_decided_meanwhile(
    page: Page, server: Server
) -> None:
    _open(page, server)
    _run_button(page, 9).click()
    _somebody_keeps_the_last(server)

    page.get_by_role("dialog").get_by_role("button", name="Run it").click()

    expect(page.get_by_text("Something was decided since this preview")).to_be_visible()
    expect(page.get_by_text("1 group left out: a person said otherwise there")).to_be_visible()
    expect(_run_button(page, 8)).to_be_enabled()
    assert [entry.act for entry in _entries(server)] == [Act.MARK]


def test_a_large_view_opens_from_the_sample(page: Page, server: Server) -> None:
    _open(page, server)

    with page.expect_popup() as opened:
        page.locator(".rules .tile").first.click()

    opened.value.wait_for_load_state()
    assert opened.value.locator("img").evaluate("node => node.naturalWidth") == 640


def test_a_rule_is_saved_by_name_and_comes_back(page: Page, server: Server) -> None:
    _open(page, server)
    _only_pairs(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Pairs <b>*only*</b>")
    page.get_by_role("button", name="Save this rule").click()
    expect(page.get_by_role("combobox", name="Saved rules")).to_have_value("Pairs <b>*only*</b>")

    page.goto(f"{server.url}/rules")  # a new tab, as it were: the form begins anew
    expect(_run_button(page, 9)).to_be_enabled()
    choose(page.get_by_role("combobox", name="Saved rules"), "Pairs <b>*only*</b>")

    expect(_run_button(page, 3)).to_be_enabled()
    expect(page.get_by_role("spinbutton", name="Most pictures")).to_have_value("2")
