"""What things are in answers and events, as Discord writes them."""

from datetime import UTC, datetime
from typing import Any

from tests.servers.discord import permissions
from tests.servers.discord.state import (
    BOARDS,
    THREADS,
    TYPES,
    Channel,
    Guild,
    Message,
    Payload,
    Person,
    Role,
)
from tests.servers.discord.world import World

_BEGAN = "2024-01-01T00:00:00+00:00"


def stamp(moment: float) -> str:
    """Return a moment as Discord writes it."""
    return datetime.fromtimestamp(moment, UTC).isoformat()


def user(person: Person) -> Payload:
    """Return an account."""
    return {
        "id": person.id,
        "username": person.name,
        "discriminator": "0",
        "global_name": None if person.bot else person.name.title(),
        "avatar": None,
        "bot": person.bot,
        "system": False,
        "public_flags": 0,
        "flags": 0,
    }


def role(found: Role, position: int = 0) -> Payload:
    """Return a role."""
    return {
        "id": found.id,
        "name": found.name,
        "permissions": str(found.permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def member(guild: Guild, person: Person, *, channel: Channel | None = None) -> Payload:
    """Return a member; in interactions with what they may do in the channel."""
    found: Payload = {
        "user": user(person),
        "nick": None,
        "avatar": None,
        "roles": sorted(guild.members[person.id]),
        "joined_at": _BEGAN,
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }
    if channel is not None:
        found["permissions"] = str(permissions.in_channel(channel, person.id))
    return found


def channel(found: Channel, *, bot: Person | None = None) -> Payload:
    """Return a channel; a thread with the bot's membership where it has one."""
    if found.kind in THREADS:
        return _thread(found)
    payload: Payload = {"id": found.id, "type": TYPES[found.kind], "last_message_id": None, "flags": 0}
    if found.person is not None:
        people = [user(found.person), *([user(bot)] if bot else [])]
        return payload | {"recipients": people[:1]}
    assert found.guild
    payload |= {
        "guild_id": found.guild.id,
        "name": found.name,
        "position": 0,
        "parent_id": None,
        "nsfw": False,
        "topic": None,
        "rate_limit_per_user": 0,
        "permission_overwrites": [
            {"id": who, "type": 0 if who in found.guild.roles else 1, "allow": str(yes), "deny": str(no)}
            for who, (yes, no) in found.overwrites.items()
        ],
    }
    if found.kind in BOARDS:
        payload |= {
            "flags": 1 << 4 if found.tag_needed else 0,
            "available_tags": [
                {
                    "id": tag.id,
                    "name": tag.name,
                    "moderated": tag.moderated,
                    "emoji_id": None,
                    "emoji_name": None,
                }
                for tag in found.tags
            ],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
        }
    if found.kind == "voice":
        payload |= {"bitrate": 64_000, "user_limit": 0, "rtc_region": None}
    return payload


def _thread(found: Channel) -> Payload:
    assert found.guild
    assert found.parent
    return {
        "id": found.id,
        "type": TYPES[found.kind],
        "guild_id": found.guild.id,
        "parent_id": found.parent.id,
        "owner_id": found.owner,
        "name": found.name,
        "last_message_id": None,
        "message_count": 0,
        "total_message_sent": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "flags": 0,
        "applied_tags": found.applied,
        "thread_metadata": {
            "archived": found.archived,
            "locked": found.locked,
            "auto_archive_duration": 1440,
            "archive_timestamp": stamp(found.archived_at),
            "create_timestamp": _BEGAN,
        },
    }


def guild(world: World, found: Guild) -> Payload:
    """Return a guild as GUILD_CREATE brings it: with channels and threads, of members the bot alone."""
    threads = [each for each in world.channels_of(found, threads=True) if not each.archived]
    return bare_guild(found) | {
        "joined_at": _BEGAN,
        "large": False,
        "unavailable": False,
        "member_count": len(found.members),
        "voice_states": [],
        "members": [member(found, world.bot)],
        "channels": [channel(each) for each in world.channels_of(found, threads=False)],
        "threads": [channel(each) for each in threads if permissions.may(each, world.bot.id, "view_channel")],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def bare_guild(found: Guild) -> Payload:
    """Return a guild as the API gives it."""
    return {
        "id": found.id,
        "name": found.name,
        "owner_id": found.owner,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "roles": [role(each, position) for position, each in enumerate(found.roles.values())],
        "emojis": [
            {"id": number, "name": name, "roles": [], "animated": False, "available": True, "managed": False}
            for name, number in found.emojis.items()
        ],
        "stickers": [],
        "features": ["NEWS", "COMMUNITY"],
        "afk_channel_id": None,
        "afk_timeout": 300,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 2,
        "mfa_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-US",
        "nsfw": False,
        "nsfw_level": 0,
        "vanity_url_code": None,
        "max_members": 500_000,
        "max_presences": None,
        "incidents_data": None,
    }


def message(world: World, found: Message) -> Payload:
    """Return a message."""
    payload: Payload = {
        "id": found.id,
        "channel_id": found.channel.id,
        "type": 20 if found.via == "interaction" else 19 if found.replies_to else 0,
        "author": user(found.author),
        "content": found.shown.text,
        "timestamp": stamp(found.posted_at),
        "edited_timestamp": stamp(world.now()) if found.edits else None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": found.shown.embeds,
        "components": found.shown.components,
        "pinned": False,
        "flags": found.shown.flags | (1 if found.published else 0) | (1 << 7 if found.loading else 0),
    }
    if found.replies_to:
        payload["message_reference"] = {
            "type": 0,
            "channel_id": found.channel.id,
            "message_id": found.replies_to.id,
        }
    if found.nonce:
        payload["nonce"] = found.nonce
    if found.author is world.bot and found.via != "create_message":
        payload["application_id"] = world.app
    if found.via in {"interaction", "follow-up"}:
        payload["webhook_id"] = world.app
    if found.reactions or found.bursts:
        payload["reactions"] = [
            _reaction(found, key, world.bot) for key in dict.fromkeys([*found.reactions, *found.bursts])
        ]
    return payload


def _reaction(found: Message, key: str, bot: Person) -> Payload:
    normal, burst = found.reactions.get(key, []), found.bursts.get(key, [])
    return {
        "emoji": emoji(key),
        "count": len(normal) + len(burst),
        "count_details": {"normal": len(normal), "burst": len(burst)},
        "me": bot.id in normal,
        "me_burst": bot.id in burst,
        "burst_colors": [],
    }


def emoji(key: str) -> dict[str, Any]:
    """Return an emoji: "🚩", or a guild's own as "name:id"."""
    name, colon, number = key.partition(":")
    return {"id": number, "name": name, "animated": False} if colon else {"id": None, "name": key}


def reaction_event(found: Message, person: Person, key: str, *, burst: bool, added: bool) -> Payload:
    """Return what MESSAGE_REACTION_ADD and _REMOVE bring."""
    payload: Payload = {
        "user_id": person.id,
        "channel_id": found.channel.id,
        "message_id": found.id,
        "emoji": emoji(key),
        "type": 1 if burst else 0,
        "burst": burst,
    }
    guild_ = found.channel.guild
    if guild_ is not None:
        payload["guild_id"] = guild_.id
    if added:
        payload["message_author_id"] = found.author.id
        if burst:
            payload["burst_colors"] = ["#ff0000"]
        if guild_ is not None:
            payload["member"] = member(guild_, person)
    return payload
