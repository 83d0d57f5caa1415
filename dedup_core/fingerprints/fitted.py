"""`fitted`: layout and gradients, measured against how the pictures of this dataset usually vary.

What is common in a dataset (all photos have sky above, all were taken at one table) says little
about two pictures being the same; what is rare says much. Whitening weighs both accordingly.
Source: H. Jegou and O. Chum, "Negative Evidences and Co-occurences in Image Retrieval: The Benefit
of PCA and Whitening" (ECCV 2012). Here in its symmetric form, (covariance + shrinkage)^(-1/2),
which has no signs and no order of axes to choose.

Stored is only what one picture says by itself, as bytes. `fit` learns from all of them, `apply`
gives the vectors to compare. A similarity has a meaning only under its `Fit`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup_core.errors import MethodError
from dedup_core.fingerprints import gradients
from dedup_core.fingerprints.base import Method, Metric, Notch
from dedup_core.fingerprints.layout import DIM as LAYOUT_DIM
from dedup_core.fingerprints.layout import layout, parts, reduce

DIM = gradients.DIM + LAYOUT_DIM
FEWEST = 300  # pictures to learn from; on fewer than about its 263 values a fit learns noise
MOST = 20_000  # pictures it learns from, plenty: from 310 and from 3,600 it found the same (.01)

Values = NDArray[np.uint8]

# Bytes are steps of a fixed size. The values of a layout beyond 0.79 are cut; photos have none.
_GRADIENT_STEP = gradients.MOST / 255
_LAYOUT_STEP, _MIDDLE = 1 / 160, 128
# Of the mean variance, added to each. Where a few pictures have what all others lack (a white
# border), little of it makes these all alike: recall of camera moves at precision .99, learned
# without the bordered ones, was .82 with .03, .90 with .1, .95 with 1. It costs .01 to .02 of these
# on other sets, and up to .08 of wide moves.
_SHRINKAGE = 1.0
_WHOLE = 1 << 20  # steps of a projection in one, so that sums of bytes under it are exact
_MIXER = 0x9E3779B97F4A7C15  # 2^64 / golden ratio: its powers spread rows over all numbers
_BATCH = 8192  # rows at once


@dataclass(frozen=True, slots=True)
class Fit:
    """What was learned from a dataset.

    id:         of the pictures it was learned from and of how, 16 hex digits
    mean:       float64 [263]
    projection: float64 [263, 263], from values less the mean to the vectors that are compared
    """

    id: str
    mean: NDArray[np.float64]
    projection: NDArray[np.float64]


def raw(values: Values) -> NDArray[np.float32]:
    """What the bytes stand for, [n, 263]: gradients at length 1, then the layout at length 1.

    Either is zero for a picture of one grey.
    """
    return (_whole(values) * _scales(values)).astype(np.float32, copy=False)


def fit(values: Values) -> Fit:
    """What the stored values uint8 [n, 263] of a dataset have in common.

    It depends on which contents there are, not on their order or how often each is there. Raises
    MethodError when there are too few.
    """
    sample = _sample(values[_says_something(values)])
    if len(sample) < FEWEST:
        raise MethodError(
            f"{METHOD.title} needs {FEWEST} different pictures with some detail to learn from, "
            f"and there are {len(sample)}. Use Layout, which needs none."
        )
    rows = raw(sample).astype(np.float64)
    mean = rows.mean(axis=0)
    version = f"{METHOD.name} {METHOD.version}:".encode()
    name = hashlib.sha256(version + sample.tobytes()).hexdigest()[:16]
    return Fit(name, mean, _whitening(rows - mean))


def apply(fit: Fit, values: Values) -> NDArray[np.float32]:
    """The vectors to compare [n, 263], at length 1; zero for a picture of one grey.

    A row comes out the same, bit for bit, whatever other rows are with it.
    """
    vectors = np.zeros((len(values), DIM), np.float32)
    for first in range(0, len(values), _BATCH):
        vectors[first : first + _BATCH] = _applied(fit, values[first : first + _BATCH])
    return vectors


def compared(values: Values) -> NDArray[np.float32]:
    """The vectors to compare, of all stored values of a dataset, under what they themselves say."""
    return apply(fit(values), values)


def _whitening(centred: NDArray[np.float64]) -> NDArray[np.float64]:
    """(covariance + shrinkage)^(-1/2) of rows whose mean is 0, in whole steps."""
    variance, axes = np.linalg.eigh(centred.T @ centred / len(centred))
    shrunk = np.maximum(variance, 0) + _SHRINKAGE * variance.mean()
    return np.asarray(np.rint((axes / np.sqrt(shrunk)) @ axes.T * _WHOLE) / _WHOLE)


def _applied(fit: Fit, values: Values) -> NDArray[np.float64]:
    """`apply` of a few. Lengths are taken in after the sums, so these are of whole numbers."""
    whole, scales, cut = _whole(values), _scales(values), gradients.DIM
    gradient = (whole[:, :cut] @ fit.projection[:cut]) * scales[:, :1]
    place = (whole[:, cut:] @ fit.projection[cut:]) * scales[:, -1:]
    vectors = gradient + place - (fit.mean[:, None] * fit.projection).sum(axis=0)
    vectors[~_says_something(values)] = 0
    length = np.sqrt(np.square(vectors).sum(axis=1, keepdims=True))
    return np.asarray(vectors / np.where(length > 0, length, 1))


def _whole(values: Values) -> NDArray[np.float64]:
    """Bytes as steps from nothing, [n, 263]."""
    steps = values.astype(np.float64)
    steps[:, gradients.DIM :] -= _MIDDLE
    return steps


def _scales(values: Values) -> NDArray[np.float64]:
    """What makes each part of `_whole` a vector of length 1, [n, 263]; 0 for a part of zeros."""
    squares = np.square(_whole(values))
    cut = gradients.DIM
    both = np.stack([squares[:, :cut].sum(axis=1), squares[:, cut:].sum(axis=1)], axis=1)
    scales = np.divide(1, np.sqrt(both), out=np.zeros_like(both), where=both > 0)
    return np.repeat(scales, [cut, LAYOUT_DIM], axis=1)


def _says_something(values: Values) -> NDArray[np.bool_]:
    """Whether a picture has any shape or colour, [n]."""
    nothing = np.concatenate([np.zeros(gradients.DIM), np.full(LAYOUT_DIM, _MIDDLE)])
    return np.asarray((values != nothing.astype(np.uint8)).any(axis=1))


def _sample(values: Values) -> Values:
    """Up to `MOST` different rows, chosen and ordered by what they hold."""
    factors = np.cumprod(np.full(DIM, _MIXER, np.uint64))
    keys = np.empty(len(values), np.uint64)
    for first in range(0, len(values), _BATCH):
        some = values[first : first + _BATCH].astype(np.uint64)
        keys[first : first + _BATCH] = (some * factors).sum(axis=1, dtype=np.uint64)
    _, rows = np.unique(keys, return_index=True)
    return values[rows[:MOST]]


def _fingerprint(reductions: Values) -> Values:
    luma, colour = parts(reductions)
    gradient = np.rint(gradients.histograms(luma) / _GRADIENT_STEP)
    place = np.rint(layout(luma, colour) / _LAYOUT_STEP) + _MIDDLE
    return np.concatenate([gradient, place], axis=1).clip(0, 255).astype(np.uint8)


METHOD = Method(
    name="fitted",
    version=1,
    title="Layout, fitted to this dataset",
    summary=f"Weighs what is rare here: tells look-alikes apart. Needs {FEWEST} pictures.",
    unit="similarity",
    metric=Metric.COSINE,
    width_bytes=DIM,
    scale=1,
    # Precision .99 with look-alikes of the same kind in, on the photos that `layout` was chosen
    # on: .66 to .70 for fits on 310 to 12,000 of them, .62 where phone photos were alone.
    default=0.68,
    loosest=0.58,  # below 0.57 the search must multiply everything; 0.5 is where chance begins
    needs_detail=True,
    # Measured there, too: the share of each edit that reaches the limit.
    notches=(
        Notch(0.97, "identical", "copies that were re-saved, resized or slightly blurred"),
        Notch(0.88, "strict", "copies with light, contrast or a small turn changed"),
        Notch(0.68, "balanced", "captions, stickers, thin crops, a camera moved by 3 degrees"),
        Notch(0.55, "loose", "borders, crops of a tenth, wider moves; and the first look-alikes"),
        Notch(0.0, "very loose", "much that only has something rare in common; for hunting"),
    ),
    reduce=reduce,
    fingerprint=_fingerprint,
    step=0.005,
    compared=compared,
    learns=True,
)
