"""The Activity and the Contradictions page under Streamlit's own test runner, each run twice."""

# ruff: noqa: F811 - fixtures are taken by their names
from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dedup_core.decisions import Act, Entry, Judgement, Mark, Verdict
from dedup_core.store.log_reading import LogFilter
from pages.ui.engine import engine
from tests.app.test_pages import app, dataset  # noqa: F401 - fixtures


def _digests(dataset: str) -> list[str]:
    return list(engine().workspace.catalog(dataset).digests)


def _mark(dataset: str, who: str, row: int = 0, **more: str) -> Entry:
    catalog = engine().workspace.catalog(dataset)
    mark = Mark(catalog.paths[row], catalog.digests[row], True)
    return engine().workspace.log.append(Entry(dataset, who, Act.MARK, marks=(mark,), **more))


def _say(dataset: str, verdict: Verdict, left: str, right: str) -> None:
    said = Judgement(verdict, (left,), (right,))
    engine().workspace.log.append(Entry(dataset, "Ana", Act.VERDICT, judgements=(said,)))


def _on(app: AppTest, page: str) -> AppTest:
    app.run()
    return app.switch_page(f"pages/{page}.py").run()


def _count(app: AppTest) -> str:
    return next(text.value for text in app.markdown if "entr" in text.value)


@pytest.mark.parametrize("page", ["activity", "contradictions"])
def test_without_a_dataset_the_page_says_what_to_do(app: AppTest, page: str) -> None:
    _on(app, page)
    app.run()

    assert not app.exception
    assert "no dataset yet" in app.info[0].value


@pytest.mark.usefixtures("dataset")
def test_without_a_decision_the_activity_page_says_where_they_are_made(app: AppTest) -> None:
    _on(app, "activity")
    app.run()

    assert not app.exception
    assert "Nothing was decided yet" in app.info[0].value


def test_the_activity_page_counts_the_same_on_every_run(app: AppTest, dataset: str) -> None:
    for who in ("Ana", "Ben", "Ana"):
        _mark(dataset, who)

    _on(app, "activity")
    first = _count(app)
    app.run()

    assert not app.exception
    assert first == _count(app) == "**3 entries**"


def test_filters_choose_entries_and_are_written_to_the_address(app: AppTest, dataset: str) -> None:
    for who in ("Ana", "Ben", "Ana"):
        _mark(dataset, who)
    _say(dataset, Verdict.DIFFERENT, *_digests(dataset)[:2])
    _on(app, "activity")

    app.multiselect(key="by").set_value(["Ana"]).run()
    app.multiselect(key="act").set_value([Act.MARK.value]).run()

    assert not app.exception
    assert _count(app) == "**2 entries**"
    assert app.query_params["by"] in ("Ana", ["Ana"])
    assert app.query_params["act"] in ("mark", ["mark"])


def test_a_link_with_filters_shows_what_it_says_and_nonsense_is_ignored(
    app: AppTest, dataset: str
) -> None:
    _mark(dataset, "Ana", at="2026-11-01T12:00:00.000+00:00")
    _mark(dataset, "Ben", at="2026-11-20T12:00:00.000+00:00")
    app.switch_page("pages/activity.py")
    app.query_params["by"] = ["Ben", "Nobody"]
    app.query_params["act"] = "dance"
    app.query_params["from"] = "2026-11-10"
    app.query_params["to"] = "never"

    app.run()
    app.run()

    assert not app.exception
    assert app.multiselect(key="by").value == ["Ben"]
    assert app.date_input(key="from").value.isoformat() == "2026-11-10"
    assert app.date_input(key="to").value is None
    assert _count(app) == "**1 entry**"


def test_a_day_is_shown_whole(app: AppTest, dataset: str) -> None:
    _mark(dataset, "Ana", at="2026-11-10T11:00:00.000+00:00")
    _mark(dataset, "Ana", at="2026-11-14T11:00:00.000+00:00")
    app.switch_page("pages/activity.py")
    app.query_params["from"] = app.query_params["to"] = "2026-11-10"

    app.run()

    assert _count(app) == "**1 entry**"


def test_a_text_finds_verdicts_by_the_path_of_their_pictures(app: AppTest, dataset: str) -> None:
    catalog = engine().workspace.catalog(dataset)
    _say(dataset, Verdict.DIFFERENT, *catalog.digests[:2])
    _say(dataset, Verdict.DIFFERENT, *catalog.digests[2:4])
    _on(app, "activity")

    app.text_input(key="says").set_value(catalog.paths[2].upper()).run()

    assert not app.exception
    assert _count(app) == "**1 entry**"
    app.text_input(key="says").set_value("nowhere").run()
    assert "No entry matches" in app.info[0].value


def test_a_long_log_has_pages_and_another_filter_begins_at_the_first(
    app: AppTest, dataset: str
) -> None:
    for at in range(120):
        _mark(dataset, "Ben" if at < 60 else "Ana")
    _on(app, "activity")

    app.pagination[0].set_value(3).run()
    assert app.pagination[0].value == 3
    app.multiselect(key="by").set_value(["Ana"]).run()

    assert not app.exception
    assert app.pagination[0].value == 1
    assert _count(app) == "**60 entries**"


def test_all_datasets_are_shown_on_demand(app: AppTest, dataset: str) -> None:
    _mark(dataset, "Ana")
    engine().workspace.log.append(Entry("gone", "Ben", Act.MARK))
    _on(app, "activity")

    app.toggle(key="everywhere").set_value(True).run()
    app.run()

    assert not app.exception
    assert _count(app) == "**2 entries**"


def test_verdicts_that_fit_together_are_no_contradiction(app: AppTest, dataset: str) -> None:
    _say(dataset, Verdict.DIFFERENT, *_digests(dataset)[:2])

    _on(app, "contradictions")
    app.run()

    assert not app.exception
    assert "fit together" in app.success[0].value


def test_contradictions_are_shown_until_they_are_settled(app: AppTest, dataset: str) -> None:
    one, two, three, *_ = _digests(dataset)
    _say(dataset, Verdict.DUPLICATE, one, two)
    _say(dataset, Verdict.DUPLICATE, two, three)
    _say(dataset, Verdict.DIFFERENT, one, three)

    _on(app, "contradictions")
    app.run()

    assert not app.exception
    assert not app.success
    taken_back = Judgement(None, (one,), (three,))
    engine().workspace.log.append(Entry(dataset, "Ben", Act.SETTLE, judgements=(taken_back,)))
    app.run()
    assert "fit together" in app.success[0].value
    assert engine().workspace.log_reading.count(LogFilter(dataset)) == 4
