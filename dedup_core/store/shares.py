"""Links for clients: what each of them opens, what it shows, and until when.

Of the link's token only a hash is kept: whoever reads the workspace cannot open a link from it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Engine, Row, Table, Text, insert, select, update

from dedup_core.errors import ShareError
from dedup_core.store.tables import metadata

LONGEST_LABEL = 80  # characters
_TOKEN_BYTES = 24  # of chance; nobody guesses 192 bits, so a plain hash of them is enough

shares = Table(
    "shares",
    metadata,
    Column("id", Text, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("dataset", Text, nullable=False, index=True),
    Column("setting", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("allowed", Text, nullable=False),  # words of Allow, divided by commas
    Column("label", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),  # empty: never
    Column("revoked_at", Text, nullable=False),  # empty: it was not
)


class Allow(Enum):
    """What a client may see or do beyond the groups. The value is the word in the store."""

    NAMES = "names"  # of contributors and folders, and the camera
    PLACES = "places"
    TIMES = "times"
    PAY = "pay"
    SANDBOX = "sandbox"


@dataclass(frozen=True, slots=True)
class Share:
    """A link for a client.

    setting, policy:            the official ones, as JSON
    label:                      whom it is for
    by, at:                     who made it, and when; all times are ISO 8601 in UTC
    expires_at, revoked_at:     empty: never, and not yet
    """

    id: str
    dataset: str
    setting: str
    policy: str
    allowed: frozenset[Allow]
    label: str
    by: str
    at: str
    expires_at: str
    revoked_at: str

    def allows(self, what: Allow) -> bool:
        """Whether the client may see or do that."""
        return what in self.allowed

    def refusal(self, now: datetime | None = None) -> str:
        """Why it opens nothing any more, in a sentence; empty while it does."""
        if self.revoked_at:
            return f"This link was taken back {_day(self.revoked_at)}. Ask for a new one."
        if self.expires_at and datetime.fromisoformat(self.expires_at) <= (now or _now()):
            return f"This link expired {_day(self.expires_at)}. Ask for a new one."
        return ""


class Shares:
    """The links of a workspace. None is ever erased: a revoked one stays in the list."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def add(self, share: Share, *, days: int | None) -> tuple[Share, str]:
        """The share as it is stored, and the token of its link, which is told only now.

        days: until it expires; None: never. What is stored are dataset, setting, policy, allowed,
        label and by
        """
        token, now = secrets.token_urlsafe(_TOKEN_BYTES), _now()
        end = "" if days is None else _written(now + timedelta(days=days))
        made = replace(
            share,
            id=secrets.token_hex(8),
            label=_label(share.label),
            at=_written(now),
            expires_at=end,
            revoked_at="",
        )
        with self._database.begin() as connection:
            connection.execute(insert(shares).values(_row(made) | {"token_hash": _hash(token)}))
        return made, token

    def of(self, dataset: str) -> list[Share]:
        """The links of a dataset, the newest first."""
        query = select(shares).where(shares.c.dataset == dataset)
        with self._database.connect() as connection:
            rows = connection.execute(query.order_by(shares.c.at.desc(), shares.c.id)).all()
        return [_share(row) for row in rows]

    def with_token(self, token: str) -> Share:
        """The link of a token; ShareError when there is none."""
        return self._one(shares.c.token_hash == _hash(token))

    def with_id(self, id: str) -> Share:
        """The link of an id; ShareError when there is none."""
        return self._one(shares.c.id == id)

    def revoke(self, id: str) -> None:
        """Take a link back; it opens nothing from now on. One that was keeps its time."""
        still = (shares.c.id == id) & (shares.c.revoked_at == "")
        with self._database.begin() as connection:
            connection.execute(update(shares).where(still).values(revoked_at=_written(_now())))

    def _one(self, which: Any) -> Share:
        with self._database.connect() as connection:
            row = connection.execute(select(shares).where(which)).first()
        if row is None:
            raise ShareError("This link is not known here. Check that it is whole.")
        return _share(row)


def wanted(
    dataset: str, *, setting: str, policy: str, allowed: Iterable[Allow], label: str, by: str
) -> Share:
    """A link that is still to be stored; see `Shares.add`."""
    return Share("", dataset, setting, policy, frozenset(allowed), label, by, "", "", "")


def _row(share: Share) -> dict[str, str]:
    row = {name: getattr(share, name) for name in Share.__slots__}
    return row | {"allowed": ",".join(sorted(word.value for word in share.allowed))}


def _share(row: Row[Any]) -> Share:
    values = {name: getattr(row, name) for name in Share.__slots__}
    known = {word.value: word for word in Allow}
    words = (known[word] for word in row.allowed.split(",") if word in known)
    return Share(**(values | {"allowed": frozenset(words)}))


def _label(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_LABEL]


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _day(iso: str) -> str:
    return datetime.fromisoformat(iso).strftime("on %d %b %Y at %H:%M UTC")


def _now() -> datetime:
    return datetime.now(UTC)


def _written(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
