"""Which column means what: guessed from the usual names, then anybody's to change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Mapping:
    """The column for each meaning; empty where there is none."""

    file: str = ""
    contributor: str = ""
    submitted_at: str = ""
    campaign: str = ""
    price: str = ""
    currency: str = ""
    digest: str = ""

    def columns(self) -> tuple[str, ...]:
        """Every column that means something."""
        return tuple(name for name in (getattr(self, m) for m in MEANINGS) if name)


MEANINGS = tuple(field.name for field in fields(Mapping))

# Spelled without blanks and signs; the first that a table has is taken.
_USUAL = {
    "file": "file path filepath filename imagepath imagefile image picture photo key name url",
    "contributor": "contributor contributorid tagger taggerid worker workerid user userid username "
    "author photographer submittedby uploader uploadedby owner annotator account player",
    "submitted_at": "submittedat submitted submissiontime submissiondate submittime uploadedat "
    "uploadtime uploaded createdat created timestamp datetime date time",
    "campaign": "campaign campaignid campaignname project projectid job task batch",
    "price": "price amount pay payout payment reward rate fee cost",
    "currency": "currency currencycode ccy",
    "digest": "digest sha256 contenthash checksum hash",
}


def guess_mapping(columns: Sequence[str]) -> Mapping:
    """The likely meaning of columns, by name; no column means two things."""
    spelled: dict[str, str] = {}
    for column in columns:
        spelled.setdefault(re.sub(r"[\W_]+", "", column.lower()), column)
    guess: dict[str, str] = {}
    for meaning, usual in _USUAL.items():
        found = (spelled[word] for word in usual.split() if word in spelled)
        guess[meaning] = next((column for column in found if column not in guess.values()), "")
    return Mapping(**guess)
