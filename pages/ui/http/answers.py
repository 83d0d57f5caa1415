"""The address at which a tab that answers pairs asks: what comes next, and what is known so far."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from math import isfinite
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dedup_core.calibrate import Sitting, last_answer, said_by_others
from dedup_core.errors import DedupError
from dedup_core.fingerprints import method_named
from dedup_core.groups import Rule
from dedup_core.scan import OpenDataset
from pages.ui import reviewer
from pages.ui.answering.goals import MOST_GOAL, Kind, goal_of
from pages.ui.answering.told import pair_told, result_told
from pages.ui.engine import Engine
from pages.ui.http.asked import engine_of, opened_for

PAIRS_AHEAD = 5  # that a tab holds; no other tab is given them meanwhile
_NO_STORE = {"Cache-Control": "no-store"}
_DIGEST = re.compile("[0-9a-f]{64}")
_TAB = re.compile("[0-9a-zA-Z-]{8,64}")
_MOST_BYTES = 16_384
_LARGEST_GROUP = 1000
_LARGEST_ID = 2**53  # what a browser can still tell apart


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a tab wants to know, at which setting and for which goal.

    settle:      also whether more answers would change the recommendation
    pair, since: a pair of which somebody else may have said something after that entry
    """

    tab: str
    reviewer: str
    method: str
    threshold: float
    rule: Rule
    at_least: int
    scene_counts: bool
    goal: Kind
    value: float
    settle: bool
    pair: tuple[str, str] | None
    since: int


async def tell(request: Request) -> Response:
    """The next pairs to answer, and what the answers so far say of every threshold.

    Body: `tab`, `reviewer`, `method`, `threshold`, `rule`, `at_least`, `scene`, `goal`, `value`;
    `settle` asks whether more answers would change the recommendation, `pair` and `since` what
    others said of two contents meanwhile. The pairs are this tab's until it asks again or is not
    heard of for a while. 4xx with a sentence.
    """
    try:
        asked = _read(await _body(request))
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        raise HTTPException(400) from error
    return await run_in_threadpool(_answer, request, asked)


def _answer(request: Request, asked: _Asked) -> Response:
    engine, opened = engine_of(request), opened_for(request)
    try:
        content = _content(engine, opened, asked)
    except DedupError as error:
        return JSONResponse({"error": str(error)}, status_code=422, headers=_NO_STORE)
    return JSONResponse(content, headers=_NO_STORE)


def _content(engine: Engine, opened: OpenDataset, asked: _Asked) -> dict[str, object]:
    method = method_named(asked.method)
    sitting = engine.sittings.of(opened, method, threshold=asked.threshold)
    mine = last_answer(opened.ledger(), asked.reviewer, method.name)
    content: dict[str, object] = {
        "last": sitting.last,
        "next": _next(engine, opened, sitting, asked),
        "undo": mine.id if mine else None,
        "draw": {
            "seed": sitting.seed,
            "around": method.said(sitting.around),
            "pairs": sitting.design.pairs,
            "drawn": len(sitting.design),
            "aim": sitting.aim,
        },
    }
    goal = goal_of(asked.goal, asked.value, _flagged(opened, asked), opened.submissions())
    told = result_told(
        engine.sittings, sitting, goal, scene_counts=asked.scene_counts, settle=asked.settle
    )
    return {**content, **told, "others": _others(opened, asked)}


def _next(
    engine: Engine, opened: OpenDataset, sitting: Sitting, asked: _Asked
) -> list[dict[str, object]]:
    """The pairs that are this tab's from now on; the others' are left out."""
    board, dataset = engine.presence, opened.dataset.id
    taken = {
        frozenset(seen.digests[at : at + 2])
        for seen in board.others(dataset, asked.tab)
        for at in range(0, len(seen.digests) - 1, 2)
    }
    places = sitting.next_pairs(PAIRS_AHEAD, taken=taken)
    held = tuple(digest for place in places for digest in sitting.pair(place))
    if held:
        board.here(dataset, asked.tab, reviewer=asked.reviewer, digests=held)
    else:
        board.gone(asked.tab)
    return [pair_told(engine.workspace, opened, sitting, place) for place in places]


def _flagged(opened: OpenDataset, asked: _Asked) -> Any:
    """Pictures flagged at each threshold, for the goal that is about money; else nothing."""
    if asked.goal is not Kind.WITHHELD:
        return None
    return opened.curve(asked.method, asked.rule, at_least=asked.at_least).flagged


def _others(opened: OpenDataset, asked: _Asked) -> dict[str, str] | None:
    if asked.pair is None:
        return None
    found = said_by_others(opened.ledger(), asked.pair, reviewer=asked.reviewer, since=asked.since)
    return found and {"reviewer": found[0].reviewer, "verdict": found[1].value}


async def _body(request: Request) -> bytes:
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > _MOST_BYTES:
            raise HTTPException(413)
    return bytes(data)


def _read(data: bytes) -> _Asked:
    content = json.loads(data)
    tab, pair = content["tab"], content.get("pair")
    if not isinstance(tab, str) or not _TAB.fullmatch(tab):
        raise ValueError("a tab has a name of its own")
    if not isinstance(content["scene"], bool):
        raise TypeError("the same scene counts, or it does not")
    return _Asked(
        tab,
        reviewer.tidy(content["reviewer"]) or reviewer.NOBODY,
        str(content["method"]),
        _number(content["threshold"]),
        Rule(content["rule"]),
        _whole(content["at_least"], _LARGEST_GROUP),
        content["scene"],
        Kind(content["goal"]),
        min(max(_number(content["value"]), 0), MOST_GOAL),
        content.get("settle") is True,
        None if pair is None else _pair(pair),
        _whole(content.get("since", 0), _LARGEST_ID),
    )


def _pair(pair: object) -> tuple[str, str]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise TypeError("a pair has two contents")
    one, other = pair
    if not all(isinstance(digest, str) and _DIGEST.fullmatch(digest) for digest in pair):
        raise TypeError("a content is named by its digest")
    return one, other


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise TypeError("this is no number")
    return float(value)


def _whole(value: object, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise TypeError("this is no whole number")
    return value
