"""A statement as one HTML file: read on a telephone or a desk, in light or dark, or printed."""

from __future__ import annotations

from collections.abc import Iterator

from dedup_core.report.pages import elements
from dedup_core.report.pages.shares import Part, shares
from dedup_core.report.pages.statement import (
    HOW_TO_APPEAL,
    MOST_SHOWN,
    Case,
    Shown,
    Statement,
    moment,
    policy_lines,
    strictness_in_words,
)
from dedup_core.report.pages.thumbnails import Thumbnails
from dedup_core.review.phrases import counted


def statement_html(
    told: Statement, thumbnails: Thumbnails, *, most: int = MOST_SHOWN
) -> Iterator[str]:
    """The page, part by part: 35 kB for each picture that is not paid, the first `most`."""
    title = f"Statement for {told.contributor} · {told.subject.name}"
    return elements.document(title, _body(told, thumbnails, most))


def _body(told: Statement, thumbnails: Thumbnails, most: int) -> Iterator[str]:
    yield _head(told)
    yield _sums(told)
    if told.rows:
        yield _opening(told, most)
        for case in told.cases(0, most):
            yield _article(case, thumbnails)
        yield "</section>\n"
        if len(told.rows) > most:
            yield _listed(told, most)
    yield elements.section("How to object", elements.paragraph(HOW_TO_APPEAL))
    yield elements.section("What is paid", elements.listed(policy_lines(told.policy)))
    compared = elements.paragraph(strictness_in_words(told.subject))
    yield elements.section("How pictures were compared", compared)
    yield f"<footer>Made on {elements.text(moment(told.subject.at))}.</footer>\n"


def _head(told: Statement) -> str:
    about = [elements.text(word) for word in (told.subject.name, told.campaign) if word]
    if told.period:  # no line ends within a date
        about.append(f'<span class="whole">submitted {elements.text(told.period)}</span>')
    line = " · ".join(about)
    return (
        f'<header>\n<p class="kind">Statement</p>\n<h1>{elements.name(told.contributor)}</h1>\n'
        f"<p>{line}</p>\n</header>\n"
    )


def _sums(told: Statement) -> str:
    sums = told.totals
    parts = (
        ("Submitted", sums.pictures, sums.price),
        ("Paid", sums.paid_pictures, sums.paid),
        ("Not paid", sums.unpaid_pictures, sums.unpaid),
        ("Held", sums.held_pictures, sums.held),
    )
    numbers = elements.facts(
        (title, told.money(units) or f"{many:,}", counted(many, "picture"))
        for title, many, units in parts
    )
    bar = shares(
        [
            Part("Paid", sums.paid_pictures, "paid"),
            Part("Not paid", sums.unpaid_pictures, "unpaid"),
            Part("Held", sums.held_pictures, "held"),
        ]
    )
    all_paid = "" if told.rows else elements.paragraph("Every picture is paid.")
    return f"{numbers}\n{bar}\n{all_paid}\n"


def _opening(told: Statement, most: int) -> str:
    many, first = len(told.rows), ""
    if many > most:
        first = f" The first {most:,} are shown; all the others are listed below them."
    note = f"{counted(many, 'picture')}, each beside the one that it is a copy of or belongs to."
    return f'<section>\n<h2>Not paid or held</h2>\n<p class="note">{note}{first}</p>\n'


def _article(case: Case, thumbnails: Thumbnails) -> str:
    kind = "held" if case.held else "unpaid"
    price = f"<span>{elements.text(case.price)}</span>" if case.price else ""
    objection = ""
    if case.appeal is not None and case.appeal.text:
        objection = f'<p class="appeal">Appeal: {elements.text(case.appeal.text)}</p>\n'
    return (
        f'<article class="case">\n{_figure(case.picture, "This picture", thumbnails)}'
        f"{_original(case, thumbnails)}"
        f'<div>\n<div class="state"><b class="{kind}">{case.state}</b>{price}'
        f'<span class="reference">Reference <code>{case.reference}</code></span></div>\n'
        f"<p>{elements.text(case.reason)}</p>\n{objection}</div>\n</article>\n"
    )


def _original(case: Case, thumbnails: Thumbnails) -> str:
    if case.original is None:
        return '<div class="none">removed by a reviewer</div>\n'
    by = case.original.by
    return _figure(case.original, f"Submitted by {by}" if by else "The one it is like", thumbnails)


def _figure(shown: Shown, title: str, thumbnails: Thumbnails) -> str:
    return (
        f"<figure>{elements.picture(shown.digest, shown.name, thumbnails)}\n"
        f"<figcaption><b>{elements.text(title)}</b>{elements.name(shown.name)}"
        f"{f'<br>{elements.text(shown.submitted)}' if shown.submitted else ''}"
        f"</figcaption></figure>\n"
    )


def _listed(told: Statement, most: int) -> str:
    """The rest, without thumbnails."""
    rows = (
        (case.picture.name, case.reference, case.state, case.reason, case.price)
        for case in told.cases(most)
    )
    titles = ("Picture", "Reference", "What", "Reason", "Price")
    return elements.section("All the others", elements.table(titles, rows, words=4))
