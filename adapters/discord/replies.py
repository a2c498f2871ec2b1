"""How an answer is shown. What can't be shown is logged, without secrets; it is never raised.

An answer is conversation: one may be lost, while what it tells of has happened. Nothing that is said here
pings, and only the person sees it, except in direct messages.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from typing import Any, Final

import aiohttp
import discord

from adapters.discord.components.render import MOST_PAGES, Rendered, pages, plain
from adapters.discord.ways import Note
from adapters.turns import Turns
from bot.model.card import Card, Paragraph
from bot.model.card import sentence as in_words

Asked = discord.Interaction[discord.Client]

TROUBLE: Final = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
"""What discord.py raises for what Discord or a network does."""

_NOBODY: Final = discord.AllowedMentions.none()

_ANSWERED: Final = 40060
"""Discord's code for an interaction that has had its first response."""

_log = logging.getLogger(__name__)


def sentence(text: str) -> Card:
    """Return a card that says one thing that went wrong, and what to do."""
    return Card(summary=text, blocks=(Paragraph(prose=in_words(text)),), mood="trouble")


_BROKEN_OFF: Final = sentence("The rest of this answer could not be shown. Ask for it once more.")


class Replies:
    """Shows answers."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._turns = Turns()

    async def show(
        self, asked: Asked, answering: "asyncio.Task[Card]", *, private: bool, patience: float
    ) -> bool:
        """Show the answer as the first response if it is there within so many seconds, else later.

        Until then Discord shows that it is worked on. Return whether the person can see it.
        """
        await asyncio.wait({answering}, timeout=max(patience, 0))
        if answering.done():
            return await self.respond(asked, answering.result(), private=private)
        try:
            await asked.response.defer(ephemeral=private, thinking=True)
        except TROUBLE as why:
            if not is_answered(why):
                _log.warning("That it is worked on could not be shown: %s", told(why))
                await answering
                return False
        return await self.change(asked, await answering, private=private)

    async def respond(self, asked: Asked, card: Card, *, private: bool, instead: bool = True) -> bool:
        """Show a card as the first response, and in further messages; say whether it is seen.

        Where there has been a first response already, the card is shown `instead` of it, or not at all.
        """

        async def send(**message: Any) -> None:  # noqa: ANN401 - discord.py's own
            await asked.response.send_message(ephemeral=private, allowed_mentions=_NOBODY, **message)

        try:
            await self._put(asked, card, send, private=private)
        except TROUBLE as why:
            if is_answered(why):  # by a try of which no answer came back, say
                return instead and await self.change(asked, card, private=private)
            _log.warning("An answer could not be shown: %s", told(why))
            return False
        return True

    async def change(self, asked: Asked, card: Card, *, private: bool) -> bool:
        """Show a card instead of the first response; say whether it is seen."""

        async def edit(**message: Any) -> None:  # noqa: ANN401 - discord.py's own
            await asked.edit_original_response(allowed_mentions=_NOBODY, **message)

        try:
            await self._put(asked, card, edit, private=private)
        except TROUBLE as why:
            _log.warning("An answer could not be shown: %s", told(why))
            return False
        return True

    async def follow(self, note: Note, card: Card, *, private: bool, workspace: str) -> bool:
        """Show an answer that was promised before the bot was started anew; say whether it is seen.

        Where the interaction had no first response before, Discord takes none any more.
        """
        webhook = discord.Webhook.partial(note.application, note.token, client=self._client)
        webhook.type = discord.WebhookType.application  # else discord.py lets nothing be ephemeral

        async def send(**message: Any) -> None:  # noqa: ANN401 - discord.py's own
            await webhook.send(ephemeral=private, allowed_mentions=_NOBODY, wait=True, **message)

        try:
            await self._send(card, send, send, workspace=_in_direct(private, workspace))
        except TROUBLE as why:
            _log.info("An answer from before could not be shown where it was asked for: %s", told(why))
            return False
        return True

    async def tell(self, user: str, workspace: str, card: Card) -> None:
        """Show a card in a person's direct messages."""
        try:
            channel = await self._client.create_dm(discord.Object(int(user)))

            async def send(**message: Any) -> None:  # noqa: ANN401 - discord.py's own
                await channel.send(allowed_mentions=_NOBODY, **message)

            await self._send(card, send, send, workspace=workspace)
        except TROUBLE as why:
            _log.warning("An answer could not be shown in direct messages: %s", told(why))

    async def _put(self, asked: Asked, card: Card, first: "_Sending", *, private: bool) -> None:
        async def follow(**message: Any) -> None:  # noqa: ANN401 - discord.py's own
            await asked.followup.send(ephemeral=private, allowed_mentions=_NOBODY, wait=True, **message)

        workspace = "" if asked.guild_id else str(asked.extras.get("workspace", ""))
        await self._send(card, first, follow, workspace=workspace)

    async def _send(self, card: Card, first: "_Sending", others: "_Sending", *, workspace: str) -> None:
        """Send a card, as plain content where components fail. Raises what `first` does."""
        try:
            shown, *more = await self._turns.take(lambda: _rendered(card, workspace))
        except Exception:  # noqa: BLE001 - logged, and shown in another way
            _log.exception("A card can't be made a message, so it is shown as plain text.")
            await first(content=plain(card))
            return
        try:
            await first(view=shown.view)
        except discord.HTTPException as why:
            if why.status != 400 or is_answered(why):
                raise
            _log.error("Discord refuses how a card is shown, so it is shown as plain text: %s", told(why))
            await first(content=plain(card))
            return
        await self._others(more, others)

    async def _others(self, more: Sequence[Rendered], send: "_Sending") -> None:
        try:
            for each in more:
                await send(view=each.view)
        except TROUBLE as why:
            _log.warning("The rest of an answer could not be shown: %s", told(why))
            await _tried(send(view=pages(_BROKEN_OFF)[0].view))


_Sending = Callable[..., Awaitable[None]]


@lru_cache(maxsize=16)  # at seven in the morning many people ask for the same
def _rendered(card: Card, workspace: str) -> tuple[Rendered, ...]:
    return tuple(pages(card, MOST_PAGES, workspace=workspace))


def told(why: BaseException) -> str:
    """Return what went wrong, without the error's own text: that may hold an address that is a secret."""
    if isinstance(why, discord.HTTPException):
        return f"Discord answered {why.status}, code {why.code}."
    return f"Discord can't be reached ({type(why).__name__})."


def is_answered(why: BaseException) -> bool:
    """Say whether the interaction has had a first response already."""
    by_us = isinstance(why, discord.InteractionResponded)
    return by_us or (isinstance(why, discord.HTTPException) and why.code == _ANSWERED)


def _in_direct(private: bool, workspace: str) -> str:
    return "" if private else workspace


async def _tried(step: Awaitable[None]) -> None:
    """Do what an answer can do without."""
    try:
        await step
    except TROUBLE as why:
        _log.info("That it broke off could not be shown: %s", told(why))
