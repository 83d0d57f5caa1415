"""The evidence on two pictures, as JSON for the compare view."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dedup_core.errors import DedupError
from dedup_core.evidence import Evidence, Look, evidence
from pages.ui.http.asked import client_of, engine_of, opened_for, row_of

_FOR_A_WHILE = {"Cache-Control": "private, max-age=600"}  # what looks closer may change
_NOT_NOW = "What is known of these two cannot be shown just now."
_MOST_POINTS = 120  # matched points that are sent; more only hide the pictures


def compare(request: Request) -> Response:
    """Everything about `{left}` and `{right}` at `?method=&threshold=`, in words and numbers."""
    opened = opened_for(request)
    left, right = row_of(request, opened, "left"), row_of(request, opened, "right")
    method = request.query_params.get("method", "")
    try:
        threshold = float(request.query_params.get("threshold", ""))
        client = client_of(request, opened)
        whole = partial(evidence, engine_of(request).workspace, opened)
        look = whole if client is None else client.evidence
        found = look(left, right, method=method, threshold=threshold)
    except ValueError as error:
        raise HTTPException(400) from error
    except DedupError as error:
        told = str(error) if request.state.share is None else _NOT_NOW  # it may say where files lie
        return JSONResponse({"error": told}, status_code=400)
    return JSONResponse(_content(found), headers=_FOR_A_WHILE)


def _content(found: Evidence) -> dict[str, object]:
    related = found.related
    return {
        "sentence": found.sentence,
        "relation": related.relation.value,
        "rule": related.rule,
        "distances": [asdict(told) for told in found.distances],
        "facts": [asdict(row) for row in found.facts],
        "look": _look(found.look),
    }


def _look(look: Look) -> dict[str, object]:
    seen = look.geometry
    told: dict[str, object] = {
        "likeness": None if look.likeness is None else asdict(look.likeness),
        "same_scene": look.same_scene,
        "changed": _changed(look),
        "geometry": None,
    }
    if seen is not None:
        told["geometry"] = {
            "homography": seen.homography.tolist(),
            "matches": seen.matches,
            "inliers": seen.inliers,
            "agreement": seen.agreement,
            "overlap": seen.overlap,
            "rotation": seen.rotation_degrees,
            "view": seen.view,
            "mirrored": seen.mirrored,
            "points": _points(look),
        }
    return told


def _points(look: Look) -> list[list[float]]:
    """Some of the matched points, evenly chosen: x and y on the left, x and y on the right."""
    seen = look.geometry
    if seen is None:
        return []
    step = -(-len(seen.left_points) // _MOST_POINTS) or 1
    both = zip(seen.left_points[::step].tolist(), seen.right_points[::step].tolist(), strict=True)
    return [[round(value, 4) for value in (*one, *other)] for one, other in both]


def _changed(look: Look) -> dict[str, object] | None:
    part = look.changed
    if part is None:
        return None
    return {"left": part.left_box, "right": part.right_box, "probability": part.probability}
