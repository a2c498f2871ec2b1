"""A reaction has one name, however people and their devices spell it."""

import discord
import pytest

from adapters.discord.emoji import folded


@pytest.mark.parametrize(
    ("emoji", "name"),
    [
        ("🚩", "🚩"),
        ("👍🏽", "👍"),
        ("❤️", "❤"),
        ("1️⃣", "1\u20e3"),
        ("🧑🏿\u200d🚀", "🧑\u200d🚀"),
        ("🏳️\u200d🌈", "🏳\u200d🌈"),
        ("🏽", "🏽"),
        (discord.PartialEmoji(name="✅"), "✅"),
        (discord.PartialEmoji(name="🙋🏾\u200d♀️"), "🙋\u200d♀"),
        (discord.PartialEmoji(name="newsworthy", id=7), "newsworthy"),
        (discord.PartialEmoji(name="party", id=7, animated=True), "party"),
        (discord.PartialEmoji(name="", id=7), "7"),
    ],
)
def test_names(emoji: discord.PartialEmoji | str, name: str) -> None:
    assert folded(emoji) == name
