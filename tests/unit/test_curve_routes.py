"""The addresses of the strictness curve: what comes back, and who gets nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dedup_core.decisions import Act, Entry, Judgement, Verdict
from dedup_core.groups import Rule
from dedup_core.pay import Policy, Undecided, totals, written
from dedup_core.review import Setting
from dedup_core.scan import add_path, scan
from dedup_core.settings import from_environment
from dedup_core.store import Dataset
from pages.ui.engine import Engine
from pages.ui.http.guard import Guard
from pages.ui.http.routes import routes
from tests.making import folder_of, jpeg_series
from tests.manifests import manifest
from tests.unit.test_upload_routes import Client, Site

HOSTILE = "\N{RIGHT-TO-LEFT OVERRIDE}gpj.jpg"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    engine = Engine(from_environment({"DEDUP_WORKSPACE": str(tmp_path / "workspace")}))
    app = Starlette(routes=list(routes()), middleware=[Middleware(Guard, engine_of=lambda: engine)])
    yield Site(engine, app, Client(app))
    engine.close()


@pytest.fixture
def dataset(site: Site, tmp_path: Path) -> Dataset:
    files = jpeg_series(scenes=3, shots=4)
    files[HOSTILE] = files["0-0.jpg"]
    found = add_path(site.engine.workspace, folder_of(tmp_path / "pictures", files))
    scan(site.engine.workspace, found)
    lines = [f"{path},{path[0]},,,0.25,USD" for path in files]
    site.engine.workspace.manifests.attach(found.id, manifest(*lines))
    return site.engine.workspace.dataset(found.id)


def _ask(site: Site, dataset: Dataset, part: str, **asked: object) -> httpx.Response:
    version = site.engine.open(dataset).version
    return site.client.get(f"{site.base}/of/{version}/{part}", params=asked)


def _lines(answer: httpx.Response) -> list[dict[str, int]]:
    return [json.loads(line) for line in answer.text.splitlines()]


def test_the_curve_is_that_of_the_dataset(site: Site, dataset: Dataset) -> None:
    content = _ask(site, dataset, "curve/phash.json", rule="chained", at_least=3).json()

    opened = site.engine.open(dataset)
    found = opened.curve("phash", Rule.CHAINED, at_least=3)
    assert content["groups"] == found.groups.tolist()
    assert content["flagged"] == found.flagged.tolist()
    assert content["values"][:3] == ["0", "1", "2"]
    assert content["said"][10] == "10 bits"
    assert content["words"][4] == "strict"
    assert sum(content["pairs"]) == len(opened.pairs("phash"))


def test_drawn_pairs_are_told_with_their_paths_and_distances(site: Site, dataset: Dataset) -> None:
    content = _ask(site, dataset, "curve/phash.json").json()

    opened = site.engine.open(dataset)
    shown = [(at, pair) for at, drawn in enumerate(content["drawn"]) for pair in drawn]
    assert len(shown) > 10
    for at, (left, right, apart, verdict) in shown:
        assert opened.distance("phash", left, right) == at
        assert (apart, verdict) == (f"{at} bits", "")
        assert content["paths"][str(left)].endswith(".jpg")
        assert content["paths"][str(right)].isprintable()


def test_a_pair_that_somebody_judged_says_how(site: Site, dataset: Dataset) -> None:
    before = _ask(site, dataset, "curve/phash.json").json()["drawn"]
    at = max(place for place, drawn in enumerate(before) if drawn)
    left, right = before[at][0][:2]
    digests = site.engine.open(dataset).catalog.digests
    said = Judgement(Verdict.SAME_SCENE, (digests[left],), (digests[right],))

    site.engine.workspace.log.append(Entry(dataset.id, "Ana", Act.VERDICT, judgements=(said,)))

    after = _ask(site, dataset, "curve/phash.json").json()["drawn"][at][0]
    assert after == [left, right, f"{at} bits", "same scene"]


def test_a_similarity_has_its_own_steps(site: Site, dataset: Dataset) -> None:
    content = _ask(site, dataset, "curve/layout.json").json()

    assert content["values"][0] == "1"
    assert content["values"] == sorted(content["values"], key=float, reverse=True)
    assert len(content["drawn"]) == len(content["values"]) == len(content["pairs"])


def test_stakes_come_line_by_line_the_nearest_first(site: Site, dataset: Dataset) -> None:
    policy = Policy(undecided=Undecided.HOLD)
    asked = {"threshold": "4", "policy": written(policy), "rule": "all"}

    found = _lines(_ask(site, dataset, "stakes/phash.ndjson", **asked))

    assert [line["at"] for line in found][:3] == [4, 3, 5]
    assert len(found) == 25
    accountant = site.engine.accountant(dataset)
    for line in found:
        payroll = accountant.payroll(Setting("phash", line["at"], Rule.ALL), policy)
        assert (line["paid"], line["held"]) == (totals(payroll).paid, totals(payroll).held)
        assert line["kept_out"] == payroll.outcome.headline.flagged


@pytest.mark.parametrize(
    ("part", "asked"),
    [
        ("curve/none.json", {}),
        ("curve/phash.json", {"rule": "wild"}),
        ("curve/phash.json", {"at_least": "two"}),
        ("stakes/phash.ndjson", {}),
        ("stakes/phash.ndjson", {"threshold": "loose"}),
        ("stakes/phash.ndjson", {"threshold": "4", "policy": "{}"}),
    ],
)
def test_nonsense_is_refused_with_a_sentence(
    site: Site, dataset: Dataset, part: str, asked: dict[str, str]
) -> None:
    answer = _ask(site, dataset, part, **asked)

    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")


def test_a_dataset_that_is_not_there_has_no_curve(site: Site) -> None:
    answer = site.client.get(f"{site.base}/of/none-0/curve/phash.json")

    assert answer.status_code == 404
