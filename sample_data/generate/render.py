"""Path tracing of one scene with Mitsuba 3, and the cleaning of its noise."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mitsuba as mi
import numpy as np
from numpy.typing import NDArray

from .denoise import clean
from .materials import Material, Palette
from .mesh import Chunk, Model

mi.set_variant("scalar_rgb")
mi.set_log_level(mi.LogLevel.Error)


@dataclass(frozen=True)
class Spot:
    """A street lamp."""

    position: tuple[float, float, float]
    target: tuple[float, float, float]
    intensity: tuple[float, float, float]


@dataclass(frozen=True)
class Lens:
    """Where the camera stands, what it looks at, and what it records."""

    origin: tuple[float, float, float]
    target: tuple[float, float, float]
    roll: float
    fov: float
    width: int
    height: int


@dataclass(frozen=True)
class Frame:
    """A rendered picture in linear light and the distance of each pixel."""

    light: NDArray[np.float32]
    depth: NDArray[np.float32]


def write_ply(path: Path, chunk: Chunk) -> None:
    """Write a mesh in the binary PLY format."""
    vertices, faces, uv = chunk
    rows = np.zeros(len(vertices), dtype=[(n, "<f4") for n in ("x", "y", "z", "u", "v")])
    for name, column in zip("xyz", vertices.T, strict=True):
        rows[name] = column
    rows["u"], rows["v"] = uv.T
    triangles = np.zeros(len(faces), dtype=[("n", "u1"), ("i", "<i4", (3,))])
    triangles["n"], triangles["i"] = 3, faces
    header = (
        "ply\nformat binary_little_endian 1.0\n"
        f"element vertex {len(rows)}\n"
        + "".join(f"property float {n}\n" for n in ("x", "y", "z", "u", "v"))
        + f"element face {len(triangles)}\nproperty list uchar int vertex_indices\nend_header\n"
    )
    path.write_bytes(header.encode("ascii") + rows.tobytes() + triangles.tobytes())


def _texture(value: Any, material: Material) -> dict[str, Any]:
    if isinstance(value, tuple):
        return {"type": "rgb", "value": list(value)}
    pixels = np.ascontiguousarray(value[::-1], dtype=np.float32)
    return {
        "type": "bitmap",
        "bitmap": mi.Bitmap(pixels),
        "raw": True,
        "filter_type": "nearest" if material.sharp else "bilinear",
        "to_uv": mi.ScalarTransform4f().scale(
            [material.repeat / material.stretch, material.repeat, 1]
        ),
    }


def _surface(material: Material) -> dict[str, Any]:
    colour = _texture(material.colour, material)
    if material.over is not None and material.mask is not None:
        mask = _texture(np.asarray(material.mask)[..., None], Material(repeat=1.0))
        rest = Material(material.colour, material.gloss, material.metal, material.repeat)
        return {
            "type": "blendbsdf",
            "weight": mask,
            "first": _surface(rest),
            "second": _surface(material.over),
        }
    if material.metal:
        return {"type": "roughconductor", "alpha": material.gloss, "specular_reflectance": colour}
    if material.gloss is None:
        return {"type": "diffuse", "reflectance": colour}
    return {"type": "roughplastic", "alpha": material.gloss, "diffuse_reflectance": colour}


def _shape(path: Path, material: Material) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "type": "ply",
        "filename": str(path),
        "bsdf": {"type": "twosided", "nested": _surface(material)},
    }
    if material.emission is not None:
        glow = _texture(material.emission, material)
        shape["emitter"] = {"type": "area", "radiance": glow, "sampling_weight": 0.004}
    return shape


class Scene:
    """A loaded scene that can be photographed from several places."""

    def __init__(
        self,
        model: Model,
        palette: Palette,
        sky: NDArray[np.float32],
        sun: tuple[NDArray[np.float64], tuple[float, float, float]],
        spots: list[Spot],
        sky_share: float,
    ) -> None:
        parts: dict[str, Any] = {"type": "scene"}
        with tempfile.TemporaryDirectory() as folder:
            for number, name in enumerate(sorted(model.chunks)):
                path = Path(folder) / f"{number}.ply"
                write_ply(path, model.merged(name))
                parts[f"shape{number}"] = _shape(path, palette.by_name[name])
            parts["sky"] = {
                "type": "envmap",
                "bitmap": mi.Bitmap(np.ascontiguousarray(sky)),
                "to_world": mi.ScalarTransform4f().rotate([1, 0, 0], 90),
                "sampling_weight": sky_share,
            }
            if max(sun[1]) > 0:
                parts["sun"] = {
                    "type": "directional",
                    "direction": [float(-v) for v in sun[0]],
                    "irradiance": {"type": "rgb", "value": list(sun[1])},
                }
            for number, spot in enumerate(spots):
                parts[f"spot{number}"] = {
                    "type": "spot",
                    "to_world": mi.ScalarTransform4f().look_at(
                        list(spot.position), list(spot.target), [1, 0, 0]
                    ),
                    "intensity": {"type": "rgb", "value": list(spot.intensity)},
                    "cutoff_angle": 74,
                    "beam_width": 40,
                }
            self._scene = mi.load_dict(parts)
        self._paths = mi.load_dict({"type": "path", "max_depth": 3})
        self._depth = mi.load_dict({"type": "depth"})

    def shoot(self, lens: Lens, samples: int, seed: int, strength: float) -> Frame:
        """Photograph the scene through a perfect lens."""
        sensor = mi.load_dict(_sensor(lens, samples))
        light = mi.render(
            self._scene, sensor=sensor, integrator=self._paths, spp=samples, seed=seed
        )
        depth = mi.render(self._scene, sensor=sensor, integrator=self._depth, spp=4, seed=seed)
        picture = np.nan_to_num(np.array(light, dtype=np.float32))[..., :3]
        distance = np.nan_to_num(np.array(depth, dtype=np.float32))[..., 0]
        return Frame(clean(picture, strength), distance)


def _sensor(lens: Lens, samples: int) -> dict[str, Any]:
    aim = mi.ScalarTransform4f().look_at(list(lens.origin), list(lens.target), [0, 0, 1])
    return {
        "type": "perspective",
        "fov": lens.fov,
        "fov_axis": "larger",
        "to_world": aim @ mi.ScalarTransform4f().rotate([0, 0, 1], lens.roll),
        "film": {
            "type": "hdrfilm",
            "width": lens.width,
            "height": lens.height,
            "rfilter": {"type": "box"},
            "pixel_format": "rgb",
        },
        "sampler": {"type": "multijitter", "sample_count": samples},
    }
