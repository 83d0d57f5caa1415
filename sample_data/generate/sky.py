"""The sky: a panorama with clouds, and a sun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .noise import Field, fractal

HEIGHT, WIDTH = 512, 1024


@dataclass(frozen=True)
class Light:
    """Everything about the light of one visit."""

    zenith: tuple[float, float, float]
    horizon: tuple[float, float, float]
    cloud: tuple[float, float, float]
    shade: tuple[float, float, float]
    cover: float
    sun: tuple[float, float, float]
    elevation: float
    haze: float
    lamps: bool = False
    wet: float = 0.0
    glow: float = 0.0


LIGHTS: dict[str, Light] = {
    "noon": Light((0.16, 0.33, 0.72), (0.62, 0.74, 0.88), (1.25, 1.25, 1.25), (0.6, 0.64, 0.7),
                  0.45, (6.2, 5.8, 5.1), 58, 1500),
    "morning": Light((0.2, 0.36, 0.7), (0.8, 0.8, 0.8), (1.2, 1.15, 1.08), (0.55, 0.58, 0.66),
                     0.35, (5.6, 4.8, 3.6), 36, 1000),
    "golden": Light((0.15, 0.27, 0.52), (0.74, 0.58, 0.44), (1.15, 0.8, 0.56), (0.42, 0.38, 0.42),
                    0.5, (6.0, 3.5, 1.6), 15, 760, glow=0.5),
    "overcast": Light((0.62, 0.65, 0.7), (0.82, 0.84, 0.86), (1.0, 1.0, 1.0), (0.6, 0.63, 0.67),
                      0.95, (0.0, 0.0, 0.0), 60, 800),
    "rain": Light((0.33, 0.37, 0.42), (0.55, 0.58, 0.62), (0.6, 0.63, 0.67), (0.3, 0.33, 0.38),
                  1.0, (0.0, 0.0, 0.0), 60, 260, lamps=True, wet=0.85),
    "after_rain": Light((0.3, 0.42, 0.62), (0.85, 0.82, 0.78), (1.1, 1.07, 1.02), (0.4, 0.43, 0.5),
                        0.7, (3.6, 3.1, 2.4), 30, 620, wet=0.6),
    "dusk": Light((0.03, 0.065, 0.16), (0.3, 0.21, 0.17), (0.2, 0.15, 0.16), (0.05, 0.065, 0.11),
                  0.45, (0.0, 0.0, 0.0), 5, 900, lamps=True, glow=0.5),
    "night": Light((0.004, 0.005, 0.009), (0.022, 0.018, 0.015), (0.018, 0.015, 0.013),
                   (0.007, 0.006, 0.006), 0.7, (0.0, 0.0, 0.0), 20, 500, lamps=True),
    "night_rain": Light((0.004, 0.005, 0.008), (0.022, 0.019, 0.016), (0.02, 0.017, 0.014),
                        (0.008, 0.007, 0.007), 1.0, (0.0, 0.0, 0.0), 20, 220, lamps=True, wet=0.9),
}  # fmt: skip


def sun_direction(light: Light, azimuth: float) -> NDArray[np.float64]:
    """Unit vector that points from the ground to the sun."""
    lift = np.radians(light.elevation)
    return np.array([np.cos(azimuth) * np.cos(lift), np.sin(azimuth) * np.cos(lift), np.sin(lift)])


def _directions() -> NDArray[np.float64]:
    """Direction of each texel of the panorama, z up, as the renderer reads it after turning."""
    v, u = np.meshgrid(
        (np.arange(HEIGHT) + 0.5) / HEIGHT * np.pi,
        (np.arange(WIDTH) + 0.5) / WIDTH * 2 * np.pi,
        indexing="ij",
    )
    return np.stack([np.sin(u) * np.sin(v), np.cos(u) * np.sin(v), np.cos(v)], -1)


def _clouds(
    rng: np.random.Generator, directions: NDArray[Any], cover: float
) -> tuple[Field, Field]:
    """Density and self-shade of a cloud layer seen in perspective."""
    layer = fractal(rng, (1024, 1024), 7, 7)
    up = np.maximum(directions[..., 2], 0.04)
    reach = 1 / (up + 0.22)
    x = (directions[..., 0] * reach * 150 + 512).astype(int) % 1024
    y = (directions[..., 1] * reach * 150 + 512).astype(int) % 1024
    field = layer[y, x]
    low = float(np.quantile(layer, 1 - cover)) if cover < 1 else -0.3
    density = np.clip((field - low) / 0.16, 0, 1)
    return density, np.clip((field - low) / 0.45, 0, 1)


def panorama(
    rng: np.random.Generator, light: Light, sun: NDArray[np.float64]
) -> NDArray[np.float32]:
    """A picture of the whole sky in linear light."""
    directions = _directions()
    height = np.clip(directions[..., 2], 0, 1)[..., None]
    blend = np.exp(-height * 4.5)
    sky = np.asarray(light.zenith) * (1 - blend) + np.asarray(light.horizon) * blend
    near = np.clip(directions @ sun, 0, 1)[..., None]
    warm = np.asarray(light.horizon)
    sky = sky + warm * (0.5 * near**8 * (0.3 + light.glow) + 1.2 * near**90 * (light.sun[0] > 0.5))
    density, shade = _clouds(rng, directions, light.cover)
    bright = (
        np.asarray(light.cloud) * (1 - shade[..., None])
        + np.asarray(light.shade) * shade[..., None]
    )
    bright = bright + warm * near**6 * (0.2 + light.glow)
    veil = (density * np.clip(directions[..., 2] * 9, 0.25, 1))[..., None] * 0.92
    sky = sky * (1 - veil) + bright * veil
    ground = np.asarray(light.horizon) * 0.28
    below = directions[..., 2:] < -0.005
    return np.where(below, ground, sky).astype(np.float32)
