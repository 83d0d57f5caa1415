"""Text of a PDF in any script, with the fonts that are at hand."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from dedup_core.report.pages.elements import clean

if TYPE_CHECKING:
    from reportlab.platypus import Paragraph

# Found by name in the system's own font folders; the first one there is used for most text.
_PLAIN = (
    "DejaVuSans.ttf",
    "NotoSans-Regular.ttf",
    "Arial.ttf",
    "arial.ttf",
    "LiberationSans-Regular.ttf",
)
_BOLD = {
    "DejaVuSans.ttf": "DejaVuSans-Bold.ttf",
    "NotoSans-Regular.ttf": "NotoSans-Bold.ttf",
    "Arial.ttf": "Arial Bold.ttf",
    "arial.ttf": "arialbd.ttf",
    "LiberationSans-Regular.ttf": "LiberationSans-Bold.ttf",
}
_OTHERS = (
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "NotoSansTamil-Regular.ttf",
    "NotoSansBengali-Regular.ttf",
    "Arial Unicode.ttf",
    "Nirmala.ttf",
    "tahoma.ttf",
)
# In every PDF reader that knows these scripts; nothing of them is put into the file.
_BY_READERS = (
    ("HANGUL", "HYSMyeongJo-Medium"),
    ("HIRAGANA", "HeiseiMin-W3"),
    ("KATAKANA", "HeiseiMin-W3"),
    ("CJK", "STSong-Light"),
    ("FULLWIDTH", "STSong-Light"),
)
_INSIDE = ("Vera.ttf", "VeraBd.ttf")  # come with reportlab: Latin letters where nothing else is
_LAST_WIDE = 0xFFFF  # what these fonts of the readers can address
_MISSING = "\N{REPLACEMENT CHARACTER}"
# reportlab keeps fonts for the whole process, and one that is replaced while another thread writes
# with it would spoil that thread's document.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Font:
    name: str
    bold: str
    letters: Collection[int]


@dataclass(frozen=True, slots=True)
class Writing:
    """Fonts in the order in which they are asked for a letter, and styles of paragraphs by name."""

    fonts: tuple[_Font, ...]
    styles: dict[str, Any]

    def paragraph(self, text: str, style: str, colour: str = "") -> Paragraph:
        """A paragraph of plain text; each letter in a font that has it."""
        from reportlab.platypus import Paragraph  # noqa: PLC0415 - 0.2 s, and only for a PDF

        chosen = self.styles[style]
        bold = chosen.fontName == self.fonts[0].bold
        markup = "".join(self._runs(clean(text), bold=bold))
        return Paragraph(f'<font color="{colour}">{markup}</font>' if colour else markup, chosen)

    def _runs(self, text: str, *, bold: bool) -> Iterator[str]:
        first = self.fonts[0]
        if all(ord(letter) in first.letters for letter in set(text)):  # nearly always
            yield f'<font name="{first.bold if bold else first.name}">{escape(text)}</font>'
            return
        for font, letters in groupby(text, lambda letter: self.font_of(letter, bold=bold)):
            run = escape("".join(letters)) if font else self._missing()
            yield f'<font name="{font or self.fonts[0].name}">{run}</font>'

    def font_of(self, letter: str, *, bold: bool) -> str:
        """The font for a letter; empty where none has it."""
        for font in self.fonts:
            if ord(letter) in font.letters:
                return font.bold if bold else font.name
        if ord(letter) <= _LAST_WIDE:
            script = unicodedata.name(letter, "")
            return next((name for start, name in _BY_READERS if script.startswith(start)), "")
        return ""

    def _missing(self) -> str:
        return _MISSING if ord(_MISSING) in self.fonts[0].letters else "?"


def writing() -> Writing:
    """The fonts at hand; they are looked for once in a process."""
    from reportlab import rl_config  # noqa: PLC0415 - only for a PDF

    # Pictures as bytes: spelled in ASCII they take a quarter more room and 30 ms each.
    rl_config.useA85 = 0
    with _ONE_AT_A_TIME:
        fonts = tuple(_at_hand())
        _register_readers()
    return Writing(fonts, _styles(fonts[0]))


def _at_hand() -> Iterator[_Font]:
    plain = next((name for name in _PLAIN if _known(name)), _INSIDE[0])
    bold = _BOLD.get(plain, _INSIDE[1])
    yield _Font(plain, bold if _known(bold) else plain, _letters(plain))
    yield from (_Font(name, name, _letters(name)) for name in _OTHERS if _known(name))


def _known(name: str) -> bool:
    """Whether a font is there and can be used; then it is registered."""
    from PIL import ImageFont  # noqa: PLC0415 - only for a PDF
    from reportlab.pdfbase import pdfmetrics, ttfonts  # noqa: PLC0415

    if name in pdfmetrics.getRegisteredFontNames():
        return True
    try:
        place = name if name in _INSIDE else ImageFont.truetype(name, 10).path
        pdfmetrics.registerFont(ttfonts.TTFont(name, place))
    except (OSError, ttfonts.TTFError):
        return False
    return True


def _letters(name: str) -> Collection[int]:
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - only for a PDF

    _known(name)
    letters: dict[int, int] = pdfmetrics.getFont(name).face.charToGlyph
    return letters


def _register_readers() -> None:
    from reportlab.pdfbase import cidfonts, pdfmetrics  # noqa: PLC0415 - only for a PDF

    for name in sorted({name for _, name in _BY_READERS}):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(cidfonts.UnicodeCIDFont(name))


def _styles(font: _Font) -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415 - only for a PDF

    def style(name: str, size: float, *, bold: bool = False, **more: Any) -> Any:
        face, leading = font.bold if bold else font.name, size * 1.38
        return ParagraphStyle(
            name, fontName=face, fontSize=size, leading=leading, splitLongWords=1, **more
        )

    styles = (
        style("kind", 8, bold=True, textColor="#2b5fb3"),
        style("title", 20, bold=True, spaceAfter=2),
        style("heading", 12.5, bold=True, spaceBefore=14, spaceAfter=3, keepWithNext=1),
        style("text", 9, spaceAfter=3),
        style("number", 13, bold=True),
        style("state", 9.5, bold=True),
        style("reason", 8.2, spaceBefore=3),
        style("label", 7.6, bold=True, spaceBefore=3),
        style("small", 7.4, textColor="#4b4e54"),
        style("soft", 8.2, textColor="#4b4e54"),
    )
    return {each.name: each for each in styles}
