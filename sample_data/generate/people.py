"""Passers-by: plain figures that are only ever seen from afar."""

from __future__ import annotations

import numpy as np

from .materials import Material, Palette
from .mesh import Model, rounded_ring

_CLOTHES = (
    (0.6, 0.6, 0.58), (0.05, 0.07, 0.16), (0.4, 0.06, 0.06), (0.08, 0.2, 0.3), (0.5, 0.4, 0.12),
    (0.03, 0.03, 0.035), (0.2, 0.32, 0.2), (0.55, 0.33, 0.36),
)  # fmt: skip
_SKIN = ((0.42, 0.26, 0.18), (0.28, 0.16, 0.1), (0.5, 0.33, 0.24), (0.16, 0.09, 0.06))


def _ball(model: Model, material: str, centre: tuple[float, float, float], size: float) -> None:
    v, u = np.meshgrid(np.linspace(0.01, np.pi - 0.01, 10), np.linspace(0, 2 * np.pi, 14),
                       indexing="ij")  # fmt: skip
    points = np.stack([np.sin(v) * np.cos(u), np.sin(v) * np.sin(u), 1.22 * np.cos(v)], -1)
    model.grid(material, points * size + np.asarray(centre))


def _upright(rings: list[tuple[float, float, float]]) -> np.ndarray:
    """Skin through rounded sections of (height, width, depth), standing up."""
    result = []
    for height, width, depth in rings:
        ring = rounded_ring(0.0, width, -depth / 2, depth / 2, 1.0)
        result.append(np.stack([ring[:, 2], ring[:, 1], np.full(len(ring), height)], 1))
    return np.array(result)


def figure(palette: Palette, rng: np.random.Generator, umbrella: bool) -> Model:
    """One person who walks along +x."""
    tall = float(rng.uniform(0.92, 1.05))
    top, legs = (_CLOTHES[int(k)] for k in rng.integers(len(_CLOTHES), size=2))
    shirt = palette.add(f"cloth{top}", Material(top))
    trousers = palette.add(f"cloth{legs}", Material(legs))
    skin_tone = _SKIN[int(rng.integers(len(_SKIN)))]
    skin = palette.add(f"skin{skin_tone}", Material(skin_tone))
    hair = palette.add("hair", Material((0.012, 0.01, 0.009)))
    stride = float(rng.uniform(0.0, 0.3))
    model = Model()
    for side in (-1, 1):
        foot = (side * stride, side * 0.1, 0.05)
        knee = (side * stride * 0.35 + 0.04, side * 0.1, 0.48)
        model.tube(trousers, foot, knee, 0.055, 0.075, sides=10)
        model.tube(trousers, knee, (0, side * 0.09, 0.9), 0.075, 0.1, sides=10)
        model.box("black", (foot[0] + 0.06, foot[1], 0.04), (0.26, 0.09, 0.08))
        hand = (-side * stride * 0.7 + 0.05, side * 0.25, 0.86)
        model.tube(shirt, (0, side * 0.21, 1.4), (-side * stride * 0.3, side * 0.25, 1.12), 0.055)
        model.tube(skin, (-side * stride * 0.3, side * 0.25, 1.12), hand, 0.04, 0.035, sides=10)
    model.loft(shirt, _upright([(0.84, 0.34, 0.22), (1.05, 0.34, 0.2), (1.35, 0.42, 0.22),
                                (1.46, 0.3, 0.16)]))  # fmt: skip
    model.tube(skin, (0, 0, 1.44), (0, 0, 1.54), 0.05)
    _ball(model, skin, (0.01, 0, 1.63), 0.1)
    _ball(model, hair, (-0.025, 0, 1.665), 0.105)
    if umbrella:
        hue = _CLOTHES[int(rng.integers(len(_CLOTHES)))]
        cloth = palette.add(f"umbrella{hue}", Material(hue, gloss=0.3))
        model.tube("chrome", (0.15, 0.2, 1.0), (0.12, 0.1, 2.15), 0.01, sides=6)
        r, a = np.meshgrid(np.linspace(0.02, 0.55, 6), np.linspace(0, 2 * np.pi, 17), indexing="ij")
        dome = np.stack([r * np.cos(a) + 0.1, r * np.sin(a) + 0.08, 2.15 - 0.8 * r**2], -1)
        model.grid(cloth, dome)
    scaled = Model()
    for material, chunks in model.chunks.items():
        scaled.chunks[material] = [(v * tall, f, uv) for v, f, uv in chunks]
    return scaled
