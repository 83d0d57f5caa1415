"""The strictness page under Streamlit's own test runner, each view run twice."""

# ruff: noqa: F811 - fixtures are taken by their names
from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.test_contributors_page import manifest  # noqa: F401 - a fixture
from tests.app.test_pages import app, dataset  # noqa: F401 - fixtures


def _on_strictness(running: AppTest) -> AppTest:
    running.run()
    return running.switch_page("pages/strictness.py").run()


def _text(shown: AppTest) -> str:
    said = (*shown.markdown, *shown.caption, *shown.info, *shown.warning)
    return " ".join(element.value for element in said).replace("\\", "")


def _told(shown: AppTest) -> dict[str, object]:
    """What the component is told."""
    (found,) = [e for e in shown.main if e.type == "bidi_component"]
    content: dict[str, object] = json.loads(found.proto.json)
    return content


def _address(shown: AppTest) -> dict[str, str]:
    said = dict(shown.query_params.items())
    said.pop("dataset", None)
    return {name: text if isinstance(text, str) else text[-1] for name, text in said.items()}


def test_without_a_dataset_the_page_says_what_to_do(app: AppTest) -> None:
    shown = _on_strictness(app).run()

    assert not shown.exception
    assert "no indexed dataset" in _text(shown)


@pytest.mark.usefixtures("dataset")
def test_the_markers_begin_at_the_defaults_of_the_method(app: AppTest) -> None:
    shown = _on_strictness(app).run()

    assert not shown.exception
    told = _told(shown)
    assert (told["at"], told["auto"], told["priced"]) == (10, 4, False)
    assert _address(shown) == {}


@pytest.mark.usefixtures("dataset")
def test_a_link_brings_both_markers_along_and_other_pages_follow(app: AppTest) -> None:
    app.query_params.update({"threshold": "14", "auto": "off", "rule": "chained"})
    shown = _on_strictness(app)
    shown.query_params.update({"threshold": "14", "auto": "off", "rule": "chained"})
    shown.run().run()

    told = _told(shown)
    assert (told["at"], told["auto"]) == (14, -1)
    assert _address(shown) == {"threshold": "14", "auto": "off", "rule": "chained"}
    shown.switch_page("pages/review.py").run()
    assert shown.slider[0].value == 14


@pytest.mark.usefixtures("dataset")
@pytest.mark.parametrize(
    ("auto", "place"), [("many", 4), ("nan", 4), ("6", 6), ("-3", 0), ("99", 10), ("", 4)]
)
def test_the_strict_marker_of_a_link_is_brought_into_its_range(
    app: AppTest, auto: str, place: int
) -> None:
    shown = _on_strictness(app)
    shown.query_params["auto"] = auto

    shown.run()

    assert not shown.exception
    assert _told(shown)["auto"] == place


@pytest.mark.usefixtures("dataset")
def test_a_method_with_similarities_has_markers_too(app: AppTest) -> None:
    shown = _on_strictness(app)

    shown.selectbox(key="method").set_value("layout").run()

    assert not shown.exception
    told = _told(shown)
    assert told["similarity"] is True
    assert told["spread"] == "likeness"
    assert 0 <= int(str(told["auto"])) <= int(str(told["at"]))


@pytest.mark.usefixtures("dataset")
def test_pace_is_said_to_be_an_assumption(app: AppTest) -> None:
    told = _told(_on_strictness(app))

    assert (told["seconds"], told["measured"]) == (10.0, False)


def test_prices_bring_the_policy_along(app: AppTest, manifest: str) -> None:
    shown = _on_strictness(app)

    told = _told(shown)
    assert (told["priced"], told["currency"], told["decimals"]) == (True, "USD", 2)
    assert "Pay policy" in _text(shown)
    before = told["stakes"]
    shown.selectbox(key="undecided_pay").set_value("hold").run()
    assert _told(shown)["stakes"] != before


@pytest.mark.usefixtures("dataset")
def test_while_a_second_look_is_blind_the_curve_waits(app: AppTest) -> None:
    app.query_params["blind"] = "1"

    shown = _on_strictness(app)

    assert "The curve waits" in _text(shown)
