"""The check-up of an installation: settings, store, and the child process that reads documents."""

from collections.abc import Mapping

from bot.compose import House, open_house
from bot.errors import NutgrafError
from bot.model.health import Finding
from bot.model.source import Raw
from bot.settings import Settings, strangers


async def examine(settings: Settings, environment: Mapping[str, str]) -> tuple[Finding, ...]:
    """Look everything over. It opens the store (which brings an older one up to date) but makes none."""
    findings = [_settings(settings, environment)]
    if not settings.db.exists():
        says, next_step = (
            f"there is none at {settings.db}.",
            "It is made when something is added: `nutgraf add`.",
        )
        return (*findings, Finding(subject="Store", state="warning", says=says, next_step=next_step))
    try:
        async with open_house(settings.db) as house:
            findings += [*await house.store.check(), await _reader(house)]
    except NutgrafError as error:
        findings.append(
            Finding(subject="Store", state="wrong", says=error.message, next_step=error.next_step)
        )
    return tuple(findings)


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
