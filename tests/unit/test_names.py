"""Names of contributors that others must not see."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from dedup_core.names import UNKNOWN, Names, hidden

PEOPLE = some.lists(some.text(min_size=1), unique=True, max_size=20)


def test_names_are_shown_as_they_are_unless_they_are_hidden() -> None:
    names = Names()

    assert names.person("mei") == "mei"
    assert names.person("") == UNKNOWN
    assert names.picture("mei/street/1.jpg", 4) == "mei/street/1.jpg"


@given(PEOPLE)
def test_each_contributor_has_an_alias_of_their_own(people: list[str]) -> None:
    names = hidden(people, "secret")

    assert len({names.person(name) for name in people}) == len(people)
    assert hidden(reversed(people), "secret") == names


def test_the_order_of_aliases_tells_nothing_of_the_names() -> None:
    people = [f"person {number:02}" for number in range(40)]

    orders = {
        tuple(sorted(people, key=hidden(people, secret).person)) for secret in ("one", "other")
    }

    assert len(orders) == 2
    assert tuple(people) not in orders


def test_somebody_without_an_alias_is_not_named() -> None:
    assert hidden(["mei"], "secret").person("raj") == "Contributor"


def test_a_hidden_path_names_neither_folder_nor_person() -> None:
    names = hidden(["Mei", "raj"], "secret")

    assert names.picture("Mei/street/IMG_1.jpg", 4) == "IMG_1.jpg"
    assert names.picture("raj/mei-0001.png", 4) == "picture 5.png"
    assert names.picture("street\\of raj\\IMG_1.jpg", 4) == "IMG_1.jpg"
    assert names.picture("IMG_1.mei", 4) == "picture 5"


def test_a_person_is_found_however_accents_are_written() -> None:
    names = hidden(["Jos\u00e9"], "secret")

    assert names.picture("jose\u0301-1.jpg", 4) == "picture 5.jpg"


def test_a_hidden_file_that_is_skipped_is_not_named_by_the_reason_either() -> None:
    names = hidden(["mei"], "secret")
    reason = "mei/1.png is damaged inside the zip: Bad CRC-32 for file 'mei/1.png'"

    assert names.skipped("mei/1.png", 4, reason) == ("1.png", "1.png is damaged inside the zip")
    assert names.skipped("mei/1.png", 4, "too large") == ("1.png", "too large")
    assert Names().skipped("mei/1.png", 4, reason) == ("mei/1.png", reason)
