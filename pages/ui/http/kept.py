"""The pictures that stay as a zip, made while it is sent: it is whole on no disk of the server."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from dedup_core import apply
from dedup_core.apply import Plan
from dedup_core.errors import DedupError
from dedup_core.groups import rule_named
from dedup_core.review import Setting
from dedup_core.scan import OpenDataset, source_of
from dedup_core.sources import Source
from pages.ui.http.asked import engine_of, opened_for

_NO_STORE = {"Cache-Control": "no-store"}
DECIDED, ALL = "decided", "all"


def kept(request: Request) -> Response:
    """What stays at `?method=&threshold=&rule=&at_least=`, of `?scope=` decided or all groups."""
    opened = opened_for(request)
    try:
        plan = _plan(request, opened)
        source = source_of(engine_of(request).workspace, opened.dataset)
    except (DedupError, ValueError) as error:
        return JSONResponse({"error": str(error)}, status_code=422, headers=_NO_STORE)
    name = quote(f"{opened.dataset.name} kept.zip", safe="", errors="replace")
    headers = {**_NO_STORE, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return StreamingResponse(_pieces(plan, source), media_type="application/zip", headers=headers)


def _plan(request: Request, opened: OpenDataset) -> Plan:
    query = request.query_params
    setting = Setting(
        query.get("method", ""),
        float(query.get("threshold", "")),
        rule_named(query.get("rule", "")),
        int(query.get("at_least", "2")),
    )
    outcome = opened.outcome(setting)
    chosen = (apply.every if query.get("scope") == ALL else apply.decided)(outcome)
    return apply.plan(outcome, chosen)


def _pieces(plan: Plan, source: Source) -> Iterator[bytes]:
    """The source is closed also when nobody waits for the rest."""
    try:
        yield from apply.zipped(plan, source)
    finally:
        source.close()
