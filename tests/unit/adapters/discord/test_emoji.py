"""A reaction has one name, however people and their devices spell it."""

import discord
import pytest

from adapters.discord.emoji import folded, typed


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


def test_what_is_typed_has_the_names_that_reactions_have() -> None:
    assert (
        typed("<:flagit:123> or <a:party:7>, <@5> in <#7>: <t:1>") == "flagit or party, <@5> in <#7>: <t:1>"
    )
