"""Our own addresses: thumbnails, facts, large views, marks, uploads, and the components' code.

Addresses hold ids and row numbers only; neither ever becomes a path on disk.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dedup_core import decode
from dedup_core.errors import DedupError, SourceError
from dedup_core.keep import why_kept
from dedup_core.scan import OpenDataset, source_of
from dedup_core.store import Mark
from pages.ui.http import upload
from pages.ui.http.asked import engine_of, opened_for, row_of
from pages.ui.http.compare import compare
from pages.ui.http.guard import PREFIX

ROWS_A_CHUNK = 2000
_FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}
_FOR_A_WHILE = {"Cache-Control": "private, max-age=600"}  # what the code reads may change
_NO_STORE = {"Cache-Control": "no-store"}
_DIGEST = re.compile("[0-9a-f]{64}")
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
        Route(f"{rows}/large/{{row:int}}.jpg", large),
        Route(f"{rows}/rows/{{chunk:int}}.json", chunk_of_rows),
        Route(f"{rows}/about/{{row:int}}.json", about),
        Route(f"{rows}/compare/{{left:int}}/{{right:int}}.json", compare),
        Route(f"{start}/marks/{{dataset}}", take_marks, methods=["POST"]),
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
        return JSONResponse({"error": str(error)}, status_code=410, headers=_NO_STORE)
    return Response(jpeg, media_type="image/jpeg", headers=_FOR_EVER)


def chunk_of_rows(request: Request) -> Response:
    """Path, digest, width, height and bytes of some rows, as columns."""
    opened = opened_for(request)
    begin = request.path_params["chunk"] * ROWS_A_CHUNK
    rows, catalog = slice(begin, begin + ROWS_A_CHUNK), opened.catalog
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
    catalog = opened.catalog
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
        content["why"] = why_kept(catalog, int(keeper), row)
    return JSONResponse(content, headers=_FOR_A_WHILE)


async def take_marks(request: Request) -> Response:
    """Keep or remove, a batch at a time; the answer comes when it is on disk.

    Body: `[[path, digest, true | false | null], …]`; null goes back to the suggestion. Paths and
    digests stay true when the dataset is indexed again meanwhile, rows would not.
    """
    try:
        content = await request.json()
        marks = [_mark(*row) for row in content]
    except (ValueError, TypeError, RecursionError) as error:
        raise HTTPException(400) from error
    workspace, name = engine_of(request).workspace, request.path_params["dataset"]
    try:
        dataset = await run_in_threadpool(workspace.dataset, name)
    except DedupError as error:
        raise HTTPException(404) from error
    await run_in_threadpool(workspace.add_marks, dataset.id, marks)
    return JSONResponse({"stored": len(marks)}, headers=_NO_STORE)


def _mark(path: object, digest: object, keep: object) -> Mark:
    if not isinstance(path, str) or not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise TypeError("a mark has a path and a digest")
    path.encode()  # half a character, which JSON can spell, is a ValueError
    if not isinstance(keep, bool | None):
        raise TypeError("a mark is true, false or null")
    return Mark(path, digest, keep)


def _asked(request: Request) -> tuple[OpenDataset, int]:
    opened = opened_for(request)
    return opened, row_of(request, opened)
