"""Posts in forums and media channels: each is a thread with a title, tags, and a first message.

Discord takes no nonce for them, so that a second try would make a second post: before one is made, those of
late are looked through. https://discord.com/developers/docs/resources/channel#start-thread-in-forum-or-media-channel
"""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Final

import discord
from discord import AllowedMentions
from discord.utils import snowflake_time

from adapters.discord.client import Client, watching
from adapters.discord.components.markup import clipped
from adapters.discord.components.render import Rendered
from adapters.discord.history import is_ours
from bot.model.card import Card
from bot.text import one_line, visible

LONGEST_TITLE: Final = 100
"""https://discord.com/developers/docs/resources/channel#channel-object: a name has 1 to 100 characters."""

OF_LATE: Final = timedelta(minutes=15)
"""How far back an earlier try of a post may lie, of which the courier hasn't asked whether it arrived.

It asks from `Pace.remembers` on; the rest is for two clocks that differ.
"""

_NO_TITLE = "Nutgraf"


class NoTag(Exception):
    """A forum asks for a tag, and has none that the bot may use."""


async def post(forum: discord.ForumChannel, card: Card, shown: Rendered, tag: str) -> int:
    """Make a post; return its id. It is asked for once: after a failure nobody knows if it is there.

    Raises NoTag, and what the request raises.
    """
    tags = tags_for(forum, tag)
    with watching(once=True):
        made = await forum.create_thread(
            name=title(card),
            view=shown.view,
            applied_tags=tags,
            allowed_mentions=AllowedMentions.none(),
        )
    return made.thread.id


async def find(client: Client, forum: discord.ForumChannel, mark: int, since: datetime) -> int | None:
    """Return the id of the bot's post whose first message has the mark; None where there is none since then.

    Raises what the requests raise.
    """
    async for thread in _of_the_bot(client, forum, since):
        try:
            first = await client.get_partial_messageable(thread.id).fetch_message(thread.id)
        except discord.NotFound:  # somebody deleted it
            continue
        if is_ours(client, first, mark):
            return thread.id
    return None


def title(card: Card) -> str:
    """Return the title of a card's post."""
    return clipped(one_line(visible(card.summary)), LONGEST_TITLE) or _NO_TITLE


def tags_for(forum: discord.ForumChannel, tag: str) -> list[discord.ForumTag]:
    """Return the tags of a post: the one of that name; else, where the forum asks for one, the first.

    Tags for moderators are left out: a bot that isn't one may not set them. Raises NoTag where none is left.
    """
    free = [each for each in forum.available_tags if not each.moderated]
    named = [each for each in free if each.name.casefold() == tag.casefold()]
    if named or not forum.flags.require_tag:
        return named[:1]
    if not free:
        raise NoTag
    return free[:1]


def has_tag(forum: discord.ForumChannel) -> bool:
    """Say whether the bot can post there: a forum that asks for a tag must have one for everybody."""
    try:
        tags_for(forum, "")
    except NoTag:
        return False
    return True


async def _of_the_bot(
    client: Client, forum: discord.ForumChannel, since: datetime
) -> AsyncIterator[discord.Thread]:
    """Yield the bot's posts since then: those that are open, then those that are archived.

    Archived ones come by when they were archived, which is after they were made.
    """
    bot = client.user.id if client.user else None
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id and thread.owner_id == bot and snowflake_time(thread.id) >= since:
            yield thread
    async for thread in forum.archived_threads(limit=None):
        if thread.archive_timestamp < since:
            return
        if thread.owner_id == bot and snowflake_time(thread.id) >= since:
            yield thread
