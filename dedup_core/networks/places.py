"""Where weights are looked for, and where exported networks are kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dedup_core.settings import networks_folder


@dataclass(frozen=True, slots=True)
class Places:
    """Folders that an installation takes networks from.

    weights:  where torchvision looks for weights, too: TORCH_HOME, or its default
    exported: DEDUP_MODELS, or the per-user cache; it can be emptied at any time
    """

    weights: Path
    exported: Path


def places_of(environment: Mapping[str, str] | None = None) -> Places:
    """The folders as the environment has them."""
    env = os.environ if environment is None else environment
    cache = env.get("XDG_CACHE_HOME") or "~/.cache"  # torch.hub's rule, on every system
    home = env.get("TORCH_HOME") or f"{cache}/torch"
    return Places(Path(home).expanduser() / "hub" / "checkpoints", networks_folder(env))
