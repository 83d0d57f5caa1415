"""Roads with their markings, kerbs, pavements and verges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .materials import Material, Palette
from .mesh import Array, Model
from .noise import Field, fractal, resize, smooth, speckle, tint

HALF, PIXELS = 54.0, 2560
FAR = 260.0
KERB = 0.15


@dataclass(frozen=True)
class Roads:
    """Half-widths of the two roads (the x road runs along x) and the corner's radius."""

    half_x: float
    half_y: float
    radius: float
    yellow_box: bool
    lanes_x: int
    lanes_y: int


class Painter:
    """Paints road markings on masks, in metres."""

    def __init__(self) -> None:
        self.white: Field = np.zeros((PIXELS, PIXELS), np.float32)
        self.yellow: Field = np.zeros((PIXELS, PIXELS), np.float32)

    def rect(
        self, mask: Field, along_x: bool, a: tuple[float, float], b: tuple[float, float]
    ) -> None:
        """Fill a rectangle from `a` to `b`, with x and y swapped for the other road."""
        (x0, y0), (x1, y1) = (a, b) if along_x else (a[::-1], b[::-1])
        scale = PIXELS / (2 * HALF)
        xs = sorted(((x0 + HALF) * scale, (x1 + HALF) * scale))
        ys = sorted(((HALF - y0) * scale, (HALF - y1) * scale))
        mask[round(ys[0]) : round(ys[1]), round(xs[0]) : round(xs[1])] = 1.0


def _arms(painter: Painter, along_x: bool, half: float, cross: float, lanes: int, r: float) -> None:
    """Markings of one road on both sides of the junction."""
    width = half / lanes
    stop = cross + r * 0.6 + 5.2
    for side in (-1, 1):
        for lane in range(1, lanes):
            for sign in (-1, 1):
                y = sign * lane * width
                for start in np.arange(stop + 1, HALF, 4.5):
                    line = ((side * start, y - 0.06), (side * (start + 2.2), y + 0.06))
                    painter.rect(painter.white, along_x, *line)
        for y in (-0.14, 0.14):
            middle = ((side * stop, y - 0.06), (side * HALF, y + 0.06))
            painter.rect(painter.white, along_x, *middle)
        left = -side if along_x else side
        line = ((side * stop, 0.1 * left), (side * (stop + 0.35), left * (half - 0.3)))
        painter.rect(painter.white, along_x, *line)
        for sign in (-1, 1):
            for gap in (0.35, 0.6):
                y = sign * (half - gap)
                edge = ((side * (stop + 2), y - 0.05), (side * HALF, y + 0.05))
                painter.rect(painter.yellow, along_x, *edge)
        near = cross + r * 0.6 + 0.6
        for y in np.arange(-half + 0.5, half - 0.5, 1.15):
            stripe = ((side * near, y), (side * (near + 3.4), y + 0.6))
            painter.rect(painter.white, along_x, *stripe)


def _box(painter: Painter, roads: Roads) -> None:
    """A yellow criss-cross box in the middle."""
    line = (np.arange(PIXELS) + 0.5) / PIXELS * 2 * HALF - HALF
    x, y = np.meshgrid(line, -line)
    inside = (np.abs(x) < roads.half_y) & (np.abs(y) < roads.half_x)
    cross = (np.abs((x + y) % 2.4 - 1.2) < 0.09) | (np.abs((x - y) % 2.4 - 1.2) < 0.09)
    edge = (np.abs(np.abs(x) - roads.half_y + 0.1) < 0.1) | (
        np.abs(np.abs(y) - roads.half_x + 0.1) < 0.1
    )
    painter.yellow[inside & (cross | edge)] = 1.0


def asphalt(rng: np.random.Generator) -> NDArray[np.float32]:
    """Fine grain of the road's surface, which repeats."""
    shape = (768, 768)
    grain = speckle(rng, shape) * 0.035 + (speckle(rng, shape) > 2.3) * 0.1
    tone = 0.115 + 0.045 * fractal(rng, shape, 5) + grain * 0.55
    tone = np.clip(tone, 0.03, 0.4)[..., None]
    return (tone * np.array([1.0, 0.985, 0.96])).astype(np.float32)


def _wear(rng: np.random.Generator) -> Field:
    small = fractal(rng, (PIXELS // 2, PIXELS // 2), 260, 3)
    large = smooth(rng, (PIXELS // 2, PIXELS // 2), 24)
    wear = np.clip(1.55 - 1.2 * small - 0.5 * large, 0.12, 0.95)
    return resize(wear, PIXELS, PIXELS)


def _patches(rng: np.random.Generator, roads: Roads) -> Field:
    """Darker repairs, tyre lanes, oil and cracks."""
    size = PIXELS // 3
    line = (np.arange(size) + 0.5) / size * 2 * HALF - HALF
    x, y = np.meshgrid(line, -line)
    lane_x, lane_y = roads.half_x / roads.lanes_x, roads.half_y / roads.lanes_y
    tyres = 0.22 * np.cos(2 * np.pi * y / lane_x * 2) * (np.abs(x) > roads.half_y)
    tyres = tyres + 0.22 * np.cos(2 * np.pi * x / lane_y * 2) * (np.abs(y) > roads.half_x)
    field = 0.25 + tyres + 0.75 * (fractal(rng, (size, size), 18) - 0.45)
    for _ in range(9):
        cx, cy = rng.uniform(-40, 40, 2)
        w, h = rng.uniform(0.5, 6), rng.uniform(0.4, 1.6)
        if rng.random() < 0.5:
            w, h = h, w
        field[(np.abs(x - cx) < w) & (np.abs(y - cy) < h)] = rng.uniform(0.55, 0.95)
    cracks = np.abs(fractal(rng, (size, size), 30) - 0.5) < 0.006
    field[cracks & (smooth(rng, (size, size), 12) > 0.6)] = 1.0
    return resize(np.clip(field, 0, 1).astype(np.float32), PIXELS, PIXELS)


def road_material(rng: np.random.Generator, roads: Roads, wet: float) -> Material:
    """Asphalt under repairs, paint and puddles."""
    painter = Painter()
    _arms(painter, True, roads.half_x, roads.half_y, roads.lanes_x, roads.radius)
    _arms(painter, False, roads.half_y, roads.half_x, roads.lanes_y, roads.radius)
    if roads.yellow_box:
        _box(painter, roads)
    wear = _wear(rng)
    dark = 0.62 if wet > 0.5 else 1.0
    grain = asphalt(rng) * dark
    tone = 1.25 - 0.75 * _patches(rng, roads)
    tiles = -(-PIXELS // grain.shape[0])
    base = np.tile(grain, (tiles, tiles, 1))[:PIXELS, :PIXELS] * tone[..., None]
    for mask, paint in ((painter.white, (0.62, 0.62, 0.6)), (painter.yellow, (0.6, 0.42, 0.05))):
        weight = (mask * wear)[..., None]
        base = base * (1 - weight) + np.array(paint, np.float32) * dark**0.5 * weight
    base = base.astype(np.float32)
    if wet <= 0:
        return Material(base)
    pools = fractal(rng, (1024, 1024), 22)
    low = float(np.quantile(pools, 1 - wet * 0.8))
    mask = np.clip((pools - low) / 0.08, 0, 1) * 0.82 + 0.12 * wet
    film = Material((0.22, 0.225, 0.23), gloss=0.07, metal=True)
    return Material(base, over=film, mask=np.clip(mask, 0, 0.8) * 0.75)


def _paving(rng: np.random.Generator, size: int, tile: int) -> NDArray[np.float32]:
    """Concrete slabs with joints, stains and slabs of slightly other tones."""
    n = size // tile
    tones = np.kron(rng.uniform(0.82, 1.08, (n, n)), np.ones((tile, tile)))
    field = fractal(rng, (size, size), 7)
    line = np.arange(size) % tile < 2
    joint = np.where(line[:, None] | line[None, :], 0.5, 1.0)
    tone = tones * joint * (0.72 + 0.4 * field) + speckle(rng, (size, size)) * 0.02
    return np.clip(tone[..., None] * np.array([0.36, 0.345, 0.32]), 0.02, 0.8).astype(np.float32)


def ground_materials(palette: Palette, rng: np.random.Generator, roads: Roads, wet: float) -> None:
    """All surfaces that one walks or drives on."""
    palette.add("road", road_material(rng, roads, wet))
    palette.add("far_road", Material(asphalt(rng), repeat=0.05))
    damp = 0.7 if wet > 0.5 else 1.0
    palette.add("paving", Material(_paving(rng, 512, 64) * damp, repeat=0.25))
    kerb = tint(fractal(rng, (64, 256), 20), (0.3, 0.3, 0.29), (0.55, 0.54, 0.51))
    kerb[:, ::64] *= 0.5
    palette.add("kerb", Material(kerb, repeat=0.25))
    blades = 0.6 * fractal(rng, (512, 512), 60, 4) + 0.4 * fractal(rng, (512, 512), 6)
    grass = tint(blades, (0.025, 0.05, 0.012), (0.17, 0.21, 0.055))
    palette.add("grass", Material(grass, repeat=0.14))
    tactile = np.full((64, 64), 0.85)
    spot = (np.arange(64) % 16 - 8) ** 2
    tactile[(spot[:, None] + spot[None, :]) < 22] = 1.15
    bumps = (tactile[..., None] * np.array([0.5, 0.36, 0.06])).astype(np.float32)
    palette.add("tactile", Material(bumps, repeat=2.0))


def _edge(roads: Roads, offset: float) -> Array:
    """The kerb line of the quadrant x > 0, y > 0, moved inwards by `offset`."""
    x0, y0 = roads.half_y + offset, roads.half_x + offset
    r = max(roads.radius - offset, 0.4)
    turn = np.linspace(np.pi / 2, 0, 14)
    arc = np.stack([x0 + r - r * np.sin(turn), y0 + r - r * np.cos(turn)], 1)
    return np.concatenate([[[x0, FAR]], arc, [[FAR, y0]]])[::-1]


def _strip(model: Model, name: str, a: Array, b: Array, za: float, zb: float) -> None:
    """A surface between two lines of points."""
    top = np.stack([np.column_stack([a, np.full(len(a), za)]),
                    np.column_stack([b, np.full(len(b), zb)])])  # fmt: skip
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(a, axis=0), axis=1))])
    uv = np.stack([np.stack([along, np.full(len(a), v)], 1) for v in (0.0, 0.3)])
    flat = np.stack([a, b]) if za == zb and name in ("paving", "grass") else uv
    model.grid(name, top, flat)


def ground(model: Model, roads: Roads, grass: tuple[bool, ...]) -> None:
    """Lay the road and the four raised corners."""
    h = HALF
    model.quad("road", [(-h, -h, 0), (h, -h, 0), (h, h, 0), (-h, h, 0)])
    f = FAR
    far = [(-f, -f, -0.02), (f, -f, -0.02), (f, f, -0.02), (-f, f, -0.02)]
    model.quad("far_road", far, [(0, 0), (2 * f, 0), (2 * f, 2 * f), (0, 2 * f)])
    for number, (sx, sy) in enumerate(((-1, -1), (1, -1), (1, 1), (-1, 1))):
        lines = [_edge(roads, d) * [sx, sy] for d in (0.0, 0.25, 4.2)]
        _strip(model, "kerb", lines[0], lines[0], 0.0, KERB)
        _strip(model, "kerb", lines[0], lines[1], KERB, KERB + 0.001)
        _strip(model, "paving", lines[1], lines[2], KERB, KERB)
        corner = np.array([[sx * FAR, sy * FAR]])
        inner = lines[2]
        fan = np.concatenate([corner, inner])
        n = len(inner)
        faces = np.stack([np.zeros(n - 1, int), np.arange(1, n), np.arange(2, n + 1)], 1)
        points = np.column_stack([fan, np.full(n + 1, KERB)])
        model.add("grass" if grass[number] else "paving", points, faces, fan)
