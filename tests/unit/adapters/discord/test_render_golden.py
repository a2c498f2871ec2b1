"""Every card that the bot makes, as Discord gets it, beside the file that a person has looked at.

`NUTGRAF_GOLDEN=write pytest tests/unit/adapters/discord/test_render_golden.py` writes the files anew: read
the difference before you commit it. `docs/pictures/draw_discord.py` makes pictures of them.
"""

import asyncio
import json
import os
from pathlib import Path

import discord
import pytest
import simcord

from adapters.discord.components.render import pages, plain, render
from bot.model.card import Card
from tests.golden.cards import cards
from tests.servers.discord.openapi import faults
from tests.unit.adapters.discord.inside import components_in, made_of, of_guild, texts_in

GOLDEN = Path(__file__).parents[3] / "golden" / "discord"
CARDS = {name: of_guild(card) for name, card in cards().items()}
WRITE = os.environ.get("NUTGRAF_GOLDEN") == "write"


def drawn(card: Card) -> str:
    """Return the post that a card makes, and the messages in which a private answer shows it, as JSON."""
    shown = {
        "post": made_of(render(card, mark=2**20)),
        "answer": [made_of(page) for page in pages(card, workspace="1" * 19)],
    }
    return json.dumps(shown, indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", CARDS)
def test_it_is_what_somebody_has_looked_at(name: str) -> None:
    path, now = GOLDEN / f"{name}.json", drawn(CARDS[name])
    if WRITE:
        path.write_text(now, "utf-8")
    assert path.read_text("utf-8") == now


@pytest.mark.parametrize("name", CARDS)
def test_discord_takes_it(name: str) -> None:
    for page in [render(CARDS[name], mark=2**31 - 1, publish="publish"), *pages(CARDS[name], 50)]:
        made = made_of(page)
        body = {"components": made, "flags": 1 << 15, "allowed_mentions": {"parse": []}}
        assert faults("POST", "channels/1/messages", body) == []
        assert len(list(components_in(made))) <= 40
        assert 0 < len("".join(texts_in(made)).encode("utf-16-le")) // 2 <= 4_000
        ids = [each["custom_id"] for each in components_in(made) if "custom_id" in each]
        assert len(set(ids)) == len(ids)
        assert all(len(made) <= 100 for made in ids)
    assert 0 < len(plain(CARDS[name]).encode("utf-16-le")) // 2 <= 2_000


def test_a_simulated_discord_takes_every_one_of_them() -> None:
    async def sent() -> int:
        client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None)
        async with simcord.run(client) as env:
            channel = env.create_guild().create_text_channel("newsroom")
            target = await client.fetch_channel(channel.id)
            assert isinstance(target, discord.TextChannel)
            for card in CARDS.values():
                await target.send(view=render(card, mark=2**20).view)
            assert not client.persistent_views
            return len([message async for message in target.history(limit=None)])

    assert asyncio.run(sent()) == len(CARDS)


def test_there_is_no_file_of_a_card_that_is_gone() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(CARDS)
