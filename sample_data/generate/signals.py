"""Traffic signals: heads, visors, lamps, poles, mast arms and push-buttons.

Every part is built facing -y, with the pole's foot at the origin.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .materials import Material, Palette
from .mesh import Model

COLOURS = ("red", "amber", "green")
_GLOW = {"red": (1.0, 0.05, 0.025), "amber": (1.0, 0.42, 0.03), "green": (0.03, 1.0, 0.42)}
_SIZE = 64


def _plane() -> tuple[NDArray[Any], NDArray[Any]]:
    line = (np.arange(_SIZE) + 0.5) / _SIZE * 2 - 1
    return np.meshgrid(line, -line)


def _dots(cells: int) -> NDArray[Any]:
    """A lattice of light-emitting dots."""
    x, y = _plane()
    return 0.35 + 0.65 * ((np.cos(x * np.pi * cells) * np.cos(y * np.pi * cells)) ** 2)


def _arrow() -> NDArray[Any]:
    x, y = _plane()
    shaft = (np.abs(y) < 0.14) & (x > -0.35) & (x < 0.65)
    tip = (x < -0.15) & (np.abs(y) < (x + 0.75) * 0.95)
    return (shaft | tip).astype(float)


def _man(walking: bool) -> NDArray[Any]:
    x, y = _plane()
    head = (x**2 + (y - 0.66) ** 2) < 0.028
    body = (np.abs(x) < 0.17) & (y > -0.1) & (y < 0.46)
    if walking:
        front = (np.abs(x - (0.02 - y) * 0.55) < 0.1) & (y < 0.0) & (y > -0.82)
        back = (np.abs(x + (0.02 - y) * 0.5) < 0.1) & (y < 0.0) & (y > -0.78)
        arm = (np.abs(y - 0.22 - x * 0.55) < 0.075) & (np.abs(x) < 0.45)
        return (head | body | front | back | arm).astype(float)
    legs = (np.abs(np.abs(x) - 0.1) < 0.075) & (y < 0.0) & (y > -0.82)
    arms = (np.abs(np.abs(x) - 0.27) < 0.06) & (y > -0.12) & (y < 0.44)
    return (head | body | legs | arms).astype(float)


_SEGMENTS = {0: "abcdef", 1: "bc", 2: "abged", 3: "abgcd", 4: "fgbc",
             5: "afgcd", 6: "afgedc", 7: "abc", 8: "abcdefg", 9: "abcdfg"}  # fmt: skip


def _digit(value: int, x: NDArray[Any], y: NDArray[Any]) -> NDArray[Any]:
    """Seven-segment digit in the square -1..1."""
    bars = {
        "a": (np.abs(y - 0.7) < 0.11) & (np.abs(x) < 0.36),
        "g": (np.abs(y) < 0.11) & (np.abs(x) < 0.36),
        "d": (np.abs(y + 0.7) < 0.11) & (np.abs(x) < 0.36),
        "b": (np.abs(x - 0.42) < 0.11) & (np.abs(y - 0.36) < 0.3),
        "f": (np.abs(x + 0.42) < 0.11) & (np.abs(y - 0.36) < 0.3),
        "c": (np.abs(x - 0.42) < 0.11) & (np.abs(y + 0.36) < 0.3),
        "e": (np.abs(x + 0.42) < 0.11) & (np.abs(y + 0.36) < 0.3),
    }
    lit = np.zeros_like(x, dtype=bool)
    for name in _SEGMENTS[value]:
        lit |= bars[name]
    return lit


def _countdown(value: int) -> NDArray[Any]:
    x, y = _plane()
    tens = _digit(value // 10, (x + 0.48) / 0.5, y / 0.8)
    units = _digit(value % 10, (x - 0.48) / 0.5, y / 0.8)
    return (tens | units).astype(float)


def _lamp(palette: Palette, name: str, colour: str, shape: NDArray[Any], power: float) -> str:
    x, y = _plane()
    fade = np.clip(1.15 - 0.45 * (x**2 + y**2), 0.2, 1)
    glow = (shape * fade)[..., None] * np.asarray(_GLOW[colour]) * power
    return palette.add(name, Material((0.02, 0.02, 0.02), gloss=0.2, emission=glow))


def _lens(model: Model, x: float, z: float, material: str, radius: float, y: float) -> None:
    """One round lens under a hood that is open below."""
    model.disc(material, (x, y, z), (0, -1, 0), radius)
    angles = np.radians(np.linspace(-52, 232, 20))
    reach = np.where(np.sin(angles) > 0, radius * 1.9, radius * (1.9 + 1.1 * np.sin(angles)))
    ring = np.stack([np.cos(angles), np.zeros(20), np.sin(angles)], 1) * radius * 1.09
    outer = ring.copy()
    outer[:, 1] -= reach
    outer[:, 2] -= 0.15 * reach
    base = np.array([x, y, z])
    model.grid("housing", np.stack([ring, outer]) + base)
    model.grid("housing", np.stack([ring * 1.07, outer * [1.07, 1, 1.07]]) + base)


def _board(model: Model, x: float, z: float, size: tuple[float, float], border: bool) -> None:
    """The black board behind a head, with an optional white border."""
    width, height = size
    model.box("black", (x, 0.02, z), (width, 0.02, height))
    if not border:
        return
    t = 0.045
    for dx in (-1, 1):
        model.box("white", (x + dx * (width - t) / 2, 0.006, z), (t, 0.02, height))
    for dz in (-1, 1):
        model.box("white", (x, 0.0055, z + dz * (height - t) / 2), (width, 0.02, t))


def head(palette: Palette, kind: str, state: str, power: float) -> Model:
    """A vehicle signal head, hung by its centre."""
    model = Model()
    radius = 0.135
    step = 0.34
    places = {
        "vertical": [(0.0, (1 - i) * step) for i in range(3)],
        "arrow": [(0.0, (1 - i) * step) for i in range(3)],
        "tall": [(0.0, (1.5 - i) * step) for i in range(4)],
        "horizontal": [((i - 1) * step, 0.0) for i in range(3)],
    }[kind]
    lamps = [*COLOURS, "green"][: len(places)]
    wide = max(abs(p[0]) for p in places) * 2 + 0.66
    high = max(abs(p[1]) for p in places) * 2 + 0.66
    _board(model, 0, 0, (wide, high), kind != "tall")
    for number, ((x, z), colour) in enumerate(zip(places, lamps, strict=True)):
        model.box("housing", (x, -0.08, z), (0.325, 0.2, 0.325))
        lit = number < 3 and colour == state
        shape = _arrow() if number == 3 else _dots(7)
        arrow_lit = number == 3 and state == "red"
        name = f"lamp_{colour}_{number}"
        material = (
            _lamp(palette, name, colour, shape, power) if lit or arrow_lit else f"lens_{colour}"
        )
        _lens(model, x, z, material, radius, -0.186)
    if kind == "arrow":
        model.box("black", (0.51, 0.02, -step), (0.42, 0.02, 0.6))
        model.box("housing", (0.47, -0.08, -step), (0.325, 0.2, 0.325))
        arrow = _lamp(palette, "lamp_arrow", "green", _arrow(), power)
        _lens(model, 0.47, -step, arrow if state == "green" else "lens_green", radius, -0.186)
    return model


def pedestrian(palette: Palette, go: bool, left: int, power: float) -> Model:
    """A head with a red man, a green man and a countdown."""
    model = Model()
    lamps = (("red", not go, _man(False)), ("green", go, _man(True)))
    for number, (colour, lit, shape) in enumerate(lamps):
        z = 0.3 - number * 0.33
        model.box("housing", (0, 0, z), (0.31, 0.2, 0.31))
        name = f"man_{colour}"
        material = _lamp(palette, name, colour, shape, power) if lit else "black"
        _square_lens(model, z, material)
    model.box("housing", (0, 0, -0.36), (0.31, 0.2, 0.31))
    digits = _lamp(palette, f"count_{left}", "green", _countdown(left), power) if go else "black"
    _square_lens(model, -0.36, digits)
    return model


def _square_lens(model: Model, z: float, material: str) -> None:
    h, y = 0.125, -0.103
    model.quad(material, [(-h, y, z - h), (h, y, z - h), (h, y, z + h), (-h, y, z + h)],
               [(0, 0), (1, 0), (1, 1), (0, 1)])  # fmt: skip
    model.box("housing", (0, -0.17, z + 0.148), (0.31, 0.16, 0.012))
    for side in (-1, 1):
        model.box("housing", (side * 0.149, -0.15, z + 0.03), (0.012, 0.11, 0.24))


def pole_material(palette: Palette, style: str) -> str:
    """Paint of a pole, with bands where the style has them."""
    if style == "banded":
        bands = np.zeros((16, 4, 3))
        bands[:8] = (0.7, 0.46, 0.03)
        bands[8:] = (0.02, 0.02, 0.02)
        paint = Material(bands, gloss=0.25, repeat=1.1, sharp=True)
    else:
        plain = {
            "grey": (0.36, 0.38, 0.39),
            "green": (0.035, 0.11, 0.07),
            "dark": (0.05, 0.05, 0.055),
        }
        paint = Material(plain[style], gloss=0.28)
    return palette.add(f"pole_{style}", paint)


def button_box(model: Model, angle: float) -> None:
    """A push-button box strapped to the pole."""
    part = Model()
    part.box("yellow", (0, -0.14, 1.1), (0.17, 0.13, 0.3))
    part.box("black", (0, -0.21, 1.17), (0.12, 0.012, 0.1))
    part.disc("red", (0, -0.212, 1.03), (0, -1, 0), 0.035)
    part.tube("chrome", (0, -0.2, 1.03), (0, -0.215, 1.03), 0.045)
    for z in (1.0, 1.2):
        part.tube("steel", (0, 0, z), (0, 0, z + 0.03), 0.095)
    model.place(part, (0, 0, 0), angle)


def mast(model: Model, paint: str, reach: float, height: float) -> None:
    """An arm that grows sideways (towards +x) from the top of the pole."""
    t = np.linspace(0, 1, 14)
    path = np.stack([reach * t, np.zeros(14), height - 1.0 + 1.15 * (1 - (1 - t) ** 2.2)], 1)
    for a, b in itertools.pairwise(path):
        model.tube(paint, a, b, 0.065)


def signal(
    palette: Palette,
    model_name: str,
    paint_style: str,
    state: str,
    seconds: int,
    power: float,
) -> Model:
    """A whole signal: pole, heads for both directions, pedestrian heads and a button."""
    paint = pole_material(palette, paint_style)
    other = "red" if state == "green" else "green"
    model = Model()
    model.tube("concrete_plain", (0, 0, -0.02), (0, 0, 0.06), 0.24)
    model.tube("steel", (0, 0, 0.05), (0, 0, 0.09), 0.17)
    has_mast = model_name in ("gantry", "mast")
    top = 5.6 if has_mast else 3.75
    model.tube(paint, (0, 0, 0.05), (0, 0, top), 0.09 if has_mast else 0.062, sides=22)
    model.disc(paint, (0, 0, top + 0.005), (0, 0, 1), 0.09)
    kind = {"gantry": "horizontal", "mast": "vertical"}.get(model_name, model_name)
    low = "vertical" if has_mast else kind
    front = head(palette, low, state, power)
    model.place(front, (0, -0.2, 3.0))
    model.box("steel", (0, -0.1, 3.3), (0.06, 0.24, 0.05))
    model.box("steel", (0, -0.1, 2.7), (0.06, 0.24, 0.05))
    rear = head(palette, "vertical", state, power)
    model.place(rear, (0, 0.2, 3.05), np.pi)
    if has_mast:
        mast(model, paint, 4.6, top)
        for x in (2.9, 4.4):
            part = head(palette, kind, state, power)
            model.place(part, (x, -0.14, top + 0.03))
            model.tube(paint, (x, 0.02, top - 0.25), (x, 0.02, top + 0.25), 0.04)
    walk = pedestrian(palette, other == "green", seconds, power)
    for yaw, x in ((-np.pi / 2, -0.2), (np.pi / 2, 0.2)):
        model.place(walk, (x, 0.0, 2.25), yaw)
    button_box(model, -np.pi / 2)
    return model
