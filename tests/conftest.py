"""What all tests share: a workspace, the real photos, the command line, another user."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from dedup_core.store import Workspace

REPOSITORY = Path(__file__).resolve().parents[1]
NOBODY = 65534

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace(tmp_path / "workspace")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def photos() -> Path:
    """The folder of real photos, with `photos/` and `odd/` in it; it is never committed."""
    folder = Path(os.environ.get("DEDUP_TEST_PHOTOS") or REPOSITORY.parent / "shared" / "data")
    if folder.is_dir():
        return folder
    missing = f"{folder} is not there; DEDUP_TEST_PHOTOS names the folder of real photos"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture
def dedup(tmp_path: Path) -> Run:
    """`python -m dedup_core …` in a process of its own, with a workspace of this test."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dedup_core", *map(str, arguments)],
            cwd=REPOSITORY,
            env={**os.environ, "DEDUP_WORKSPACE": str(tmp_path / "workspace"), **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """An empty folder that every user may reach and write to (`tmp_path` is closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="dedup-test-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def without_rights() -> Callable[[], AbstractContextManager[None]]:
    """A block in which this process is nobody when it would be root, whom no right stops."""

    @contextmanager
    def block() -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)

    return block
