"""The question before files are touched: exactly what will happen, and to how many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dedup_core import apply
from dedup_core.apply import Done, Plan
from dedup_core.apply.running import Task
from dedup_core.errors import DedupError
from dedup_core.model import Control, Report
from dedup_core.scan import source_of
from dedup_core.store import Dataset
from pages.ui import words
from pages.ui.applying.words import pictures, size, unseen
from pages.ui.engine import Engine

_REFUSED = "why no file was touched"
_OTHER_PLAN = (
    "No file was touched: since you were asked, somebody decided something, or the pictures were "
    "indexed again, and other pictures would go now. Look at the new numbers, then choose again."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question is about: the plan on screen, and `planned`, which makes it anew."""

    engine: Engine
    dataset: Dataset
    plan: Plan
    planned: Callable[[], Plan]

    def holds(self) -> bool:
        """Whether the plan would be carried out as it was said."""
        return self.plan.does_as(self.planned())


def show_refused() -> None:
    """Why nothing was done after the last question; nothing when it was."""
    refused = st.session_state.pop(_REFUSED, "")
    if refused:
        st.warning(words.plain(refused), icon=":material/sync_problem:")


def ask(question: Callable[[], None]) -> None:
    """Open a question, or say at once why it cannot be done."""
    try:
        question()
    except DedupError as error:
        st.error(words.plain(str(error)), icon=":material/error:")


def ask_copy(asked: Asked, place: str, *, link: bool) -> None:
    """The question before a copy; DedupError when it cannot be made there."""
    engine, dataset, plan = asked.engine, asked.dataset, asked.plan
    root, besides = apply.folder_of(dataset), [engine.settings.workspace]
    target, totals = engine.settings.permitted(place), plan.totals
    folder = apply.check_copy(plan, root, target, link=link, besides=besides)
    verb = "linked" if link else "copied"
    lines = [
        f"**{pictures(totals.kept)}** ({size(totals.kept_bytes)}) will be {verb} to "
        f"**{words.plain(str(folder))}**, in the same sub-folders.",
        _left_out(plan),
        unseen(plan),
        "The originals stay where they are. A file that is there already is never overwritten.",
    ]

    def task(report: Report, control: Control) -> Done:
        source = source_of(engine.workspace, dataset)
        try:
            return apply.copy_kept(
                plan,
                source,
                target,
                root=root,
                link=link,
                besides=besides,
                report=report,
                control=control,
            )
        finally:
            source.close()

    yes = f"{'Link' if link else 'Copy'} {pictures(totals.kept)}"
    _confirm(lines, yes, _Start(engine, dataset, task, asked.holds))


def ask_quarantine(asked: Asked, place: str) -> None:
    """The question before a move; DedupError when it cannot be made there."""
    engine, dataset, plan = asked.engine, asked.dataset, asked.plan
    root, besides = apply.folder_of(dataset), [engine.settings.workspace]
    engine.settings.permitted(dataset.place)  # nothing is moved out of where the server may not
    target, totals = engine.settings.permitted(place), plan.totals
    source, folder = apply.check_quarantine(plan, root, target, besides=besides)
    lines = [
        f"**{pictures(totals.removed)}** ({size(totals.removed_bytes)}) in "
        f"{words.counted(totals.groups, 'group')} will leave **{words.plain(str(source))}** for "
        f"**{words.plain(str(folder))}**.",
        f"{totals.kept:,} stay, and {words.counted(totals.skipped, 'skipped file')} too. "
        "A picture that has changed, or whose keeper has, is not moved.",
        unseen(plan),
        "A list of every move is kept in the quarantine; one command puts all of them back.",
    ]

    def task(report: Report, control: Control) -> Done:
        return apply.quarantine(plan, root, target, besides=besides, report=report, control=control)

    start = _Start(engine, dataset, task, asked.holds)
    _confirm(lines, f"Move {pictures(totals.removed)}", start)


def ask_restore(engine: Engine, dataset: Dataset, place: str) -> None:
    """The question before pictures are put back; DedupError when they cannot be."""
    folder = engine.settings.permitted(place)
    root, listed = apply.check_restore(folder)
    engine.settings.permitted(str(root))
    lines = [
        f"**{pictures(listed)}** of **{words.plain(str(folder))}** will be put back in "
        f"**{words.plain(str(root))}**.",
        "What is back already is left alone. Nothing is overwritten.",
    ]

    def task(report: Report, control: Control) -> Done:
        return apply.restore(folder, report=report, control=control)

    _confirm(lines, f"Put back {pictures(listed)}", _Start(engine, dataset, task))


def _left_out(plan: Plan) -> str:
    totals = plan.totals
    skipped = words.counted(totals.skipped, "skipped file")
    return f"{pictures(totals.removed)} to remove and {skipped} are left out."


@dataclass(frozen=True, slots=True)
class _Start:
    """What "yes" does, unless it would be something else by now."""

    engine: Engine
    dataset: Dataset
    task: Task
    holds: Callable[[], bool] = lambda: True

    def __call__(self) -> None:
        try:
            if self.holds():
                self.engine.applying.start(self.dataset.id, self.task)
                return
            refused = _OTHER_PLAN
        except DedupError as error:
            refused = str(error)
        st.session_state[_REFUSED] = refused  # the page says it, beside the new plan


@st.dialog("Before files are touched", icon=":material/front_hand:")
def _confirm(lines: list[str], yes: str, start: _Start) -> None:
    for line in filter(None, lines):
        st.markdown(line)
    with st.container(horizontal=True):
        pressed = st.button(yes, type="primary", key="apply-yes", on_click=start)
        if st.button("Cancel", key="apply-no") or pressed:
            st.rerun()
