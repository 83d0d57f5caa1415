"""What a reviewer does on the screen arrives here; the answer comes when it is on disk."""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dedup_core.blind import BlindDataset
from dedup_core.decisions import Act, Entry, Verdict
from dedup_core.errors import ConflictError, DedupError, StoreError
from dedup_core.review.acts import WRITTEN_BY_HAND, Asked, Member, entry_of
from dedup_core.review.words import said
from dedup_core.store import Dataset, Workspace
from pages.ui.engine import Engine
from pages.ui.http.asked import engine_of
from pages.ui.reviewer import NOBODY, tidy

MOST_BYTES = 64 << 20  # a group of 100,000 pictures has 12 MB
MOST_LETTERS = 2000  # of a note or a reason
_LARGEST = 2**53  # ids of entries; what a browser can still tell apart
_DIGEST = re.compile("[0-9a-f]{64}")
_NO_STORE = {"Cache-Control": "no-store"}
T = TypeVar("T")


async def take(request: Request) -> Response:
    """Writes an act to the log of `{dataset}`.

    Body: `act`, `token`, `reviewer`, `seen`, `blind`, `over`, `method`, `threshold`, `rule`,
    `members` and `right` (`[[path, digest, keep], …]`), `verdict`, `text`, `target`. Paths and
    digests stay true when the dataset is indexed again meanwhile, rows would not. Answers: `id` and
    `last`; 409 with what somebody else said meanwhile; 4xx with a sentence.
    """
    try:
        content = await _content(request)
        asked = _asked(request.path_params["dataset"], content)
        seen = None if _of(content, "over", bool, False) else _of(content, "seen", int, 0)
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        return _refused(400, f"This decision cannot be read: {error}.")
    try:
        return await run_in_threadpool(_write, engine_of(request), asked, seen)
    except StoreError as error:  # also a disk that is full: the page tries again
        return _refused(503, str(error))


def _write(engine: Engine, asked: Asked, seen: int | None) -> Response:
    workspace = engine.workspace
    try:
        dataset = workspace.dataset(asked.dataset)
    except DedupError as error:
        raise HTTPException(404) from error
    try:
        entry = asked.token and workspace.log.of_token(asked.token)
        if not entry or entry.act is not asked.act or entry.dataset != dataset.id:
            entry = workspace.log.append(_entry(engine, dataset, asked), seen=seen)
    except ConflictError as error:
        told = [_in_words(workspace, entry) for entry in workspace.log.named(error.entries)]
        last = workspace.log.last(dataset.id)
        content = {"error": str(error), "conflict": told, "last": last}
        return JSONResponse(content, status_code=409, headers=_NO_STORE)
    except StoreError:
        raise
    except DedupError as error:
        return _refused(422, str(error))
    last = workspace.log.last(dataset.id)
    return JSONResponse({"id": entry.id, "last": last}, headers=_NO_STORE)


def _entry(engine: Engine, dataset: Dataset, asked: Asked) -> Entry:
    opened = engine.open(dataset)
    if asked.blind:
        opened = BlindDataset(opened, asked.reviewer)
    return entry_of(asked, opened.ledger(), suggested=opened.suggested)


def _in_words(workspace: Workspace, entry: Entry) -> dict[str, object]:
    names = workspace.log_reading.names(sorted(entry.digests()), entry.dataset)
    return {
        "id": entry.id,
        "reviewer": entry.reviewer,
        "at": entry.at,
        "act": entry.act.value,
        "said": said(entry, names=names),
        "keeps": [mark.path for mark in entry.marks if mark.keep],
        "removes": [mark.path for mark in entry.marks if mark.keep is False],
        "verdict": next((j.verdict.value for j in entry.judgements if j.verdict), None),
    }


def _refused(status: int, reason: str) -> Response:
    return JSONResponse({"error": reason}, status_code=status, headers=_NO_STORE)


async def _content(request: Request) -> dict[str, Any]:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise ValueError("it is too large")
    content = await run_in_threadpool(json.loads, bytes(body))  # it may be many megabytes
    if not isinstance(content, dict):
        raise TypeError("it is no object")
    return content


def _asked(dataset: str, content: dict[str, Any]) -> Asked:
    act, verdict = Act(_of(content, "act", str, "")), content.get("verdict")
    if act not in WRITTEN_BY_HAND:
        raise ValueError(f"“{act.value}” is not written by hand")
    threshold = content.get("threshold")
    return Asked(
        dataset,
        tidy(_text(content, "reviewer", MOST_LETTERS)) or NOBODY,
        act,
        members=_members(content, "members"),
        right=_members(content, "right"),
        verdict=None if verdict is None else Verdict(verdict),
        text=_text(content, "text", MOST_LETTERS),
        target=_of(content, "target", int, None),
        token=_text(content, "token", 100),
        method=_text(content, "method", 100),
        threshold=None if threshold is None else _finite(float(threshold)),
        rule=_text(content, "rule", 100),
        blind=_of(content, "blind", bool, False),
    )


def _members(content: dict[str, Any], name: str) -> tuple[Member, ...]:
    return tuple(_member(*row) for row in _of(content, name, list, []))


def _member(path: object, digest: object, keep: object = None) -> Member:
    if not isinstance(path, str) or not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise TypeError("a picture has a path and a digest")
    path.encode()  # half a character, which JSON can spell, is a ValueError
    if not isinstance(keep, bool | None):
        raise TypeError("a mark is true, false or null")
    return Member(path, digest, keep)


def _text(content: dict[str, Any], name: str, most: int) -> str:
    text: str = _of(content, name, str, "")
    text.encode()
    if len(text) > most:
        raise ValueError(f"“{name}” has more than {most:,} letters")
    return text


def _finite(number: float) -> float:
    if not isfinite(number):
        raise ValueError("a threshold is a number")
    return number


def _of(content: dict[str, Any], name: str, kind: type, default: T) -> Any | T:
    value = content.get(name)
    if value is None:
        return default
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"“{name}” is not of the kind that is expected")
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise ValueError(f"“{name}” is too large")
    return value
