"""Messages: made, edited, published, and the bot's own reactions."""

from tests.servers.discord import payloads
from tests.servers.discord.asked import Asked
from tests.servers.discord.limits import COMPONENTS_V2
from tests.servers.discord.permissions import may
from tests.servers.discord.refusal import Refusal
from tests.servers.discord.state import BOARDS, THREADS, Channel, Content, Message, Payload
from tests.servers.discord.world import World, numbered

_SUPPRESSED = 1 << 2
_KEPT = COMPONENTS_V2 | _SUPPRESSED


def create_message(world: World, asked: Asked) -> Payload:
    """Make a message, or return the one that was made with the same nonce."""
    channel = world.channel(asked["channel_id"])
    _writable(world, channel)
    body = asked.given
    answered = _replied_to(world, channel, body)
    nonce = str(body.get("nonce") or "")
    if nonce and body.get("enforce_nonce"):
        known = world.nonces.get((channel.id, nonce))
        if known is not None and world.now() - known.posted_at < world.remembers:
            if known.deleted:
                raise Refusal(10008)
            return payloads.message(world, known)
    message = made(world, channel, body)
    message.nonce, message.replies_to = nonce, answered
    if nonce:
        world.nonces.setdefault((channel.id, nonce), message)
    world.tell("MESSAGE_CREATE", payloads.message(world, message), channel)
    return payloads.message(world, message)


def update_message(world: World, asked: Asked) -> Payload:
    """Let one of the bot's messages show something else."""
    channel = world.channel(asked["channel_id"])
    message = world.message(channel, asked["message_id"])
    if message.author is not world.bot:
        raise Refusal(50005, status=403, message="Cannot edit a message authored by another user")
    if channel.archived:
        raise Refusal(50083)
    world.edit(message, changed(message, asked.given))
    message.mentions = asked.given.get("allowed_mentions")
    world.tell("MESSAGE_UPDATE", payloads.message(world, message), channel)
    return payloads.message(world, message)


def create_thread(world: World, asked: Asked) -> Payload:
    """Make a post in a forum: a thread whose first message has its id."""
    forum = world.channel(asked["channel_id"], "send_messages")
    if forum.kind not in BOARDS:
        raise Refusal(50024)
    body = asked.given
    applied = [str(each) for each in body.get("applied_tags") or ()]
    tags = {tag.id: tag for tag in forum.tags}
    if strange := [each for each in applied if each not in tags]:
        raise Refusal(50035, faults=[f"applied_tags: {strange[0]} is none of this channel's"])
    if forum.tag_needed and not applied:
        raise Refusal(40067)
    if any(tags[each].moderated for each in applied) and not may(forum, world.bot.id, "manage_threads"):
        raise Refusal(50013)
    thread = Channel(
        world.new_id(),
        body["name"],
        "thread",
        guild=forum.guild,
        parent=forum,
        applied=applied,
        owner=world.bot.id,
        archived_at=world.now(),
    )
    world.keep_channel(thread)
    message = made(world, thread, body["message"], identity=thread.id, via="create_thread")
    world.tell("THREAD_CREATE", payloads.channel(thread) | {"newly_created": True}, thread)
    return payloads.channel(thread) | {"message": payloads.message(world, message)}


def create_thread_from_message(world: World, asked: Asked) -> Payload:
    """Begin a thread at a message: it has the message's id, so that there is one at most."""
    channel = world.channel(asked["channel_id"])
    if channel.kind not in {"text", "announcement"}:
        raise Refusal(50024)
    if not may(channel, world.bot.id, "create_public_threads"):
        raise Refusal(50013)
    message = world.message(channel, asked["message_id"])
    known = world.channels.get(message.id)
    if known is not None and not known.deleted:
        raise Refusal(160004)
    thread = Channel(
        message.id,
        asked.given["name"],
        "announcement thread" if channel.kind == "announcement" else "thread",
        guild=channel.guild,
        parent=channel,
        owner=world.bot.id,
        archived_at=world.now(),
    )
    world.keep_channel(thread)
    world.tell("THREAD_CREATE", payloads.channel(thread) | {"newly_created": True}, thread)
    return payloads.channel(thread)


def crosspost_message(world: World, asked: Asked) -> Payload:
    """Publish a message to the channels that follow."""
    channel = world.channel(asked["channel_id"], "send_messages")
    message = world.message(channel, asked["message_id"])
    if channel.kind != "announcement":
        raise Refusal(50024)
    if message.published:
        raise Refusal(40033)
    message.published = True
    world.ring()
    return payloads.message(world, message)


def delete_message(world: World, asked: Asked) -> None:
    """Delete one of the bot's own messages."""
    channel = world.channel(asked["channel_id"])
    message = world.message(channel, asked["message_id"])
    if message.author is not world.bot and not may(channel, world.bot.id, "manage_messages"):
        raise Refusal(50013)
    message.deleted = True
    world.ring()


def made(
    world: World, channel: Channel, body: Payload, *, identity: str = "", via: str = "create_message"
) -> Message:
    """Make a message of the bot's in a channel."""
    message = Message(
        id=identity or world.new_id(),
        channel=channel,
        author=world.bot,
        shown=content(body),
        posted_at=world.now(),
        via=via,
        mentions=body.get("allowed_mentions"),
    )
    return world.keep(message)


def content(body: Payload) -> Content:
    """Return what a body lets a message show."""
    return Content(
        text=body.get("content") or "",
        components=numbered(body.get("components") or []),
        flags=(body.get("flags") or 0) & _KEPT,
        embeds=body.get("embeds") or [],
    )


def changed(message: Message, body: Payload) -> Content:
    """Return what a message shows after an edit: what isn't said stays.

    Raises Refusal where a message of components would become one of text again, or have both.
    """
    before = message.shown
    flags = before.flags | ((body.get("flags") or 0) & _KEPT)
    components = before.components if "components" not in body else numbered(body["components"] or [])
    after = Content(
        text=before.text if "content" not in body else body["content"] or "",
        components=components,
        flags=flags,
        embeds=before.embeds if "embeds" not in body else body["embeds"] or [],
    )
    if flags & COMPONENTS_V2 and (after.text or after.embeds):
        raise Refusal(50035, faults=["content: nothing may stand beside components of the second version"])
    return after


def _replied_to(world: World, channel: Channel, body: Payload) -> Message | None:
    """Return the message that one replies to; None where it replies to none, or to one that is gone.

    Raises Refusal.
    """
    reference = body.get("message_reference")
    if not reference:
        return None
    if not may(channel, world.bot.id, "read_message_history"):
        raise Refusal(160002)
    found = world.by_id.get(str(reference["message_id"]))
    if found is not None and found.channel is channel and not found.deleted and found.only is None:
        return found
    if reference.get("fail_if_not_exists", True):
        raise Refusal(50035, faults=["message_reference: Unknown message"])
    return None


def _writable(world: World, channel: Channel) -> None:
    """Raise Refusal where the bot can't write."""
    if channel.kind in BOARDS:
        raise Refusal(50008)
    if channel.person is not None:
        if channel.person.shuts or channel.person.bot:
            raise Refusal(50007)
        return
    needed = "send_messages_in_threads" if channel.kind in THREADS else "send_messages"
    if not may(channel, world.bot.id, needed):
        raise Refusal(50013)
    if channel.locked and not may(channel, world.bot.id, "manage_threads"):
        raise Refusal(160005)
    if channel.archived:
        raise Refusal(50083)
