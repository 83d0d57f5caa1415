"""Make the sample campaign: `python -m sample_data.generate`, from the repository's root."""

from __future__ import annotations

import argparse
import shutil
import time
from pathlib import Path

from .cast import Plan, plan
from .files import Writer
from .studio import Studio, group_by_visit
from .tables import MANIFEST, TRUTH, manifest_rows, truth_rows, write

HERE = Path(__file__).resolve().parent.parent


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sample_data.generate", description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="folder for photos and tables")
    parser.add_argument("--cache", type=Path, default=HERE / "generate" / ".frames",
                        help="folder for raw frames, which are not rendered again")  # fmt: skip
    parser.add_argument("--samples", type=int, default=6, help="paths per pixel")
    parser.add_argument("--part", default="1/1", help="render only part k/n of the visits")
    parser.add_argument("--no-files", action="store_true", help="render frames and stop")
    return parser.parse_args()


def _render(story: Plan, studio: Studio, part: str) -> None:
    index, count = (int(word) for word in part.split("/"))
    groups = group_by_visit(story)[index - 1 :: count]
    for number, group in enumerate(groups, 1):
        start = time.monotonic()
        studio.render(group)
        took = time.monotonic() - start
        print(f"visit {number}/{len(groups)}: {len(group)} shots, {took:.0f} s", flush=True)


def main() -> None:
    """Plan, render, develop and write."""
    arguments = _arguments()
    story = plan()
    studio = Studio(story, arguments.cache, arguments.samples)
    _render(story, studio, arguments.part)
    if arguments.no_files:
        return
    developed = {key: studio.develop(shot) for key, shot in story.book.shots.items()}
    photos = arguments.out / "photos"
    shutil.rmtree(photos, ignore_errors=True)
    digests = Writer(story, photos, developed).write_all()
    write(arguments.out / "manifest.csv", MANIFEST, manifest_rows(story, digests))
    write(arguments.out / "truth.csv", TRUTH, truth_rows(story))
    total = sum(path.stat().st_size for path in photos.rglob("*") if path.is_file())
    print(f"{len(digests)} files, {total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
