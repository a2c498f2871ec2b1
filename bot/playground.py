"""The playground: a store of real stories, filled at its first start, and a chat over it."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bot.compose import House, app, open_house, playground, samples
from bot.errors import StoreError, Unreadable
from bot.model.habits import Habits
from bot.ports import Clock, Tx, Web

_DOCUMENTS = "documents"
_BEGUN, _DONE = "samples begun", "samples done"
"""How far the filling is, kept as the mark of the documents: single documents are never polled."""


def playground_store(environment: Mapping[str, str]) -> Path:
    """Return where the playground keeps its store when none is named, in the user's own cache folder."""
    cache = environment.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "nutgraf" / "playground.db"


async def play(db: Path, habits: Habits, *, clock: Clock | None = None, web: Web | None = None) -> None:
    """Chat until the person leaves. A store that is new is filled with the samples first.

    `web` is what sources are fetched with, the guarded web where it isn't given.
    """
    try:
        db.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder {db.parent} can't be made: {error.strerror}.", next_step="Name another with --db."
        ) from None
    async with open_house(db, clock=clock, habits=habits, web=web) as house:
        await _fill(house)
        stories = await house.store.read(lambda view: view.stories.count())
        platform = playground(history=db.with_suffix(".history"), clock=house.clock, stories=stories)
        await app(house, [platform]).run()


async def _fill(house: House) -> None:
    """Take in the samples, unless the store has stories of its own; a fill that was cut short goes on."""
    mark, stories = await house.store.read(lambda view: (view.sources.mark(_DOCUMENTS), view.stories.count()))
    if mark == _DONE or (stories and mark is None):
        return
    sys.stderr.write("Reading the sample stories, once …\n")
    await house.store.write(lambda tx: _remember(tx, _BEGUN))
    async for raw, outcome in house.intake.take_all(samples()):
        if isinstance(outcome, Unreadable):
            sys.stderr.write(f"The sample {raw.name} can't be read: {outcome}\n")
    await house.store.write(lambda tx: _remember(tx, _DONE))


def _remember(tx: Tx, mark: str) -> None:
    tx.sources.remember(_DOCUMENTS, title="Documents", mark=mark)
