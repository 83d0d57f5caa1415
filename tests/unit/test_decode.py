"""A picture is touched once: scaled where that is enough, exact where it is asked for."""

from __future__ import annotations

import io
import threading
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from dedup_core import decode, fingerprints
from dedup_core.decode import Room
from dedup_core.decode.exif import read_exif
from dedup_core.decode.lanczos import lanczos
from dedup_core.errors import PictureError
from dedup_core.fingerprints import Method
from tests.making import data_of, photo

LARGE = (2400, 1800)


def _value(method: Method, data: bytes, *, exactly: bool = False) -> np.ndarray:
    upright = decode.decode(data, exactly=exactly).upright
    return method.fingerprint(method.reduce(upright)[None])[0]


def _shot(size: tuple[int, int], seed: int = 1, **options: object) -> bytes:
    """A JPEG with detail in it, as a camera makes it."""
    grain = np.random.default_rng(seed).normal(0, 6, (size[1], size[0], 1))
    values = np.asarray(photo(seed, size)) + grain
    return data_of(Image.fromarray(values.clip(0, 255).astype(np.uint8)), "JPEG", **options)


def _exif(**options: object) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = options.get("orientation", 1)
    return exif


# scaled and exact


def test_a_large_jpeg_is_decoded_small_and_its_facts_are_of_the_whole() -> None:
    decoded = decode.decode(_shot(LARGE))

    assert min(decoded.upright.image.size) in range(256, 512)
    assert (decoded.facts.width, decoded.facts.height) == LARGE


def test_an_exact_decode_has_every_pixel() -> None:
    data = _shot((900, 700))

    decoded = decode.decode(data, exactly=True)

    whole = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    assert np.array_equal(decoded.upright.image, whole)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_facts_and_thumbnail_do_not_depend_on_how_fingerprints_are_made(
    kind: str, orientation: int
) -> None:
    data = data_of(photo(3, (1400, 900)), kind, exif=_exif(orientation=orientation))

    scaled, exact = decode.decode(data), decode.decode(data, exactly=True)

    assert scaled.facts == exact.facts
    assert scaled.thumbnail == exact.thumbnail


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("method", fingerprints.ALL[:4], ids=lambda method: method.name)
def test_scaled_hashes_are_within_four_bits_of_exact_ones(method: Method, kind: str) -> None:
    for seed in range(6):
        data = _shot((1600, 1200), seed)
        if kind == "PNG":
            data = data_of(Image.open(io.BytesIO(data)))

        bits = _value(method, data) ^ _value(method, data, exactly=True)

        assert np.bitwise_count(bits).sum() <= 4


def test_a_large_picture_on_its_side_is_turned_after_it_was_scaled() -> None:
    stored = photo(1, LARGE)
    data = data_of(stored.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=_exif(orientation=6))
    upright = data_of(stored, "JPEG")

    turned, plain = decode.decode(data), decode.decode(upright)

    assert (turned.facts.width, turned.facts.height) == LARGE
    assert turned.facts.orientation == 6
    method = fingerprints.DEFAULT
    bits = _value(method, data) ^ _value(method, upright)
    assert np.bitwise_count(bits).sum() <= 2
    assert turned.upright.image.size == plain.upright.image.size


# the same pixels, without all of them


def test_a_large_jpeg_without_its_metadata_has_the_same_pixels() -> None:
    exact = fingerprints.method_named("exact")
    exif = _exif()
    exif[0x010F] = "Maker"
    plain = _shot((1200, 900))
    told = _shot((1200, 900), exif=exif, comment=b"hello")

    values = [_value(exact, data) for data in (plain, told)]

    assert plain != told
    assert np.array_equal(values[0][32:], values[1][32:])
    assert not np.array_equal(values[0][:32], values[1][:32])


@pytest.mark.parametrize("change", ["a pixel", "quality", "orientation"])
def test_a_large_jpeg_with_other_pixels_is_not_taken_for_the_same(change: str) -> None:
    exact = fingerprints.method_named("exact")
    image = Image.open(io.BytesIO(_shot((1200, 900))))
    other = image.copy()
    if change == "a pixel":
        other.putpixel((600, 450), (255, 0, 255))
    options = {"quality": 94 if change == "quality" else 95}
    exif = _exif(orientation=3 if change == "orientation" else 1)

    first = _value(exact, data_of(image, "JPEG", quality=95, exif=_exif()))
    second = _value(exact, data_of(other, "JPEG", exif=exif, **options))

    assert not np.array_equal(first[32:], second[32:])


# thumbnails


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((300, 200), (300, 200)),
        ((640, 400), (640, 400)),
        ((642, 400), (321, 200)),
        ((1024, 768), (512, 384)),
        ((4032, 3024), (504, 378)),
    ],
)
def test_a_thumbnail_has_321_to_640_pixels_a_side_if_there_are_so_many(
    size: tuple[int, int], shown: tuple[int, int]
) -> None:
    thumbnail = decode.decode(data_of(photo(1, size), "JPEG")).thumbnail

    assert Image.open(io.BytesIO(thumbnail)).size == shown


def test_a_small_jpeg_is_its_own_thumbnail_pixel_by_pixel() -> None:
    for options in ({}, {"progressive": True}, {"quality": 30, "subsampling": 0}):
        data = data_of(photo(1, (300, 200)), "JPEG", exif=_exif(), comment=b"x", **options)

        thumbnail = decode.decode(data).thumbnail

        shown, stored = (np.asarray(Image.open(io.BytesIO(some))) for some in (thumbnail, data))
        assert np.array_equal(shown, stored)
        assert len(thumbnail) < len(data)


def test_a_small_jpeg_that_says_where_it_was_taken_is_not_shown_as_it_is() -> None:
    exif = _exif()
    exif.get_ifd(0x8825)[2] = (1.0, 18.0, 0.0)
    data = data_of(photo(1, (300, 200)), "JPEG", exif=exif, comment=b"secret")

    thumbnail = decode.decode(data).thumbnail

    assert b"secret" not in thumbnail
    assert not Image.open(io.BytesIO(thumbnail)).getexif()


def test_a_small_jpeg_with_something_behind_it_is_not_shown_as_it_is() -> None:
    data = data_of(photo(1, (300, 200)), "JPEG") + b"something else"

    assert b"something else" not in decode.decode(data).thumbnail


def test_a_blurred_picture_is_less_sharp() -> None:
    sharp = photo(1, (480, 360)).resize((60, 45)).resize((480, 360), Image.Resampling.NEAREST)
    blurred = sharp.resize((120, 90)).resize((480, 360), Image.Resampling.BICUBIC)

    facts = [decode.decode(data_of(image)).facts for image in (sharp, blurred)]

    assert facts[0].sharpness > 2 * facts[1].sharpness


def test_exposure_is_the_mean_grey_level() -> None:
    levels = [decode.decode(data_of(Image.new("L", (300, 200), v))).facts.exposure for v in (0, 90)]

    assert levels == [0, 90]


# what the camera said


def test_time_has_its_fraction_and_its_zone() -> None:
    exif = _exif()
    inner = exif.get_ifd(0x8769)
    inner[0x9003], inner[0x9291], inner[0x9011] = "1970:01:01 00:00:02", "04", "+08:00"

    facts = decode.decode(data_of(photo(1), "JPEG", exif=exif)).facts

    assert (facts.taken_at_ms, facts.utc_offset_minutes) == (2040, 480)


@pytest.mark.parametrize(
    ("zone", "minutes"),
    [("-03:30", -210), ("+00:00", 0), ("", None), ("local", None), ("+99:00", None)],
)
def test_a_zone_that_makes_no_sense_is_unknown(zone: str, minutes: int | None) -> None:
    exif = _exif()
    inner = exif.get_ifd(0x8769)
    inner[0x9003], inner[0x9291], inner[0x9011] = "1970:01:01 00:00:02", "x", zone

    facts = decode.decode(data_of(photo(1), "JPEG", exif=exif)).facts

    assert (facts.taken_at_ms, facts.utc_offset_minutes) == (2000, minutes)


def _at(latitude: object, longitude: object, north: str = "N", east: str = "E") -> Image.Exif:
    exif = _exif()
    exif.get_ifd(0x8825).update({1: north, 2: latitude, 3: east, 4: longitude})
    return exif


def test_a_place_is_in_degrees_and_south_and_west_are_negative() -> None:
    exif = _at((1.0, 17.0, 24.0), (103.0, Fraction(51), 0.0), "S", "W")

    facts = decode.decode(data_of(photo(1), "JPEG", exif=exif)).facts

    assert (facts.latitude, facts.longitude) == (-1.29, -103.85)


@pytest.mark.parametrize("latitude", [(91.0, 0.0, 0.0), (1.0,), (IFDRational(1, 0), 0.0, 0.0)])
def test_a_place_that_is_nowhere_is_unknown(latitude: object) -> None:
    exif = _at(latitude, (103.0, 51.0, 0.0))

    facts = decode.decode(data_of(photo(1), "JPEG", exif=exif)).facts

    assert (facts.latitude, facts.longitude) == (None, None)


# memory


def test_who_finds_no_room_waits_and_the_largest_goes_alone() -> None:
    room, inside, most, lock = Room(100), [], [], threading.Lock()

    def work(size: int) -> None:
        with room.holding(size):
            with lock:
                inside.append(size)
                most.append(tuple(inside))
            threading.Event().wait(0.002)
            with lock:
                inside.remove(size)

    threads = [threading.Thread(target=work, args=[size]) for size in (60, 30, 500, 40, 90) * 8]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(most) == 40
    assert all(sum(sizes) <= 100 or len(sizes) == 1 for sizes in most)
    assert any(len(sizes) > 1 for sizes in most)


def test_a_large_jpeg_asks_for_the_memory_of_its_scaled_pixels() -> None:
    data = _shot(LARGE)

    scaled, exact = decode.opened(data), decode.opened(data, exactly=True)

    assert scaled.memory_bytes * 4 < exact.memory_bytes == 12 * LARGE[0] * LARGE[1]


# hostile files


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content


def _between_scans(progressive: bytes, segment: bytes) -> bytes:
    """A progressive JPEG with a segment before its second scan."""
    second = progressive.index(b"\xff\xda", progressive.index(b"\xff\xda") + 2)
    tables = progressive.rindex(b"\xff\xc4", 0, second)
    return progressive[:tables] + segment + progressive[tables:]


EXIF_WITH_AN_END = _segment(0xE1, b"Exif\0\0secret\xff\xd9 end of the picture within")


@pytest.mark.parametrize("junk", [b"", b"\0", b"\0\0", b"ab", b"\xff"])
def test_large_pictures_are_told_apart_behind_odd_headers(junk: bytes) -> None:
    exact = fingerprints.method_named("exact")
    shots = [_shot((1600, 1200), seed) for seed in (1, 2)]
    odd = [shot[:20] + junk + EXIF_WITH_AN_END + shot[20:] for shot in shots]

    values = [_value(exact, data)[32:].tobytes() for data in (*odd, *shots)]

    assert len(set(values)) == 2
    assert values[:2] == values[2:]


@pytest.mark.parametrize("junk", [b"", b"\0", b"\0\0", b"ab", b"\xff"])
def test_an_odd_header_does_not_come_along_into_a_thumbnail(junk: bytes) -> None:
    data = data_of(photo(1, (300, 200)), "JPEG")
    odd = data[:20] + junk + EXIF_WITH_AN_END + data[20:]  # behind the JFIF header

    thumbnail = decode.decode(odd).thumbnail

    assert b"secret" not in thumbnail
    shown = Image.open(io.BytesIO(thumbnail)).convert("RGB")
    assert np.array_equal(shown, Image.open(io.BytesIO(data)).convert("RGB"))


def test_a_comment_between_two_scans_ends_nothing_and_is_not_shown() -> None:
    data = data_of(photo(1, (300, 200)), "JPEG", progressive=True)
    odd = _between_scans(data, _segment(0xFE, b"secret \xff\xd9 place"))

    thumbnail = decode.decode(odd).thumbnail

    assert b"secret" not in thumbnail
    shown = Image.open(io.BytesIO(thumbnail)).convert("RGB")
    assert np.array_equal(shown, Image.open(io.BytesIO(data)).convert("RGB"))


def test_colours_that_two_headers_describe_stay_as_they_were() -> None:
    data = data_of(photo(1, (300, 200)), "JPEG")
    adobe = _segment(0xEE, b"Adobe\0\x64\0\0\0\0\0")  # says: these are not YCbCr
    odd = data[:20] + adobe + data[20:]  # behind the JFIF header, which says they are

    thumbnail = decode.decode(odd).thumbnail

    shown, stored = (Image.open(io.BytesIO(some)).convert("RGB") for some in (thumbnail, odd))
    assert np.array_equal(shown, stored)


@pytest.mark.parametrize("value", [IFDRational(6, 1), 6.0, IFDRational(1, 0), "6", (6, 6), 77])
def test_an_orientation_in_another_type_is_a_whole_number_or_none(value: object) -> None:
    class Odd:
        def getexif(self) -> Image.Exif:
            exif = Image.Exif()
            exif[0x0112] = value
            return exif

    exif = read_exif(Odd())

    assert type(exif.orientation) is int
    assert exif.orientation == (6 if value in (6.0, IFDRational(6, 1)) else 1)


def test_a_camera_is_no_novel() -> None:
    exif = _exif()
    exif[0x010F] = "M" * 50_000

    assert len(decode.decode(data_of(photo(1), "JPEG", exif=exif)).facts.camera) <= 200


def test_deep_grey_with_a_transparent_value_is_shown_as_it_is() -> None:
    values = np.tile(np.linspace(0, 65535, 300).astype(np.uint16), (200, 1))

    data = data_of(Image.fromarray(values), "PNG", transparency=3)

    shown = np.asarray(Image.open(io.BytesIO(decode.decode(data).thumbnail)).convert("L"))
    assert 120 < shown.mean() < 135


# decoders


def _grey_and_colour(data: bytes) -> tuple[np.ndarray, np.ndarray]:
    with Image.open(io.BytesIO(data)) as grey, Image.open(io.BytesIO(data)) as colour:
        grey.draft("L", None)
        return np.asarray(grey), np.asarray(colour.convert("RGB"))


@pytest.mark.parametrize(
    "options",
    [{}, {"progressive": True}, {"subsampling": 0}, {"subsampling": 1}, {"quality": 20}],
    ids=str,
)
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_small_jpeg_has_the_grey_and_the_colours_that_pillow_reads(
    mode: str, options: dict[str, object]
) -> None:
    data = data_of(photo(1, (301, 203)).convert(mode), "JPEG", **options)

    upright = decode.decode(data).upright

    grey, colour = _grey_and_colour(data)
    assert np.array_equal(upright.luma, grey)
    assert np.array_equal(upright.image, colour)


def test_colours_that_are_asked_for_change_no_other_value() -> None:
    data = _shot((300, 200))
    grey_only, colour_first = (decode.decode(data).upright for _ in range(2))

    colour_first.colour(16, 16)

    assert colour_first.small.mode == "RGB"
    assert np.array_equal(grey_only.grey(32, 32), colour_first.grey(32, 32))
    assert np.array_equal(
        grey_only.grey(9, 8, faithful=True), colour_first.grey(9, 8, faithful=True)
    )


@pytest.mark.parametrize("size", [(300, 200), (1200, 900)])
def test_a_jpeg_that_pillow_alone_can_read_is_read(size: tuple[int, int]) -> None:
    cmyk = data_of(photo(1, size).convert("CMYK"), "JPEG")

    upright = decode.decode(cmyk).upright

    shown = upright.image.resize((8, 8)).convert("L")
    assert (
        np.abs(
            np.asarray(shown, int) - np.asarray(photo(1, size).resize((8, 8)).convert("L"))
        ).max()
        < 30
    )


@pytest.mark.parametrize("size", [(300, 200), (1600, 1200)])
def test_a_jpeg_that_is_cut_off_is_refused_in_the_same_words(size: tuple[int, int]) -> None:
    data = _shot(size)

    with pytest.raises(PictureError, match="cut off or damaged"):
        decode.decode(data[: len(data) // 2])


# reductions


@pytest.mark.parametrize("size", [(300, 200), (200, 300), (33, 33), (640, 481), (5, 3), (1, 1)])
@pytest.mark.parametrize("points", [(32, 32), (9, 8), (128, 128)])
def test_lanczos_gives_what_pillow_gives(size: tuple[int, int], points: tuple[int, int]) -> None:
    image = Image.fromarray(
        np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    )

    ours = lanczos(np.asarray(image), *points)

    # In two calls, because in one it goes down before across where a picture is tall.
    across = image.resize((points[0], size[1]), Image.Resampling.LANCZOS)
    theirs = np.asarray(across.resize(points, Image.Resampling.LANCZOS), int)
    assert np.abs(ours - theirs).max() <= 1
    assert (ours != theirs).mean() < 0.01


@given(
    width=st.integers(1, 400),
    height=st.integers(1, 400),
    level=st.integers(0, 255),
    points=st.tuples(st.integers(1, 70), st.integers(1, 70)),
)
def test_an_even_area_stays_as_it_is(
    width: int, height: int, level: int, points: tuple[int, int]
) -> None:
    values = np.full((height, width), level, np.uint8)

    reduced = lanczos(values, *points)

    assert reduced.shape == points[::-1]
    assert (reduced == level).all()
