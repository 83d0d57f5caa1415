"""On the sample campaign: who cheats loses what the truth says, who is honest loses nothing.

The recommended setting: method `scene` at 0.25, chained groups, one picture a scene, and the same
place with another thing in it (a sticker, other traffic) counts as one more picture of the scene.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

from dedup_core.decisions import Act, Entry, Judgement, Verdict
from dedup_core.fingerprints import method_named
from dedup_core.groups import Rule
from dedup_core.manifest import guess_mapping, read_sheet, understand
from dedup_core.opened import OpenDataset
from dedup_core.pay import Differs, Payroll, Policy, across, by_contributor, known, pay, totals
from dedup_core.review import Setting
from dedup_core.scan import add_path, compute
from dedup_core.store import Workspace
from tests.bundling import bundle_of, checked, words_of

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
RECOMMENDED = Setting("scene", 0.25, Rule.CHAINED)
POLICY = Policy(differs=Differs.SAME_SCENE)
PRICE = 15  # US cents, of every picture
HONEST = ("joel", "lin", "mei", "noor", "omar", "tara")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = Workspace(tmp_path_factory.mktemp("pay") / "workspace")
    yield made
    made.close()


@pytest.fixture(scope="module")
def opened(workspace: Workspace) -> OpenDataset:
    """The sample with its manifest, looked at pair by pair: half a minute on two free cores."""
    cv2.setNumThreads(1)
    dataset = add_path(workspace, SAMPLE / "photos")
    compute(workspace, dataset, method_named("scene"))
    sheet = read_sheet("manifest.csv", (SAMPLE / "manifest.csv").read_bytes())
    workspace.manifests.attach(dataset.id, understand(sheet, guess_mapping(sheet.names)))
    return OpenDataset(workspace, workspace.dataset(dataset.id))


def _payroll(opened: OpenDataset, policy: Policy) -> Payroll:
    outcome = opened.outcome(RECOMMENDED)
    return pay(outcome, opened.submissions(), policy, known=known(opened, "scene"))


def _lost(payroll: Payroll) -> dict[str, int]:
    """Pictures that each contributor is not paid for."""
    found = by_contributor(payroll)
    return dict(zip(found.name, (found.submitted - found.payable).tolist(), strict=True))


def _truth() -> list[dict[str, str]]:
    with (SAMPLE / "truth.csv").open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["relation"] != "different"]


def _lost_by_truth() -> dict[str, int]:
    """All but the first submitted of each shot, and all but one of a contributor's scene.

    In the sample every scene is of one contributor, so whatever is linked is one payment.
    """
    with (SAMPLE / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        sent = {row["file"]: row["submitted_at"] for row in csv.DictReader(stream)}
    of = {file: {file} for file in sent}
    for row in _truth():
        both = of[row["left"]] | of[row["right"]]
        of.update(dict.fromkeys(both, both))
    losing = [file for file in sent if file != min(of[file], key=lambda one: (sent[one], one))]
    return Counter(file.split("/")[0] for file in losing)


def test_who_cheats_loses_exactly_what_the_truth_says(opened: OpenDataset) -> None:
    found = _payroll(opened, POLICY)

    lost = {who: count for who, count in _lost(found).items() if count}
    assert lost == _lost_by_truth() == {"dex": 48, "gia": 8, "ivy": 12, "raj": 39}
    whole = totals(found)
    assert (whole.unpaid, whole.held) == (PRICE * sum(lost.values()), 0)


def test_who_is_honest_loses_nothing(opened: OpenDataset) -> None:
    for policy in (POLICY, Policy()):
        lost = _lost(_payroll(opened, policy))

        assert [lost[who] for who in HONEST] == [0] * len(HONEST)


def test_the_thief_is_found_with_the_facts(opened: OpenDataset) -> None:
    pairs = across(_payroll(opened, POLICY))

    assert list(zip(pairs.first, pairs.other, strict=True)) == [("mei", "ivy"), ("lin", "ivy")]
    assert pairs.pictures.tolist() == pairs.earlier.tolist() == [7, 5]
    assert pairs.other_date.tolist() == [7, 5]


def test_by_default_pictures_with_another_thing_in_them_are_paid_until_a_reviewer_says_otherwise(
    workspace: Workspace, opened: OpenDataset
) -> None:
    before = _lost(_payroll(opened, Policy()))

    workspace.log.append(_verdicts(opened))

    after = _lost(_payroll(opened, Policy()))
    assert before["dex"] < after["dex"] == 48
    assert [after[who] for who in HONEST] == [0] * len(HONEST)


def test_a_verdict_of_one_scene_counts_above_the_evidence_of_a_copy(
    workspace: Workspace, opened: OpenDataset
) -> None:
    before = _lost(_payroll(opened, POLICY))
    stolen = next(row for row in _truth() if row["left"].startswith("ivy"))
    left, right = (_digest(opened, stolen[side]) for side in ("left", "right"))

    said = Judgement(Verdict.SAME_SCENE, (left,), (right,))
    workspace.log.append(Entry(opened.dataset.id, "Ana", Act.VERDICT, judgements=(said,)))

    assert _lost(_payroll(opened, POLICY))["ivy"] == before["ivy"] - 1


def test_the_bundle_of_the_campaign_is_confirmed_by_a_second_workspace(
    opened: OpenDataset, tmp_path: Path
) -> None:
    data = bundle_of(opened, setting=RECOMMENDED, policy=POLICY)

    found = checked(data, SAMPLE / "photos", tmp_path)

    assert words_of(found) == ""
    assert found.notes == ()
    assert found.sentence.startswith("Confirmed: ")


def _digest(opened: OpenDataset, file: str) -> str:
    return opened.catalog.digests[opened.catalog.paths.index(file)]


def _verdicts(opened: OpenDataset) -> Entry:
    """A reviewer says of all copies of one contributor that they are."""
    said = tuple(
        Judgement(Verdict.DUPLICATE, *((_digest(opened, row[side]),) for side in ("left", "right")))
        for row in _truth()
        if row["relation"] == "copy"
    )
    return Entry(opened.dataset.id, "Ana", Act.VERDICT, judgements=said)
