"""Components whose JavaScript comes from our own route, cached by the browser.

Streamlit sends a component's inline code again with every change of its data; so only a loader
of a few lines is inline, and it imports the rest once.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from pages.ui.engine import Engine
from pages.ui.http.address import address

_HERE = Path(__file__).parent
_LOADER = """
const loaded = new Map();
export default function (component) {
  const { parentElement } = component;
  const { code } = parentElement.querySelector("[data-code]").dataset;
  const url = new URL(code, document.baseURI).href;
  if (!loaded.has(url)) loaded.set(url, import(url));
  let gone = false;
  loaded.get(url).then((code) => { if (!gone) code.render(component); }, () => {
    loaded.delete(url);
    parentElement.querySelector("[data-code]").textContent =
      "This part of the page could not be loaded. Reload the page; if that does not help, the " +
      "server may not allow the host name in the address (DEDUP_ALLOWED_HOSTS).";
  });
  return () => {
    gone = true;
    loaded.get(url)?.then((code) => code.remove(parentElement), () => {});
  };
}
"""


def component(engine: Engine, part: str) -> Any:
    """The mount function of the component in the folder `part`; call it with key and data."""
    html = f"<div class='{part}' data-code='{_address_of_code(engine, part)}'></div>"
    css = (_HERE / part / f"{part}.css").read_text(encoding="utf-8")
    return st.components.v2.component(f"dedup_{part}", html=html, css=css, js=_LOADER)


def _address_of_code(engine: Engine, part: str) -> str:
    """Where a component's entry module is; the address changes when any of its code does."""
    return address(engine, f"code/{_stamp()}/{part}/main.js")


@cache
def _stamp() -> str:
    digest = hashlib.sha256()
    for file in sorted((*_HERE.glob("*/*.js"), *_HERE.glob("*/*.css"))):  # parts use each other
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
