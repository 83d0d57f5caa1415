"""Painted walls of buildings: windows, frames, stains, blinds and lit rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .noise import fractal

CELL_H, CELL_W = 36, 36


@dataclass(frozen=True)
class Facade:
    """Textures of one wall."""

    colour: NDArray[np.float32]
    glow: NDArray[np.float32]
    panes: NDArray[np.float32]


@dataclass(frozen=True)
class Style:
    """How the windows of a wall are cut."""

    wall: tuple[float, float, float]
    accent: tuple[float, float, float]
    left: float
    right: float
    sill: float
    lintel: float
    split: int
    corridor: bool = False
    lit: float = 0.35


def style(rng: np.random.Generator, kind: str) -> Style:
    """Pick colours for a kind of building."""
    pale = [(0.62, 0.6, 0.55), (0.55, 0.55, 0.54), (0.64, 0.57, 0.47), (0.58, 0.62, 0.62)]
    vivid = [(0.5, 0.16, 0.1), (0.1, 0.27, 0.42), (0.12, 0.33, 0.22), (0.62, 0.36, 0.08),
             (0.4, 0.2, 0.34)]  # fmt: skip
    wall = pale[int(rng.integers(len(pale)))]
    accent = vivid[int(rng.integers(len(vivid)))]
    if kind == "hdb":
        return Style(wall, accent, 0.14, 0.86, 0.36, 0.86, 3)
    if kind == "corridor":
        return Style(wall, accent, 0.2, 0.6, 0.42, 0.8, 2, corridor=True)
    if kind == "glass":
        frames = [(0.2, 0.22, 0.24), (0.45, 0.46, 0.47), (0.1, 0.11, 0.12)]
        frame = frames[int(rng.integers(3))]
        return Style(frame, frame, 0.03, 0.97, 0.1, 0.97, 1, lit=0.28)
    if kind == "office":
        return Style(wall, wall, 0.04, 0.96, 0.42, 0.9, 2, lit=0.3)
    light = [(0.66, 0.55, 0.34), (0.4, 0.58, 0.56), (0.66, 0.44, 0.4), (0.6, 0.62, 0.6),
             (0.36, 0.46, 0.6)]  # fmt: skip
    return Style(light[int(rng.integers(len(light)))], (0.75, 0.74, 0.7), 0.2, 0.8, 0.22, 0.84, 2)


def _room(rng: np.random.Generator, lit: bool) -> tuple[NDArray[Any], NDArray[Any]]:
    """Colour of a pane and the light that comes through it."""
    pane = np.array([0.035, 0.045, 0.055]) * rng.uniform(0.5, 2.2)
    curtain = rng.random()
    if curtain < 0.35:
        pane = np.array([0.3, 0.29, 0.26]) * rng.uniform(0.4, 1.2) * rng.uniform(0.85, 1.15, 3)
    warm = np.array([1.0, 0.72, 0.38]) if rng.random() < 0.6 else np.array([0.8, 0.95, 0.9])
    return pane, warm * (rng.uniform(0.1, 0.55) if lit else 0.0)


def _window(
    cell: NDArray[Any],
    glow: NDArray[Any],
    panes: NDArray[Any],
    rng: np.random.Generator,
    look: Style,
) -> None:
    """Cut one window into its cell; row 0 is the top."""
    x0, x1 = int(look.left * CELL_W), int(look.right * CELL_W)
    y0, y1 = int((1 - look.lintel) * CELL_H), int((1 - look.sill) * CELL_H)
    pane, shine = _room(rng, rng.random() < look.lit)
    shade = np.linspace(0.75, 1.15, y1 - y0)[:, None, None]
    cell[y0:y1, x0:x1] = pane * shade
    glow[y0:y1, x0:x1] = shine * shade[::-1]
    panes[y0:y1, x0:x1] = 1.0
    if rng.random() < 0.4:
        drop = int((y1 - y0) * rng.uniform(0.15, 0.7))
        cell[y0 : y0 + drop, x0:x1] = np.array([0.42, 0.4, 0.36]) * rng.uniform(0.5, 1.1)
        glow[y0 : y0 + drop, x0:x1] *= 0.45
        panes[y0 : y0 + drop, x0:x1] = 0.35
    for k in range(1, look.split):
        x = x0 + (x1 - x0) * k // look.split
        cell[y0:y1, x : x + 1] = 0.5
        glow[y0:y1, x : x + 1] *= 0.2
    cell[y0, x0:x1] *= 0.4
    cell[y1 : y1 + 2, x0 - 1 : x1 + 1] = np.asarray(look.wall) * 1.12


def _extras(cell: NDArray[Any], rng: np.random.Generator, look: Style) -> None:
    """Air conditioners, laundry and corridors."""
    if look.corridor:
        cell[: int(0.62 * CELL_H)] *= 0.38
        cell[int(0.62 * CELL_H) :] = np.asarray(look.wall) * 1.05
        return
    if look.split == 3 and rng.random() < 0.4:
        x = int(rng.uniform(0.2, 0.6) * CELL_W)
        y = int((1 - look.sill) * CELL_H) + 4
        cell[y : y + 8, x : x + 11] = rng.uniform(0.4, 0.6)
        cell[y + 1 : y + 7, x + 2 : x + 8] *= 0.5
        cell[y + 8 : y + 10, x : x + 11] *= 0.35
    if look.split == 3 and rng.random() < 0.12:
        x, y = int(0.2 * CELL_W), int((1 - look.sill) * CELL_H) + 2
        for k in range(4):
            cell[y : y + 9, x + 5 * k : x + 5 * k + 4] = rng.uniform(0.05, 0.7, 3)


def facade(rng: np.random.Generator, look: Style, floors: int, bays: int) -> Facade:
    """Paint a wall of `floors` by `bays` windows."""
    shape = (floors * CELL_H, bays * CELL_W)
    colour = np.empty((*shape, 3), np.float32)
    colour[:] = look.wall
    glow = np.zeros((*shape, 3), np.float32)
    panes = np.zeros(shape, np.float32)
    for bay in range(bays):
        if look.accent != look.wall and bay % 5 == 2:
            colour[:, bay * CELL_W : (bay + 1) * CELL_W] = look.accent
    for floor in range(floors):
        for bay in range(bays):
            box = np.s_[floor * CELL_H : (floor + 1) * CELL_H, bay * CELL_W : (bay + 1) * CELL_W]
            _extras(colour[box], rng, look)
            _window(colour[box], glow[box], panes[box], rng, look)
    dirt = fractal(rng, shape, 9)
    streak = np.repeat(fractal(rng, (8, shape[1]), shape[1] / 5), shape[0] // 8 + 1, axis=0)
    wear = 0.72 + 0.25 * dirt + 0.14 * streak[: shape[0]]
    wall_only = 1 - panes[..., None] * 0.7
    colour *= 1 - wall_only * (1 - wear[..., None])
    return Facade(colour, glow, panes)
