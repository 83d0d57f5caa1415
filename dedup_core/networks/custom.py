"""An operator's own network: an ONNX file, and how it is fed in a JSON file beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from dedup_core.errors import NetworkError
from dedup_core.networks.files import sha256_of
from dedup_core.networks.intake import IMAGENET_MEAN, IMAGENET_STD, Intake
from dedup_core.networks.running import Model, embed, session_of

_SIDE = 224  # of the square, where neither the model nor the JSON says it
_SIDES = range(8, 2049)  # that make sense, in pixels
_CHANNELS = 3
_KINDS = {  # of what the JSON may hold
    "side": int,
    "resized": int,
    "keeps_shape": bool,
    "bicubic": bool,
    "mean": list,
    "std": list,
}
_WORDS = {int: "a whole number", bool: "true or false", list: "three numbers in brackets"}
_PYTORCH = (".pt", ".pth", ".pt2", ".torchscript", ".bin", ".safetensors")


@dataclass(frozen=True, slots=True)
class Custom:
    """A network that was checked; `version` is another one when a byte of its files changes."""

    model: Model
    version: int


def custom(file: Path) -> Custom:
    """The network in an ONNX file; NetworkError says why it is none and what to do."""
    digest = digest_of(file)
    return _checked(file, digest)


def digest_of(file: Path) -> str:
    """The SHA-256 of everything that decides what the network answers; NetworkError: no file."""
    if not file.is_file():
        raise NetworkError(f"There is no file {file}, which DEDUP_MODEL names as your network.")
    beside = (file.with_name(f"{file.name}.data"), _settings_of(file))  # large values are apart
    try:
        return sha256_of([file, *(other for other in beside if other.is_file())])
    except OSError as error:
        raise NetworkError(f"The model {file} cannot be read: {error}.") from error


def version_of(digest: str) -> int:
    """A version for what is stored: 31 bits of the digest, at least 1."""
    return max(1, int(digest[:8], 16) >> 1)


@lru_cache(maxsize=4)
def _checked(file: Path, digest: str) -> Custom:
    if file.suffix.lower() in _PYTORCH:
        raise NetworkError(
            f"{file} is a file of PyTorch. Save the network as TorchScript and make an ONNX file "
            f"of it: python -m dedup_core.networks.export torchscript {file} "
            f"{file.with_suffix('.onnx')}"
        )
    model = Model(file, _intake(file, session_of(file)), 0)
    grey = np.full((1, model.intake.side, model.intake.side, _CHANNELS), 128, np.uint8)
    dimension = embed(model, grey).shape[1]
    if dimension < 2:
        raise NetworkError(
            f"The model {file} answers with a single value a picture; a vector is needed. "
            "Cut it off before its last layer."
        )
    return Custom(Model(file, model.intake, dimension), version_of(digest))


def _intake(file: Path, session: Any) -> Intake:
    """How the network is fed, from its input and the JSON; NetworkError when it cannot be."""
    inputs, outputs = session.get_inputs(), session.get_outputs()
    for what, found in (("input", inputs), ("output", outputs)):
        if len(found) != 1:
            names = ", ".join(one.name for one in found)
            raise NetworkError(
                f"The model {file} has {len(found)} {what}s ({names}); it must have one. "
                "Export it anew with one picture in and one vector out."
            )
    return _said(file, *_shape(file, inputs[0]))


def _shape(file: Path, wanted: Any) -> tuple[int, bool]:
    """The side that a model's input asks for, 0 when it leaves it open, and whether [.., 3]."""
    shape, kind = wanted.shape, wanted.type
    first = len(shape) == 4 and shape[1] == _CHANNELS
    last = len(shape) == 4 and shape[3] == _CHANNELS and not first
    one = not isinstance(shape[0], int) or shape[0] == 1 if shape else False
    if kind != "tensor(float)" or not (first or last) or not one:
        raise NetworkError(
            f"The model {file} wants {kind} {shape}; it must be float32 [n, 3, height, width] or "
            "[n, height, width, 3], with n free or 1. Export it anew."
        )
    height, width = shape[2:] if first else shape[1:3]
    return _fixed_side(file, height, width), last


def _fixed_side(file: Path, height: object, width: object) -> int:
    """The side that the model itself asks for; 0 when it leaves it open."""
    sides = {side for side in (height, width) if isinstance(side, int)}
    if len(sides) > 1:
        raise NetworkError(
            f"The model {file} wants pictures of {width} x {height} pixels; they must be square. "
            "Export it anew."
        )
    return sides.pop() if sides else 0


def _settings_of(file: Path) -> Path:
    return file.with_suffix(".json")


def _said(file: Path, fixed: int, channels_last: bool) -> Intake:
    """The intake as the JSON has it; sides it leaves out are the model's, the rest ImageNet's."""
    beside = _settings_of(file)
    said = _read(beside)
    try:
        side = said.get("side", fixed or _SIDE)
        intake = Intake(
            side=side,
            resized=said.get("resized", side),
            keeps_shape=said.get("keeps_shape", False),
            bicubic=said.get("bicubic", False),
            mean=_three(said.get("mean", IMAGENET_MEAN)),
            std=_three(said.get("std", IMAGENET_STD)),
            channels_last=channels_last,
        )
        _check(intake, fixed)
    except (TypeError, ValueError) as error:
        raise NetworkError(f"{beside} makes no sense: {error}. Correct it.") from error
    return intake


def _check(intake: Intake, fixed: int) -> None:
    """ValueError when the numbers do not fit together, or not the model."""
    side, resized = intake.side, intake.resized
    if side not in _SIDES or resized not in _SIDES or resized < side:
        raise ValueError(
            f"side {side} and resized {resized} must be {_SIDES[0]} to {_SIDES[-1]} pixels, and "
            "resized no less than side"
        )
    if fixed not in (0, side):
        raise ValueError(f"side is {side}, but the model wants {fixed}")
    if min(intake.std) <= 0:
        raise ValueError("every std must be above 0")


def _read(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NetworkError(f"{file} is not JSON that can be read: {error}.") from error
    if not isinstance(said, dict) or not set(said) <= set(_KINDS):
        raise NetworkError(f"{file} must be an object with some of {', '.join(_KINDS)}.")
    for key, value in said.items():
        if type(value) is not _KINDS[key]:
            raise NetworkError(f"{file} makes no sense: {key} must be {_WORDS[_KINDS[key]]}.")
    return said


def _three(values: Any) -> tuple[float, ...]:
    three = tuple(float(value) for value in values)
    if len(three) != _CHANNELS or not np.isfinite(three).all():
        raise ValueError(f"mean and std are {_CHANNELS} numbers, red, green and blue")
    return three
