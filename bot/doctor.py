"""The check-up of an installation: settings, store, the child process that reads documents, and platforms."""

from collections.abc import Collection, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from bot.compose import (
    House,
    check_discord,
    check_slack,
    discord_options,
    open_house,
    slack_options,
)
from bot.errors import Missing, NutgrafError
from bot.model.health import Finding
from bot.model.people import Conversation
from bot.model.source import Raw
from bot.ports import View
from bot.settings import Settings, strangers


async def examine(
    settings: Settings, environment: Mapping[str, str], *, local: bool = False
) -> tuple[Finding, ...]:
    """Look everything over. It opens the store (which brings an older one up to date) but makes none.

    `local` leaves out what needs a network.
    """
    stored, orders = await _stored(settings)
    return (
        _settings(settings, environment),
        *stored,
        *await _slack(settings, local=local),
        *await _discord(settings, orders, local=local),
    )


async def _stored(settings: Settings) -> tuple[list[Finding], Collection[Conversation]]:
    """Look at the store; return with the findings where there are standing orders."""
    if settings.db.exists():
        return await _house(settings.db)
    with TemporaryDirectory() as place:  # SQLite and the reading are looked at over a passing store
        checked, _ = await _house(Path(place) / "check-up.db")
    shown = (each for each in checked if each.subject in {"SQLite", "Reading"})
    return [_absent(settings.db), *shown], ()


async def _slack(settings: Settings, *, local: bool) -> tuple[Finding, ...]:
    try:
        options = slack_options(settings)
    except Missing as missing:
        says, next_step = missing.message, missing.next_step
        return (Finding(subject="Slack", state="wrong", says=says, next_step=next_step),)
    if options is None:
        return (_not_set_up("Slack", needed=settings.discord_token is None, guide="docs/slack.md"),)
    return () if local else await check_slack(options)


async def _discord(
    settings: Settings, orders: Collection[Conversation], *, local: bool
) -> tuple[Finding, ...]:
    options = discord_options(settings)
    if options is None:
        return (_not_set_up("Discord", needed=not _has_slack(settings), guide="docs/discord.md"),)
    if local:
        return ()
    there = [each for each in orders if each.channel.platform == "discord"]
    return await check_discord(options, there)


def _has_slack(settings: Settings) -> bool:
    return settings.slack_bot_token is not None or settings.slack_app_token is not None


def _not_set_up(platform: str, *, needed: bool, guide: str) -> Finding:
    """Warn of a platform without tokens; where another has them, one is enough."""
    state: Literal["warning", "fine"] = "warning" if needed else "fine"
    return Finding(
        subject=platform, state=state, says="not set up.", next_step=f"{guide} shows how, in ten minutes."
    )


async def _house(db: Path) -> tuple[list[Finding], Collection[Conversation]]:
    try:
        async with open_house(db) as house:
            checked = [*await house.store.check(), await _reader(house)]
            return checked, await house.store.read(_orders)
    except NutgrafError as error:
        wrong = Finding(subject="Store", state="wrong", says=error.message, next_step=error.next_step)
        return [wrong], ()


def _orders(view: View) -> Collection[Conversation]:
    """Return every place with a standing order that isn't off, each once."""
    places = [each.where for each in view.digests.standing()]
    places += [each.where for each in view.subscriptions.standing()]
    return tuple(dict.fromkeys(places))


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
