"""What stands before our own routes: Host, Origin, and the workspace's secret or a client's grant.

Streamlit protects its own addresses only. A page on another site could otherwise reach these
through the visitor's browser (a name that resolves to this machine, a form, an image tag).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dedup_core.access import Share, share_of
from dedup_core.errors import DedupError, ShareError
from pages.ui.engine import Engine

PREFIX = "/dedup/"
_HERE = ("localhost", "127.0.0.1", "::1", "[::1]")
# All that a client's grant opens, behind `of/<dataset>-`; what is new stays closed to it.
_FOR_CLIENTS = re.compile(
    r"[0-9a-f]{12}/(thumb/\d+\.jpg|large/\d+\.jpg|rows/\d+\.json|about/\d+\.json"
    r"|compare/\d+/\d+\.json)"
)
_OLD = "The address is not valid any more. Reload the page."
_NOT_FOR_CLIENTS = "This link is for looking only, and not at this."


class Guard:
    """Middleware over every address below PREFIX.

    `/dedup/<secret>/…` opens all of them, on a dashboard that is not for clients only;
    `/dedup/<grant>/…` what a client may look at. `state` then holds the engine and the share, which
    is None for a reviewer.
    """

    def __init__(self, app: ASGIApp, *, engine_of: Callable[[], Engine], base: str = "") -> None:
        self._app = app
        self._start = base + PREFIX
        self._engine_of = engine_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer 403 with the reason."""
        if scope["type"] != "http" or not scope["path"].startswith(self._start):
            await self._app(scope, receive, send)
            return
        engine, request = self._engine_of(), Request(scope)
        reason, share = _stranger(request, engine), None
        if not reason:
            reason, share = await _who(request, engine, self._start)
        if reason:
            await JSONResponse({"error": reason}, status_code=403)(scope, receive, send)
            return
        scope.setdefault("state", {}).update(engine=engine, share=share)
        await self._app(scope, receive, send)


def _stranger(request: Request, engine: Engine) -> str:
    host = request.headers.get("host", "")
    if _name(host) not in (*_HERE, *engine.settings.allowed_hosts):
        return "This host name is not allowed here; an operator can add it to DEDUP_ALLOWED_HOSTS."
    origin = request.headers.get("origin")
    if origin not in (None, f"http://{host}", f"https://{host}"):
        return "Requests from other sites are not answered."
    if request.method not in ("GET", "HEAD") and origin is None:
        return "A request that changes something must say where it comes from (Origin)."
    return ""


async def _who(request: Request, engine: Engine, start: str) -> tuple[str, Share | None]:
    """Why a request is refused, empty if it is not; and a client's link, None for a reviewer."""
    given, _, rest = request.scope["path"].removeprefix(start).partition("/")
    if secrets.compare_digest(given.encode(), engine.secret.encode()):
        return (_NOT_FOR_CLIENTS if engine.for_clients else ""), None
    if "-" not in given or not given.startswith("c"):
        return _OLD, None
    try:
        share = await run_in_threadpool(share_of, given, engine.workspace.shares, engine.secret)
    except ShareError as error:
        return str(error), None
    except DedupError:  # it may say where the workspace lies
        return _OLD, None
    may = request.method in ("GET", "HEAD") and _opens(share, rest)
    return ("" if may else _NOT_FOR_CLIENTS), share


def _opens(share: Share, rest: str) -> bool:
    """Whether a grant lets an address through: a component's code, or its own dataset."""
    of_dataset = rest.removeprefix(f"of/{share.dataset}-")
    return rest.startswith("code/") or (
        of_dataset != rest and _FOR_CLIENTS.fullmatch(of_dataset) is not None
    )


def _name(host: str) -> str:
    if host.startswith("["):
        return host.split("]", 1)[0] + "]"
    return host.rsplit(":", 1)[0] if ":" in host else host
