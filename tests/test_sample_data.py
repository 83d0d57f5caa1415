"""The sample campaign: its tables, its files and its story agree with each other."""

from __future__ import annotations

import csv
import hashlib
import importlib
import re
from collections import Counter
from datetime import datetime
from functools import cache
from itertools import combinations
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image, UnidentifiedImageError

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "sample_data"
PHOTOS = DATA / "photos"
RELATIONS = {"copy", "same-scene", "different"}
DATE_TAKEN, DETAIL, GPS, ORIENTATION = 0x9003, 0x8769, 0x8825, 0x0112

Row = dict[str, str]


@cache
def _table(name: str) -> list[Row]:
    with (DATA / name).open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def _manifest() -> list[Row]:
    return _table("manifest.csv")


def _truth(relation: str) -> list[Row]:
    return [row for row in _table("truth.csv") if row["relation"] == relation]


def _readable() -> list[str]:
    names = [row["file"] for row in _manifest() if row["file"].endswith(".jpg")]
    return [name for name in names if name not in _broken()]


@cache
def _broken() -> tuple[str, ...]:
    names = []
    for row in _manifest():
        if not row["file"].endswith(".jpg"):
            continue
        try:
            with Image.open(PHOTOS / row["file"]) as image:
                image.load()
        except (OSError, UnidentifiedImageError):
            names.append(row["file"])
    return tuple(names)


def _exif(name: str) -> Image.Exif:
    with Image.open(PHOTOS / name) as image:
        return image.getexif()


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The plan of the generator, which needs no renderer."""
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("sample_data.generate.cast")


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The generator's tables."""
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("sample_data.generate.tables")


def test_the_campaign_has_about_240_pictures_by_ten_contributors() -> None:
    counts = Counter(row["contributor"] for row in _manifest())

    assert 230 <= sum(counts.values()) <= 250
    assert len(counts) == 10
    assert counts["raj"] >= 40


def test_every_file_in_the_manifest_exists_with_its_digest() -> None:
    rows = _manifest()

    digests = {
        r["file"]: hashlib.sha256((PHOTOS / r["file"]).read_bytes()).hexdigest() for r in rows
    }

    assert digests == {row["file"]: row["digest"] for row in rows}


def test_every_photo_is_in_the_manifest_once() -> None:
    names = [row["file"] for row in _manifest()]

    on_disk = {p.relative_to(PHOTOS).as_posix() for p in PHOTOS.rglob("*") if p.is_file()}

    assert len(names) == len(set(names))
    assert on_disk == set(names)


def test_all_photos_together_stay_within_twelve_megabytes() -> None:
    total = sum(path.stat().st_size for path in PHOTOS.rglob("*") if path.is_file())

    assert total <= 12_000_000


def test_manifest_rows_carry_a_time_with_zone_and_one_price() -> None:
    rows = _manifest()

    times = [datetime.fromisoformat(row["submitted_at"]) for row in rows]

    assert all(time.utcoffset() is not None for time in times)
    assert {(row["price"], row["currency"]) for row in rows} == {("0.15", "USD")}
    assert {row["campaign"] for row in rows} == {"Traffic lights, Singapore"}


def test_truth_names_only_files_of_the_manifest_in_order_and_once() -> None:
    names = {row["file"] for row in _manifest()}

    pairs = [(row["left"], row["right"]) for row in _table("truth.csv")]

    assert all(left < right and {left, right} <= names for left, right in pairs)
    assert len(pairs) == len(set(pairs))


def test_truth_knows_three_relations_and_says_how() -> None:
    rows = _table("truth.csv")

    relations = {row["relation"] for row in rows}

    assert relations == RELATIONS
    assert all(row["how"] for row in rows)


def test_angles_and_shifts_are_given_for_same_scene_pairs_only() -> None:
    rows = _table("truth.csv")

    measured = {
        (row["relation"], bool(row["angle_degrees"] and row["shift_metres"])) for row in rows
    }

    assert measured == {("copy", False), ("same-scene", True), ("different", False)}


def test_the_walk_lists_all_pairs_and_its_angles_are_its_steps() -> None:
    walk = [row for row in _truth("same-scene") if row["how"] == "walk"]
    names = sorted({name for row in walk for name in (row["left"], row["right"])})

    angles = {(row["left"], row["right"]): float(row["angle_degrees"]) for row in walk}

    assert len(names) == 40
    assert set(angles) == set(combinations(names, 2))
    assert all(a == names.index(r) - names.index(le) for (le, r), a in angles.items())


def test_the_walk_moves_the_camera_further_with_every_step() -> None:
    walk = [row for row in _truth("same-scene") if row["how"] == "walk"]

    by_angle = {float(row["angle_degrees"]): float(row["shift_metres"]) for row in walk}
    shifts = [by_angle[angle] for angle in sorted(by_angle)]

    assert shifts == sorted(shifts)
    assert shifts[0] > 0


def test_every_way_of_copying_occurs() -> None:
    words = set(re.split(r" \+ |: ", " + ".join(row["how"] for row in _truth("copy"))))

    assert words >= {"same-file", "re-saved", "resized", "cropped", "brightened", "mirrored"}
    assert words >= {"sticker", "stolen", "other-date"}


def test_copies_named_the_same_file_have_the_same_digest() -> None:
    digest = {row["file"]: row["digest"] for row in _manifest()}

    pairs = [row for row in _truth("copy") if row["how"] == "same-file"]

    assert len(pairs) >= 5
    assert all(digest[row["left"]] == digest[row["right"]] for row in pairs)


def test_stolen_pictures_carry_another_date_than_their_originals() -> None:
    pairs = [row for row in _truth("copy") if row["how"].startswith("stolen")]

    dates = [[_exif(row[side]).get_ifd(DETAIL)[DATE_TAKEN] for side in ("left", "right")]
             for row in pairs]  # fmt: skip

    assert len(pairs) == 12
    assert all(left != right for left, right in dates)


def test_hard_negatives_are_named_by_their_kind() -> None:
    kinds = Counter(row["how"] for row in _truth("different"))

    assert set(kinds) == {
        "same junction, other place",
        "look-alike junctions",
        "flat night shots",
        "same visit, other signal",
    }


def test_two_files_are_broken() -> None:
    broken = _broken()

    assert len(broken) == 2
    assert any((PHOTOS / name).read_bytes().startswith(b"\xff\xd8") for name in broken)


def test_one_file_is_heic_and_readable_with_the_plugin() -> None:
    heif = pytest.importorskip("pillow_heif")
    names = [row["file"] for row in _manifest() if row["file"].endswith(".heic")]

    picture = heif.open_heif(PHOTOS / names[0])

    assert len(names) == 1
    assert min(picture.size) >= 450


def test_most_pictures_carry_time_and_place_and_some_are_stored_turned() -> None:
    names = _readable()

    tags = [_exif(name) for name in names]
    dated = [t for t in tags if DATE_TAKEN in t.get_ifd(DETAIL)]
    placed = [t for t in tags if t.get_ifd(GPS)]
    turned = {t.get(ORIENTATION, 1) for t in tags}

    assert len(dated) > 0.75 * len(names)
    assert len(placed) > 0.6 * len(names)
    assert turned == {1, 3, 6, 8}


def test_places_lie_in_singapore() -> None:
    places = [_exif(name).get_ifd(GPS) for name in _readable()]

    found = [(float(sum(v / 60**k for k, v in enumerate(p[2]))),
              float(sum(v / 60**k for k, v in enumerate(p[4])))) for p in places if p]  # fmt: skip

    assert all(1.28 <= north <= 1.37 and 103.8 <= east <= 103.95 for north, east in found)


def test_the_story_is_told_the_same_way_every_time(story: ModuleType) -> None:
    first, second = story.plan(), story.plan()

    assert first.pictures == second.pictures
    assert first.book.shots == second.book.shots


def test_the_story_gives_the_committed_tables(story: ModuleType, tables: ModuleType) -> None:
    plan = story.plan()

    manifest = tables.manifest_rows(plan, {row["file"]: row["digest"] for row in _manifest()})
    truth = tables.truth_rows(plan)

    assert manifest == _manifest()
    assert truth == _table("truth.csv")
