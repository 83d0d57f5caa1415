"""Puts a whole junction together from its plan."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from . import buildings, furniture, ground, people, signals, trees, vehicles
from .layout import Junction, Pose, Visit, pole_place
from .materials import Palette, base_palette
from .mesh import Array, Model
from .sky import Light

_SIDES = ((-1, -1), (1, -1), (1, 1), (-1, 1))
_SETBACK = {"hdb": 15, "shophouses": 5.6, "glass": 9, "office": 8, "park": 34, "corridor": 13}
_FLOORS = {"hdb": (10, 17), "shophouses": (2, 4), "glass": (12, 26), "office": (5, 12),
           "park": (9, 15), "corridor": (10, 14)}  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """A junction ready to be rendered."""

    model: Model
    palette: Palette
    lamps: list[tuple[Array, Array]]


def _near(point: Array, poses: list[Pose], reach: float) -> bool:
    """Whether a point stands between a camera and what it looks at, or at the camera."""
    for pose in poses:
        a, b = np.array(pose.origin[:2]), np.array(pose.target[:2])
        t = float(np.clip(np.dot(point[:2] - a, b - a) / max(np.dot(b - a, b - a), 1e-6), -0.1, 1))
        if np.linalg.norm(point[:2] - (a + t * (b - a))) < reach:
            return True
    return False


def _plots(junction: Junction, rng: np.random.Generator) -> list[buildings.Plot]:
    """Buildings along both roads in every quadrant."""
    plots = []
    for k, (sx, sy) in enumerate(_SIDES):
        kind = junction.corners[k]
        back = _SETBACK[kind]
        built = "hdb" if kind == "park" else kind
        along = junction.half_y + back
        while along < 125:
            low, high = _FLOORS[kind]
            floors = int(rng.integers(low, high))
            wide = float(rng.uniform(20, 34))
            deep = float(rng.uniform(11, 15))
            y = junction.half_x + back + deep / 2
            plots.append(buildings.Plot(built, sx * (along + wide / 2), sy * y, wide, deep, floors))
            along += wide + float(rng.uniform(2, 9)) * (built != "shophouses")
        along = junction.half_x + back + 22
        while along < 120:
            low, high = _FLOORS[kind]
            wide = float(rng.uniform(18, 30))
            x = junction.half_y + back + 7
            plot = buildings.Plot(built, sx * x, sy * (along + wide / 2), wide, 13.0,
                                  int(rng.integers(low, high)), math.pi / 2)  # fmt: skip
            plots.append(plot)
            along += wide + float(rng.uniform(3, 10))
    return plots


def _tree_spots(junction: Junction, rng: np.random.Generator) -> list[tuple[Array, float]]:
    """Places and heights of trees: avenue rows, and groves in parks."""
    spots: list[tuple[Array, float]] = []
    for k, (sx, sy) in enumerate(_SIDES):
        for along_x in (True, False):
            if rng.random() < 0.25:
                continue
            start = float(rng.uniform(9, 16))
            while start < 115:
                off = float(rng.uniform(5.2, 6.0))
                a = (junction.half_y if along_x else junction.half_x) + start
                b = (junction.half_x if along_x else junction.half_y) + off
                x, y = (a, b) if along_x else (b, a)
                height = float(rng.uniform(6.5, 11))
                spots.append((np.array([sx * x, sy * y, 0.1]), height))
                start += float(rng.uniform(8, 15))
        if junction.corners[k] == "park":
            for _ in range(14):
                x, y = rng.uniform(9, 34, 2)
                spot = np.array([sx * (junction.half_y + x), sy * (junction.half_x + y), 0.1])
                spots.append((spot, float(rng.uniform(7, 13))))
    return spots


def _plant(stage: Stage, junction: Junction, poses: list[Pose], rng: np.random.Generator) -> None:
    """Grow the trees; far ones have fewer leaves."""
    bark = trees.bark_material(stage.palette, rng)
    names = [trees.foliage_material(stage.palette, rng, n) for n in range(3)]
    mix = junction.number % 3
    kinds = [(names[mix], bark), (names[(mix + 1) % 3], bark)]
    near = [trees.broad_tree(kind, rng, 9.0, 5200) for kind in kinds]
    near.append(trees.palm(kinds[1], rng, 7.5) if mix == 1 else near[0])
    far = [trees.broad_tree(kind, rng, 9.0, 1300) for kind in kinds]
    for spot, height in _tree_spots(junction, rng):
        yaw = float(rng.uniform(0, 2 * math.pi))
        pick = int(rng.integers(len(near)))
        if _near(spot, poses, 4.3):
            continue
        close = float(np.linalg.norm(spot[:2])) < 42
        tree = near[pick] if close else far[pick % 2]
        scaled = Model({m: [(v * (height / 9.0), f, uv) for v, f, uv in chunks]
                        for m, chunks in tree.chunks.items()})  # fmt: skip
        stage.model.place(scaled, spot, yaw)
    for k, (sx, sy) in enumerate(_SIDES):
        if rng.random() < 0.6:
            y = sy * (junction.half_x + 4.9)
            a = np.array([sx * (junction.half_y + 9), y, 0.15])
            b = np.array([sx * (junction.half_y + 21), y, 0.15])
            trees.hedge(stage.model, names[(mix + k) % 3], rng, a, b, 0.9)


def _traffic(stage: Stage, junction: Junction, poses: list[Pose], rng: np.random.Generator) -> None:
    """Queues at the stop lines, and a few vehicles on their way."""
    shapes = ("saloon", "hatch", "saloon", "taxi", "van", "bus", "hatch", "double")
    for arm in range(4):
        yaw = arm * math.pi / 2
        half, cross, lanes = (
            (junction.half_x, junction.half_y, junction.lanes_x)
            if arm % 2 == 0
            else (junction.half_y, junction.half_x, junction.lanes_y)
        )
        for lane in range(lanes):
            for outgoing in (False, True):
                place = cross + junction.radius * 0.6 + 8.2 + float(rng.exponential(3))
                if outgoing:
                    place += float(rng.uniform(2, 25))
                while place < 80:
                    shape = shapes[int(rng.integers(len(shapes)))]
                    long = 12.5 if shape in ("bus", "double") else 4.8
                    side = (lane + 0.5) * half / lanes * (1 if outgoing else -1)
                    spot = _turned((place + long / 2, side), yaw)
                    part = vehicles.vehicle(stage.palette, rng, shape)
                    reach = 5.0 if long > 6 else 3.0
                    if not _near(spot, poses, reach):
                        turned = yaw if outgoing else yaw + math.pi
                        stage.model.place(part, spot, turned + float(rng.normal(0, 0.015)))
                    gap = rng.exponential(16 if outgoing else 7)
                    place += long + 1.6 + float(gap)


def _crowd(
    stage: Stage, junction: Junction, poses: list[Pose], rng: np.random.Generator, wet: bool
) -> None:
    """People who wait at the kerb or walk along, away from every camera."""
    for _ in range(22):
        sx, sy = _SIDES[int(rng.integers(4))]
        out, inset = float(rng.exponential(9)), float(rng.uniform(0.7, 3.8))
        a, b = (out, inset) if rng.random() < 0.5 else (inset, out)
        spot = np.array([sx * (junction.half_y + 1.5 + a), sy * (junction.half_x + 1.5 + b), 0.15])
        heading = float(rng.integers(4)) * math.pi / 2 + float(rng.normal(0, 0.4))
        part = people.figure(stage.palette, rng, wet and rng.random() < 0.8)
        far = all(math.dist(spot[:2], pose.origin[:2]) > 8.5 for pose in poses)
        if far and not _near(spot, poses, 1.2):
            stage.model.place(part, spot, heading)


def _turned(point: tuple[float, float], yaw: float) -> Array:
    c, s = math.cos(yaw), math.sin(yaw)
    return np.array([point[0] * c - point[1] * s, point[0] * s + point[1] * c, 0.0])


def _furnish(stage: Stage, junction: Junction, poses: list[Pose], rng: np.random.Generator) -> None:
    """Lamps, railings, signs, shelters and cabinets."""
    model, lift = stage.model, np.array([0.0, 0.0, ground.KERB])
    for k, (sx, sy) in enumerate(_SIDES):
        x0, y0 = junction.half_y, junction.half_x
        for along in (16.0, 44.0):
            foot = np.array([sx * (x0 + along), sy * (y0 + 0.8), 0]) + lift
            stage.lamps.append((furniture.street_lamp(model, foot, np.array([0.0, -sy, 0])), foot))
        foot = np.array([sx * (x0 + 0.8), sy * (y0 + 26), 0]) + lift
        stage.lamps.append((furniture.street_lamp(model, foot, np.array([-sx, 0.0, 0])), foot))
        first = junction.radius + 5.5
        ends = [np.array([sx * (x0 + d), sy * (y0 + 0.4), 0]) + lift for d in (first, first + 14)]
        if rng.random() < 0.7 and not _near(ends[0], poses, 2.0):
            furniture.railing(model, ends[0], ends[1])
        kind = ("ban", "arrow", "road")[int(rng.integers(3))]
        foot = np.array([sx * (x0 + 0.9), sy * (y0 + 9.5), 0]) + lift
        if not _near(foot, poses, 1.2):
            furniture.sign(model, foot, 0.0 if sy < 0 else math.pi, kind)
        foot = np.array([sx * (x0 + 4.6), sy * (y0 + 4.4), 0]) + lift
        turned = float(rng.integers(4)) * math.pi / 2
        if rng.random() < 0.5 and not _near(foot, poses, 1.5):
            furniture.cabinet(model, foot, turned)
        foot = np.array([sx * (x0 + 20), sy * (y0 + 3.2), 0]) + lift
        if junction.corners[k] in ("hdb", "corridor") and not _near(foot, poses, 9):
            furniture.shelter(model, foot, 0.0, 13)
        a = np.array([sx * (x0 + 0.7), sy * (y0 + 3.6 + junction.radius), 0]) + lift
        b = a + np.array([0, sy * 4.0, 0])
        if rng.random() < 0.4 and not _near(a, poses, 1.5):
            furniture.bollards(model, a, b, 4)


def _signals(stage: Stage, junction: Junction, phase: int, seconds: int, power: float) -> None:
    """One signal at each corner; opposite roads show opposite colours."""
    for corner in range(4):
        axis = "green" if (corner + phase) % 2 == 0 else "red"
        state = "amber" if axis == "green" and phase >= 2 else axis
        local = Palette()
        part = signals.signal(local, junction.signal, junction.pole, state, seconds, power)
        names = {name: f"{name}@{state}" for name in local.by_name if name.startswith("lamp")}
        names |= {n: f"{n}@{state}" for n in local.by_name if n.startswith(("man", "count"))}
        for name, material in local.by_name.items():
            stage.palette.add(names.get(name, name), material)
        part.chunks = {names.get(name, name): c for name, c in part.chunks.items()}
        x, y = pole_place(junction, corner)
        stage.model.place(part, (x, y, ground.KERB), corner * math.pi / 2)


def assemble(junction: Junction, light: Light, poses: list[Pose], visit: Visit) -> Stage:
    """Build the geometry and materials of a junction as it was during one visit.

    `poses` are those of every visit to the junction, so that what stands there never changes.
    """
    fixed = np.random.default_rng(junction.number * 7919 + 17)
    passing = np.random.default_rng(visit.seed)
    dark = light.lamps
    stage = Stage(Model(), base_palette(), [])
    roads = ground.Roads(junction.half_x, junction.half_y, junction.radius,
                         junction.yellow_box, junction.lanes_x, junction.lanes_y)  # fmt: skip
    ground.ground_materials(stage.palette, fixed, roads, light.wet)
    ground.ground(stage.model, roads, tuple(c in ("park", "hdb") for c in junction.corners))
    buildings.building_materials(stage.palette, fixed, dark)
    builder = buildings.Builder(stage.model, stage.palette, fixed, dark)
    buildings.skyline(builder, fixed, _plots(junction, fixed))
    furniture.furniture_materials(stage.palette, dark)
    _furnish(stage, junction, poses, fixed)
    _plant(stage, junction, poses, fixed)
    vehicles.vehicle_materials(stage.palette, dark)
    _traffic(stage, junction, poses, passing)
    _crowd(stage, junction, poses, passing, light.wet > 0.8)
    _signals(stage, junction, visit.phase, visit.seconds, 2.6 if dark else 4.5)
    return stage
