"""The check-up of an installation: settings, store, the child process that reads documents, and platforms."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.compose import House, check_platforms, open_house, slack_options
from bot.errors import Missing, NutgrafError
from bot.model.health import Finding
from bot.model.source import Raw
from bot.settings import Settings, strangers


async def examine(
    settings: Settings, environment: Mapping[str, str], *, local: bool = False
) -> tuple[Finding, ...]:
    """Look everything over. It opens the store (which brings an older one up to date) but makes none.

    `local` leaves out what needs a network.
    """
    return (
        _settings(settings, environment),
        *await _stored(settings),
        *await _platforms(settings, local=local),
    )


async def _stored(settings: Settings) -> list[Finding]:
    if settings.db.exists():
        return await _house(settings.db)
    with TemporaryDirectory() as place:  # SQLite and the reading are looked at over a passing store
        checked = await _house(Path(place) / "check-up.db")
    return [_absent(settings.db), *(each for each in checked if each.subject in {"SQLite", "Reading"})]


async def _platforms(settings: Settings, *, local: bool) -> tuple[Finding, ...]:
    try:
        if slack_options(settings) is None:
            says, next_step = "not set up.", "docs/slack.md shows how, in ten minutes."
            return (Finding(subject="Slack", state="warning", says=says, next_step=next_step),)
        return () if local else await check_platforms(settings)
    except Missing as missing:
        says, next_step = missing.message, missing.next_step
        return (Finding(subject="Slack", state="wrong", says=says, next_step=next_step),)


async def _house(db: Path) -> list[Finding]:
    try:
        async with open_house(db) as house:
            return [*await house.store.check(), await _reader(house)]
    except NutgrafError as error:
        return [Finding(subject="Store", state="wrong", says=error.message, next_step=error.next_step)]


def _absent(db: Path) -> Finding:
    if not db.absolute().parent.is_dir():
        says, next_step = f"the folder {db.parent} does not exist.", "Create it, or name another with --db."
        return Finding(subject="Store", state="wrong", says=says, next_step=next_step)
    says, next_step = f"there is none at {db}.", "It is made when something is added: `nutgraf add`."
    return Finding(subject="Store", state="warning", says=says, next_step=next_step)


def _settings(settings: Settings, environment: Mapping[str, str]) -> Finding:
    unknown = strangers(environment)
    if not unknown:
        return Finding(subject="Settings", state="fine", says=f"the store is {settings.db}.")
    name, near = next(iter(unknown.items()))
    return Finding(
        subject="Settings",
        state="warning",
        says=f"{', '.join(unknown)} is no setting.",
        next_step=f"Did you mean {near}?" if near else f"Take {name} out of the environment.",
    )


async def _reader(house: House) -> Finding:
    try:
        await house.reader.read(Raw(name="check-up", body=b"A line to read."))
    except NutgrafError as error:
        return Finding(subject="Reading", state="wrong", says=error.message, next_step=error.next_step)
    return Finding(subject="Reading", state="fine", says="documents are read in a process of their own.")
