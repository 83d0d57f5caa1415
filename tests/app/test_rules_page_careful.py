"""The rules page never does more than its rule says, and says when nothing could be written."""

# ruff: noqa: F811 - fixtures are taken by their names
from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dedup_core.decisions import Act
from dedup_core.review.rules import BulkRule, conditions, read, written
from pages.ui.engine import engine
from tests.app.test_pages import app, dataset  # noqa: F401 - fixtures

BY_ONE = BulkRule((conditions.Contributors(one=True),))


def _on_rules(running: AppTest) -> AppTest:
    running.run()
    return running.switch_page("pages/rules.py").run()


def _matched(shown: AppTest) -> str:
    return next(metric.value for metric in shown.metric if metric.label == "Groups")


def _press(shown: AppTest, label: str) -> AppTest:
    return next(button for button in shown.button if button.label == label).click().run()


def _refuse(workspace: Path, change: str, table: str) -> None:
    """From now on the database refuses to change this table, as a full disk would."""
    database = sqlite3.connect(workspace / "workspace.sqlite")
    database.execute(
        f"CREATE TRIGGER refused BEFORE {change} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    )
    database.commit()
    database.close()


def _allow(workspace: Path) -> None:
    database = sqlite3.connect(workspace / "workspace.sqlite")
    database.execute("DROP TRIGGER refused")
    database.commit()
    database.close()


def _open_saved(shown: AppTest, rule: BulkRule) -> AppTest:
    engine().workspace.saved_rules.save("mine", written(rule), reviewer="Ann")
    shown.run()
    return shown.selectbox(key="saved rule").set_value("mine").run()


@pytest.mark.usefixtures("dataset")
def test_a_rule_about_contributors_matches_nothing_while_none_is_known(app: AppTest) -> None:
    shown = _open_saved(_on_rules(app), BY_ONE)

    assert not shown.exception
    assert shown.checkbox(key="rule contributor").value
    assert any("add a manifest" in caption.value for caption in shown.caption)
    assert _matched(shown) == "0"
    assert shown.button(key="run-rule").disabled

    shown.checkbox(key="rule contributor").uncheck().run()

    assert _matched(shown) == "9"


@pytest.mark.usefixtures("dataset")
def test_a_rule_that_is_saved_again_keeps_a_condition_that_cannot_be_met_now(
    app: AppTest,
) -> None:
    shown = _open_saved(_on_rules(app), BY_ONE)

    shown.text_input(key="name of the rule").set_value("again")
    _press(shown, "Save this rule")

    assert read(engine().workspace.saved_rules.all()["again"]).conditions == BY_ONE.conditions


@pytest.mark.usefixtures("dataset")
def test_a_relation_without_a_choice_matches_nothing(app: AppTest) -> None:
    shown = _open_saved(_on_rules(app), BulkRule((conditions.Related(()),)))

    assert not shown.exception
    assert shown.checkbox(key="rule relation").value
    assert _matched(shown) == "0"


@pytest.mark.usefixtures("dataset")
def test_a_rule_that_cannot_be_saved_or_forgotten_is_said_to_be(
    app: AppTest, tmp_path: Path
) -> None:
    shown = _open_saved(_on_rules(app), BY_ONE)
    _refuse(tmp_path / "workspace", "INSERT", "saved_rules")
    shown.text_input(key="name of the rule").set_value("other")

    _press(shown, "Save this rule")

    assert not shown.exception
    assert "The rule was not saved" in shown.toast[0].value
    _allow(tmp_path / "workspace")
    _refuse(tmp_path / "workspace", "DELETE", "saved_rules")

    _press(shown, "Forget")

    assert not shown.exception
    assert "The rule is still there" in shown.toast[0].value
    assert list(engine().workspace.saved_rules.all()) == ["mine"]


def test_a_run_or_its_undo_that_cannot_be_written_is_said_to_be(
    app: AppTest, dataset: str, tmp_path: Path
) -> None:
    shown = _on_rules(app)
    _refuse(tmp_path / "workspace", "INSERT", "log")
    shown.button(key="run-rule").click().run()

    shown.button(key="run-yes").click().run()

    assert not shown.exception
    assert "disk is full" in shown.warning[0].value
    assert engine().workspace.log.entries(dataset) == []
    _allow(tmp_path / "workspace")
    shown.button(key="run-rule").click().run()
    shown.button(key="run-yes").click().run()
    _refuse(tmp_path / "workspace", "INSERT", "log")

    _press(shown, "Undo")

    assert not shown.exception
    assert "disk is full" in shown.toast[0].value
    assert [entry.act for entry in engine().workspace.log.entries(dataset)] == [Act.RULE]


def test_a_view_that_cannot_be_deleted_is_said_to_be(
    app: AppTest, dataset: str, tmp_path: Path
) -> None:
    app.run()
    view = engine().workspace.views.save("old", "show=open", dataset=dataset, by="Ben")
    app.run()
    _refuse(tmp_path / "workspace", "UPDATE", "views")

    app.button(key=f"Delete-{view.id}").click().run()

    assert not app.exception
    assert "disk is full" in app.error[0].value
    assert [each.name for each in engine().workspace.views.of(dataset)] == ["old"]
