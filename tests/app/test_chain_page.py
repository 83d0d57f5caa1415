"""The chain inspector under Streamlit's own test runner: what it is told of a large group."""

# ruff: noqa: F811 - fixtures are taken by their names
from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dedup_core.scan import add_path, scan
from dedup_core.store import Workspace
from tests.app.test_pages import app  # noqa: F401 - a fixture
from tests.making import data_of, folder_of, photo

STEPS = 90
TURNED_ROUND = "\u202e"  # whoever reads on sees the letters from right to left


@pytest.fixture
def walk(tmp_path: Path) -> None:
    """One long walk along a scene, in files whose names turn round."""
    scene = photo(1, (3000, 300))
    files = {
        f"{TURNED_ROUND}{at:02}.png": data_of(scene.crop((24 * at, 0, 24 * at + 400, 300)))
        for at in range(STEPS)
    }
    workspace = Workspace(tmp_path / "workspace")
    scan(workspace, add_path(workspace, folder_of(tmp_path / "walk", files)))
    workspace.close()


def _inspector(running: AppTest) -> AppTest:
    running.query_params.update({"rule": "chained", "threshold": "24"})
    running.run()
    shown = running.switch_page("pages/chain.py").run()
    assert not shown.exception
    return shown


@pytest.mark.usefixtures("walk")
def test_of_many_small_groups_under_another_rule_only_some_are_drawn(app: AppTest) -> None:
    shown = _inspector(app)

    (found,) = [element for element in shown.main if element.type == "bidi_component"]
    told = json.loads(found.proto.json)
    counts = {rule["count"] for rule in told["under"]}
    assert max(counts) > 12
    assert all(len(rule["groups"]) == min(12, rule["count"]) for rule in told["under"])


@pytest.mark.usefixtures("walk")
def test_no_name_turns_the_words_of_the_picker_round(app: AppTest) -> None:
    shown = _inspector(app)

    (picker,) = [element for element in shown.main.selectbox if element.label == "Group"]
    assert TURNED_ROUND not in "".join(picker.options)
