"""What the cells of a manifest mean, and what is said of those that mean nothing."""

from __future__ import annotations

import pytest

from dedup_core.errors import ManifestError
from dedup_core.manifest import Kind, Manifest, Mapping, guess_mapping, read_sheet, understand
from dedup_core.manifest.moments import in_words, moment
from tests.manifests import manifest, table


def _problems(found: Manifest) -> list[tuple[Kind, int]]:
    return [(problem.kind, problem.row) for problem in found.problems]


def test_every_column_that_means_something_is_read_and_the_others_are_kept() -> None:
    found = manifest(
        "a/1.jpg,ann,2025-03-14T12:00:11+08:00,Lights,0.15,USD,Pixel 8",
        header="Path,Tagger,Submitted At,campaign_name,Payout,ccy,device",
    )

    assert found.paths == ("a/1.jpg",)
    assert found.contributors == ("ann",)
    assert found.submitted_at_ms == (1741924811000,)
    assert found.campaigns == ("Lights",)
    assert (found.prices, found.currency) == ((15,), "USD")
    assert found.extra == {"device": ("Pixel 8",)}
    assert not found.problems


def test_a_wrong_guess_can_be_changed() -> None:
    sheet = read_sheet("m.csv", table("a.jpg,b.jpg,ann", header="file,image,who"))

    found = understand(sheet, Mapping(file="image", contributor="who"))

    assert found.paths == ("b.jpg",)
    assert found.contributors == ("ann",)


def test_no_column_is_guessed_to_mean_two_things() -> None:
    guess = guess_mapping(["Name", "image_path", "user name", "date", "Hash", "Preis"])

    assert guess == Mapping(
        file="image_path", contributor="user name", submitted_at="date", digest="Hash"
    )


def test_a_mapping_without_a_file_is_refused() -> None:
    sheet = read_sheet("m.csv", table("1,2", header="x,y"))

    with pytest.raises(ManifestError, match="names the file"):
        understand(sheet, guess_mapping(sheet.names))
    with pytest.raises(ManifestError, match="no column called “z”"):
        understand(sheet, Mapping(file="z"))
    with pytest.raises(ManifestError, match="no currency"):
        understand(sheet, Mapping(file="x"), currency="dollars")


@pytest.mark.parametrize(
    ("text", "at_ms"),
    [
        ("2025-03-14T12:00:11+08:00", 1741924811000),
        ("2025-03-14T04:00:11Z", 1741924811000),
        ("2025-03-14 04:00:11.250", 1741924811250),
        ("2025-03-14", 1741910400000),
        ("1741924811", 1741924811000),
        ("1741924811.5", 1741924811500),
        ("1741924811250", 1741924811250),
    ],
)
def test_times_are_read_in_the_usual_forms(text: str, at_ms: int) -> None:
    read = moment(text)

    assert read is not None
    assert read[0] == at_ms


@pytest.mark.parametrize(
    "text",
    [
        "14/03/2025",
        "03-04-2025",
        "yesterday",
        "2025-13-01",
        "1969-12-31",
        "9999-12-31T23:30:00-01:00",
        "12",
        "9" * 30,
        "=NOW()",
    ],
)
def test_a_time_that_may_mean_several_or_nothing_is_a_problem(text: str) -> None:
    found = manifest(f"a.jpg,ann,{text},,,")

    assert found.submitted_at_ms == (-1,)
    assert _problems(found) == [(Kind.DATE, 2)]
    assert text in found.problems[0].words


def test_a_time_without_a_zone_is_said_to_be_taken_as_utc() -> None:
    found = manifest("a.jpg,ann,2025-03-14 12:00,,,", "b.jpg,ann,2025-03-14T12:00Z,,,")

    assert found.submitted_at_ms == (1741953600000,) * 2
    assert found.notes == ("Times without a zone are taken as UTC: 1.",)
    assert in_words(found.submitted_at_ms[0]) == "2025-03-14 12:00:00 UTC"


def test_an_unknown_time_price_or_campaign_is_no_problem() -> None:
    found = manifest("a.jpg,ann,,,,")

    assert (found.submitted_at_ms, found.prices, found.campaigns) == ((-1,), (0,), ("",))
    assert not found.problems


@pytest.mark.parametrize(
    ("price", "kind"),
    [("-0.15", Kind.NEGATIVE), ("0.155", Kind.DIGITS), ("a lot", Kind.PRICE)],
)
def test_a_price_that_cannot_be_paid_is_a_problem_and_unknown(price: str, kind: Kind) -> None:
    found = manifest("a.jpg,ann,,,0.15,USD", f"b.jpg,ann,,,{price},USD")

    assert found.prices == (15, 0)
    assert _problems(found) == [(kind, 3)]
    assert price in found.problems[0].words


def test_the_currency_that_most_rows_have_is_that_of_the_dataset() -> None:
    found = manifest(
        "a.jpg,ann,,,15,jpy", "b.jpg,ann,,,0.15,USD", "c.jpg,ann,,,0.20,USD", "d.jpg,ann,,,0.10,"
    )

    assert found.currency == "USD"
    assert found.prices == (0, 15, 20, 0)
    assert _problems(found) == [(Kind.CURRENCY, 2), (Kind.CURRENCY, 5)]


def test_a_currency_can_be_given_for_the_rows_that_name_none() -> None:
    found = manifest("a.jpg,ann,,,150,", "b.jpg,ann,,,200,JPY", currency="JPY")

    assert (found.currency, found.prices) == ("JPY", (150, 200))
    assert not found.problems


def test_prices_without_any_currency_are_read_with_two_digits_and_it_is_said() -> None:
    found = manifest("a.jpg,0.15", header="file,price")

    assert (found.currency, found.prices) == ("", (15,))
    assert "two digits" in found.notes[0]
    assert not found.problems


def test_a_word_that_is_no_currency_is_a_problem() -> None:
    found = manifest("a.jpg,ann,,,0.15,dollars")

    assert found.prices == (0,)
    assert _problems(found) == [(Kind.CURRENCY, 2)]


def test_a_row_without_a_contributor_or_without_a_file_is_named() -> None:
    found = manifest("a.jpg,,,,,", ",ann,,,,", "b.jpg,ben,,,,")

    assert found.paths == ("a.jpg", "b.jpg")
    assert sorted(_problems(found), key=lambda said: said[1]) == [
        (Kind.CONTRIBUTOR, 2),
        (Kind.NO_FILE, 3),
    ]
    assert found.found == 3


def test_blanks_around_a_name_do_not_make_another_person() -> None:
    found = manifest("a.jpg, ann ,,,,", "b.jpg,ann,,,,")

    assert found.contributors == ("ann", "ann")


def test_a_digest_that_is_no_sha_256_is_not_used_and_it_is_said() -> None:
    found = manifest("a.jpg,d41d8cd98f00b204e9800998ecf8427e", header="file,checksum")

    assert found.digests == ("",)
    assert found.notes == ("Digests that are no SHA-256 are not used: 1.",)
