"""Money without a float: what is written becomes a whole number of a currency's smallest units."""

from __future__ import annotations

import re
from decimal import Decimal

from dedup_core.manifest.problems import Kind

MOST_MINOR_UNITS = 10**12  # of one price: nine million of them still fit into 64 bits
_USUAL_PLACES = 2
_PLACES = {  # ISO 4217: digits behind the point, where they are not two
    **dict.fromkeys(["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"], 0),
    **dict.fromkeys(["RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"], 0),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    **dict.fromkeys(["CLF", "UYW"], 4),
}
# Lengths are bounded: a number of a million digits costs minutes to read.
_NUMBER = re.compile(r"([+-]?)([0-9]{1,18})(?:\.([0-9]{0,30}))?(?:[eE]([+-]?[0-9]{1,2}))?")
# With three digits behind it a comma may mean thousands, except behind a zero.
_DECIMAL_COMMA = re.compile(r"[+-]?(?:0,[0-9]+|[0-9]+,[0-9]{1,2})")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
_CODE = re.compile(r"[A-Z]{3}")


def is_currency(code: str) -> bool:
    """Whether it has the form of an ISO 4217 code: three capital letters."""
    return _CODE.fullmatch(code) is not None


def places(currency: str) -> int:
    """Digits behind the point that a currency has; two where none is known."""
    return _PLACES.get(currency, _USUAL_PLACES)


def minor_units(text: str, currency: str) -> int | Kind:
    """A written price in the currency's smallest units, or what is wrong with it.

    `0.15`, `0,15` and `1,234.50` are read; `1,234` is not, it may be either of two numbers.
    """
    found = _NUMBER.fullmatch(_with_a_point(text))
    if not found:
        return Kind.PRICE
    sign, whole, fraction, power = found.groups("")
    shift = int(power or 0) - len(fraction) + places(currency)
    units, lost = int(whole + fraction), 0
    if shift >= 0:
        units *= 10**shift
    else:
        units, lost = divmod(units, 10**-shift)
    if sign == "-" and (units or lost):
        return Kind.NEGATIVE
    if lost:
        return Kind.DIGITS
    return units if units <= MOST_MINOR_UNITS else Kind.PRICE


def amount(units: int, currency: str) -> Decimal:
    """Smallest units as an amount: 15 US cents are 0.15."""
    return Decimal((int(units < 0), tuple(map(int, str(abs(units)))), -places(currency)))


def in_words(units: int, currency: str) -> str:
    """An amount with its currency: `1,234.50 USD`."""
    return f"{amount(units, currency):,f} {currency}".rstrip()


def _with_a_point(text: str) -> str:
    if _DECIMAL_COMMA.fullmatch(text):
        return text.replace(",", ".")
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
