"""`cnn`, `cnn-efficientnet`, `cnn-vit` and `cnn-custom`: what a trained network sees, as a vector.

The first three are imagededup's `CNN` with its three networks: the same pixels go in, the same
vector comes out (cosine above 0.9999 where the decode is exact), and a threshold is its
`min_similarity_threshold`. Sources: Howard et al., "Searching for MobileNetV3" (2019); Tan and Le,
"EfficientNet" (2019); Dosovitskiy et al., "An Image Is Worth 16x16 Words" (2020).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from dedup_core import networks
from dedup_core.decode import Upright
from dedup_core.errors import NetworkError
from dedup_core.fingerprints.base import Method, Metric, Notch, When
from dedup_core.networks import Custom, Intake, Network, Places
from dedup_core.settings import own_network

CUSTOM = "cnn-custom"
MODEL_SETTING = "DEDUP_MODEL"

_DEFAULT = 0.9  # imagededup's
_LOOSEST = 0.7
_STEP = 0.005
_FLOAT_BYTES = 4

# Words for cosines of ImageNet networks in general: 0.9 is imagededup's choice, the others lie
# around it. They were not measured with these weights.
_NOTCHES = (
    Notch(0.99, "identical", "the network sees next to no difference: copies, as a rule"),
    Notch(0.95, "strict", "copies and light edits, and shots that are hard to tell apart"),
    Notch(_DEFAULT, "balanced", "the usual choice for networks; a look now and then is wise"),
    Notch(0.8, "loose", "the same kind of thing from the same side; look at every group"),
    Notch(0, "very loose", "much that only shows the same kind of thing; not for paying"),
)

Embed = Callable[[NDArray[np.uint8]], NDArray[np.float32]]


def network_method(name: str, title: str, summary: str, network: Network) -> Method:
    """The method of a published network, with the weights and folders of this installation."""

    def embed(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        return networks.embed(networks.ready(network, networks.places_of()), pictures)

    return _method(name, title, summary, 1, network.dimension, network.intake, embed)


def custom_method(custom: Custom) -> Method:
    """The method of an operator's own network; changed files are another version of it."""
    model = custom.model

    def embed(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        if networks.version_of(networks.digest_of(model.file)) != custom.version:
            raise NetworkError(
                f"The model {model.file} or a file beside it has changed. Start the application "
                "again, so that all pictures are seen by the new one."
            )
        return networks.embed(model, pictures)

    summary = f"Your own network, {model.file.name}. Judge its strictness by eye."
    title = "Own network"
    return _method(CUSTOM, title, summary, custom.version, model.dimension, model.intake, embed)


def custom_methods(environment: Mapping[str, str] | None = None) -> tuple[Method, ...]:
    """The method of the network that DEDUP_MODEL names: none or one. `problem` says why none."""
    try:
        custom = _custom(environment)
    except NetworkError:
        return ()
    return (custom_method(custom),) if custom else ()


def problem(
    name: str, *, places: Places | None = None, environment: Mapping[str, str] | None = None
) -> str:
    """Why the method of that name cannot run here and what to do, one sentence; "" when it can."""
    if name == CUSTOM:
        try:
            return "" if _custom(environment) else f"{MODEL_SETTING} names no ONNX file to run."
        except NetworkError as error:
            return str(error)
    network = _NETWORK_OF.get(name)
    folders = places or networks.places_of(environment)
    return networks.problem(network, folders) if network else ""


def _custom(environment: Mapping[str, str] | None) -> Custom | None:
    file = own_network(os.environ if environment is None else environment)
    return None if file is None else networks.custom(file)


def _method(
    name: str, title: str, summary: str, version: int, dimension: int, intake: Intake, embed: Embed
) -> Method:
    def reduce(upright: Upright) -> NDArray[np.uint8]:
        """The whole picture where the decode is exact, which is imagededup's input to the bit."""
        return intake.pixels(upright.small)

    return Method(
        name=name,
        version=version,
        title=title,
        summary=summary,
        unit="similarity",
        metric=Metric.COSINE,
        width_bytes=_FLOAT_BYTES * dimension,
        scale=1,
        default=_DEFAULT,
        loosest=_LOOSEST,
        needs_detail=True,  # two blank walls are alike to a network, too
        notches=_NOTCHES,
        reduce=reduce,
        fingerprint=embed,
        when=When.ASKED,
        kind="float32",
        step=_STEP,
        # A network sees fine detail: from a scaled decode the cosine to imagededup's own vector was
        # 0.99 (median), at worst 0.80, on photos of 0.4 megapixels.
        every_pixel=True,
        problem=partial(problem, name),
    )


_NETWORK_OF = {
    "cnn": networks.MOBILENET,
    "cnn-efficientnet": networks.EFFICIENTNET,
    "cnn-vit": networks.VIT,
}
METHODS = (
    network_method(
        "cnn",
        "Small network",
        "What MobileNetV3 sees: the same things in the same places. imagededup's CNN.",
        networks.MOBILENET,
    ),
    network_method(
        "cnn-efficientnet",
        "Middle network",
        "What EfficientNet-B4 sees. Slower than the small network.",
        networks.EFFICIENTNET,
    ),
    network_method(
        "cnn-vit",
        "Large network",
        "What a vision transformer sees. By far the slowest; for a server with many cores.",
        networks.VIT,
    ),
)
