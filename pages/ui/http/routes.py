"""Our own addresses: thumbnails, facts, large views, acts, uploads, and the components' code.

Addresses hold ids and row numbers only; neither ever becomes a path on disk.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dedup_core import decode
from dedup_core.errors import DedupError, SourceError
from dedup_core.keep import why_kept
from dedup_core.scan import OpenDataset, source_of
from pages.ui.http import acts, answers, content, curve, kept, presence, upload
from pages.ui.http.asked import client_of, engine_of, opened_for, row_of
from pages.ui.http.compare import compare
from pages.ui.http.guard import PREFIX

ROWS_A_CHUNK = 2000
_FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}
_FOR_A_WHILE = {"Cache-Control": "private, max-age=600"}  # what the code reads may change
_NO_STORE = {"Cache-Control": "no-store"}
_GONE = "This picture cannot be read any more."
_CODE = Path(__file__).resolve().parents[1]
_CODE_TYPES = {".js": "text/javascript", ".css": "text/css"}


def routes(base: str = "") -> list[Route]:
    """The route table; `base` is the path that the whole dashboard lives under."""
    start = f"{base}{PREFIX}{{secret}}"
    rows = f"{start}/of/{{version}}"
    return [
        Route(f"{start}/code/{{stamp}}/{{part}}/{{file}}", code),
        Route(f"{start}/upload", upload.receive, methods=["POST"]),
        Route(f"{rows}/thumb/{{row:int}}.jpg", thumbnail),
        Route(f"{start}/content/{{digest}}.jpg", content.thumbnail),
        Route(f"{rows}/large/{{row:int}}.jpg", large),
        Route(f"{rows}/rows/{{chunk:int}}.json", chunk_of_rows),
        Route(f"{rows}/about/{{row:int}}.json", about),
        Route(f"{rows}/compare/{{left:int}}/{{right:int}}.json", compare),
        Route(f"{rows}/answers", answers.tell, methods=["POST"]),
        Route(f"{rows}/curve/{{method}}.json", curve.curve),
        Route(f"{rows}/kept.zip", kept.kept),
        Route(f"{rows}/stakes/{{method}}.ndjson", curve.stakes),
        Route(f"{start}/acts/{{dataset}}", acts.take, methods=["POST"]),
        Route(f"{start}/presence/{{dataset}}", presence.tell, methods=["POST"]),
    ]


def code(request: Request) -> Response:
    """A component's JavaScript or CSS; only files that lie beside it are known."""
    known = {
        f"{file.parent.name}/{file.name}": file
        for file in _CODE.glob("*/*")
        if file.suffix in _CODE_TYPES
    }
    file = known.get(f"{request.path_params['part']}/{request.path_params['file']}")
    if file is None:
        raise HTTPException(404)
    return Response(file.read_bytes(), media_type=_CODE_TYPES[file.suffix], headers=_FOR_EVER)


def thumbnail(request: Request) -> Response:
    """The thumbnail of a row."""
    opened, row = _asked(request)
    jpeg = engine_of(request).workspace.thumbnail(opened.catalog.digests[row])
    if jpeg is None:
        raise HTTPException(404)
    return Response(jpeg, media_type="image/jpeg", headers=_FOR_EVER)


def large(request: Request) -> Response:
    """The picture itself, upright, at most 1,600 pixels a side, read from its source."""
    opened, row = _asked(request)
    engine, path = engine_of(request), opened.catalog.paths[row]
    try:
        source = source_of(engine.workspace, opened.dataset)
        try:
            data = source.read(path)
        finally:
            source.close()
        if decode.digest_of(data) != opened.catalog.digests[row]:
            raise SourceError("This file has changed since it was indexed.")
        jpeg = decode.large_view(data, max_pixels=engine.settings.max_pixels)
    except DedupError as error:
        told = str(error) if request.state.share is None else _GONE  # it may say where files lie
        return JSONResponse({"error": told}, status_code=410, headers=_NO_STORE)
    return Response(jpeg, media_type="image/jpeg", headers=_FOR_EVER)


def chunk_of_rows(request: Request) -> Response:
    """Path, digest, width, height and bytes of some rows, as columns."""
    opened = opened_for(request)
    client = client_of(request, opened)
    begin = request.path_params["chunk"] * ROWS_A_CHUNK
    rows, catalog = slice(begin, begin + ROWS_A_CHUNK), opened.catalog
    if client is not None:
        catalog = client.catalog()
    content = {
        "path": catalog.paths[rows],
        "digest": catalog.digests[rows],
        "width": catalog.width[rows].tolist(),
        "height": catalog.height[rows].tolist(),
        "size_bytes": catalog.size_bytes[rows].tolist(),
    }
    return JSONResponse(content, headers=_FOR_A_WHILE)


def about(request: Request) -> Response:
    """Facts of a row in words, and why `?keeper=` is kept instead of it."""
    opened, row = _asked(request)
    client = client_of(request, opened)
    catalog = opened.catalog if client is None else client.catalog()
    taken = int(catalog.taken_at_ms[row]) // 1000
    content = {
        "taken": datetime.fromtimestamp(taken, UTC).strftime("%d %b %Y, %H:%M:%S")
        if taken >= 0
        else "",
        "sharpness": f"{catalog.sharpness[row]:.0f}",
        "digest": catalog.digests[row],
    }
    keeper = request.query_params.get("keeper", "")
    is_row = keeper.isdecimal() and len(keeper) < 10 and int(keeper) < len(catalog)
    if is_row and int(keeper) != row:
        better = partial(why_kept, catalog) if client is None else client.why_kept
        content["why"] = better(int(keeper), row)
    return JSONResponse(content, headers=_FOR_A_WHILE)


def _asked(request: Request) -> tuple[OpenDataset, int]:
    opened = opened_for(request)
    return opened, row_of(request, opened)
