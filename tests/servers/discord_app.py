"""A small bot on the true discord.py, which the fake Discord is tested with: it notes what it hears."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.servers.discord import FakeDiscord

COMMANDS: list[dict[str, Any]] = [
    {
        "name": "brief",
        "description": "Briefs",
        "contexts": [0],
        "integration_types": [0],
        "options": [
            {
                "type": 1,
                "name": "latest",
                "description": "The newest stories",
                "options": [
                    {
                        "type": 4,
                        "name": "count",
                        "description": "How many",
                        "min_value": 1,
                        "max_value": 20,
                        "required": False,
                    },
                    {"type": 3, "name": "topic", "description": "On what", "autocomplete": True},
                ],
            },
        ],
    },
    {"name": "Flag", "type": 3},
]


class App(discord.Client):
    """What the bot has heard, as (event, details). `answer` says how it answers."""

    def __init__(self, **more: bool) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_reactions=True, **more),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.05,
        )
        self.heard: list[tuple[str, str]] = []
        self.answer = "message"
        self.hold = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for nothing: discord.py lets five seconds pass between sessions, as Discord wants it."""

    async def on_ready(self) -> None:
        self.heard.append(("ready", str(len(self.guilds))))

    async def on_resumed(self) -> None:
        self.heard.append(("resumed", ""))

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        self.heard.append(("reaction", f"+{event.emoji.name} {event.user_id} {event.type.value}"))

    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        self.heard.append(("reaction", f"-{event.emoji.name} {event.user_id} {event.type.value}"))

    async def on_raw_reaction_clear(self, event: discord.RawReactionClearEvent) -> None:
        self.heard.append(("cleared", str(event.message_id)))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        self.heard.append(("channel deleted", channel.name))

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        self.heard.append(("thread deleted", str(event.thread_id)))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.heard.append(("removed", guild.name))

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        self.heard.append(("unavailable", guild.name))

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(("message", message.content))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        data: Any = interaction.data
        self.heard.append((interaction.type.name, str(data.get("custom_id") or data.get("name"))))
        match self.answer:
            case "message":
                await interaction.response.send_message("Here you are.", ephemeral=True)
            case "defer":
                await interaction.response.defer(ephemeral=True)
                await self.hold.wait()
                await interaction.edit_original_response(view=buttons())
            case "update":
                await interaction.response.edit_message(content="Changed.")
            case "choices":
                choices = [discord.app_commands.Choice(name="Space", value="space")]
                await interaction.response.autocomplete(choices)
            case "modal":
                await interaction.response.send_modal(Form())


class Form(discord.ui.Modal, title="Add"):
    """A form with one field."""

    text: discord.ui.Label[Any] = discord.ui.Label(
        text="Text", component=discord.ui.TextInput(custom_id="text", default="As it stands")
    )


def buttons() -> discord.ui.LayoutView:
    """Return a message of components, one of them a button."""
    view = discord.ui.LayoutView(timeout=None)
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow(discord.ui.Button(label="More", custom_id="more"))
    view.add_item(discord.ui.Container(discord.ui.TextDisplay("Twelve stories"), row, id=77))
    view.stop()
    return view


@asynccontextmanager
async def logged_in(fake: FakeDiscord, **more: bool) -> AsyncIterator[App]:
    """Give a bot that may ask, and is not connected to the gateway."""
    # Where Discord is, is a global of discord.py's.
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = fake.api_url, yarl.URL(fake.gateway_url)
    app = App(**more)
    try:
        await app.login(fake.options().token.get_secret_value())
        yield app
    finally:
        await app.close()
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def connected(fake: FakeDiscord) -> AsyncIterator[App]:
    """Give a bot that is connected and has registered its commands."""
    async with logged_in(fake) as app:
        running = asyncio.create_task(app.connect())
        try:
            await fake.ready(commands=False)
            await app.wait_until_ready()
            assert app.application_id
            commands: Any = COMMANDS
            await app.http.bulk_upsert_global_commands(app.application_id, commands)
            yield app
        finally:
            await app.close()
            await asyncio.gather(running, return_exceptions=True)
