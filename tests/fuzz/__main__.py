"""Fuzzes reading with atheris, which follows the code: `python -m tests.fuzz --minutes 10`.

atheris (Apache-2.0) is for this alone and no dependency. What is found stays in the folder as `crash-…` or
`timeout-…`; `--again FILE` runs one of these once more.
"""

import argparse
import sys
import tempfile
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.fuzz.seeds import SEEDS

MISSING = 69
_SLOWEST = 10  # seconds, as long as a reading may take
_LONGEST = 4_096  # bytes
_FOLDER = Path(tempfile.gettempdir()) / "nutgraf-fuzz"
_FOLLOWED = (
    "adapters.sources.documents",
    "adapters.sources.feed_json",
    "adapters.sources.feed_loose",
    "adapters.sources.pages",
    "tests.fuzz.targets",
)
"""Modules whose every branch is followed, with what they import."""


def main() -> int:
    """Fuzz for some minutes; return 0, or the status of atheris where it found something."""
    parser = argparse.ArgumentParser(description="Fuzz the reading of feeds, pages, lists and addresses.")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--folder", type=Path, default=_FOLDER, help="where findings and inputs are kept")
    parser.add_argument("--again", type=Path, help="run one finding once more")
    options = parser.parse_args()
    if options.again:
        _one(options.again.read_bytes())
        return 0
    if find_spec("atheris") is None:
        sys.stderr.write("atheris isn't installed. `pip install atheris`, then run this again.\n")
        return MISSING
    _fuzz(options.folder, minutes=options.minutes)
    return 0


def _one(data: bytes) -> None:
    """Give the input to the target that its first byte names. What the child survives is no finding."""
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415 - atheris has to see it imported

    if data:
        with suppress(RecursionError):  # the child says "nested too deeply"
            TARGETS[data[0] % len(TARGETS)](data[1:])


def _fuzz(folder: Path, *, minutes: float) -> None:
    watched: Any = import_module("atheris")
    with watched.instrument_imports(include=["adapters.sources", "bot.reading", "bot.text", "feedparser"]):
        for module in _FOLLOWED:
            import_module(module)
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as seeds:
        for number, seed in enumerate(SEEDS):
            (Path(seeds) / str(number)).write_bytes(seed)
        options = [
            f"-max_total_time={round(minutes * 60)}",
            f"-timeout={_SLOWEST}",
            f"-max_len={_LONGEST}",
            f"-artifact_prefix={folder}/",
            "-rss_limit_mb=1500",
        ]
        watched.Setup([sys.argv[0], *options, str(corpus), seeds], _one)
        watched.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
