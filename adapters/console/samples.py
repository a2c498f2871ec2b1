"""The playground's sample data: a real brief and real feeds (their origin: `samples/README.md`)."""

from collections.abc import Iterator
from pathlib import Path

from bot.errors import Missing
from bot.model.source import Raw

_FOLDER = Path(__file__).parents[2] / "samples"


def samples() -> Iterator[Raw]:
    """Yield every sample, the brief first, so that it is story #1. Raises Missing where there is none."""
    if not _FOLDER.is_dir():
        raise Missing("The sample stories are not here.", next_step="Name a store of your own with --db.")
    for path in (*sorted(_FOLDER.glob("briefs/*.txt")), *sorted(_FOLDER.glob("feeds/*.xml"))):
        yield Raw(name=path.name, body=path.read_bytes())
