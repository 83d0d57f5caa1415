"""Decisions carried out on files, apart from deciding: a list, a copy, or a quarantine.

No function here deletes a source picture: what is removed is moved, and `restore` moves it back.
"""

from dedup_core.apply.copying import check_copy, copy_kept
from dedup_core.apply.listed import LISTS, List
from dedup_core.apply.places import folder_of
from dedup_core.apply.plan import Fate, Plan, Totals, decided, every, markers, plan
from dedup_core.apply.quarantine import STOPPED, check_quarantine, quarantine
from dedup_core.apply.restore import check_restore, command_to_restore, restore
from dedup_core.apply.running import Running, Work
from dedup_core.apply.tally import Done, Refused
from dedup_core.apply.zipped import zip_kept, zipped

__all__ = [
    "LISTS",
    "STOPPED",
    "Done",
    "Fate",
    "List",
    "Plan",
    "Refused",
    "Running",
    "Totals",
    "Work",
    "check_copy",
    "check_quarantine",
    "check_restore",
    "command_to_restore",
    "copy_kept",
    "decided",
    "every",
    "folder_of",
    "markers",
    "plan",
    "quarantine",
    "restore",
    "zip_kept",
    "zipped",
]
