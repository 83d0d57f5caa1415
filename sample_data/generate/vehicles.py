"""Cars, vans and buses, built along +x with their wheels on the ground."""

from __future__ import annotations

import numpy as np

from .materials import Material, Palette
from .mesh import Model, rounded_ring

PAINTS = (
    (0.62, 0.62, 0.6), (0.03, 0.03, 0.035), (0.3, 0.31, 0.33), (0.36, 0.025, 0.025),
    (0.025, 0.06, 0.2), (0.5, 0.5, 0.47), (0.07, 0.16, 0.1), (0.55, 0.3, 0.03), (0.1, 0.28, 0.42),
)  # fmt: skip


def _wheels(model: Model, places: tuple[float, ...], width: float, radius: float) -> None:
    for x in places:
        for side in (-1, 1):
            y = side * (width / 2 - 0.09)
            model.tube("rubber", (x, y - 0.11, radius), (x, y + 0.11, radius), radius, sides=22)
            face = y + side * 0.115
            model.disc("steel", (x, face, radius), (0, side, 0), radius * 0.62)
            for k in range(5):
                a = k * 2 * np.pi / 5
                spot = (x + 0.55 * radius * np.cos(a) * 0.7, face + side * 0.004,
                        radius + 0.55 * radius * np.sin(a) * 0.7)  # fmt: skip
                model.disc("rubber", spot, (0, side, 0), radius * 0.12)


def _profile(stations: list[tuple[float, float, float, float, float]]) -> np.ndarray:
    """Smooth skin through stations of (x, width, low, high, roof width)."""
    rows = np.array(stations)
    fine = np.linspace(0, len(rows) - 1, 4 * len(rows) - 3)
    base = np.arange(len(rows))
    return np.stack(
        [rounded_ring(*[float(np.interp(f, base, rows[:, c])) for c in range(5)]) for f in fine]
    )


def _lights(model: Model, front: float, back: float, width: float, z: float) -> None:
    for side in (-1, 1):
        y = side * (width / 2 - 0.26)
        model.box("headlight", (front, y, z), (0.06, 0.34, 0.13))
        model.box("taillight", (back, y, z + 0.12), (0.06, 0.3, 0.14))
    for x in (front + 0.02, back - 0.02):
        model.box("plate", (x, 0, z - 0.22), (0.03, 0.5, 0.12))


def car(palette: Palette, rng: np.random.Generator, shape: str) -> Model:
    """A saloon, a hatchback or a taxi."""
    colour = (0.02, 0.16, 0.5) if shape == "taxi" else PAINTS[int(rng.integers(len(PAINTS)))]
    paint = palette.add(f"paint{colour}", Material(colour, gloss=0.06))
    model = Model()
    width, tail = 1.78, -2.25 if shape != "hatch" else -1.95
    model.loft(paint, _profile([
        (tail, 1.45, 0.42, 0.78, 0.9), (tail + 0.12, 1.66, 0.3, 0.93, 0.9),
        (tail + 0.8, width, 0.24, 0.97, 0.9), (0.6, width, 0.22, 0.95, 0.9),
        (1.6, width - 0.04, 0.24, 0.86, 0.88), (2.1, 1.62, 0.27, 0.76, 0.86),
        (2.28, 1.4, 0.36, 0.64, 0.9)]))  # fmt: skip
    back = tail + (0.55 if shape != "hatch" else 0.1)
    cabin = [(back, 1.4, 0.86, 0.95, 0.85), (back + 0.55, 1.5, 0.86, 1.38, 0.78),
             (-0.5, 1.56, 0.86, 1.45, 0.78), (0.25, 1.56, 0.86, 1.41, 0.78),
             (1.15, 1.5, 0.86, 0.93, 0.85)]  # fmt: skip
    model.loft("glass", _profile(cabin))
    model.loft(paint, _profile([(back + 0.5, 1.1, 1.34, 1.4, 0.95), (-0.5, 1.2, 1.4, 1.475, 0.95),
                                (0.3, 1.12, 1.36, 1.425, 0.95)]))  # fmt: skip
    for side in (-1, 1):
        for x0, x1 in ((0.98, 0.25), (-0.42, -0.4), (back + 0.12, back + 0.6)):
            low, high = (x0, side * 0.76, 0.93), (x1, side * 0.64, 1.41)
            model.tube(paint, low, high, 0.035, sides=8)
        model.box(paint, (0.72, side * 0.95, 0.98), (0.1, 0.18, 0.13))
    _wheels(model, (tail + 0.85, 1.42), width + 0.05, 0.32)
    _lights(model, 2.16, tail + 0.05, width, 0.62)
    if shape == "taxi":
        model.box("taxi_sign", (-0.3, 0, 1.55), (0.16, 0.55, 0.16))
    return model


def box_vehicle(palette: Palette, rng: np.random.Generator, shape: str) -> Model:
    """A delivery van, a single-deck or a double-deck bus."""
    size = {"van": (4.9, 1.9, 2.15), "bus": (11.5, 2.5, 3.05), "double": (11.5, 2.5, 4.3)}[shape]
    length, width, height = size
    colours = ((0.62, 0.62, 0.6), (0.2, 0.42, 0.12), (0.45, 0.04, 0.06), (0.32, 0.12, 0.38))
    colour = colours[int(rng.integers(len(colours)))] if shape != "van" else colours[0]
    paint = palette.add(f"paint{colour}", Material(colour, gloss=0.08))
    model = Model()
    half = length / 2
    model.loft(paint, _profile([
        (-half, width - 0.2, 0.4, height - 0.1, 0.94), (-half + 0.2, width, 0.32, height, 0.95),
        (half - 0.35, width, 0.32, height, 0.95),
        (half, width - 0.2, 0.4, height - 0.25, 0.92)]))  # fmt: skip
    bands = {"van": [(1.25, 0.65)], "bus": [(1.35, 1.15)], "double": [(1.3, 0.95), (2.85, 0.9)]}
    for low, tall in bands[shape]:
        start = half - 1.9 if shape == "van" else -half + 0.6
        model.box("glass", ((start + half - 0.5) / 2, 0, low + tall / 2),
                  (half - 0.5 - start, width + 0.02, tall))  # fmt: skip
        model.box("glass", (half - 0.08, 0, low + tall / 2 - 0.05), (0.14, width - 0.4, tall + 0.1))
        if shape != "van":
            for k in range(6):
                x = start + (k + 0.5) * (length - 1.1) / 6
                model.box("black", (x, 0, low + tall / 2), (0.09, width + 0.03, tall))
    if shape != "van":
        model.box("board", (half - 0.01, 0, height - 0.42), (0.06, 1.5, 0.26))
    _wheels(
        model, (-half + length * 0.2, half - length * 0.2), width, 0.47 if shape != "van" else 0.34
    )
    _lights(model, half + 0.0, -half, width, 0.75)
    return model


def vehicle(palette: Palette, rng: np.random.Generator, shape: str) -> Model:
    """Any vehicle by its name."""
    if shape in ("van", "bus", "double"):
        return box_vehicle(palette, rng, shape)
    return car(palette, rng, shape)


def vehicle_materials(palette: Palette, dark: bool) -> None:
    """Lamps and plates; lamps are lit when it is dark."""
    power = 1.0 if dark else 0.0
    lamps = {
        "headlight": ((0.6, 0.6, 0.6), (9.0, 8.6, 7.6)),
        "taillight": ((0.3, 0.015, 0.012), (2.2, 0.06, 0.04)),
        "taxi_sign": ((0.6, 0.5, 0.1), (1.2, 0.9, 0.25)),
        "board": ((0.03, 0.02, 0.01), (1.1, 0.5, 0.05)),
    }
    for name, (colour, glow) in lamps.items():
        shine = (glow[0] * power, glow[1] * power, glow[2] * power)
        palette.add(name, Material(colour, gloss=0.1, emission=shine if dark else None))
    palette.add("plate", Material((0.05, 0.05, 0.05)))
