"""Parts of a page that stands alone. Every text that comes from a dataset goes through `text`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from dedup_core.report.pages.thumbnails import Thumbnails, as_address, small

# Nothing but pictures and styles that are in the file itself, whatever else should get into it.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_JOINERS = "\u200c\u200d"  # invisible, but some scripts and signs are written with them
_STYLE = "page.css"


def clean(text: str) -> str:
    """Text on one line, without what turns or hides other letters, or is no letter at all."""
    return "".join(
        letter if letter.isprintable() or letter in _JOINERS else "\N{REPLACEMENT CHARACTER}"
        for letter in text
    )


def text(content: object) -> str:
    """Any text as HTML that shows it letter by letter."""
    return escape(clean(str(content)), quote=True)


def name(content: str) -> str:
    """A name of a file or a person: whatever direction it is written in, the rest stays put."""
    return f"<bdi>{text(content)}</bdi>"


def document(title: str, body: Iterable[str]) -> Iterator[str]:
    """A whole page, part by part; `body` is HTML."""
    style = Path(__file__).with_name(_STYLE).read_text(encoding="utf-8")
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{text(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
    )
    yield from body
    yield "</main>\n</body>\n</html>\n"


def section(title: str, *body: str, note: str = "") -> str:
    """A part of the page under a heading; `body` is HTML, `note` stands small below the heading."""
    small_print = f'<p class="note">{text(note)}</p>\n' if note else ""
    content = "\n".join(body)
    return f"<section>\n<h2>{text(title)}</h2>\n{small_print}{content}\n</section>\n"


def paragraph(content: str) -> str:
    """A paragraph of plain text."""
    return f"<p>{text(content)}</p>"


def listed(items: Iterable[str]) -> str:
    """A list of plain texts."""
    return "<ul>" + "".join(f"<li>{text(item)}</li>" for item in items) + "</ul>"


def facts(pairs: Iterable[tuple[str, str, str]]) -> str:
    """Numbers side by side: title, number, and what is to be said below it."""
    items = "".join(
        f"<div><dt>{text(title)}</dt><dd>{text(number)}<small>{text(below)}</small></dd></div>\n"
        for title, number, below in pairs
    )
    return f'<dl class="facts">\n{items}</dl>'


def table(titles: Iterable[str], rows: Iterable[Iterable[str]], *, words: int = 1) -> str:
    """A table of texts; all but the first `words` columns are numbers."""
    heads = "".join(
        f'<th scope="col"{_number(at, words)}>{text(title)}</th>' for at, title in enumerate(titles)
    )
    body = "\n".join(
        "<tr>" + "".join(_cell(at, cell, words) for at, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="Table"><table>\n<thead><tr>'
        f"{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>"
    )


def picture(digest: str, called: str, thumbnails: Thumbnails) -> str:
    """The thumbnail of a content; a word where there is none."""
    jpeg = small(thumbnails(digest))
    if jpeg is None:
        return '<div class="none">no thumbnail</div>'
    return f'<img src="{as_address(jpeg)}" alt="{text(called)}">'


def _cell(at: int, content: str, words: int) -> str:
    if at:
        return f"<td{_number(at, words)}>{text(content)}</td>"
    return f'<th scope="row">{name(content)}</th>'


def _number(at: int, words: int) -> str:
    return "" if at < words else ' class="number"'
