"""Where results go, and the words around them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from dedup_core.model import Catalog
from dedup_core.scan import OpenDataset


@contextmanager
def output(name: str) -> Iterator[Callable[[str], object]]:
    """A function that writes text; the file appears only when all of it is there."""
    if name == "-":
        yield sys.stdout.write
        return
    target = Path(name)
    partial = target.with_name(target.name + ".part")
    with partial.open("w", encoding="utf-8", newline="") as stream:
        yield stream.write
    partial.replace(target)


def summary(opened: OpenDataset, result: str) -> None:
    """Say on standard error what came out, and what was skipped."""
    catalog = opened.catalog
    print(f"{counts_of(catalog)}; {one_line(result)}", file=sys.stderr)
    list_skipped(catalog, sys.stderr)


def counts_of(catalog: Catalog) -> str:
    """How many files there are; the numbers add up."""
    return f"{catalog.found} found = {len(catalog)} indexed + {len(catalog.skipped)} skipped"


def list_skipped(catalog: Catalog, stream: TextIO) -> None:
    """A line for each file that is not indexed."""
    for row in catalog.skipped:
        print(one_line(f"skipped {row.path}: {row.reason}"), file=stream)


def one_line(text: str) -> str:
    """A text that cannot move a terminal's cursor or begin a new line: names are anybody's."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)
