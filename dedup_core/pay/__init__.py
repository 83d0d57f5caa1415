"""Who is paid for what: groups, submissions, a policy and what people decided → amounts.

`pay` says of each picture what becomes of its price, `reason` why; `totals`, `by_contributor` and
`across` sum it up, `differences` says where screen and policy part. Money is whole numbers of the
currency's smallest units throughout.
"""

from dedup_core.pay.accountant import Accountant
from dedup_core.pay.across import Shared, across, shared
from dedup_core.pay.bursts import Bursts, Clock, bursts
from dedup_core.pay.contributors import Contributors, by_contributor, unpaid_of
from dedup_core.pay.effect import Effect, Withheld, by_line, effect
from dedup_core.pay.evidence import FACTS, Fact, Told, of_accounts, of_pictures
from dedup_core.pay.hands import Hands, hands
from dedup_core.pay.known import Known, Pairs, copies_by_evidence, known, nothing_known
from dedup_core.pay.listing import Asked, By, campaigns, listed, of_campaign
from dedup_core.pay.network import Network, network
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
from dedup_core.pay.trend import Trend, trend

__all__ = [
    "FACTS",
    "FATES",
    "KINDS",
    "MOVES",
    "WHYS",
    "Accountant",
    "Asked",
    "Bursts",
    "By",
    "Clock",
    "Contributors",
    "Difference",
    "Differs",
    "Effect",
    "Fact",
    "Fate",
    "Hands",
    "Kind",
    "Known",
    "Line",
    "Network",
    "Pairs",
    "Payroll",
    "Policy",
    "Scene",
    "Shared",
    "Told",
    "Totals",
    "Trend",
    "Undecided",
    "Why",
    "Withheld",
    "across",
    "bursts",
    "by_contributor",
    "by_line",
    "campaigns",
    "copies_by_evidence",
    "differences",
    "effect",
    "hands",
    "known",
    "lines",
    "listed",
    "network",
    "nothing_known",
    "of_accounts",
    "of_campaign",
    "of_pictures",
    "pay",
    "read",
    "reason",
    "sentence",
    "shared",
    "totals",
    "trend",
    "unpaid_of",
    "written",
]
