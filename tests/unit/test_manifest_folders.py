"""Contributors from the names of folders."""

from __future__ import annotations

import pytest

from dedup_core.errors import ManifestError
from dedup_core.manifest import Kind, first_pictures, folder_pattern, match_folders
from tests.making import catalog_of


@pytest.mark.parametrize(
    ("pattern", "path", "contributor"),
    [
        ("{contributor}/...", "ann/1.jpg", "ann"),
        ("{contributor}/...", "ann/monday/1.jpg", "ann"),
        ("/{contributor}/.../", "ann/1.jpg", "ann"),
        ("*/{contributor}/...", "lights/ann/1.jpg", "ann"),
        ("in/{contributor}/*.jpg", "in/ann/1.jpg", "ann"),
        ("user-{contributor}/...", "user-ann/1.jpg", "ann"),
        ("{contributor}_*", "ann_0001.jpg", "ann"),
        ("{contributor}.jpg", "ann.jpg.jpg", "ann.jpg"),
        ("*-{contributor}-*/...", "2025-ann-x-y/1.jpg", "ann"),
    ],
)
def test_the_contributor_is_read_where_the_pattern_says(
    pattern: str, path: str, contributor: str
) -> None:
    matched = match_folders(folder_pattern(pattern), catalog_of([path]))

    assert matched.submissions.contributor == (contributor,)
    assert matched.matched == 1
    assert not matched.problems


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("{contributor}/...", "1.jpg"),
        ("{contributor}/*", "ann/monday/1.jpg"),
        ("in/{contributor}/...", "out/ann/1.jpg"),
        ("user-{contributor}/...", "user-/1.jpg"),
        ("{contributor}_*", "0001.jpg"),
        ("{contributor}/...", " /1.jpg"),
    ],
)
def test_a_path_that_does_not_fit_is_named(pattern: str, path: str) -> None:
    matched = match_folders(folder_pattern(pattern), catalog_of([path]))

    assert matched.submissions.contributor == ("",)
    assert [(problem.kind, problem.words) for problem in matched.problems] == [(Kind.NO_FIT, path)]


def test_campaign_and_contributor_are_read_together() -> None:
    pattern = folder_pattern("{campaign}/user-{contributor}/...")

    matched = match_folders(pattern, catalog_of(["lights/user-ann/1.jpg"]))

    assert matched.submissions.campaign == ("lights",)
    assert matched.submissions.contributor == ("ann",)
    assert matched.submissions.price.tolist() == [0]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("", "names between"),
        ("*/...", "{contributor}"),
        ("{campaign}/...", "{contributor}"),
        ("{contributor}/{contributor}/...", "once"),
        ("{contributor}{campaign}/...", "between two holes"),
        ("{contributor}*/...", "between two holes"),
        ("{who}/...", "{who} is not known"),
        ("{contributor}//...", "names between"),
        (".../{contributor}/...", "names between"),
        ("{contributor}/" + "x" * 600, "longer than"),
    ],
)
def test_a_pattern_that_makes_no_sense_is_refused(pattern: str, words: str) -> None:
    with pytest.raises(ManifestError) as refused:
        folder_pattern(pattern)

    assert words in str(refused.value)


def test_signs_of_regular_expressions_are_plain_text() -> None:
    matched = match_folders(
        folder_pattern("(a+)+${contributor}/..."), catalog_of(["(a+)+$x/1.jpg"])
    )

    assert matched.submissions.contributor == ("x",)


def test_the_preview_shows_one_picture_of_each_folder_first() -> None:
    catalog = catalog_of(["ann/1.jpg", "ann/2.jpg", "ben/1.jpg", "cid/1.jpg"])

    shown = first_pictures(
        match_folders(folder_pattern("{contributor}/..."), catalog), catalog, most=3
    )

    assert [row.contributor for row in shown] == ["ann", "ben", "cid"]
