"""The README is true: commands, options, settings, methods, rules, pages and links."""

from __future__ import annotations

import argparse
import re
from dataclasses import fields
from pathlib import Path

import pytest

from dedup_core import fingerprints, settings
from dedup_core.cli.parser import parser
from dedup_core.groups import Rule
from dedup_core.pairs import BUDGET, MIN_INFORMATION, PAIRS_A_PICTURE
from pages.ui.menu import CLIENT, ENTRIES

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def _commands() -> dict[str, argparse.ArgumentParser]:
    actions = parser()._actions
    chosen = next(a for a in actions if isinstance(a, argparse._SubParsersAction))
    return dict(chosen.choices)


@pytest.mark.parametrize("name", _commands())
def test_every_command_and_option_is_documented(name: str) -> None:
    options = {
        option
        for action in _commands()[name]._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    }

    missing = {option for option in options if option not in COMMANDS}

    assert f"dedup_core {name}" in COMMANDS
    assert missing == set()


def test_every_setting_is_documented_and_read() -> None:
    source = Path(settings.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r'"(DEDUP_[A-Z_]+)"', source))

    documented = set(re.findall(r"^\| `(DEDUP_[A-Z_]+)`", README, re.MULTILINE))

    assert documented == read
    assert len(read) == len(fields(settings.Settings))


@pytest.mark.parametrize("method", fingerprints.OFFERED, ids=lambda method: method.name)
def test_every_method_is_documented_with_its_scale(method: fingerprints.Method) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| `{method.name}`"))

    unit = f" {method.unit}" if method.unit == "bits" else ""

    assert f"0–{method.scale}{unit}, {method.default:g} |" in row


@pytest.mark.parametrize("rule", Rule, ids=lambda rule: rule.value)
def test_every_rule_is_documented_in_the_words_of_the_page(rule: Rule) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| `{rule.value}`"))

    assert rule.sentence in row


def test_the_numbers_in_the_readme_are_those_of_the_code() -> None:
    environment = settings.from_environment({})

    assert f"below {MIN_INFORMATION} grey levels" in README
    assert f"more than {BUDGET // 1_000_000} million pairs" in README
    assert f"more than {PAIRS_A_PICTURE} pairs a picture" in README
    assert f"up to {fingerprints.DEFAULT.loosest} bits" in README
    assert f"{environment.max_pixels:,}" in README
    assert environment.max_pairs == BUDGET
    assert f"{environment.max_upload_bytes >> 30} GiB" in README


def test_every_page_is_in_the_readme() -> None:
    titles = [entry.title for entry in (*ENTRIES, CLIENT)]

    missing = [title for title in titles if f"**{title}**" not in README]

    assert missing == []
    assert len(titles) == len(list((ROOT / "pages").glob("*.py")))


def test_the_two_commands_are_in_the_makefile() -> None:
    targets = re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE)

    commands = re.findall(r"^make (\w+)", README, re.MULTILINE)

    assert commands == ["run", "test"]
    assert set(commands) <= set(targets)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_resolves(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)\)|(?:src|srcset)=\"([^\"]+)\"", text)

    local = [a or b for a, b in targets if "://" not in (a or b)]

    missing = [target for target in local if not (page.parent / target).exists()]
    assert missing == []


def test_every_key_of_the_review_page_is_documented() -> None:
    actions = (ROOT / "pages" / "ui" / "grid" / "actions.js").read_text(encoding="utf-8")
    keys = dict(re.findall(r'action\(\w+, "\w+", "([^"]+)", "([^"]+)"\)', actions))
    guide = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")

    shown = {_shown(key): words for key, words in keys.items()}

    missing = [key for key, words in shown.items() if f"| `{key}` | {words} |" not in guide]
    assert len(keys) > 20
    assert missing == []


def _shown(key: str) -> str:
    """A key as people see it: `←`, `Shift+U`, `X`."""
    arrows = {"ArrowLeft": "←", "ArrowRight": "→", "ArrowUp": "↑", "ArrowDown": "↓"}
    start, _, letter = key.rpartition("+") if len(key) > 1 else ("", "", key)
    letter = arrows.get(letter, letter)
    return f"{start}+{letter.upper()}" if start else letter.upper() if len(letter) == 1 else letter
