"""Measures every method on every data set and writes `benchmarks/ACCURACY.md`.

These are the sample campaign and the pictures of `--data`: by default, where it is there, the
collection of real photos in `shared/data` beside the repository, for fitting and for judging.
A quick look (`--sample`, `--methods`) is printed only.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from benchmarks.accuracy import pages
from benchmarks.accuracy.cache import Cache
from benchmarks.accuracy.campaign import campaign
from benchmarks.accuracy.photographs import is_such, photographs
from benchmarks.accuracy.runs import run
from benchmarks.accuracy.truth import Dataset
from benchmarks.common import ROOT

SAMPLE = ROOT / "sample_data" / "photos"
PHOTOS = ROOT.parent / "shared" / "data"
OUTPUT = ROOT / "benchmarks" / "ACCURACY.md"


def main() -> None:
    options = _options()
    cache = Cache()
    measured = [run(dataset, cache, options.methods) for dataset in _datasets(options, cache)]
    text = pages.whole(measured)
    print(text)
    if options.methods is None and options.sample is None:
        OUTPUT.write_text(text, encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, metavar="DIR", help="pictures, with --truth")
    parser.add_argument("--truth", type=Path, metavar="FILE", help="CSV: left,right,relation,how")
    parser.add_argument("--methods", nargs="+", metavar="NAME", help="only these")
    about = "a quick look: at most so many pictures of a sub-collection beside the listed ones"
    parser.add_argument("--sample", type=int, metavar="N", help=about)
    options = parser.parse_args()
    if (options.data is None) != (options.truth is None):
        parser.error("--data and --truth belong together")
    return options


def _datasets(options: argparse.Namespace, cache: Cache) -> Iterator[Dataset]:
    places = {SAMPLE: SAMPLE.parent / "truth.csv"}
    if options.data is not None:
        places[options.data.resolve()] = options.truth
    elif PHOTOS.is_dir():
        places[PHOTOS] = PHOTOS / "truth.csv"
    for folder, truth in places.items():
        if folder == SAMPLE:
            yield campaign(folder, truth, name="sample campaign", use="fit")
        elif not is_such(folder):
            yield campaign(folder, truth, name=folder.name, use="judge")
        else:
            for use in ("judge", "fit"):
                thinned = options.sample
                yield photographs(folder, truth, use=use, cache=cache.folder, thinned=thinned)


if __name__ == "__main__":
    main()
