"""Money is exact whatever is written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.manifest import Kind, amount, in_words, minor_units
from dedup_core.manifest.money import MOST_MINOR_UNITS, places
from tests.manifests import manifest

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KRW", "KWD", "BHD", "TND", "CLF", ""])
UNITS = st.integers(0, MOST_MINOR_UNITS)


@given(UNITS, CURRENCIES)
def test_an_amount_is_read_as_it_was_written(units: int, currency: str) -> None:
    written = f"{amount(units, currency):f}"
    shown = in_words(units, currency).removesuffix(currency).replace(",", "").strip()

    assert minor_units(written, currency) == units
    assert shown == written


@given(UNITS, CURRENCIES)
def test_zeros_behind_the_last_digit_change_nothing(units: int, currency: str) -> None:
    written = f"{amount(units, currency):f}"
    longer = f"{written}000" if "." in written else f"{written}.000"

    assert minor_units(longer, currency) == units


@given(
    st.decimals(0, 10**6, allow_nan=False, allow_infinity=False, places=6),
    CURRENCIES,
)
def test_nothing_is_rounded(price: Decimal, currency: str) -> None:
    found = minor_units(f"{price:f}", currency)

    finer = price != round(price, places(currency))
    assert found == (Kind.DIGITS if finer else int(price.scaleb(places(currency))))


@given(st.lists(st.decimals(0, 10**4, allow_nan=False, places=2), min_size=1, max_size=30))
def test_the_sum_of_minor_units_is_the_sum_of_what_was_written(prices: list[Decimal]) -> None:
    rows = [f"{n}.jpg,ann,,,{price},EUR" for n, price in enumerate(prices)]

    found = manifest(*rows)

    assert not found.problems
    assert amount(sum(found.prices), "EUR") == sum(prices)


@given(st.text(max_size=40), CURRENCIES)
def test_any_text_gives_units_or_a_problem(text: str, currency: str) -> None:
    found = minor_units(text, currency)

    assert isinstance(found, Kind) or 0 <= found <= MOST_MINOR_UNITS


@pytest.mark.parametrize(
    ("written", "currency", "found"),
    [
        ("0.15", "USD", 15),
        ("0,15", "USD", 15),
        ("0,155", "KWD", 155),
        ("1,234.50", "USD", 123450),
        ("1,234", "USD", Kind.PRICE),
        ("150", "JPY", 150),
        ("1.5", "JPY", Kind.DIGITS),
        ("0.155", "USD", Kind.DIGITS),
        ("0.155", "KWD", 155),
        ("1.5e2", "JPY", 150),
        ("-0.01", "USD", Kind.NEGATIVE),
        ("-0.001", "USD", Kind.NEGATIVE),
        ("-0", "USD", 0),
        ("1e99", "USD", Kind.PRICE),
        ("9" * 400, "USD", Kind.PRICE),
        ("$0.15", "USD", Kind.PRICE),
        ("nan", "USD", Kind.PRICE),
        ("\N{ARABIC-INDIC DIGIT ONE}", "USD", Kind.PRICE),
    ],
)
def test_prices_as_people_write_them(written: str, currency: str, found: int | Kind) -> None:
    assert minor_units(written, currency) == found
