"""What one contributor is told: what was paid, and of each other picture why not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from dedup_core.evidence.distances import threshold_in_words
from dedup_core.manifest import in_words
from dedup_core.manifest.moments import UNKNOWN as NO_TIME
from dedup_core.manifest.moments import in_words as at_in_words
from dedup_core.names import Names
from dedup_core.pay import FATES, Fate, Policy, Totals, lines, reason, totals, unpaid_of
from dedup_core.report.subject import Subject
from dedup_core.review.appeals import Appeal, appeals, reference

MOST_SHOWN = 500  # pictures with thumbnails: 17 MB as HTML, 13 MB as PDF; all others are listed
_CAMPAIGNS_NAMED = 3
_DAY, _MINUTE = len("2025-03-14"), len("2025-03-14T04:00")
OTHER = "another contributor"


@dataclass(frozen=True, slots=True)
class Told(Names):
    """Names as one contributor gets to see them: their own as they are, others not told.

    own:    the contributor; shown: how they are called
    whole:  whether their own files are named with their folders
    sender: the contributor of each row
    """

    own: str = ""
    shown: str = ""
    whole: bool = True
    sender: Sequence[str] = ()

    def person(self, name: str) -> str:
        """The contributor by name, everybody else as one of others."""
        return self.shown if name == self.own else OTHER

    def picture(self, path: str, row: int) -> str:
        """Their own by its path, others by the file name without any person's name."""
        if self.whole and self.sender[row] == self.own:
            return path
        return Names(self.aliases).picture(path, row)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as it is told: its name, when it was submitted and by whom; empty: not known."""

    digest: str
    name: str
    submitted: str
    by: str


@dataclass(frozen=True, slots=True)
class Case:
    """A picture that is not paid or is held, beside the one that it is a copy or an extra of.

    held:      otherwise it is not paid; price: in words, empty where none is known
    reference: to be named in an appeal
    appeal:    the one that waits for an answer
    """

    picture: Shown
    original: Shown | None
    held: bool
    price: str
    reason: str
    reference: str
    appeal: Appeal | None

    @property
    def state(self) -> str:
        """What becomes of it, in a word or two."""
        if self.appeal is not None and self.held:
            return "Held, under appeal"
        return "Held" if self.held else "Not paid"


@dataclass(frozen=True, slots=True)
class Statement:
    """All that a statement says. `subject` is what it is about, `rows` are not paid or held.

    contributor: how they are called; campaign, period: in words, empty where nothing is known
    others:      how pictures and people are called in it
    """

    subject: Subject
    contributor: str
    campaign: str
    period: str
    totals: Totals
    rows: tuple[int, ...]
    others: Names

    @property
    def policy(self) -> Policy:
        """What decides who is paid."""
        return self.subject.payroll.policy

    def money(self, units: int) -> str:
        """An amount in words; empty where nothing has a price."""
        return _money(self.subject, units) if self.totals.price else ""

    def cases(self, begin: int = 0, end: int | None = None) -> Iterator[Case]:
        """The pictures that are not paid or held, made one by one, in the order of their paths.

        With hidden names an appeal is without its words: people write names into them.
        """
        hidden = self.subject.names.hidden
        waiting = {
            appeal.picture: replace(appeal, text="") if hidden else appeal
            for appeal in appeals(self.subject.opened.ledger())
            if appeal.waits
        }
        return (_case(self, row, waiting) for row in islice(self.rows, begin, end))


def statement(
    subject: Subject,
    contributor: str,
    *,
    campaign: str | None = None,
    others_named: bool = False,
) -> Statement:
    """What a contributor is told; one that is not known has submitted nothing.

    campaign:     only what they submitted to it; None: all
    others_named: call other contributors and reviewers by name, and give their files' whole paths;
                  never where the subject hides names
    """
    payroll, sent = subject.payroll, subject.payroll.submissions
    asked = [campaign in (None, of) for of in sent.campaign]
    mine = np.array([name == contributor for name in sent.contributor], np.bool_) & asked
    hidden, shown = subject.names.hidden, subject.names.person(contributor)
    aliases = dict.fromkeys(payroll.names, OTHER)
    told = Told(aliases, contributor, shown, whole=not hidden, sender=sent.contributor)
    return Statement(
        subject,
        shown,
        _campaign([sent.campaign[row] for row in np.flatnonzero(mine)]),
        _period(sent.submitted_at_ms[mine].tolist()),
        totals(payroll, mine),
        tuple(row for row in unpaid_of(payroll, contributor) if asked[row]),
        Names() if others_named and not hidden else told,
    )


def policy_lines(policy: Policy) -> list[str]:
    """The policy, sentence by sentence, as it stands in every report."""
    return [*lines(policy).values(), "A price is paid whole or not at all, so nothing is rounded."]


def moment(iso: str) -> str:
    """A time of a subject, to the minute: `2026-03-14 04:00 UTC`."""
    return f"{iso[:_MINUTE].replace('T', ' ')} UTC"


def strictness_in_words(subject: Subject) -> str:
    """How pictures were compared: method, threshold, what that means, and the grouping rule."""
    method, setting = subject.outcome.method, subject.setting
    notch = method.notch(setting.threshold)
    return (
        f"{method.title}, {threshold_in_words(method, setting.threshold)} "
        f"({notch.word}: {notch.meaning}). {setting.rule.title}: {setting.rule.sentence}"
    )


HOW_TO_APPEAL = (
    "Do you think that a picture is not paid by mistake? Answer whoever sent you this statement, "
    "name the picture’s reference and say why. A reviewer then looks at it again. Until that is "
    "decided its price is held, not lost."
)


def _case(told: Statement, row: int, waiting: dict[tuple[str, str], Appeal]) -> Case:
    subject, payroll = told.subject, told.subject.payroll
    catalog, original = payroll.outcome.catalog, int(payroll.original[row])
    path, digest = catalog.paths[row], catalog.digests[row]
    return Case(
        picture=_shown(told, row),
        original=None if original < 0 else _shown(told, original),
        held=FATES[payroll.fate[row]] is Fate.HELD,
        price=_money(subject, int(payroll.price[row])) if payroll.price[row] else "",
        reason=reason(payroll, row, names=told.others),
        reference=reference(subject.opened.dataset.id, path, digest),
        appeal=waiting.get((path, digest)),
    )


def _shown(told: Statement, row: int) -> Shown:
    payroll, sent = told.subject.payroll, told.subject.payroll.submissions
    catalog, who = payroll.outcome.catalog, sent.contributor[row]
    return Shown(
        catalog.digests[row],
        told.others.picture(catalog.paths[row], row),
        at_in_words(int(sent.submitted_at_ms[row])),
        told.others.person(who) if who else "",
    )


def _money(subject: Subject, units: int) -> str:
    return in_words(units, subject.payroll.submissions.currency)


def _campaign(named: Sequence[str]) -> str:
    known = sorted(set(named) - {""})
    more = len(known) - _CAMPAIGNS_NAMED
    return "; ".join([*known[:_CAMPAIGNS_NAMED], *([f"and {more:,} more"] if more > 0 else [])])


def _period(sent: Sequence[int]) -> str:
    known = [at for at in sent if at != NO_TIME]
    if not known:
        return ""
    first, last = (at_in_words(at)[:_DAY] for at in (min(known), max(known)))
    return first if first == last else f"{first} to {last}"
