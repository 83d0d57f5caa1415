"""Thumbnails by content: of pictures in any dataset, also of those that are gone from it."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pages.ui.http.asked import engine_of

_FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}


def thumbnail(request: Request) -> Response:
    """The thumbnail of `{digest}`; 404 where there is none."""
    jpeg = engine_of(request).workspace.thumbnail(request.path_params["digest"])
    if jpeg is None:
        raise HTTPException(404)
    return Response(jpeg, media_type="image/jpeg", headers=_FOR_EVER)
