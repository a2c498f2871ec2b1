"""What import-linter can't say: which libraries each part may know, and how long a file may be."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("bot", "adapters", "storage")
FILES = sorted(path for part in OURS for path in (ROOT / part).rglob("*.py"))

ALLOWED: dict[str, frozenset[str]] = {
    "bot": frozenset({"pydantic", "pydantic_core"}),
    "bot/app.py": frozenset({"apscheduler"}),
    "bot/cli.py": frozenset({"typer"}),
    "bot/settings.py": frozenset({"pydantic", "pydantic_settings"}),
    "bot/reading": frozenset({"pydantic", "sentencex"}),
    "adapters/plain.py": frozenset(),
    "adapters/console": frozenset({"prompt_toolkit", "rich"}),
    "adapters/discord": frozenset({"aiohttp", "discord", "pydantic", "yarl"}),
    "adapters/exports": frozenset({"icalendar", "lxml", "pydantic_core"}),
    "adapters/slack": frozenset({"aiohttp", "emoji", "pydantic", "slack_bolt", "slack_sdk"}),
    "adapters/sources": frozenset(
        {
            "charset_normalizer",
            "feedparser",
            "lxml",
            "mammoth",
            "markdown_it",
            "pydantic",
            "trafilatura",
        }
    ),
    "adapters/web": frozenset({"aiohttp", "yarl"}),
    "storage": frozenset({"pydantic_core", "sqlite_utils"}),
    "storage/driver.py": frozenset({"sqlite3", "sqlite_utils"}),  # the standard one for its types alone
}
"""The libraries that a place may know, beside the standard library; the nearest place counts."""

BANNED_STANDARD = frozenset({"sqlite3", "urllib.request", "http.client", "pickle"})
"""The standard library's own database and network clients have no place anywhere; nor has pickle."""

MOST_LINES = 400


def imports(source: str) -> Iterator[str]:
    """Yield the full name of every module that a source imports, typing-only and late imports too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""


def allowed(place: str) -> frozenset[str]:
    """Return what the nearest place to a file allows."""
    return ALLOWED[max((known for known in ALLOWED if place.startswith(known)), key=len)]


def strangers(place: str, source: str) -> set[str]:
    """Return what a file imports and may not."""
    names = set(imports(source))
    outside = {name for name in names if name.split(".")[0] not in {*sys.stdlib_module_names, *OURS}}
    return {name for name in outside | names & BANNED_STANDARD if name.split(".")[0] not in allowed(place)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_part_knows_only_its_own_libraries(path: Path) -> None:
    assert not strangers(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_is_longer_than_a_person_reads(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


def test_a_forbidden_import_is_seen_wherever_it_hides() -> None:
    hidden = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import sqlite_utils\n"
    assert strangers("bot/flows/desk.py", hidden) == {"sqlite_utils"}
    assert strangers("bot/flows/desk.py", "def f() -> None:\n    import rich.text\n") == {"rich.text"}
    assert strangers("storage/store.py", "import sqlite3\n") == {"sqlite3"}
    assert not strangers("bot/cli.py", "import typer\n")
