"""`nutgraf source import` and `export`: lists of feeds in, the newsroom's sources out."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.compose import House, read_opml, write_opml
from bot.errors import NotFound, Unreadable
from bot.flows.sources.desk import SPREAD, Brought
from bot.text import count

Print = Callable[[str], None]

_MOST = 5_000_001
"""One byte more than a list may have, so that a larger one is refused."""


def import_all(path: Path, *, say: Print, complain: Print) -> Callable[[House], Awaitable[None]]:
    """Return the work that brings in every feed of a list; nothing is fetched.

    What was added is printed with its number; what can't be used is complained about. Raises Unreadable
    where the list can't be opened or read, and then nothing was added.
    """
    listed = read_opml(_body(path))

    async def work(house: House) -> None:
        brought = await house.flows.sources.bring(listed.feeds)
        for source in brought.added:
            say(f"{source.number}  {source.title} ({source.url})")
        for fault in listed.faults:
            complain(fault)
        say(_sum(brought, len(listed.faults)))

    return work


async def exported(house: House) -> bytes:
    """Return the sources that are watched as a list that other readers take (OPML)."""
    return write_opml(await house.flows.sources.every())


def write(written: bytes, to: Path) -> None:
    """Write a list to a file. Raises NotFound, which says why that can't be done."""
    try:
        to.write_bytes(written)
    except OSError as error:
        raise NotFound(
            f"{to} could not be written: {error.strerror}.", next_step="Name another file."
        ) from None


def _body(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST)
    except IsADirectoryError:
        raise Unreadable(f"{path} is a folder.", next_step="Name an OPML file in it.") from None
    except OSError as error:
        raise Unreadable(f"{path} can't be opened: {error.strerror}.", next_step="Check its name.") from None


def _sum(brought: Brought, unusable: int) -> str:
    parts = [f"{count(len(brought.added), 'source')} added"]
    if brought.known:
        parts.append(f"{len(brought.known):,} known already")
    if unusable:
        parts.append(f"{count(unusable, 'line')} unusable")
    minutes = round(SPREAD.total_seconds() / 60)
    later = (
        f" The bot asks them within {minutes} minutes; what they hold then is not posted.\n"
        "Nobody is told when one of them fails or falls silent: /brief source set NUMBER here:yes, said in a"
        " channel, names that channel for it."
    )
    return f"{', '.join(parts)}.{later if brought.added else ''}"
