"""The report for a client: what was delivered, what was flagged and why, in one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dedup_core.manifest import in_words
from dedup_core.pay import by_contributor, differences, totals
from dedup_core.report.pages import elements
from dedup_core.report.pages.charts import Scale, bars, curve
from dedup_core.report.pages.client_groups import USUAL, Caps, groups
from dedup_core.report.pages.shares import Part, percent, shares
from dedup_core.report.pages.statement import moment, policy_lines, strictness_in_words
from dedup_core.report.pages.thumbnails import Thumbnails
from dedup_core.report.subject import Subject
from dedup_core.report.tables.said import Said
from dedup_core.review.phrases import counted

_MOST_REASONS = 50  # why files could not be read
_SIZES = ((2, "2"), (3, "3"), (4, "4"), (5, "5–9"), (10, "10–19"), (20, "20–49"), (50, "50+"))


def client_html(
    subject: Subject, thumbnails: Thumbnails, *, amounts: bool = True, caps: Caps = USUAL
) -> Iterator[str]:
    """The page, part by part: 16 kB a thumbnail, 10 MB at most, whatever the dataset's size.

    What reviewers wrote in notes stays inside the house.
    amounts: whether money is told
    """
    title = f"Duplicate report · {subject.name}"
    return elements.document(title, _body(subject, thumbnails, amounts=amounts, caps=caps))


def _body(subject: Subject, thumbnails: Thumbnails, *, amounts: bool, caps: Caps) -> Iterator[str]:
    money = amounts and subject.payroll.submissions.total > 0
    yield _head(subject)
    yield _delivered(subject)
    if money:
        yield _paid(subject)
    yield _strictness(subject)
    if len(subject.outcome.groups):
        yield _sizes(subject)
    if subject.payroll.submissions.contributors:
        yield _contributors(subject, money=money, most=caps.contributors)
    yield _groups(subject, thumbnails, caps)
    yield f"<footer>Made on {moment(subject.at)}. This file needs no network.</footer>\n"


def _head(subject: Subject) -> str:
    campaigns = sorted(set(subject.payroll.submissions.campaign) - {""})
    about = "; ".join(campaigns) if len(campaigns) <= 3 else counted(len(campaigns), "campaign")
    return (
        f'<header>\n<p class="kind">Duplicate report</p>\n<h1>{elements.name(subject.name)}</h1>\n'
        f"<p>{elements.text(about)}</p>\n</header>\n"
    )


def _delivered(subject: Subject) -> str:
    head = subject.outcome.headline
    kept = head.pictures - head.flagged
    unread = f"{head.skipped:,} could not be read" if head.skipped else "all could be read"
    numbers = elements.facts(
        [
            ("Files", f"{head.found:,}", unread),
            ("Delivered", f"{head.pictures:,}", "pictures"),
            ("Flagged", f"{head.flagged:,}", f"in {counted(head.groups, 'group')}"),
            ("Stay", f"{kept:,}", "pictures"),
        ]
    )
    bar = shares([Part("Stay", kept, "paid"), Part("Flagged", head.flagged, "unpaid")])
    reasons = Counter(reason for _, reason in Said(subject).skipped()).most_common()
    unreadable = ""
    if reasons:
        rows = ((reason, f"{many:,}") for reason, many in reasons[:_MOST_REASONS])
        table = elements.table(("Why", "Files"), rows)
        unreadable = f"<details><summary>Files that could not be read</summary>{table}</details>"
    note = "A flagged picture shows what a kept one shows already."
    return elements.section("Delivered and flagged", numbers, bar, unreadable, note=note)


def _paid(subject: Subject) -> str:
    sums, currency = totals(subject.payroll), subject.payroll.submissions.currency
    parts = (
        ("Submitted", sums.price, sums.pictures),
        ("To be paid", sums.paid, sums.paid_pictures),
        ("Not paid", sums.unpaid, sums.unpaid_pictures),
        ("Held", sums.held, sums.held_pictures),
    )
    numbers = elements.facts(
        (title, in_words(units, currency), counted(many, "picture")) for title, units, many in parts
    )
    policy = elements.listed(policy_lines(subject.payroll.policy))
    return elements.section("What is paid", numbers, policy, note=_not_the_same(subject))


def _not_the_same(subject: Subject) -> str:
    """Why the numbers flagged and not paid differ; empty where they are of the same pictures."""
    many = sum(part.pictures for part in differences(subject.payroll))
    if not many:
        return ""
    return (
        f"What is flagged and what is not paid differ in {counted(many, 'picture')}: the best file "
        "of a group stays, but who is paid goes by the lines below."
    )


def _strictness(subject: Subject) -> str:
    method, setting = subject.outcome.method, subject.setting
    found = subject.opened.curve(method.name, setting.rule, at_least=setting.at_least)
    if not len(found):
        return elements.section(
            "How strict this is", elements.paragraph(strictness_in_words(subject))
        )
    limits = found.thresholds.tolist()
    values = [
        (method.said(method.threshold_of(round(limit, 6))), flagged)
        for limit, flagged in zip(limits, found.flagged.tolist(), strict=True)
    ]
    limit = method.limit_of(setting.threshold)
    here = min(range(len(limits)), key=lambda at: abs(limits[at] - limit))
    said = (
        f"From {values[0][1]:,} flagged at {values[0][0]} to {values[-1][1]:,} at {values[-1][0]}; "
        f"used is {values[here][0]}: {values[here][1]:,}"
    )
    scale = Scale(f"Strictness, strict to loose ({method.unit})", "Flagged pictures")
    drawn = curve("Flagged pictures at every strictness", scale, values, here, said)
    note = (
        "The drawing counts every picture of a group but one, before what is in them is compared "
        "and before anybody decides. So it can differ from what is flagged above."
    )
    return elements.section(
        "How strict this is", elements.paragraph(strictness_in_words(subject)), drawn, note=note
    )


def _sizes(subject: Subject) -> str:
    sizes, counts = subject.outcome.groups.sizes, Counter[str]()
    for size in sizes.tolist():
        counts[next(word for least, word in reversed(_SIZES) if size >= least)] += 1
    used = max(at for at, (_, word) in enumerate(_SIZES) if counts[word])
    values = [(word, counts[word]) for _, word in _SIZES[: used + 1]]
    scale = Scale("Pictures in a group", "Groups")
    return elements.section("Groups by size", bars("Groups by size", scale, values))


def _contributors(subject: Subject, *, money: bool, most: int) -> str:
    found, currency = by_contributor(subject.payroll), subject.payroll.submissions.currency
    order = sorted(
        range(len(found)),
        key=lambda at: (
            found.unique[at] - found.submitted[at],
            subject.names.person(found.name[at]),  # the order of hidden names would tell of them
        ),
    )
    columns = (found.submitted, found.unique, found.own_copies, found.extras, found.copied_from)
    rows = (
        [
            subject.names.person(found.name[at]),
            *(f"{column[at]:,}" for column in columns),
            percent(int(found.submitted[at] - found.unique[at]), int(found.submitted[at])),
            *([in_words(int(found.amount[at]), currency)] if money else []),
        ]
        for at in order[:most]
    )
    titles = ["Contributor", "Submitted", "Unique", "Own copies", "More of one scene"]
    titles += ["Copies of others", "Copies and extras", *(["To be paid"] if money else [])]
    capped = ""
    if len(order) > most:
        capped = f"The first {most:,} of {len(order):,}, who have most copies; "
        capped += "all are in the table file."
    return elements.section("Contributors", elements.table(titles, rows), note=capped)


def _groups(subject: Subject, thumbnails: Thumbnails, caps: Caps) -> str:
    many = len(subject.outcome.groups)
    if not many:
        return elements.section(
            "Groups", elements.paragraph("No picture shows what another shows.")
        )
    first = "The largest come first."
    if many > caps.groups:
        first = f"The first {caps.groups:,} of {many:,}, largest first; all are in the table file."
    note = f"{first} A green frame marks what stays. Groups have the numbers of the tables."
    if int(subject.outcome.groups.sizes.max()) > caps.members:
        note += f" Of each group up to {caps.members} pictures are shown."
    return elements.section("Groups", *groups(subject, thumbnails, caps), note=note)
