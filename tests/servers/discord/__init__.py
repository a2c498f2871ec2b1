"""Discord as the bot sees it, on this machine: the API, the gateway, and people who use it.

    async with FakeDiscord() as discord:
        guild = discord.add_guild("The Newsroom")
        anna = discord.add_person("anna", guild, may=["manage_channels"])   # so she is an editor
        desk = discord.add_channel(guild, "desk")                           # kind="announcement", "forum", …
        platform = Discord(discord.options(), clock, CATALOGUE)
        ...                                                                 # run it
        await discord.ready()                                               # connected, commands registered
        asked = await discord.slash(anna, desk, "latest")                   # answered? how fast? what with?
        await discord.until(lambda: asked.shown)
        await discord.click(anna, asked.shown[-1], "Read brief")
        await discord.until(lambda: discord.seen_by(anna, desk))            # what stands in the channel
        discord.react(anna, discord.seen_by(anna, desk)[-1], "🚩")

`Place` says what is there, `Acting` what people do, `Happening` what happens to guilds and channels,
`Trouble` what goes wrong. It refuses what Discord refuses, with Discord's own codes. Every body is checked
against Discord's description of its API (`openapi`): the block ends with an AssertionError where anything was
wrong (`discord.wrong`; `discord.wrong.clear()` forgives what a test did on purpose).
`python -m tests.servers.discord` runs it as a process of its own (`rules`).
"""

from tests.servers.discord.fake import FakeDiscord
from tests.servers.discord.place import options_of
from tests.servers.discord.rules import DiscordRules, snowflake
from tests.servers.discord.state import (
    Button,
    Call,
    Channel,
    Choice,
    Guild,
    Interaction,
    Message,
    Modal,
    Person,
)

__all__ = [
    "Button",
    "Call",
    "Channel",
    "Choice",
    "DiscordRules",
    "FakeDiscord",
    "Guild",
    "Interaction",
    "Message",
    "Modal",
    "Person",
    "options_of",
    "snowflake",
]
