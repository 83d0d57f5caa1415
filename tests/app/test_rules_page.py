"""The rules page under Streamlit's own test runner, each view run twice."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from dedup_core.decisions import Act, Entry, Mark
from pages.ui.engine import engine
from tests.app.test_pages import app, dataset  # noqa: F401 - fixtures


def _on_rules(running: AppTest) -> AppTest:
    running.run()
    return running.switch_page("pages/rules.py").run()


def _counts(shown: AppTest) -> tuple[str, str]:
    metrics = {metric.label: metric.value for metric in shown.metric}
    return metrics["Groups"], metrics["Pictures to remove"]


def _text(shown: AppTest) -> str:
    said = (*shown.markdown, *shown.caption, *shown.info, *shown.success, *shown.warning)
    return " ".join(element.value for element in said).replace("\\", "")


def _run(shown: AppTest) -> AppTest:
    shown.button(key="run-rule").click().run()
    return shown.button(key="run-yes").click().run()


def _save_as(shown: AppTest, name: str) -> None:
    shown.text_input(key="name of the rule").set_value(name)
    next(button for button in shown.button if button.label == "Save this rule").click().run()


def _entries(dataset: str) -> list[Entry]:  # noqa: F811
    return engine().workspace.log.entries(dataset)


def test_without_a_dataset_the_page_says_what_to_do(app: AppTest) -> None:  # noqa: F811
    shown = _on_rules(app).run()

    assert not shown.exception
    assert "no indexed dataset" in _text(shown)


def test_the_preview_is_there_at_once_and_the_same_on_every_run(
    app: AppTest,  # noqa: F811
    dataset: str,  # noqa: F811
) -> None:
    shown = _on_rules(app)
    first = _counts(shown)
    shown.run()

    assert not shown.exception
    assert first == _counts(shown) == ("9", "18")
    assert "In open groups where every distance is at most 4 bits" in _text(shown)
    assert not _entries(dataset)


def test_a_condition_changes_the_preview_and_says_why_groups_do_not_match(
    app: AppTest,  # noqa: F811
    dataset: str,  # noqa: F811
) -> None:
    shown = _on_rules(app)

    shown.checkbox(key="rule size").check().run()
    shown.number_input(key="rule most").set_value(2).run()

    assert not shown.exception
    assert _counts(shown) == ("3", "3")
    assert "6 groups: not “there are 2 pictures”" in _text(shown)
    assert not _entries(dataset)


def test_a_rule_runs_once_it_is_confirmed_and_one_press_takes_it_back(
    app: AppTest,  # noqa: F811
    dataset: str,  # noqa: F811
) -> None:
    shown = _run(_on_rules(app))

    assert not shown.exception
    assert "9 groups decided, 18 pictures to remove" in _text(shown)
    assert _counts(shown) == ("0", "0")
    (ran,) = _entries(dataset)
    assert ran.act is Act.RULE

    next(button for button in shown.button if button.label == "Undo").click().run()

    assert [entry.act for entry in _entries(dataset)] == [Act.RULE, Act.UNDO]
    assert "Taken back" in _text(shown)
    assert _counts(shown) == ("9", "18")


def test_what_was_decided_meanwhile_stops_the_run(app: AppTest, dataset: str) -> None:  # noqa: F811
    shown = _on_rules(app)
    shown.button(key="run-rule").click().run()
    catalog = engine().workspace.catalog(dataset)
    mark = Mark(catalog.paths[0], catalog.digests[0], True)
    engine().workspace.log.append(Entry(dataset, "Ben", Act.MARK, marks=(mark,)))

    shown.button(key="run-yes").click().run()

    assert "since this preview" in _text(shown)
    assert [entry.act for entry in _entries(dataset)] == [Act.MARK]


def test_a_rule_is_saved_by_name_and_fills_the_form_again(
    app: AppTest,  # noqa: F811
    dataset: str,  # noqa: F811
) -> None:
    shown = _on_rules(app)
    shown.selectbox(key="rule action").set_value("skip").run()
    shown.multiselect(key="rule keep").set_value(["format", "sharpness"]).run()
    shown.text_input(key="rule formats").set_value("dng; JPG").run()
    shown.number_input(key="rule distance threshold of phash").set_value(2).run()
    _save_as(shown, "Mine")
    shown.selectbox(key="rule action").set_value("keep one").run()
    shown.text_input(key="rule formats").set_value("png").run()
    shown.number_input(key="rule distance threshold of phash").set_value(7).run()
    _save_as(shown, "Other")

    shown.selectbox(key="saved rule").set_value("Mine").run()

    assert not shown.exception
    assert shown.selectbox(key="rule action").value == "skip"
    assert shown.multiselect(key="rule keep").value == ["format", "sharpness"]
    assert shown.text_input(key="rule formats").value == "dng, jpg"
    assert shown.number_input(key="rule distance threshold of phash").value == 2
    assert not _entries(dataset)


def test_the_distance_is_in_the_unit_of_the_method(app: AppTest, dataset: str) -> None:  # noqa: F811
    shown = _on_rules(app)

    for method in ("exact", "pdq", "phash"):
        shown.selectbox(key="method").set_value(method).run()
        assert not shown.exception, method

    assert "at most 4 bits" in _text(shown)
    assert not _entries(dataset)


def test_rules_wait_while_a_second_look_is_blind(app: AppTest, dataset: str) -> None:  # noqa: F811
    app.query_params["blind"] = "1"

    shown = _on_rules(app)

    assert "Rules wait" in _text(shown)
    assert not _entries(dataset)


def test_the_form_and_the_strictness_are_as_before_when_another_page_was_shown(
    app: AppTest,  # noqa: F811
    dataset: str,  # noqa: F811
) -> None:
    app.query_params["threshold"] = "7"
    shown = _on_rules(app)
    shown.checkbox(key="rule size").check().run()
    before = _counts(shown), [box.value for box in shown.checkbox]

    for _ in range(2):
        shown.switch_page("pages/review.py").run()
        shown.switch_page("pages/rules.py").run()

    assert not shown.exception
    assert shown.slider[0].value == 7
    assert (_counts(shown), [box.value for box in shown.checkbox]) == before
    assert not _entries(dataset)
