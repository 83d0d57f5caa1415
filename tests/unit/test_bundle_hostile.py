"""A bundle from anybody: what was changed is found and named, and what is none is refused."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dedup_core.bundle import read_bundle
from dedup_core.bundle.container import pack, unpack
from dedup_core.bundle.parts import NAMES
from dedup_core.errors import BundleError
from dedup_core.store import Workspace
from tests.bundling import bundle_of, checked, forged, opened_campaign, source_of, words_of
from tests.making import picture


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return source_of(tmp_path_factory.mktemp("pictures") / "in")


@pytest.fixture(scope="module")
def data(source: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    workspace = Workspace(tmp_path_factory.mktemp("first") / "workspace")
    made = bundle_of(opened_campaign(workspace, source))
    workspace.close()
    return made


def _zip(parts: dict[str, bytes], kind: int = zipfile.ZIP_STORED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _refused(data: bytes, folder: Path) -> str:
    (folder / "bundle.zip").write_bytes(data)
    with pytest.raises(BundleError) as caught:
        read_bundle(folder / "bundle.zip")
    return str(caught.value)


# changed by somebody who made all sums right again


@pytest.mark.parametrize(
    ("name", "change", "named"),
    [
        ("submissions.jsonl", lambda text: text.replace(" 15,", " 1500,", 1), "the pay of 1 pic"),
        ("policy.json", lambda text: text.replace('"suggested"', '"pay"'), "the pay of 1 picture"),
        ("pay.jsonl", lambda text: text.replace("unpaid copy", "paid", 1), "the pay of 1 picture"),
        ("pay.jsonl", lambda text: text.replace(", 15, 0,", ", 15, 15,", 1), "0 of 15 here"),
        ("groups.jsonl", lambda text: text.replace("decided", "open"), "1 group is not the same"),
        ("totals.json", lambda text: text.replace('"amount": 15', '"amount": 99'), "0.99 USD in"),
        ("totals.json", lambda text: text.replace('"groups": 2', '"groups": 3'), "groups: 3 in"),
        ("pictures.jsonl", lambda text: text[:-3] + "1" + text[-3:], "pictures.jsonl is not"),
        ("setting.json", lambda text: text.replace('least": 2', 'least": 3'), "2 groups are not"),
        ("log.jsonl", lambda text: text.replace('"duplicate"', '"different"', 1), "group is not"),
        ("log.jsonl", lambda text: "\n".join([*text.split("\n")[:1], ""]), "1 group is not"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_forger_changed_does_not_come_out_again(
    data: bytes, source: Path, tmp_path: Path, name: str, change: Callable[[str], str], named: str
) -> None:
    found = checked(forged(data, name, change), source, tmp_path / "check")

    assert found.sha256 != unpack(data, NAMES).sha256
    assert named in words_of(found)
    assert not found.confirmed


def test_a_digest_that_was_forged_is_a_changed_picture(
    data: bytes, source: Path, tmp_path: Path
) -> None:
    def other(text: str) -> str:
        head, first, *lines = text.split("\n")
        path, _, size = json.loads(first)
        return "\n".join([head, json.dumps([path, "0" * 64, size]), *lines])

    found = checked(forged(data, "pictures.jsonl", other), source, tmp_path / "check")

    assert "1 picture changed" in words_of(found)


def test_a_policy_in_other_words_is_noted(data: bytes, source: Path, tmp_path: Path) -> None:
    other = forged(data, "policy.json", lambda text: text.replace("Of copies", "Of all copies"))

    found = checked(other, source, tmp_path / "check")

    assert found.confirmed
    assert found.notes[0].examples[0].startswith("in the bundle: Of all copies of one shot")


def test_other_versions_are_noted(data: bytes, source: Path, tmp_path: Path) -> None:
    older = forged(data, "setting.json", lambda text: text.replace('"phash": 1', '"phash": 0'))

    found = checked(older, source, tmp_path / "check")

    assert found.confirmed
    assert [note.examples for note in found.notes] == [("phash: version 0 in the bundle, 1 here",)]


# changed by somebody who did not


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_part_that_was_changed_is_named(data: bytes, name: str, tmp_path: Path) -> None:
    parts = _parts(data)
    parts[name] += b"\n"

    assert f"The bundle was changed: {name}." in _refused(_zip(parts), tmp_path)


def test_an_index_that_was_changed_is_named(data: bytes, tmp_path: Path) -> None:
    parts = _parts(data)
    parts["index.json"] = parts["index.json"].replace(b"\n", b" \n", 1)

    assert "The bundle was changed: index.json." in _refused(_zip(parts), tmp_path)


@pytest.mark.parametrize(
    "around",
    [lambda data: b"before" + data, lambda data: data + b"behind", lambda data: _zip(_parts(data))],
    ids=["before", "behind", "other times"],
)
def test_what_was_put_around_the_parts_is_found(
    data: bytes, around: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    assert "the zip around the parts" in _refused(around(data), tmp_path)


# no bundle at all


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_says_so(data: bytes, share: float, tmp_path: Path) -> None:
    assert "was cut off" in _refused(data[: int(len(data) * share)], tmp_path)


def test_foreign_files_say_so(tmp_path: Path) -> None:
    assert "is no zip" in _refused(picture(1), tmp_path)
    assert "is no zip" in _refused(b"file,contributor\n", tmp_path)
    assert "other parts" in _refused(_zip({"a.txt": b"hello"}), tmp_path)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="cannot be read: No such file"):
        read_bundle(tmp_path / "nothing.zip")


def test_paths_that_lead_out_and_parts_twice_are_refused(data: bytes, tmp_path: Path) -> None:
    out = {**_parts(data), "../../etc/passwd": b"x"}
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("pay.jsonl", b"[]")

    assert "other parts" in _refused(_zip(out), tmp_path)
    assert "other parts" in _refused(stream.getvalue(), tmp_path)


def test_bombs_are_refused_before_they_go_off(data: bytes, tmp_path: Path) -> None:
    parts = _parts(data)
    bomb = {**parts, "pay.jsonl": bytes(50_000_000)}
    packed = bytearray(_zip(parts))
    at = packed.index(b"PK\x01\x02")
    struct.pack_into("<II", packed, at + 20, 1 << 30, 1 << 30)

    assert "compressed" in _refused(_zip(bomb, zipfile.ZIP_DEFLATED), tmp_path)
    assert "larger than the file" in _refused(bytes(packed), tmp_path)


def test_a_bundle_of_a_later_version_says_what_to_do(data: bytes, tmp_path: Path) -> None:
    parts = _parts(data)
    parts["index.json"] = parts["index.json"].replace(b'"version": 1', b'"version": 2')

    assert "Use a newer program" in _refused(_zip(parts), tmp_path)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("pay.jsonl", lambda text: text + "[" * 100_000 + "\n"),
        ("pay.jsonl", lambda text: text + "[1]\n"),
        ("pay.jsonl", lambda text: text.replace('"fate"', '"fait"')),
        ("pictures.jsonl", lambda text: text.replace("ivy/1.jpg", "zzz/1.jpg")),
        ("submissions.jsonl", lambda text: text.replace(" 15,", " -15,", 1)),
        ("submissions.jsonl", lambda text: text.replace(" 15,", " 1" + "0" * 40 + ",", 1)),
        ("submissions.jsonl", lambda text: text.replace("USD", "EUR", 1)),
        ("evidence.jsonl", lambda text: text + '[0, 99, "copy", "", 100]\n'),
        ("log.jsonl", lambda text: text.replace('"accept"', '"burn"')),
        ("log.jsonl", lambda text: text.replace('"Ben"', '"\\ud83d"', 1)),
        ("log.jsonl", lambda text: text.replace('[["mei/1.png"', '[[["mei/1.png"]', 1)),
        ("log.jsonl", lambda text: text.replace('"judgements"', '"judgements": 5, "x"')),
        ("setting.json", lambda text: text.replace('"phash"', '"zhash"')),
        ("setting.json", lambda text: text.replace(": 10,", ": NaN,")),
        ("setting.json", lambda text: text.replace('"keeper"', '"any"')),
        ("policy.json", lambda text: text.replace('"per_scene": 1', '"per_scene": 0')),
        ("about.json", lambda text: text.replace('"dataset"', '"data"')),
        ("totals.json", lambda text: "[]"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nonsense_is_refused_with_the_part_it_stands_in(
    data: bytes, name: str, change: Callable[[str], str], tmp_path: Path
) -> None:
    words = _refused(forged(data, name, change), tmp_path)

    assert name in words or "cannot be checked by this program" in words


def test_a_log_that_takes_back_what_is_not_there_is_refused(
    data: bytes, source: Path, tmp_path: Path
) -> None:
    other = forged(data, "log.jsonl", lambda text: text.replace(", 2, false,", ", 99, false,"))

    with pytest.raises(BundleError, match="takes back"):
        checked(other, source, tmp_path / "check")


def test_packing_and_unpacking_give_the_same(data: bytes) -> None:
    assert pack(unpack(data, NAMES).parts) == data
