"""What is told of a pair: its relation and the rule, one sentence, facts, distances."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance

from dedup_core import decode, fingerprints
from dedup_core.errors import MethodError, NotComputedError
from dedup_core.evidence import (
    Likeness,
    Look,
    Relation,
    Signs,
    evidence,
    look,
    relation,
    sentence,
    side_by_side,
)
from dedup_core.evidence.distances import distances
from dedup_core.evidence.gaps import duration, gap_in_words, metres_between, seconds_between
from dedup_core.evidence.laying import likeness_of
from dedup_core.model import Facts
from dedup_core.scan import OpenDataset, add_path, scan
from dedup_core.scene.geometry import Geometry
from dedup_core.store import Workspace
from tests.making import data_of, folder_of, photo

SIZE = (640, 480)
FACTS = Facts(
    width=4000,
    height=3000,
    size_bytes=3_200_000,
    format="JPEG",
    taken_at_ms=None,
    utc_offset_minutes=None,
    latitude=None,
    longitude=None,
    camera="Maker One",
    orientation=1,
    sharpness=400.0,
    exposure=120.0,
    information=12.0,
)
AT_NOON = 1_700_000_000_000  # milliseconds


def street(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture full of corners: boxes and discs of many colours, others for each seed."""
    random = np.random.default_rng(seed)
    image = photo(seed, size)
    draw = ImageDraw.Draw(image)
    for _ in range(120):
        x, y = random.integers(0, size[0]), random.integers(0, size[1])
        w, h = random.integers(8, 70, 2)
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        shape = draw.rectangle if random.random() < 0.7 else draw.ellipse
        shape((int(x), int(y), int(x + w), int(y + h)), fill=colour)
    return image


def jpeg(image: Image.Image) -> bytes:
    return data_of(image, "JPEG", quality=85)


def seen(
    *,
    rotation: float = 0.0,
    mirrored: bool = False,
    tilt: float = 0.0,
    scale: float = 1.0,
    shift: float = 0.0,
) -> Geometry:
    """A geometry between two square pictures, about their centre."""
    angle = np.deg2rad(rotation)
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [tilt, 0, 1]])
    flip = np.diag([-1.0 if mirrored else 1.0, 1.0, 1.0])
    to, back = np.eye(3), np.eye(3)
    to[:2, 2], back[:2, 2] = -0.5, 0.5 + shift
    return Geometry(back @ turn @ flip @ to, matches=120, inliers=90, agreement=0.99, overlap=1.0)


def alike(difference: float = 1.3, agreement: float = 0.99) -> Likeness:
    return Likeness(difference, agreement, aligned=True)


# relation


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        (Signs(exact=0), Relation.COPY),
        (Signs(exact=1), Relation.COPY),
        (Signs(exact=0, changed=0.9), Relation.COPY),
        (Signs(exact=2, bits=0, changed=0.9), Relation.CHANGED),
        (
            Signs(geometry=seen(), same_scene=0.99, likeness=alike(), changed=0.49),
            Relation.COPY,
        ),
        (Signs(geometry=seen(), same_scene=0.99, likeness=alike()), Relation.COPY),
        (
            Signs(geometry=seen(rotation=90, mirrored=True), same_scene=1.0, likeness=alike()),
            Relation.COPY,
        ),
        (
            Signs(geometry=seen(), same_scene=0.99, likeness=alike(3.0, 0.94)),
            Relation.SAME_SCENE,
        ),
        (
            Signs(geometry=seen(tilt=0.2), same_scene=0.99, likeness=alike(4.5, 0.98)),
            Relation.SAME_SCENE,
        ),
        (Signs(geometry=seen(), same_scene=0.99), Relation.SAME_SCENE),
        (Signs(geometry=seen(), same_scene=0.2, likeness=alike()), Relation.SIMILAR),
        (Signs(bits=3, likeness=alike()), Relation.COPY),
        (Signs(bits=3, likeness=alike(1.0, 0.9)), Relation.SIMILAR),
        (Signs(bits=3), Relation.SIMILAR),
        (Signs(bits=5, likeness=alike()), Relation.SIMILAR),
        (Signs(bits=30), Relation.SIMILAR),
        (Signs(), Relation.SIMILAR),
    ],
)
def test_the_first_rule_that_holds_tells_the_relation(signs: Signs, expected: Relation) -> None:
    related = relation(signs)

    assert related.relation is expected
    assert related.rule


def test_a_relation_tells_view_rotation_and_mirror_of_what_is_proven() -> None:
    geometry = seen(rotation=30, mirrored=True)

    proven = relation(Signs(geometry=geometry, same_scene=0.9))
    chance = relation(Signs(geometry=geometry, same_scene=0.1))

    assert (round(proven.rotation_degrees), proven.mirrored, proven.view) == (30, True, "medium")
    assert (chance.rotation_degrees, chance.mirrored, chance.view) == (0.0, False, "")


@given(
    st.none() | st.integers(0, 2),
    st.none() | st.integers(0, 64),
    st.none() | st.floats(0, 1),
    st.none() | st.floats(0, 1),
)
def test_every_pair_has_a_relation_a_rule_and_a_sentence(
    exact: int | None, bits: int | None, changed: float | None, agreement: float | None
) -> None:
    likeness = None if agreement is None else alike(2.0, agreement)
    signs = Signs(exact=exact, bits=bits, changed=changed, likeness=likeness)

    related = relation(signs)

    assert related.rule
    assert sentence(related, signs, FACTS, FACTS)


# the sentence


SMALLER = replace(FACTS, width=1000, height=750)
LATER = replace(FACTS, taken_at_ms=AT_NOON + 12_000)
NOW = replace(FACTS, taken_at_ms=AT_NOON)
FAR = replace(LATER, latitude=1.3, longitude=103.8)
NEAR = replace(NOW, latitude=1.301, longitude=103.8)


@pytest.mark.parametrize(
    ("signs", "left", "right", "expected"),
    [
        (Signs(exact=0), FACTS, FACTS, "The same file twice, every byte is equal"),
        (
            Signs(exact=1),
            FACTS,
            replace(FACTS, format="PNG"),
            "The same pixels in another file, saved as PNG",
        ),
        (
            Signs(bits=2, geometry=seen(), same_scene=1.0, likeness=alike()),
            FACTS,
            SMALLER,
            "Same shot, re-saved smaller (phash 2 bits, aligned difference 1.3 %)",
        ),
        (
            Signs(bits=1, geometry=seen(), same_scene=1.0, likeness=alike()),
            FACTS,
            FACTS,
            "Same shot, re-saved (phash 1 bit, aligned difference 1.3 %)",
        ),
        (
            Signs(bits=0, geometry=seen(), same_scene=1.0, likeness=alike()),
            NOW,
            replace(LATER, exposure=150.0),
            "Same shot, brightened (phash 0 bits, aligned difference 1.3 %), but dated 12 s later",
        ),
        (
            Signs(geometry=seen(scale=1.25), same_scene=1.0, likeness=alike()),
            FACTS,
            FACTS,
            "Same shot, cropped (aligned difference 1.3 %)",
        ),
        (
            Signs(geometry=seen(scale=1.25), same_scene=1.0, likeness=alike()),
            FACTS,
            replace(FACTS, exposure=90.0, format="WEBP"),
            "Same shot, cropped and darkened and saved as WEBP (aligned difference 1.3 %)",
        ),
        (
            Signs(geometry=seen(scale=0.8), same_scene=1.0, likeness=alike()),
            FACTS,
            FACTS,
            "Same shot, with more around it (aligned difference 1.3 %)",
        ),
        (
            Signs(geometry=seen(rotation=90, mirrored=True), same_scene=1.0, likeness=alike()),
            FACTS,
            FACTS,
            "Mirrored copy, rotated by 90° clockwise (aligned difference 1.3 %)",
        ),
        (
            Signs(geometry=seen(rotation=180), same_scene=1.0, likeness=alike()),
            FACTS,
            FACTS,
            "Same shot, rotated by 180° (aligned difference 1.3 %)",
        ),
        (
            Signs(bits=3, likeness=Likeness(0.8, 0.99, aligned=False)),
            FACTS,
            FACTS,
            "Same shot, re-saved (phash 3 bits, frame-on-frame difference 0.8 %)",
        ),
        (
            Signs(geometry=seen(tilt=0.15), same_scene=1.0, likeness=alike(6, 0.8)),
            NOW,
            LATER,
            "Same scene, camera moved a little, 12 s later",
        ),
        (
            Signs(geometry=seen(rotation=-7), same_scene=1.0, likeness=alike(6, 0.8)),
            LATER,
            NOW,
            "Same scene, camera moved a little and turned by 7° counter-clockwise, 12 s earlier",
        ),
        (
            Signs(geometry=seen(shift=0.6), same_scene=1.0, likeness=alike(9, 0.5)),
            NEAR,
            FAR,
            "Same scene, camera moved far, 12 s later, 111 m apart",
        ),
        (
            Signs(bits=2, geometry=seen(), same_scene=1.0, changed=0.8),
            NOW,
            LATER,
            "Same place, but the marked part differs, 12 s later",
        ),
        (
            Signs(bits=2, geometry=seen(), same_scene=1.0, changed=0.8, elsewhere=0.95),
            NOW,
            LATER,
            "Same shot with the marked part covered, but dated 12 s later",
        ),
        (
            Signs(bits=8),
            FACTS,
            FACTS,
            "Alike at a glance, but no details were found that match (phash 8 bits)",
        ),
        (Signs(bits=30), FACTS, FACTS, "No details were found that match (phash 30 bits)"),
        (Signs(), NOW, LATER, "Nothing was found that connects the two, 12 s later"),
    ],
)
def test_one_sentence_says_what_is_between_two_pictures(
    signs: Signs, left: Facts, right: Facts, expected: str
) -> None:
    related = relation(signs)

    words = sentence(related, signs, left, right)

    assert words == expected


# time, place and facts


def test_clocks_with_zones_are_compared_by_universal_time() -> None:
    singapore = replace(FACTS, taken_at_ms=AT_NOON + 8 * 3_600_000, utc_offset_minutes=480)
    london = replace(FACTS, taken_at_ms=AT_NOON + 5_000, utc_offset_minutes=0)

    assert seconds_between(singapore, london) == 5
    assert seconds_between(singapore, replace(london, utc_offset_minutes=None)) == 5 - 8 * 3600
    assert seconds_between(singapore, FACTS) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "0.4 s"),
        (9, "9 s"),
        (12.4, "12 s"),
        (119, "119 s"),
        (200, "3 min 20 s"),
        (300, "5 min"),
        (18_600, "5 h 10 min"),
        (12 * 86_400, "12 days"),
        (1200 * 86_400, "1,200 days"),
    ],
)
def test_a_length_of_time_is_said_as_people_say_it(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_gap_says_which_way_it_goes() -> None:
    gaps = [gap_in_words(seconds) for seconds in (12, -12, 0, None)]

    assert gaps == ["12 s later", "12 s earlier", "at the same moment", ""]


def test_the_way_between_two_places_is_that_on_the_globe() -> None:
    paris = replace(FACTS, latitude=48.8566, longitude=2.3522)
    london = replace(FACTS, latitude=51.5074, longitude=-0.1278)

    there, back = metres_between(paris, london), metres_between(london, paris)

    assert there == pytest.approx(343_560, rel=0.002)
    assert there == pytest.approx(back)
    assert metres_between(paris, FACTS) is None


def test_facts_stand_side_by_side_and_what_differs_is_marked() -> None:
    left = replace(NOW, latitude=1.3, longitude=103.8, utc_offset_minutes=480, sharpness=400.0)
    right = replace(
        SMALLER, size_bytes=400_000, taken_at_ms=AT_NOON + 12_000, sharpness=395.0, orientation=6
    )

    rows = {row.title: row for row in side_by_side(left, right)}

    assert (rows["Pixels"].left, rows["Pixels"].right) == ("4,000 × 3,000", "1,000 × 750")
    assert rows["Pixels"].note == "94 % less"
    assert rows["Taken"].left == "2023-11-14 22:13:20 +08:00"
    assert rows["Taken"].note == "12 s later"
    assert rows["Place"].left == "1.30000° N, 103.80000° E"
    assert rows["Place"].right == "unknown"
    assert rows["In the file"].right == "turned by 90°"
    differing = {title for title, row in rows.items() if row.differs}
    assert differing == {"Pixels", "File size", "Taken", "Place", "In the file"}


def test_equal_facts_are_not_marked() -> None:
    assert not any(row.differs or row.note for row in side_by_side(NOW, NOW))


# distances


class _Apart:
    """Distances as an open dataset tells them; exact was not computed, `scene` saw nothing."""

    def __init__(self, **turned: float) -> None:
        self.turned = {f"{name}-turned": bits for name, bits in turned.items()}

    def distance(self, method: str, left: int, right: int) -> float:
        if method == "exact":
            raise NotComputedError("Some pictures have no exact yet.")
        return {"phash": 2.0, "dhash": 11.0, **self.turned}.get(method, 1.0)


def _told(**options: bool) -> dict[str, tuple[str, str, str, bool]]:
    methods = [fingerprints.method_named(name) for name in ("phash", "dhash", "ahash", "exact")]
    found = distances(_Apart(), methods, 0, 1, method="dhash", threshold=12, **options)
    assert found[0].chosen
    return {one.method: (one.value, one.word, one.threshold, one.within) for one in found}


def test_each_method_that_knows_the_pair_says_how_far_and_whether_that_counts() -> None:
    told = _told()

    assert list(told) == ["dhash", "phash", "ahash"]
    assert told["dhash"] == ("11 bits", "loose", "at most 12 bits", True)
    assert told["phash"] == ("2 bits", "strict", "at most 10 bits", True)
    assert told["ahash"][0] == "1 bit"


def test_hashes_of_a_flat_picture_say_nothing() -> None:
    told = _told(flat=True)

    assert {(word, within) for _, word, _, within in told.values()} == {("says nothing", False)}


def test_turned_hashes_are_told_of_only_where_they_find_a_duplicate() -> None:
    methods = [fingerprints.method_named(name) for name in ("phash", "dhash")]
    methods += [method.turned for method in methods if method.turned is not None]

    found = distances(_Apart(phash=1, dhash=3), methods, 0, 1, method="phash", threshold=10)

    assert [one.method for one in found] == ["phash", "dhash", "dhash-turned"]


def test_what_was_just_found_comes_before_what_is_stored() -> None:
    methods = [fingerprints.method_named(name) for name in ("phash", "scene")]

    unseen = distances(_Apart(), methods, 0, 1, method="phash", threshold=10)
    seen_now = distances(
        _Apart(), methods, 0, 1, method="phash", threshold=10, live={"scene": 0.03}
    )

    assert [one.method for one in unseen] == ["phash"]
    assert seen_now[1].value == "0.97"


# laying on each other


def test_a_picture_laid_on_itself_does_not_differ() -> None:
    found = likeness_of(street(1), street(1), np.eye(3))

    assert found is not None
    assert found.difference < 0.1
    assert found.agreement > 0.999


def test_brightness_and_contrast_do_not_count_as_difference() -> None:
    image = ImageEnhance.Contrast(street(2)).enhance(0.6)
    brighter = ImageEnhance.Brightness(image).enhance(1.2)

    found = likeness_of(image, brighter, None)

    assert found is not None
    assert found.difference < 1
    assert not found.aligned


def test_the_right_picture_is_laid_by_the_map_from_left_to_right() -> None:
    image = street(3)
    right = image.crop((64, 48, 576, 432))
    onto = np.array([[640 / 512, 0, -64 / 512], [0, 640 / 512, -48 / 512], [0, 0, 1]])

    aligned, unaligned = likeness_of(image, right, onto), likeness_of(image, right, None)

    assert aligned is not None
    assert unaligned is not None
    assert aligned.difference < 2 < unaligned.difference


@pytest.mark.parametrize(
    ("other", "onto"),
    [
        (street(4, (480, 640)), None),
        (street(4), np.diag([1e-9, 1e-9, 1.0])),
        (street(4), np.array([[1.0, 0, 5], [0, 1, 5], [0, 0, 1]])),
        (street(4), np.zeros((3, 3))),
    ],
    ids=["other proportions", "shrunk to nothing", "beside it", "no map at all"],
)
def test_what_cannot_be_laid_on_each_other_has_no_likeness(
    other: Image.Image, onto: np.ndarray | None
) -> None:
    assert likeness_of(street(4), other, onto) is None


# the whole


def test_looking_without_a_thumbnail_finds_nothing() -> None:
    assert look(None, jpeg(street(1))) == Look()


@pytest.mark.parametrize(
    ("edit", "rotation", "mirrored"),
    [
        (lambda image: image.resize((320, 240)), 0, False),
        (lambda image: image.crop((60, 40, 600, 450)), 0, False),
        (lambda image: image.transpose(Image.Transpose.ROTATE_270), 90, False),
        (lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), 0, True),
        (lambda image: image.transpose(Image.Transpose.TRANSVERSE), 90, True),
    ],
    ids=["smaller", "cropped", "rotated", "mirrored", "mirrored and rotated"],
)
def test_an_edit_is_seen_as_a_copy_turned_as_it_was(
    edit: Callable[[Image.Image], Image.Image], rotation: int, mirrored: bool
) -> None:
    image = street(5)

    found = look(jpeg(image), jpeg(edit(image)))
    related = relation(
        Signs(geometry=found.geometry, same_scene=found.same_scene, likeness=found.likeness)
    )

    assert related.relation is Relation.COPY
    assert abs(related.rotation_degrees) == pytest.approx(rotation, abs=0.5)
    assert related.mirrored is mirrored


def test_different_pictures_have_no_geometry() -> None:
    found = look(jpeg(street(6)), jpeg(street(7)))

    assert found.geometry is None


@pytest.mark.parametrize(
    "image",
    [Image.new("RGB", (640, 480), "skyblue"), Image.new("L", (1, 1)), photo(1, (3, 200))],
    ids=["sky", "a pixel", "a line"],
)
def test_pictures_without_details_are_looked_at_in_vain(image: Image.Image) -> None:
    found = look(jpeg(image), jpeg(street(8)))

    assert found.geometry is None


@pytest.fixture
def opened(workspace: Workspace, tmp_path: Path) -> OpenDataset:
    image = street(9)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    files = {
        "a.jpg": jpeg(image),
        "b.png": stream.getvalue(),
        "c.jpg": jpeg(image.resize((400, 300))),
        "d.jpg": jpeg(street(10)),
        "e.jpg": jpeg(image),
    }
    dataset = add_path(workspace, folder_of(tmp_path / "pictures", files))
    scan(workspace, dataset)
    return OpenDataset(workspace, workspace.dataset(dataset.id))


def test_the_evidence_of_a_pair_holds_all_that_is_known(
    workspace: Workspace, opened: OpenDataset
) -> None:
    found = evidence(workspace, opened, 0, 2, method="phash", threshold=10)

    assert found.related.relation is Relation.COPY
    assert found.sentence.startswith("Same shot, re-saved smaller (phash ")
    by_method = {one.method: one for one in found.distances}
    assert found.distances[0].method == "phash"
    assert by_method["phash"].within
    assert by_method["exact"].value == "other pixels"
    assert found.look.geometry is not None
    assert len(found.look.geometry.left_points) == found.look.geometry.inliers


def test_the_same_file_twice_is_said_to_be_so(workspace: Workspace, opened: OpenDataset) -> None:
    found = evidence(workspace, opened, 0, 4, method="exact", threshold=1)

    assert (found.related.relation, found.related.rule) == (Relation.COPY, "every byte is the same")
    assert found.sentence == "The same file twice, every byte is equal"


def test_other_pictures_are_only_similar_whatever_the_threshold(
    workspace: Workspace, opened: OpenDataset
) -> None:
    found = evidence(workspace, opened, 0, 3, method="phash", threshold=24)

    assert found.related.relation is Relation.SIMILAR


@pytest.mark.parametrize(
    ("method", "threshold"), [("none such", 1), ("phash", 65), ("phash", -1), ("phash", np.nan)]
)
def test_a_setting_that_makes_no_sense_is_refused(
    workspace: Workspace, opened: OpenDataset, method: str, threshold: float
) -> None:
    with pytest.raises(MethodError):
        evidence(workspace, opened, 0, 1, method=method, threshold=threshold)


def test_thumbnails_of_the_product_are_what_is_looked_at() -> None:
    image = street(11, (1600, 1200))
    small, large = (decode.decode(jpeg(i)).thumbnail for i in (image.resize((500, 375)), image))

    found = look(large, small)

    assert found.geometry is not None
    assert found.geometry.view == "none"
