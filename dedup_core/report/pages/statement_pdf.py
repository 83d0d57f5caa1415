"""The same statement as a PDF, on A4, to be sent or printed.

Made with reportlab: pure Python, and it knows the fonts for Chinese, Japanese and Korean that PDF
readers have. What is lost against the HTML page: signs that no font at hand has become `�`, and
Arabic, Hebrew and Indic scripts are set letter by letter from left to right.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dedup_core.report.pages.elements import clean
from dedup_core.report.pages.pdf_text import Writing, writing
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
from dedup_core.report.pages.thumbnails import Thumbnails, small
from dedup_core.review.phrases import counted

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

# Points, 72 an inch; reportlab itself leaves the room of `_FRAME` around paragraphs.
_MARGIN, _FRAME, _PICTURE_WIDE, _PICTURE_HIGH, _GAP = 38.0, 6.0, 128.0, 92.0, 10.0
_MOST_LISTED = 2000  # without thumbnails; 40 sheets
_MOST_LETTERS = 800  # of a case that fits on a page for sure, however wide its letters are
_RED, _BROWN, _LINE, _SOFT = "#a83a29", "#7a5600", "#cfcfcb", "#4b4e54"


def statement_pdf(told: Statement, thumbnails: Thumbnails, *, most: int = MOST_SHOWN) -> bytes:
    """The document: 26 kB and 15 ms for each picture that is not paid, the first `most`."""
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415 - 0.2 s, and only here
    from reportlab.platypus import SimpleDocTemplate  # noqa: PLC0415

    stream, made = io.BytesIO(), _Maker(writing(), thumbnails, A4[0] - 2 * (_MARGIN + _FRAME))
    title = clean(f"Statement for {told.contributor}")

    def number(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.setFillColor(_SOFT)
        canvas.drawRightString(A4[0] - _MARGIN, _MARGIN / 2, f"Page {document.page:,}")

    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        title=title,
        subject=clean(told.subject.name),
        author="",
        **dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), _MARGIN),
    )
    document.build(list(_body(told, made, most)), onFirstPage=number, onLaterPages=number)
    return stream.getvalue()


def _body(told: Statement, made: _Maker, most: int) -> Iterator[Flowable]:
    yield made.words("STATEMENT", "kind")
    yield made.words(told.contributor, "title")
    about = [told.subject.name, told.campaign, told.period and f"submitted {told.period}"]
    yield made.words(" · ".join(word for word in about if word), "soft")
    yield made.sums(told)
    if not told.rows:
        yield made.words("Every picture is paid.", "text")
    else:
        yield made.words("Not paid or held", "heading")
        yield made.words(_note(told, most), "soft")
    for case in told.cases(0, most):
        yield made.case(case)
    for case in told.cases(most, most + _MOST_LISTED):
        yield made.words(
            f"{case.reference} · {case.picture.name} · {case.state} {case.price} · {case.reason}",
            "small",
        )
    left = len(told.rows) - most - _MOST_LISTED
    if left > 0:
        yield made.words(f"… and {left:,} more; the HTML statement lists all.", "text")
    yield made.words("How to object", "heading")
    yield made.words(HOW_TO_APPEAL, "text")
    yield made.words("What is paid", "heading")
    yield from (made.words(f"• {line}", "text") for line in policy_lines(told.policy))
    yield made.words("How pictures were compared", "heading")
    yield made.words(strictness_in_words(told.subject), "text")
    yield made.words(f"Made on {moment(told.subject.at)}.", "soft")


def _note(told: Statement, most: int) -> str:
    many = len(told.rows)
    note = f"{counted(many, 'picture')}, each beside the one that it is a copy of or belongs to."
    if many > most:
        note += f" The first {most:,} are shown; all the others are listed below them."
    return note


class _Maker:
    """Makes the parts of the document; `wide` is the room between the margins, points."""

    def __init__(self, writing: Writing, thumbnails: Thumbnails, wide: float) -> None:
        self._writing, self._thumbnails, self._wide = writing, thumbnails, wide

    def words(self, text: str, style: str, colour: str = "") -> Flowable:
        """A paragraph."""
        return self._writing.paragraph(text, style, colour)

    def sums(self, told: Statement) -> Flowable:
        """Money and pictures by what becomes of them, side by side."""
        from reportlab.platypus import Table  # noqa: PLC0415 - as above

        sums = told.totals
        columns = (
            ("Submitted", sums.pictures, sums.price),
            ("Paid", sums.paid_pictures, sums.paid),
            ("Not paid", sums.unpaid_pictures, sums.unpaid),
            ("Held", sums.held_pictures, sums.held),
        )
        cells = [
            [
                self.words(title, "soft"),
                self.words(told.money(units) or f"{many:,}", "number"),
                self.words(counted(many, "picture"), "soft"),
            ]
            for title, many, units in columns
        ]
        return Table(
            [cells],
            colWidths=[self._wide / len(cells)] * len(cells),
            style=[("BOX", (at, 0), (at, 0), 0.6, _LINE) for at in range(len(cells))],
            spaceBefore=_GAP,
            spaceAfter=_GAP,
        )

    def case(self, case: Case) -> Flowable:
        """A picture beside the one it is like, with the reason.

        The end of a page tears none that has room on one.
        """
        from reportlab.platypus import Table  # noqa: PLC0415 - as above

        by = case.original.by if case.original else ""
        original = f"Submitted by {by}" if by else "The one it is like"
        words = [
            self.words(
                " · ".join(filter(None, (case.state, case.price))),
                "state",
                _BROWN if case.held else _RED,
            ),
            self.words(f"Reference {case.reference}", "soft"),
            self.words(case.reason, "reason"),
        ]
        if case.appeal is not None and case.appeal.text:
            words.append(self.words(f"Appeal: {case.appeal.text}", "reason", _BROWN))
        left = [*self._shown(case.picture, "This picture")]
        middle = [*self._shown(case.original, original)] if case.original else []
        column = _PICTURE_WIDE + _GAP
        return Table(
            [[left, middle, words]],
            colWidths=[column, column, self._wide - 2 * column],
            style=[
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.6, _LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), _GAP),
            ],
            spaceBefore=_GAP / 2,
            splitInRow=int(_letters(case) > _MOST_LETTERS),
        )

    def _shown(self, shown: Shown, title: str) -> Iterator[Flowable]:
        from reportlab.platypus import Image  # noqa: PLC0415 - as above

        jpeg = small(self._thumbnails(shown.digest))
        if jpeg is None:
            yield self.words("no thumbnail", "soft")
        else:
            drawn = Image(io.BytesIO(jpeg), hAlign="LEFT")
            drawn._restrictSize(_PICTURE_WIDE, _PICTURE_HIGH)
            yield drawn
        yield self.words(title, "label")
        yield self.words(shown.name, "small")
        if shown.submitted:
            yield self.words(shown.submitted, "small")


def _letters(case: Case) -> int:
    """Letters of what may be long in a case: names of files, the reason, an objection."""
    original, appeal = case.original, case.appeal
    names = case.picture.name + (original.name if original else "")
    return len(names) + len(case.reason) + len(appeal.text if appeal else "")
