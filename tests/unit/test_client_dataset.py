"""A dataset as a client sees it: what is told, what is not, and that nothing can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup_core.access import Allow, ClientDataset
from dedup_core.access.hiding import Contents
from dedup_core.errors import ShareError
from dedup_core.model import Facts
from dedup_core.pay import Accountant
from dedup_core.scan import OpenDataset
from dedup_core.store import Dataset, Workspace
from tests.sharing import (
    CAMERA,
    FILES,
    NOTE,
    OFFICIAL,
    PEOPLE,
    REVIEWER,
    as_client,
    shared,
    shared_dataset,
)

TIMES, PLACES = ("2025", "12:0"), ("103.", "N, ", " m away")
ANY_THRESHOLD = st.integers(0, 24)
ROW = st.integers(0, len(FILES) - 1)


@dataclass(frozen=True)
class Place:
    """A workspace with a dataset to share."""

    workspace: Workspace
    dataset: Dataset

    def seen(self, *allowed: Allow) -> ClientDataset:
        share, _ = shared(self.workspace, self.dataset, allowed)
        return as_client(self.workspace, self.dataset, share)

    def files(self) -> dict[str, bytes]:
        """All that is stored; what readers share in memory (`-shm`) is no part of it."""
        files = (file for file in self.workspace.folder.iterdir() if file.is_file())
        return {file.name: file.read_bytes() for file in files if not file.name.endswith("-shm")}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("shared")
    workspace = Workspace(folder / "workspace")
    yield Place(workspace, shared_dataset(workspace, folder / "pictures"))
    workspace.close()


def _everything(seen: ClientDataset) -> str:
    """All that a client can be told at the official setting, as one text."""
    outcome, catalog = seen.outcome(seen.official), seen.catalog()
    evidence = [
        seen.evidence(left, right, method="phash", threshold=10)
        for left in range(len(seen))
        for right in range(len(seen))
        if left != right
    ]
    told = (
        *catalog.paths,
        *catalog.digests,
        *(file.path for file in catalog.skipped),
        *(f"{getattr(outcome, name)}" for name in ("by", "notes", "seen")),
        *map(str, seen.flagged(seen.official, most=100)),
        *seen.pay_reasons(seen.official, list(range(len(seen)))),
        *(seen.why_kept(a, b) for a in range(len(seen)) for b in range(len(seen)) if a != b),
        *(f"{told.sentence} {told.facts}" for told in evidence),
    )
    return "\n".join(told)


def test_names_places_and_times_are_hidden_unless_allowed(place: Place) -> None:
    told = _everything(place.seen(Allow.PAY))

    assert not [word for word in (*PEOPLE, REVIEWER, CAMERA, NOTE) if word in told]
    assert not [word for word in (*TIMES, *PLACES) if word in told]


def test_what_is_allowed_is_told(place: Place) -> None:
    told = _everything(place.seen(*Allow))

    assert all(word in told for word in (*PEOPLE, CAMERA, FILES[0], *TIMES, "103."))
    assert REVIEWER not in told
    assert NOTE not in told


@pytest.mark.parametrize("hidden", [Allow.PLACES, Allow.TIMES, Allow.NAMES], ids=lambda a: a.value)
def test_each_right_is_its_own(place: Place, hidden: Allow) -> None:
    words = {Allow.PLACES: PLACES, Allow.TIMES: TIMES, Allow.NAMES: (*PEOPLE, CAMERA)}

    told = _everything(place.seen(*set(Allow) - {hidden}))

    assert not [word for word in words.pop(hidden) if word in told]
    assert all(any(word in told for word in others) for others in words.values())


def test_a_picture_keeps_its_file_name_unless_that_tells_who_sent_it(place: Place) -> None:
    paths = tuple(place.seen().catalog().paths)

    assert paths == ("first.jpg", "again.jpg", "other.jpg", "picture 4.jpg")


def test_every_fact_of_a_picture_was_weighed_for_clients(place: Place) -> None:
    """A new fact must be hidden, or listed here as telling nothing of who, where and when."""
    open_to_all = {"width", "height", "size_bytes", "format", "orientation"}
    open_to_all |= {"sharpness", "exposure", "information"}
    digest = place.workspace.catalog(place.dataset.id).digests[0]
    share, _ = shared(place.workspace, place.dataset)

    facts = Contents(place.workspace, share).facts(digest)

    others = {field.name for field in fields(Facts)} - open_to_all
    assert {getattr(facts, name) or None for name in others} == {None}


def test_amounts_are_told_only_where_they_may_be(place: Place) -> None:
    without, paid = place.seen(), place.seen(Allow.PAY).money(OFFICIAL)

    assert paid is not None
    assert (paid.price, paid.paid) == (60, 30)
    assert without.money(OFFICIAL) is None
    assert (without.policy, without.currency, without.pay_reasons(OFFICIAL, [0])) == ("", "", [])


def test_the_groups_are_those_that_reviewers_see(place: Place) -> None:
    opened = OpenDataset(place.workspace, place.dataset)

    client, theirs = place.seen().outcome(OFFICIAL), opened.outcome(OFFICIAL)

    assert client.headline == theirs.headline
    assert client.groups.member.tolist() == theirs.groups.member.tolist()
    assert client.kept.tolist() == theirs.kept.tolist()
    assert client.headline.flagged == 2


def test_each_flagged_picture_has_its_reason(place: Place) -> None:
    one, other = place.seen().flagged(OFFICIAL, most=10)

    assert (one.picture, one.instead, one.group) == ("again.jpg", "first.jpg", 1)
    assert "higher resolution: 640 x 480 against 400 x 300" in one.why
    assert one.why.endswith("a reviewer removed it.")
    assert other.why.endswith("suggested, not decided by a person yet.")
    assert "“first.jpg” (" in other.why


def test_another_strictness_may_be_tried_in_a_sandbox_only(place: Place) -> None:
    closed, sandbox = place.seen(), place.seen(Allow.SANDBOX)

    assert closed.stops() == [10]
    assert sandbox.stops() == list(range(25))
    assert sandbox.outcome(sandbox.at(0)).headline.flagged <= 2
    with pytest.raises(ShareError, match="does not open"):
        closed.at(11)
    with pytest.raises(ShareError):
        closed.outcome(replace(OFFICIAL, threshold=11))


@pytest.mark.parametrize(
    "asked", [{"method": "dhash"}, {"at_least": 3}, {"threshold": 25}, {"threshold": float("nan")}]
)
def test_a_sandbox_moves_the_strictness_and_nothing_else(
    place: Place, asked: dict[str, object]
) -> None:
    with pytest.raises(ShareError):
        place.seen(Allow.SANDBOX).outcome(replace(OFFICIAL, **asked))  # type: ignore[arg-type]


def test_a_link_opens_no_other_dataset(place: Place) -> None:
    share, _ = shared(place.workspace, replace(place.dataset, id="another"))

    with pytest.raises(ShareError, match="another dataset"):
        ClientDataset(
            place.workspace, Accountant(OpenDataset(place.workspace, place.dataset)), share
        )


@given(asked=st.lists(st.tuples(st.integers(0, 6), ANY_THRESHOLD, ROW, ROW), max_size=6))
def test_whatever_a_client_asks_nothing_that_is_stored_changes(
    place: Place, asked: list[tuple[int, int, int, int]]
) -> None:
    seen = place.seen(*Allow)
    before, last = place.files(), place.workspace.log.last(place.dataset.id)

    for what, threshold, left, right in asked:
        here = seen.at(threshold)
        calls = (
            lambda here=here: seen.outcome(here),
            lambda here=here: seen.money(here),
            lambda here=here: seen.flagged(here, most=10),
            lambda here=here, left=left: seen.pay_reasons(here, [left]),
            lambda left=left, right=right: seen.why_kept(left, right),
            lambda left=left, right=right, at=threshold: seen.evidence(
                left, right, method="phash", threshold=at
            ),
            lambda: (seen.catalog().paths[:], seen.names(), seen.lacks(), seen.stops()),
        )
        calls[what]()

    assert place.files() == before
    assert place.workspace.log.last(place.dataset.id) == last


def test_it_offers_nothing_that_writes() -> None:
    offered = {name for name in dir(ClientDataset) if not name.startswith("_")}

    assert offered == {
        *("at", "catalog", "currency", "evidence", "flagged", "lacks", "money", "names"),
        *("outcome", "pay_reasons", "policy", "stops", "why_kept"),
    }
