"""All evidence on a pair as one probability: what it promises, and that a dataset finds by it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageEnhance

from dedup_core.errors import NotComputedError
from dedup_core.fingerprints import Method, method_named
from dedup_core.fusion import CHEAP, Said, by_all_evidence, fusion, nearness_of
from dedup_core.groups import Rule
from dedup_core.judged import RECORD, Judged
from dedup_core.measured import Measured, by_content
from dedup_core.model import Catalog
from dedup_core.pairs import PairTable
from dedup_core.review import Setting
from dedup_core.scan import OpenDataset, add_path, compute
from dedup_core.store import Workspace
from tests.making import catalog_of, data_of, folder_of, photo

COMBINED = method_named("combined")
SHARE = st.floats(0, 1)
NEAR = st.one_of(SHARE, st.just(float("nan")))
NOBODY = np.zeros(0, np.int32)
CLOSEST = dict.fromkeys(CHEAP, 0.0)

Rows = NDArray[np.int32]


def _probability(scene: float, changed: float, near: tuple[float, ...]) -> float:
    columns = {name: np.array([one]) for name, one in zip(CHEAP, near, strict=True)}
    return float(fusion().probability(Said(np.array([scene]), np.array([changed]), columns))[0])


class _Asked:
    """Stands for stored fingerprints: the distance of every two rows, the same for all."""

    def __init__(
        self,
        far: Mapping[str, float],
        *,
        silent: tuple[int, ...] = (),
        reach: Mapping[str, float] | None = None,
    ) -> None:
        self._far, self._silent = far, np.array(silent, np.int32)
        self._reach = reach or {}

    def __call__(self, method: Method, *, loosest: float | None, budget: int) -> Measured:
        if method.name not in self._far:
            raise NotComputedError(f"{method.name} was not computed")
        far = self._far[method.name]
        rows = [0] if loosest is not None and far <= loosest else []
        left = np.array(rows, np.int32)
        counts = np.zeros(0, np.int64)
        distance = np.full(len(left), far, np.float32)
        reach = self._reach.get(method.name, method.limit_of(method.default))
        pairs = PairTable(method.name, left, left + 1, distance, reach, counts, self._silent)
        return Measured(pairs, lambda left, _: np.full(len(left), far, np.float32))


def _judged(*pairs: tuple[int, int, float, float]) -> Judged:
    record = np.zeros(len(pairs), RECORD)
    for at, (_, _, probability, changed) in enumerate(pairs):
        record[at]["probability"], record[at]["changed"] = probability, changed
    left, right = (np.array([pair[side] for pair in pairs], np.int32) for side in (0, 1))
    return Judged(left, right, record, NOBODY, NOBODY)


def _pictures(*contents: str) -> Catalog:
    return catalog_of([f"{n}.png" for n in range(len(contents))], digests=list(contents))


def _found(catalog: Catalog, judged: Judged, asked: _Asked, budget: int = 100) -> Measured:
    looked_at = by_content(catalog, judged)
    return by_all_evidence(catalog, COMBINED, looked_at, asked, loosest=None, budget=budget)


def _similarity(found: Measured, left: int, right: int) -> float:
    rows = np.array([left], np.int32), np.array([right], np.int32)
    return 1 - float(found.distances(*rows)[0])


@given(
    scene=SHARE,
    changed=SHARE,
    near=st.tuples(SHARE, SHARE, SHARE),
    at=st.integers(0, 3),
    more=SHARE,
)
def test_more_evidence_for_a_pair_never_lowers_its_probability(
    scene: float, changed: float, near: tuple[float, float, float], at: int, more: float
) -> None:
    said = [scene, *near]
    better = [*said]
    better[at] += (1 - said[at]) * more

    before = _probability(said[0], changed, tuple(said[1:]))
    after = _probability(better[0], changed, tuple(better[1:]))

    assert 0 <= before <= after + 1e-12 <= 1 + 1e-12


@given(scene=SHARE, changed=SHARE, near=st.tuples(NEAR, NEAR, NEAR))
def test_a_part_that_differs_keeps_a_pair_low_whatever_else_is_said(
    scene: float, changed: float, near: tuple[float, float, float]
) -> None:
    found = _probability(scene, changed, near)

    assert found <= 1 - changed + 1e-12


@given(scene=SHARE, changed=SHARE, near=st.tuples(NEAR, NEAR, NEAR))
def test_no_pair_falls_below_what_scene_says_of_it_where_no_part_differs(
    scene: float, changed: float, near: tuple[float, float, float]
) -> None:
    found = _probability(scene, changed, near)

    stored = 0.05 < scene < 0.9999  # what a look remembers, short of where more is noise
    assert not stored or found >= scene * (1 - changed) - 1e-12


@pytest.mark.parametrize("name", CHEAP)
def test_saying_nothing_counts_as_being_far(name: str) -> None:
    def said(near: float) -> float:
        return _probability(0.6, 0, tuple(near if one == name else 0.5 for one in CHEAP))

    assert said(float("nan")) == said(0) < said(1)


def test_nearness_goes_from_the_same_to_the_default_threshold() -> None:
    method = method_named("pdq")

    near = nearness_of(method, np.array([0, 15, 30, 200], np.uint16))

    assert near.tolist() == [1, 0.5, 0, 0]


@pytest.mark.parametrize("near", [0.0, float("nan")], ids=["far", "unknown"])
def test_a_pair_for_which_nothing_speaks_has_no_probability(near: float) -> None:
    found = _probability(0, 0, (near,) * 3)

    assert found == 0


def test_a_look_that_is_sure_finds_a_pair_that_all_cheap_methods_find_far_apart() -> None:
    far = _Asked({"phash-turned": 30, "pdq": 120, "layout": 0.9})

    found = _found(_pictures("a", "b"), _judged((0, 1, 0.9999, 0)), far)

    assert _similarity(found, 0, 1) >= COMBINED.default


def test_look_alikes_in_which_nothing_was_found_stay_below_the_default() -> None:
    alike = _Asked({"phash-turned": 8, "pdq": 60, "layout": 0.2})

    found = _found(_pictures("a", "b"), _judged(), alike)

    assert _similarity(found, 0, 1) < COMBINED.default


def test_files_of_one_content_are_at_no_distance() -> None:
    asked = _Asked({"phash-turned": 30}, silent=(0, 1))

    found = _found(_pictures("a", "a"), _judged(), asked)

    assert found.pairs.distance.tolist() == [0]
    assert _similarity(found, 0, 1) == 1


def test_a_pair_that_was_looked_at_and_found_cheaply_is_there_once() -> None:
    found = _found(
        _pictures("a", "b", "c"), _judged((0, 1, 0.99, 0), (1, 2, 0.97, 0)), _Asked(CLOSEST)
    )

    rows = zip(found.pairs.left.tolist(), found.pairs.right.tolist(), strict=True)
    assert sorted(rows) == [(0, 1), (1, 2)]


def test_the_table_says_of_a_pair_what_is_said_of_its_rows_either_way_round() -> None:
    rows = _judged((0, 1, 0.99, 0.25), (0, 2, 0.4, 0), (1, 2, 0.95, 0))

    found = _found(_pictures("a", "b", "c"), rows, _Asked({"phash-turned": 7, "layout": 0.3}))

    pairs = found.pairs
    assert len(pairs) > 1
    assert found.distances(pairs.left, pairs.right).tolist() == pairs.distance.tolist()
    assert found.distances(pairs.right, pairs.left).tolist() == pairs.distance.tolist()


def test_a_method_that_was_not_computed_counts_as_one_that_says_nothing() -> None:
    catalog, rows = _pictures("a", "b"), _judged((0, 1, 0.8, 0))

    without = _found(catalog, rows, _Asked({"phash-turned": 4, "layout": 0.1}))

    silent = _probability(0.8, 0, (1 - 4 / 8, float("nan"), 1 - 0.1 / 0.21))
    assert _similarity(without, 0, 1) == pytest.approx(silent, abs=1e-5)


def test_a_silent_picture_is_compared_by_no_cheap_method() -> None:
    catalog, rows = _pictures("a", "b"), _judged((0, 1, 0.8, 0))

    found = _found(catalog, rows, _Asked(CLOSEST, silent=(1,)))

    nothing = _probability(0.8, 0, (float("nan"),) * 3)
    assert _similarity(found, 0, 1) == pytest.approx(nothing, abs=1e-5)


def test_where_a_cheap_method_ends_early_the_table_ends_before_what_it_may_lack() -> None:
    catalog, judged = _pictures("a", "b", "c"), _judged((0, 1, 0.9, 0), (1, 2, 0.3, 0))
    far = {"phash-turned": 30, "layout": 0.9}

    whole = _found(catalog, judged, _Asked(far))
    part = _found(catalog, judged, _Asked(far, reach={"phash-turned": 3}))

    lacking = _probability(0, 0, (1 - 3 / 8, 0, 0))
    assert whole.pairs.reach == COMBINED.limit_of(COMBINED.loosest)
    assert part.pairs.reach == pytest.approx(1 - lacking, abs=1e-5)
    assert 0.3 < lacking < 0.9
    assert (len(whole.pairs), len(part.pairs)) == (2, 1)


def test_when_not_all_looked_at_pairs_fit_the_likeliest_stay_and_the_table_ends_there() -> None:
    catalog = _pictures("a", "b", "c")

    found = _found(catalog, _judged((0, 1, 0.9, 0), (1, 2, 0.6, 0)), _Asked({}), budget=1)

    assert list(zip(found.pairs.left.tolist(), found.pairs.right.tolist(), strict=True)) == [(0, 1)]
    assert found.pairs.reach < 1 - 0.6
    assert _similarity(found, 1, 2) == pytest.approx(0.6, abs=0.01)


def test_a_dataset_without_pictures_has_no_pairs() -> None:
    found = _found(_pictures(), _judged(), _Asked({}))

    assert len(found.pairs) == 0


def _detailed(seed: int) -> Image.Image:
    whole = Image.new("RGB", (480, 360))
    for at in range(48):
        whole.paste(photo(1000 * seed + at, (60, 60)), (at % 8 * 60, at // 8 * 60))
    return whole


def test_a_dataset_finds_by_all_evidence_what_scene_finds_and_smooth_copies_too(
    tmp_path: Path, workspace: Workspace
) -> None:
    image, soft = _detailed(1), photo(5, (480, 360))
    files = {
        "a whole.png": data_of(image),
        "b cropped.jpg": data_of(image.crop((90, 60, 400, 320)), "JPEG", quality=85),
        "c mirrored.png": data_of(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
        "s soft.png": data_of(soft),
        "t soft darker.jpg": data_of(ImageEnhance.Brightness(soft).enhance(0.9), "JPEG"),
        **{f"x other {n}.png": data_of(_detailed(n)) for n in range(2, 8)},
    }
    dataset = add_path(workspace, folder_of(tmp_path / "pictures", files))

    compute(workspace, dataset, COMBINED)

    opened = OpenDataset(workspace, workspace.dataset(dataset.id))
    groups = opened.outcome(Setting("combined", COMBINED.default, Rule.CHAINED)).groups
    names = [opened.catalog.paths[row][0] for row in groups.member]
    assert not opened.lacks("combined")
    assert sorted(groups.sizes.tolist()) == [2, 3]
    assert sorted(names) == ["a", "b", "c", "s", "t"]
