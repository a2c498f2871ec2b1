"""chat.*: what the app writes, and what Slack refuses of it."""

import json
from typing import Any

from tests.servers.slack import blockkit
from tests.servers.slack.arguments import flag, needed
from tests.servers.slack.refusal import Refusal
from tests.servers.slack.state import Channel, Content, Message, Payload
from tests.servers.slack.world import World

LONGEST_TEXT = 40_000
LARGEST_METADATA = 16_000


def post_message(world: World, asked: Payload) -> Payload:
    """chat.postMessage."""
    world.need("chat:write")
    channel = _target(world, needed(asked, "channel"))
    thread = _thread(world, channel, asked)
    shown = content(world, asked)
    metadata = _metadata(asked)
    world.keep_rate(channel.id)
    message = Message(
        channel=channel.id,
        ts=world.new_ts(),
        user=world.bot_user,
        shown=shown,
        metadata=metadata,
        thread=thread,
        broadcast=flag(asked, "reply_broadcast"),
    )
    world.keep(message)
    if channel.kind == "im":
        # The app hears itself in direct messages, and must not answer itself.
        world.tell("message.im", _heard(world, message))
    return {"channel": channel.id, "ts": message.ts, "message": world.as_json(message, metadata=True)}


def post_ephemeral(world: World, asked: Payload) -> Payload:
    """chat.postEphemeral."""
    world.need("chat:write")
    channel = _target(world, needed(asked, "channel"))
    user = needed(asked, "user")
    world.person(user)
    if user not in channel.members:
        raise Refusal("user_not_in_channel")
    message = Message(
        channel=channel.id,
        ts=world.new_ts(),
        user=world.bot_user,
        shown=content(world, asked),
        thread=_thread(world, channel, asked),
        ephemeral_to=user,
        via="chat.postEphemeral",
    )
    world.keep(message)
    return {"message_ts": message.ts}


def update(world: World, asked: Payload) -> Payload:
    """chat.update. Metadata that isn't given stays; blocks stay only where no text is given either."""
    world.need("chat:write")
    channel = world.channel(needed(asked, "channel"))
    message = world.message(channel.id, needed(asked, "ts"))
    if message.user != world.bot_user:
        raise Refusal("cant_update_message")
    if channel.archived:
        raise Refusal("is_archived")
    if world.bot_user not in channel.members:
        raise Refusal("cant_update_message")
    if "blocks" not in asked and "text" not in asked:
        raise Refusal("no_text")
    shown = content(world, asked)
    if asked.get("metadata") is not None:
        message.metadata = _metadata(asked)
    world.edit(message, shown)
    if channel.kind == "im":
        changed = {"message": world.as_json(message), "channel": channel.id, "channel_type": "im"}
        event = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": world.new_ts()}
        world.tell("message.im", event | changed)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": world.as_json(message)}


def delete(world: World, asked: Payload) -> Payload:
    """chat.delete."""
    world.need("chat:write")
    channel = world.channel(needed(asked, "channel"))
    message = world.message(channel.id, needed(asked, "ts"))
    if message.user != world.bot_user:
        raise Refusal("cant_delete_message")
    message.deleted = True
    world.ring()
    return {"channel": channel.id, "ts": message.ts}


def content(world: World, asked: Payload) -> Content:
    """Return what a message is to show. Raises Refusal where Slack would."""
    text, blocks = asked.get("text") or "", asked.get("blocks") or []
    if not isinstance(text, str):
        raise Refusal("invalid_arguments", "text must be a string")
    if not text and not blocks and not asked.get("attachments"):
        raise Refusal("no_text")
    if len(text) > LONGEST_TEXT:
        raise Refusal("msg_too_long")
    if wrong := blockkit.of_message(blocks):
        raise Refusal("invalid_blocks", *wrong)
    if blockkit.size(blocks) > blockkit.MOST_OF_ALL:
        raise Refusal("msg_blocks_too_long")
    return Content(text=text, blocks=named(world, blocks), attachments=list(asked.get("attachments") or []))


def named(world: World, blocks: list[Payload]) -> list[Payload]:
    """Return the blocks with the ids that Slack gives where the app gave none."""
    found = json.loads(json.dumps(blocks))
    for block in found:
        block.setdefault("block_id", world.new_id("b"))
        inside = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
        for each in inside if block["type"] in {"actions", "section", "input"} else ():
            if isinstance(each, dict) and each.get("type") != "image":
                each.setdefault("action_id", world.new_id("a"))
    return list(found)


def _target(world: World, identity: str) -> Channel:
    """Return where a message is to go: a channel that the bot is in, or a person."""
    if identity in world.people:
        person = world.person(identity)
        if person.bot:
            raise Refusal("cannot_dm_bot")
        return world.direct(identity)
    channel = world.joined(identity)
    if channel.archived:
        raise Refusal("is_archived")
    return channel


def _thread(world: World, channel: Channel, asked: Payload) -> str | None:
    """Return the thread that a message answers in. Raises Refusal where no message stands there."""
    thread = asked.get("thread_ts")
    if not thread:
        return None
    parent = world.by_place.get((channel.id, str(thread)))
    if parent is None or parent.ephemeral_to is not None:
        raise Refusal("cannot_reply_to_message")
    return parent.thread or parent.ts


def _metadata(asked: Payload) -> Payload | None:
    metadata = asked.get("metadata")
    if metadata is None or metadata == {}:
        return None
    if not isinstance(metadata, dict) or metadata.keys() - {"event_type", "event_payload", "entities"}:
        raise Refusal("invalid_metadata_schema")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise Refusal("invalid_metadata_schema")
    if len(json.dumps(metadata)) > LARGEST_METADATA:
        raise Refusal("metadata_too_large")
    return dict(metadata)


def _heard(world: World, message: Message) -> dict[str, Any]:
    return world.as_json(message) | {
        "channel": message.channel,
        "channel_type": "im",
        "event_ts": message.ts,
    }
