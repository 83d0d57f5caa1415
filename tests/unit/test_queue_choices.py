"""What there is to filter by, with counts that add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dedup_core.manifest import nothing_known
from dedup_core.review.queue import Choice, choices, contributors, priced
from dedup_core.review.queue.choices import MOST_FOLDERS
from tests.making import catalog_of

NOON_ON_29_FEBRUARY_2024 = 1_709_208_000_000
PATHS = st.lists(st.from_regex(r"([ab]{1,2}/){0,3}[xy]", fullmatch=True), max_size=20, unique=True)


def test_cameras_come_with_their_pictures_the_most_first() -> None:
    catalog = catalog_of(list("abcde"), camera=["Pixel", "", "Canon", "Nikon", "Canon"])

    assert choices(catalog).cameras == (Choice("Canon", 2), Choice("Nikon", 1), Choice("Pixel", 1))


def test_contributors_come_with_their_pictures_and_nobody_is_none() -> None:
    known = replace(nothing_known(4), contributor=("Ben", "", "Ana", "Ben"))

    assert contributors(known) == (Choice("Ben", 2), Choice("Ana", 1))
    assert contributors(nothing_known(4)) == ()


def test_prices_are_known_when_any_is() -> None:
    some = nothing_known(2)
    some.price[1] = 5

    assert priced(some)
    assert not priced(nothing_known(2))


@given(PATHS)
def test_a_folder_counts_all_that_lies_below_it(paths: list[str]) -> None:
    folders = choices(catalog_of(paths)).folders

    for folder in folders:
        below = [path for path in paths if path.startswith(f"{folder.name}/")]
        assert folder.pictures == len(below) > 0
    assert [folder.name for folder in folders] == sorted({folder.name for folder in folders})
    assert {path.rpartition("/")[0] for path in paths} - {""} <= {f.name for f in folders}


def test_of_very_many_folders_only_the_upper_ones_are_offered() -> None:
    paths = [f"top {i % 7}/{i}/x" for i in range(MOST_FOLDERS + 1)]

    folders = choices(catalog_of(paths)).folders

    assert [folder.name for folder in folders] == [f"top {i}" for i in range(7)]
    assert sum(folder.pictures for folder in folders) == len(paths)


def test_days_are_those_of_known_times_only() -> None:
    a_day_ms = 86_400_000
    taken = [-1, NOON_ON_29_FEBRUARY_2024, NOON_ON_29_FEBRUARY_2024 + a_day_ms]

    found = choices(catalog_of(list("abc"), taken_at_ms=taken))

    assert found.taken == (date(2024, 2, 29), date(2024, 3, 1))
    assert choices(catalog_of(list("abc"))).taken is None


def test_a_dataset_without_pictures_offers_nothing() -> None:
    found = choices(catalog_of([]))

    assert (found.cameras, found.folders, found.taken) == ((), (), None)
