"""Numbers in words, the same on every page."""

from __future__ import annotations

from datetime import datetime

from dedup_core.fingerprints import method_named
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


def time_left(seconds: float) -> str:
    """A time left, as roughly as it is known: `about 3 minutes left`."""
    if seconds < 10:
        return "a few seconds left"
    if seconds < 55:
        return f"about {round(seconds, -1):.0f} seconds left"
    if seconds < 90 * 60:
        return f"about {counted(round(seconds / 60), 'minute')} left"
    if seconds < 10 * 3600:
        return f"about {seconds / 3600:.1f} hours left"
    return f"about {seconds / 3600:,.0f} hours left"


def moment(iso: str) -> str:
    """A time of the store in the server's own zone."""
    return datetime.fromisoformat(iso).astimezone().strftime("%d %b %Y, %H:%M") if iso else "never"


_STANDING = {
    State.WAITING: ("Waiting", "Another dataset is being indexed first."),
    State.PAUSED: ("Paused", "What was finished is saved."),
    State.STOPPED: ("Stopped", "What was finished is kept. Going on does not do it again."),
    State.FAILED: ("Failed", "What was finished is kept."),
    State.FINISHED: ("Finished", ""),
}
_STEPS = {"features": ("step 1 of 2, ", "picture"), "pairs": ("step 2 of 2, ", "pair")}


def standing(job: Job) -> str:
    """Where a job stands: `Indexing: 12 of 90 files`, `Same scene: step 2 of 2, 12 of 90 pairs`."""
    progress, title = job.progress, method_named(job.method).title if job.method else ""
    step, what = _STEPS.get(progress.stage, ("", "file"))
    done = f"{step}{progress.done:,} of {counted(progress.total, what)}" if progress.total else ""
    if job.state is State.RUNNING:
        if done:
            return f"{title or 'Indexing'}: {done}"
        return f"{title} …" if title else "Looking through the files …"
    said = f"{_STANDING[job.state][0]}{done and f': {done}'}"
    return f"{title} · {said}" if title else said


def pace(job: Job) -> str:
    """What there is to say beside: speed and time left while it moves, else what has become."""
    if job.state is not State.RUNNING:
        return _STANDING[job.state][1]
    progress, known = job.progress, job.progress.known
    if not progress.per_second:
        return f"{known:,} known already" if known else "Starting"
    said = [f"{progress.per_second:,.0f} a second"]
    if progress.total_bytes:
        said.append(f"{progress.bytes_per_second / 1e6:,.1f} MB/s")
    if progress.seconds_left is not None:
        said.append(time_left(progress.seconds_left))
    return " · ".join(said)


DECODE = (
    "Scaled decodes large pictures at 1/2 to 1/8 of their size: up to six times quicker, and some "
    "hashes are a bit or two away from the full picture's. Exact hashes every pixel, as imagededup "
    "does.\n\nA change reads the pictures again; decisions are kept."
)


def decode(exactly: bool) -> str:
    """How pictures are decoded for their fingerprints, in a word."""
    return "Exact" if exactly else "Scaled"


def plain(text: str) -> str:
    """Text from a dataset as Markdown that shows it letter by letter, whatever it holds."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]()#+-.!|~<>$:&" else c for c in text)
