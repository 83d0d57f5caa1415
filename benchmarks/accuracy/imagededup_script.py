"""Runs in a process of its own: imagededup's hashes, its search, and its evaluation functions.

Standard input: JSON with `files` {name: path}, `truth` {name: [names]} and `found` {method: {name:
[names]}}. The last line of standard output: JSON with `hashes` {method: {name: hex}}, `evaluated`
{method: numbers} and `version`.
"""

from __future__ import annotations

import json
import logging
import sys
from importlib.metadata import version
from typing import Any

from imagededup.evaluation import evaluate
from imagededup.methods import AHash, DHash, PHash, WHash

HASHES = {"phash": PHash, "dhash": DHash, "ahash": AHash, "whash": WHash}
_BITS = 10  # its default

Map = dict[str, list[str]]


def main() -> None:
    logging.disable(logging.INFO)
    asked = json.load(sys.stdin)
    hashes, found = {}, dict(asked["found"])
    for name, kind in HASHES.items():
        hashes[name] = _hashes(kind(verbose=False), asked["files"])
        found[f"imagededup {kind.__name__}"] = _found(kind(verbose=False), hashes[name])
    evaluated = {
        name: _numbers(asked["truth"], one, asked["unknown"]) for name, one in found.items()
    }
    told = {"hashes": hashes, "evaluated": evaluated, "version": version("imagededup")}
    print("\n" + json.dumps(told), flush=True)


def _hashes(hasher: Any, files: dict[str, str]) -> dict[str, str]:
    """The hash of each picture that it can read."""
    each = ((name, hasher.encode_image(image_file=path)) for name, path in files.items())
    return {name: text for name, text in each if text}


def _found(hasher: Any, hashes: dict[str, str]) -> Map:
    found: Map = hasher.find_duplicates(encoding_map=hashes, max_distance_threshold=_BITS)
    return found


def _numbers(truth: Map, found: Map, unknown: Map) -> dict[str, float]:
    """Its own numbers; pairs of which nothing is known are taken out of what was found."""
    known = {
        name: [one for one in found.get(name, []) if one not in unknown[name]] for name in truth
    }
    numbers = evaluate(truth, known, "all")
    single = {name: float(numbers[name]) for name in ("map", "ndcg", "jaccard")}
    return single | {name: float(numbers[name][1]) for name in ("precision", "recall")}


if __name__ == "__main__":
    main()
