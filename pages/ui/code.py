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


def component(engine: Engine, part: str, *, grant: str = "") -> Any:
    """The mount function of the component in the folder `part`; call it with key and data.

    grant: a client's, for a page that must not hold the secret. All tabs share the components of
           one name, and the last that was made is shown; so each client has names of their own.
    """
    code = _address_of_code(engine, part, grant)
    html = f"<div class='{part}' data-code='{code}'></div>"
    css = (_HERE / part / f"{part}.css").read_text(encoding="utf-8")
    name = f"dedup_{part}_{_short(grant)}" if grant else f"dedup_{part}"
    return st.components.v2.component(name, html=html, css=css, js=_LOADER)


def _short(grant: str) -> str:
    return hashlib.sha256(grant.encode()).hexdigest()[:16]


def _address_of_code(engine: Engine, part: str, grant: str) -> str:
    """Where a component's entry module is; the address changes when any of its code does."""
    return address(engine, f"code/{_stamp()}/{part}/main.js", grant=grant)


@cache
def _stamp() -> str:
    digest = hashlib.sha256()
    for file in sorted((*_HERE.glob("*/*.js"), *_HERE.glob("*/*.css"))):  # parts use each other
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
