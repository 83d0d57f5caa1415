"""The Apply page under Streamlit's own test runner, each view run twice."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dedup_core.apply import Done, Refused
from dedup_core.decisions import Act, Closing, Entry, Status
from dedup_core.groups import Rule
from dedup_core.model import Control, Report
from dedup_core.review import Setting
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.store import Workspace
from pages.ui.engine import engine
from tests.browser.conftest import make_pictures

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "x*y*[z](javascript:alert(1)).jpg"


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
    """An indexed folder with 9 groups, and a file that is no picture."""
    folder = make_pictures(tmp_path / "pictures")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut")
    return _indexed(tmp_path / "workspace", folder)


def _indexed(workspace: Path, place: Path) -> str:
    store = Workspace(workspace)
    added = add_path(store, place)
    scan(store, added)
    store.close()
    return added.id


def _decide_first_group(workspace: Path, dataset: str) -> int:
    """Somebody decides one group; the number of pictures that it flags."""
    store = Workspace(workspace)
    opened = OpenDataset(store, store.dataset(dataset))
    found = opened.groups(Setting("phash", 10, Rule.KEEPER))
    rows = found.member[: found.start[1]].tolist()
    members = tuple((opened.catalog.paths[row], opened.catalog.digests[row]) for row in rows)
    closing = Closing(Status.DECIDED, members)
    store.log.append(Entry(dataset, "Ann", Act.ACCEPT, token="one", closings=(closing,)))
    store.close()
    return len(rows) - 1


def _on_apply(app: AppTest) -> AppTest:
    app.run()
    app.switch_page("pages/apply.py").run()
    return app.run()


def _metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def _texts(app: AppTest) -> str:
    return " ".join(element.value for kind in (app.caption, app.markdown) for element in kind)


def _choose(app: AppTest, scope: str) -> AppTest:
    (control,) = [group for group in app.button_group if group.key == "scope"]
    control.set_value([scope] if control.value is None else scope)
    return app.run()


def _buttons(app: AppTest) -> dict[str, bool]:
    """Whether each of the page's own buttons can be pressed."""
    return {str(button.key): not button.disabled for button in app.button}


def _ran(dataset: str, done: Done) -> None:
    """A run of this dataset that has come to this end."""

    def task(_: Report, __: Control) -> Done:
        return done

    running = engine().applying
    running.start(dataset, task)
    while (work := running.of(dataset)) is not None and work.active:
        threading.Event().wait(0.01)


def test_without_a_dataset_it_says_what_to_do(app: AppTest) -> None:
    _on_apply(app)

    assert not app.exception
    assert "no dataset yet" in app.info[0].value


@pytest.mark.usefixtures("dataset")
def test_before_anything_is_decided_nothing_would_be_removed(app: AppTest) -> None:
    _on_apply(app)

    assert not app.exception
    assert _metrics(app) == {
        "Kept": "30",
        "Removed": "0",
        "Space freed": "0 bytes",
        "Groups carried out": "0 of 9",
    }
    assert "31 files found = 30 kept + 0 removed + 1 skipped" in _texts(app)
    assert "9 groups are not decided: 18 flagged there stay for now." in _texts(app)
    assert "move" not in _buttons(app)


def test_a_decided_group_is_carried_out_and_the_others_stay(
    app: AppTest, dataset: str, tmp_path: Path
) -> None:
    flagged = _decide_first_group(tmp_path / "workspace", dataset)

    _on_apply(app)

    metrics = _metrics(app)
    assert metrics["Removed"] == str(flagged)
    assert metrics["Groups carried out"] == "1 of 9"
    assert f"8 groups are not decided: {18 - flagged} flagged" in _texts(app)
    assert _buttons(app)["move"]


@pytest.mark.usefixtures("dataset")
def test_all_groups_are_carried_out_when_asked_for_with_a_word_of_warning(app: AppTest) -> None:
    _choose(_on_apply(app), "all")

    assert not app.exception
    assert (_metrics(app)["Kept"], _metrics(app)["Removed"]) == ("12", "18")
    assert "9 groups were decided by nobody: the suggestion counts." in _texts(app)


@pytest.mark.usefixtures("dataset")
def test_a_link_shows_the_same_view(app: AppTest) -> None:
    app.query_params["scope"] = "all"

    _on_apply(app)

    assert _metrics(app)["Removed"] == "18"


@pytest.mark.usefixtures("dataset")
@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("", "Type the path"),
        ("/etc/quarantine", "outside the folders"),
        ("{tmp}/pictures/inside", "lie in each other"),
        ("{tmp}/workspace/uploads/x", "lie in each other"),
    ],
)
def test_a_place_that_will_not_do_is_refused_before_the_question(
    app: AppTest, tmp_path: Path, place: str, said: str
) -> None:
    _choose(_on_apply(app), "all")

    app.text_input(key="move-to").set_value(place.format(tmp=tmp_path)).run()
    app.button(key="move").click().run()

    assert not app.exception
    assert said in app.error[0].value.replace("\\", "")


@pytest.mark.usefixtures("dataset")
def test_the_question_says_exactly_what_will_happen(app: AppTest, tmp_path: Path) -> None:
    _choose(_on_apply(app), "all")

    app.text_input(key="move-to").set_value(f"{tmp_path}/quarantine").run()
    app.button(key="move").click().run()

    said = _texts(app).replace("\\", "")
    assert "**18 pictures**" in said
    assert f"will leave **{tmp_path}/pictures** for **{tmp_path}/quarantine**" in said
    assert "12 stay, and 1 skipped file too" in said
    assert not (tmp_path / "quarantine").exists()


def _ended(dataset: str) -> Done:
    """What the run of this dataset came to."""
    running = engine().applying
    while (work := running.of(dataset)) is not None and work.active:
        threading.Event().wait(0.01)
    assert work is not None
    assert work.done is not None, work.error
    return work.done


def _ask_to(app: AppTest, way: str, place: Path) -> AppTest:
    app.text_input(key=f"{way}-to").set_value(str(place)).run()
    return app.button(key=way).click().run()


@pytest.mark.parametrize("way", ["move", "copy"])
def test_a_decision_taken_back_while_the_question_stands_is_not_carried_out(
    app: AppTest, dataset: str, tmp_path: Path, way: str
) -> None:
    _decide_first_group(tmp_path / "workspace", dataset)
    _ask_to(_on_apply(app), way, tmp_path / "out")
    (accepted,) = engine().workspace.log.entries(dataset)
    engine().workspace.log.append(Entry(dataset, "Bo", Act.UNDO, target=accepted.id))

    app.button(key="apply-yes").click().run()

    assert not app.exception
    assert "No file was touched" in app.warning[0].value
    assert _metrics(app)["Removed"] == "0"
    assert engine().applying.of(dataset) is None
    assert not (tmp_path / "out").exists()
    assert not app.run().warning


def test_what_changes_no_picture_of_the_plan_does_not_stop_it(
    app: AppTest, dataset: str, tmp_path: Path
) -> None:
    flagged = _decide_first_group(tmp_path / "workspace", dataset)
    _ask_to(_on_apply(app), "move", tmp_path / "out")
    engine().workspace.log.append(Entry(dataset, "Bo", Act.MARK, blind=True))

    app.button(key="apply-yes").click().run()

    assert not app.exception
    assert _ended(dataset).done == flagged


def test_pictures_of_a_zip_can_be_copied_but_not_moved(app: AppTest, tmp_path: Path) -> None:
    folder = make_pictures(tmp_path / "pictures")
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)
    _indexed(tmp_path / "workspace", tmp_path / "in.zip")

    _choose(_on_apply(app), "all")

    assert "move" not in _buttons(app)
    assert _buttons(app)["copy"]
    assert app.toggle(key="link").disabled
    assert "copy what is kept instead" in _texts(app)


def test_the_result_names_what_was_refused_and_the_way_back(app: AppTest, dataset: str) -> None:
    _on_apply(app)
    refused = (Refused(HOSTILE, "it is not there any more"),)
    _ran(dataset, Done("quarantine", "/srv/q", 4, 2, 1, refused, 9))

    app.run()
    app.run()

    assert not app.exception
    assert app.warning[0].value == (
        "**2 pictures moved to the quarantine** · 1 already there · 1 refused"
    )
    (table,) = [t.value for t in app.dataframe if "Why" in t.value]
    assert table.to_numpy().tolist() == [[HOSTILE, "it is not there any more"]]
    assert app.code[0].value == "python -m dedup_core restore /srv/q"
    app.button(key="put-away").click().run()
    assert not app.code


def test_a_run_that_could_not_go_on_says_why(app: AppTest, dataset: str) -> None:
    _on_apply(app)
    _ran(dataset, Done("copy", "/srv/kept", 4, 1, 0, (), 9, "The disk is full at *x*."))

    app.run()

    assert app.warning[0].value == "**1 picture copied** · 3 left"
    assert app.error[0].value == "The disk is full at \\*x\\*\\."
