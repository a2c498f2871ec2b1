"""Looks for a post of ours in what was written in a channel."""

from datetime import datetime

import discord

from adapters.discord.client import Client

Messages = discord.PartialMessageable


def is_ours(client: Client, message: discord.Message, mark: int) -> bool:
    """Say whether the message is the bot's own with that mark: another app could have given it to its own."""
    if client.user is None or message.author.id != client.user.id:
        return False
    return any(isinstance(each, discord.Container) and each.id == mark for each in message.components)


async def find(client: Client, messages: Messages, mark: int, since: datetime) -> tuple[int | None, bool]:
    """Return the id of the bot's message with the mark, since then; and whether the history is shown at all.

    To who may not read it Discord shows an empty one, and no error
    (https://discord.com/developers/docs/resources/message#get-channel-messages). So only a message, any
    message, tells that there is nothing else. Raises what the requests raise.
    """
    shows = False
    async for message in messages.history(limit=None, after=since, oldest_first=True):
        shows = True
        if is_ours(client, message, mark):
            return message.id, True
    if not shows:
        async for _ in messages.history(limit=1):
            shows = True
    return None, shows
