"""The address at which a tab says at which group it is, and hears where the others are."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dedup_core.errors import DedupError
from pages.ui import reviewer
from pages.ui.engine import Engine
from pages.ui.http.asked import engine_of
from pages.ui.presence import MOST_DIGESTS

_NO_STORE = {"Cache-Control": "no-store"}
_DIGEST = re.compile("[0-9a-f]{64}")
_TAB = re.compile("[0-9a-zA-Z-]{8,64}")
_MOST_BYTES = 16_384  # MOST_DIGESTS of 64 letters, a name, and room


@dataclass(frozen=True, slots=True)
class _Word:
    tab: str
    reviewer: str
    digests: tuple[str, ...]


async def tell(request: Request) -> Response:
    """`{"others": [{"reviewer", "digests", "since"}], "last": id of the newest entry}`.

    Body: `{"tab", "reviewer", "group": [digest, …]}`; an empty group says that the tab is left.
    `since`: for how many seconds they have been there.
    """
    word = _read(await _body(request))
    engine, name = engine_of(request), request.path_params["dataset"]
    return await run_in_threadpool(_answer, engine, name, word)


def _answer(engine: Engine, name: str, word: _Word) -> Response:
    try:
        dataset = engine.workspace.dataset(name)
    except DedupError as error:
        raise HTTPException(404) from error
    board = engine.presence
    if word.digests:
        board.here(dataset.id, word.tab, reviewer=word.reviewer, digests=word.digests)
    else:
        board.gone(word.tab)
    others = [asdict(seen) for seen in board.others(dataset.id, word.tab)]
    content = {"others": others, "last": engine.workspace.log.last(dataset.id)}
    return JSONResponse(content, headers=_NO_STORE)


async def _body(request: Request) -> bytes:
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > _MOST_BYTES:
            raise HTTPException(413)
    return bytes(data)


def _read(data: bytes) -> _Word:
    try:
        content = json.loads(data)
        tab, digests = content["tab"], content["group"]
        name = reviewer.tidy(content["reviewer"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise HTTPException(400) from error
    if not isinstance(tab, str) or not _TAB.fullmatch(tab):
        raise HTTPException(400)
    if not isinstance(digests, list) or len(digests) > MOST_DIGESTS:
        raise HTTPException(400)
    if not all(isinstance(digest, str) and _DIGEST.fullmatch(digest) for digest in digests):
        raise HTTPException(400)
    return _Word(tab, name or reviewer.NOBODY, tuple(digests))
