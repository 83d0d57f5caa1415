"""Numbers of a plan, and of a run, in words."""

from __future__ import annotations

from dedup_core.apply import Done, Plan
from pages.ui import words

_STEPS = ("bytes", "kB", "MB", "GB", "TB")
_VERBS = {
    "copy": ("copied", "Copying"),
    "link": ("linked", "Linking"),
    "quarantine": ("moved to the quarantine", "Moving"),
    "restore": ("put back", "Putting back"),
}


def size(number: int) -> str:
    """Bytes as people say them: `12.3 MB`."""
    value, step = float(number), 0
    while value >= 1000 and step < len(_STEPS) - 1:
        value, step = value / 1000, step + 1
    return f"{value:,.1f} {_STEPS[step]}" if step else f"{number} bytes"


def pictures(number: int) -> str:
    """`1 picture`, `2,345 pictures`."""
    return words.counted(number, "picture")


def sums(plan: Plan) -> str:
    """The counts of a plan, which add up."""
    totals = plan.totals
    return (
        f"{words.counted(totals.found, 'file')} found = {totals.kept:,} kept + "
        f"{totals.removed:,} removed + {totals.skipped:,} skipped"
    )


def about_groups(plan: Plan) -> str:
    """What is to be known of groups that nobody decided; empty when all are decided."""
    totals = plan.totals
    if totals.waiting_groups:
        verb = "is" if totals.waiting_groups == 1 else "are"
        groups = words.counted(totals.waiting_groups, "group")
        return f"{groups} {verb} not decided: {totals.waiting:,} flagged there stay for now."
    return unseen(plan)


def unseen(plan: Plan) -> str:
    """That suggestions nobody looked at are carried out, too; empty when there are none."""
    number = plan.totals.unseen
    if not number:
        return ""
    verb = "was" if number == 1 else "were"
    return f"{words.counted(number, 'group')} {verb} decided by nobody: the suggestion counts."


def under_way(way: str) -> str:
    """What a run is at: `Moving`."""
    return _VERBS[way][1] if way in _VERBS else "Starting"


def ended(done: Done) -> str:
    """What a run did, in a line of Markdown."""
    said = [f"**{pictures(done.done)} {_VERBS[done.way][0]}**"]
    if done.already:
        said.append(f"{done.already:,} already there")
    if done.refused:
        said.append(f"{len(done.refused):,} refused")
    if done.left:
        said.append(f"{done.left:,} left")
    return " · ".join(said)
