"""Interactions' answers: the first response to each, and what follows through its token."""

import time
from typing import Any

from tests.servers.discord import payloads, words
from tests.servers.discord.asked import Asked
from tests.servers.discord.limits import EPHEMERAL
from tests.servers.discord.posting import changed, content
from tests.servers.discord.refusal import Refusal
from tests.servers.discord.state import Choice, Content, Interaction, Message, Modal, Payload
from tests.servers.discord.world import World

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMITTED = 2, 3, 4, 5
"""The kinds of interactions."""

_MESSAGE, _DEFERRED, _DEFERRED_UPDATE, _UPDATE, _CHOICES, _MODAL = 4, 5, 6, 7, 8, 9
_TAKES: dict[int, frozenset[int]] = {
    COMMAND: frozenset({_MESSAGE, _DEFERRED, _MODAL}),
    COMPONENT: frozenset({_MESSAGE, _DEFERRED, _DEFERRED_UPDATE, _UPDATE, _MODAL}),
    AUTOCOMPLETE: frozenset({_CHOICES}),
    SUBMITTED: frozenset({_MESSAGE, _DEFERRED, _DEFERRED_UPDATE, _UPDATE}),
}


def create_interaction_response(world: World, asked: Asked) -> Payload | None:
    """Take the first response to an interaction: once, and not after three seconds."""
    found = world.interactions.get(asked["interaction_token"])
    if found is None or found.id != asked["interaction_id"]:
        raise Refusal(10062)
    if found.response is not None:
        raise Refusal(40060)
    if world.now() - found.at > world.interaction_lives:
        raise Refusal(10062)
    kind = asked.given["type"]
    if kind not in _TAKES[found.kind]:
        raise Refusal(50035, faults=[f"type: {kind} is no answer to that"])
    _respond(world, found, kind, asked.given.get("data") or {})
    found.response, found.seconds = kind, time.monotonic() - found.begun
    world.ring()
    return _told(world, found) if asked.flag("with_response") else None


def execute_webhook(world: World, asked: Asked) -> Payload | None:
    """Make a further message; the first one after a deferral takes its place."""
    found = _open(world, asked)
    if found.response == _DEFERRED and found.shown[0].loading:
        message = found.shown[0]
        _fill(world, message, asked.given)
    else:
        message = _made(world, found, asked.given, via="follow-up")
        found.shown.append(message)
    world.ring()
    return payloads.message(world, message) if asked.flag("wait") else None


def get_original(world: World, asked: Asked) -> Payload:
    """Return the first message."""
    return payloads.message(world, _original(_open(world, asked)))


def update_original(world: World, asked: Asked) -> Payload:
    """Let the first message show something else."""
    message = _original(_open(world, asked))
    _fill(world, message, asked.given)
    return payloads.message(world, message)


def delete_original(world: World, asked: Asked) -> None:
    """Delete the first message."""
    _original(_open(world, asked)).deleted = True
    world.ring()


def get_one(world: World, asked: Asked) -> Payload:
    """Return one of the messages."""
    return payloads.message(world, _one(_open(world, asked), asked["message_id"]))


def update_one(world: World, asked: Asked) -> Payload:
    """Let one of the messages show something else."""
    message = _one(_open(world, asked), asked["message_id"])
    _fill(world, message, asked.given)
    return payloads.message(world, message)


def delete_one(world: World, asked: Asked) -> None:
    """Delete one of the messages."""
    _one(_open(world, asked), asked["message_id"]).deleted = True
    world.ring()


def _respond(world: World, found: Interaction, kind: int, data: Payload) -> None:
    match kind:
        case 4:
            found.shown.append(_made(world, found, data, via="interaction"))
        case 5:
            message = _made(world, found, data, via="interaction")
            message.loading = True
            found.shown.append(message)
        case 7:
            if found.message is None:
                raise Refusal(50035, faults=["type: there is no message to change"])
            world.edit(found.message, changed(found.message, data))
        case 8:
            choices = data.get("choices") or []
            found.choices = [Choice(each["name"], each["value"]) for each in choices]
        case 9:
            inputs = {each["custom_id"]: each.get("value") or "" for each in words.inputs(data["components"])}
            found.modal = Modal(data["custom_id"], data["title"], data, inputs, message=found.message)


def _made(world: World, found: Interaction, data: Payload, *, via: str) -> Message:
    flags = data.get("flags") or 0
    shown = content(data)
    private = bool(flags & EPHEMERAL)
    shown.flags |= flags & EPHEMERAL
    message = Message(
        id=world.new_id(),
        channel=found.channel,
        author=world.bot,
        shown=shown,
        posted_at=world.now(),
        only=found.person if private else None,
        via=via,
        interaction=found,
        mentions=data.get("allowed_mentions"),
    )
    return world.keep(message)


def _fill(world: World, message: Message, data: Payload) -> None:
    """Let a message show something else; one that was deferred is there now."""
    after: Content = changed(message, data)
    message.mentions = data.get("allowed_mentions")
    if message.loading:
        message.loading, message.shown = False, after
        world.ring()
    else:
        world.edit(message, after)


def _open(world: World, asked: Asked) -> Interaction:
    """Return the interaction whose token it is. Raises Refusal."""
    found = world.interactions.get(asked["webhook_token"])
    if found is None or asked["webhook_id"] != world.app or found.response is None:
        raise Refusal(10015)
    if world.now() - found.at > world.token_lives:
        raise Refusal(50027)
    return found


def _original(found: Interaction) -> Message:
    message = found.shown[0] if found.response in {_MESSAGE, _DEFERRED} else found.message
    if message is None or message.deleted:
        raise Refusal(10008)
    return message


def _one(found: Interaction, identity: str) -> Message:
    every = [*found.shown, *([found.message] if found.message else [])]
    message = next((each for each in every if each.id == identity and not each.deleted), None)
    if message is None:
        raise Refusal(10008)
    return message


def _told(world: World, found: Interaction) -> Payload:
    told: dict[str, Any] = {"id": found.id, "type": found.kind}
    answer: Payload = {"interaction": told}
    if found.shown:
        message = found.shown[0]
        told |= {
            "response_message_id": message.id,
            "response_message_loading": message.loading,
            "response_message_ephemeral": message.only is not None,
        }
        answer["resource"] = {"type": found.response, "message": payloads.message(world, message)}
    elif found.response is not None:
        answer["resource"] = {"type": found.response}
    return answer
