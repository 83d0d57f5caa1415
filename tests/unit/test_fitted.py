"""`fitted`: what is stored of a picture, what is learned from a dataset, and what comes of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageOps

from dedup_core.decode import Upright
from dedup_core.errors import MethodError
from dedup_core.fingerprints import fitted, gradients
from dedup_core.fingerprints import layout as plain
from dedup_core.fingerprints.fitted import METHOD, Fit, apply, compared, fit, raw
from tests.making import photo

PICTURES = 320
STRICT = next(notch.limit for notch in METHOD.notches if notch.word == "strict")

Values = NDArray[np.uint8]
ROWS = arrays.arrays(
    np.uint8,
    st.tuples(st.integers(1, 5), st.just(METHOD.width_bytes)),
    elements=st.integers(0, 255),
    fill=st.integers(0, 255),
)


def _reductions(*pictures: Image.Image) -> Values:
    return np.stack([METHOD.reduce(Upright("", picture)) for picture in pictures])


def _values(*pictures: Image.Image) -> Values:
    return np.asarray(METHOD.fingerprint(_reductions(*pictures)))


def _at_one_table(seed: int) -> Image.Image:
    """A picture that shares its whole background with all others."""
    scene = photo(10_000, (120, 90))
    scene.paste(photo(seed, (40, 40)), (10 + seed % 60, 5 + seed % 37))
    return scene


@pytest.fixture(scope="module")
def values() -> Values:
    """Stored values of a dataset of different pictures."""
    return _values(*(photo(seed) for seed in range(PICTURES)))


@pytest.fixture(scope="module")
def learned(values: Values) -> Fit:
    return fit(values)


def test_stored_values_do_not_depend_on_the_batch(values: Values) -> None:
    alone = np.concatenate([_values(photo(seed)) for seed in range(PICTURES)])

    assert values.dtype == np.uint8
    assert values.shape == (PICTURES, METHOD.width_bytes)
    assert np.array_equal(values, alone)


@given(ROWS)
def test_both_parts_of_a_picture_count_the_same(rows: Values) -> None:
    vectors = raw(rows).astype(np.float64)

    for part in (vectors[:, : gradients.DIM], vectors[:, gradients.DIM :]):
        lengths = np.linalg.norm(part, axis=1)
        assert np.all((abs(lengths - 1) < 1e-6) | (lengths == 0))


def test_stored_values_keep_the_layout_of_a_picture(values: Values) -> None:
    exact = plain.METHOD.fingerprint(_reductions(*(photo(seed) for seed in range(PICTURES))))

    kept = raw(values)[:, gradients.DIM :]

    assert (kept * exact).sum(axis=1).min() > 0.995


def test_a_fit_depends_on_the_contents_alone(values: Values) -> None:
    shuffled = np.random.default_rng(0).permutation(np.concatenate([values, values[:50]]))

    first, second = fit(values), fit(shuffled)

    assert first.id == second.id
    assert np.array_equal(first.mean, second.mean)
    assert np.array_equal(first.projection, second.projection)


def test_other_contents_give_a_fit_with_another_name(values: Values) -> None:
    assert fit(values).id != fit(values[1:]).id


def test_a_fit_learns_from_a_part_of_a_large_dataset_whatever_its_order() -> None:
    rng = np.random.default_rng(1)
    many = rng.integers(0, 256, (fitted.MOST + 500, METHOD.width_bytes), np.uint8)

    first, second = fit(many), fit(many[::-1])

    keys = {row.tobytes() for row in many}
    assert len(keys) > fitted.MOST
    assert first.id == second.id
    assert np.array_equal(first.projection, second.projection)


def test_too_few_pictures_are_refused_with_what_to_use_instead(values: Values) -> None:
    with pytest.raises(
        MethodError, match=r"needs 300 different pictures.* there are 12\. Use Layout"
    ):
        fit(values[:12])


def test_copies_and_pictures_of_one_grey_do_not_count_as_pictures(values: Values) -> None:
    grey = _values(Image.new("RGB", (50, 50), "grey"), Image.new("RGB", (9, 9), "white"))
    padded = np.concatenate([values[:200], values[:200], np.repeat(grey, 100, axis=0)])

    with pytest.raises(MethodError, match="there are 200"):
        compared(padded)


@given(rows=ROWS)
def test_vectors_do_not_depend_on_the_batch_and_have_length_1(learned: Fit, rows: Values) -> None:
    others = np.random.default_rng(3).integers(0, 256, (97, METHOD.width_bytes), np.uint8)

    vectors = apply(learned, np.concatenate([others, rows]))[len(others) :]

    alone = np.concatenate([apply(learned, row[None]) for row in rows])
    assert vectors.tobytes() == alone.tobytes()
    assert np.allclose(np.linalg.norm(vectors.astype(np.float64), axis=1), 1, atol=1e-6)


def test_more_rows_than_are_worked_on_at_once_come_out_the_same(
    learned: Fit, values: Values
) -> None:
    many = apply(learned, np.tile(values, (30, 1)))

    assert np.array_equal(many, np.tile(apply(learned, values), (30, 1)))


def test_a_picture_of_one_grey_is_near_nothing(values: Values) -> None:
    grey = _values(Image.new("RGB", (1, 1), "black"), Image.new("RGB", (400, 300), "white"))

    vectors = compared(np.concatenate([values, grey]))

    assert not vectors[-2:].any()
    assert vectors[:-2].any(axis=1).all()


def test_light_edits_are_strictly_alike_and_mirrored_ones_are_far(values: Values) -> None:
    picture = photo(0, (640, 480))
    edits = picture.resize((320, 240)), ImageEnhance.Brightness(picture).enhance(1.1)

    vectors = compared(
        np.concatenate([values, _values(picture, *edits, ImageOps.mirror(picture))])
    )[-4:]

    half, brighter, mirrored = vectors[1:] @ vectors[0]
    assert min(half, brighter) >= STRICT
    assert mirrored < METHOD.loosest


def test_what_all_pictures_share_says_little_and_what_is_rare_says_much() -> None:
    pictures = [_at_one_table(seed) for seed in range(PICTURES)]
    copies = [ImageEnhance.Contrast(picture).enhance(1.15) for picture in pictures[:20]]
    reductions = _reductions(*pictures, *copies)

    alike = plain.METHOD.fingerprint(reductions)
    told = compared(METHOD.fingerprint(reductions))

    others = np.triu_indices(PICTURES, 1)
    assert np.median((alike[:PICTURES] @ alike[:PICTURES].T)[others]) > plain.METHOD.default
    assert np.median((told[:PICTURES] @ told[:PICTURES].T)[others]) < METHOD.loosest
    assert (told[:20] * told[PICTURES:]).sum(axis=1).min() >= METHOD.default


def test_directions_in_which_the_pictures_vary_most_hardly_count_more_than_others(
    values: Values,
) -> None:
    def spread(vectors: NDArray[np.float32]) -> float:
        variance = np.linalg.eigvalsh(np.cov(vectors, rowvar=False))
        return float(variance.max() / variance.mean())

    before, after = spread(raw(values)), spread(compared(values))

    assert after < before / 2


def test_gradients_point_from_dark_to_light() -> None:
    ramp = np.tile(np.arange(0, 256, 8, dtype=np.uint8), (32, 1))
    turned = ramp, ramp.T, ramp[:, ::-1], ramp.T[::-1]

    found = gradients.histograms(np.stack(turned)).reshape(4, -1, gradients.DIRECTIONS)

    assert found.argmax(axis=2).tolist() == [[direction] * 16 for direction in (0, 2, 4, 6)]


@given(arrays.arrays(np.uint8, (3, 32, 32), elements=st.integers(0, 255)))
def test_gradients_stay_in_their_range(luma: Values) -> None:
    found = gradients.histograms(luma)

    assert found.shape == (3, gradients.DIM)
    assert np.isfinite(found).all()
    assert found.min() >= 0
    assert found.max() <= gradients.MOST


def test_a_picture_of_one_grey_has_no_gradients() -> None:
    assert not gradients.histograms(np.full((2, 32, 32), 77, np.uint8)).any()


def test_the_stored_layout_and_gradients_are_as_wide_as_the_method_says() -> None:
    assert METHOD.width_bytes == fitted.DIM == gradients.DIM + plain.DIM
