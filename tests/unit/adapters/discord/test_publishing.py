"""The Publish button of posts in announcement channels."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import discord

from adapters.discord.publishing import Publishing
from bot.model.card import Card
from tests.servers.discord import Person
from tests.unit.adapters.discord.posted import Posted, in_discord

EDITORS = ("News desk",)


class Newsstand:
    """An announcement channel with a post of the bot's; whoever presses its button is answered."""

    def __init__(self, posted: Posted) -> None:
        self.posted = posted
        self.news = posted.discord.add_channel(posted.guild, "news", kind="announcement")
        self.desk = posted.discord.add_role(posted.guild, "News Desk", to=[posted.anna])
        self.publishing = Publishing(EDITORS)
        self.said: asyncio.Queue[Card] = asyncio.Queue()

        @posted.client.event
        async def on_interaction(interaction: discord.Interaction[Any]) -> None:
            assert interaction.data is not None
            assert self.publishing.handles(str(interaction.data.get("custom_id")))
            card = await self.publishing.answer(interaction)
            await interaction.response.send_message(card.summary, ephemeral=True)
            self.said.put_nowait(card)

    async def press(self, person: Person) -> str:
        await self.posted.discord.click(person, self.posted.discord.messages[0], "Publish")
        return (await self.said.get()).summary

    def somebody(self, *may: str) -> Person:
        return self.posted.discord.add_person("somebody", self.posted.guild, may=may)


def at_a_newsstand(test: Callable[[Newsstand], Awaitable[None]]) -> Callable[[], None]:
    @in_discord()
    async def test_at_a_newsstand(posted: Posted) -> None:
        stand = Newsstand(posted)
        await posted.connect()
        await posted.post(stand.news)
        await test(stand)

    return test_at_a_newsstand


@at_a_newsstand
async def test_an_editor_publishes_a_post_once(stand: Newsstand) -> None:
    editor = stand.somebody("manage_channels")
    assert (await stand.press(editor)).startswith("Published")
    assert stand.posted.discord.messages[0].published
    assert "already" in await stand.press(editor)


@at_a_newsstand
async def test_who_manages_messages_or_has_a_named_role_may_publish_too(stand: Newsstand) -> None:
    assert (await stand.press(stand.posted.anna)).startswith("Published")
    assert "already" in await stand.press(stand.somebody("manage_messages"))


@at_a_newsstand
async def test_a_reader_may_not_publish(stand: Newsstand) -> None:
    assert "Only editors" in await stand.press(stand.somebody())
    assert not stand.posted.discord.called("crosspost_message")


@at_a_newsstand
async def test_what_keeps_it_from_being_published_is_said(stand: Newsstand) -> None:
    editor, server = stand.somebody("manage_channels"), stand.posted.discord
    server.refuse("crosspost_message", status=429, retry_after=1_800)
    assert "10 messages an hour" in await stand.press(editor)
    server.refuse("crosspost_message", 40033)
    assert "already" in await stand.press(editor)
    server.refuse("crosspost_message", 50013)
    assert "View Channel and Send Messages" in await stand.press(editor)
    server.refuse("crosspost_message", status=503)
    assert "not published" in await stand.press(editor)
    server.fault("crosspost_message", "reset before")
    assert "can't be reached" in await stand.press(editor)
    server.refuse("crosspost_message", 10008)
    assert "gone" in await stand.press(editor)


def test_only_its_own_button_is_its_business() -> None:
    assert Publishing(()).handles("publish")
    assert not Publishing(()).handles("says:0::publish")
