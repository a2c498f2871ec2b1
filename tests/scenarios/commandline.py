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


def nutgraf(*words: str, db: Path | None = None, stdin: bytes = b"", **environment: str) -> Ran:
    """Run the command to its end; `environment` comes on top of this process's own."""
    named = {"NUTGRAF_DB": str(db)} if db else {}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NUTGRAF_")}
    ran = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        input=stdin,
        capture_output=True,
        env=clean | {"TZ": "UTC"} | named | environment,
        check=False,
        timeout=120,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())
