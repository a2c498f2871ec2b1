"""What the bot may look at: itself, guilds, channels, threads, histories, reactions."""

from datetime import datetime

from tests.servers.discord import payloads
from tests.servers.discord.asked import Asked
from tests.servers.discord.permissions import may
from tests.servers.discord.refusal import Refusal
from tests.servers.discord.state import BOARDS, THREADS, Channel, Payload
from tests.servers.discord.world import World


def get_my_user(world: World, asked: Asked) -> Payload:  # noqa: ARG001 - every operation has it
    """Return the bot."""
    return payloads.user(world.bot) | {
        "verified": True,
        "mfa_enabled": False,
        "email": None,
        "locale": "en-GB",
    }


def get_my_application(world: World, asked: Asked) -> Payload:  # noqa: ARG001 - every operation has it
    """Return the application."""
    return {
        "id": world.app,
        "name": "Nutgraf",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": payloads.user(world.owner),
        "team": None,
        "flags": 0,
        "rpc_origins": [],
        "summary": "",
        "type": None,
        "hook": True,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "approximate_guild_count": len(world.guilds),
    }


def get_gateway(world: World, asked: Asked) -> Payload:  # noqa: ARG001 - every operation has it
    """Return where the gateway is."""
    return {"url": f"{world.origin.replace('http', 'ws', 1)}/gateway"}


def get_bot_gateway(world: World, asked: Asked) -> Payload:
    """Return where the gateway is, and how often it may be asked for a session."""
    limit = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}
    return get_gateway(world, asked) | {"shards": 1, "session_start_limit": limit}


def get_guild(world: World, asked: Asked) -> Payload:
    """Return a guild."""
    return payloads.bare_guild(world.guild(asked["guild_id"]))


def list_my_guilds(world: World, asked: Asked) -> list[Payload]:
    """Return the guilds that the bot is in, 200 at a time."""
    after = asked.snowflake("after") or 0
    every = sorted(
        (each for each in world.guilds.values() if world.bot.id in each.members), key=lambda g: int(g.id)
    )
    page = [each for each in every if int(each.id) > after][: asked.limit(200, 200)]
    return [{"id": each.id, "name": each.name, "owner": False, "permissions": "0"} for each in page]


def list_guild_channels(world: World, asked: Asked) -> list[Payload]:
    """Return a guild's channels, threads left out."""
    guild = world.guild(asked["guild_id"])
    return [payloads.channel(each) for each in world.channels_of(guild, threads=False)]


def list_guild_roles(world: World, asked: Asked) -> list[Payload]:
    """Return a guild's roles."""
    roles = world.guild(asked["guild_id"]).roles.values()
    return [payloads.role(each, position) for position, each in enumerate(roles)]


def get_guild_member(world: World, asked: Asked) -> Payload:
    """Return a member."""
    guild = world.guild(asked["guild_id"])
    person = world.people.get(asked["user_id"])
    if person is None:
        raise Refusal(10013)
    if person.id not in guild.members:
        raise Refusal(10007)
    return payloads.member(guild, person)


def get_user(world: World, asked: Asked) -> Payload:
    """Return somebody's account."""
    person = world.people.get(asked["user_id"])
    if person is None:
        raise Refusal(10013)
    return payloads.user(person)


def get_active_guild_threads(world: World, asked: Asked) -> Payload:
    """Return a guild's threads that aren't archived."""
    guild = world.guild(asked["guild_id"])
    threads = [each for each in world.channels_of(guild, threads=True) if not each.archived]
    seen = [each for each in threads if may(each, world.bot.id, "view_channel")]
    return {"threads": [payloads.channel(each) for each in reversed(seen)], "members": []}


def list_public_archived_threads(world: World, asked: Asked) -> Payload:
    """Return a channel's archived threads, those that were archived last first."""
    channel = world.channel(asked["channel_id"], "read_message_history")
    assert channel.guild
    found = [
        each
        for each in world.channels_of(channel.guild, threads=True)
        if each.parent is channel and each.archived
    ]
    if before := asked.query.get("before"):
        try:
            latest = datetime.fromisoformat(before).timestamp()
        except ValueError:
            raise Refusal(50035, faults=[f"before: {before!r} is no moment"]) from None
        found = [each for each in found if each.archived_at < latest]
    found.sort(key=lambda each: each.archived_at, reverse=True)
    page = found[: asked.limit(50, least=2)]
    return {
        "threads": [payloads.channel(each) for each in page],
        "members": [],
        "has_more": len(found) > len(page),
    }


def get_channel(world: World, asked: Asked) -> Payload:
    """Return a channel."""
    return payloads.channel(world.channel(asked["channel_id"]), bot=world.bot)


def update_channel(world: World, asked: Asked) -> Payload:
    """Archive a thread, or open it again; nothing else is needed here."""
    channel = world.channel(asked["channel_id"])
    body = asked.given
    moderates = may(channel, world.bot.id, "manage_threads")
    if channel.kind not in THREADS or not body.keys() <= {"archived", "locked", "auto_archive_duration"}:
        raise Refusal(50013)
    if channel.locked and not moderates:
        raise Refusal(160005)
    if not (moderates or may(channel, world.bot.id, "send_messages_in_threads")):
        raise Refusal(50013)
    if ("locked" in body or body.get("archived")) and not (moderates or channel.owner == world.bot.id):
        raise Refusal(50013)
    archive(world, channel, bool(body.get("archived", channel.archived)))
    return payloads.channel(channel)


def archive(world: World, thread: Channel, archived: bool) -> None:
    """Archive a thread, or open it again."""
    if thread.archived != archived:
        thread.archived, thread.archived_at = archived, world.now()
        world.ring()
        world.tell("THREAD_UPDATE", payloads.channel(thread), thread)


def list_messages(world: World, asked: Asked) -> list[Payload]:
    """Return a page of a channel's history, newest first; empty for who may not read it."""
    channel = world.channel(asked["channel_id"])
    if channel.kind in BOARDS:
        raise Refusal(50008)
    limit = asked.limit(50)
    after, before = asked.snowflake("after"), asked.snowflake("before")
    if not may(channel, world.bot.id, "read_message_history"):
        return []
    found = [
        each
        for each in world.visible(channel)
        if (after is None or int(each.id) > after) and (before is None or int(each.id) < before)
    ]
    found.sort(key=lambda each: int(each.id))
    # After an id come those that follow it, otherwise the newest; newest first in any case.
    page = found[:limit] if after is not None and before is None else found[-limit:]
    return [payloads.message(world, each) for each in reversed(page)]


def get_message(world: World, asked: Asked) -> Payload:
    """Return a message."""
    channel = world.channel(asked["channel_id"], "read_message_history")
    return payloads.message(world, world.message(channel, asked["message_id"]))


def list_message_reactions_by_emoji(world: World, asked: Asked) -> list[Payload]:
    """Return who has put an emoji on a message: ordinarily (type 0) or as a burst (type 1)."""
    channel = world.channel(asked["channel_id"], "read_message_history")
    message = world.message(channel, asked["message_id"])
    kind = asked.query.get("type", "0")
    if kind not in {"0", "1"}:
        raise Refusal(50035, faults=["type: 0 or 1"])
    limit, after = asked.limit(25), asked.snowflake("after") or 0
    who = (message.bursts if kind == "1" else message.reactions).get(asked["emoji_name"], [])
    page = sorted((each for each in who if int(each) > after), key=int)[:limit]
    return [payloads.user(world.people[each]) for each in page]


def create_dm(world: World, asked: Asked) -> Payload:
    """Return the bot's direct messages with somebody."""
    person = world.people.get(str(asked.given.get("recipient_id")))
    if person is None:
        raise Refusal(10013)
    if person is world.bot:
        raise Refusal(50007)
    return payloads.channel(world.direct(person))
