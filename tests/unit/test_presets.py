"""Presets: what is written is read again letter by letter, and nothing else is taken."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.calibrate import design, estimate
from dedup_core.errors import PresetError, StoreError
from dedup_core.fingerprints import ALL
from dedup_core.groups import Rule
from dedup_core.pay import Differs, Policy, Scene, Undecided
from dedup_core.presets import (
    MOST_BYTES,
    Band,
    Evidence,
    Preset,
    evidence_of,
    not_yet_among,
    read,
    written,
)
from dedup_core.store import Workspace
from tests.answering import answers, table, truth

AT = "2026-03-01T12:00:00+00:00"
PRESET = Preset("Strict", "phash", 8, Rule.KEEPER, 2, "Ana", AT)
EVIDENCE = Evidence(
    "abc", "Lights", 30, 1, True, 335, (0.85, 1.0, 1.0), (0.11, 0.25, 0.41), (0.0, 0.0, 51.2)
)


def _texts() -> st.SearchStrategy[str]:
    return st.text(min_size=1, max_size=80).filter(str.isprintable)


def _bands(most: float) -> st.SearchStrategy[Band]:
    number = st.none() | st.floats(0, most)
    return st.tuples(number, number, number)


def _evidence() -> st.SearchStrategy[Evidence]:
    counts = st.integers(0, 2**53)
    return st.builds(
        Evidence,
        _texts(),
        _texts(),
        counts,
        counts,
        st.booleans(),
        counts,
        _bands(1),
        _bands(1),
        _bands(1e6),
    )


def _policies() -> st.SearchStrategy[Policy]:
    return st.builds(
        Policy,
        st.sampled_from(Scene),
        st.integers(1, 1000),
        st.just("medium"),
        st.integers(1, 9000),
        st.sampled_from(Differs),
        st.sampled_from(Undecided),
    )


@st.composite
def presets(draw: st.DrawFn) -> Preset:
    method = draw(st.sampled_from(ALL))
    return Preset(
        draw(_texts()),
        method.name,
        draw(st.floats(0, method.scale)),
        draw(st.sampled_from(Rule)),
        draw(st.integers(2, 1000)),
        draw(_texts()),
        AT,
        draw(st.none() | _policies()),
        draw(st.none() | _evidence()),
    )


@given(some=st.lists(presets(), max_size=4))
def test_what_is_written_is_read_again_and_written_alike(some: list[Preset]) -> None:
    text = written(some)

    assert read(text) == tuple(some)
    assert read(text.encode()) == tuple(some)
    assert written(read(text)) == text


def _changed(change: Callable[[dict[str, Any]], object]) -> str:
    content = json.loads(written([Preset(**_fields(), evidence=EVIDENCE, policy=Policy())]))
    change(content["presets"][0])
    return json.dumps(content)


def _fields() -> dict[str, Any]:
    names = ("name", "method", "threshold", "rule", "at_least", "by", "at")
    return {name: getattr(PRESET, name) for name in names}


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.update(name=""),
        lambda one: one.update(name="x" * 81),
        lambda one: one.update(name="a\nb"),
        lambda one: one.update(name="\ud800"),
        lambda one: one.update(name="left\u202eright"),
        lambda one: one.update(name=7),
        lambda one: one.update(method="os.system"),
        lambda one: one.update(threshold=65),
        lambda one: one.update(threshold=-1),
        lambda one: one.update(threshold="8"),
        lambda one: one.update(threshold=True),
        lambda one: one.update(threshold=10**400),
        lambda one: one.update(rule="delete everything"),
        lambda one: one.update(at_least=1),
        lambda one: one.update(at_least=2.5),
        lambda one: one.update(at="yesterday"),
        lambda one: one.update(at="2026-03-01T12:00:00"),
        lambda one: one.update(more="than expected"),
        lambda one: one.pop("by"),
        lambda one: one.update(policy={"scene": "count"}),
        lambda one: one["policy"].update(per_scene=0),
        lambda one: one.update(policy=[]),
        lambda one: one.update(evidence=[]),
        lambda one: one["evidence"].update(answers=-1),
        lambda one: one["evidence"].update(scene_counts=1),
        lambda one: one["evidence"].update(precision=[0, 1]),
        lambda one: one["evidence"].update(precision=[0, 1, 1.1]),
        lambda one: one["evidence"].pop("recall"),
    ],
)
def test_a_preset_that_makes_no_sense_is_refused_with_its_place(
    change: Callable[[dict[str, Any]], object],
) -> None:
    with pytest.raises(PresetError, match="Preset 1 of this file cannot be used"):
        read(_changed(change))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "7",
        "{}",
        '{"format": "dedup presets"}',
        '{"format": "dedup presets", "version": 2, "presets": []}',
        '{"format": "dedup presets", "version": 1, "presets": {}}',
        '{"format": "dedup presets", "version": 1, "presets": NaN}',
        "[" * 100_000,
        "1" * 10_000,
        '{"format": "dedup presets", "version": 1, "presets": [' + ",".join(["{}"] * 501) + "]}",
        "x" * (MOST_BYTES + 1),
    ],
)
def test_what_is_no_list_of_presets_is_refused(text: str) -> None:
    with pytest.raises(PresetError):
        read(text)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(PresetError):
        read(b"\xff\xfe\xfa")


def test_evidence_is_what_the_answers_say_of_the_threshold() -> None:
    pairs = table()
    drawn = design(pairs, around=4, seed=1)
    found = estimate(drawn, answers(drawn, truth(), 30), scene_counts=True)

    evidence = evidence_of(found, 3, dataset="d", source="Lights", scene_counts=True)

    assert evidence is not None
    assert evidence.answers == 30
    assert evidence.pairs == 4 + 6 + 10 + 30
    assert evidence.precision == tuple(sorted(evidence.precision, key=float))
    kept = Preset(**_fields(), evidence=evidence)
    assert read(written([kept])) == (kept,)


def test_without_an_answer_there_is_no_evidence() -> None:
    drawn = design(table(), around=4, seed=1)
    found = estimate(drawn, answers(drawn, truth(), 0), scene_counts=True)

    assert evidence_of(found, 3, dataset="d", source="Lights", scene_counts=True) is None


def test_what_is_there_is_not_imported_again_and_names_stay_apart() -> None:
    other = Preset("STRICT", "phash", 4, Rule.KEEPER, 2, "Ben", AT)

    fresh = not_yet_among([PRESET, other, other], [PRESET])

    assert [one.name for one in fresh] == ["STRICT (2)"]
    assert fresh[0].threshold == 4


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace(tmp_path)
    yield opened
    opened.close()


def _names(workspace: Workspace) -> list[str]:
    return [one.name for one in workspace.presets.all()]


def test_presets_are_kept_renamed_removed_and_brought_back(workspace: Workspace) -> None:
    stored = workspace.presets.add(" For  pay ", "content")
    workspace.presets.add("a first one", "other")

    assert _names(workspace) == ["a first one", "For pay"]
    workspace.presets.rename(stored.id, "for paying")
    assert _names(workspace) == ["a first one", "for paying"]
    workspace.presets.remove(stored.id)
    assert _names(workspace) == ["a first one"]
    workspace.presets.restore(stored)
    assert _names(workspace) == ["a first one", "for paying"]


@pytest.mark.parametrize("name", ["STRICT", "strict ", "", " \n", "x" * 81])
def test_a_name_that_is_taken_empty_or_too_long_is_refused(workspace: Workspace, name: str) -> None:
    workspace.presets.add("Strict", "content")

    with pytest.raises(StoreError):
        workspace.presets.add(name, "content")
    assert _names(workspace) == ["Strict"]


def test_a_removed_name_is_free_and_then_the_old_one_stays_away(workspace: Workspace) -> None:
    old = workspace.presets.add("Strict", "content")
    workspace.presets.remove(old.id)
    workspace.presets.add("Strict", "newer")

    with pytest.raises(StoreError, match="already"):
        workspace.presets.restore(old)
