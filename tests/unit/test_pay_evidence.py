"""What is said of two accounts and of two pictures, in words, and where accounts are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from dedup_core.judged import COPY
from dedup_core.names import Names, hidden
from dedup_core.pay import (
    FACTS,
    Payroll,
    Shared,
    across,
    network,
    of_accounts,
    of_pictures,
    shared,
)
from tests.paying import payroll
from tests.ruling import desk

NOON_MS = 1_741_003_200_000  # 2025-03-03 12:00 UTC
HOUR_MS, DAY_MS = 3_600_000, 86_400_000
BAD_FAITH = ("cheat", "fraud", "stole", "steal", "fake", "suspic", "guilt", "forg")


def _two(**told: object) -> Payroll:
    """`ivy` submitted a copy of what `mei` had submitted a day before; and one more each."""
    known = {
        "submitted_at_ms": [NOON_MS, NOON_MS + DAY_MS, NOON_MS, NOON_MS],
        "contributor": ["mei", "ivy", "mei", "ivy"],
    }
    return payroll(
        desk(["m/1", "i/1", "m/2", "i/2"], [[0, 1]], related={(0, 1): COPY}, **known | told)
    )


def _words(found: Payroll, names: Names | None = None) -> list[str]:
    return [fact.words for fact in of_pictures(found, 0, 1, names=names or Names())]


def test_what_two_files_tell_is_said_and_what_differs_is_marked() -> None:
    found = _two(
        taken_at_ms=[NOON_MS, NOON_MS + 2 * HOUR_MS, -1, -1],
        camera=["Canon 7", "Pixel", "", ""],
        latitude=[1.3, 1.301, np.nan, np.nan],
        longitude=[103.8, 103.8, np.nan, np.nan],
    )

    facts = of_pictures(found, 0, 1, names=Names())

    assert [(fact.words, fact.differs) for fact in facts] == [
        ("Submitted 24 h later", False),
        ("Camera Canon 7, then Pixel", True),
        ("The copy’s file is dated 2 h later", True),
        ("The files tell places 111 m apart", True),
    ]


def test_one_moment_on_two_clocks_is_one_time() -> None:
    found = _two(
        taken_at_ms=[NOON_MS, NOON_MS - 8 * HOUR_MS, -1, -1],
        utc_offset_minutes=[480, 0, np.nan, np.nan],
    )

    assert "Both files tell the same time" in _words(found)
    assert not across(found).other_date.any()


def test_a_serial_number_is_shown_by_its_end_and_not_at_all_with_hidden_names() -> None:
    found = _two(camera=["Canon 7", "Canon 7", "", ""], serial=["031024001234"] * 4)

    assert "Same serial number in both files, ending in 1234" in _words(found)
    concealed = _words(found, hidden(found.names, "secret"))
    assert "Same serial number in both files" in concealed
    assert "1234" not in " ".join(concealed)


@pytest.mark.parametrize("serial", ["1234", "1234567"])
def test_a_short_serial_number_is_never_told(serial: str) -> None:
    found = _two(camera=["Canon 7", "Canon 7", "", ""], serial=[serial] * 4)

    assert serial[-4:] not in " ".join(_words(found))


def test_places_are_not_told_with_hidden_names() -> None:
    found = _two(latitude=1.3, longitude=103.8)

    assert "Both files tell the same place" in _words(found)
    assert not any("place" in said for said in _words(found, hidden(found.names, "secret")))


def test_nothing_is_made_of_what_files_do_not_tell() -> None:
    assert _words(_two(submitted_at_ms=[-1, NOON_MS, -1, -1])) == [
        "It is unknown which was submitted first"
    ]


def test_the_facts_of_two_accounts_are_sentences_without_a_word_of_bad_faith() -> None:
    found = _two(
        camera=["Canon 7"] * 4,
        serial=["031024001234"] * 4,
        taken_at_ms=[NOON_MS, NOON_MS + HOUR_MS, NOON_MS, NOON_MS + 60_000],
        latitude=1.3,
        longitude=103.8,
    )

    told = of_accounts(across(found), 0, Names())

    assert [words for _, words in told] == [
        "1 picture of ivy is a copy of what mei submitted",
        "It is known to be submitted later",
        "It names the same camera model",
        "It names the same serial number",
        "It tells another date in the file",
        "Both took pictures of their own with one and the same camera",
        "1 picture of ivy’s own was taken within 30 m and 10 minutes of one of mei’s",
    ]
    every = " ".join(f"{fact.title} {fact.meaning} {fact.innocent}" for fact in FACTS).lower()
    assert all(fact.innocent for fact in FACTS)
    assert not [word for word in BAD_FAITH if word in every]


def test_hidden_names_are_hidden_in_the_facts() -> None:
    found = _two()

    told = of_accounts(across(found), 0, hidden(found.names, "secret"))

    said = " ".join(words for _, words in told)
    assert "Contributor" in said
    assert "ivy" not in said
    assert "mei" not in said


def test_only_chosen_pictures_are_shared() -> None:
    found = _two()
    without_the_copy = np.array([True, False, True, True])

    assert not len(across(found, without_the_copy))
    assert not len(shared(found, "mei", "ivy", chosen=without_the_copy)[0])
    assert [rows.tolist() for rows in shared(found, "mei", "ivy")] == [[0], [1]]


def _campaign(pairs: list[tuple[str, str]]) -> tuple[Payroll, Shared]:
    """For each pair of accounts one picture, and a copy of it a day later."""
    rows = len(pairs) * 2
    found = payroll(
        desk(
            [f"{row:03}" for row in range(rows)],
            [[row, row + 1] for row in range(0, rows, 2)],
            related={(row, row + 1): COPY for row in range(0, rows, 2)},
            contributor=[name for pair in pairs for name in pair],
            submitted_at_ms=[NOON_MS + DAY_MS * (row % 2) for row in range(rows)],
        )
    )
    return found, across(found)


def test_each_connected_part_is_drawn_in_a_box_of_its_own_and_always_the_same() -> None:
    found, pairs = _campaign([("a", "b"), ("b", "c"), ("c", "d"), ("x", "y")])

    drawn = network(found, pairs)

    assert drawn.account == ("a", "b", "c", "d", "x", "y")
    assert drawn.part.tolist() == [0, 0, 0, 0, 1, 1]
    arrows = zip(drawn.first.tolist(), drawn.other.tolist(), strict=True)
    named = [(drawn.account[one], drawn.account[other]) for one, other in arrows]
    assert named == list(zip(pairs.first, pairs.other, strict=True))
    for part in (0, 1):
        box = drawn.place[drawn.part == part]
        assert np.allclose(box.min(axis=0), 0)
        assert np.ptp(box[:, 0]) >= np.ptp(box[:, 1])
    assert np.array_equal(drawn.place, network(found, pairs).place)


def test_arrows_are_about_one_long_and_no_two_dots_touch() -> None:
    star = [("hub", f"leaf {at}") for at in range(8)]
    found, pairs = _campaign([*star, ("leaf 0", "leaf 1"), ("leaf 3", "far"), ("far", "farther")])

    drawn = network(found, pairs)

    lengths = np.linalg.norm(drawn.place[drawn.first] - drawn.place[drawn.other], axis=1)
    assert lengths.min() > 0.5
    assert lengths.max() < 1.6
    apart = np.linalg.norm(drawn.place[:, None] - drawn.place[None], axis=2)
    assert apart[~np.eye(len(apart), dtype=bool)].min() > 0.3


def test_only_the_strongest_pairs_are_drawn() -> None:
    found, pairs = _campaign([("a", "b"), ("a", "b"), ("c", "d"), ("e", "f")])

    drawn = network(found, pairs, most=1)

    assert drawn.account == ("a", "b")
    assert drawn.pictures.tolist() == [2, 2]
    assert not network(*_campaign([])).account
