"""conversations.*, users.*, usergroups.* and reactions.get: what the app may look at, page by page."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from tests.servers.slack.arguments import flag, needed, number
from tests.servers.slack.refusal import Refusal
from tests.servers.slack.state import Channel, Payload, Person
from tests.servers.slack.world import World, moment

T = TypeVar("T")

_HISTORY = {"public": "channels:history", "private": "groups:history", "im": "im:history"}
_READ = {"public": "channels:read", "private": "groups:read", "im": "im:read"}
_KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
_SOME = 10
"""How many people a reaction names unless all are asked for."""


def history(world: World, asked: Payload) -> Payload:
    """conversations.history: newest first, replies left out."""
    world.need(*_HISTORY.values())
    channel = world.joined(needed(asked, "channel"))
    world.need(_HISTORY[channel.kind])
    found = [each for each in world.visible(channel.id) if each.thread is None or each.broadcast]
    chosen = [each for each in reversed(found) if _within(asked, each.ts)]
    page, more = _page(asked, chosen, 100, 999)
    metadata = flag(asked, "include_all_metadata")
    messages = [world.as_json(each, metadata=metadata) for each in page]
    return {"messages": messages, "has_more": bool(more), "pin_count": 0} | _cursor(more)


def replies(world: World, asked: Payload) -> Payload:
    """conversations.replies: the message itself, then its replies, oldest first."""
    world.need(*_HISTORY.values())
    channel = world.joined(needed(asked, "channel"))
    world.need(_HISTORY[channel.kind])
    thread = needed(asked, "ts")
    found = [each for each in world.visible(channel.id) if thread in {each.ts, each.thread}]
    if not found:
        raise Refusal("thread_not_found")
    chosen = [each for each in found if each.ts == thread or _within(asked, each.ts)]
    page, more = _page(asked, chosen, 1000, 1000)
    metadata = flag(asked, "include_all_metadata")
    messages = [world.as_json(each, metadata=metadata) for each in page]
    return {"messages": messages, "has_more": bool(more)} | _cursor(more)


def open_(world: World, asked: Payload) -> Payload:
    """conversations.open, with one person."""
    world.need("im:write")
    user = needed(asked, "users") if "channel" not in asked else ""
    person = world.person(user.split(",")[0])
    if person.bot:
        raise Refusal("cannot_dm_bot")
    if person.deleted:
        raise Refusal("user_disabled")
    channel = world.direct(person.id)
    full = _channel(world, channel) if flag(asked, "return_im") else {"id": channel.id}
    return {"channel": full}


def join(world: World, asked: Payload) -> Payload:
    """conversations.join."""
    world.need("channels:join")
    channel = world.channel(needed(asked, "channel"))
    if channel.archived:
        raise Refusal("is_archived")
    if channel.kind != "public":
        raise Refusal("method_not_supported_for_channel_type")
    channel.members.add(world.bot_user)
    world.ring()
    return {"channel": _channel(world, channel)}


def info(world: World, asked: Payload) -> Payload:
    """conversations.info."""
    world.need(*_READ.values())
    channel = world.channel(needed(asked, "channel"))
    world.need(_READ[channel.kind])
    return {"channel": _channel(world, channel)}


def members(world: World, asked: Payload) -> Payload:
    """conversations.members."""
    world.need(*_READ.values())
    channel = world.channel(needed(asked, "channel"))
    world.need(_READ[channel.kind])
    page, more = _page(asked, sorted(channel.members), 100, 1000)
    return {"members": list(page)} | _cursor(more)


def user_info(world: World, asked: Payload) -> Payload:
    """users.info."""
    world.need("users:read")
    return {"user": user_json(world.person(needed(asked, "user")))}


def user_conversations(world: World, asked: Payload) -> Payload:
    """users.conversations: those of a person that the app may know of."""
    kinds = str(asked.get("types") or "public_channel").replace(" ", "").split(",")
    if strange := [each for each in kinds if each not in _KINDS]:
        raise Refusal("invalid_types", f"no type: {strange[0]}")
    for each in kinds:
        if _KINDS[each] in _READ:
            world.need(_READ[_KINDS[each]])
    user = str(asked.get("user") or world.bot_user)
    world.person(user)
    wanted = {_KINDS[each] for each in kinds}
    # Of private channels it is told where it is a member itself.
    found = [
        each
        for each in world.channels.values()
        if user in each.members
        and each.kind in wanted
        and (each.kind == "public" or world.bot_user in each.members)
        and not (each.archived and flag(asked, "exclude_archived"))
    ]
    page, more = _page(asked, found, 100, 999)
    return {"channels": [_channel(world, each) for each in page]} | _cursor(more)


def groups(world: World, asked: Payload) -> Payload:  # noqa: ARG001 - every method has them
    """usergroups.list."""
    world.need("usergroups:read")
    found = [{"id": each.id, "team_id": world.team, "handle": each.handle} for each in world.groups.values()]
    return {"usergroups": found}


def group_members(world: World, asked: Payload) -> Payload:
    """usergroups.users.list."""
    world.need("usergroups:read")
    group = world.groups.get(needed(asked, "usergroup"))
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": list(group.members)}


def reactions(world: World, asked: Payload) -> Payload:
    """reactions.get: some of the people of each reaction, all of them if `full`."""
    world.need("reactions:read")
    channel = world.channel(needed(asked, "channel"))
    message = world.message(channel.id, needed(asked, "timestamp"))
    found = world.as_json(message)
    if not flag(asked, "full"):
        for each in found.get("reactions", ()):
            each["users"] = each["users"][:_SOME]
    return {"type": "message", "channel": channel.id, "message": found}


def user_json(person: Person) -> Payload:
    """Return a person as Slack gives them."""
    found: dict[str, Any] = {
        "id": person.id,
        "team_id": person.team,
        "name": person.name,
        "deleted": person.deleted,
        "real_name": person.name.title(),
        "profile": {"display_name": person.name, "real_name": person.name.title()},
        "is_bot": person.bot,
        "updated": 0,
    }
    if not person.deleted:
        found |= {
            "is_admin": person.admin or person.owner,
            "is_owner": person.owner,
            "is_primary_owner": False,
            "is_restricted": person.guest,
            "is_ultra_restricted": False,
        }
    if person.zone is not None:
        found["tz"] = person.zone
    if person.stranger:
        found["is_stranger"] = True
    return found


def _channel(world: World, channel: Channel) -> Payload:
    if channel.person is not None:
        return {
            "id": channel.id,
            "is_im": True,
            "user": channel.person,
            "is_archived": False,
            "is_open": True,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.private,
        "is_group": False,
        "is_im": False,
        "is_private": channel.private,
        "is_archived": channel.archived,
        "is_member": world.bot_user in channel.members,
        "context_team_id": world.team,
    }


def _within(asked: Payload, ts: str) -> bool:
    oldest, latest = float(asked.get("oldest") or 0), float(asked.get("latest") or "inf")
    if flag(asked, "inclusive"):
        return oldest <= moment(ts) <= latest
    return oldest < moment(ts) < latest


def _page(asked: Payload, found: Sequence[T], default: int, most: int) -> tuple[Sequence[T], str]:
    """Return one page, and the cursor of the next; "" where there is none."""
    limit = number(asked, "limit", default, most=most)
    cursor = str(asked.get("cursor") or "page:0")
    if not cursor.startswith("page:"):
        raise Refusal("invalid_cursor")
    start = int(cursor.removeprefix("page:"))
    end = start + limit
    return found[start:end], f"page:{end}" if end < len(found) else ""


def _cursor(more: str) -> Payload:
    return {"response_metadata": {"next_cursor": more}}


METHODS: dict[str, Callable[[World, Payload], Payload]] = {
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.open": open_,
    "conversations.join": join,
    "conversations.info": info,
    "conversations.members": members,
    "users.info": user_info,
    "users.conversations": user_conversations,
    "usergroups.list": groups,
    "usergroups.users.list": group_members,
    "reactions.get": reactions,
}
