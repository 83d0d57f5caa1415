"""What every method promises, and that our hashes are imagededup's, bit for bit."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from dedup_core import decode, fingerprints
from dedup_core.decode import Upright
from dedup_core.errors import MethodError, PictureError
from dedup_core.fingerprints import Method, Metric
from dedup_core.search import search_for
from tests.making import data_of, photo

EVERY_METHOD = pytest.mark.parametrize("method", fingerprints.ALL, ids=lambda method: method.name)
EVERY_FINGERPRINT = pytest.mark.parametrize(
    "method", fingerprints.INDEXED, ids=lambda method: method.name
)
ALONE = pytest.mark.parametrize(  # those that need no large dataset to learn from
    "method",
    [method for method in fingerprints.INDEXED if not method.learns],
    ids=lambda method: method.name,
)
HASHES = {"phash": "PHash", "dhash": "DHash", "ahash": "AHash", "whash": "WHash"}
SAMPLE_OF_PHOTOS = 40


def _upright(image: Image.Image, *, exactly: bool = True) -> Upright:
    return decode.decode(data_of(image), exactly=exactly).upright


def _fingerprints(method: Method, *uprights: Upright) -> NDArray[Any]:
    return method.fingerprint(np.stack([method.reduce(upright) for upright in uprights]))


def _distance(method: Method, stored: NDArray[Any], a: int, b: int) -> float:
    rows = np.array([a], np.int32), np.array([b], np.int32)
    values = stored if method.compared is None else method.compared(stored)
    return float(search_for(method.metric).distances(values, *rows)[0])


EITHER_DECODE = pytest.mark.parametrize("exactly", [True, False], ids=["exact", "scaled"])


@EITHER_DECODE
@EVERY_FINGERPRINT
def test_the_same_pixels_give_the_same_fingerprint(method: Method, exactly: bool) -> None:
    same = photo(1, (900, 700)), photo(1, (900, 700))

    values = _fingerprints(method, *(_upright(image, exactly=exactly) for image in same))

    assert np.array_equal(values[0], values[1])


@EITHER_DECODE
@EVERY_FINGERPRINT
def test_other_pictures_give_other_fingerprints(method: Method, exactly: bool) -> None:
    uprights = [_upright(photo(seed), exactly=exactly) for seed in range(12)]

    values = _fingerprints(method, *uprights)

    assert len(np.unique(values, axis=0)) == 12


@EVERY_FINGERPRINT
def test_a_fingerprint_has_the_bytes_that_the_method_says(method: Method) -> None:
    values = _fingerprints(method, _upright(photo(1)), _upright(photo(2)), _upright(photo(3)))

    assert values.dtype == np.dtype(method.kind)
    assert values.shape == (3, method.width_bytes // values.itemsize)


@EITHER_DECODE
@EVERY_FINGERPRINT
def test_a_batch_gives_what_its_pictures_give_alone(method: Method, exactly: bool) -> None:
    sizes = [(40 + 97 * seed, 290 + seed) for seed in range(9)]
    uprights = [_upright(photo(s, size), exactly=exactly) for s, size in enumerate(sizes)]

    together = _fingerprints(method, *uprights)

    alone = np.concatenate([_fingerprints(method, upright) for upright in uprights])
    assert np.array_equal(together, alone)


@ALONE
def test_the_distance_to_itself_is_nothing_and_both_ways_are_equal(method: Method) -> None:
    values = _fingerprints(method, *(_upright(photo(seed)) for seed in range(5)))

    for a in range(5):
        assert _distance(method, values, a, a) == 0
        for b in range(5):
            assert _distance(method, values, a, b) == _distance(method, values, b, a)


@EVERY_METHOD
def test_default_loosest_and_scale_are_in_order(method: Method) -> None:
    strictest, loosest = method.limit_of(method.scale), method.limit_of(method.loosest)
    if not method.is_similarity:
        strictest = 0
    assert strictest <= method.limit_of(method.default) <= loosest <= method.scale
    assert method.threshold_of(method.limit_of(method.default)) == method.default
    if method.name in HASHES:
        assert method.scale == 8 * method.width_bytes


@EVERY_METHOD
def test_the_slider_of_a_method_goes_from_strict_to_loose_and_stops_at_its_default(
    method: Method,
) -> None:
    stops = method.thresholds(method.limit_of(method.loosest))

    limits = [method.limit_of(stop) for stop in stops]
    assert limits[0] == 0
    assert limits == sorted(set(limits))
    assert {method.default, method.loosest} <= set(stops)


@EVERY_METHOD
def test_notches_cover_the_scale(method: Method) -> None:
    limits = [method.limit_of(notch.limit) for notch in method.notches]

    assert limits == sorted(set(limits))
    assert limits[-1] >= method.limit_of(method.loosest)
    for threshold in method.thresholds(method.limit_of(method.loosest)):
        limit = method.limit_of(threshold)
        reached = method.limit_of(method.notch(threshold).limit)
        assert limit <= reached
        assert not any(limit <= other < reached for other in limits)
    assert all(notch.word and notch.meaning for notch in method.notches)


def test_methods_have_different_names() -> None:
    names = [method.name for method in fingerprints.ALL]

    assert len(set(names)) == len(names)
    assert [fingerprints.method_named(name) for name in names] == list(fingerprints.ALL)


def test_an_unknown_method_is_refused_with_the_known_ones() -> None:
    with pytest.raises(MethodError, match=r"no method 'zhash'.*phash, dhash"):
        fingerprints.method_named("zhash")


def test_a_picture_saved_again_without_loss_has_the_same_pixels_but_is_another_file() -> None:
    exact = fingerprints.method_named("exact")
    files = [data_of(photo(1), "PNG"), data_of(photo(1), "BMP"), data_of(photo(2), "PNG")]

    values = _fingerprints(exact, *(decode.decode(data).upright for data in files))

    assert [_distance(exact, values, 0, row) for row in range(3)] == [0, 1, 2]


def test_equal_bytes_in_another_shape_are_other_pixels() -> None:
    exact = fingerprints.method_named("exact")
    grey = Image.new("RGB", (20, 10), "grey"), Image.new("RGB", (10, 20), "grey")

    values = _fingerprints(exact, *map(_upright, grey))

    assert _distance(exact, values, 0, 1) == 2


@pytest.fixture(scope="module")
def reference() -> Iterator[dict[str, Any]]:
    """imagededup's four hashers by our names; the import brings PyTorch and takes seconds."""
    if sys.version_info >= (3, 13):
        pytest.skip("imagededup has no package for this Python")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from imagededup import methods

        yield {ours: getattr(methods, theirs)(verbose=False) for ours, theirs in HASHES.items()}


@pytest.fixture(scope="module")
def real_uprights(photos: Path) -> list[Upright]:
    """Real photos, always the same ones, with every odd mode and orientation and some HEIC."""
    every = sorted(file for file in (photos / "photos").rglob("*") if file.is_file())
    files = every[:: max(1, len(every) // SAMPLE_OF_PHOTOS)]
    for folder in ("modes", "exif-orientation"):
        files += sorted((photos / "odd" / folder).iterdir())
    files += sorted((photos / "odd" / "heic").iterdir())[:8]
    found = []
    for file in files:
        try:
            found.append(decode.decode(file.read_bytes(), exactly=True).upright)
        except PictureError:
            assert file.parent.name == "heic", file  # some of those are broken on purpose
    assert len(found) >= 60
    return found


def _check_against(
    reference: dict[str, Any], name: str, uprights: list[Upright]
) -> NDArray[np.uint8]:
    """Our fingerprints, after each was compared with imagededup's."""
    ours = _fingerprints(fingerprints.method_named(name), *uprights)
    for value, upright in zip(ours, uprights, strict=True):
        theirs = reference[name].encode_image(image_array=np.asarray(upright.image))
        assert value.tobytes().hex() == theirs
    return ours


@pytest.mark.slow
@pytest.mark.parametrize("name", HASHES)
def test_hashes_and_distances_of_real_photos_are_those_of_imagededup(
    name: str, reference: dict[str, Any], real_uprights: list[Upright]
) -> None:
    values = _check_against(reference, name, real_uprights)

    method, first = fingerprints.method_named(name), values[0].tobytes().hex()
    for row in range(len(values)):
        theirs = reference[name].hamming_distance(first, values[row].tobytes().hex())
        assert _distance(method, values, 0, row) == theirs


@pytest.mark.slow
@pytest.mark.parametrize("name", HASHES)
def test_hashes_of_noise_and_gradients_are_those_of_imagededup(
    name: str, reference: dict[str, Any]
) -> None:
    rng = np.random.default_rng(7)
    noise = [rng.integers(0, 256, (h, w, 3), np.uint8) for h, w in [(8, 8), (33, 65), (300, 200)]]
    ramp = np.linspace(0, 255, 128).astype(np.uint8)
    across = np.repeat(np.tile(ramp, (96, 1))[:, :, None], 3, axis=2)
    arrays = [
        *noise,
        across,
        across[:, ::-1],
        np.rot90(across),
        np.full((50, 60, 3), 128, np.uint8),
    ]

    uprights = [_upright(Image.fromarray(np.ascontiguousarray(array))) for array in arrays]

    _check_against(reference, name, uprights)


def test_the_four_hashes_here_are_all_hashes_there_are_but_pdq() -> None:
    hashes = {m.name for m in fingerprints.ALL if m.metric is Metric.HAMMING}

    assert hashes == {*HASHES, "pdq"}


@pytest.mark.parametrize("scene", ["Landscape", "Portrait"])
def test_all_orientations_of_a_photo_come_out_alike(scene: str, photos: Path) -> None:
    folder = photos / "odd" / "exif-orientation"
    files = [folder / f"{scene}_{orientation}.jpg" for orientation in range(1, 9)]

    uprights = [decode.decode(file.read_bytes()).upright for file in files]

    values = _fingerprints(fingerprints.DEFAULT, *uprights)
    distances = [_distance(fingerprints.DEFAULT, values, 0, row) for row in range(8)]
    assert len({upright.image.size for upright in uprights}) == 1
    # Each was turned and then compressed anew as JPEG: a coefficient near the median may flip
    # its bit, a picture that lies on its side would differ in about 32 of 64.
    assert max(distances) <= 4
