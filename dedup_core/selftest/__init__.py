"""Self-test: changed copies of a dataset's own pictures, made in memory, to see who finds them."""

from dedup_core.selftest.drawing import ORIGINALS
from dedup_core.selftest.result import LeftOut, MethodResult, SelfTest, Stops
from dedup_core.selftest.running import Running, SelfTests
from dedup_core.selftest.testing import self_test

__all__ = [
    "ORIGINALS",
    "LeftOut",
    "MethodResult",
    "Running",
    "SelfTest",
    "SelfTests",
    "Stops",
    "self_test",
]
