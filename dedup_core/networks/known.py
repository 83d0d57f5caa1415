"""The three networks of imagededup's CNN, with torchvision's published weights."""

from __future__ import annotations

from dataclasses import dataclass

from dedup_core.networks.intake import Intake

_PUBLISHED_AT = "https://download.pytorch.org/models"


@dataclass(frozen=True, slots=True)
class Network:
    """A network of torchvision that is cut off before its classes: what is left tells pictures.

    name:      torchvision's
    weights:   name of the file with its weights, as torchvision looks for it
    sha256:    how the SHA-256 of that file begins, in hex (torchvision puts it into the name)
    size_mb:   of that file
    dimension: of the vectors that come out
    """

    name: str
    title: str
    weights: str
    sha256: str
    size_mb: int
    dimension: int
    intake: Intake

    @property
    def url(self) -> str:
        """Where its maker publishes the weights."""
        return f"{_PUBLISHED_AT}/{self.weights}"


MOBILENET = Network(
    name="mobilenet_v3_small",
    title="MobileNetV3",
    weights="mobilenet_v3_small-047dcff4.pth",
    sha256="047dcff4",
    size_mb=10,
    dimension=576,
    intake=Intake(),
)
EFFICIENTNET = Network(
    name="efficientnet_b4",
    title="EfficientNet",
    weights="efficientnet_b4_rwightman-23ab8bcd.pth",
    sha256="23ab8bcd",
    size_mb=75,
    dimension=1792,
    intake=Intake(side=380, resized=384, keeps_shape=True, bicubic=True),
)
VIT = Network(
    name="vit_b_16",
    title="Vision transformer",
    weights="vit_b_16_swag-9ac1b537.pth",
    sha256="9ac1b537",
    size_mb=332,
    dimension=768,
    intake=Intake(side=384, resized=384, keeps_shape=True, bicubic=True),
)
NETWORKS = (MOBILENET, EFFICIENTNET, VIT)
