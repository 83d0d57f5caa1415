"""Links for clients: what is kept of them, and when they open nothing any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dedup_core.access import Allow, Share, grant_of, offer, official, opened_by, share_of
from dedup_core.errors import ShareError
from dedup_core.groups import Rule
from dedup_core.pay import Policy
from dedup_core.review import Setting
from dedup_core.store import Workspace
from dedup_core.store.shares import LONGEST_LABEL

SETTING = Setting("phash", 8, Rule.CHAINED, 3)
SECRET = "s3cret"


def _offer(workspace: Workspace, days: int | None = 30, label: str = "") -> tuple[Share, str]:
    allowed = (Allow.PAY, Allow.SANDBOX)
    return offer(
        workspace.shares,
        "one",
        SETTING,
        Policy(),
        allowed=allowed,
        label=label,
        by="Ana",
        days=days,
    )


def _bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file())


def test_a_token_opens_what_was_offered(workspace: Workspace) -> None:
    made, token = _offer(workspace)

    share = opened_by(token, workspace.shares)

    assert share == made
    assert official(share) == SETTING
    assert share.allowed == {Allow.PAY, Allow.SANDBOX}
    assert share.by == "Ana"


def test_the_workspace_does_not_hold_the_token(workspace: Workspace) -> None:
    _, token = _offer(workspace)

    assert token.encode() not in _bytes_of(workspace.folder)


@pytest.mark.parametrize("token", ["", "x", "../..", "\ud800", "ü" * 500])
def test_a_token_that_was_never_given_opens_nothing(workspace: Workspace, token: str) -> None:
    _offer(workspace)

    with pytest.raises(ShareError, match="not known here"):
        opened_by(token, workspace.shares)


def test_a_link_that_was_taken_back_says_so(workspace: Workspace) -> None:
    share, token = _offer(workspace)

    workspace.shares.revoke(share.id)

    with pytest.raises(ShareError, match="taken back"):
        opened_by(token, workspace.shares)
    assert [one.id for one in workspace.shares.of("one")] == [share.id]


def test_a_link_expires_when_it_was_said_to(workspace: Workspace) -> None:
    _, token = _offer(workspace, days=3)
    now = datetime.now(UTC)

    opened_by(token, workspace.shares, now=now + timedelta(days=2))

    with pytest.raises(ShareError, match="expired"):
        opened_by(token, workspace.shares, now=now + timedelta(days=4))


def test_a_link_without_end_stays_open(workspace: Workspace) -> None:
    share, token = _offer(workspace, days=None)

    later = datetime.now(UTC) + timedelta(days=10_000)

    assert opened_by(token, workspace.shares, now=later) == share


def test_a_label_is_one_short_line(workspace: Workspace) -> None:
    share, _ = _offer(workspace, label=" Lumen\n\tMaps \0" + "x" * 500)

    assert share.label.startswith("Lumen Maps x")
    assert len(share.label) == LONGEST_LABEL


def test_a_grant_opens_its_own_link_only(workspace: Workspace) -> None:
    one, other = _offer(workspace)[0], _offer(workspace)[0]

    mixed = grant_of(one, SECRET).replace(one.id, other.id)

    assert share_of(grant_of(one, SECRET), workspace.shares, SECRET) == one
    with pytest.raises(ShareError):
        share_of(mixed, workspace.shares, SECRET)


@pytest.mark.parametrize("grant", ["", "c-", f"c{'0' * 16}-{'0' * 64}", "c" * 81])
def test_a_grant_that_nobody_gave_opens_nothing(workspace: Workspace, grant: str) -> None:
    with pytest.raises(ShareError):
        share_of(grant, workspace.shares, SECRET)


def test_a_grant_made_with_another_secret_opens_nothing(workspace: Workspace) -> None:
    share, _ = _offer(workspace)

    with pytest.raises(ShareError, match="not valid"):
        share_of(grant_of(share, "another"), workspace.shares, SECRET)


def test_a_grant_ends_with_its_link(workspace: Workspace) -> None:
    share, _ = _offer(workspace, days=1)
    grant, later = grant_of(share, SECRET), datetime.now(UTC) + timedelta(days=2)

    with pytest.raises(ShareError, match="expired"):
        share_of(grant, workspace.shares, SECRET, now=later)
    workspace.shares.revoke(share.id)
    with pytest.raises(ShareError, match="taken back"):
        share_of(grant, workspace.shares, SECRET)
