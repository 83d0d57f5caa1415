"""Why a picture is paid, is not, or is held, in one sentence."""

from __future__ import annotations

import numpy as np

from dedup_core.decisions import Verdict
from dedup_core.evidence.distances import value_in_words
from dedup_core.judged import RELATIONS, UNKNOWN
from dedup_core.judged_pairs import NO_VERDICT
from dedup_core.manifest.moments import UNKNOWN as NO_TIME
from dedup_core.manifest.moments import in_words as at_in_words
from dedup_core.names import Names
from dedup_core.pay.payroll import FATES, KINDS, NO_ROW, WHYS, Fate, Kind, Payroll, Why
from dedup_core.pay.policy import lines
from dedup_core.pay.totals import though


def reason(payroll: Payroll, row: int, *, names: Names | None = None) -> str:
    """One sentence: what becomes of it, for whose sake, by what evidence and line of the policy.

    Names of files and people are in it: whoever shows it must not take it for markup.
    names: how contributors and pictures are called; where theirs are hidden, so are reviewers'
    """
    called = names or Names()
    parts = [
        _head(payroll, row, called),
        *_evidence(payroll, row, called),
        *_decided(payroll, row, called),
    ]
    fate, why = FATES[payroll.fate[row]], WHYS[payroll.why[row]]
    at = int(payroll.member[row])
    flagged = at >= 0 and not payroll.outcome.kept[at]
    if flagged == (fate is Fate.PAID) and why is not Why.APPEAL:  # that is said already
        parts.append(though(why, flagged=flagged))
    line = lines(payroll.policy)[why.line].removesuffix(".")
    return f"{'; '.join(filter(None, parts))}; policy: “{line}”."


def _head(payroll: Payroll, row: int, names: Names) -> str:
    why, original = WHYS[payroll.why[row]], int(payroll.original[row])
    if FATES[payroll.fate[row]] is Fate.PAID:
        return f"Paid: {_PAID[why]}"
    start = "Held" if FATES[payroll.fate[row]] is Fate.HELD else "Not paid"
    if original < 0:
        return f"{start}: {_WITHOUT.get(why, why.value)}"
    what = _WHAT[KINDS[payroll.kind[row]]]
    order = "" if why is Why.ORDER else _submitted(payroll, original, row, names)
    too = KINDS[payroll.kind[original]] is Kind.EXTRA
    order += ", itself one too many of its scene" if too else ""
    unknown = ", and it is unknown who was first" if why is Why.ORDER else ""
    objected = ", but its contributor objects" if why is Why.APPEAL else ""
    return f"{start}: {what} {_named(payroll, original, names)}{order}{unknown}{objected}"


_PAID = {
    Why.ALONE: "nothing like it was found",
    Why.FIRST: "it is the first submitted of its copies",
    Why.WITHIN: "it is within what its contributor is paid of the scene",
    Why.KEPT: "a reviewer keeps it",
    Why.DIFFERENT: "a reviewer told it to be different",
    Why.DIFFERS: "the same place with another thing in it",
    Why.INSTEAD: "it was submitted before the copy that stays",
    Why.UNDECIDED: "nobody decided yet that it is a duplicate",
}
_WITHOUT = {
    Why.APPEAL: "its contributor objects",
    Why.REMOVED: "a reviewer removed it, and nothing of its group is paid",
    Why.DIFFERS: "the same place with another thing in it",
}
_WHAT = {
    Kind.COPY: "a copy of",
    Kind.EXTRA: "one more picture of the scene of",
}


def _named(payroll: Payroll, row: int, names: Names) -> str:
    return f"“{names.picture(payroll.outcome.catalog.paths[row], row)}”"


def _submitted(payroll: Payroll, original: int, row: int, names: Names) -> str:
    """`, which mei submitted first (2025-03-04 …)`, as far as it is known."""
    sent = payroll.submissions.submitted_at_ms
    when = int(sent[original])
    first = " first" if when != NO_TIME and (when < sent[row] or sent[row] == NO_TIME) else ""
    who = payroll.submissions.contributor[original]
    if not who and not first:
        return ""
    time = f" ({at_in_words(when)})" if when != NO_TIME else ""
    return f", which {names.person(who) if who else 'somebody'} submitted{first}{time}"


def _evidence(payroll: Payroll, row: int, names: Names) -> list[str]:
    """The kept picture of its group with distance and relation."""
    keeper, outcome = _keeper(payroll, row), payroll.outcome
    if keeper < 0:
        return []
    if keeper == row:
        return ["this picture is suggested to stay"]
    at = int(payroll.member[row])
    relation = int(outcome.relation[at])
    known = "nobody looked closer" if relation == UNKNOWN else RELATIONS[relation]
    method, distance = outcome.method, float(outcome.distance[at])
    shown = f"the picture suggested to stay is {_named(payroll, keeper, names)}"
    if distance > np.float32(method.limit_of(outcome.setting.threshold)):
        return [f"{shown}, found through others of the group"]
    return [f"{shown} ({method.title} {value_in_words(method, distance)}, {known})"]


def _keeper(payroll: Payroll, row: int) -> int:
    """The suggested picture of its group; NO_ROW where it is in none."""
    at = int(payroll.member[row])
    groups = payroll.outcome.groups
    return NO_ROW if at < 0 else int(groups.member[groups.start[_group(payroll, at)]])


def _group(payroll: Payroll, at: int) -> int:
    return int(payroll.outcome.groups.start[1:].searchsorted(at, side="right"))


def _decided(payroll: Payroll, row: int, names: Names) -> list[str]:
    """The verdict and who gave it, who keeps or removes it, or who decided its group."""
    if payroll.member[row] < 0:
        return []
    hands, group = payroll.known.hands, _group(payroll, int(payroll.member[row]))
    closed_by = payroll.outcome.by.get(int(payroll.outcome.closed[group]), ("", ""))[0]
    said = [_verdict(payroll, int(payroll.original[row]), row, names)]
    said = [said[0] or _verdict(payroll, _keeper(payroll, row), row, names)]
    if row in hands.reviewer:
        who = _reviewer(hands.reviewer[row], names)
        said.append(f"{'kept' if hands.keep[row] else 'removed'} by {who}")
    elif payroll.decided[row] and closed_by:
        said.append(f"its group was decided by {_reviewer(closed_by, names)}")
    return [word for word in said if word] or ["nobody has decided it yet"]


def _verdict(payroll: Payroll, other: int, row: int, names: Names) -> str:
    """`verdict duplicate by Ana`; empty where nobody gave one."""
    if other in (NO_ROW, row):
        return ""
    left, right = np.array([other], np.int32), np.array([row], np.int32)
    said = int(payroll.known.verdicts(left, right)[0])
    if said == NO_VERDICT:
        return ""
    who = payroll.known.reviewer(other, row)
    return f"verdict {tuple(Verdict)[said].value}{f' by {_reviewer(who, names)}' if who else ''}"


def _reviewer(name: str, names: Names) -> str:
    return "a reviewer" if names.hidden else name
