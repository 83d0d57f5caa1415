"""Street furniture: lamps, railings, signs, shelters, bollards and cabinets."""

from __future__ import annotations

import numpy as np

from .materials import Material, Palette
from .mesh import Array, Model


def furniture_materials(palette: Palette, lit: bool) -> None:
    """Materials of the furniture; lamps glow when lit."""
    glow = (14.0, 11.0, 6.5) if lit else None
    palette.add("lamp_glass", Material((0.6, 0.6, 0.58), gloss=0.2, emission=glow))
    palette.add("cabinet", Material((0.2, 0.24, 0.2), gloss=0.35))
    palette.add("bin", Material((0.03, 0.16, 0.08), gloss=0.25))
    palette.add("sign_blue", Material((0.02, 0.08, 0.36), gloss=0.25))
    palette.add("sign_green", Material((0.015, 0.16, 0.08), gloss=0.25))
    palette.add("shelter_roof", Material((0.36, 0.4, 0.42), gloss=0.3))
    x, y = np.meshgrid(np.linspace(-1, 1, 96), np.linspace(1, -1, 96))
    arrow = ((np.abs(x) < 0.13) & (y < 0.3) & (y > -0.65)) | (
        (y >= 0.2) & (np.abs(x) < 0.75 - y) & (y < 0.75)
    )
    plate = np.where(arrow[..., None], (0.7, 0.7, 0.7), (0.02, 0.1, 0.42))
    palette.add("sign_arrow", Material(plate.astype(np.float32), gloss=0.2))
    ring = (x**2 + y**2 > 0.66) | (np.abs(x + y) < 0.16)
    ban = np.where(ring[..., None], (0.5, 0.02, 0.025), (0.72, 0.72, 0.7))
    palette.add("sign_ban", Material(ban.astype(np.float32), gloss=0.2))
    stripes = np.full((48, 256, 3), (0.015, 0.16, 0.08), np.float32)
    for row, widths in ((10, (30, 22, 46, 18)), (28, (52, 26, 34))):
        start = 18
        for width in widths:
            stripes[row : row + 9, start : start + width] = 0.68
            start += width + 12
    stripes[:3] = stripes[-3:] = stripes[:, :3] = stripes[:, -3:] = 0.68
    palette.add("sign_road", Material(stripes, gloss=0.2))


def street_lamp(model: Model, foot: Array, towards: Array) -> Array:
    """A tall lamp that reaches over the road; returns where its light is."""
    top = foot + np.array([0, 0, 8.6])
    model.tube("railing", foot, top, 0.11, 0.06, sides=12)
    t = np.linspace(0, 1, 8)[:, None]
    path = top + towards * 2.1 * t + np.array([0, 0, 0.9]) * np.sin(t * np.pi / 2)
    model.bent_tube("railing", path, 0.045, sides=8)
    end = path[-1]
    yaw = float(np.arctan2(towards[1], towards[0]))
    model.box("railing", end + towards * 0.3, (0.9, 0.3, 0.12), yaw)
    model.box("lamp_glass", end + towards * 0.32 - [0, 0, 0.075], (0.7, 0.24, 0.03), yaw)
    return end + towards * 0.32 - [0, 0, 0.2]


def railing(model: Model, start: Array, end: Array) -> None:
    """A pedestrian railing with upright bars."""
    length = float(np.linalg.norm(end - start))
    unit = (end - start) / length
    yaw = float(np.arctan2(unit[1], unit[0]))
    for z in (0.16, 0.98):
        model.tube(
            "railing", start + np.array([0, 0, z]), end + np.array([0, 0, z]), 0.028, sides=8
        )
    for k in range(int(length / 0.14) + 1):
        spot = start + unit * 0.14 * k
        post = k % 14 == 0
        size = (0.06, 0.06, 1.06) if post else (0.018, 0.018, 0.82)
        model.box("railing", spot + np.array([0, 0, 0.53 if post else 0.57]), size, yaw)


def sign(model: Model, foot: Array, yaw: float, kind: str) -> None:
    """A plate on a post."""
    part = Model()
    part.tube("steel", (0, 0, 0), (0, 0, 2.75), 0.035, sides=10)
    if kind == "road":
        part.box("steel", (0, -0.045, 2.55), (1.5, 0.02, 0.34))
        part.quad("sign_road", [(-0.74, -0.056, 2.39), (0.74, -0.056, 2.39),
                                (0.74, -0.056, 2.71), (-0.74, -0.056, 2.71)])  # fmt: skip
    else:
        part.disc(f"sign_{kind}", (0, -0.05, 2.45), (0, -1, 0), 0.32)
        part.disc("steel", (0, -0.045, 2.45), (0, 1, 0), 0.32)
    model.place(part, foot, yaw)


def shelter(model: Model, foot: Array, yaw: float, length: float) -> None:
    """A covered walkway on thin columns."""
    part = Model()
    t = np.linspace(-1, 1, 9)
    arc = np.stack([np.zeros(9), t * 1.5, 2.95 - 0.22 * t**2], 1)
    ends = np.array([[-length / 2, 0, 0], [length / 2, 0, 0]])
    part.grid("shelter_roof", ends[:, None, :] + arc[None])
    part.grid("shelter_roof", ends[:, None, :] + arc[None] - [0, 0, 0.1])
    for side in (-1.5, 1.5):
        part.box("shelter_roof", (0, side, 2.68), (length, 0.06, 0.16))
    for x in np.arange(-length / 2 + 0.5, length / 2, 3.2):
        for y in (-1.1, 1.1):
            part.tube("railing", (x, y, 0), (x, y, 2.8), 0.06, sides=10)
    model.place(part, foot, yaw)


def cabinet(model: Model, foot: Array, yaw: float) -> None:
    """A signal controller cabinet on its plinth."""
    part = Model()
    part.box("concrete_plain", (0, 0, 0.08), (0.95, 0.5, 0.16))
    part.box("cabinet", (0, 0, 0.8), (0.85, 0.4, 1.3))
    part.box("cabinet", (0, 0, 1.47), (0.93, 0.48, 0.06))
    part.box("black", (0, -0.2, 0.85), (0.012, 0.012, 1.1))
    part.box("chrome", (0.1, -0.21, 0.85), (0.04, 0.03, 0.16))
    model.place(part, foot, yaw)


def bollards(model: Model, start: Array, end: Array, count: int) -> None:
    """A row of short posts with a pale band."""
    for k in range(count):
        foot = start + (end - start) * k / max(count - 1, 1)
        model.tube("black", foot, foot + np.array([0, 0, 0.85]), 0.07, sides=14)
        model.tube(
            "white", foot + np.array([0, 0, 0.66]), foot + np.array([0, 0, 0.76]), 0.073, sides=14
        )
