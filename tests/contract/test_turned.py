"""Stored turned hashes are those that the turned picture itself would have."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from dedup_core import decode
from dedup_core.decode import Upright
from dedup_core.errors import MethodError
from dedup_core.fingerprints import ahash, dhash, exact, pdq, phash, whash
from dedup_core.fingerprints.base import Method, Metric
from dedup_core.fingerprints.turned import TURNS, inverse, turn_words, turned, turned_method
from dedup_core.search import turned as search
from tests.making import data_of, photo

Values = NDArray[np.uint8]
BASES = [phash.METHOD, dhash.METHOD, ahash.METHOD, whash.METHOD, pdq.METHOD]
EVERY_BASE = pytest.mark.parametrize("base", BASES, ids=lambda base: base.name)
EVERY_TURN = pytest.mark.parametrize("turn", range(TURNS))
# Bits that a quarter turn may move: Pillow resizes across before down, and rounds in between
MOST_MOVED = {"phash": 2, "dhash": 0, "ahash": 2, "whash": 2, "pdq": 0}
SIZES = [(96, 72), (301, 200), (233, 350)]


def _turn(image: Image.Image, turn: int) -> Image.Image:
    """What a viewer would do; `turn` as in `fingerprints.turned`."""
    if turn >= 4:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return image.rotate(-90 * (turn % 4), expand=True)


def _values(method: Method, *images: Image.Image, exactly: bool = True) -> Values:
    uprights = (decode.decode(data_of(image), exactly=exactly).upright for image in images)
    return method.fingerprint(np.stack([method.reduce(upright) for upright in uprights]))


def _compared(method: Method, values: Values) -> Values:
    return values if method.compared is None else method.compared(values)


def _all_turns(base: Method, image: Image.Image, *, exactly: bool) -> Values:
    """The stored hashes of one picture, one row a turn."""
    method = turned_method(base)
    return _compared(method, _values(method, image, exactly=exactly)).reshape(TURNS, -1)


def _bits_moved(base: Method, image: Image.Image, turn: int, *, exactly: bool) -> int:
    of_turned = _compared(base, _values(base, _turn(image, turn), exactly=exactly))[0]
    stored = _all_turns(base, image, exactly=exactly)[turn]
    return int(np.bitwise_count(of_turned ^ stored).sum())


@EVERY_BASE
@pytest.mark.parametrize("turn", [0, 2, 4, 6])
def test_mirrored_and_upside_down_pictures_have_exactly_the_stored_hash(
    base: Method, turn: int
) -> None:
    moved = [_bits_moved(base, photo(3, size), turn, exactly=True) for size in SIZES]

    assert moved == [0] * len(SIZES)


@EVERY_BASE
@pytest.mark.parametrize("exactly", [True, False], ids=["exact", "scaled"])
@pytest.mark.parametrize("turn", [1, 3, 5, 7])
def test_quarter_turns_have_the_stored_hash_but_for_a_bit_or_two(
    base: Method, turn: int, exactly: bool
) -> None:
    moved = [_bits_moved(base, photo(5, size), turn, exactly=exactly) for size in SIZES]

    assert max(moved) <= MOST_MOVED[base.name]


@EVERY_BASE
@EVERY_TURN
def test_large_pictures_that_are_shrunk_have_nearly_the_stored_hash(
    base: Method, turn: int
) -> None:
    moved = _bits_moved(base, photo(7, (1301, 960)), turn, exactly=False)

    assert moved <= 4


@EVERY_BASE
@pytest.mark.parametrize("exactly", [True, False], ids=["exact", "scaled"])
def test_the_first_hash_is_that_of_the_method_itself(base: Method, exactly: bool) -> None:
    images = [photo(seed, (640, 400 + seed)) for seed in range(4)]

    values = _compared(base, _values(turned_method(base), *images, exactly=exactly))

    plain = _compared(base, _values(base, *images, exactly=exactly))
    assert np.array_equal(values[:, : plain.shape[1]], plain)


@EVERY_BASE
def test_a_turned_method_says_what_it_stores(base: Method) -> None:
    method = turned_method(base)

    values = _values(method, photo(1), photo(2))

    assert method.name == f"{base.name}-turned"
    assert method.metric is Metric.TURNED
    assert values.shape == (2, method.width_bytes)
    assert values.dtype == np.uint8
    assert (method.unit, method.scale) == (base.unit, base.scale)
    assert method.loosest <= base.loosest
    assert method.default in method.thresholds(method.loosest)


@EVERY_BASE
@EVERY_TURN
def test_a_turned_copy_is_found_and_the_turn_is_told(base: Method, turn: int) -> None:
    image, method = photo(11, (260, 200)), turned_method(base)
    values = _compared(method, _values(method, image, _turn(image, turn), photo(12)))
    left, right = np.array([0, 1, 0], np.int32), np.array([1, 0, 2], np.int32)

    distances = search.distances(values, left, right)
    turns = search.turn_of(values, left, right)

    assert max(distances[:2]) <= MOST_MOVED[base.name]
    assert distances[2] > method.default
    assert turns[:2].tolist() == [turn, inverse(turn)]


@EVERY_TURN
def test_the_inverse_takes_a_turn_back(turn: int) -> None:
    planes = np.random.default_rng(0).integers(0, 256, (2, 5, 7, 3), np.uint8)

    there_and_back = turned(turned(planes, turn), inverse(turn))

    assert np.array_equal(there_and_back, planes)


@EVERY_TURN
def test_turns_of_pixels_are_those_of_pictures(turn: int) -> None:
    image = photo(1, (40, 30))

    pixels = turned(np.asarray(image)[None], turn)[0]

    assert np.array_equal(pixels, np.asarray(_turn(image, turn)))


def test_every_turn_has_its_own_words() -> None:
    words = [turn_words(turn) for turn in range(TURNS)]

    assert len(set(words)) == TURNS
    assert words[1] == "rotated by 90° clockwise"
    assert words[4] == "mirrored left to right"
    assert words[6] == "mirrored top to bottom"


def test_what_is_no_hash_cannot_be_turned() -> None:
    with pytest.raises(MethodError, match="exact is no hash"):
        turned_method(exact.METHOD)


def test_a_picture_that_says_nothing_says_nothing_however_it_is_turned() -> None:
    method = turned_method(pdq.METHOD)
    uprights = Upright("", Image.new("RGB", (90, 70), "grey")), Upright("", photo(1, (90, 70)))

    values = method.fingerprint(np.stack([method.reduce(upright) for upright in uprights]))

    assert method.says_nothing is not None
    assert method.says_nothing(values).tolist() == [True, False]
