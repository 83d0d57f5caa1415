"""What stands before our own routes: Host, Origin and the workspace's secret.

Streamlit protects its own addresses only. A page on another site could otherwise reach these
through the visitor's browser (a name that resolves to this machine, a form, an image tag).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.ui.engine import Engine

PREFIX = "/dedup/"
_HERE = ("localhost", "127.0.0.1", "::1", "[::1]")


class Guard:
    """Middleware over every address below PREFIX; `/dedup/<secret>/…` is the only way in."""

    def __init__(self, app: ASGIApp, *, engine_of: Callable[[], Engine], base: str = "") -> None:
        self._app = app
        self._start = base + PREFIX
        self._engine_of = engine_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer 403 with the reason."""
        if scope["type"] != "http" or not scope["path"].startswith(self._start):
            await self._app(scope, receive, send)
            return
        engine = self._engine_of()
        reason = _refusal(Request(scope), engine, self._start)
        if reason:
            await JSONResponse({"error": reason}, status_code=403)(scope, receive, send)
            return
        scope.setdefault("state", {})["engine"] = engine
        await self._app(scope, receive, send)


def _refusal(request: Request, engine: Engine, start: str) -> str:
    host = request.headers.get("host", "")
    if _name(host) not in (*_HERE, *engine.settings.allowed_hosts):
        return "This host name is not allowed here; an operator can add it to DEDUP_ALLOWED_HOSTS."
    origin = request.headers.get("origin")
    if origin not in (None, f"http://{host}", f"https://{host}"):
        return "Requests from other sites are not answered."
    if request.method not in ("GET", "HEAD") and origin is None:
        return "A request that changes something must say where it comes from (Origin)."
    given = request.scope["path"].removeprefix(start).split("/", 1)[0]
    if not secrets.compare_digest(given.encode(), engine.secret.encode()):
        return "The address is not valid any more. Reload the page."
    return ""


def _name(host: str) -> str:
    if host.startswith("["):
        return host.split("]", 1)[0] + "]"
    return host.rsplit(":", 1)[0] if ":" in host else host
