"""The menu of filters behind one button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dedup_core.decisions import Verdict
from dedup_core.fingerprints import Method
from dedup_core.judged import RELATIONS
from dedup_core.manifest import Submissions
from dedup_core.opened import OpenDataset
from dedup_core.review.queue import Choice, Choices, choices, contributors
from pages.ui.queue.filter import FIRST_DAY, LAST_DAY, MOST_PICTURES, Filter, spread_of

_MENU_PX, _COLUMN_PX = 640, 280  # two columns, or one on a phone
_NO_MANIFEST = "No manifest says who submitted what."


class Menu:
    """The menu of one run of the page. The filters hold their values before it is drawn."""

    def __init__(
        self,
        filters: Sequence[Filter],
        opened: OpenDataset,
        *,
        method: Method,
        submissions: Submissions,
    ) -> None:
        self._filters = {each.parameter: each for each in filters}
        self._method, self._people = method, contributors(submissions)
        self._open = False
        self._choices = _choices(opened.version, opened)

    def show(self) -> None:
        """Draw the button, which says how many filters are active, and the menu."""
        active = [each for each in self._filters.values() if each.active]
        menu = st.popover(
            f"Filters · {len(active)}" if active else "Filters",
            icon=":material/filter_list:",
            key="queue-filters",
            on_change="rerun",
        )
        self._open = bool(menu.open)
        with menu, st.container(width=_MENU_PX, gap="small"):
            with st.grid(2, gap="small", min_column_width=_COLUMN_PX):
                self._show_names()
                self._show_pair()
                self._show_ranges()
            with st.container(horizontal=True, vertical_alignment="center"):
                self._show_across()
                st.space("stretch")
                st.button(
                    "Clear all",
                    icon=":material/filter_list_off:",
                    disabled=not active,
                    on_click=_clear,
                    args=[active],
                    key="queue-clear",
                )

    def _show_names(self) -> None:
        known = self._choices
        missing = "" if self._people else _NO_MANIFEST
        self._pick("contributor", "Contributor", self._people, "Anybody", missing)
        missing = "" if known.folders else "All pictures lie in one folder."
        self._pick("folder", "Folder", known.folders, "Any", missing)
        missing = "" if known.cameras else "No picture says which camera took it."
        self._pick("camera", "Camera", known.cameras, "Any", missing)

    def _show_pair(self) -> None:
        self._select("relation", "Relation to the best", RELATIONS, "Any")
        self._select("verdict", "Verdict", [verdict.value for verdict in Verdict], "Any")

    def _show_ranges(self) -> None:
        method, spread = self._method, spread_of(self._method)
        unit = method.unit.capitalize()
        with st.container(horizontal=True, gap="small"):
            help = f"Farthest picture of a group: its {method.unit} to the best one."
            _number(self._filters[f"{spread}_from"], f"{unit} from", method, help=help)
            _number(self._filters[f"{spread}_to"], f"{unit} up to", method)
        with st.container(horizontal=True, gap="small"):
            _number(self._filters["size_from"], "Pictures from")
            _number(self._filters["size_to"], "Pictures up to")
        with st.container(horizontal=True, gap="small"):
            _day(self._filters["taken_from"], "Taken from", help=_when(self._choices))
            _day(self._filters["taken_to"], "Taken up to")

    def _show_across(self) -> None:
        across = self._filters["across"]
        st.toggle(
            "Only groups of several contributors",
            key=across.key,
            disabled=not (self._people or across.active),
            help=None if self._people else _NO_MANIFEST,
            persist_state="session",
        )

    def _pick(
        self, name: str, label: str, options: Sequence[Choice], nothing: str, missing: str
    ) -> None:
        """A list of names, each with the number of its pictures.

        Names are sent when somebody opens the menu: the browser takes 0.3 s to build lists of
        2 x 2,000, and it would do so at every move of the slider.
        """
        pictures = {choice.name: choice.pictures for choice in options}
        self._select(
            name,
            label,
            list(pictures) if self._open else (),
            nothing,
            said=lambda value: f"{value} · {pictures.get(value, 0):,}",
            missing=missing,
        )

    def _select(
        self,
        name: str,
        label: str,
        options: Sequence[str],
        nothing: str,
        *,
        said: Callable[[str], str] = str.capitalize,
        missing: str = "",
    ) -> None:
        """A list to choose from; what a link asks for stays in it, though nothing has it."""
        chosen = self._filters[name]
        offered = ["", *options]
        if chosen.value not in offered:
            offered.append(chosen.value)
        st.selectbox(
            label,
            offered,
            format_func=lambda value: said(value) if value else nothing,
            key=chosen.key,
            disabled=bool(missing) and not chosen.active,
            help=missing or None,
            persist_state="session",
        )


def _number(
    chosen: Filter, label: str, method: Method | None = None, *, help: str | None = None
) -> None:
    """A number in the method's unit; without a method a number of pictures."""
    step, most = (method.step, method.scale) if method else (1, MOST_PICTURES)
    kind = type(step)
    st.number_input(
        label,
        value=None,
        min_value=kind(0),
        max_value=kind(most),
        step=step,
        format="%d" if kind is int else "%.3f",
        key=chosen.key,
        placeholder="any",
        help=help,
        persist_state="session",
    )


def _day(chosen: Filter, label: str, *, help: str | None = None) -> None:
    st.date_input(
        label,
        value=None,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        key=chosen.key,
        format="YYYY-MM-DD",
        help=help,
        persist_state="session",
    )


def _when(known: Choices) -> str:
    if known.taken is None:
        return "No picture says when it was taken."
    first, last = known.taken
    return f"Pictures here: {first.isoformat()} to {last.isoformat()}, by the cameras' clocks."


def _clear(filters: Sequence[Filter]) -> None:
    for each in filters:
        each.clear()


@st.cache_resource(max_entries=8, show_spinner=False)  # 20 ms at 100,000 pictures, at every move
def _choices(version: str, _opened: OpenDataset) -> Choices:
    return choices(_opened.catalog)
