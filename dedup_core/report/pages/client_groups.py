"""Groups as a client sees them: what stays, what is flagged, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dedup_core.decisions import Status, Verdict
from dedup_core.evidence.distances import value_in_words
from dedup_core.judged import RELATIONS, UNKNOWN
from dedup_core.judged_pairs import NO_VERDICT
from dedup_core.manifest.moments import in_words as at_in_words
from dedup_core.report.pages import elements
from dedup_core.report.pages.thumbnails import Thumbnails
from dedup_core.report.subject import Subject
from dedup_core.review.said import STATUSES


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that a report shows: 600 thumbnails are 10 MB. A longer table is read as a file.

    members: of one group
    """

    groups: int = 100
    members: int = 6
    contributors: int = 500


USUAL = Caps()


_STANDING = {
    Status.OPEN: "as suggested, nobody decided yet",
    Status.DECIDED: "decided by a reviewer",
    Status.CHANGED: "has changed since a reviewer decided",
    Status.SKIPPED: "as suggested, left for later",
}


def groups(subject: Subject, thumbnails: Thumbnails, caps: Caps = USUAL) -> Iterator[str]:
    """The largest groups, one part of a page each."""
    order = np.argsort(-subject.outcome.groups.sizes, kind="stable")[: caps.groups]
    return (_group(subject, int(group), thumbnails, caps.members) for group in order)


def _group(subject: Subject, group: int, thumbnails: Thumbnails, most: int) -> str:
    outcome = subject.outcome
    begin, end = (int(at) for at in outcome.groups.start[group : group + 2])
    shown = sorted(range(begin, end), key=lambda at: not outcome.kept[at])  # what stays comes first
    left = len(shown) - most
    more = f'<p class="more">and {left:,} more</p>\n' if left > 0 else ""
    figures = "".join(_member(subject, at, begin, thumbnails) for at in shown[:most])
    status = _STANDING[STATUSES[outcome.status[group]]]
    flagged = int((~outcome.kept[begin:end]).sum())
    return (
        f'<article class="group">\n<h3>Group {group + 1:,}</h3>\n<p class="note">'
        f"{end - begin:,} pictures, {flagged:,} flagged · {status}</p>\n"
        f'<div class="members">\n{figures}{more}</div>\n</article>'
    )


def _member(subject: Subject, at: int, first: int, thumbnails: Thumbnails) -> str:
    outcome, sent = subject.outcome, subject.payroll.submissions
    row, kept = int(outcome.groups.member[at]), bool(outcome.kept[at])
    called = subject.names.picture(outcome.catalog.paths[row], row)
    who = sent.contributor[row]
    below = [
        subject.names.person(who) if who else "",
        at_in_words(int(sent.submitted_at_ms[row])),
        "" if at == first else _why(subject, at),
    ]
    lines = "".join(f"<br>{elements.text(line)}" for line in below if line)
    word, kind = ("Stays", "paid") if kept else ("Flagged", "unpaid")
    return (
        f'<figure class="{"kept" if kept else "flagged"}">'
        f"{elements.picture(outcome.catalog.digests[row], called, thumbnails)}\n"
        f'<figcaption><b class="{kind}">{word}</b>{elements.name(called)}{lines}</figcaption>'
        "</figure>\n"
    )


def _why(subject: Subject, at: int) -> str:
    """What it is to the first picture of its group: distance, evidence, verdict."""
    outcome, method = subject.outcome, subject.outcome.method
    distance, relation = float(outcome.distance[at]), int(outcome.relation[at])
    said = [f"{method.title}: {value_in_words(method, distance)}"]
    if distance > np.float32(method.limit_of(outcome.setting.threshold)):
        said = ["found through others of the group"]
    if relation != UNKNOWN:
        said.append(RELATIONS[relation])
    if outcome.verdict[at] != NO_VERDICT:
        said.append(f"told by a reviewer: {tuple(Verdict)[outcome.verdict[at]].value}")
    return "; ".join(said)
