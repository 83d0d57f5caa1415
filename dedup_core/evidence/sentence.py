"""What is between two pictures in one sentence; it speaks of the right one, seen from the left."""

from __future__ import annotations

import numpy as np

from dedup_core.evidence.gaps import gap_in_words, metres_between, seconds_between, way_in_words
from dedup_core.evidence.relation import Related, Relation, Signs
from dedup_core.model import Facts
from dedup_core.scene.geometry import Geometry, through

_CROPPED = 0.97  # of a picture inside the other one; borders of matched frames lie that exact
_SMALLER = 0.95  # of the longer side
_BRIGHTER = 4.0  # mean grey levels of 255
_TURNED_COPY, _TURNED_CAMERA = 1.0, 3.0  # degrees; hand-held shots differ by less than the second
_GPS_ERROR_M = 30.0  # between houses; the same light of the sample is 0 to 20 m away from itself
_SAME_TIME_S = 1.0  # some programs drop the fraction of a second
_ONE_SHOT = 0.9  # `Changed.elsewhere` from which the rest is one shot, not two
_STEPS = 64  # points a side by which shares of a frame are counted
_CAMERA = {
    "none": "camera hardly moved",
    "small": "camera moved a little",
    "medium": "camera moved",
    "large": "camera moved far",
}


def sentence(related: Related, signs: Signs, left: Facts, right: Facts) -> str:
    """One sentence without a full stop: `Same shot, re-saved smaller (phash 2 bits, …)`."""
    if signs.exact == 0:
        return "The same file twice, every byte is equal"
    if related.relation is Relation.COPY:
        if signs.exact == 1:
            return _listed("The same pixels in another file", *_format(left, right))
        words = _copy(related, signs, left, right) + _grounds(signs)
        return _listed(words, _other_date(left, right))
    if related.relation is Relation.CHANGED:
        return _changed(signs, left, right)
    if related.relation is Relation.SAME_SCENE:
        return _listed(*_same_scene(related), *_apart(left, right))
    return _similar(signs, left, right)


def _copy(related: Related, signs: Signs, left: Facts, right: Facts) -> str:
    turned = _turned(related.rotation_degrees, _TURNED_COPY, "rotated")
    edits = [*_frame(signs.geometry, left, right), *_light(left, right)]
    start = "Mirrored copy" if related.mirrored else "Same shot"
    if not turned and not edits and not related.mirrored:
        edits = ["re-saved"]
    return _listed(start, *turned, " and ".join([*edits, *_format(left, right)]))


def _changed(signs: Signs, left: Facts, right: Facts) -> str:
    if (signs.elsewhere or 0) >= _ONE_SHOT:
        return _listed("Same shot with the marked part covered", _other_date(left, right))
    return _listed("Same place, but the marked part differs", *_apart(left, right))


def _same_scene(related: Related) -> list[str]:
    mirrored = ["mirrored"] if related.mirrored else []
    turned = _turned(related.rotation_degrees, _TURNED_CAMERA, "turned")
    camera = _CAMERA.get(related.view, "")
    if turned and related.view == "none":
        camera, turned = f"camera {turned[0]}", []
    if turned:
        camera = f"{camera} and {turned[0]}"
    return ["Same scene", *mirrored, camera]


def _similar(signs: Signs, left: Facts, right: Facts) -> str:
    bits = signs.bits
    if bits is None:
        start = "Nothing was found that connects the two"
    elif bits <= 10:
        start = "Alike at a glance, but no details were found that match"
    else:
        start = "No details were found that match"
    grounds = "" if bits is None else f" (phash {bits} bits)"
    return _listed(start + grounds, *_apart(left, right))


def _apart(left: Facts, right: Facts) -> list[str]:
    """Time and way between the two, as far as both are known and the way is no error of GPS."""
    metres = metres_between(left, right)
    far = metres is not None and metres > _GPS_ERROR_M
    return [gap_in_words(seconds_between(left, right)), way_in_words(metres) if far else ""]


def _other_date(left: Facts, right: Facts) -> str:
    """A copy cannot be taken at another time: somebody changed its date, or a program did."""
    seconds = seconds_between(left, right)
    if seconds is None or abs(seconds) < _SAME_TIME_S:
        return ""
    return f"but dated {gap_in_words(seconds)}"


def _turned(degrees: float, least: float, word: str) -> list[str]:
    turn = abs(degrees)
    if turn < least:
        return []
    exact = round(turn) if abs(turn - round(turn / 90) * 90) < least else round(turn, 1)
    side = "" if round(turn) == 180 else " clockwise" if degrees > 0 else " counter-clockwise"
    return [f"{word} by {exact:g}°{side}"]


def _frame(geometry: Geometry | None, left: Facts, right: Facts) -> list[str]:
    """What became of the frame: cropped, or what is inside it, smaller or larger."""
    if geometry is not None:
        back = np.asarray(np.linalg.inv(geometry.homography), np.float64)
        if _inside(geometry.homography, geometry.left_size, geometry.right_size) < _CROPPED:
            return ["cropped"]
        if _inside(back, geometry.right_size, geometry.left_size) < _CROPPED:
            return ["with more around it"]
    times = max(right.width, right.height) / max(left.width, left.height)
    if times < _SMALLER:
        return ["re-saved smaller"]
    return ["re-saved larger"] if times > 1 / _SMALLER else []


def _inside(homography: np.ndarray, size: tuple[float, float], other: tuple[float, float]) -> float:
    """Share of a frame that a homography maps into the other frame."""
    across, down = ((np.arange(_STEPS) + 0.5) / _STEPS * side for side in size)
    points = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)
    there = through(homography, points)
    return float(((there >= 0) & (there <= np.array(other))).all(axis=1).mean())


def _light(left: Facts, right: Facts) -> list[str]:
    change = right.exposure - left.exposure
    if abs(change) < _BRIGHTER:
        return []
    return ["brightened" if change > 0 else "darkened"]


def _format(left: Facts, right: Facts) -> list[str]:
    return [f"saved as {right.format}"] if left.format != right.format else []


def _grounds(signs: Signs) -> str:
    found = []
    if signs.bits is not None:
        found.append(f"phash {signs.bits} {'bit' if signs.bits == 1 else 'bits'}")
    if signs.likeness is not None:
        kind = "aligned" if signs.likeness.aligned else "frame-on-frame"
        found.append(f"{kind} difference {signs.likeness.difference:.1f} %")
    return f" ({', '.join(found)})" if found else ""


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
