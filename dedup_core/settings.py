"""Settings of an installation, from the environment. Each has a default that is safe alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from dedup_core.errors import DedupError, SourceError

_FOLDER = "image-deduplicate"


class Role(Enum):
    """Whom a dashboard serves. The value is the word in the environment."""

    REVIEWER = "reviewer"  # everybody who reaches it may decide
    CLIENT = "client"  # it shows what was shared, opens the workspace for reading, and no more


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set.

    workspace:        DEDUP_WORKSPACE, where everything computed and decided is kept
    roots:            DEDUP_ROOTS, folders (divided like PATH) that the dashboard may open
    allowed_hosts:    DEDUP_ALLOWED_HOSTS, names (divided by commas) it may be reached under,
                      besides this machine's own
    max_pixels:       DEDUP_MAX_PIXELS, larger pictures are skipped with a reason
    max_upload_bytes: DEDUP_MAX_UPLOAD_BYTES, largest upload through the browser
    max_pairs:        DEDUP_MAX_PAIRS, where the strictness slider of a dataset ends
    networks:         DEDUP_MODELS, where networks are kept ready to run; it may be emptied
    own_network:      DEDUP_MODEL, an ONNX file that makes the method `cnn-custom`; None: none
    role:             DEDUP_ROLE, whom the dashboard serves: `reviewer` or `client`
    """

    workspace: Path
    roots: tuple[Path, ...]
    allowed_hosts: tuple[str, ...]
    max_pixels: int
    max_upload_bytes: int
    max_pairs: int
    networks: Path
    own_network: Path | None
    role: Role

    def permitted(self, place: str) -> Path:
        """The path of a place on this machine; SourceError when it is not below a root."""
        text = place.strip()
        if not text:
            raise SourceError("Type the path of a folder or zip on this machine.")
        if "\0" in text:
            raise SourceError("A path cannot hold a NUL character.")
        try:
            path = Path(text).expanduser()
            resolved = path.resolve()
        except RuntimeError as error:  # no such user after ~, or links that go round in a circle
            raise SourceError(f"{text} leads nowhere: {error}") from error
        if not path.is_absolute():
            raise SourceError(f"{text} is not a full path. Begin with /.")
        if any(resolved.is_relative_to(root) for root in self.roots):
            return resolved
        roots = ", ".join(str(root) for root in self.roots) or "none"
        raise SourceError(
            f"{text} is outside the folders that this server may open ({roots}). "
            "An operator can change them with DEDUP_ROOTS."
        )


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings as the environment has them; DedupError names a value that makes no sense."""
    env = os.environ if environment is None else environment
    roots = [part for part in env.get("DEDUP_ROOTS", str(Path.home())).split(os.pathsep) if part]
    hosts = [part.strip() for part in env.get("DEDUP_ALLOWED_HOSTS", "").split(",")]
    workspace = env.get("DEDUP_WORKSPACE", "")
    try:
        resolved = tuple(Path(root).expanduser().resolve() for root in roots)
    except RuntimeError as error:
        raise DedupError(f"DEDUP_ROOTS cannot be used: {error}") from error
    return Settings(
        workspace=Path(workspace) if workspace else default_workspace(),
        roots=resolved,
        allowed_hosts=tuple(host for host in hosts if host),
        max_pixels=_whole_number(env, "DEDUP_MAX_PIXELS", 200_000_000),
        max_upload_bytes=_whole_number(env, "DEDUP_MAX_UPLOAD_BYTES", 32 << 30),
        max_pairs=_whole_number(env, "DEDUP_MAX_PAIRS", 20_000_000),
        networks=networks_folder(env),
        own_network=own_network(env),
        role=_role(env.get("DEDUP_ROLE", "")),
    )


def networks_folder(env: Mapping[str, str]) -> Path:
    """Where networks are kept ready to run."""
    named = env.get("DEDUP_MODELS", "")
    if named:
        return Path(named).expanduser()
    import platformdirs  # noqa: PLC0415 - only where no folder is named

    return Path(platformdirs.user_cache_dir(_FOLDER, appauthor=False)) / "networks"


def own_network(env: Mapping[str, str]) -> Path | None:
    """The operator's own network, where there is one."""
    named = env.get("DEDUP_MODEL", "")
    return Path(named).expanduser().absolute() if named else None


def default_workspace() -> Path:
    """The per-user data folder of this system."""
    import platformdirs  # noqa: PLC0415 - only where no workspace is named

    return Path(platformdirs.user_data_dir(_FOLDER, appauthor=False))


def _role(text: str) -> Role:
    if not text:
        return Role.REVIEWER
    try:
        return Role(text)
    except ValueError as error:
        words = " or ".join(role.value for role in Role)
        raise DedupError(f"DEDUP_ROLE is {text!r}; it must be {words}.") from error


def _whole_number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value <= 0:
        raise DedupError(f"{name} is {text!r}; it must be a whole number above 0.")
    return value
