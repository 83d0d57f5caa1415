"""What an address asks for, and who asks: the dataset that its version names, and rows of it."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request

from dedup_core.access import ClientDataset, Share
from dedup_core.errors import DedupError
from dedup_core.scan import OpenDataset
from pages.ui.engine import Engine


def engine_of(request: Request) -> Engine:
    """The engine, put there by the guard."""
    engine: Engine = request.state.engine
    return engine


def client_of(request: Request, opened: OpenDataset) -> ClientDataset | None:
    """The dataset as the client who asks may see it; None when a reviewer asks."""
    share: Share | None = request.state.share
    engine = engine_of(request)
    if share is None:
        return None
    try:
        return ClientDataset(engine.workspace, engine.accountant(opened.dataset), share)
    except DedupError as error:
        raise HTTPException(403) from error


def opened_for(request: Request) -> OpenDataset:
    """The dataset of `{version}`; 404 where there is none, 410 once its rows have moved."""
    engine, version = engine_of(request), request.path_params["version"]
    try:
        dataset = engine.workspace.dataset(version.split("-")[0])
    except DedupError as error:
        raise HTTPException(404) from error
    opened = engine.open(dataset)
    if opened.version != version:
        raise HTTPException(410)
    return opened


def row_of(request: Request, opened: OpenDataset, name: str = "row") -> int:
    """The row that a part of the address names; 404 where there is none."""
    row: int = request.path_params[name]
    if row >= len(opened.catalog):
        raise HTTPException(404)
    return row
