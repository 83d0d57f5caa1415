"""The shape of the code, read from its imports: what may know what."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES = 300

# A module may import only what stands in an earlier line, or in its own package.
ORDER = (
    ("errors", "names"),
    ("model", "settings", "judged", "threads", "decisions"),
    ("sources",),
    ("decode", "scene"),
    ("networks",),
    ("fingerprints",),
    ("manifest",),
    ("store",),
    ("index", "steps"),
    ("search",),
    ("pairs", "looked"),
    ("evidence",),
    ("looking", "likely"),
    ("look",),
    ("components", "judged_pairs"),
    ("contradictions", "chain"),
    ("chain_layout",),
    ("constraints",),
    ("plain_groups", "grouping_loops", "forest_loops"),
    ("plain_constrained", "constrained_loops"),
    ("neighbour_lists", "forest"),
    ("groups", "keep"),
    ("strictness",),
    ("review",),
    ("calibrate", "against"),
    (
        "measured",
        "contents",
    ),
    ("fusion",),
    ("opened",),
    ("blind", "inspected", "two_settings"),
    ("pay",),
    ("presets",),
    ("stakes",),
    ("report",),
    ("scan",),
    ("access",),
    ("control", "progress"),
    ("selftest",),
    ("apply",),
    ("bundle",),
    ("run",),
    ("jobs",),
    ("cli",),
    ("__main__",),
)
LINE_OF = {name: line for line, names in enumerate(ORDER) for name in names}
COMPUTES = {"numpy", "PIL", "scipy", "numba", "cv2", "pillow_heif", "sqlalchemy", "sqlite3"}
PACKS_FOR_THE_BROWSER = ROOT / "pages" / "ui" / "grid" / "__init__.py"
HEAVY = {"torch", "torchvision", "imagededup", "cv2", "onnx", "onnxruntime"}

CORE = sorted((ROOT / "dedup_core").rglob("*.py"))
PAGES = [ROOT / "app.py", ROOT / "navigation.py", *sorted((ROOT / "pages").rglob("*.py"))]
EVERY_CORE_FILE = pytest.mark.parametrize("file", CORE, ids=lambda f: str(f.relative_to(ROOT)))
EVERY_PAGE_FILE = pytest.mark.parametrize("file", PAGES, ids=lambda f: str(f.relative_to(ROOT)))
EVERY_FILE = pytest.mark.parametrize(
    "file", [*CORE, *PAGES], ids=lambda f: str(f.relative_to(ROOT))
)


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _imports(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """Full names of what is imported: `dedup_core.store`, `dedup_core.store.Mark` …"""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _libraries(file: Path) -> set[str]:
    return {name.split(".")[0] for name in _imports(ast.walk(_tree(file)))}


def _part(file: Path) -> str:
    """The part of the core that a file belongs to: its package, or its own name."""
    return file.relative_to(ROOT / "dedup_core").with_suffix("").parts[0]


def _parts_it_knows(file: Path) -> set[str]:
    names = [name.split(".") for name in _imports(ast.walk(_tree(file)))]
    return {name[1] for name in names if name[0] == "dedup_core"}


def test_every_part_of_the_core_has_its_place_in_the_order() -> None:
    parts = {_part(file) for file in CORE} - {"__init__"}

    assert parts == set(LINE_OF)


@EVERY_CORE_FILE
def test_a_part_of_the_core_knows_only_what_stands_before_it(file: Path) -> None:
    part, known = _part(file), _parts_it_knows(file)

    later = {other for other in known - {part} if LINE_OF[other] >= LINE_OF[part]}
    assert not later


@EVERY_CORE_FILE
def test_the_core_knows_nothing_of_pages_or_the_web(file: Path) -> None:
    front = {"streamlit", "starlette", "uvicorn", "pandas", "pages", "app", "navigation", "tests"}

    assert not _libraries(file) & front


@EVERY_PAGE_FILE
def test_pages_never_compute(file: Path) -> None:
    allowed = {"numpy"} if file == PACKS_FOR_THE_BROWSER else set()

    assert _libraries(file) & COMPUTES == allowed


@pytest.mark.parametrize("file", sorted((ROOT / "pages").glob("*.py")), ids=lambda file: file.name)
def test_a_page_begins_by_opening_itself(file: Path) -> None:
    (main,) = [n for n in _tree(file).body if isinstance(n, ast.FunctionDef) and n.name == "main"]

    first = main.body[1]  # behind the docstring
    assert "open_page(" in ast.unparse(first)


@EVERY_FILE
def test_nothing_heavy_is_loaded_with_a_module(file: Path) -> None:
    names = _imports(iter(_tree(file).body))

    assert not {name.split(".")[0] for name in names} & HEAVY


def _is_changeable(value: ast.expr | None) -> bool:
    if isinstance(value, ast.List | ast.Set | ast.ListComp | ast.SetComp | ast.DictComp):
        return True
    return isinstance(value, ast.Call) and ast.unparse(value.func) in {"list", "dict", "set"}


@EVERY_CORE_FILE
def test_modules_of_the_core_keep_no_state(file: Path) -> None:
    """Tables written as a dict literal are allowed, as long as nothing ever assigns to them."""
    tree, tables = _tree(file), set()
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {target.id for target in targets if isinstance(target, ast.Name)}
            assert names <= {"__all__"} or not _is_changeable(node.value), names
            tables |= names if isinstance(node.value, ast.Dict) else set()
    for node in ast.walk(tree):
        assert not isinstance(node, ast.Global)
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            assert ast.unparse(node.value) not in tables


@EVERY_FILE
def test_a_file_stays_short_enough_to_be_read_at_once(file: Path) -> None:
    lines = len(file.read_text(encoding="utf-8").splitlines())

    assert lines <= MOST_LINES
