"""Trees and hedges: branching trunks under thousands of single leaves."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .materials import Material, Palette
from .mesh import Model
from .noise import fractal, tint

_GREENS = (
    ((0.03, 0.07, 0.014), (0.24, 0.34, 0.075)),
    ((0.032, 0.078, 0.024), (0.19, 0.3, 0.1)),
    ((0.05, 0.08, 0.014), (0.32, 0.37, 0.09)),
)


def foliage_material(palette: Palette, rng: np.random.Generator, number: int) -> str:
    """A strip of leaf colours, dark to light."""
    dark, light = _GREENS[number % len(_GREENS)]
    ramp = tint(np.linspace(0, 1, 64, dtype=np.float32)[None, :].repeat(16, 0), dark, light)
    ramp *= rng.uniform(0.8, 1.2, (16, 64, 1)).astype(np.float32)
    return palette.add(f"leaves{number}", Material(ramp))


def bark_material(palette: Palette, rng: np.random.Generator) -> str:
    """Rough grey-brown bark."""
    field = fractal(rng, (128, 64), 8)
    return palette.add("bark", Material(tint(field, (0.05, 0.042, 0.033), (0.23, 0.2, 0.165))))


def leaves(
    model: Model,
    material: str,
    rng: np.random.Generator,
    centres: NDArray[Any],
    size: float,
    light: NDArray[Any],
) -> None:
    """Scatter one folded leaf spray at each centre; `light` picks its colour."""
    count = len(centres)
    normal = rng.normal(size=(count, 3))
    normal[:, 2] = np.abs(normal[:, 2]) + 0.5
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    along = np.cross(normal, rng.normal(size=(count, 3)))
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.cross(normal, along)
    length = size * rng.uniform(0.6, 1.35, (count, 1))
    tip, tail = centres + along * length, centres - along * length
    droop = normal * length * 0.35
    left = centres + across * length * 0.5 - droop
    right = centres - across * length * 0.5 - droop
    vertices = np.stack([tail, left, tip, right], 1).reshape(-1, 3)
    first = np.arange(count) * 4
    faces = np.concatenate(
        [np.stack([first, first + 1, first + 2], 1), np.stack([first, first + 2, first + 3], 1)]
    )
    tone = np.clip(light + rng.normal(0, 0.18, count), 0.02, 0.98)
    uv = np.repeat(np.stack([tone, rng.random(count)], 1), 4, axis=0)
    model.add(material, vertices, faces, uv)


def _blob(rng: np.random.Generator, count: int) -> NDArray[Any]:
    """Points in a ball, more of them near its skin."""
    points = rng.normal(size=(count, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return points * rng.uniform(0.35, 1.0, (count, 1)) ** 0.6


def broad_tree(
    palette_names: tuple[str, str], rng: np.random.Generator, height: float, detail: int
) -> Model:
    """A spreading street tree."""
    leaf, bark = palette_names
    model = Model()
    fork = height * rng.uniform(0.3, 0.4)
    lean = rng.normal(0, 0.25, 2)
    crotch = np.array([lean[0], lean[1], fork])
    girth = height * 0.026
    model.tube(bark, (0, 0, -0.1), crotch, girth * 1.25, girth * 0.85, sides=12)
    spread = height * rng.uniform(0.42, 0.52)
    tips = []
    for k in range(7):
        angle = k * 2.4 + rng.normal(0, 0.3)
        reach = spread * rng.uniform(0.45, 1.0)
        tip = np.array([np.cos(angle) * reach, np.sin(angle) * reach, 0.0])
        tip[2] = height * rng.uniform(0.68, 0.95) - 0.1 * reach
        middle = crotch + (tip - crotch) * [0.4, 0.4, 0.55]
        model.tube(bark, crotch, middle, girth * 0.6, girth * 0.4, sides=8)
        model.tube(bark, middle, tip, girth * 0.4, girth * 0.12, sides=6)
        tips += [tip, middle + (tip - middle) * 0.55 + rng.normal(0, 0.4, 3)]
    for tip in tips:
        radius = height * rng.uniform(0.13, 0.2)
        count = detail // len(tips)
        blob = _blob(rng, count)
        centres = tip + blob * [radius * 1.25, radius * 1.25, radius * 0.72]
        leaves(model, leaf, rng, centres, 0.17 * height / 9, 0.42 + 0.4 * blob[:, 2])
    return model


def palm(palette_names: tuple[str, str], rng: np.random.Generator, height: float) -> Model:
    """A palm with drooping fronds."""
    leaf, bark = palette_names
    model = Model()
    bend = rng.normal(0, 0.4, 2)
    t = np.linspace(0, 1, 7)
    path = np.stack([bend[0] * t**2, bend[1] * t**2, height * t], 1)
    for a, b in itertools.pairwise(path):
        model.tube(bark, a, b, 0.16, 0.14, sides=10)
    for k in range(22):
        angle = k * 2.4
        rise = rng.uniform(-0.2, 1.0)
        s = np.linspace(0, 1, 46)[:, None]
        out = np.array([np.cos(angle), np.sin(angle), 0])
        line = path[-1] + out * 2.5 * s + np.array([0, 0, 1]) * (rise * 2 * s - 2.4 * s**2)
        side = np.cross(out, [0, 0, 1])
        width = 0.4 * np.sin(np.pi * np.clip(s, 0.05, 0.97))
        for sign in (-1, 1):
            centres = line + sign * side * width * 0.6 - [0, 0, 0.1]
            leaves(model, leaf, rng, centres, 0.17, 0.5 + 0.3 * rise * np.ones(46))
    return model


def hedge(
    model: Model,
    material: str,
    rng: np.random.Generator,
    start: NDArray[Any],
    end: NDArray[Any],
    high: float,
) -> None:
    """A clipped row of shrubs."""
    length = float(np.linalg.norm(end - start))
    count = int(length * 240)
    t = rng.random((count, 1))
    u = rng.uniform(-1, 1, (count, 2))
    across = np.cross((end - start) / max(length, 1e-6), [0, 0, 1])
    centres = start + (end - start) * t + across * u[:, :1] * 0.45
    centres[:, 2] += high * (0.5 + 0.5 * u[:, 1])
    leaves(model, material, rng, centres, 0.075, 0.35 + 0.3 * u[:, 1])
