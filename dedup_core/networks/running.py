"""Pictures → vectors, by onnxruntime."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup_core.errors import NetworkError
from dedup_core.networks.files import stamp_of
from dedup_core.networks.intake import Intake

_OPEN = 2  # networks kept in memory, 10 to 350 MB each


@dataclass(frozen=True, slots=True)
class Model:
    """An ONNX file and how it is used; `dimension` is that of its vectors, 0: not known yet."""

    file: Path
    intake: Intake
    dimension: int


def embed(model: Model, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Vectors of length 1, float32 [n, dimension], of pictures uint8 [n, side, side, 3].

    A vector of no length stays one. NetworkError says when an answer is of no use.

    Pictures go through one at a time, so the answer never depends on what else is in a batch, and
    memory is that of one picture. It costs nothing: MobileNetV3 ran 1.8 ms of CPU a picture so,
    1.8 in batches of 8 and 2.0 in batches of 32 (values were the same to the last bit).
    """
    session = session_of(model.file)
    answers = [_answer(session, model, picture) for picture in pictures]
    if not answers:
        return np.zeros((0, model.dimension), np.float32)
    return np.stack(answers)


def session_of(file: Path) -> Any:
    """An onnxruntime session, kept until the file changes; NetworkError when it is no model."""
    try:
        return _session(file, stamp_of(file))
    except OSError as error:
        raise NetworkError(f"The model {file} cannot be read: {error}.") from error


@lru_cache(maxsize=_OPEN)
def _session(file: Path, stamp: tuple[int, int]) -> Any:
    try:
        import onnxruntime  # noqa: PLC0415 - 0.2 s that only networks need
    except ImportError as error:
        raise NetworkError(f"{file} needs the package onnxruntime: install it with pip.") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = max(1, (os.cpu_count() or 1) // 2)  # the others decode
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 4  # fatal: whatever goes wrong is raised as well
    try:
        return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # a class for each kind of damage, with no base but Exception
        raise NetworkError(
            f"{file} is not a model that can be run: {_first_line(error)}"
        ) from error


def _answer(session: Any, model: Model, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    values = {session.get_inputs()[0].name: model.intake.values(picture)}
    try:
        (answer, *_) = session.run(None, values)
    except Exception as error:  # see above
        raise NetworkError(f"{model.file} cannot be run: {_first_line(error)}") from error
    vector = _flat(np.asarray(answer, np.float64), model.intake.channels_last)
    if not np.isfinite(vector).all():
        raise NetworkError(
            f"The model {model.file} answered with values that are no numbers (NaN or infinite). "
            "Export it in float32, and check the mean and std that it is fed with."
        )
    if len(vector) != (model.dimension or len(vector)):
        raise NetworkError(
            f"The model {model.file} answered with {len(vector)} values a picture instead of "
            f"{model.dimension}. Put the former file back, or start again with the new one."
        )
    length = float(np.linalg.norm(vector))
    return (vector / (length or 1.0)).astype(np.float32)


def _flat(answer: NDArray[np.float64], channels_last: bool) -> NDArray[np.float64]:
    """One vector: of maps [1, c, h, w] or [1, h, w, c] or tokens [1, t, c] the mean over places."""
    if answer.size == max(answer.shape, default=0):  # one place, or none: [1, c, 1, 1], [1, c]
        return answer.reshape(-1)
    first = answer.ndim == 4 and not channels_last
    places = (2, 3) if first else tuple(range(1, answer.ndim - 1))
    return np.asarray(answer.mean(axis=places).reshape(-1))


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
