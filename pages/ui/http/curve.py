"""The strictness curve as JSON, and what every threshold means for people and money, line by line.

Everything that a drag of the marker needs comes before it; while it moves nothing is asked for
but thumbnails.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from dedup_core.decisions import Verdict
from dedup_core.errors import DedupError
from dedup_core.fingerprints import Method, method_named
from dedup_core.groups import rule_named
from dedup_core.pay import Policy, read
from dedup_core.review import Setting
from dedup_core.review.phrases import clean
from dedup_core.scan import OpenDataset
from dedup_core.stakes import Stakes, limits_of
from dedup_core.strictness import crowded_from, steps
from pages.ui.http.asked import engine_of, opened_for

_NO_STORE = {"Cache-Control": "no-store"}
_STRICT = 1  # the second word of a method, `strict`; the first is `identical`
_VERDICTS = [verdict.value for verdict in Verdict]


def curve(request: Request) -> Response:
    """The curve of `{method}` at `?rule=&at_least=`, with some pairs that each step adds."""
    opened = opened_for(request)
    try:
        asked = _setting(request, threshold=0)
        return JSONResponse(_content(opened, asked), headers=_NO_STORE)
    except (DedupError, ValueError) as error:
        return _refused(error)


def stakes(request: Request) -> Response:
    """Stakes at every threshold as lines of JSON, those near `?threshold=` first."""
    opened, engine = opened_for(request), engine_of(request)
    query = request.query_params
    try:
        asked = _setting(request, threshold=float(query.get("threshold", "")))
        policy = read(query["policy"]) if query.get("policy") else Policy()
        opened.pairs(asked.method)
    except (DedupError, ValueError) as error:
        return _refused(error)
    accountant = engine.accountant(engine.workspace.dataset(opened.dataset.id))
    if accountant.opened is not opened:  # it was indexed anew at this very moment
        raise HTTPException(410)
    found = engine.weighed.around(accountant, asked, policy)
    return StreamingResponse(_lines(found), media_type="application/x-ndjson", headers=_NO_STORE)


def _lines(found: Iterator[tuple[int, Stakes]]) -> Iterator[bytes]:
    """One line a threshold; a problem becomes the last line, for the answer has begun by then."""
    try:
        for place, at in found:
            yield json.dumps({"at": place, **_columns(at)}).encode() + b"\n"
    except DedupError as error:
        yield json.dumps({"error": str(error)}).encode() + b"\n"


def _columns(at: Stakes) -> dict[str, object]:
    return {
        "paid": at.paid,
        "held": at.held,
        "unpaid": at.unpaid,
        "kept_out": at.flagged,
        "groups": at.groups.tolist(),
        "pending": at.pending.tolist(),
        "pictures": at.pictures.tolist(),
        "removed": at.removed.tolist(),
        "withheld": at.withheld.tolist(),
    }


def _setting(request: Request, *, threshold: float) -> Setting:
    """What an address asks for; DedupError or ValueError where that makes no sense."""
    query = request.query_params
    method = method_named(request.path_params["method"])
    at_least = int(query.get("at_least", "2"))
    return Setting(method.name, threshold, rule_named(query.get("rule", "keeper")), at_least)


def _refused(error: Exception) -> Response:
    said = str(error) if isinstance(error, DedupError) else "This address cannot be read."
    return JSONResponse({"error": said}, status_code=400, headers=_NO_STORE)


def _content(opened: OpenDataset, asked: Setting) -> dict[str, object]:
    method = method_named(asked.method)
    found = opened.curve(method.name, asked.rule, at_least=asked.at_least)
    strict = method.notches[min(_STRICT, len(method.notches) - 1)]
    stops = method.thresholds(opened.pairs(method.name).reach)
    return {
        "pictures": len(opened.catalog),
        "values": [f"{stop:g}" for stop in stops],
        "said": [method.said(stop) for stop in stops],
        "words": [method.notch(stop).word for stop in stops],
        "meanings": [method.notch(stop).meaning for stop in stops],
        "groups": found.groups.tolist(),
        "flagged": found.flagged.tolist(),
        "largest": found.largest.tolist(),
        "neighbours": [round(mean, 3) for mean in found.neighbours.tolist()],
        "crowded": crowded_from(found, method.limit_of(strict.limit)),
        **_steps(opened, method),
    }


def _steps(opened: OpenDataset, method: Method) -> dict[str, object]:
    """Pairs that each step adds, and those drawn: rows, how far apart, and a person's verdict."""
    table = opened.pairs(method.name)
    added = steps(table, limits_of(opened, method.name))
    verdicts = opened.of_pairs(method.name).verdicts
    drawn, paths = [], {}
    for step in added:
        left, right = table.left[step.drawn], table.right[step.drawn]
        said = verdicts(left, right).tolist()
        pairs = list(zip(left.tolist(), right.tolist(), said, strict=True))
        apart = [method.said(method.threshold_of(d)) for d in table.distance[step.drawn].tolist()]
        drawn.append(
            [
                [one, other, words, _VERDICTS[verdict] if verdict >= 0 else ""]
                for (one, other, verdict), words in zip(pairs, apart, strict=True)
            ]
        )
        rows = (row for one, other, _ in pairs for row in (one, other))
        paths.update({row: clean(opened.catalog.paths[row]) for row in rows})
    return {"pairs": [step.pairs for step in added], "drawn": drawn, "paths": paths}
