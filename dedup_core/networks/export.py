"""The process that turns a PyTorch network into an ONNX file; nothing else loads PyTorch.

    python -m dedup_core.networks.export NETWORK WEIGHTS.pth TARGET.onnx
    python -m dedup_core.networks.export torchscript MODEL.pt TARGET.onnx --side 224

The first is what the application runs by itself. The second is for operators, who want a network
of their own: a TorchScript file that maps float32 [n, 3, side, side] to one vector a picture.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from dedup_core.networks.intake import Intake
from dedup_core.networks.known import NETWORKS

_OPSET = 17  # of 2022; all of the three networks can be said in it
_APART = 1e-4  # most that a value of the unit vectors may differ from PyTorch's
_BLOBS = 9, 12
_TORCHSCRIPT = "torchscript"


def main(arguments: Sequence[str] | None = None) -> int:
    """Export; the exit code comes back, and the last line on stderr says what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m dedup_core.networks.export")
    parser.add_argument("network", choices=[_TORCHSCRIPT, *(one.name for one in NETWORKS)])
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--side", type=int, default=224, help="of the pictures, in pixels")
    wanted = parser.parse_args(arguments)
    warnings.simplefilter("ignore")  # PyTorch's own, about itself
    try:
        if wanted.network == _TORCHSCRIPT:
            network, side = _scripted(wanted.source), wanted.side
        else:
            network = _published(wanted.network, wanted.source)
            side = next(one.intake.side for one in NETWORKS if one.name == wanted.network)
        _write(network, side, wanted.target)
        _compare(network, side, wanted.target)
    except Exception as error:  # PyTorch raises nearly everything; the caller wants one sentence
        print(_first_line(error), file=sys.stderr)
        return 1
    return 0


def _published(name: str, weights: Path) -> Any:
    """A network of torchvision with these weights, cut off where imagededup cuts it off."""
    import torch  # noqa: PLC0415 - only this process, and only here
    from torchvision import models  # noqa: PLC0415 - the same

    sizes = {"image_size": 384} if name == "vit_b_16" else {}
    whole = models.get_model(name, weights=None, **sizes).eval()
    try:
        whole.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    except Exception as error:
        raise ValueError(
            f"the file does not hold the weights of {name} ({_first_line(error)})"
        ) from error
    if name == "vit_b_16":
        return _mean_of_tokens(whole)
    return torch.nn.Sequential(whole.features, whole.avgpool, torch.nn.Flatten(1)).eval()


def _mean_of_tokens(whole: Any) -> Any:
    """A vision transformer that answers with the mean of its last layer.

    As in imagededup, the token for the class is zero instead of the learned one.
    """
    import torch  # noqa: PLC0415 - only this process, and only here

    class MeanOfTokens(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.patches, self.encoder = whole.conv_proj, whole.encoder

        def forward(self, pictures: Any) -> Any:
            tokens = self.patches(pictures).flatten(2).transpose(1, 2)
            of_class = torch.zeros_like(tokens[:, :1])
            return self.encoder(torch.cat([of_class, tokens], dim=1)).mean(dim=1)

    return MeanOfTokens().eval()


def _scripted(file: Path) -> Any:
    import torch  # noqa: PLC0415 - only this process, and only here

    try:
        return torch.jit.load(file, map_location="cpu").eval()
    except Exception as error:
        raise ValueError(f"{file} is not a TorchScript file ({_first_line(error)})") from error


def _write(network: Any, side: int, target: Path) -> None:
    """The ONNX file, by the exporter that needs no further package than `onnx`."""
    import torch  # noqa: PLC0415 - only this process, and only here

    torch.onnx.export(
        network,
        (_pictures(side),),
        str(target),
        dynamo=False,
        opset_version=_OPSET,
        input_names=["pictures"],
        output_names=["vectors"],
        dynamic_axes={"pictures": {0: "n"}, "vectors": {0: "n"}},
    )


def _compare(network: Any, side: int, target: Path) -> None:
    """ValueError when the file answers otherwise than PyTorch does."""
    import onnxruntime  # noqa: PLC0415 - only this process
    import torch  # noqa: PLC0415 - only this process, and only here

    pictures = _pictures(side)
    with torch.no_grad():
        wanted = network(pictures).numpy()
    session = onnxruntime.InferenceSession(target, providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"pictures": pictures.numpy()})
    apart = float(np.abs(_units(found) - _units(wanted)).max())
    if not apart <= _APART:
        raise ValueError(f"the exported network differs by {apart:.1e} from PyTorch's")


def _pictures(side: int) -> Any:
    """Two pictures of soft, seeded blobs.

    Not noise: a network answers to noise with whatever its last digits are (made-up weights of
    EfficientNet gave 0.1 between PyTorch in 32 and in 64 bits, on blobs 2e-6).
    """
    import torch  # noqa: PLC0415 - only this process, and only here

    intake = Intake(side=side, resized=side, bicubic=True)
    blobs = np.random.default_rng(0).integers(0, 256, (2, *_BLOBS, 3), np.uint8)
    pixels = (intake.pixels(Image.fromarray(one)) for one in blobs)
    return torch.from_numpy(np.concatenate([intake.values(one) for one in pixels]))


def _units(vectors: Any) -> Any:
    flat = vectors.reshape(len(vectors), -1).astype(np.float64)
    return flat / np.linalg.norm(flat, axis=1, keepdims=True)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


if __name__ == "__main__":
    sys.exit(main())
