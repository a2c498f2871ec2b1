"""The reactions that stand on a message, and who has put them."""

import discord

from adapters.discord.client import Client
from adapters.discord.emoji import folded
from bot.model.reaction import Reaction


async def tally(client: Client, message: discord.Message) -> frozenset[Reaction]:
    """Return the reactions of people on a message, bursts included, with as few requests as may be.

    Raises what the requests raise.
    """
    standing: set[Reaction] = set()
    for reaction in message.reactions:
        name = folded(reaction.emoji)
        for kind, count in (
            (discord.ReactionType.normal, reaction.normal_count),
            (discord.ReactionType.burst, reaction.burst_count),
        ):
            if not count:
                continue
            async for person in reaction.users(limit=count, type=kind):
                if not person.bot and (client.user is None or person.id != client.user.id):
                    standing.add(Reaction(person=str(person.id), name=name))
    return frozenset(standing)
