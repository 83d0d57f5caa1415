"""Every page under Streamlit's own test runner, each run twice: the second run must be alike."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from dedup_core.fingerprints import INDEXED
from dedup_core.jobs import State
from dedup_core.scan import add_path, scan
from dedup_core.sources.files import write_names
from dedup_core.store import Workspace
from pages.ui.engine import engine
from tests.browser.conftest import make_pictures

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The dashboard on an empty workspace of this test."""
    monkeypatch.setenv("DEDUP_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("DEDUP_ROOTS", str(tmp_path))
    engine.cache_clear()
    yield AppTest.from_file(str(ROOT / "navigation.py"), default_timeout=60)
    engine().close()
    engine.cache_clear()


@pytest.fixture
def dataset(tmp_path: Path) -> str:
    """An indexed dataset: 9 groups, a flat picture and a broken file."""
    folder = make_pictures(tmp_path / "pictures")
    Image.new("RGB", (300, 200), (9, 9, 9)).save(folder / "night.png")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut")
    workspace = Workspace(tmp_path / "workspace")
    added = add_path(workspace, folder)
    scan(workspace, added)
    workspace.close()
    return added.id


def _metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def _captions(app: AppTest) -> str:
    return " ".join(caption.value.replace("\N{NO-BREAK SPACE}", " ") for caption in app.caption)


def _on_datasets(app: AppTest) -> AppTest:
    app.run()
    return app.switch_page("pages/datasets.py").run()


def _wait_for_the_end(dataset: str) -> None:
    latest = time.monotonic() + 60
    while (job := engine().jobs.of(dataset)) is None or job.active:
        assert time.monotonic() < latest
        time.sleep(0.05)
    assert job.state is State.FINISHED, job.message


def _hold(dataset: str) -> None:
    """Let a job of the dataset begin to wait behind another one, and rest for good."""
    busy = engine().workspace.add_dataset(name="first", kind="path", place="/none")
    engine().jobs.start(busy)
    engine().jobs.start(engine().workspace.dataset(dataset))
    engine().jobs.pause(dataset)


def test_without_a_dataset_the_review_page_says_what_to_do(app: AppTest) -> None:
    app.run()
    app.run()

    assert not app.exception
    assert "no dataset yet" in app.info[0].value


@pytest.mark.usefixtures("dataset")
def test_the_review_page_shows_the_same_numbers_on_every_run(app: AppTest) -> None:
    app.run()
    first = _metrics(app)
    app.run()

    assert not app.exception
    assert first == _metrics(app)
    assert first == {
        "Pictures": "31",
        "Groups": "9",
        "Flagged to remove": "18",
        "Share flagged": "58.1 %",
    }


@pytest.mark.usefixtures("dataset")
def test_what_is_not_in_the_groups_is_named_with_its_reason(app: AppTest) -> None:
    app.run()

    flat, skipped = (table.value for table in app.dataframe)
    assert flat["Path"].tolist() == ["night.png"]
    assert skipped["Path"].tolist() == ["broken.jpg"]
    assert "32 files found = 31 indexed + 1 skipped" in [c.value for c in app.caption]


@pytest.mark.usefixtures("dataset")
def test_the_slider_is_explained_in_words(app: AppTest) -> None:
    app.run()

    app.slider[0].set_value(2).run()

    assert not app.exception
    captions = " ".join(caption.value for caption in app.caption)
    assert "**strict**" in captions
    assert "Copies and light edits" in captions


@pytest.mark.usefixtures("dataset")
@pytest.mark.parametrize(
    ("limit", "slider_ends_at", "words"),
    [
        ("30", 1, "more pairs than are kept for a dataset of this size."),
        ("1", -1, "more than are kept; none"),
    ],
)
def test_too_many_pairs_end_the_slider_and_the_page_says_why(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, limit: str, slider_ends_at: int, words: str
) -> None:
    monkeypatch.setenv("DEDUP_MAX_PAIRS", limit)

    app.run()

    assert not app.exception
    assert words in " ".join(caption.value for caption in app.caption)
    assert (int(_metrics(app)["Groups"]) > 0) == (slider_ends_at >= 0)


@pytest.mark.usefixtures("dataset")
@pytest.mark.parametrize("rule", ["keeper", "all", "chained"])
def test_every_rule_can_be_chosen_and_is_explained(app: AppTest, rule: str) -> None:
    app.query_params["rule"] = rule

    app.run()

    assert not app.exception
    assert app.selectbox(key="rule").value == rule
    assert int(_metrics(app)["Groups"]) >= 9


@pytest.mark.usefixtures("dataset")
@pytest.mark.parametrize(
    "address",
    [
        {"method": "nonsense", "threshold": "-3", "rule": "?", "at_least": "x", "order": "<b>"},
        {"threshold": "99999999999999999999"},
        {"threshold": "²"},
        {"dataset": "gone"},
        {"text": "[(*\\"},
    ],
)
def test_nonsense_in_the_address_is_ignored(app: AppTest, address: dict[str, str]) -> None:
    for name, value in address.items():
        app.query_params[name] = value

    app.run()

    assert not app.exception
    assert _metrics(app)["Pictures"] == "31"


@pytest.mark.usefixtures("dataset")
def test_the_datasets_page_counts_what_it_has(app: AppTest) -> None:
    app.run()

    app.switch_page("pages/datasets.py").run()
    app.run()

    assert not app.exception
    captions = " ".join(caption.value for caption in app.caption)
    assert "32 files found = 31 indexed + 1 skipped" in captions


def test_a_dataset_is_decoded_scaled_at_first_and_its_card_says_nothing_of_it(
    app: AppTest, dataset: str
) -> None:
    _on_datasets(app)
    app.run()

    assert not app.exception
    choice = app.segmented_control(key=f"decode-{dataset}")
    assert (choice.options, choice.value, choice.disabled) == (["Scaled", "Exact"], False, False)
    assert "A change reads the pictures again" in _captions(app)
    assert "exact decode" not in _captions(app)


def test_exact_decode_indexes_the_dataset_again_from_all_pixels(app: AppTest, dataset: str) -> None:
    _on_datasets(app)

    app.segmented_control(key=f"decode-{dataset}").set_value(True).run()
    _wait_for_the_end(dataset)
    app.run()
    app.run()

    assert not app.exception
    workspace = engine().workspace
    indexed = set(workspace.catalog(dataset).digests)
    assert indexed <= workspace.complete_digests(INDEXED, exactly=True)
    assert workspace.dataset(dataset).exact
    assert workspace.dataset(dataset).indexed_at
    assert app.segmented_control(key=f"decode-{dataset}").value is True
    assert "32 files found = 31 indexed + 1 skipped" in _captions(app)
    assert "exact decode" in _captions(app)


def test_scaled_decode_is_chosen_again_as_exact_was(app: AppTest, dataset: str) -> None:
    engine().workspace.use_exact_decode(dataset, True)
    _on_datasets(app)

    app.segmented_control(key=f"decode-{dataset}").set_value(False).run()
    _wait_for_the_end(dataset)
    app.run()

    assert not app.exception
    assert not engine().workspace.dataset(dataset).exact
    assert engine().workspace.dataset(dataset).indexed_at
    assert "exact decode" not in _captions(app)


def test_uploads_have_the_choice_of_decode_too(app: AppTest) -> None:
    workspace = engine().workspace
    added = workspace.add_dataset(name="beach", kind="upload", place="")
    folder = make_pictures(workspace.uploads / added.id)
    write_names(folder, {file.name: file.name for file in folder.iterdir()})
    scan(workspace, added)
    _on_datasets(app)

    app.segmented_control(key=f"decode-{added.id}").set_value(True).run()
    _wait_for_the_end(added.id)
    app.run()

    assert not app.exception
    assert engine().workspace.dataset(added.id).exact
    assert "uploaded" in _captions(app)
    assert "exact decode" in _captions(app)


def test_the_decode_cannot_be_changed_while_a_job_is_under_way(app: AppTest, dataset: str) -> None:
    _hold(dataset)

    _on_datasets(app)
    app.run()

    assert not app.exception
    assert app.segmented_control(key=f"decode-{dataset}").disabled


def test_a_job_of_another_tab_is_not_disturbed_by_a_late_choice_of_decode(
    app: AppTest, dataset: str
) -> None:
    _on_datasets(app)
    _hold(dataset)

    app.segmented_control(key=f"decode-{dataset}").set_value(True).run()

    assert not app.exception
    assert not engine().workspace.dataset(dataset).exact
    assert app.segmented_control(key=f"decode-{dataset}").value is False


def test_a_decode_that_was_changed_elsewhere_is_shown_as_it_is(app: AppTest, dataset: str) -> None:
    _on_datasets(app)

    engine().workspace.use_exact_decode(dataset, True)
    app.run()

    assert not app.exception
    assert app.segmented_control(key=f"decode-{dataset}").value is True
    assert "found so far" in _captions(app)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("", "Type the path"),
        ("photos", "not a full path"),
        ("/etc", "outside the folders"),
        ("{root}/none", "does not exist"),
        ("{root}/../../../etc", "outside the folders"),
    ],
)
def test_a_place_that_cannot_be_opened_gets_a_clear_message(
    app: AppTest, tmp_path: Path, place: str, words: str
) -> None:
    app.run()
    app.switch_page("pages/datasets.py").run()

    app.text_input(key="place").set_value(place.replace("{root}", str(tmp_path)))
    app.button[0].click().run()

    assert not app.exception
    assert words in app.error[0].value.replace("\\", "")
