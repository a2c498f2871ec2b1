"""Draws cards as Discord shows them, with simcord's preview in Chromium.

`pip install -e '.[dev]' 'simcord[screenshot]==3.2.1'`, then `python docs/pictures/draw_discord.py [name …]`.
CHROMIUM names the browser, TO the folder. Nothing is sent anywhere: Discord is simulated in the process.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime
from functools import partialmethod
from pathlib import Path

import discord
import simcord
from PIL import Image
from playwright.async_api import BrowserType

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from adapters.discord.components.render import pages, render  # noqa: E402
from tests.golden.cards import cards  # noqa: E402
from tests.unit.adapters.discord.inside import of_guild  # noqa: E402

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
TO = Path(os.environ.get("TO", HERE.parent / "discord"))
USUAL = [
    "story", "edition", "brief", "error", "follow-up", "nudge", "follow-ups", "sources-add", "sources-list",
    "silence",
]  # fmt: skip
NAMES = sys.argv[1:] or USUAL
WIDTHS = {"": 800, "-phone": 400}
HIGHEST = 3_000
NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
COLOURS = 64
MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""When simcord's world begins."""


async def draw() -> None:
    """Draw every card that was asked for, wide and as wide as a phone."""
    client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None)
    async with simcord.run(client) as env:
        guild = env.create_guild("The Courier")
        channel = guild.create_text_channel("newsroom")
        anna = guild.add_member(env.create_user("anna"))
        if client.user:
            await client.user.edit(username="Nutgraf")
        await env.advance_time((NOW - MADE).total_seconds())
        target = await client.fetch_channel(channel.id)
        if not isinstance(target, discord.TextChannel):
            raise TypeError(target)
        async with env.preview(
            channel, viewers=[anna], timezone="Europe/London", locale="en-GB", presentation_time=NOW
        ) as preview:
            for name in NAMES:
                card = of_guild(cards()[name])
                view = pages(card)[0].view if name.startswith("brief") else render(card).view
                message = await target.send(view=view)
                for suffix, width in WIDTHS.items():
                    path = TO / f"{name}{suffix}.png"
                    await preview.screenshot(
                        path, target=message, viewport=(width, HIGHEST), allow_incomplete=True
                    )
                    small(path)


def small(path: Path) -> None:
    """Write a picture with few colours, so that it is small."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    sys.stdout.write(f"{path}: {path.stat().st_size // 1024} kB\n")


if __name__ == "__main__":
    BrowserType.launch = partialmethod(  # simcord names no browser
        BrowserType.launch, executable_path=CHROMIUM, args=["--no-sandbox"]
    )
    TO.mkdir(parents=True, exist_ok=True)
    asyncio.run(draw())
