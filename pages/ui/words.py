"""Numbers in words, the same on every page."""

from __future__ import annotations

from datetime import datetime

from dedup_core.jobs import Job, State


def counted(number: int, one: str, many: str = "") -> str:
    """`1 picture`, `2,345 pictures`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """A share, 0 … 1, with one decimal; never 0 % for something or 100 % for not all."""
    if 0 < share < 0.001:
        return "< 0.1 %"
    if 0.999 < share < 1:
        return "> 99.9 %"
    return f"{share:.1%}".replace("%", " %")


def seconds(left: float) -> str:
    """A time left, roughly."""
    if left >= 5400:
        return f"{left / 3600:.1f} h"
    if left >= 90:
        return f"{left / 60:.0f} min"
    return f"{max(1, left):.0f} s"


def moment(iso: str) -> str:
    """A time of the store in the server's own zone."""
    return datetime.fromisoformat(iso).astimezone().strftime("%d %b %Y, %H:%M") if iso else "never"


def progress(job: Job) -> str:
    """How far a job is: pictures, speed, bytes, time left."""
    if job.state is State.WAITING:
        return "waiting for its turn"
    if not job.progress.total:
        return "looking through the files …"
    done = f"{job.progress.done:,} of {counted(job.progress.total, 'file')}"
    rate = f"{job.per_second:,.0f} a second" if job.per_second else "starting"
    read = f"{job.progress.size_bytes / 1e6:,.0f} MB read"
    left = "" if job.seconds_left is None else f" · {seconds(job.seconds_left)} left"
    return f"{done} · {rate} · {read}{left}"


def plain(text: str) -> str:
    """Text from a dataset as Markdown that shows it letter by letter, whatever it holds."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]()#+-.!|~<>$:&" else c for c in text)
