"""The peers and the environments that they run in, which are made below CACHE when asked for."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common import CACHE, say


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody else's way from a folder to duplicates, or a floor below which nobody gets.

    packages:   what pip is asked for, one try after the other; none: our own environment has it
    slow:       measured in the first round only
    when_named: left out unless it is asked for by its name
    """

    name: str
    module: str
    packages: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    slow: bool = False
    when_named: bool = False


_IMAGEHASH, _PERCEPTION = ("ImageHash==4.3.2", "ImageHash"), ("Perception==0.9.3", "Perception")
_CLEANVISION = ("cleanvision==0.3.7", "cleanvision")
ALL = (
    Peer("imagededup", "imagededup_phash", ("imagededup==0.3.3.post2", "imagededup==0.3.3")),
    Peer("CleanVision", "cleanvision_duplicates", _CLEANVISION),
    Peer("CleanVision, all checks", "cleanvision_duplicates", _CLEANVISION, ("--all",), True, True),
    Peer("fastdup", "fastdup_run", ("fastdup==2.54", "fastdup"), slow=True),
    Peer("imagehash loop", "imagehash_loop", _IMAGEHASH),
    Peer("perception", "perception_phash", _PERCEPTION),
    Peer("perception, hashes only", "perception_phash", _PERCEPTION, ("--hash-only",)),
    Peer("bare decode, Pillow", "bare_pillow"),
    Peer("bare decode, simplejpeg", "bare_simplejpeg", ("simplejpeg==1.9.0", "simplejpeg")),
)


def wanted(text: str) -> list[Peer]:
    """The peers with a text in their name; the default, an empty one, gives the usual ones."""
    return [peer for peer in ALL if text in peer.name and (text or not peer.when_named)]


class CannotInstallError(Exception):
    """A peer that this Python or this machine cannot have; the message says why."""


def python_of(peer: Peer) -> str:
    """The Python that has the peer; it is installed when it is not there yet."""
    if not peer.packages or _is_here(peer):
        return sys.executable
    folder = CACHE / "peers" / peer.packages[0].replace("==", "-")
    stamp = folder / "installed"
    if not stamp.exists():
        _make(folder)
        stamp.write_text(_install(folder, peer.packages))
    return str(_python(folder))


def _is_here(peer: Peer) -> bool:
    """imagededup alone is taken from our own environment: it brings PyTorch, 6 GB."""
    return peer.name == "imagededup" and importlib.util.find_spec("imagededup") is not None


def _make(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)


def _install(folder: Path, packages: tuple[str, ...]) -> str:
    """The package that could be installed; CannotInstallError with pip's words if none could."""
    reasons = []
    for package in packages:
        say(f"installing {package} below {CACHE} …")
        command = [str(_python(folder)), "-m", "pip", "-q", "install", package]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return package
        reasons.append(f"{package}: {_last_word(done.stderr)}")
    raise CannotInstallError("; ".join(reasons))


def _last_word(errors: str) -> str:
    """The line of pip's output that says why."""
    lines = [line for line in errors.splitlines() if line.strip()]
    said = [line for line in lines if line.lstrip().startswith("ERROR:")] or lines or ["unknown"]
    return said[-1].strip()


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"
