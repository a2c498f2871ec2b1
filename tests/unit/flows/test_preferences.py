"""Preferences: a channel's own come before its workspace's, and those before the bot's."""

import asyncio
from datetime import time
from pathlib import Path

from bot.flows.preferences import Settings
from bot.flows.zones import zone_of
from bot.model.preferences import Preferences, QuietHours
from tests.unit.flows.channel import HERE, a_channel, conversation

NIGHT = QuietHours(start=time(22), until=time(7))


def test_what_is_set_stays_until_it_is_changed(tmp_path: Path) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            settings = Settings(channel.store, zone="UTC")
            await settings.set_channel(HERE.channel, Preferences(zone="Europe/London"))
            await settings.set_workspace(HERE.channel, Preferences(zone="Asia/Tokyo"))
            holds = await settings.set_channel(HERE.channel, Preferences(quiet=NIGHT))
            assert holds.channel == Preferences(zone="Europe/London", quiet=NIGHT)
            assert (await settings.show(HERE.channel)) == holds
            other = conversation("other").channel
            zones = await channel.store.read(
                lambda view: [zone_of(view, each, default="UTC") for each in (HERE.channel, other)]
            )
            assert zones == ["Europe/London", "Asia/Tokyo"]

    asyncio.run(work())


def test_what_is_unset_holds_no_longer_and_the_rest_stays(tmp_path: Path) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            settings = Settings(channel.store, zone="UTC")
            await settings.set_workspace(HERE.channel, Preferences(zone="Asia/Tokyo", quiet=NIGHT))
            await settings.set_channel(HERE.channel, Preferences(zone="Europe/London", quiet=NIGHT))
            holds = await settings.set_channel(HERE.channel, Preferences(zone=None))
            assert holds.channel == Preferences(quiet=NIGHT)
            holds = await settings.set_workspace(HERE.channel, Preferences(quiet=None))
            assert holds.workspace == Preferences(zone="Asia/Tokyo")

    asyncio.run(work())
