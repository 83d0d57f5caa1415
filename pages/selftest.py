"""Self-test: which methods find changed copies of this dataset's own pictures."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dedup_core.errors import DedupError
from dedup_core.fingerprints import Method
from dedup_core.model import Control, Report
from dedup_core.opened import OpenDataset
from dedup_core.selftest import ORIGINALS, SelfTest, self_test
from pages.ui import linked, state, words
from pages.ui.engine import Engine
from pages.ui.missing import show_missing
from pages.ui.selftest import show_result
from pages.ui.selftest.progress import show_run
from pages.ui.shell import open_page

_SIZES = (10, ORIGINALS, 100)
_MOST_SEED = 9_999
_SEED = "draw of the self-test"


def main() -> None:
    """The page."""
    engine = open_page("Self-test")
    datasets = [dataset for dataset in engine.workspace.datasets() if dataset.indexed_at]
    if not datasets:
        st.title("Self-test", anchor=False)
        st.info("There is no indexed dataset yet.", icon=":material/info:")
        st.page_link("pages/datasets.py", label="Open a dataset", icon=":material/folder_open:")
        return
    with st.sidebar:
        dataset = state.choose_dataset(datasets)
        method = state.choose_method()
    opened = engine.open(dataset)
    if not show_missing(engine, opened, method):
        _test(engine, opened, method)


def _test(engine: Engine, opened: OpenDataset, method: Method) -> None:
    st.title("Self-test", anchor=False)
    st.caption(
        "Copies of pictures of this dataset are made in memory and changed as people change them. "
        "Which of them does each method find, and what does it take them for by mistake? Nothing "
        "is added to the dataset."
    )
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="medium")
    with row:
        originals, seed = _choose_draw()
    key = f"{opened.version} {originals} {seed}"
    run = engine.self_tests.of(key)
    start = partial(_start, engine, opened, key=key, originals=originals, seed=seed)
    if show_run(engine, key, start=start):
        return
    if run is not None and run.result is not None:
        row.button(
            "Test again",
            on_click=start,
            help="With the verdicts and the methods that are there by now.",
        )
        show_result(engine, opened, run.result, method)


def _choose_draw() -> tuple[int, int]:
    """How many originals are copied, and which draw it is; both stand in the address."""
    sizes = {str(size): size for size in _SIZES}
    linked.before("originals", "originals", str(ORIGINALS), linked.one_of(list(sizes)))
    linked.before(_SEED, "draw", 0, linked.whole(0, _MOST_SEED))
    chosen = st.segmented_control(
        "Pictures to copy",
        list(sizes),
        key="originals",
        required=True,
        help="Drawn by chance, each with the same chance. More take longer and tell more.",
    )
    st.number_input(
        "Draw",
        min_value=0,
        max_value=_MOST_SEED,
        key=_SEED,
        width=140,
        help="Another number draws other pictures; the same one always the same.",
    )
    originals = linked.after("originals", chosen or str(ORIGINALS), str(ORIGINALS))
    return sizes[originals], linked.after("draw", int(st.session_state[_SEED]), 0)


def _start(engine: Engine, opened: OpenDataset, *, key: str, originals: int, seed: int) -> None:
    def task(report: Report, control: Control) -> SelfTest:
        return self_test(
            engine.workspace,
            opened,
            originals=originals,
            seed=seed,
            max_pixels=engine.settings.max_pixels,
            report=report,
            control=control,
        )

    if not engine.self_tests.start(key, task):
        st.toast("Another self-test goes on. This one can begin when it has ended.")


try:
    main()
except DedupError as error:
    st.error(words.plain(str(error)), icon=":material/error:")
