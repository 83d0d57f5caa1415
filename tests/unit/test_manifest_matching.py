"""Which picture a row of a manifest means; rows and pictures always add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.manifest import Kind, Matched, first_rows, match, nothing_known
from dedup_core.model import Skipped
from tests.making import catalog_of
from tests.manifests import digest, manifest, of_paths


def _problems(matched: Matched) -> list[tuple[Kind, str]]:
    return [(problem.kind, problem.words) for problem in matched.problems]


def test_each_picture_gets_what_its_row_says() -> None:
    catalog = catalog_of(["a.jpg", "b.jpg", "c.jpg"])
    rows = manifest(
        "c.jpg,cid,2025-03-14T00:00Z,Two,0.30,USD,x", "a.jpg,ann,,One,0.15,USD,y",
        header="file,contributor,time,campaign,price,currency,device",
    )  # fmt: skip

    matched = match(rows, catalog)

    found = matched.submissions
    assert found.contributor == ("ann", "", "cid")
    assert found.campaign == ("One", "", "Two")
    assert found.submitted_at_ms.tolist() == [-1, -1, 1741910400000]
    assert found.price.tolist() == [15, 0, 30]
    assert found.known.tolist() == [True, False, True]
    assert (found.contributors, found.total) == (2, 45)
    assert found.extra == {"device": ("y", "", "x")}
    assert _problems(matched) == [(Kind.WITHOUT_ROW, "b.jpg")]
    assert (matched.rows, matched.matched, matched.unmatched, matched.without) == (2, 2, 0, 1)


@pytest.mark.parametrize(
    ("written", "paths"),
    [
        (["dex\\1.jpg", "ivy\\2.jpg"], ["dex/1.jpg", "ivy/2.jpg"]),
        (["./dex/1.jpg", ".//ivy/2.jpg"], ["dex/1.jpg", "ivy/2.jpg"]),
        (["/data/in/dex/1.jpg", "/data/in/ivy/2.jpg"], ["dex/1.jpg", "ivy/2.jpg"]),
        (["C:\\in\\dex\\1.jpg", "C:\\in\\ivy\\2.jpg"], ["dex/1.jpg", "ivy/2.jpg"]),
        (["dex/1.jpg", "ivy/2.jpg"], ["upload/in/dex/1.jpg", "upload/in/ivy/2.jpg"]),
        (["here/dex/1.jpg", "here/ivy/2.jpg"], ["there/dex/1.jpg", "there/ivy/2.jpg"]),
        (["dex/1.jpg", "dex/2.jpg"], ["1.jpg", "2.jpg"]),
        (["o\N{COMBINING DIAERESIS}.jpg"], ["\N{LATIN SMALL LETTER O WITH DIAERESIS}.jpg"]),
        ([" 1.jpg", "2.jpg"], ["1.jpg", "2.jpg"]),
    ],
)  # fmt: skip
def test_a_path_from_another_system_or_folder_is_found(
    written: list[str], paths: list[str]
) -> None:
    matched = match(of_paths(written), catalog_of(paths))

    assert matched.submissions.contributor == tuple(str(row) for row in range(len(paths)))
    assert not matched.problems


def test_a_changed_leading_folder_is_said() -> None:
    matched = match(of_paths(["in/a.jpg", "in/b.jpg"]), catalog_of(["a.jpg", "b.jpg"]))

    assert matched.notes == ("Paths are read without the leading “in/”.",)


def test_a_file_of_the_same_name_in_another_folder_is_not_taken() -> None:
    matched = match(of_paths(["ann/1.jpg", "ben/1.jpg"]), catalog_of(["1.jpg", "ben/1.jpg"]))

    assert matched.submissions.contributor == ("", "1")
    assert _problems(matched) == [(Kind.MISSING, "ann/1.jpg"), (Kind.WITHOUT_ROW, "1.jpg")]


def test_a_name_with_a_backslash_is_found_as_it_is() -> None:
    matched = match(of_paths(["a\\b.jpg", "c.jpg"]), catalog_of(["a/b.jpg", "a\\b.jpg"]))

    assert matched.submissions.contributor == ("", "0")


def test_a_skipped_file_is_named_with_the_reason() -> None:
    catalog = catalog_of(["a.jpg"], skipped=[Skipped("broken.jpg", "not a picture")])

    matched = match(of_paths(["a.jpg", "broken.jpg", "gone.jpg"]), catalog)

    assert _problems(matched) == [
        (Kind.SKIPPED, "broken.jpg: not a picture"),
        (Kind.MISSING, "gone.jpg"),
    ]


def test_equal_rows_merge_and_of_different_ones_the_first_counts() -> None:
    rows = manifest("a.jpg,ann,,,0.15,USD", "./a.jpg,ann,,,0.15,USD", "a.jpg,ben,,,0.15,USD")

    matched = match(rows, catalog_of(["a.jpg"]))

    assert matched.submissions.contributor == ("ann",)
    assert (matched.rows, matched.matched, matched.merged, matched.unmatched) == (3, 1, 1, 1)
    (problem,) = matched.problems
    assert (problem.kind, problem.row) == (Kind.REPEATED, 4)
    assert "row 2" in problem.words


def test_a_renamed_picture_is_found_by_its_content() -> None:
    catalog = catalog_of(["new.jpg", "b.jpg"], digests=[digest("a"), digest("b")])

    matched = match(of_paths(["old.jpg", "b.jpg"], [digest("a"), digest("b")]), catalog)

    assert matched.submissions.contributor == ("0", "1")
    assert not matched.problems


def test_two_pictures_that_swapped_names_keep_their_contributors() -> None:
    catalog = catalog_of(["a.jpg", "b.jpg"], digests=[digest("b"), digest("a")])

    matched = match(of_paths(["a.jpg", "b.jpg"], [digest("a"), digest("b")]), catalog)

    assert matched.submissions.contributor == ("1", "0")


def test_equal_copies_keep_their_own_rows() -> None:
    same = digest("same")
    catalog = catalog_of(["a.jpg", "b.jpg", "c.jpg"], digests=[same] * 3)

    matched = match(of_paths(["c.jpg", "x.jpg", "a.jpg"], [same] * 3), catalog)

    assert matched.submissions.contributor == ("2", "1", "0")


def test_another_content_at_the_path_is_said_and_the_path_counts() -> None:
    catalog = catalog_of(["a.jpg"], digests=[digest("other")])

    matched = match(of_paths(["a.jpg"], [digest("a")]), catalog)

    assert matched.submissions.contributor == ("0",)
    assert [problem.kind for problem in matched.problems] == [Kind.CHANGED]


def test_a_picture_that_another_row_means_by_content_is_not_given_twice() -> None:
    catalog = catalog_of(["a.jpg"], digests=[digest("b")])

    matched = match(of_paths(["a.jpg", "b.jpg"], [digest("a"), digest("b")]), catalog)

    assert matched.submissions.contributor == ("1",)
    assert _problems(matched) == [(Kind.MISSING, "a.jpg")]


def test_rows_can_name_contents_alone() -> None:
    catalog = catalog_of(["a.jpg", "b.jpg"], digests=[digest("a"), digest("b")])
    rows = manifest(f"{digest('b').upper()},ben", header="sha256,contributor")

    matched = match(rows, catalog)

    assert matched.submissions.contributor == ("", "ben")


def test_the_preview_shows_rows_as_they_are_understood() -> None:
    catalog = catalog_of(["dex/1.jpg"])
    rows = manifest("dex\\1.jpg,dex,2025-03-14T12:00:11+08:00,Lights,1234.5,USD", "no.jpg,dex,,,,")

    first, second = first_rows(rows, match(rows, catalog), catalog, most=5)

    assert (first.picture, first.submitted) == ("dex/1.jpg", "2025-03-14 04:00:11 UTC")
    assert first.price == "1,234.50 USD"
    assert (second.row, second.picture, second.price) == (3, "", "")


def test_without_a_manifest_nothing_is_known_of_any_picture() -> None:
    blank = nothing_known(3)

    assert len(blank) == 3
    assert (blank.contributors, blank.total) == (0, 0)
    assert not blank.known.any()
    assert np.all(blank.submitted_at_ms == -1)


_NAMES = st.sampled_from(["a.jpg", "b.jpg", "in/a.jpg", "in/b.jpg", "./a.jpg", "in\\b.jpg", "x"])
_CONTENTS = st.sampled_from(["", digest("1"), digest("2"), digest("3")])


@given(
    st.lists(st.tuples(_NAMES, _CONTENTS), min_size=1, max_size=8),
    st.dictionaries(st.sampled_from(["a.jpg", "b.jpg", "in/a.jpg", "in/b.jpg"]), _CONTENTS),
)
def test_rows_and_pictures_always_add_up(
    rows: list[tuple[str, str]], pictures: dict[str, str]
) -> None:
    paths = sorted(pictures)
    catalog = catalog_of(paths, digests=[pictures[path] for path in paths] or None)

    matched = match(of_paths([p for p, _ in rows], [d for _, d in rows]), catalog)

    kinds = [problem.kind for problem in matched.problems]
    assert matched.rows == len(rows)
    assert matched.matched == int(matched.submissions.known.sum())
    assert matched.unmatched == sum(
        kind in (Kind.MISSING, Kind.SKIPPED, Kind.REPEATED) for kind in kinds
    )
    assert matched.without == kinds.count(Kind.WITHOUT_ROW)
