"""The contributors page under Streamlit's own test runner, each view run twice."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dedup_core.manifest import folder_pattern, guess_mapping, read_sheet, understand
from pages.ui.engine import engine
from tests.app.test_pages import app, dataset  # noqa: F401 - fixtures

PRICE = 15


def _on_contributors(running: AppTest) -> AppTest:
    running.run()
    return running.switch_page("pages/contributors.py").run()


def _text(shown: AppTest) -> str:
    said = (*shown.markdown, *shown.caption, *shown.info, *shown.success, *shown.subheader)
    return " ".join(element.value for element in said).replace("\\", "")


def _metrics(shown: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in shown.metric}


@pytest.fixture
def manifest(app: AppTest, dataset: str) -> str:  # noqa: F811
    """Every picture was sent by somebody: those of even rows by mei, the others by ivy."""
    catalog = engine().workspace.catalog(dataset)
    lines = ["file,contributor,submitted_at,price,currency"]
    for row, path in enumerate(catalog.paths):
        sent = f"2025-03-{row % 28 + 1:02}T12:00:00Z"
        lines.append(f"{path},{('mei', 'ivy')[row % 2]},{sent},0.{PRICE},USD")
    sheet = read_sheet("manifest.csv", "\n".join(lines).encode())
    engine().workspace.manifests.attach(dataset, understand(sheet, guess_mapping(sheet.names)))
    return dataset


def test_without_a_dataset_the_page_says_what_to_do(app: AppTest) -> None:  # noqa: F811
    shown = _on_contributors(app).run()

    assert not shown.exception
    assert "no indexed dataset" in _text(shown)


def test_without_a_manifest_the_page_says_what_to_do(
    app: AppTest,  # noqa: F811
    dataset: str,  # noqa: F811
) -> None:
    shown = _on_contributors(app).run()

    assert not shown.exception
    assert "Nobody is known to have submitted these pictures" in _text(shown)


def test_without_prices_pictures_are_counted(app: AppTest, dataset: str) -> None:  # noqa: F811
    engine().workspace.manifests.attach(dataset, folder_pattern("{contributor}_*"))

    shown = _on_contributors(app).run()

    assert not shown.exception
    pictures = len(engine().workspace.catalog(dataset))
    assert _metrics(shown)["Submitted"] == f"{pictures}"


def test_money_adds_up_on_screen(app: AppTest, manifest: str) -> None:  # noqa: F811
    shown = _on_contributors(app).run()

    assert not shown.exception
    found = {label: round(float(text.split()[0]) * 100) for label, text in _metrics(shown).items()}
    assert found["Submitted"] == PRICE * len(engine().workspace.catalog(manifest))
    assert found["To be paid"] + found["Not paid"] + found["Held"] == found["Submitted"]
    assert found["Not paid"] > 0


def test_a_policy_moves_the_money_at_once_and_is_said_in_words(
    app: AppTest,  # noqa: F811
    manifest: str,
) -> None:
    shown = _on_contributors(app)
    before = _metrics(shown)

    shown.selectbox(key="undecided_pay").set_value("pay").run()

    after = _metrics(shown)
    assert not shown.exception
    assert after["To be paid"] == before["Submitted"]
    assert before["Not paid"] != after["Not paid"] == "0.00 USD"
    assert "What nobody decided is paid." in _text(shown)


def test_a_link_brings_its_policy_along(app: AppTest, manifest: str) -> None:  # noqa: F811
    app.query_params["scene_pay"] = "gap"
    app.query_params["gap_pay"] = "90"

    shown = _on_contributors(app).run()

    assert not shown.exception
    assert "taken at least 90 min apart" in _text(shown)


def test_a_filter_that_nobody_fits_says_so(app: AppTest, manifest: str) -> None:  # noqa: F811
    shown = _on_contributors(app)

    shown.text_input(key="people-text").set_value("nobody").run()

    assert not shown.exception
    assert "No contributor fits" in _text(shown)


def test_a_change_says_what_it_does_to_pay(app: AppTest, manifest: str) -> None:  # noqa: F811
    shown = _on_contributors(app)
    unpaid = _metrics(shown)["Not paid"]

    shown.selectbox(key="undecided_pay").set_value("pay").run()

    assert not shown.exception
    assert "Undecided: as suggested → paid:** +" in _text(shown)
    assert f"paid (+{unpaid})." in _text(shown)
    assert "Against the usual policy" in _text(shown)


def test_moving_the_slider_says_what_it_does_to_pay(app: AppTest, manifest: str) -> None:  # noqa: F811
    shown = _on_contributors(app)

    shown.slider[0].set_value(0).run()

    assert not shown.exception
    assert "**Strictness 10 → 0:**" in _text(shown)
    assert "Against the usual policy" not in _text(shown)


def test_each_line_of_the_policy_says_what_it_withholds(
    app: AppTest,  # noqa: F811
    manifest: str,
) -> None:
    shown = _on_contributors(app)

    shown.selectbox(key="undecided_pay").set_value("hold").run()

    assert not shown.exception
    held = _metrics(shown)["Held"]
    assert "held until somebody decides.  \n**Withholds" in _text(shown)
    assert f", {held}**" in _text(shown)


def test_a_link_shows_a_contributor_closely(app: AppTest, manifest: str) -> None:  # noqa: F811
    app.query_params["who"] = "ivy"

    shown = _on_contributors(app).run()

    assert not shown.exception
    assert "ivy" in [heading.value for heading in shown.subheader]
    assert "not paid" in _text(shown)


def test_a_link_with_hidden_names_finds_people_by_what_they_are_called(
    app: AppTest,  # noqa: F811
    manifest: str,
) -> None:
    app.query_params["hide"] = "1"
    app.query_params["who"] = "Contributor 1"

    shown = _on_contributors(app).run()

    assert not shown.exception
    assert "Contributor 1" in [heading.value for heading in shown.subheader]
    assert app.query_params["who"] == "Contributor 1"


def test_a_name_of_a_link_that_is_not_there_shows_the_table_only(
    app: AppTest,  # noqa: F811
    manifest: str,
) -> None:
    app.query_params["who"] = "nobody"

    shown = _on_contributors(app).run()

    assert not shown.exception
    assert "Not paid or held" not in _text(shown)


def test_pictures_that_nobody_is_known_to_have_sent_have_a_detail_too(
    app: AppTest,  # noqa: F811
    dataset: str,  # noqa: F811
) -> None:
    engine().workspace.manifests.attach(dataset, folder_pattern("{contributor}_original*"))
    app.query_params["who"] = "(unknown)"

    shown = _on_contributors(app).run()

    assert not shown.exception
    assert "(unknown)" in _text(shown)
    assert "no time" in _text(shown).casefold()
