"""Our cosine transform is SciPy's, to the last bit, so that hashes are imagededup's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.fftpack import dct

from dedup_core.fingerprints.dct import POINTS, low_cosines


@pytest.mark.parametrize("kind", ["noise", "two levels", "one level", "fractions"])
def test_low_cosines_are_those_of_scipy_bit_for_bit(kind: str) -> None:
    random = np.random.default_rng(1)
    values = {
        "noise": random.integers(0, 256, (200, POINTS)),
        "two levels": random.integers(0, 2, (200, POINTS)) * 255,
        "one level": np.repeat(np.arange(200)[:, None], POINTS, axis=1),
        "fractions": random.normal(0, 1000, (200, POINTS)),
    }[kind].astype(np.float64)

    ours = low_cosines(values, 8)

    assert np.array_equal(ours, dct(values, axis=1)[:, :8])
