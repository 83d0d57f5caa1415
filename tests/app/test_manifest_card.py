"""The manifest on the Datasets page under Streamlit's own test runner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dedup_core.manifest import folder_pattern
from dedup_core.scan import add_path, scan
from dedup_core.store import Workspace
from pages.ui.engine import engine
from tests.making import folder_of, picture
from tests.manifests import manifest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The dashboard on a workspace with one indexed dataset."""
    monkeypatch.setenv("DEDUP_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("DEDUP_ROOTS", str(tmp_path))
    folder = folder_of(tmp_path / "in", {f"{who}/1.png": picture(n) for n, who in enumerate("ab")})
    workspace = Workspace(tmp_path / "workspace")
    scan(workspace, add_path(workspace, folder))
    workspace.close()
    engine.cache_clear()
    yield AppTest.from_file(str(ROOT / "navigation.py"), default_timeout=60)
    engine().close()
    engine.cache_clear()


def _on_datasets(app: AppTest) -> AppTest:
    app.run()
    app.switch_page("pages/datasets.py").run()
    app.run()
    assert not app.exception
    return app


def _dataset() -> str:
    return engine().workspace.datasets()[0].id


def _captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption)


def test_without_a_manifest_the_card_says_nothing_of_one(app: AppTest) -> None:
    _on_datasets(app)

    assert "contributors" not in _captions(app)
    assert not app.button(key=f"manifest-{_dataset()}").disabled


def test_the_card_names_the_manifest(app: AppTest) -> None:
    app.run()
    engine().workspace.manifests.attach(_dataset(), manifest("a/1.png,ann,,,,", "x.png,ben,,,,"))

    _on_datasets(app)

    assert "contributors from m\\.csv (2 rows)" in _captions(app)


def test_the_card_names_the_folder_pattern(app: AppTest) -> None:
    app.run()
    engine().workspace.manifests.attach(_dataset(), folder_pattern("{contributor}/..."))

    _on_datasets(app)

    assert "contributors from folder names (\\{contributor\\}/\\.\\.\\.)" in _captions(app)


def test_the_dialog_shows_what_is_in_use_and_what_does_not_fit(app: AppTest) -> None:
    app.run()
    engine().workspace.manifests.attach(_dataset(), manifest("a/1.png,ann,,,,", "x.png,ben,,,,"))
    _on_datasets(app)

    app.button(key=f"manifest-{_dataset()}").click().run()

    assert not app.exception
    said = " ".join(text.value for text in app.markdown)
    assert "**1 of 2 pictures** have a row · 2 rows = 1 used + 1 not used" in said
    headings = [expander.label for expander in app.expander]
    assert "1 · Files that are not in the dataset" in headings
    assert "1 · Pictures without a row" in headings
    tables = [table.value for table in app.dataframe]
    assert any("x.png" in table.to_string() for table in tables)


def test_the_sample_comes_with_its_manifest(app: AppTest) -> None:
    app.run()

    engine().open_sample()

    sample = next(d for d in engine().workspace.datasets() if d.name.startswith("Sample"))
    attached = engine().workspace.manifests.about(sample.id)
    assert attached is not None
    assert attached.rows == 237
