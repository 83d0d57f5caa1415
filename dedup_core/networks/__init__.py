"""Networks that turn pictures into vectors: weights, their export to ONNX, running them.

PyTorch is only ever loaded by a process of its own (`dedup_core.networks.export`), once a network.
"""

from dedup_core.networks.custom import Custom, custom, digest_of, version_of
from dedup_core.networks.exported import file_of, problem, ready
from dedup_core.networks.intake import Intake
from dedup_core.networks.known import EFFICIENTNET, MOBILENET, NETWORKS, VIT, Network
from dedup_core.networks.places import Places, places_of
from dedup_core.networks.running import Model, embed

__all__ = [
    "EFFICIENTNET",
    "MOBILENET",
    "NETWORKS",
    "VIT",
    "Custom",
    "Intake",
    "Model",
    "Network",
    "Places",
    "custom",
    "digest_of",
    "embed",
    "file_of",
    "places_of",
    "problem",
    "ready",
    "version_of",
]
