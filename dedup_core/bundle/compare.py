"""What a bundle says and what came out anew, side by side: every difference in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dedup_core.bundle import parts as p
from dedup_core.bundle.material import versions
from dedup_core.bundle.reading import Bundle, groups_in, pay_in, totals_in
from dedup_core.bundle.tables import values_in
from dedup_core.manifest import in_words
from dedup_core.model import Catalog


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same.

    examples: all of it in words; whoever shows them shows the first few. Names of files are in
              them as they are: they must not be taken for markup
    """

    part: str
    words: str
    examples: tuple[str, ...] = ()


def pictures(bundle: Bundle, catalog: Catalog) -> list[Difference]:
    """Where the pictures of a source are not those of the bundle."""
    then = dict(zip(bundle.paths, bundle.digests, strict=True))
    now = dict(zip(catalog.paths, catalog.digests, strict=True))
    unreadable = {file.path: file.reason for file in catalog.skipped}
    gone = [path for path in then if path not in now and path not in unreadable]
    at_new_place = {digest: path for path, digest in now.items() if path not in then}
    found = (
        (
            "missing from the source",
            [
                f"{path} (its content is at {at_new_place[then[path]]})"
                if then[path] in at_new_place
                else path
                for path in gone
            ],
        ),
        (
            "changed: another content than in the bundle",
            [path for path in then if path in now and now[path] != then[path]],
        ),
        (
            "unreadable now",
            [f"{path}: {unreadable[path]}" for path in then if path in unreadable],
        ),
        ("in the source, but not in the bundle", [path for path in now if path not in then]),
    )
    return [
        Difference(p.PICTURES, f"{_counted(len(paths), 'picture')} {words}", tuple(paths))
        for words, paths in found
        if paths
    ]


def notes(bundle: Bundle, catalog: Catalog) -> list[Difference]:
    """What is not the same, but need not change anything: versions, and files that are skipped."""
    mine = versions(bundle.setting.method, looked=bundle.looked)
    others = [
        f"{name}: version {then} in the bundle, {mine.get(name, 'none')} here"
        for name, then in bundle.versions.items()
        if mine.get(name) != then
    ]
    skipped = {file.path for file in catalog.skipped}
    files = sorted(skipped.symmetric_difference(bundle.skipped))
    found = [
        ("this program computes some things in another way", p.SETTING, others),
        ("other files than in the bundle are no pictures", p.SKIPPED, files),
    ]
    return [Difference(part, words, tuple(told)) for words, part, told in found if told]


def policy(bundle: Bundle, now: Mapping[str, bytes]) -> list[Difference]:
    """Another wording; what the policy does was computed from its values."""
    then, again = bundle.parts[p.POLICY], now[p.POLICY]
    if then == again:
        return []
    told = (f"in the bundle: {_sentence(then)}", f"here: {_sentence(again)}")
    return [Difference(p.POLICY, "this program says the same policy in other words", told)]


def evidence(bundle: Bundle, now: Mapping[str, bytes]) -> list[Difference]:
    """Pairs of which something else was found out; it counts only where pay or groups differ."""
    then, again = (set(parts[p.EVIDENCE].splitlines()[1:]) for parts in (bundle.parts, now))
    if then == again:
        return []
    count = max(len(then - again), len(again - then))
    words = f"of {_counted(count, 'pair')} a look found out something else"
    return [Difference(p.EVIDENCE, words)]


def results(bundle: Bundle, now: Mapping[str, bytes]) -> list[Difference]:
    """Where groups, pay or totals, or what they were computed from, are not those of the bundle."""
    of = {p.GROUPS: _groups, p.PAY: _pay, p.TOTALS: _totals}
    left_out = {p.EVIDENCE, p.ABOUT, p.SETTING, p.SKIPPED, p.POLICY}  # inputs, or noted
    found = []
    for name in sorted(p.NAMES - left_out):
        then, again = bundle.parts[name], now[name]
        if then != again:
            told = of[name](then, again) if name in of else None
            found.append(told or Difference(name, f"{name} is not as this program writes it"))
    return found


def _groups(then: bytes, now: bytes) -> Difference | None:
    before, after = ({str(row[0]): row for row in groups_in(data)} for data in (then, now))
    told = []
    for keeper in sorted(before.keys() | after.keys()):
        one, other = before.get(keeper), after.get(keeper)
        if one != other:
            told.append(f"{keeper}: {_group(one)} in the bundle, {_group(other)} here")
    if not told:
        return None
    are = "group is" if len(told) == 1 else "groups are"
    return Difference(p.GROUPS, f"{len(told):,} {are} not the same", tuple(told))


def _group(row: Sequence[object] | None) -> str:
    if row is None:
        return "no such group"
    _, members, kept, status = row
    assert isinstance(members, list)
    assert isinstance(kept, list)
    return f"{_counted(len(members), 'picture')}, {len(kept):,} kept, {status}"


def _pay(then: bytes, now: bytes) -> Difference | None:
    before, after = ({str(row[0]): row for row in pay_in(data)} for data in (then, now))
    told = [
        f"{path}: {_fate(before.get(path))} in the bundle, {_fate(after.get(path))} here"
        for path in _either(before, after)
        if before.get(path) != after.get(path)
    ]
    if not told:
        return None
    words = f"the pay of {_counted(len(told), 'picture')} is not the same"
    return Difference(p.PAY, words, tuple(told))


def _fate(row: Sequence[object] | None) -> str:
    if row is None:
        return "nothing"
    _, fate, _, why, original, price, amount, _ = row
    of = f" of {original}" if original else ""
    return f"{fate}{of} ({why}), {amount:,} of {price:,}"


def _totals(then: bytes, now: bytes) -> Difference | None:
    before, after = totals_in(then), totals_in(now)
    told = [
        f"{name}: {before[name]} in the bundle, {after[name]} here"
        for name in before
        if before[name] != after[name] and not isinstance(before[name], dict)
    ]
    currency = str(before["currency"])
    one, other = before["pay"].get("paid"), after["pay"].get("paid")
    if one != other:
        told.append(f"paid: {_money(one, currency)} in the bundle, {_money(other, currency)} here")
    people, others = before["contributors"], after["contributors"]
    told += [
        f"{name or '(unknown)'}: {_person(people.get(name), currency)} in the bundle, "
        f"{_person(others.get(name), currency)} here"
        for name in _either(people, others)
        if people.get(name) != others.get(name)
    ]
    return Difference(p.TOTALS, "the totals are not the same", tuple(told))


def _sentence(data: bytes) -> str:
    return str(values_in(p.POLICY, data, p.VALUES[p.POLICY])["sentence"])


def _person(said: object, currency: str) -> str:
    if not isinstance(said, dict):
        return "nothing"
    payable, submitted = said.get("payable"), said.get("submitted")
    return f"{payable} of {submitted} pictures, {_money(said.get('amount'), currency)}"


def _money(units: object, currency: str) -> str:
    return in_words(units, currency) if type(units) is int else str(units)


def _either(one: Iterable[str], other: Iterable[str]) -> list[str]:
    return sorted({*one, *other})


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"
