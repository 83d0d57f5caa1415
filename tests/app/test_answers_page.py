"""The page of answered pairs and the presets beside it, under Streamlit's own test runner."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dedup_core.calibrate import Sittings
from dedup_core.decisions import Act, Entry, Judgement, Verdict
from dedup_core.fingerprints import method_named
from dedup_core.presets import Preset, read, written
from dedup_core.scan import OpenDataset, add_path, scan
from pages.ui.engine import engine
from pages.ui.presets import evidence_in_words
from tests.app.test_pages import app, dataset  # noqa: F401 - fixtures
from tests.making import folder_of, picture


def _on_answers(running: AppTest) -> AppTest:
    running.run()
    return running.switch_page("pages/answers.py").run()


def _text(shown: AppTest) -> str:
    said = (*shown.markdown, *shown.caption, *shown.info, *shown.error, *shown.toast)
    return " ".join(element.value for element in said).replace("\\", "")


def _press(shown: AppTest, label: str) -> AppTest:
    return next(button for button in shown.button if button.label == label).click().run()


def _save(shown: AppTest, name: str) -> AppTest:
    shown.text_input(key="preset-name").set_value(name)
    return _press(shown, "Save")


def _stored() -> list[Preset]:
    return [read(one.content)[0] for one in engine().workspace.presets.all()]


def _answer(id: str, many: int) -> None:
    """Ana answers the first pairs."""
    workspace, method = engine().workspace, method_named("phash")
    sitting = Sittings().of(OpenDataset(workspace, workspace.dataset(id)), method, threshold=10)
    for place in range(many):
        left, right = sitting.pair(place)
        said = (Judgement(Verdict.DUPLICATE, (left,), (right,)),)
        entry = Entry(id, "Ana", Act.ANSWER, method="phash", threshold=10, judgements=said)
        workspace.log.append(entry)


def test_without_a_dataset_the_page_says_what_to_do(app: AppTest) -> None:  # noqa: F811
    shown = _on_answers(app).run()

    assert not shown.exception
    assert "no indexed dataset" in _text(shown)


def test_the_page_says_why_no_distance_is_shown(app: AppTest, dataset: str) -> None:  # noqa: F811
    shown = _on_answers(app).run()

    assert not shown.exception
    assert shown.title[0].value == "Answer pairs"
    assert "it would sway you" in _text(shown)


def test_money_is_a_goal_only_where_prices_are_known(app: AppTest, dataset: str) -> None:  # noqa: F811
    shown = _on_answers(app)

    goals = shown.selectbox(key="goal")
    assert not any("withheld" in option for option in goals.options)
    assert len(goals.options) == 2


def test_a_goal_of_the_address_is_taken_over(app: AppTest, dataset: str) -> None:  # noqa: F811
    app.query_params["goal"] = "found"
    app.query_params["goal_found"] = "80"
    app.query_params["scene_counts"] = "0"

    shown = _on_answers(app)

    assert shown.selectbox(key="goal").value == "found"
    assert shown.number_input(key="goal_found").value == 80
    assert not shown.toggle(key="scene_counts").value


def test_while_a_second_look_is_blind_the_page_waits(app: AppTest, dataset: str) -> None:  # noqa: F811
    app.session_state["blind"] = True

    shown = _on_answers(app).run()

    assert not shown.exception
    assert "Answers wait while your second look is blind" in _text(shown)


def test_a_preset_is_saved_with_its_evidence_used_and_deleted(
    app: AppTest,  # noqa: F811
    dataset: str,  # noqa: F811
) -> None:
    _answer(dataset, 5)
    app.query_params["threshold"] = "6"
    shown = _save(_on_answers(app), "For [pay](x)")

    (preset,) = _stored()
    assert (preset.name, preset.method, preset.threshold) == ("For [pay](x)", "phash", 6)
    assert preset.evidence is not None
    assert preset.evidence.answers == 5
    assert "5 answers: precision" in _text(shown)
    shown.slider[0].set_value(12).run()
    _press(shown, "For \\[pay\\]\\(x\\)")
    assert shown.slider[0].value == 6
    (delete,) = (one for one in shown.button if "preset-Delete" in str(one.key))
    delete.click().run()
    assert _stored() == []
    _press(shown, "Undo")
    assert _stored() == [preset]
    assert not shown.exception


def test_a_preset_without_a_name_is_refused_in_words(
    app: AppTest,  # noqa: F811
    dataset: str,  # noqa: F811
) -> None:
    shown = _save(_on_answers(app), "  ")

    assert "Type a name for this preset" in _text(shown)
    assert _stored() == []


def test_a_preset_of_another_dataset_says_that_its_evidence_is_from_there(
    app: AppTest,  # noqa: F811
    dataset: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    _answer(dataset, 5)
    shown = _save(_on_answers(app), "Strict")
    workspace = engine().workspace
    other = add_path(workspace, folder_of(tmp_path / "other", {"a.png": picture(1)}))
    scan(workspace, other)

    shown.query_params["dataset"] = other.id
    shown.run()

    assert "another dataset" in _text(shown)
    (preset,) = _stored()
    assert "another dataset" not in evidence_in_words(preset.evidence, dataset)
    _press(shown, "Strict")
    assert "Its evidence is from another dataset" in _text(shown)
    assert not shown.exception


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff", "This file is damaged"),
        (b"[]", "This is no file with presets"),
        (b'{"format": "dedup presets"}', "comes from another version"),
    ],
)
def test_a_file_that_holds_no_presets_is_refused_in_words(
    app: AppTest,  # noqa: F811
    dataset: str,  # noqa: F811
    content: bytes,
    words: str,
) -> None:
    shown = _on_answers(app)

    shown.get("file_uploader")[0].upload("presets.json", content, "application/json").run()

    assert not shown.exception
    assert words in _text(shown)
    assert _stored() == []


def test_presets_of_a_file_are_imported_once(app: AppTest, dataset: str) -> None:  # noqa: F811
    _save(_on_answers(app), "Strict")
    (mine,) = _stored()
    theirs = Preset("strict", "dhash", 4, mine.rule, 3, "Ben", mine.at)
    content = written([mine, theirs]).encode()

    for _ in range(2):
        app.get("file_uploader")[0].upload("presets.json", content, "application/json").run()

    assert not app.exception
    assert [one.name for one in _stored()] == ["Strict", "strict (2)"]
