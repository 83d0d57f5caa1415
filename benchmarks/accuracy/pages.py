"""The whole text: what was measured on what, all tables, in Markdown."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks.accuracy import report
from benchmarks.accuracy.contenders import problems
from benchmarks.accuracy.runs import Measured
from benchmarks.accuracy.targets import show_targets
from benchmarks.common import show_machine

_BEFORE = """# Accuracy

Made by `python -m benchmarks.accuracy`; `README.md` beside this file says what it takes. Nothing in
here was chosen by looking at the rows that say *judge*: constants, thresholds and coefficients come
from data marked *fit* only.
"""

_HOW = """
## How to read it

A tier's recall at precision .99 is the share of its right pairs within the loosest threshold at
which 99 of 100 pairs within it are right: pairs of that tier are right, those known to be different
are wrong, pairs of other tiers and pairs of which nothing is known count nowhere. Pairs at the same
distance are taken together or not at all. *Within* is that threshold as a distance: bits, or 1 -
similarity. *(95 %)* is where the recall lies with that certainty, the threshold given (Wilson);
*precise at least* the lower end of the same for the precision. *At 1e-6* is the recall at the
loosest threshold that takes one in a million of the wrong pairs. *Same place in* adds, as wrong
pairs, those of the same place with another object: a swapped playing card on one table.

Costs are CPU time: of a picture once it is decoded, with every reduction made anew, and of
comparing a pair; of `scene`, of its features from a thumbnail, and of looking at one candidate
pair. `scene` gives a distance to candidates only; all other pairs are never found.

- **T1**: copies. Few are listed for the photos, so most are planted: 30 kinds of edit, each of
  other pictures. Crops, turns and mirrors are as frequent as re-saving, which makes it harder than
  what people hand in. Of the listed ones, *crop* takes a face out of a photo.
- **T2**: the same scene, the camera moved a little: hand-held shots, or up to 3° of a walk.
- **T3**: 4 to 12° of that walk. Larger angles count nowhere.

*scene, unchanged* is the probability of one scene times that of no part having changed. A sticker
or a caption is a change to it, though the pair is listed as a copy.

The photos serve either to fit or to judge, by sub-collection, never both. What a method learns from
the data set at hand (`fitted`, the candidates of `scene`) it learns from each part alone.

## What it cannot say

- T2 is judged by 60 pairs of 20 scenes from one collection, so a recall is known to about a tenth.
  With so few right pairs, precision .99 means not one wrong pair among a million.
- T3 has no pairs for judging: it is measured on rendered pictures that served to fit.
- Wrong pairs come in bunches: the copies of a look-alike are look-alikes, too.
- Copies are planted in photos of two kinds only: general scenes and people before a background.
"""


def whole(measured: Sequence[Measured]) -> str:
    """The text of a run."""
    with contextlib.redirect_stdout(io.StringIO()) as text:
        print(_BEFORE, end="")
        print(f"\nMeasured on {datetime.now(UTC):%Y-%m-%d}.", end=" ")
        show_machine()
        print(f"\n{_versions()}.")
        for name, why in problems().items():
            print(f"\nNot measured: `{name}`. {why}")
        for one in measured:
            for name, why in one.refused.items():
                print(f"\nNot measured on {report.title_of(one)}: `{name}`. {why}")
        show_targets(measured)
        report.show_datasets(measured)
        report.show_candidates(measured)
        print(_HOW, end="")
        for title, show in _PARTS:
            print(f"\n## {title}")
            for one in measured:
                show(one)
    return text.getvalue()


_PARTS = (
    ("Tiers", report.show_tiers),
    ("Kinds of edit", report.show_kinds),
    ("Listed pairs at the default threshold", report.show_taken),
    ("imagededup's own evaluation functions, at default thresholds", report.show_evaluation),
    ("Our hashes are imagededup's", report.show_agreement),
)


def _versions() -> str:
    packages = ("numpy", "Pillow", "opencv-python-headless", "imagededup", "pdqhash")
    return ", ".join(f"{name} {version(name)}" for name in packages)
