"""What two people decided differently, both decisions side by side, as one Streamlit component."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dedup_core.review.agreement import Decision, Twice
from dedup_core.review.phrases import clean
from dedup_core.review.words import deed
from dedup_core.scan import OpenDataset
from pages.ui.code import component
from pages.ui.engine import Engine
from pages.ui.http.address import address


def show_differences(
    engine: Engine, opened: OpenDataset, differences: Sequence[Twice], *, key: str
) -> Decision | None:
    """Draw them; the decision comes back that somebody has just chosen to count."""
    row_of = {path: row for row, path in enumerate(opened.catalog.paths)}
    content = {
        "base": address(engine, f"of/{opened.version}/"),
        "differences": [_content(one, row_of, opened.catalog.digests) for one in differences],
    }
    drawn = component(engine, "differences")(key=key, data=content, on_chosen_change=lambda: None)
    return _chosen(differences, drawn.chosen)


def _chosen(differences: Sequence[Twice], chosen: object) -> Decision | None:
    """The decision of that entry, if it is among those on screen."""
    for one in differences:
        for decision in (one.first, one.second):
            if chosen == [one.first.id, one.second.id, decision.id]:
                return decision
    return None


def _content(one: Twice, row_of: Mapping[str, int], digests: Sequence[str]) -> dict[str, object]:
    rows = [row_of.get(path) for path, _ in one.first.members]
    same = [
        row if row is not None and digests[row] == digest else None
        for row, (_, digest) in zip(rows, one.first.members, strict=True)
    ]
    pictures = [
        {"name": path, "row": row, "keeps": [first, second]}
        for (path, _), row, first, second in zip(
            one.first.members, same, one.first.keeps, one.second.keeps, strict=True
        )
    ]
    return {
        "ids": [one.first.id, one.second.id],
        "settled": one.settled,
        "decisions": [_decision(one.first), _decision(one.second)],
        "pictures": sorted(pictures, key=lambda picture: len(set(picture["keeps"])) == 1),  # type: ignore[arg-type]
    }


def _decision(decision: Decision) -> dict[str, object]:
    return {
        "id": decision.id,
        "who": clean(decision.reviewer),
        "at": decision.entry.at,
        "said": deed(decision.entry),
        "blind": decision.blind,
    }
