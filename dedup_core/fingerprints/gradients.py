"""Histograms of gradients (HOG) of small grey pictures, all pictures of a batch at once.

Source: N. Dalal and B. Triggs, "Histograms of Oriented Gradients for Human Detection" (CVPR 2005),
with 4 x 4 cells, 8 directions from dark to light, and a smooth share for each direction: |gradient|
times the fourth power of the cosine of the angle between them, where that is less than a right
angle. A cell is normalised by the mean energy of itself and its up to 8 neighbours.

Shares are counted in whole parts, so sums are exact and do not depend on the batch.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CELLS, DIRECTIONS = 4, 8
DIM = CELLS * CELLS * DIRECTIONS
MOST = 1.75  # of a value: a cell may be 3 times the mean of its surroundings; the root of that

_PARTS = 64  # of a grey level, in which shares are counted
_FAINT = 4.0  # grey levels over two points, mean of a cell: what counts half
_AXES = ((1.0, 0.0), (np.sqrt(0.5), np.sqrt(0.5)), (0.0, 1.0), (-np.sqrt(0.5), np.sqrt(0.5)))
_BATCH = 256  # pictures whose gradients are in memory at once: 25 MB


def histograms(luma: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Of luma [n, size, size], size a multiple of 4: [n, 128], each from 0 to `MOST`."""
    found = np.zeros((len(luma), DIM))
    for first in range(0, len(luma), _BATCH):
        some = slice(first, first + _BATCH)
        found[some] = _normalised(_cells(luma[some])).reshape(-1, DIM)
    return found


def _cells(luma: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Sums over cells [n, 4, 4, 8], in parts of a grey level a point."""
    n, size, _ = luma.shape
    side = size // CELLS
    across, down = _gradients(luma)
    length = np.sqrt(across * across + down * down)
    length[length == 0] = 1
    sums = np.empty((n, CELLS, CELLS, DIRECTIONS))
    for axis, (x, y) in enumerate(_AXES):
        along = x * across + y * down
        square = along * along / length
        share = np.rint(_PARTS * square * square / length).reshape(n, CELLS, side, CELLS, side)
        ahead = along.reshape(share.shape) > 0
        total, forward = share.sum(axis=(2, 4)), (share * ahead).sum(axis=(2, 4))
        sums[..., axis], sums[..., axis + len(_AXES)] = forward, total - forward
    return np.asarray(sums / (_PARTS * side * side))


def _gradients(luma: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Differences of the neighbours across and down; the edge is its own neighbour."""
    wide = np.pad(luma.astype(np.float64), ((0, 0), (1, 1), (1, 1)), mode="edge")
    return wide[:, 1:-1, 2:] - wide[:, 1:-1, :-2], wide[:, 2:, 1:-1] - wide[:, :-2, 1:-1]


def _normalised(cells: NDArray[np.float64]) -> NDArray[np.float64]:
    """The root of cells over the root of the mean energy of the 3 x 3 cells around each."""
    energy = np.square(cells).sum(axis=3)
    wide = np.pad(energy, ((0, 0), (1, 1), (1, 1)), mode="edge")
    near = sum(wide[:, y : y + CELLS, x : x + CELLS] for y in range(3) for x in range(3))
    return np.asarray(np.sqrt(cells / (np.sqrt(np.asarray(near) / 9) + _FAINT)[..., None]))
