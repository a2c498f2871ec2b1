"""A month of real polls, fed in order to the intake that the bot uses: each new entry once, none missed."""

import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

RECORD = ROOT / "benchmarks" / "data" / "replay"


def test_a_month_of_polls_brings_exactly_its_new_entries(tmp_path: Path) -> None:
    out = tmp_path / "new.jsonl"
    command = [sys.executable, "-m", "benchmarks.replay", str(RECORD), "--out", str(out)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    new = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {frozenset(entry) for entry in new} == {frozenset({"time", "feed", "id", "link"})}
    found = sorted((entry["time"], entry["feed"], entry["id"] or entry["link"]) for entry in new)
    expected = json.loads((RECORD / "new-entries.json").read_text("utf-8"))
    assert found == sorted(map(tuple, expected))
    assert len(found) == 97
