"""Blocks, towers and shophouses around a junction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .facades import Style, facade, style
from .materials import Image, Material, Palette
from .mesh import Model
from .noise import fractal, tint

FLOOR, BAY = 3.1, 3.2


@dataclass(frozen=True)
class Plot:
    """Where a building stands and how big it is."""

    kind: str
    x: float
    y: float
    width: float
    depth: float
    floors: int
    yaw: float = 0.0


class Builder:
    """Adds buildings to a scene, each with walls of its own."""

    def __init__(
        self, model: Model, palette: Palette, rng: np.random.Generator, dark: bool
    ) -> None:
        self._model, self._palette, self._rng, self._dark = model, palette, rng, dark
        self._count = 0

    def add(self, plot: Plot) -> None:
        """Add one building."""
        self._count += 1
        if plot.kind == "shophouses":
            self._row(plot)
        else:
            part = Model()
            look = style(self._rng, plot.kind)
            self._walls(part, look, plot, plot.floors)
            self._relief(part, look, plot)
            self._model.place(part, (plot.x, plot.y, 0.0), plot.yaw)

    def _wall(self, look: Style, kind: str, floors: int, bays: int, side: int) -> str:
        art = facade(self._rng, look, floors, bays)
        glow = art.glow * 0.55 if self._dark else None
        name = f"wall{self._count}_{side}_{len(self._palette.by_name)}"
        if kind in ("glass", "office"):
            tone = float(self._rng.uniform(0.3, 0.55))
            mirror = Material((tone * 0.85, tone * 0.95, tone), gloss=0.03, metal=True)
            mask = art.panes * (0.8 if kind == "glass" else 0.45)
            return self._palette.add(
                name, Material(art.colour, over=mirror, mask=mask, emission=glow)
            )
        return self._palette.add(name, Material(art.colour, emission=glow))

    def _walls(self, part: Model, look: Style, plot: Plot, floors: int) -> None:
        """Four walls and a roof."""
        w, d, high = plot.width / 2, plot.depth / 2, floors * FLOOR + 0.6
        corners = [(-w, -d), (w, -d), (w, d), (-w, d)]
        long = self._wall(look, plot.kind, floors, max(2, round(plot.width / BAY)), 0)
        short = self._wall(look, plot.kind, floors, max(2, round(plot.depth / BAY)), 1)
        for k in range(4):
            a, b = corners[k], corners[(k + 1) % 4]
            wall = [(*a, 0.0), (*b, 0.0), (*b, high), (*a, high)]
            part.quad(long if k % 2 == 0 else short, wall)
        part.quad("concrete_plain", [(*c, high) for c in corners])

    def _relief(self, part: Model, look: Style, plot: Plot) -> None:
        """Ledges, fins, parapet, plant room: what gives the walls depth."""
        w, d, high = plot.width, plot.depth, plot.floors * FLOOR + 0.6
        paint = self._palette.add(f"trim{self._count}", Material(look.wall))
        accent = self._palette.add(f"accent{self._count}", Material(look.accent))
        deep = {"glass": 0.1, "office": 0.45, "hdb": 0.5, "corridor": 0.25}.get(plot.kind, 0.3)
        step = 4 if plot.kind == "glass" else 1
        for floor in range(1, plot.floors + 1, step):
            z = floor * FLOOR * high / (plot.floors * FLOOR)
            part.box(paint, (0, 0, z), (w + deep, d + deep, 0.16))
        if plot.kind == "hdb":
            bays = max(2, round(w / BAY))
            for bay in range(0, bays + 1, 2):
                x = -w / 2 + bay * w / bays
                part.box(accent if bay % 4 else paint, (x, 0, high / 2), (0.28, d + 0.9, high))
        part.box(paint, (0, 0, high + 0.35), (w + deep, d + deep, 0.9))
        top = float(self._rng.uniform(2.2, 4.5))
        part.box("concrete_plain", (w * 0.2, 0, high + top / 2), (w * 0.22, d * 0.6, top))
        part.tube("steel", (w * 0.24, 0, high + top), (w * 0.24, 0, high + top + 4), 0.06)
        base = self._palette.by_name.get("shop_glass")
        if base is not None and plot.kind in ("glass", "office"):
            part.box("shop_glass", (0, 0, 1.9), (w + 0.25, d + 0.25, 3.4))
            part.box("steel", (0, 0, 3.75), (w + 2.4, d + 2.4, 0.3))

    def _row(self, plot: Plot) -> None:
        """A row of narrow houses with tiled roofs and a covered way."""
        houses = max(2, round(plot.width / 5.4))
        wide = plot.width / houses
        part = Model()
        for k in range(houses):
            x = -plot.width / 2 + (k + 0.5) * wide
            look = style(self._rng, "shophouse")
            floors = plot.floors - int(self._rng.random() < 0.3)
            house = Model()
            size = Plot("shophouse", 0, 0, wide, plot.depth, floors)
            self._count += 1
            self._walls(house, look, size, floors)
            self._front(house, look, size)
            part.place(house, (x, 0, 0))
        self._model.place(part, (plot.x, plot.y, 0.0), plot.yaw)

    def _shop(self) -> str:
        """A shopfront: a rolling shutter, or shelves full of goods."""
        rng = self._rng
        art = np.full((56, 96, 3), 0.035, np.float32)
        glow = np.zeros_like(art)
        if rng.random() < 0.35:
            slats = 0.75 + 0.25 * (np.arange(56) % 4 < 2)
            art[:] = rng.uniform(0.2, 0.5) * slats[:, None, None]
        else:
            art[:] = rng.uniform(0.05, 0.16, 3)
            glow[:] = np.array([0.5, 0.4, 0.26]) * rng.uniform(0.2, 0.7)
            for row in range(12, 52, 10):
                for x in range(4, 90, 6):
                    goods = rng.uniform(0.03, 0.4) + rng.uniform(0, 0.22, 3)
                    art[row : row + int(rng.integers(3, 8)), x : x + 5] = goods
                    glow[row : row + 7, x : x + 5] *= goods * 1.8
            door = int(rng.integers(10, 70))
            art[8:, door : door + 16] *= 0.25
            glow[8:, door : door + 16] *= 0.4
        art[:, ::32] = 0.2
        name = f"shopfront{self._count}_{len(self._palette.by_name)}"
        return self._palette.add(name, Material(art, emission=glow if self._dark else None))

    def _front(self, part: Model, look: Style, size: Plot) -> None:
        """Covered way, cornice, shop sign and roof of one house."""
        w, d, high = size.width, size.depth, size.floors * FLOOR + 0.6
        paint = self._palette.add(f"trim{self._count}", Material(look.accent))
        body = self._palette.add(f"body{self._count}", Material(look.wall))
        for sign in (-1, 1):
            front = sign * d / 2
            x0, y0 = w / 2 - 0.15, front + sign * 0.04
            part.quad(self._shop(), [(-x0 * sign, y0, 0.05), (x0 * sign, y0, 0.05),
                                     (x0 * sign, y0, 2.8), (-x0 * sign, y0, 2.8)])  # fmt: skip
            part.box(paint, (0, front + sign * 0.7, 3.2), (w, 1.5, 0.35))
            for x in (-w / 2 + 0.2, w / 2 - 0.2):
                part.box(body, (x, front + sign * 1.3, 1.6), (0.42, 0.42, 3.2))
                part.box(paint, (x, front + sign * 0.1, high / 2), (0.3, 0.3, high))
            hue = self._rng.uniform(0.08, 0.6, 3)
            board = self._palette.add(
                f"shop{self._count}{sign}",
                Material(tuple(hue), emission=tuple(hue * 0.9) if self._dark else None),
            )
            part.box(board, (0, front + sign * 1.48, 3.25), (w * 0.75, 0.1, 0.62))
            part.box(paint, (0, front + sign * 0.15, high - 0.1), (w, 0.4, 0.3))
        ridge = high + 1.9
        for sign in (-1, 1):
            y = sign * (d / 2 + 0.5)
            eave = [(-w / 2, y, high), (w / 2, y, high), (w / 2, 0, ridge), (-w / 2, 0, ridge)]
            part.quad("tiles", eave, [(0, 0), (w / 2, 0), (w / 2, 3), (0, 3)])
        for x in (-w / 2, w / 2):
            part.add(body, np.array([(x, -d / 2, high), (x, d / 2, high), (x, 0, ridge)]),
                     np.array([[0, 1, 2]]), np.zeros((3, 2)))  # fmt: skip


def building_materials(palette: Palette, rng: np.random.Generator, dark: bool) -> None:
    """Roof tiles, shop windows and dark doorways."""
    field = fractal(rng, (96, 96), 12)
    rows = 0.6 + 0.4 * np.abs(np.sin(np.arange(96) * np.pi / 16))[:, None]
    columns = 0.7 + 0.3 * np.abs(np.sin(np.arange(96) * np.pi / 12))[None, :]
    tiles = tint(field, (0.17, 0.06, 0.035), (0.42, 0.17, 0.09)) * (rows * columns)[..., None]
    palette.add("tiles", Material(tiles.astype(np.float32)))
    lobby, shine = _lobby(rng)
    palette.add(
        "shop_glass",
        Material(lobby, gloss=0.04, repeat=1 / 3.4, stretch=4.0, emission=shine if dark else None),
    )


def _lobby(rng: np.random.Generator) -> tuple[Image, Image]:
    """Ground-floor glazing with frames, counters and dim rooms behind; repeats sideways."""
    art = np.full((96, 384, 3), 0.03, np.float32)
    glow = np.zeros_like(art)
    rows = np.linspace(1.0, 0.25, 96)[:, None, None]
    for pane in range(8):
        box = np.s_[:, pane * 48 : (pane + 1) * 48]
        warm = np.array([0.42, 0.34, 0.22]) if rng.random() < 0.6 else np.array([0.3, 0.36, 0.4])
        art[box] = rng.uniform(0.02, 0.09) * rows
        glow[box] = warm * rows * rng.uniform(0.05, 0.5)
        for _ in range(5):
            x = pane * 48 + int(rng.integers(2, 38))
            y, high = int(rng.integers(45, 80)), int(rng.integers(8, 30))
            goods = rng.uniform(0.02, 0.22) + rng.uniform(0, 0.09, 3)
            art[y : y + high, x : x + 9] = goods
            glow[y : y + high, x : x + 9] = goods * 0.25
        art[:, pane * 48 : pane * 48 + 3] = 0.22
        glow[:, pane * 48 : pane * 48 + 3] = 0.0
    art[:8], art[-8:] = 0.24, 0.1
    glow[:8], glow[-8:] = 0.0, 0.0
    return np.roll(art, 48, 0), np.roll(glow, 48, 0)


def skyline(builder: Builder, rng: np.random.Generator, plots: Sequence[Plot]) -> None:
    """All near buildings, then a ring of far ones."""
    for plot in plots:
        builder.add(plot)
    for k in range(16):
        angle = k * 2 * np.pi / 16 + rng.normal(0, 0.1)
        far = rng.uniform(120, 210)
        kind = ("hdb", "glass", "office", "corridor")[int(rng.integers(4))]
        wide = float(rng.uniform(18, 40))
        floors = int(rng.integers(8, 24))
        x, y = far * np.cos(angle), far * np.sin(angle)
        builder.add(Plot(kind, x, y, wide, 14, floors, angle + np.pi / 2))
