"""The story of the campaign: who photographed what, when, and what they handed in.

Plain Python, so the plan can be made and checked without the renderer.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from .layout import Junction, Pose, Visit, junctions, look

SEED = 20250303
CAMPAIGN = "Traffic lights, Singapore"
PRICE, CURRENCY = "0.15", "USD"
ZONE = timezone(timedelta(hours=8))
JUNCTIONS, TWINS = 25, 4
WALK_STEPS, WALK_RADIUS, WALK_START, WALK_BLOCK = 40, 7.5, -4.0, 10
WALK_JUNCTION, WALK_CORNER = 6, 0

HONEST = {"mei": 12, "lin": 11, "joel": 9, "noor": 9}
LIGHT_HOURS = {"noon": (11.2, 14.5), "morning": (7.9, 9.6), "golden": (18.2, 18.8),
               "overcast": (9.5, 17.0), "rain": (13.0, 17.0), "after_rain": (16.0, 17.8),
               "dusk": (19.2, 19.5), "night": (20.0, 22.5), "night_rain": (20.0, 22.0)}  # fmt: skip
_DAYLIGHT = ("noon", "morning", "golden", "overcast", "after_rain", "noon", "morning", "golden",
             "overcast", "after_rain", "rain", "dusk", "dusk", "night", "night_rain")  # fmt: skip


@dataclass(frozen=True)
class Shot:
    """One release of the shutter."""

    key: str
    visit: Visit
    pose: Pose
    corner: int
    azimuth: float
    blur: float = 0.0
    flat: bool = False
    bias: float = 0.0


@dataclass(frozen=True)
class Picture:
    """One file that was handed in."""

    file: str
    contributor: str
    taken_at: datetime
    submitted_at: datetime
    shot: str
    edit: str = ""
    source: str = ""
    orientation: int = 1
    exif: bool = True
    kind: str = "jpeg"


class Book:
    """Collects shots and pictures while the story is told."""

    def __init__(self, seed: int) -> None:
        self.places: list[Junction] = junctions(seed, JUNCTIONS, TWINS)
        self.shots: dict[str, Shot] = {}
        self.pictures: list[Picture] = []
        self.draw = random.Random(f"{seed}-story")
        """The one source of chance of the story."""
        self.slots = self._free_slots()
        """Sides of signals, by junction, that nobody has photographed yet."""
        self._counts: dict[str, int] = {}
        self._start = datetime(2025, 3, 3, tzinfo=ZONE)

    def _free_slots(self) -> dict[int, list[tuple[int, bool]]]:
        """Every side of every signal, each to be photographed by one person only."""
        slots = {}
        for place in self.places:
            sides = [(corner, rear) for corner in range(4) for rear in (False, True)]
            self.draw.shuffle(sides)
            slots[place.number] = sides
        slots[WALK_JUNCTION].remove((WALK_CORNER, False))
        for twin in range(TWINS):
            for number in (twin, JUNCTIONS - TWINS + twin):
                slots[number].remove((0, False))
        return slots

    def visit(self, junction: int, light: str) -> Visit:
        """Go to a junction."""
        d, seed = self.draw, self.draw.randrange(1 << 30)
        phase, seconds = d.choice((0, 0, 1, 1, 1, 2)), d.randrange(4, 30)
        sun = round(d.uniform(0, 2 * math.pi), 3)
        return Visit(junction, light, seed, phase, seconds, sun, seed + 1)

    def moment(self, light: str, first_day: int = 0, days: int = 9) -> datetime:
        """A time of day that fits the light."""
        low, high = LIGHT_HOURS[light]
        seconds = int(self.draw.uniform(low, high) * 3600)
        return self._start + timedelta(days=first_day + self.draw.randrange(days), seconds=seconds)

    def light(self) -> str:
        """A kind of light."""
        return self.draw.choice(_DAYLIGHT)

    def framing(self, junction: int, corner: int, rear: bool) -> tuple[Pose, float]:
        """Choose how to photograph one side of a signal."""
        d, place = self.draw, self.places[junction]
        style = d.choice(("close", "middle", "middle", "middle", "far", "portrait"))
        azimuth = d.uniform(-6, 38) * (-1 if rear else 1) + (180 if rear else 0)
        distance, fov, eye = d.uniform(5.5, 8.5), d.uniform(52, 64), 1.6
        aim = (d.uniform(-1.3, 1.3), d.uniform(2.5, 3.1))
        size = d.choice(((640, 480), (640, 480), (600, 450)))
        if style == "close":
            distance, eye, fov = d.uniform(3.0, 4.0), d.uniform(1.1, 1.6), d.uniform(46, 58)
            aim = (d.uniform(-0.35, 0.35), d.uniform(2.75, 3.2))
        elif style == "far":
            distance, fov = d.uniform(11, 16), d.uniform(32, 46)
            aim = (d.uniform(-1.6, 1.6), d.uniform(2.4, 3.2))
        elif style == "portrait":
            distance, fov, size = d.uniform(4.8, 7.5), d.uniform(50, 62), (480, 640)
            aim = (d.uniform(-0.5, 0.5), d.uniform(2.3, 2.9))
        if place.signal in ("gantry", "mast") and style in ("middle", "far", "portrait"):
            aim = (aim[0] - 1.0 * (-1 if rear else 1), aim[1] + 0.9)
        pose = look(place, corner, azimuth, distance, fov=fov, aim=aim, roll=d.gauss(0, 1.1),
                    eye=eye, size=size)  # fmt: skip
        return pose, azimuth

    def shoot(self, visit: Visit, pose: Pose, corner: int, azimuth: float, **how: float) -> Shot:
        """Release the shutter."""
        shot = Shot(f"shot{len(self.shots):03d}", visit, pose, corner, azimuth, **how)
        self.shots[shot.key] = shot
        return shot

    def sunny_side(self, visit: Visit, pose: Pose) -> Visit:
        """Turn the sun so that it does not stand behind the signal."""
        away = math.atan2(pose.target[1] - pose.origin[1], pose.target[0] - pose.origin[0])
        side = self.draw.choice((-1, 1)) * self.draw.uniform(0.3, 1.7)
        return replace(visit, sun_azimuth=round(away + math.pi + side, 3))

    def name(self, who: str, taken: datetime, ending: str = "jpg") -> str:
        """A file name as the contributor's camera writes it."""
        count = self._counts.get(who, 0) + self.draw.choice((1, 1, 1, 2, 3))
        self._counts[who] = count
        stamp = taken.strftime("%Y%m%d_%H%M%S")
        styles = {
            "mei": f"IMG_{410 + count:04d}", "lin": stamp, "joel": f"DSC_{count + 30:04d}",
            "noor": f"IMG_{stamp}", "omar": f"P{1010200 + count}", "tara": f"IMG_{2070 + count}",
            "raj": f"IMG_{1200 + count}", "gia": f"photo-{count + 11:04d}",
            "dex": f"IMG_{5500 + count}", "ivy": f"IMG_{7700 + count}",
        }  # fmt: skip
        return f"{who}/{styles[who]}.{ending}"

    def hand_in(self, who: str, shot: Shot, taken: datetime, **extra: object) -> Picture:
        """Submit a shot as a file."""
        delay = timedelta(seconds=self.draw.randrange(600, 30000))
        orientation = 1
        if shot.pose.height > shot.pose.width:
            orientation = self.draw.choice((6, 6, 8))
        elif self.draw.random() < 0.04:
            orientation = 3
        exif = self.draw.random() < 0.95
        values = {"orientation": orientation if exif else 1, "exif": exif} | extra
        kind = str(values.get("kind", "jpeg"))
        name = self.name(who, taken, "heic" if kind == "heic" else "jpg")
        picture = Picture(name, who, taken, taken + delay, shot.key, **values)  # type: ignore[arg-type]
        self.pictures.append(picture)
        return picture

    def outing(self, who: str, junction: int, light: str, shots: int, first_day: int = 0) -> None:
        """Visit a junction and photograph sides of signals that nobody else photographs."""
        visit = self.visit(junction, light)
        taken = self.moment(light, first_day)
        for number in range(shots):
            corner, rear = self.slots[junction].pop()
            pose, azimuth = self.framing(junction, corner, rear)
            if number == 0:
                visit = self.sunny_side(visit, pose)
            blur = self.draw.choice((0.0, 0.0, 0.0, 0.0, 0.5, 0.8))
            shot = self.shoot(visit, pose, corner, azimuth, blur=blur,
                              bias=round(self.draw.uniform(-0.25, 0.3), 2))  # fmt: skip
            self.hand_in(who, shot, taken)
            taken += timedelta(seconds=self.draw.randrange(20, 110))


def walk_angle(step: int) -> float:
    """Bearing of one step of the walk, in degrees off the signal's front."""
    return WALK_START + step
