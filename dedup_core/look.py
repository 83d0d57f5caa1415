"""Looking closer: which pictures show one scene, found from stored thumbnails, in the background.

Local features of every picture, candidate pairs from everything cheap, then each candidate pair
one by one. Whatever was found out is stored and never done again; a dataset that grows costs only
its new pictures and pairs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dedup_core.judged import RECORD, Judged, Rows
from dedup_core.likely import likely_pairs
from dedup_core.looked import VERSION, state_of
from dedup_core.looking import Looker, Seen
from dedup_core.model import FREE, Control, Report, quiet
from dedup_core.scene import local
from dedup_core.steps import Step
from dedup_core.store import Dataset, Workspace
from dedup_core.threads import one_thread_a_task

NOTHING = np.zeros((1, 1), np.uint8)  # stands for a thumbnail that is not there, or is damaged
_PAIRS_A_TASK = 32  # a thread takes so many pairs at once; neighbours share pictures


def look(
    workspace: Workspace, dataset: Dataset, *, report: Report = quiet, control: Control = FREE
) -> None:
    """Look at all likely pairs of an indexed dataset that were not looked at yet.

    Raises Cancelled when `control` said so; whatever was finished by then is stored.
    """
    catalog = workspace.catalog(dataset.id)
    state = state_of(catalog)
    if workspace.looks.finished(dataset.id) == state:
        return
    contents = sorted(set(catalog.digests))
    import cv2  # noqa: F401, PLC0415 - 0.2 s that only looking at scenes needs

    with one_thread_a_task():
        _find_features(workspace, contents, report, control)
        likely = likely_pairs(workspace, dataset, catalog, contents)
        _judge_pairs(workspace, contents, likely.left, likely.right, report, control)
    workspace.looks.finish(dataset.id, state)


def _find_features(
    workspace: Workspace, contents: Sequence[str], report: Report, control: Control
) -> None:
    known = workspace.looks.known_features(local.VERSION)
    todo = [digest for digest in contents if digest not in known]

    def work(digest: str) -> tuple[str, bytes]:
        try:
            found = local.features_of(workspace.thumbnail(digest) or NOTHING)
        except ValueError:  # one damaged thumbnail must not end the run
            found = local.features_of(NOTHING)
        return digest, local.pack(found)

    def save(found: list[tuple[str, bytes]]) -> None:
        workspace.looks.save_features(dict(found), local.VERSION)

    step = Step("features", work, save, lambda _: 1, report, control)
    step.run(todo, known=len(contents) - len(todo))


def _judge_pairs(
    workspace: Workspace,
    contents: Sequence[str],
    left: Rows,
    right: Rows,
    report: Report,
    control: Control,
) -> None:
    """Look at those of the pairs of contents, sorted, that were not looked at before."""
    known = workspace.looks.judged(contents, VERSION).keys(len(contents))
    new = ~np.isin(left.astype(np.int64) * len(contents) + right, known)
    left, right = left[new], right[new]
    tasks = [
        (left[at : at + _PAIRS_A_TASK], right[at : at + _PAIRS_A_TASK])
        for at in range(0, len(left), _PAIRS_A_TASK)
    ]
    looker = Looker(workspace, contents)

    def save(seen: list[list[Seen]]) -> None:
        flat = [one for some in seen for one in some]
        workspace.looks.save_judged(contents, _as_columns(flat), VERSION)

    step = Step("pairs", looker.look_at, save, lambda task: len(task[0]), report, control)
    step.run(tasks, known=int((~new).sum()))


def _as_columns(seen: list[Seen]) -> Judged:
    found = [one for one in seen if one.record is not None]
    others = [one for one in seen if one.record is None]
    record = np.concatenate([one.record for one in found]) if found else np.zeros(0, RECORD)
    columns = (
        np.array([getattr(one, side) for one in some], np.int32)
        for some in (found, others)
        for side in ("left", "right")
    )
    left, right, others_left, others_right = columns
    return Judged(left, right, record, others_left, others_right)
