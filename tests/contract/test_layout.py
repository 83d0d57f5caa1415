"""What `layout` promises: the same in every batch, steady under edits, sane for odd pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageOps

from dedup_core import decode
from dedup_core.decode import Upright
from dedup_core.fingerprints.layout import DIM, METHOD
from dedup_core.search import search_for
from tests.making import data_of, photo

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "photos"
BYTES_OF_A_REDUCTION = 32 * 32 + 16 * 16 * 3
STRICT = next(notch.limit for notch in METHOD.notches if notch.word == "strict")

Edit = Callable[[Image.Image], bytes]
REDUCTIONS = arrays.arrays(
    np.uint8,
    st.tuples(st.integers(1, 5), st.just(BYTES_OF_A_REDUCTION)),
    elements=st.integers(0, 255),
    fill=st.integers(0, 255),
)


def _uprights(*pictures: bytes, exactly: bool = False) -> list[Upright]:
    return [decode.decode(data, exactly=exactly).upright for data in pictures]


def _vectors(*uprights: Upright) -> NDArray[np.float32]:
    return np.asarray(METHOD.fingerprint(np.stack([METHOD.reduce(u) for u in uprights])))


def _similarity(*pictures: bytes, exactly: bool = False) -> float:
    first, second = _vectors(*_uprights(*pictures, exactly=exactly))
    return float(first @ second)


def _resaved(image: Image.Image) -> bytes:
    return data_of(image, "JPEG", quality=50)


def _halved(image: Image.Image) -> bytes:
    half = image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)
    return data_of(half, "JPEG", quality=90)


def _brightened(image: Image.Image) -> bytes:
    return data_of(ImageEnhance.Brightness(image).enhance(1.1), "JPEG", quality=90)


LIGHT_EDITS = pytest.mark.parametrize("edit", [_resaved, _halved, _brightened])
EITHER_DECODE = pytest.mark.parametrize("exactly", [True, False], ids=["exact", "scaled"])


@given(REDUCTIONS)
def test_a_vector_does_not_depend_on_what_else_is_in_its_batch(
    reductions: NDArray[np.uint8],
) -> None:
    others = np.random.default_rng(0).integers(0, 256, (97, BYTES_OF_A_REDUCTION), np.uint8)

    together = METHOD.fingerprint(np.concatenate([others, reductions]))[len(others) :]

    alone = np.concatenate([METHOD.fingerprint(row[None]) for row in reductions])
    assert together.tobytes() == alone.tobytes()


@given(REDUCTIONS)
def test_a_vector_has_length_1_unless_the_picture_is_of_one_grey(
    reductions: NDArray[np.uint8],
) -> None:
    vectors = METHOD.fingerprint(reductions)

    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(reductions), DIM)
    assert vectors.nbytes == len(reductions) * METHOD.width_bytes
    assert np.all((abs(lengths - 1) < 1e-6) | (vectors == 0).all(axis=1))


def test_a_picture_of_one_grey_is_the_zero_vector_and_near_nothing() -> None:
    greys = np.repeat(np.arange(256, dtype=np.uint8)[:, None], BYTES_OF_A_REDUCTION, axis=1)

    vectors = METHOD.fingerprint(greys)

    rows = np.array([3], np.int32), np.array([200], np.int32)
    assert not vectors.any()
    assert search_for(METHOD.metric).distances(vectors, *rows)[0] > 1


def test_a_picture_of_one_colour_is_told_from_one_of_another() -> None:
    red, green = (data_of(Image.new("RGB", (90, 60), name)) for name in ("red", "green"))

    assert _similarity(red, red) == pytest.approx(1)
    assert _similarity(red, green) < METHOD.loosest


@EITHER_DECODE
@LIGHT_EDITS
@pytest.mark.parametrize("seed", range(5))
def test_light_edits_stay_above_the_strict_notch(edit: Edit, exactly: bool, seed: int) -> None:
    picture = photo(seed, (640, 480))

    similarity = _similarity(data_of(picture), edit(picture), exactly=exactly)

    assert similarity >= STRICT


@LIGHT_EDITS
def test_light_edits_of_real_photos_stay_above_the_strict_notch(edit: Edit, photos: Path) -> None:
    files = sorted((photos / "photos" / "kodak").iterdir())[::4]

    similarities = [_similarity(file.read_bytes(), edit(Image.open(file))) for file in files]

    assert len(similarities) >= 6
    assert min(similarities) >= STRICT


@EITHER_DECODE
@pytest.mark.parametrize("seed", range(5))
def test_a_grey_copy_stays_above_the_default(exactly: bool, seed: int) -> None:
    picture = photo(seed, (640, 480))

    similarity = _similarity(data_of(picture), data_of(picture.convert("L")), exactly=exactly)

    assert METHOD.default <= similarity < STRICT


@pytest.mark.parametrize("seed", range(5))
def test_mirrored_turned_and_other_pictures_are_far(seed: int) -> None:
    picture = photo(seed, (400, 400))
    others = [
        ImageOps.mirror(picture),
        ImageOps.flip(picture),
        picture.rotate(90),
        photo(seed + 50),
    ]

    similarities = [_similarity(data_of(picture), data_of(other)) for other in others]

    assert max(similarities) < METHOD.loosest


@given(st.integers(0, 1000))
def test_one_grey_level_up_or_down_anywhere_changes_little(seed: int) -> None:
    rng = np.random.default_rng(seed)
    reduction = METHOD.reduce(Upright("", photo(seed)))[None].clip(1, 254)
    noise = rng.integers(-1, 2, reduction.shape)

    before, after = METHOD.fingerprint(np.concatenate([reduction, reduction + noise]).astype("u1"))

    assert before @ after > STRICT


@pytest.mark.parametrize(
    "image",
    [
        Image.new("L", (1, 1), 7),
        Image.new("RGB", (1, 1), "orange"),
        Image.new("1", (3, 2), 1),
        photo(1, (1, 3000)),
        photo(1, (3000, 2)),
        photo(1, (1600, 1200)),
        photo(1).convert("CMYK").convert("RGB"),
    ],
    ids=["one grey point", "one point", "bits", "a column", "a row", "large", "converted"],
)
@EITHER_DECODE
def test_odd_sizes_and_modes_give_a_vector(image: Image.Image, exactly: bool) -> None:
    vectors = _vectors(*_uprights(data_of(image), exactly=exactly))

    assert np.isfinite(vectors).all()
    assert vectors.shape == (1, DIM)


def test_a_vector_is_what_its_description_says() -> None:
    from scipy.fft import dctn

    upright = Upright("", photo(3))
    luma, colour = np.split(METHOD.reduce(upright).astype(np.float64), [1024])
    red, green, blue = np.moveaxis(colour.reshape(16, 16, 3), 2, 0)
    channels = [blue / 2 - red * 43 / 256 - green * 85 / 256]
    channels += [red / 2 - green * 107 / 256 - blue * 21 / 256]

    def rooted(part: NDArray[np.float64]) -> NDArray[np.float64]:
        root = np.sign(part) * (np.sqrt(abs(part) + 1) - 1)
        return np.asarray(root / np.sqrt((root**2).sum() + 16))

    light = rooted(dctn(luma.reshape(32, 32), norm="ortho")[:8, :8].ravel()[1:])
    tints = [dctn(channel, norm="ortho")[:6, :6].ravel() for channel in channels]
    expected = np.concatenate([light, 0.7 * rooted(np.concatenate(tints))])

    vector = _vectors(upright)[0]

    np.testing.assert_allclose(vector, expected / np.linalg.norm(expected), atol=1e-3)


def test_neighbours_on_the_walk_round_one_light_are_found_at_the_default() -> None:
    shots = sorted((SAMPLE / "raj").glob("*.jpg"))[:40]
    vectors = _vectors(*_uprights(*(shot.read_bytes() for shot in shots)))

    nearest = np.sort(vectors @ vectors.T - 2 * np.eye(len(shots)), axis=1)[:, -2:]

    assert (nearest[:, 0] >= METHOD.default).mean() >= 0.9


def test_other_cards_on_the_same_table_are_not_found_at_the_default(photos: Path) -> None:
    lines = (photos / "truth.csv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(",")[:2] for line in lines if line.startswith("photos/cards/")]
    names = sorted({name for pair in pairs for name in pair})
    vectors = _vectors(*_uprights(*((photos / name).read_bytes() for name in names)))

    left, right = np.array([[names.index(name) for name in pair] for pair in pairs]).T
    found = (vectors[left] * vectors[right]).sum(axis=1) >= METHOD.default

    assert len(pairs) > 2000
    assert found.mean() < 0.005
