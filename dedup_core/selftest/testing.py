"""The self-test: copies of a dataset's own pictures, made in memory, and who finds them again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup_core import decode
from dedup_core.decisions import Verdict
from dedup_core.errors import NoPicturesError, PictureError
from dedup_core.evidence.relation import Relation
from dedup_core.fingerprints import ALL, OFFERED, Method, Metric, combined, layout, scene
from dedup_core.fusion import CHEAP
from dedup_core.judged import RELATIONS
from dedup_core.model import FREE, Catalog, Control, Report, Skipped, quiet
from dedup_core.opened import OpenDataset
from dedup_core.pairs import MIN_INFORMATION
from dedup_core.scan import source_of
from dedup_core.selftest import changes
from dedup_core.selftest.comparing import (
    Cast,
    Compared,
    Rows,
    compared,
    measured,
    strangers,
    why_not,
)
from dedup_core.selftest.drawing import ORIGINALS, draw
from dedup_core.selftest.planting import Copy, Planting, Reduced, small
from dedup_core.selftest.result import Example, LeftOut, MethodResult, SelfTest
from dedup_core.selftest.scenes import Looked, by_looking, looker, nearest_others
from dedup_core.steps import Step
from dedup_core.store import Workspace
from dedup_core.threads import one_thread_a_task

_TOGETHER = tuple(RELATIONS.index(each.value) for each in (Relation.COPY, Relation.SAME_SCENE))
_SAID_TOGETHER = tuple(tuple(Verdict).index(v) for v in (Verdict.DUPLICATE, Verdict.SAME_SCENE))


def self_test(
    workspace: Workspace,
    opened: OpenDataset,
    *,
    originals: int = ORIGINALS,
    seed: int = 0,
    max_pixels: int = decode.MAX_PIXELS,
    report: Report = quiet,
    control: Control = FREE,
) -> SelfTest:
    """Plant changed copies of a fair draw of pictures, and measure every method on them.

    Pictures are read from the source and nothing is written, there or in the workspace. Raises
    Cancelled when `control` said so, NoPicturesError when none of the drawn pictures can be read.
    """
    methods, left_out = _methods(workspace, opened)
    drawn, others = draw(opened.catalog, originals, seed=seed)
    with one_thread_a_task():
        planting = Planting(changes.ALL, methods, opened.dataset.exact, max_pixels)
        made = _copies(workspace, opened, drawn, planting, report, control)
        kept = [at for at, copies in enumerate(made) if not isinstance(copies, Skipped)]
        unread = tuple(copies for copies in made if isinstance(copies, Skipped))
        if not kept:
            raise NoPicturesError(
                f"None of the {len(drawn)} drawn pictures can be read any more. "
                "Index the dataset again."
            )
        cast = Cast(drawn[kept], others, [each for each in made if not isinstance(each, Skipped)])
        found = _measured(workspace, opened, methods, cast, report, control)
    return SelfTest(
        cast.originals,
        changes.ALL,
        tuple(found),
        left_out,
        _examples(opened.catalog, cast),
        unread,
        others=len(others),
        seed=seed,
    )


def _examples(catalog: Catalog, cast: Cast) -> tuple[Example, ...]:
    """A copy of each change, of originals in turn; of such in which there is something to see."""
    bright = catalog.information[cast.originals] >= MIN_INFORMATION
    shown = np.flatnonzero(bright) if bright.any() else np.arange(len(bright))
    chosen = [int(shown[number % len(shown)]) for number in range(cast.changes)]
    return tuple(
        Example(at, small(cast.copies[at][number].thumbnail)) for number, at in enumerate(chosen)
    )


def _methods(
    workspace: Workspace, opened: OpenDataset
) -> tuple[tuple[Method, ...], tuple[LeftOut, ...]]:
    """The methods that compare stored fingerprints, and those that cannot be tested."""
    tested, left_out = [], []
    for method in ALL:
        if method.metric is Metric.JUDGED:
            continue
        reason = why_not(workspace, opened.dataset, opened.catalog, method)
        if reason:
            left_out.append(LeftOut(method.title, reason))
        else:
            tested.append(method)
    if not any(method.name == layout.METHOD.name for method in tested):
        for judged in (scene.METHOD, combined.METHOD):
            left_out.append(LeftOut(judged.title, "it needs Layout, which is not computed"))
    return tuple(tested), tuple(left_out)


def _copies(
    workspace: Workspace,
    opened: OpenDataset,
    drawn: Rows,
    planting: Planting,
    report: Report,
    control: Control,
) -> list[list[Copy] | Skipped]:
    """The copies of each drawn picture, or why it cannot be read."""
    source, catalog = source_of(workspace, opened.dataset), opened.catalog
    made: list[list[Copy] | Skipped] = []

    def work(row: int) -> list[Reduced] | Skipped:
        path = catalog.paths[row]
        try:
            data = source.read(path)
            if decode.digest_of(data) != catalog.digests[row]:
                return Skipped(path, "it has changed since it was indexed")
            return planting.copies_of(data)
        except PictureError as error:
            return Skipped(path, str(error))
        except OSError as error:
            return Skipped(path, f"the file cannot be read: {error.strerror or error}")

    def save(done: list[list[Reduced] | Skipped]) -> None:
        made.extend(
            one if isinstance(one, Skipped) else planting.fingerprinted(one) for one in done
        )

    try:
        Step("copies", work, save, lambda _: 1, report, control).run(drawn.tolist(), known=0)
    finally:
        source.close()
    return made


def _measured(
    workspace: Workspace,
    opened: OpenDataset,
    methods: tuple[Method, ...],
    cast: Cast,
    report: Report,
    control: Control,
) -> list[MethodResult]:
    """The results, in the order in which methods are offered."""
    related = _related(opened, cast)
    apart = strangers(cast, related)
    known: dict[str, Compared] = {}
    found: list[MethodResult] = []

    def work(numbered: tuple[int, Method]) -> tuple[Compared, MethodResult]:
        number, method = numbered
        values = compared(
            workspace, opened.dataset, opened.catalog, method, cast=cast, number=number
        )
        return values, measured(values, cast, apart)

    def save(done: list[tuple[Compared, MethodResult]]) -> None:
        known.update({values.method.name: values for values, _ in done})
        found.extend(result for _, result in done)

    Step("methods", work, save, lambda _: 1, report, control).run(list(enumerate(methods)), known=0)
    if layout.METHOD.name in known and len(cast.others) > 1:
        near = nearest_others(known[layout.METHOD.name], cast, related)
        looked = _looked(workspace, opened, cast, near, report, control)
        cheap = {name: known[name] for name in CHEAP if name in known}
        found += by_looking(looked, cast, near, cheap, len(apart[0]))
    order = [name for method in OFFERED for name in _with_turns(method)]
    return sorted(found, key=lambda result: order.index(result.method.name))


def _with_turns(method: Method) -> tuple[str, ...]:
    """The method's name, and that of its variant for mirrored and rotated pictures."""
    return (method.name,) if method.turned is None else (method.name, method.turned.name)


def _looked(
    workspace: Workspace,
    opened: OpenDataset,
    cast: Cast,
    near: Rows,
    report: Report,
    control: Control,
) -> list[Looked]:
    looked: list[Looked] = []
    digests = opened.catalog.digests
    looking = looker(cast, near, lambda row: workspace.thumbnail(digests[row]))
    step = Step("scenes", looking.look, looked.extend, lambda _: 1, report, control)
    step.run(list(range(len(cast.originals))), known=0)
    return looked


def _related(opened: OpenDataset, cast: Cast) -> NDArray[np.bool_]:
    """Whether an original and another picture belong together, bool [originals, others].

    By a verdict, or because looking closer found a copy or the same scene. To meet such a picture
    is no mistake.
    """
    left = np.repeat(cast.originals, len(cast.others))
    right = np.tile(cast.others, len(cast.originals))
    judged = opened.judged()
    at = judged.find(left, right, len(opened.catalog))
    relation = np.append(judged.record["relation"], np.int8(-1))[at]
    verdict = opened.constraints().verdict_of(left, right)
    together = np.isin(relation, _TOGETHER) | np.isin(verdict, _SAID_TOGETHER)
    return np.asarray(together.reshape(len(cast.originals), len(cast.others)))
