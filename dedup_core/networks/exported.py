"""Weights → an ONNX file, made once for each network by a process of its own.

The name of the file tells all that it depends on, so other weights are another file. Once it is
there, neither the weights nor PyTorch are needed any more.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from dedup_core.errors import NetworkError
from dedup_core.networks.files import sha256_of
from dedup_core.networks.known import Network
from dedup_core.networks.places import Places
from dedup_core.networks.running import Model, session_of

VERSION = 1  # raise it when an export comes out differently

_NEEDED = ("torch", "torchvision", "onnx")  # by the export
_LONGEST_S = 900  # it takes 10 s, on a busy machine 60
_ROOT = Path(__file__).resolve().parents[2]


def problem(network: Network, places: Places) -> str:
    """One sentence why the network cannot run and what to do, or "" when it can.

    Cheap enough to be asked on every page: files are only read when they have changed.
    """
    if find_spec("onnxruntime") is None:
        return f"{network.title} needs the package onnxruntime: install it with pip."
    return "" if file_of(network, places).is_file() else _problem_of_export(network, places)


def _problem_of_export(network: Network, places: Places) -> str:
    lacking = [name for name in _NEEDED if find_spec(name) is None]
    if lacking:
        return f"{network.title} needs the package {lacking[0]} once: install it with pip."
    return _problem_of_weights(network, places.weights / network.weights)


def _problem_of_weights(network: Network, file: Path) -> str:
    source = f"{network.weights} ({network.size_mb} MB) from {network.url}"
    try:
        digest = sha256_of([file])
    except FileNotFoundError:
        return f"{network.title} has no weights here: put {source} into {file.parent}."
    except OSError as error:
        return f"The weights of {network.title} cannot be read: {error}."
    if digest.startswith(network.sha256):
        return ""
    return (
        f"{file} is cut off or is not the file that {network.title} needs (its SHA-256 begins with "
        f"{digest[:8]}, not {network.sha256}): put {source} in its place."
    )


def file_of(network: Network, places: Places) -> Path:
    """Where the exported network is, or will be."""
    return places.exported / f"{network.name}-{network.sha256[:16]}-{VERSION}.onnx"


def ready(network: Network, places: Places) -> Model:
    """The network to be run, exported now if need be; NetworkError when it cannot be."""
    file = file_of(network, places)
    if not file.is_file():
        _export(network, places, file)
    try:
        session_of(file)
    except NetworkError:  # a damaged export is made anew
        _export(network, places, file)
    return Model(file, network.intake, network.dimension)


def _export(network: Network, places: Places, file: Path) -> None:
    sentence = _problem_of_export(network, places)
    if sentence:
        raise NetworkError(sentence)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=file.parent) as folder:
            made = Path(folder) / file.name
            _run_export(network, places.weights / network.weights, made)
            made.replace(file)
    except OSError as error:
        raise NetworkError(
            f"{network.title} cannot be kept in {file.parent}: {error}. "
            "Make room there, or name another folder with DEDUP_MODELS."
        ) from error


def _run_export(network: Network, weights: Path, made: Path) -> None:
    """Have the file made in a process of its own, because PyTorch is slow to load and large."""
    export = [sys.executable, "-m", "dedup_core.networks.export"]
    command = [*export, network.name, str(weights.absolute()), str(made.absolute())]
    try:
        done = subprocess.run(
            command, cwd=_ROOT, capture_output=True, text=True, timeout=_LONGEST_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NetworkError(
            f"{network.title} was not exported within {_LONGEST_S // 60} minutes. Try again."
        ) from error
    if done.returncode or not made.is_file():
        lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise NetworkError(f"{network.title} could not be exported from {weights}: {lines[-1]}")
