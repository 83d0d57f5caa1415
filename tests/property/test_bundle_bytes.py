"""No byte of a bundle can be changed without being found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.bundle.container import pack, unpack
from dedup_core.errors import BundleError

NAMES = frozenset({"a.json", "b.jsonl", "c.jsonl"})
texts = st.binary(min_size=1, max_size=200)


def _named(data: bytes) -> str:
    """What is said of a file: which parts were changed, or that it cannot be read."""
    try:
        return ", ".join(unpack(data, NAMES).altered)
    except BundleError as error:
        return str(error)


@given(texts, texts, texts, st.data())
def test_a_flipped_bit_anywhere_is_found(a: bytes, b: bytes, c: bytes, data: st.DataObject) -> None:
    whole = bytearray(pack(dict(zip(sorted(NAMES), (a, b, c), strict=True))))
    place = data.draw(st.integers(0, len(whole) - 1), label="byte")
    bit = data.draw(st.integers(0, 7), label="bit")

    whole[place] ^= 1 << bit

    assert _named(bytes(whole))


@given(texts, texts, texts, st.data())
def test_a_byte_less_or_more_is_found(a: bytes, b: bytes, c: bytes, data: st.DataObject) -> None:
    whole = pack(dict(zip(sorted(NAMES), (a, b, c), strict=True)))
    place = data.draw(st.integers(0, len(whole) - 1))

    assert _named(whole[:place] + whole[place + 1 :])
    assert _named(whole[:place] + b"\0" + whole[place:])
    assert not _named(whole)


def test_every_single_byte_of_a_small_bundle_counts() -> None:
    whole = pack({"a.json": b"{}\n", "b.jsonl": b'["x"]\n', "c.jsonl": b"[]\n"})

    unseen = []
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 0x55
        if not _named(bytes(changed)):
            unseen.append(place)

    assert unseen == []


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(BundleError, match="not a decision bundle"):
        unpack(data, NAMES)


def test_a_part_is_named_by_the_byte_that_was_changed(tmp_path: Path) -> None:
    whole = bytearray(pack({"a.json": b"AAAA", "b.jsonl": b"BBBB", "c.jsonl": b"CCCC"}))

    whole[whole.index(b"BBBB")] ^= 1

    assert _named(bytes(whole)) == "b.jsonl"
