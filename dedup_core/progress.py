"""Progress as a line of JSON for programs, and as a moving line for a person at a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from typing import Any

from dedup_core.model import Progress, Report, quiet


def line_of(progress: Progress) -> str:
    """Progress as a line of JSON, with the speeds and the time left."""
    derived = {
        "per_second": progress.per_second,
        "bytes_per_second": progress.bytes_per_second,
        "seconds_left": progress.seconds_left,
    }
    return json.dumps({**asdict(progress), **derived})


def progress_in(line: str) -> Progress | None:
    """The progress that a line holds; None for any other line: libraries print what they like."""
    try:
        content: Any = json.loads(line)
        return Progress(**{field.name: content[field.name] for field in fields(Progress)})
    except (ValueError, TypeError, KeyError):
        return None


def print_line(progress: Progress) -> None:
    """Write the JSON line to standard output, at once."""
    print(line_of(progress), flush=True)


@contextmanager
def moving_line() -> Iterator[Report]:
    """A report that redraws one line on standard error; nothing where nobody looks on."""
    if not sys.stderr.isatty():
        yield quiet
        return
    from tqdm import tqdm  # noqa: PLC0415 - only where a person looks on

    with tqdm(
        file=sys.stderr,
        leave=False,
        bar_format="{percentage:3.0f} %|{bar}| {n_fmt} of {total_fmt} files{postfix}",
    ) as bar:

        def show(progress: Progress) -> None:
            bar.total = progress.total
            bar.n = progress.done
            bar.set_postfix_str(_speed(progress, tqdm.format_interval))

        yield show


def _speed(progress: Progress, clock: Callable[[float], str]) -> str:
    megabytes, a_second = progress.size_bytes / 1e6, progress.bytes_per_second / 1e6
    speed = f"{progress.per_second:.0f}/s, {megabytes:,.0f} MB, {a_second:.1f} MB/s"
    left = progress.seconds_left
    return speed if left is None else f"{speed}, {clock(left)} left"
