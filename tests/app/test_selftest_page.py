"""The self-test page under Streamlit's own test runner."""

# ruff: noqa: F811 - fixtures are taken by their names
from __future__ import annotations

import json
import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.engine import engine
from tests.app.test_pages import app, dataset  # noqa: F401 - fixtures

FEW = {"originals": "10"}


def _on_self_test(running: AppTest) -> AppTest:
    running.run()
    running.query_params.update(FEW)
    shown = running.switch_page("pages/selftest.py")
    shown.query_params.update(FEW)
    return shown.run()


def _text(shown: AppTest) -> str:
    said = (*shown.markdown, *shown.caption, *shown.info, *shown.error)
    return " ".join(element.value for element in said).replace("\\", "")


def _told(shown: AppTest) -> dict[str, Any]:
    """What the component is told."""
    (found,) = [e for e in shown.main if e.type == "bidi_component"]
    content: dict[str, Any] = json.loads(found.proto.json)
    return content


def _until_it_ends() -> None:
    latest = time.monotonic() + 120
    while engine().self_tests.active() is not None:
        assert time.monotonic() < latest
        time.sleep(0.05)


def test_without_a_dataset_the_page_says_what_to_do(app: AppTest) -> None:
    shown = _on_self_test(app).run()

    assert not shown.exception
    assert "no indexed dataset" in _text(shown)


@pytest.mark.usefixtures("dataset")
def test_a_test_is_started_by_hand_and_its_result_stays(app: AppTest) -> None:
    shown = _on_self_test(app)
    start = next(button for button in shown.button if button.label == "Start the test")
    start.click().run()
    _until_it_ends()

    told = _told(shown.run().run())

    assert not shown.exception
    assert (told["originals"], len(told["changes"]), told["chosen"]) == (10, 11, "phash")
    phash = told["methods"][0]
    assert phash["stops"][phash["at"]]["value"] == "10 bits"
    assert phash["found"][0][phash["at"]] >= 9
    assert "same pixels" in _text(shown)
    assert shown.query_params["originals"] in ("10", ["10"])
