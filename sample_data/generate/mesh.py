"""Triangle meshes built with numpy, grouped by material."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Chunk = tuple[Array, NDArray[np.int64], Array]
Vector = Sequence[float] | Array

_CUBE = np.array(
    [
        [[-1, -1, -1], [1, -1, -1], [1, -1, 1], [-1, -1, 1]],
        [[1, -1, -1], [1, 1, -1], [1, 1, 1], [1, -1, 1]],
        [[1, 1, -1], [-1, 1, -1], [-1, 1, 1], [1, 1, 1]],
        [[-1, 1, -1], [-1, -1, -1], [-1, -1, 1], [-1, 1, 1]],
        [[-1, -1, 1], [1, -1, 1], [1, 1, 1], [-1, 1, 1]],
        [[-1, 1, -1], [1, 1, -1], [1, -1, -1], [-1, -1, -1]],
    ],
    dtype=float,
)
_CUBE_AXES = [(0, 2), (1, 2), (0, 2), (1, 2), (0, 1), (0, 1)]


def turn(points: Array, yaw: float) -> Array:
    """Rotate points about the vertical axis by `yaw` radians."""
    c, s = np.cos(yaw), np.sin(yaw)
    return points @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])


def basis(direction: Vector) -> tuple[Array, Array, Array]:
    """Return two axes across `direction`, and the direction itself, all of unit length."""
    w = np.asarray(direction, float)
    w = w / np.linalg.norm(w)
    helper = np.array([0.0, 0.0, 1.0]) if abs(w[2]) < 0.95 else np.array([0.0, 1.0, 0.0])
    u = np.cross(helper, w)
    u /= np.linalg.norm(u)
    return u, np.cross(w, u), w


@dataclass
class Model:
    """A bag of triangles; each chunk belongs to one named material."""

    chunks: dict[str, list[Chunk]] = field(default_factory=dict)

    def add(self, material: str, vertices: Array, faces: NDArray[Any], uv: Array) -> None:
        """Append one chunk of triangles."""
        self.chunks.setdefault(material, []).append((vertices, faces.astype(np.int64), uv))

    def place(self, other: Model, origin: Vector, yaw: float = 0.0) -> None:
        """Append another model, turned by `yaw` and moved to `origin`."""
        for material, chunks in other.chunks.items():
            for vertices, faces, uv in chunks:
                self.add(material, turn(vertices, yaw) + np.asarray(origin, float), faces, uv)

    def merged(self, material: str) -> Chunk:
        """Return all triangles of a material as one chunk."""
        vertices, faces, uvs, base = [], [], [], 0
        for v, f, uv in self.chunks[material]:
            vertices.append(v)
            faces.append(f + base)
            uvs.append(uv)
            base += len(v)
        return np.concatenate(vertices), np.concatenate(faces), np.concatenate(uvs)

    def box(
        self, material: str, centre: Vector, size: Vector, yaw: float = 0.0, uv: float = 1.0
    ) -> None:
        """Add a box whose texture runs in metres times `uv`."""
        half = np.asarray(size, float) / 2
        corners = _CUBE * half
        flat = np.concatenate([corners[i][:, axes] for i, axes in enumerate(_CUBE_AXES)])
        faces = np.array([[4 * i + a, 4 * i + b, 4 * i + c]
                          for i in range(6) for a, b, c in ((0, 1, 2), (0, 2, 3))])  # fmt: skip
        points = turn(corners.reshape(-1, 3), yaw) + np.asarray(centre, float)
        self.add(material, points, faces, flat * uv)

    def quad(
        self, material: str, corners: Sequence[Vector], uv: Sequence[Vector] | None = None
    ) -> None:
        """Add a quadrilateral, by default mapped on the whole texture."""
        square = [(0, 0), (1, 0), (1, 1), (0, 1)] if uv is None else uv
        self.add(
            material,
            np.asarray(corners, float),
            np.array([[0, 1, 2], [0, 2, 3]]),
            np.asarray(square, float),
        )

    def grid(self, material: str, points: Array, uv: Array | None = None) -> None:
        """Add a smooth surface through an array of points of shape (rows, columns, 3)."""
        rows, columns = points.shape[:2]
        index = np.arange(rows * columns).reshape(rows, columns)
        a, b = index[:-1, :-1].ravel(), index[:-1, 1:].ravel()
        c, d = index[1:, 1:].ravel(), index[1:, :-1].ravel()
        faces = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
        if uv is None:
            v, u = np.meshgrid(np.linspace(0, 1, rows), np.linspace(0, 1, columns), indexing="ij")
            uv = np.stack([u, v], -1)
        self.add(material, points.reshape(-1, 3), faces, uv.reshape(-1, 2))

    def disc(self, material: str, centre: Vector, normal: Vector, radius: float) -> None:
        """Add a flat disc whose texture is the square around it, upright."""
        u, v, _ = basis(normal)
        if v[2] < 0:
            u, v = -u, -v
        angles = np.linspace(0, 2 * np.pi, 28, endpoint=False)
        ring = np.stack([np.cos(angles), np.sin(angles)], 1)
        flat = np.concatenate([[[0.0, 0.0]], ring])
        points = np.asarray(centre, float) + radius * (flat[:, :1] * u + flat[:, 1:] * v)
        n = len(angles)
        k = np.arange(n)
        faces = np.stack([np.zeros(n, int), k + 1, (k + 1) % n + 1], 1)
        self.add(material, points, faces, flat / 2 + 0.5)

    def tube(
        self,
        material: str,
        start: Vector,
        end: Vector,
        radius: float,
        end_radius: float | None = None,
        sides: int = 18,
    ) -> None:
        """Add a closed, possibly tapered, cylinder; its texture runs along it in metres."""
        a, b = np.asarray(start, float), np.asarray(end, float)
        tip = radius if end_radius is None else end_radius
        u, v, w = basis(b - a)
        angles = np.linspace(0, 2 * np.pi, sides + 1)
        ring = np.cos(angles)[:, None] * u + np.sin(angles)[:, None] * v
        length = float(np.linalg.norm(b - a))
        uv = np.zeros((2, sides + 1, 2))
        uv[..., 0] = angles / (2 * np.pi)
        uv[1, :, 1] = length
        self.grid(material, np.stack([a + radius * ring, b + tip * ring]), uv)
        self.disc(material, a, -w, radius)
        self.disc(material, b, w, tip)

    def bent_tube(self, material: str, path: Array, radius: float, sides: int = 12) -> None:
        """Add a tube along a path of points."""
        for a, b in itertools.pairwise(path):
            self.tube(material, a, b, radius, sides=sides)

    def loft(self, material: str, rings: Array) -> None:
        """Add a smooth skin over closed rings of shape (stations, points, 3), ends closed flat."""
        closed = np.concatenate([rings, rings[:, :1]], axis=1)
        self.grid(material, closed)
        for ring, sign in ((rings[0], 1), (rings[-1], -1)):
            n = len(ring)
            k = np.arange(n)
            faces = np.stack([np.full(n, n), k, (k + 1) % n], 1)[:, ::sign]
            points = np.concatenate([ring, ring.mean(0, keepdims=True)])
            self.add(material, points, faces, np.zeros((n + 1, 2)))


def rounded_ring(x: float, width: float, low: float, high: float, top: float) -> Array:
    """A rounded cross-section at `x`: full width at the waist, `top` times it at the roof."""
    t = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    c, s = np.cos(t), np.sin(t)
    power = 0.32
    y = np.sign(c) * np.abs(c) ** power * width / 2
    z = np.sign(s) * np.abs(s) ** power
    y = y * np.where(z > 0, 1 - (1 - top) * np.abs(z) ** 2, 1.0)
    z = low + (z + 1) / 2 * (high - low)
    return np.stack([np.full_like(y, x), y, z], 1)
