"""The dashboard: `streamlit run app.py`. This file only routes; the pages are in `pages/`."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from pages.ui.engine import engine
from pages.ui.http.address import base_path
from pages.ui.http.guard import Guard
from pages.ui.http.routes import routes


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Open the workspace before the first visitor, stop the jobs after the last."""
    shared = engine()
    shared.start()
    gc.freeze()
    try:
        yield
    finally:
        shared.close()


app = st.App(
    "navigation.py",
    routes=routes(base_path()),
    middleware=[Middleware(Guard, engine_of=engine, base=base_path())],
    lifespan=lifespan,
)

if __name__ == "__main__":
    app.run()
