"""Saved views: shared, named once, never lost by a slip."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup_core.errors import StoreError
from dedup_core.store import Workspace
from dedup_core.store.views import LONGEST_NAME, View


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def _save(workspace: Workspace, name: str, *, dataset: str = "d", query: str = "show=open") -> View:
    return workspace.views.save(name, query, dataset=dataset, by="Ana")


def _names(workspace: Workspace, dataset: str = "d") -> list[str]:
    return [view.name for view in workspace.views.of(dataset)]


def test_a_view_is_there_for_the_next_one_who_opens_the_workspace(tmp_path: Path) -> None:
    first = Workspace(tmp_path)
    saved = _save(first, "To do", query="show=open&text=")
    first.close()

    assert Workspace(tmp_path).views.of("d") == [saved]
    assert (saved.query, saved.by) == ("show=open&text=", "Ana")


def test_views_of_a_dataset_stay_with_it_and_others_are_offered_everywhere(
    workspace: Workspace,
) -> None:
    _save(workspace, "mine")
    _save(workspace, "Ours", dataset="")
    _save(workspace, "theirs", dataset="e")

    assert _names(workspace) == ["mine", "Ours"]
    assert _names(workspace, "e") == ["Ours", "theirs"]


@pytest.mark.parametrize("name", ["", "  \n\t ", "\x00\x1b", "x" * (LONGEST_NAME + 1)])
def test_a_view_needs_a_name_that_fits(workspace: Workspace, name: str) -> None:
    with pytest.raises(StoreError):
        _save(workspace, name)

    assert _names(workspace) == []


def test_two_views_of_one_list_never_have_the_same_name(workspace: Workspace) -> None:
    _save(workspace, "To do")
    _save(workspace, "Copies", dataset="")

    for name, dataset in (("TO  DO", "d"), ("copies", "d"), ("to do", "")):
        with pytest.raises(StoreError, match="already"):
            _save(workspace, name, dataset=dataset)
    _save(workspace, "to do", dataset="e")

    assert _names(workspace) == ["Copies", "To do"]
    assert _names(workspace, "e") == ["Copies", "to do"]


def test_a_view_gets_another_name_and_its_own_is_no_obstacle(workspace: Workspace) -> None:
    view = _save(workspace, "to do")
    _save(workspace, "other")

    workspace.views.rename(view, "To do ")
    with pytest.raises(StoreError, match="already"):
        workspace.views.rename(view, "Other")

    assert _names(workspace) == ["other", "To do"]


def test_a_deleted_view_comes_back_as_it_was(workspace: Workspace) -> None:
    view = _save(workspace, "To do")

    workspace.views.remove(view)
    assert _names(workspace) == []
    workspace.views.restore(view)

    assert workspace.views.of("d") == [view]


def test_a_deleted_view_does_not_come_back_beside_one_of_its_name(workspace: Workspace) -> None:
    view = _save(workspace, "To do")
    workspace.views.remove(view)
    _save(workspace, "to do")

    with pytest.raises(StoreError, match="already"):
        workspace.views.restore(view)

    assert _names(workspace) == ["to do"]


def test_names_and_queries_are_kept_letter_by_letter(workspace: Workspace) -> None:
    name, query = "'; DROP TABLE views; -- 写真 <b>", "text=%27%3B&folder=%3Cb%3E"

    _save(workspace, name, query=query)

    assert [(view.name, view.query) for view in workspace.views.of("d")] == [(name, query)]
