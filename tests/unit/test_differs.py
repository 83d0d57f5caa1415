"""Same place, another thing: what is told as changed, where, and what is not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup_core.scene.differs import Changed, changed
from dedup_core.scene.geometry import Geometry, through

Pixels = NDArray[np.uint8]
Box = tuple[float, float, float, float]

WIDE, HIGH = 480, 360
CARD = (180, 110, 300, 270)  # x0, y0, x1, y1 in pixels
SAME = np.eye(3)


def table(seed: int = 1) -> Pixels:
    """A table with a pattern and many little things on it."""
    random = np.random.default_rng(seed)
    grain = cv2.resize(
        random.normal(0, 1, (24, 32, 3)), (WIDE, HIGH), interpolation=cv2.INTER_CUBIC
    )
    picture = np.ascontiguousarray(np.uint8(np.clip(130 + 25 * grain, 0, 255)))
    for _ in range(90):
        x, y = int(random.integers(0, WIDE)), int(random.integers(0, HIGH))
        colour = tuple(int(c) for c in random.integers(20, 235, 3))
        cv2.circle(picture, (x, y), int(random.integers(4, 16)), colour, -1, cv2.LINE_AA)
    return picture


def with_card(picture: Pixels, word: str, *, at: Box | tuple[int, ...] = CARD) -> Pixels:
    """The picture with a white card lying on it."""
    x0, y0, x1, y1 = (int(side) for side in at)
    shown = picture.copy()
    cv2.rectangle(shown, (x0, y0), (x1, y1), (240, 240, 235), -1)
    for line in range(3):
        start = (x0 + 10, y0 + 45 + 45 * line)
        cv2.putText(shown, word, start, cv2.FONT_HERSHEY_DUPLEX, 1.3, (40, 40, 90), 3, cv2.LINE_AA)
    return shown


def with_carton(picture: Pixels, *, at: Box | tuple[int, ...] = CARD) -> Pixels:
    """The picture with a carton in stripes where a card might lie."""
    x0, y0, x1, y1 = (int(side) for side in at)
    shown = picture.copy()
    cv2.rectangle(shown, (x0, y0), (x1, y1), (30, 90, 60), -1)
    for line in range(y0 + 12, y1 - 8, 24):
        cv2.line(shown, (x0 + 6, line + 8), (x1 - 6, line), (220, 190, 40), 7, cv2.LINE_AA)
    return shown


def geometry(homography: NDArray[np.float64] = SAME) -> Geometry:
    """A geometry with a map in unit coordinates; `differs` reads nothing else of it."""
    return Geometry(homography=homography, matches=100, inliers=80, agreement=0.9, overlap=1.0)


def warped(picture: Pixels, homography: NDArray[np.float64]) -> Pixels:
    """The picture as a map in unit coordinates shows it."""
    unit = np.diag([1 / WIDE, 1 / WIDE, 1.0])
    onto = np.linalg.inv(unit) @ homography @ unit
    return np.uint8(cv2.warpPerspective(picture, onto, (WIDE, HIGH), borderMode=cv2.BORDER_REFLECT))


def turned(degrees: float) -> NDArray[np.float64]:
    """A turn around the middle, in unit coordinates."""
    angle = np.radians(degrees)
    turn = np.array(
        [(np.cos(angle), -np.sin(angle), 0), (np.sin(angle), np.cos(angle), 0), (0, 0, 1)]
    )
    to_middle = np.array([(1, 0, 0.5), (0, 1, 0.375), (0, 0, 1)])
    return np.asarray(to_middle @ turn @ np.linalg.inv(to_middle))


def shared_of(one: Box, other: Box) -> float:
    """Intersection over union."""
    high = np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])
    common = float(np.prod(np.maximum(high, 0)))
    areas = [(x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in (one, other)]
    return common / (sum(areas) - common)


def told(left: Pixels, right: Pixels, found: Geometry | None = None) -> Changed:
    """What is told of two pictures, which must be something."""
    answer = changed(left, right, found or geometry())
    assert answer is not None
    return answer


PLANTED: Box = tuple(side / WIDE for side in CARD)  # type: ignore[assignment]


def test_another_thing_on_the_same_table_is_found_where_it_lies() -> None:
    left, right = with_card(table(), "ABC"), with_carton(table())

    answer = told(left, right)

    assert shared_of(answer.left_box, PLANTED) >= 0.5
    assert shared_of(answer.right_box, PLANTED) >= 0.5
    assert answer.probability > 0.9
    assert 0.05 < answer.share < 0.35


def test_a_card_that_was_taken_away_is_found_where_it_lay() -> None:
    answer = told(with_card(table(), "ABC"), table())

    assert shared_of(answer.left_box, PLANTED) >= 0.5


def test_the_box_in_the_right_picture_is_where_the_map_takes_it() -> None:
    shifted = np.array([(1, 0, 0.08), (0, 1, -0.04), (0, 0, 1.0)])
    right = warped(with_carton(table()), shifted)

    answer = told(with_card(table(), "ABC"), right, geometry(shifted))

    moved = tuple(np.array(PLANTED) + np.array([0.08, -0.04, 0.08, -0.04]))
    assert shared_of(answer.right_box, moved) >= 0.5  # type: ignore[arg-type]


def test_the_two_pictures_may_be_swapped() -> None:
    left, right = with_card(table(), "ABC"), with_carton(table())

    one, other = told(left, right), told(right, left)

    assert shared_of(one.left_box, other.left_box) > 0.7


def brighter(picture: Pixels) -> Pixels:
    return np.uint8(np.clip(picture * 1.25 + 12, 0, 255))


def saved_anew(picture: Pixels) -> Pixels:
    jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 40])[1]
    return np.uint8(cv2.imdecode(jpeg, cv2.IMREAD_COLOR))


def blurred(picture: Pixels) -> Pixels:
    return np.uint8(cv2.GaussianBlur(picture, (0, 0), 1.2))


def noisy(picture: Pixels) -> Pixels:
    noise = np.random.default_rng(3).normal(0, 8, picture.shape)
    return np.uint8(np.clip(picture + noise, 0, 255))


def smaller(picture: Pixels) -> Pixels:
    return np.uint8(
        cv2.resize(picture, (WIDE * 2 // 3, HIGH * 2 // 3), interpolation=cv2.INTER_AREA)
    )


@pytest.mark.parametrize("edit", [brighter, saved_anew, blurred, noisy, smaller])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_thing_in_another_light_or_file_did_not_change(edit, seed) -> None:  # type: ignore[no-untyped-def]
    picture = with_card(table(seed), "ABC")

    assert changed(picture, edit(picture), geometry()) is None


@pytest.mark.parametrize(
    "homography",
    [turned(3), turned(-90), np.array([(1, 0, 0.06), (0, 1, 0.03), (0, 0, 1.0)])],
    ids=["3 degrees", "a quarter", "shifted"],
)
def test_the_same_thing_seen_from_elsewhere_did_not_change(homography: NDArray[np.float64]) -> None:
    picture = with_card(table(), "ABC")

    assert changed(picture, warped(picture, homography), geometry(homography)) is None


def test_a_map_that_is_a_little_off_is_no_change() -> None:
    picture = with_card(table(), "ABC")
    off = np.array([(1.01, 0, 0.008), (0.004, 1, -0.006), (0, 0, 1.0)])

    assert changed(picture, picture, geometry(off)) is None


def test_in_a_mirrored_copy_the_box_is_mirrored_too() -> None:
    mirror = np.array([(-1, 0, 1), (0, 1, 0), (0, 0, 1.0)])
    left, copied = with_card(table(), "ABC"), with_card(table(), "ABC")[:, ::-1]
    swapped = with_carton(table(), at=(40, 110, 160, 270))
    right = np.ascontiguousarray(swapped[:, ::-1])

    answer = told(with_card(table(), "ABC", at=(40, 110, 160, 270)), right, geometry(mirror))

    assert changed(left, np.ascontiguousarray(copied), geometry(mirror)) is None
    assert answer.left_box[2] < 0.45
    assert answer.right_box[0] > 0.55


def test_grey_pictures_are_compared_as_well() -> None:
    left, right = with_card(table(), "ABC")[..., 1], with_carton(table())[..., 1]

    answer = told(np.ascontiguousarray(left), np.ascontiguousarray(right))

    assert shared_of(answer.left_box, PLANTED) >= 0.5


def test_something_laid_over_one_shot_leaves_the_rest_as_it_was() -> None:
    picture = table()

    answer = told(picture, with_card(picture, "ABC"))

    assert answer.elsewhere > 0.9


@pytest.mark.parametrize(("height", "width"), [(1, 1), (3, 200), (31, 31), (8, 480), (33, 480)])
def test_tiny_and_narrow_pictures_are_no_error(height: int, width: int) -> None:
    picture = np.random.default_rng(0).integers(0, 255, (height, width, 3), np.uint8)

    assert changed(picture, picture, geometry()) is None


@pytest.mark.parametrize("right", [0, 90, 255])
def test_flat_pictures_say_nothing(right: int) -> None:
    left, other = np.full((300, 400), 90, np.uint8), np.full((300, 400), right, np.uint8)

    assert changed(left, other, geometry()) is None


@pytest.mark.parametrize(
    "homography",
    [
        np.array([(1, 0, 0.97), (0, 1, 0), (0, 0, 1.0)]),
        np.array([(1, 0, 50), (0, 1, 0), (0, 0, 1.0)]),
        np.zeros((3, 3)),
        np.full((3, 3), np.nan),
        np.array([(1, 0, 0), (0, 1, 0), (-2, 0, 1.0)]),
    ],
    ids=["a strip", "nothing", "zero", "no numbers", "folded"],
)
def test_maps_that_leave_little_or_nothing_in_common_say_nothing(homography) -> None:  # type: ignore[no-untyped-def]
    picture = with_card(table(), "ABC")

    assert changed(picture, picture, geometry(homography)) is None


@given(
    numbers=st.lists(st.floats(-1.5, 1.5), min_size=8, max_size=8),
    height=st.integers(1, 90),
    width=st.integers(1, 90),
)
def test_any_map_gives_boxes_inside_the_pictures_or_nothing(
    numbers: list[float], height: int, width: int
) -> None:
    homography = np.array([*numbers, 1.0]).reshape(3, 3)
    right = np.random.default_rng(5).integers(0, 255, (height, width, 3), np.uint8)

    answer = changed(table(), right, geometry(homography), least=0.0)

    if answer is not None:
        for box, size in ((answer.left_box, (1, 0.75)), (answer.right_box, (width, height))):
            longer = max(size)
            assert 0 <= box[0] <= box[2] <= size[0] / longer + 1e-6
            assert 0 <= box[1] <= box[3] <= size[1] / longer + 1e-6
        assert 0 <= answer.probability <= 1
        assert 0 <= answer.share <= 1


def test_the_answer_does_not_depend_on_the_number_of_threads() -> None:
    left, right = with_card(table(), "ABC"), warped(with_carton(table()), turned(2))
    threads = cv2.getNumThreads()

    answers = []
    for number in (1, 2, 5):
        cv2.setNumThreads(number)
        answers.append(told(left, right, geometry(turned(2))))
    cv2.setNumThreads(threads)

    assert len({answer.left_box for answer in answers}) == 1
    assert np.ptp([answer.probability for answer in answers]) < 1e-4  # sums in another order


def test_boxes_are_moved_as_points_are() -> None:
    answer = told(
        with_card(table(), "ABC"), warped(with_carton(table()), turned(4)), geometry(turned(4))
    )

    x0, y0, x1, y1 = answer.left_box
    corners = through(turned(4), np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]))
    assert np.allclose(answer.right_box[:2], corners.min(axis=0))
