"""The Agreement page under Streamlit's own test runner."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dedup_core.decisions import Act, Closing, Entry, Mark, Status
from dedup_core.store import Workspace
from pages.ui.engine import engine
from tests.app.test_pages import app, dataset  # noqa: F401 - fixtures

Members = tuple[tuple[str, str], ...]


def _groups(id: str) -> list[Members]:
    """Two pictures of each of three scenes, as groups."""
    catalog = engine().workspace.catalog(id)
    named = dict(zip(catalog.paths, catalog.digests, strict=True))
    paths = [[f"scene-{n:02}-copy-{copy}.jpg" for copy in (0, 1)] for n in (1, 2, 3)]
    return [tuple((path, named[path]) for path in group) for group in paths]


def _decides(id: str, who: str, members: Members, kept: int, *, blind: bool = False) -> None:
    marks = tuple(Mark(*member, at == kept) for at, member in enumerate(members))
    closing = Closing(Status.DECIDED, members)
    entry = Entry(id, who, Act.ACCEPT, marks=marks, closings=(closing,), blind=blind)
    engine().workspace.log.append(entry)


def _on_agreement(running: AppTest) -> AppTest:
    running.run()
    return running.switch_page("pages/agreement.py").run()


def _metrics(shown: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in shown.metric}


def _text(shown: AppTest) -> str:
    texts = [*shown.caption, *shown.info, *shown.subheader, *shown.markdown]
    return "\n".join(text.value for text in texts)


def test_without_a_dataset_the_page_says_what_to_do(app: AppTest) -> None:  # noqa: F811
    _on_agreement(app).run()

    assert not app.exception
    assert "no indexed dataset" in _text(app)


def test_without_two_decisions_there_is_nothing_to_count(
    app: AppTest,  # noqa: F811
    dataset: str,  # noqa: F811
) -> None:
    app.session_state["name of the reviewer"] = "Cleo"
    app.run()
    _decides(dataset, "Cleo", _groups(dataset)[0], kept=0)

    _on_agreement(app).run()

    assert not app.exception
    assert "No group has been decided by two people independently" in _text(app)
    assert "Nothing to look at for you" in _text(app)


def test_decisions_of_two_people_are_counted(app: AppTest, dataset: str) -> None:  # noqa: F811
    app.run()
    first, second, third = _groups(dataset)
    for group in (first, second, third):
        _decides(dataset, "Ana", group, kept=0)
    _decides(dataset, "Ben", first, kept=0, blind=True)
    _decides(dataset, "Ben", second, kept=1, blind=True)

    _on_agreement(app).run()

    assert not app.exception
    assert _metrics(app) == {
        "Groups decided twice": "2",
        "Groups decided alike": "50.0 %",
        "Pictures decided alike": "50.0 %",
        "Beyond chance (kappa)": "0.00",
    }
    assert "Below 10 groups kappa has no band" in _text(app)
    assert "Decided differently: 1" in _text(app)


def test_the_second_look_counts_what_is_done_of_what_was_drawn(
    app: AppTest,  # noqa: F811
    dataset: str,  # noqa: F811
) -> None:
    app.run()
    for group in _groups(dataset):
        _decides(dataset, "Ana", group, kept=0)
    _decides(dataset, "Ben", _groups(dataset)[1], kept=1, blind=True)
    _on_agreement(app)

    app.text_input(key="reviewer").set_value(" Ben\n ")
    app.select_slider(key="share").set_value(100)
    app.toggle(key="blind").set_value(True).run()

    assert not app.exception
    (bar,) = app.get("progress")
    assert bar.proto.text == "1 of 3 groups looked at again by Ben"
    assert app.query_params["blind"] == "1"
    assert app.query_params["share"] == "100"
    assert "Hidden while your second look is blind" in _text(app)


@pytest.mark.parametrize(("asked", "on"), [("1", True), ("0", False), ("nonsense", False)])
def test_the_address_says_whether_the_second_look_is_on(
    app: AppTest,  # noqa: F811
    dataset: str,  # noqa: F811
    asked: str,
    on: bool,
) -> None:
    app.query_params["blind"] = asked
    app.run()
    app.query_params["dataset"] = dataset

    app.switch_page("pages/agreement.py").run()

    assert not app.exception
    assert app.toggle(key="blind").value is on


def test_a_name_stays_on_every_page_and_an_empty_one_is_nobody_in_particular(
    app: AppTest,  # noqa: F811
    tmp_path: Path,
) -> None:
    app.run()
    assert app.text_input(key="reviewer").value == ""

    app.text_input(key="reviewer").set_value("Ana").run()

    app.switch_page("pages/datasets.py").run()
    assert not app.exception
    assert app.text_input(key="reviewer").value == "Ana"
    Workspace(tmp_path / "workspace").close()
