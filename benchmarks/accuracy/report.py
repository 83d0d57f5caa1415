"""The tables of one data set, and the one of all data sets."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.accuracy.costs import Cost
from benchmarks.accuracy.measure import RATE, Score
from benchmarks.accuracy.runs import Measured
from benchmarks.accuracy.scenes import Judged
from benchmarks.accuracy.scoring import Cut
from benchmarks.accuracy.truth import TIERS, Label
from benchmarks.common import show_table

TITLES = {
    Label.T1: "T1: copies and edits",
    Label.T2: "T2: the same scene, a tiny change of the camera",
    Label.T3: "T3: the same object, clearly another view",
}
_SCORE = ("method", "average precision", "recall at .99", "within", "(95 %)", "precise at least",
          "at .95", "at 1e-6")  # fmt: skip
_SAME_PLACE = ("same place in: .99", "same place in: .95")
_COST = ("ms a picture", "µs a pair")


def share(value: float) -> str:
    """A share with two decimals, without a zero before the point; 1 only where it is all."""
    return "1" if value == 1 else f"{min(value, 0.99):.2f}".lstrip("0")


def title_of(measured: Measured) -> str:
    """A data set's name and what it serves for."""
    return f"{measured.dataset.name} ({measured.dataset.use})"


def show_datasets(measured: Sequence[Measured]) -> None:
    """What was compared."""
    head = ("data set", "pictures", *(tier.name for tier in TIERS), "different",
            "same place, other object", "wrong pairs allowed at 1e-6")  # fmt: skip
    rows = []
    for one in measured:
        data = one.dataset
        counts = [data.count(label) for label in (*TIERS, Label.DIFFERENT, Label.SAME_PLACE)]
        allowed = int(RATE * data.count(Label.DIFFERENT))
        rows.append(
            (title_of(one), *(f"{count:,}" for count in (len(data.names), *counts, allowed)))
        )
    show_table("## Pairs whose truth is known", head, rows)


def show_tiers(measured: Measured) -> None:
    """A table for each tier of a data set."""
    data = measured.dataset
    place = bool(data.count(Label.SAME_PLACE))
    head = (*_SCORE, *(_SAME_PLACE if place else ()), *_COST)
    for tier in TIERS:
        rows = [
            (*_score(name, scores.tiers[tier], place=place), *_cost(measured.costs.get(name)))
            for name, scores in measured.scores.items()
            if tier in scores.tiers
        ]
        if rows:
            title = f"### {title_of(measured)}. {TITLES[tier]}: {data.count(tier):,} pairs"
            show_table(title, head, rows)


def _score(name: str, score: Score, *, place: bool) -> tuple[str, ...]:
    low, high = score.strict.between
    shares = (
        name,
        share(score.average),
        share(score.strict.recall),
        f"{score.strict.limit:.3g}" if score.strict.found else "",
        f"{share(low)}–{share(high)}",
        share(score.strict.surely_precise) if score.strict.found else "",
        share(score.usual.recall),
        share(score.rate.recall),
    )
    harder = (score.strict_same_place, score.usual_same_place)
    return shares + (tuple(_recall(cut) for cut in harder) if place else ())


def _recall(cut: Cut | None) -> str:
    return share(cut.recall) if cut else ""


def _cost(cost: Cost | None) -> tuple[str, str]:
    return (f"{cost.picture_ms:.2f}", f"{cost.pair_us:.2f}") if cost else ("", "")


def show_kinds(measured: Measured) -> None:
    """Recall of each kind of edit by each method, at its threshold for precision .99 on T1."""
    named = {name: scores.kinds for name, scores in measured.scores.items() if scores.kinds}
    if not named:
        return
    first = next(iter(named.values()))
    rows = [
        (kind, str(first[kind].of), *(share(kinds[kind].recall) for kinds in named.values()))
        for kind in sorted(first)
    ]
    title = f"### {title_of(measured)}. Recall at precision .99 on all of T1"
    show_table(title, ("edit", "pairs", *named), rows)


def show_taken(measured: Measured) -> None:
    """How many listed pairs that are no copies each method takes for duplicates by default."""
    kinds = [kind for kind in measured.dataset.kinds if kind[0] is not Label.T1]
    if not kinds:
        return
    said = {Label.UNKNOWN: "farther", Label.DIFFERENT: "different", Label.SAME_PLACE: "different"}
    rows = [
        (
            f"{said.get(label, label.name)}: {how}",
            f"{len(measured.dataset.kinds[label, how]):,}",
            *(f"{taken[label, how][0]:,}" for taken in measured.taken.values()),
        )
        for label, how in kinds
    ]
    show_table(f"### {title_of(measured)}", ("kind of pair", "pairs", *measured.taken), rows)


def show_evaluation(measured: Measured) -> None:
    """imagededup's own numbers."""
    if measured.told is None:
        return
    head = ("duplicates by", "largest distance", "MAP", "NDCG", "Jaccard", "precision", "recall")
    rows = [
        (name, f"{measured.limits.get(name, 10):g}", *(share(value) for value in numbers.values()))
        for name, numbers in measured.told.evaluated.items()
    ]
    show_table(f"### {title_of(measured)}, {measured.told.pictures:,} pictures", head, rows)


def show_agreement(measured: Measured) -> None:
    """Our hashes beside imagededup's."""
    if not measured.agreements:
        return
    head = ("hash", "pictures", "equal, exact decode", "equal, scaled decode", "most bits moved",
            "stored turned", "not read by imagededup")  # fmt: skip
    rows = [
        (a.method, a.pictures, a.exact, a.scaled, a.most_bits, a.turned, a.unread)
        for a in measured.agreements
    ]
    show_table(f"### {title_of(measured)}", head, rows)


def show_candidates(measured: Sequence[Measured]) -> None:
    """How many pairs the scene method looks at, and how many right ones are among them."""
    tiers = (*TIERS, Label.SAME_PLACE)
    head = (
        "data set",
        "pairs looked at, a picture",
        *(f"{tier.name.replace('_', ' ')} among them" for tier in tiers),
    )
    rows = [
        (title_of(one), one.judged.looked, *(_among(one.judged, tier) for tier in tiers))
        for one in measured
        if one.judged is not None
    ]
    if rows:
        show_table("## Candidates of `scene`", head, rows)


def _among(judged: Judged, tier: Label) -> str:
    found, of = judged.candidates.get(tier, (0, 0))
    return f"{share(found / of)} of {of:,}" if of else ""
