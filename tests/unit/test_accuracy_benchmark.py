"""The arithmetic of the accuracy benchmark, on cases small enough to be counted by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.cache import Cache
from benchmarks.accuracy.campaign import campaign
from benchmarks.accuracy.contenders import Contender, all_contenders
from benchmarks.accuracy.edits import EDITS, Planted, edited, planted
from benchmarks.accuracy.features import features
from benchmarks.accuracy.measure import Score, Scores, distances_of, known_pairs, scores_of
from benchmarks.accuracy.photographs import photographs, use_of, with_copies
from benchmarks.accuracy.report import share
from benchmarks.accuracy.scoring import Curve, Cut, curve_of, wilson
from benchmarks.accuracy.targets import Target, target_row
from benchmarks.accuracy.truth import Dataset, Known, Label, labelled, read_truth, without
from tests.making import folder_of, photo, picture

NEVER = float("inf")
HEAD = "left,right,relation,how,angle_degrees,shift_metres\n"


def curve(right: list[float], wrong: list[float]) -> Curve:
    return curve_of(np.array(right, float), np.array(wrong, float))


def test_average_precision_is_the_mean_precision_at_the_right_pairs() -> None:
    mixed = curve([1, 3], [2])

    average = mixed.average_precision()

    assert average == pytest.approx((1 / 1 + 2 / 3) / 2)


def test_pairs_at_one_distance_are_taken_together_so_no_order_flatters() -> None:
    tied = curve([1, 1], [1, 1])

    assert tied.average_precision() == pytest.approx(0.5)
    assert tied.at_precision(0.95).found == 0


def test_a_right_pair_that_is_never_compared_is_not_found() -> None:
    half = curve([1, NEVER], [NEVER, NEVER])

    cut = half.at_precision(0.99)

    assert (cut.found, cut.of, cut.false) == (1, 2, 0)
    assert half.average_precision() == pytest.approx(0.5)


def test_the_strictest_of_equally_good_cuts_is_taken() -> None:
    cut = curve([1, 1, 1, 1], [5]).at_precision(0.75)

    assert (cut.limit, cut.found, cut.false) == (1, 4, 0)


def test_a_cut_may_pass_a_bad_start_when_precision_comes_back() -> None:
    late = curve([2] * 99, [1])

    cut = late.at_precision(0.99)

    assert (cut.found, cut.false, cut.limit) == (99, 1, 2)


@pytest.mark.parametrize(("rate", "found"), [(0.0, 1), (0.25, 1), (0.5, 2), (1.0, 3)])
def test_a_false_rate_allows_whole_wrong_pairs_only(rate: float, found: int) -> None:
    cut = curve([1, 3, 5], [2, 4]).at_false_rate(rate)

    assert cut.found == found


def test_nothing_is_found_where_the_nearest_pair_is_wrong_and_none_may_be() -> None:
    cut = curve([2], [1]).at_false_rate(1e-6)

    assert (cut.limit, cut.found, cut.recall) == (-1, 0, 0)


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (0, 0, 0.0, 1.0)],
)
def test_the_interval_is_wilsons(found: int, of: int, low: float, high: float) -> None:
    assert wilson(found, of) == pytest.approx((low, high), abs=1e-4)


distances = st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, NEVER]), min_size=1, max_size=12)


@given(right=distances, wrong=distances, least=st.sampled_from([0.5, 0.9, 0.99, 1.0]))
def test_no_other_threshold_that_is_precise_enough_finds_more(
    right: list[float], wrong: list[float], least: float
) -> None:
    cut = curve(right, wrong).at_precision(least)

    each = [(sum(r <= at for r in right), sum(w <= at for w in wrong)) for at in (0, 1, 2, 3, 4)]
    best = max((true for true, false in each if true and true / (true + false) >= least), default=0)
    assert cut.found == best
    assert not cut.found or cut.found / (cut.found + cut.false) >= least


def test_the_tier_of_a_moved_camera_is_in_its_angle(tmp_path: Path) -> None:
    file = tmp_path / "truth.csv"
    rows = ["a,b,copy,cropped,,", "a,c,same-scene,walk,3.0,0.4", "a,d,same-scene,walk,12.0,2.0",
            "a,e,same-scene,walk,13.0,2.0", "a,f,same-scene,triple,,",
            'a,g,different,"other cards, same table",,', "a,h,different,look-alike,,"]  # fmt: skip
    file.write_text(HEAD + "\n".join(rows) + "\n")

    known = [pair.label.name for pair in read_truth(file)]

    assert known == ["T1", "T2", "T3", "UNKNOWN", "T2", "SAME_PLACE", "DIFFERENT"]


def test_a_relation_that_nobody_knows_is_refused_with_its_pair(tmp_path: Path) -> None:
    file = tmp_path / "truth.csv"
    file.write_text(HEAD + "a,b,cousins,,,\n")

    with pytest.raises(SystemExit, match="'cousins' of a and b"):
        read_truth(file)


def test_pictures_of_a_campaign_that_are_not_listed_together_are_different(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "photos", {f"{n}.png": picture(n) for n in range(4)})
    (tmp_path / "truth.csv").write_text(HEAD + "0.png,2.png,copy,cropped,,\n")

    data = campaign(folder, tmp_path / "truth.csv", name="four", use="fit")

    assert data.count(Label.T1) == 1
    assert data.count(Label.DIFFERENT) == 5
    assert [rows.tolist() for rows in data.pairs(Label.T1)] == [[0], [2]]


def copies_of(source: str, *names: str) -> list[Planted]:
    return [Planted(name, Path(name), source, "crop") for name in names]


def test_a_planted_copy_is_as_different_from_others_as_what_it_was_made_from() -> None:
    names = ["a", "b", "c"]
    labels = np.zeros((3, 3), np.uint8)
    labels[0, 1], labels[0, 2], labels[1, 2] = Label.DIFFERENT, Label.SAME_PLACE, Label.UNKNOWN

    whole, kinds = with_copies(labels, [*names, "a1", "a2"], copies_of("a", "a1", "a2"))

    assert whole[0, 3] == whole[0, 4] == Label.T1
    assert whole[1, 3] == whole[1, 4] == Label.DIFFERENT
    assert whole[2, 3] == Label.UNKNOWN, "only plain negatives are handed down"
    assert whole[3, 4] == Label.UNKNOWN, "nothing is said of two copies of one picture"
    assert whole[0, 2] == Label.SAME_PLACE
    assert kinds[Label.T1, "crop"].tolist() == [[0, 3], [0, 4]]


def test_copies_of_two_different_pictures_are_different() -> None:
    labels = np.array([[0, Label.DIFFERENT], [0, 0]], np.uint8)
    copies = copies_of("a", "a1") + copies_of("b", "b1")

    whole, _ = with_copies(labels, ["a", "b", "a1", "b1"], copies)

    assert whole[2, 3] == Label.DIFFERENT


def test_every_edit_changes_the_picture_and_comes_out_the_same_again() -> None:
    image = photo(1, (160, 120))

    first = {edit.name: edited(image, edit, "a") for edit in EDITS}
    again = {edit.name: edited(image, edit, "a") for edit in EDITS}

    assert first == again
    assert len(set(first.values())) == len(EDITS) == len(first)


def test_each_edit_is_planted_in_as_many_pictures_as_asked_and_not_always_the_same(
    tmp_path: Path,
) -> None:
    folder = folder_of(tmp_path / "in", {f"{n}.png": picture(n) for n in range(6)})
    sources = {path.name: path for path in folder.iterdir()}

    made = planted(sources, for_each=2, folder=tmp_path / "out")

    by_kind = {kind: {c.source for c in made if c.kind == kind} for kind in {c.kind for c in made}}
    assert len(made) == 2 * len(EDITS)
    assert all(len(of) == 2 for of in by_kind.values())
    assert set.union(*by_kind.values()) == set(sources)
    assert len({copy.file.read_bytes() for copy in made}) == len(made)


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("photos/boofcv/scene/1.jpg", "judge"),
        ("photos/cards/1.jpg", "judge"),
        ("photos/kodak/1.png", "judge"),
        ("photos/caltech101/Faces/1.jpg", "judge"),
        ("photos/caltech101/Faces_easy/1.jpg", "judge"),
        ("odd/dihedral/1.jpg", "judge"),
        ("photos/caltech101/ant/1.jpg", "fit"),
        ("photos/grocery/val/1.jpg", "fit"),
    ],
)
def test_a_sub_collection_serves_to_fit_or_to_judge(name: str, use: str) -> None:
    assert use_of(name) == use


def test_no_photo_serves_for_both(photos: Path, tmp_path: Path) -> None:
    parts = [
        photographs(photos, photos / "truth.csv", use=use, cache=tmp_path, thinned=3)
        for use in ("fit", "judge")
    ]

    fit, judge = ({name for name in part.names if "/" in name} for part in parts)

    originals = [{name for name in part if not name.startswith("edits/")} for part in (fit, judge)]
    assert not originals[0] & originals[1]
    assert parts[1].count(Label.T2) == 60
    assert parts[1].count(Label.SAME_PLACE) == 2864


def small_campaign(folder: Path) -> Dataset:
    """Four pictures: 0 and 1 the same, 2 another one, 3 cannot be read."""
    files = {"0.png": picture(1), "1.jpg": picture(1, "JPEG"), "2.png": picture(2), "3.jpg": b"no"}
    photos = folder_of(folder / "photos", files)
    (folder / "truth.csv").write_text(HEAD + "0.png,1.jpg,copy,re-saved,,\n")
    return campaign(photos, folder / "truth.csv", name="small", use="fit")


def contender(name: str) -> Contender:
    return next(one for one in all_contenders() if one.name == name)


def test_a_picture_that_cannot_be_read_counts_nowhere(tmp_path: Path) -> None:
    data = small_campaign(tmp_path)
    made = features(data, [contender("phash")], Cache(tmp_path / "cache"))

    left = without(data, ~made.readable)

    assert made.readable.tolist() == [True, True, True, False]
    assert left.count(Label.DIFFERENT) == 2


def test_a_method_is_scored_by_the_core_s_own_distances(tmp_path: Path) -> None:
    data, phash = small_campaign(tmp_path), contender("phash")
    made = features(data, [phash], Cache(tmp_path / "cache"))
    data = without(data, ~made.readable)
    known = known_pairs(data)

    scores = scores_of(distances_of(phash, made, known), known, data)

    assert scores.tiers[Label.T1].strict.recall == 1
    assert scores.kinds["re-saved"].recall == 1


def test_what_was_computed_once_is_taken_from_the_cache(tmp_path: Path) -> None:
    data, cache = small_campaign(tmp_path), Cache(tmp_path / "cache")
    first = features(data, [contender("phash")], cache)
    kept = sorted(path.name for path in cache.folder.iterdir())

    second = features(data, [contender("phash")], cache)

    assert np.array_equal(first.values["phash"], second.values["phash"])
    assert list(first.thumbnails) == list(second.thumbnails)
    assert sorted(path.name for path in cache.folder.iterdir()) == kept


def test_a_changed_picture_is_computed_anew(tmp_path: Path) -> None:
    data, cache = small_campaign(tmp_path), Cache(tmp_path / "cache")
    before = features(data, [contender("phash")], cache).values["phash"]

    data.files[2].write_bytes(picture(9))
    after = features(data, [contender("phash")], cache).values["phash"]

    assert not np.array_equal(before[2], after[2])
    assert np.array_equal(before[:2], after[:2])


def test_a_listed_pair_is_known_whichever_of_the_two_is_named_first() -> None:
    names = ["a", "b"]
    unknown = np.zeros((2, 2), np.uint8)

    labels = labelled(names, unknown, [Known("b", "a", Label.T1, "")])

    assert labels.tolist() == [[0, Label.T1], [0, 0]]


def scores(strict: Cut, harder: Cut | None = None) -> Scores:
    return Scores({Label.T2: Score(0.5, strict, strict, strict, harder, harder)}, {})


def test_a_target_is_met_by_the_best_of_its_methods() -> None:
    target = Target("a hash", Label.T2, 0.5)
    each = {"phash": scores(Cut(1, 2, 10, 0)), "dhash": scores(Cut(1, 6, 10, 0)),
            "scene": scores(Cut(1, 9, 10, 0))}  # fmt: skip

    row = target_row(target, each, {"phash", "dhash"})

    assert row is not None
    assert row[2:4] == ("dhash", ".60")
    assert row[-1] == "met"


def test_a_target_with_the_same_place_in_looks_at_the_harder_cut() -> None:
    target = Target("scene", Label.T2, 0.85, same_place=True)

    row = target_row(target, {"scene": scores(Cut(1, 9, 10, 0), Cut(1, 7, 10, 0))}, {"scene"})

    assert row is not None
    assert row[3] == ".70"
    assert row[-1] == "not met"


def test_a_target_says_nothing_where_there_are_no_such_pairs() -> None:
    target = Target("scene", Label.T3, 0.6)

    row = target_row(target, {"scene": scores(Cut(1, 9, 10, 0))}, {"scene"})

    assert row is None


@pytest.mark.parametrize(
    ("value", "said"), [(1.0, "1"), (0.9999, ".99"), (0.125, ".12"), (0.0, ".00")]
)
def test_a_share_is_said_to_be_all_only_when_it_is(value: float, said: str) -> None:
    assert share(value) == said
