"""Runs the `nutgraf` command as a person would: as a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ran:
    """What a run printed, and its exit status."""

    status: int
    out: str
    err: str


def clean() -> dict[str, str]:
    """Return this process's environment without a setting of whoever runs the tests."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("NUTGRAF_", "SLACK_"))}
    return own | {"TZ": "UTC"}


def nutgraf(*words: str, db: Path | None = None, stdin: bytes = b"", **environment: str) -> Ran:
    """Run the command to its end; `environment` comes on top of this process's own."""
    named = {"NUTGRAF_DB": str(db)} if db else {}
    ran = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        input=stdin,
        capture_output=True,
        env=clean() | named | environment,
        check=False,
        timeout=120,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())
