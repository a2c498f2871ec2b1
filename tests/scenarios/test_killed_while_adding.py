"""`nutgraf add` is killed in the middle: what it reported as added is there."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from bot.compose import open_house
from tests.conftest import ROOT
from tests.scenarios.commandline import nutgraf

FEEDS = [str(path) for path in sorted((ROOT / "samples" / "feeds").glob("*.xml"))][:12]
"""These hold a thousand entries, so that the kill comes in the middle."""
REPORTED = 400


def test_what_was_reported_as_added_survives_a_kill(tmp_path: Path) -> None:
    db = tmp_path / "s.db"
    reported = _add_and_kill(db)

    headlines, states = asyncio.run(_look(db, list(reported)))
    assert headlines == list(reported.values())
    assert "wrong" not in states
    again = nutgraf("add", "--json", *FEEDS, db=db)
    once_more = nutgraf("add", "--json", *FEEDS, db=db)
    assert again.status == 0
    joined = {story["number"] for line in again.out.splitlines() if _is_joined(story := json.loads(line))}
    assert not {json.loads(line)["number"] for line in again.out.splitlines()} & set(reported) - joined
    assert once_more.out == ""


def _is_joined(story: dict[str, Any]) -> bool:
    """Say whether more than one item is in a story: reports, or copies of one."""
    return len(story["reports"]) > 1 or any(report["copies"] for report in story["reports"])


async def _look(db: Path, numbers: list[int]) -> tuple[list[str], set[str]]:
    async with open_house(db) as house:
        headlines = [(await house.desk.story(number)).headline for number in numbers]
        return headlines, {finding.state for finding in await house.store.check()}


def _add_and_kill(db: Path) -> dict[int, str]:
    """Return number and headline of the stories that were printed before the kill."""
    command = [sys.executable, "-m", "bot", "--db", str(db), "add", "--json", *FEEDS]
    reported: dict[int, str] = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        while len(reported) < REPORTED:
            story = json.loads(process.stdout.readline())
            reported[story["number"]] = story["headline"]
        os.kill(process.pid, signal.SIGKILL)
        for line in process.stdout.read().splitlines(keepends=True):
            if line.endswith(b"\n"):
                story = json.loads(line)
                reported[story["number"]] = story["headline"]
    assert process.returncode == -signal.SIGKILL
    return reported
