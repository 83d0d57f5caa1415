"""Who is paid for what: groups, submissions, a policy and what people decided → amounts.

`pay` says of each picture what becomes of its price, `reason` why; `totals`, `by_contributor` and
`across` sum it up, `differences` says where screen and policy part. Money is whole numbers of the
currency's smallest units throughout.
"""

from dedup_core.pay.accountant import Accountant
from dedup_core.pay.across import Shared, across, shared
from dedup_core.pay.contributors import Contributors, by_contributor, unpaid_of
from dedup_core.pay.hands import Hands, hands
from dedup_core.pay.known import Known, Pairs, copies_by_evidence, known, nothing_known
from dedup_core.pay.payroll import FATES, KINDS, WHYS, Fate, Kind, Payroll, Why, pay
from dedup_core.pay.policy import (
    MOVES,
    Differs,
    Line,
    Policy,
    Scene,
    Undecided,
    lines,
    read,
    sentence,
    written,
)
from dedup_core.pay.reason import reason
from dedup_core.pay.totals import Difference, Totals, differences, totals

__all__ = [
    "FATES",
    "KINDS",
    "MOVES",
    "WHYS",
    "Accountant",
    "Contributors",
    "Difference",
    "Differs",
    "Fate",
    "Hands",
    "Kind",
    "Known",
    "Line",
    "Pairs",
    "Payroll",
    "Policy",
    "Scene",
    "Shared",
    "Totals",
    "Undecided",
    "Why",
    "across",
    "by_contributor",
    "copies_by_evidence",
    "differences",
    "hands",
    "known",
    "lines",
    "nothing_known",
    "pay",
    "read",
    "reason",
    "sentence",
    "shared",
    "totals",
    "unpaid_of",
    "written",
]
