"""The *Publish* button of posts in announcement channels: it sends a post to the channels that follow."""

from collections.abc import Collection
from typing import Any, Final

import discord

from adapters.discord.client import TROUBLE
from adapters.discord.roles import role_of_member
from bot.model.card import Card, Paragraph, Plain
from bot.model.people import Role

PUBLISH: Final = "publish"
"""The button's `custom_id`. It says all: what is published is the message that the button is on."""

_ALREADY: Final = 40033
_LIMITED: Final = 20022

_DONE = "Published: the channels that follow this one have it."
_WAS = "This was published already. What changes in it is passed on by Discord."
_MAY_NOT = "Only editors, and who may manage messages here, can publish. Ask one of them."
_SLOW = "Discord lets a channel publish 10 messages an hour, and this one has. Try again in a while."
_FAILED = "It was not published: {why} Try again in a minute."
_LACKS = (
    "Discord doesn't let Nutgraf publish here. Give it View Channel and Send Messages in the channel's "
    "settings, under Permissions."
)
_NO_MESSAGE = "The message is gone, so there is nothing to publish."


class Publishing:
    """Publishes what people press the button of. `editors` are ids or names of roles."""

    def __init__(self, editors: Collection[str]) -> None:
        self._editors = tuple(editors)

    def handles(self, custom_id: str) -> bool:
        """Say whether a button is for publishing."""
        return custom_id == PUBLISH

    async def answer(self, interaction: discord.Interaction[Any]) -> Card:
        """Publish the message that the button is on; say what came of it. Never raises.

        It may take half a minute where Discord limits the rate.
        """
        message = interaction.message
        if not self._may(interaction):
            return _says(_MAY_NOT, "trouble")
        if message is None:
            return _says(_NO_MESSAGE, "trouble")
        if message.flags.crossposted:
            return _says(_WAS)
        try:
            await message.publish()
        except discord.RateLimited:
            return _says(_SLOW, "trouble")
        except TROUBLE as error:
            return _of(error)
        return _says(_DONE, "good")

    def _may(self, interaction: discord.Interaction[Any]) -> bool:
        permissions = interaction.permissions
        if permissions.manage_messages:
            return True
        person = interaction.user
        return isinstance(person, discord.Member) and role_of_member(person, permissions, self._editors).may(
            Role.editor
        )


def _of(error: Exception) -> Card:
    """Return what is told of an error; never its own text, which may hold an address."""
    if not isinstance(error, discord.HTTPException):
        return _says(_FAILED.format(why="Discord can't be reached."), "trouble")
    if error.code == _ALREADY:
        return _says(_WAS)
    if error.status == 429 or error.code == _LIMITED:
        return _says(_SLOW, "trouble")
    if error.status == 403:
        return _says(_LACKS, "trouble")
    if error.status == 404:
        return _says(_NO_MESSAGE, "trouble")
    return _says(_FAILED.format(why=f"Discord answered with the status {error.status}."), "trouble")


def _says(sentence: str, mood: str = "normal") -> Card:
    block = Paragraph(prose=(Plain(text=sentence),))
    return Card(summary=sentence, blocks=(block,), mood=mood)
