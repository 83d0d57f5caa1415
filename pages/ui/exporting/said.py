"""What an export is of, in words: the same totals as on screen and in the file."""

from __future__ import annotations

from dedup_core.evidence.distances import threshold_in_words
from dedup_core.manifest import in_words
from dedup_core.pay import of_campaign, totals
from dedup_core.report.subject import Subject
from pages.ui import words


def about(subject: Subject, campaign: str | None) -> str:
    """Dataset, method and strictness, campaign, and whether names are hidden, as Markdown."""
    method, setting = subject.outcome.method, subject.setting
    parts = [
        words.plain(subject.name),
        f"{method.title}, {threshold_in_words(method, setting.threshold)}, {setting.rule.title}",
    ]
    if campaign is not None:
        parts.append(f"only {words.plain(campaign or '(no campaign)')}")
    if subject.names.hidden:
        parts.append("names hidden")
    return " · ".join(parts)


def totals_line(subject: Subject, campaign: str | None) -> str:
    """Pictures and money of what is exported, as Markdown."""
    chosen = None if campaign is None else of_campaign(subject.payroll, campaign)
    whole, currency = totals(subject.payroll, chosen), subject.payroll.submissions.currency
    parts = (
        ("paid", whole.paid_pictures, whole.paid),
        ("not paid", whole.unpaid_pictures, whole.unpaid),
        ("held", whole.held_pictures, whole.held),
    )
    said = [
        f"{pictures:,} {word}" + (f" ({in_words(units, currency)})" if whole.price else "")
        for word, pictures, units in parts
        if pictures or word == "paid"
    ]
    return f"**{words.counted(whole.pictures, 'picture')}:** {' · '.join(said)}"
