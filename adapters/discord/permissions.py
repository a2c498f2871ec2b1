"""What the bot asks for when it is invited, and why; and what it needs where it posts."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

import discord

from adapters.discord.places import Kind

PERMISSIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "view_channel": "to see the channels that it posts in",
        "send_messages": "to post digests, stories and follow-ups, in forums as posts, and to publish its "
        "own posts in announcement channels",
        "create_public_threads": "to begin a follow-up's thread at the post that was flagged; without it "
        "its card is a reply",
        "send_messages_in_threads": "to post in threads, and to reopen those that were archived",
        "read_message_history": "to see whether a post arrived that Discord didn't confirm, and which "
        "reactions stand on its posts",
    }
)
"""Every permission that the bot uses, by discord.py's name, and what for. No other is asked for."""

NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "view_channel": "View Channel",
        "send_messages": "Send Messages",
        "create_public_threads": "Create Public Threads",
        "send_messages_in_threads": "Send Messages in Threads",
        "read_message_history": "Read Message History",
    }
)
"""What Discord calls them in a channel's settings."""

_IN_CHANNELS = ("view_channel", "send_messages", "read_message_history")
_FOR_THREADS = ("create_public_threads", "send_messages_in_threads")
_IN_THREADS = ("view_channel", "send_messages_in_threads", "read_message_history")


def lacking(permissions: discord.Permissions, kind: Kind) -> tuple[str, ...]:
    """Return which permissions the bot lacks for its work in a channel, as Discord calls them."""
    if kind is Kind.direct:
        return ()
    needed = _IN_THREADS if kind is Kind.thread else _IN_CHANNELS
    return tuple(NAMES[name] for name in needed if not getattr(permissions, name))


def lacking_for_threads(permissions: discord.Permissions) -> tuple[str, ...]:
    """Return which permissions the bot lacks for beginning threads in a channel, as Discord calls them."""
    return tuple(NAMES[name] for name in _FOR_THREADS if not getattr(permissions, name))


def to_post(lacks: Iterable[str]) -> tuple[str, ...]:
    """Return those of the permissions that a post alone needs: without the history it can still be made."""
    return tuple(name for name in lacks if name != NAMES["read_message_history"])


def listed(names: Iterable[str]) -> str:
    """Return permissions as they stand in a sentence: "View Channel and Send Messages"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def invitation(client_id: int | str) -> str:
    """Return the address at which an admin of a server invites the bot, with exactly these permissions."""
    return discord.utils.oauth_url(
        client_id,
        permissions=discord.Permissions(**dict.fromkeys(PERMISSIONS, True)),
        scopes=("bot", "applications.commands"),
    )
