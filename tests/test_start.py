"""What is loaded before the first visitor comes: PyTorch is not (it takes seconds)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import REPOSITORY

PROGRAM = """
import ast, importlib, sys
from pathlib import Path

import app
import pages.ui.http.routes, pages.ui.http.upload
for file in [Path("navigation.py"), *sorted(Path("pages").glob("*.py"))]:
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            exec(compile(ast.Module([node], []), str(file), "exec"), {})
for name in sorted(Path("pages/ui").rglob("*.py")):
    importlib.import_module(".".join(name.with_suffix("").parts).removesuffix(".__init__"))
print("loaded:", sorted({"torch", "torchvision", "imagededup", "numba"} & set(sys.modules)))
"""


def test_neither_pytorch_nor_imagededup_is_loaded_with_the_dashboard(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=REPOSITORY,
        env={**os.environ, "DEDUP_WORKSPACE": str(tmp_path / "workspace")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.splitlines()[-1:] == ["loaded: []"], done.stderr
    assert not (tmp_path / "workspace").exists()  # importing does no work either
