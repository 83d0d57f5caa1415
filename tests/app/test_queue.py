"""The line above the groups under Streamlit's own test runner: address, widgets, saved views."""

# ruff: noqa: F811 - fixtures are taken by their names
from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dedup_core.decisions import Act, Closing, Entry, Status
from pages.ui.engine import engine
from tests.app.test_pages import app, dataset  # noqa: F401 - fixtures

EVERYTHING = {
    "order": "newest",
    "show": "open",
    "text": "scene",
    "contributor": "Ana <b>",
    "across": "1",
    "relation": "same scene",
    "verdict": "duplicate",
    "camera": "Pixel",
    "folder": "a/b",
    "spread_from": "2",
    "spread_to": "6",
    "size_from": "3",
    "size_to": "9",
    "taken_from": "2024-02-29",
    "taken_to": "2024-03-01",
}


def _said(app: AppTest) -> str:
    """The line that says how far one is."""
    return str(app.get("progress")[0].proto.text)


def _chips(app: AppTest) -> list[str]:
    return [b.label.replace("\\", "") for b in app.button if (b.key or "").startswith("chip-")]


def _address(app: AppTest) -> dict[str, str]:
    """What the address says apart from the dataset; AppTest gives lists where it was changed."""
    said = dict(app.query_params.items())
    said.pop("dataset", None)
    return {name: text if isinstance(text, str) else text[-1] for name, text in said.items()}


@pytest.mark.usefixtures("dataset")
def test_every_filter_of_a_link_is_in_its_widget_and_stays_in_the_address(app: AppTest) -> None:
    for name, value in EVERYTHING.items():
        app.query_params[name] = value

    app.run()
    app.run()

    assert not app.exception
    assert _address(app) == EVERYTHING
    assert app.selectbox(key="order").value == "newest"
    assert app.selectbox(key="queue-contributor").value == "Ana <b>"
    assert app.number_input(key="queue-spread_to of 64 by 1").value == 6
    assert app.date_input(key="queue-taken_from").value == date(2024, 2, 29)
    assert app.toggle(key="queue-across").value is True
    assert len(_chips(app)) == 12
    assert "0 groups shown" in _said(app)


@pytest.mark.usefixtures("dataset")
def test_what_is_chosen_is_written_to_the_address_and_cleared_from_it(app: AppTest) -> None:
    app.run()

    app.number_input(key="queue-size_from").set_value(4)
    app.date_input(key="queue-taken_to").set_value(date(2024, 3, 1))
    app.selectbox(key="queue-verdict").set_value("same scene").run()
    assert _address(app) == {"size_from": "4", "taken_to": "2024-03-01", "verdict": "same scene"}
    assert _chips(app) == ["Verdict: same scene", "From 4 pictures", "Taken up to: 2024-03-01"]
    app.button(key="queue-clear").click().run()

    assert not app.exception
    assert _address(app) == {}
    assert _chips(app) == []


@pytest.mark.usefixtures("dataset")
def test_a_click_on_a_chip_takes_its_filter_away_and_no_other(app: AppTest) -> None:
    app.query_params["size_from"], app.query_params["size_to"] = "4", "9"
    app.run()
    assert "3 groups shown" in _said(app)

    app.button(key="chip-size_from").click().run()

    assert _address(app) == {"size_to": "9"}
    assert "shown" not in _said(app)


@pytest.mark.usefixtures("dataset")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("size_from", "many"),
        ("spread_to", "nan"),
        ("spread_from", "-1"),
        ("taken_from", "29.2.2024"),
        ("relation", "cousin"),
        ("verdict", "guilty"),
        ("show", "untouched"),
        ("across", "yes"),
    ],
)
def test_nonsense_in_a_link_filters_nothing(app: AppTest, name: str, value: str) -> None:
    app.query_params[name] = value

    app.run()

    assert not app.exception
    assert _address(app) == {}
    assert "shown" not in _said(app)


@pytest.mark.usefixtures("dataset")
@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("size_from", "9" * 30, "1000000"),
        ("spread_to", "99", "64"),
        ("taken_to", "9999-12-31", "2199-12-31"),
    ],
)
def test_numbers_beyond_all_bounds_are_brought_into_them(
    app: AppTest, name: str, value: str, kept: str
) -> None:
    app.query_params[name] = value

    app.run()

    assert not app.exception
    assert _address(app) == {name: kept}


@pytest.mark.usefixtures("dataset")
def test_a_range_of_bits_leaves_the_address_with_its_method_and_comes_back(app: AppTest) -> None:
    app.query_params["spread_to"] = "6"
    app.run()

    app.selectbox(key="method").set_value("exact").run()
    assert _address(app) == {"method": "exact"}
    app.selectbox(key="method").set_value("phash").run()

    assert not app.exception
    assert _address(app) == {"spread_to": "6"}


@pytest.mark.usefixtures("dataset")
def test_a_saved_view_brings_back_all_that_was_shown(app: AppTest) -> None:
    app.query_params.update({"rule": "chained", "order": "closest", "size_from": "4"})
    app.run()
    app.text_input(key="views-name").set_value("Large <b> ones")
    app.button(key="views-save").click().run()
    (view,) = engine().workspace.views.of(engine().workspace.datasets()[0].id)
    app.button(key="queue-clear").click().run()
    app.selectbox(key="order").set_value("path")
    app.selectbox(key="rule").set_value("all")
    app.segmented_control(key="show").set_value("decided").run()
    assert "0 groups shown" in _said(app)

    app.button(key=f"view-{view.id}").click().run()
    app.run()

    assert not app.exception
    assert view.name == "Large <b> ones"
    assert _address(app) == {"rule": "chained", "order": "closest", "size_from": "4"}
    assert app.segmented_control(key="show").value == "all"
    assert "3 groups shown" in _said(app)


@pytest.mark.usefixtures("dataset")
def test_a_view_without_a_name_is_not_saved_and_the_page_says_why(app: AppTest) -> None:
    app.run()

    app.button(key="views-save").click().run()

    assert "Type a name" in app.error[0].value
    assert engine().workspace.views.of("") == []


def test_a_view_is_renamed_deleted_and_brought_back(app: AppTest, dataset: str) -> None:
    app.run()
    view = engine().workspace.views.save("old", "show=open", dataset=dataset, by="Ben")
    app.run()

    app.button(key=f"Rename-{view.id}").click().run()
    app.text_input(key="views-new-name").set_value("new")
    app.button(key="views-rename").click().run()
    assert app.button(key=f"view-{view.id}").label == "new"
    app.button(key=f"Delete-{view.id}").click().run()
    assert engine().workspace.views.of(dataset) == []
    next(button for button in app.button if button.label == "Undo").click().run()

    assert not app.exception
    assert [each.name for each in engine().workspace.views.of(dataset)] == ["new"]


def test_the_page_says_how_far_one_is(app: AppTest, dataset: str) -> None:
    app.session_state["name of the reviewer"] = "Ana"
    app.run()
    assert _said(app) == "0 of 9 groups decided · 9 left"
    catalog = engine().workspace.catalog(dataset)
    members = tuple(
        each for each in zip(catalog.paths, catalog.digests, strict=True) if "scene-03" in each[0]
    )
    closing = Closing(Status.DECIDED, members)
    engine().workspace.log.append(Entry(dataset, "Ana", Act.ACCEPT, closings=(closing,)))

    app.run()

    assert _said(app) == "1 of 9 groups decided · 8 left · 1 by you today"
