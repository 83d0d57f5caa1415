"""Where things stand at a junction; plain Python, so the story can be planned without numpy."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace

SIGNALS = ("vertical", "arrow", "tall", "gantry", "mast", "vertical")
POLES = ("grey", "banded", "green", "dark", "grey", "banded")
CORNERS = ("hdb", "shophouses", "glass", "office", "park", "corridor")
POLE_INSET = 2.2
HEAD_HEIGHT = 3.0

Point = tuple[float, float, float]


@dataclass(frozen=True)
class Junction:
    """One crossing of two roads."""

    number: int
    half_x: float
    half_y: float
    lanes_x: int
    lanes_y: int
    radius: float
    yellow_box: bool
    signal: str
    pole: str
    corners: tuple[str, str, str, str]
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Visit:
    """One stay at a junction: its light, its traffic and the state of its signals."""

    junction: int
    light: str
    seed: int
    phase: int
    seconds: int
    sun_azimuth: float
    clouds: int


@dataclass(frozen=True)
class Pose:
    """Where a camera stands and how it looks."""

    origin: Point
    target: Point
    roll: float
    fov: float
    width: int
    height: int


def junctions(seed: int, count: int, twins: int) -> list[Junction]:
    """Draw the junctions of the campaign; the last `twins` look like the first ones."""
    draw = random.Random(f"{seed}-junctions")
    result = [_junction(draw, number) for number in range(count - twins)]
    for number in range(count - twins, count):
        model = result[number - (count - twins)]
        own = _junction(draw, number)
        alike = replace(model, number=number, latitude=own.latitude, longitude=own.longitude)
        result.append(replace(alike, half_x=round(model.half_x + 0.3, 2), radius=own.radius))
    return result


def _junction(draw: random.Random, number: int) -> Junction:
    lanes_x, lanes_y = draw.choice((2, 2, 3)), draw.choice((1, 2, 2))
    kinds = [CORNERS[(number + 2 * k + draw.randrange(2)) % len(CORNERS)] for k in range(4)]
    return Junction(
        number=number,
        half_x=round(lanes_x * 3.3 + 0.4, 2),
        half_y=round(lanes_y * 3.3 + 0.6, 2),
        lanes_x=lanes_x,
        lanes_y=lanes_y,
        radius=round(draw.uniform(3.5, 5.0), 2),
        yellow_box=draw.random() < 0.4,
        signal=SIGNALS[number % len(SIGNALS)],
        pole=POLES[(number + number // len(POLES)) % len(POLES)],
        corners=(kinds[0], kinds[1], kinds[2], kinds[3]),
        latitude=round(draw.uniform(1.285, 1.365), 6),
        longitude=round(draw.uniform(103.81, 103.94), 6),
    )


def pole_place(junction: Junction, corner: int) -> tuple[float, float]:
    """Foot of the signal at a corner (0 south-west, then anticlockwise)."""
    sx, sy = ((-1, -1), (1, -1), (1, 1), (-1, 1))[corner]
    return sx * (junction.half_y + POLE_INSET), sy * (junction.half_x + POLE_INSET)


def bearing_point(junction: Junction, corner: int, azimuth: float, distance: float) -> Point:
    """The spot at `distance` from a signal, `azimuth` degrees off its front, at eye level."""
    x, y = pole_place(junction, corner)
    angle = math.radians(90 * corner + azimuth - 90)
    return x + distance * math.cos(angle), y + distance * math.sin(angle), 1.6


def look(
    junction: Junction,
    corner: int,
    azimuth: float,
    distance: float,
    *,
    fov: float = 60.0,
    aim: tuple[float, float] = (0.0, 2.8),
    roll: float = 0.0,
    eye: float = 1.6,
    size: tuple[int, int] = (640, 480),
) -> Pose:
    """A camera at a bearing from a signal; `aim` is metres sideways and the height looked at."""
    x, y, _ = bearing_point(junction, corner, azimuth, distance)
    px, py = pole_place(junction, corner)
    away = math.atan2(py - y, px - x)
    side, height = aim
    target = (px - side * math.sin(away), py + side * math.cos(away), height)
    return Pose((x, y, eye), target, roll, fov, *size)


def chord(a: Point, b: Point) -> float:
    """Distance in metres between two camera positions."""
    return math.dist(a, b)
