"""Presets: settings under a name, with what answered pairs said of them when they were saved."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from dedup_core.errors import DedupError
from dedup_core.fingerprints import method_named
from dedup_core.presets import (
    Band,
    Evidence,
    Preset,
    evidence_of,
    not_yet_among,
    read,
    written,
)
from dedup_core.review import Setting
from dedup_core.review.phrases import clean
from dedup_core.scan import OpenDataset
from dedup_core.store.presets import LONGEST_NAME, StoredPreset
from pages.ui import linked, reviewer, words
from pages.ui.engine import Engine
from pages.ui.preset_pickers import POLICY, SETTING, as_pickers, policy_on_screen, query

_NAME, _NEW_NAME, _RENAMED = "preset-name", "preset-new-name", "preset-renamed"
_DELETED, _PROBLEM = "preset-deleted", "preset-problem"
_FILE, _FILES = "preset-file", "preset-files"
_NAME_PX = 120  # two small buttons stand beside it in the sidebar


def show_presets(engine: Engine, opened: OpenDataset, setting: Setting) -> None:
    """Draw the presets of the workspace in an expander: use, save, rename, delete, pass on."""
    with st.expander("Presets", icon=":material/bookmarks:"):
        known = _readable(engine)
        if not known:
            st.caption(
                "Nothing is saved yet. A preset is the method, the strictness, the grouping and "
                "the pay policy, with what answered pairs said of them."
            )
        for stored, preset in known:
            _show_preset(engine, opened, stored, preset)
        _show_deleted(engine)
        _show_saving(engine, opened, setting)
        _show_passing_on(engine, any_there=bool(known))
        problem = st.session_state.pop(_PROBLEM, "")
        if problem:
            st.error(words.plain(problem), icon=":material/error:")


def said(preset: Preset) -> str:
    """The setting of a preset in words: `Perceptual hash, 8 bits, around the keeper`."""
    method = method_named(preset.method)
    parts = [method.title, method.said(preset.threshold), preset.rule.title.lower()]
    if preset.policy is not None:
        parts.append("with its pay policy")
    return ", ".join(parts)


def evidence_in_words(evidence: Evidence | None, dataset: str) -> str:
    """What is known of a preset, and whether it is from another dataset than this one."""
    if evidence is None:
        return "No answered pairs stand behind it."
    known = (
        f"{words.counted(evidence.answers, 'answer')}: precision {_band(evidence.precision)}, "
        f"recall {_band(evidence.recall)}."
    )
    if evidence.dataset == dataset:
        return known
    return (
        f"{known} That was on {evidence.source}, another dataset: answer some pairs here before "
        "you rely on it."
    )


def _show_preset(engine: Engine, opened: OpenDataset, stored: StoredPreset, preset: Preset) -> None:
    if st.session_state.get(_RENAMED) == stored.id:
        _show_renaming(engine, stored)
        return
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key=f"preset-{stored.id}"
    ):
        st.button(
            words.plain(stored.name),
            width=_NAME_PX,
            help=f"Use it: {words.plain(said(preset))}.",
            on_click=_use,
            args=[preset, opened.dataset.id],
            key=f"preset-use-{stored.id}",
        )
        for icon, title, act in (("edit", "Rename", _begin_rename), ("delete", "Delete", _delete)):
            st.button(
                "",
                icon=f":material/{icon}:",
                type="tertiary",
                help=f"{title} this preset",
                on_click=act,
                args=[engine, stored],
                key=f"preset-{title}-{stored.id}",
            )
    st.caption(
        f"{words.plain(said(preset))}. "
        f"{words.plain(evidence_in_words(preset.evidence, opened.dataset.id))} "
        f"{words.plain(preset.by)}, {words.moment(preset.at)}."
    )


def _show_renaming(engine: Engine, stored: StoredPreset) -> None:
    with st.form("preset-renaming", border=False):
        st.text_input("New name", key=_NEW_NAME, max_chars=LONGEST_NAME)
        st.form_submit_button("Rename", on_click=_rename, args=[engine, stored])


def _show_deleted(engine: Engine) -> None:
    deleted: StoredPreset | None = st.session_state.get(_DELETED)
    if deleted is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{words.plain(deleted.name)} was deleted.", width=_NAME_PX)
        st.button(
            "Undo", type="tertiary", on_click=_restore, args=[engine, deleted], key="preset-undo"
        )


def _show_saving(engine: Engine, opened: OpenDataset, setting: Setting) -> None:
    with st.form("preset-saving", border=False, enter_to_submit=False):
        st.text_input(
            "Save this setting as", key=_NAME, max_chars=LONGEST_NAME, placeholder="a name"
        )
        st.form_submit_button(
            "Save", on_click=_save, args=[engine, opened, setting], key="preset-save"
        )


def _show_passing_on(engine: Engine, *, any_there: bool) -> None:
    if any_there:
        st.download_button(
            "Export all as JSON",
            data=partial(_exported, engine),
            file_name="presets.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
            key="preset-export",
        )
    key = f"{_FILE} {st.session_state.get(_FILES, 0)}"  # after each file the field is a new one
    st.file_uploader("Import presets", type="json", key=key, on_change=_import, args=[engine, key])


def _exported(engine: Engine) -> bytes:
    """Every preset that this version can read, as a file."""
    return written([preset for _, preset in _readable(engine)]).encode()


def _readable(engine: Engine) -> list[tuple[StoredPreset, Preset]]:
    found = list[tuple[StoredPreset, Preset]]()
    for stored in engine.workspace.presets.all():
        with suppress(DedupError):  # from a newer version, or for a method that is not here
            (preset,) = read(stored.content)
            found.append((stored, replace(preset, name=stored.name)))
    return found


def _use(preset: Preset, dataset: str) -> None:
    """Everything that the preset says, as if the pickers had been moved."""
    linked.follow(query(preset), SETTING)
    if preset.policy is not None:
        linked.follow("", [name for name in POLICY if name in st.query_params])
        st.session_state.update(as_pickers(preset.policy))
    elsewhere = preset.evidence is not None and preset.evidence.dataset != dataset
    note = " Its evidence is from another dataset." if elsewhere else ""
    st.toast(f"{words.plain(preset.name)} is in use.{note}", icon=":material/bookmarks:")


def _evidence(engine: Engine, opened: OpenDataset, setting: Setting) -> Evidence | None:
    method, counts = method_named(setting.method), bool(st.session_state.get("scene_counts", True))
    sitting = engine.sittings.of(opened, method, threshold=setting.threshold)
    return evidence_of(
        engine.sittings.estimates(sitting, scene_counts=counts),
        method.limit_of(setting.threshold),
        dataset=opened.dataset.id,
        source=clean(opened.dataset.name),
        scene_counts=counts,
    )


def _save(engine: Engine, opened: OpenDataset, setting: Setting) -> None:
    state = st.session_state
    try:
        preset = Preset(
            name=clean(" ".join(state[_NAME].split())),
            method=setting.method,
            threshold=setting.threshold,
            rule=setting.rule,
            at_least=setting.at_least,
            by=reviewer.name(),
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            policy=policy_on_screen(),
            evidence=_evidence(engine, opened, setting),
        )
        engine.workspace.presets.add(preset.name, written([preset]))
        state[_NAME] = ""
    except DedupError as error:
        state[_PROBLEM] = str(error)


def _import(engine: Engine, key: str) -> None:
    """Take over what is new; a name that is taken by another preset has a number behind it."""
    file = st.session_state.get(key)
    if file is None:
        return
    st.session_state[_FILES] = st.session_state.get(_FILES, 0) + 1
    try:
        fresh = not_yet_among(read(file.getvalue()), [known for _, known in _readable(engine)])
        for preset in fresh:
            engine.workspace.presets.add(preset.name, written([preset]))
        st.toast(f"{words.counted(len(fresh), 'preset')} imported.", icon=":material/upload:")
    except DedupError as error:
        st.session_state[_PROBLEM] = str(error)


def _begin_rename(_: Engine, stored: StoredPreset) -> None:
    st.session_state[_RENAMED], st.session_state[_NEW_NAME] = stored.id, stored.name


def _rename(engine: Engine, stored: StoredPreset) -> None:
    try:
        engine.workspace.presets.rename(stored.id, st.session_state[_NEW_NAME])
        st.session_state.pop(_RENAMED)
    except DedupError as error:
        st.session_state[_PROBLEM] = str(error)


def _delete(engine: Engine, stored: StoredPreset) -> None:
    try:
        engine.workspace.presets.remove(stored.id)
        st.session_state[_DELETED] = stored
    except DedupError as error:
        st.session_state[_PROBLEM] = str(error)


def _restore(engine: Engine, stored: StoredPreset) -> None:
    try:
        engine.workspace.presets.restore(stored)
        st.session_state.pop(_DELETED, None)
    except DedupError as error:
        st.session_state[_PROBLEM] = str(error)


def _band(band: Band) -> str:
    """`93 % (81–99 %)`, never 100 for not all."""
    low, middle, high = (_whole_percent(share) for share in band)
    ends = f"{low}–{high} %"
    return ends if band[1] is None else f"{middle} % ({ends})"


def _whole_percent(share: float | None) -> str:
    if share is None:
        return "?"
    return f"{100 * share:.1f}" if 0.99 < share < 1 or 0 < share < 0.01 else f"{100 * share:.0f}"
