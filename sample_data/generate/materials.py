"""What a surface is made of, described without the renderer."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.floating]
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Material:
    """A surface: colour or texture, how glossy it is, and what it emits."""

    colour: Colour | Image = (0.5, 0.5, 0.5)
    gloss: float | None = None
    """Roughness of a clear coat; none for a dull surface."""
    metal: bool = False
    repeat: float = 1.0
    """How often the texture repeats over one unit of the mesh's texture coordinates."""
    stretch: float = 1.0
    """How much wider than high one repetition of the texture is."""
    emission: Colour | Image | None = None
    over: Material | None = None
    """A second surface that shows where `mask` is one."""
    mask: Image | None = None
    sharp: bool = False


@dataclass
class Palette:
    """All materials of one scene, by name."""

    by_name: dict[str, Material] = field(default_factory=dict)

    def add(self, name: str, material: Material) -> str:
        """Remember a material and return its name."""
        self.by_name[name] = material
        return name


def base_palette() -> Palette:
    """The materials that every scene uses."""
    plain: dict[str, Material] = {
        "black": Material((0.018, 0.018, 0.02), gloss=0.25),
        "housing": Material((0.028, 0.029, 0.031), gloss=0.2),
        "rubber": Material((0.02, 0.02, 0.02)),
        "chrome": Material((0.7, 0.7, 0.72), gloss=0.12, metal=True),
        "steel": Material((0.48, 0.5, 0.52), gloss=0.3, metal=True),
        "white": Material((0.75, 0.75, 0.73)),
        "yellow": Material((0.72, 0.48, 0.03), gloss=0.2),
        "red": Material((0.5, 0.035, 0.03), gloss=0.2),
        "glass": Material((0.012, 0.016, 0.02), gloss=0.02),
        "railing": Material((0.33, 0.36, 0.37), gloss=0.25),
        "concrete_plain": Material((0.42, 0.41, 0.39)),
        "lens_red": Material((0.11, 0.012, 0.01), gloss=0.12),
        "lens_amber": Material((0.13, 0.06, 0.008), gloss=0.12),
        "lens_green": Material((0.01, 0.075, 0.055), gloss=0.12),
    }
    return Palette(dict(plain))
