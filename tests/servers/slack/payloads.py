"""What Slack sends, in the shapes of its reference: events, slash commands, interactions.

https://docs.slack.dev/apis/events-api, /interactivity/implementing-slash-commands,
/reference/interaction-payloads.
"""

import re
from typing import Any

from tests.servers.slack.state import Button, Channel, Message, Payload, View
from tests.servers.slack.viewing import view_json
from tests.servers.slack.world import World

_CHOSEN = re.compile(r"<([@#])([A-Z0-9]+)>")
_MARKUP = re.compile(r"<(?:[@#!][^<>]+|https?://[^<>]+|mailto:[^<>]+)>")
_ADDRESS = re.compile(r"https?://[^\s<>]+")


def typed(text: str) -> str:
    """Return a text as Slack gives it: `& < >` escaped, addresses in angle brackets, markup kept."""
    parts, at = [], 0
    for markup in _MARKUP.finditer(text):
        parts += [_plain(text[at : markup.start()]), markup[0]]
        at = markup.end()
    return "".join([*parts, _plain(text[at:])])


def event_callback(world: World, event: Payload) -> Payload:
    """Return an event in its envelope."""
    return {
        "token": "verification-token",
        "team_id": world.team,
        "context_team_id": world.team,
        "context_enterprise_id": None,
        "api_app_id": world.app,
        "event": event,
        "type": "event_callback",
        "event_id": world.new_id("Ev"),
        "event_time": int(world.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": world.team,
                "user_id": world.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": world.new_id("4-"),
    }


def said(world: World, message: Message) -> Payload:
    """Return what is common to a message's events."""
    event: Payload = {
        "user": message.user,
        "type": "message",
        "ts": message.ts,
        "client_msg_id": world.new_id("client-"),
        "text": message.text,
        "team": world.people[message.user].team,
        "channel": message.channel,
        "event_ts": message.ts,
    }
    return event | {"thread_ts": message.thread} if message.thread else event


def reacted(world: World, user: str, message: Message, name: str, *, present: bool) -> Payload:
    """Return a reaction that was put or taken back."""
    return {
        "type": "reaction_added" if present else "reaction_removed",
        "user": user,
        "reaction": name,
        "item_user": message.user,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
        "event_ts": world.new_ts(),
    }


def slash_command(world: World, user: str, channel: str, *, command: str, text: str, url: str) -> Payload:
    """Return a slash command's form. `channel` may be one that the app can't see."""
    known = world.channels.get(channel)
    return {
        "token": "verification-token",
        "team_id": world.team,
        "team_domain": world.team.lower(),
        "channel_id": channel,
        "channel_name": _shown_name(known) if known else "directmessage",
        "user_id": user,
        "user_name": world.people[user].name,
        "command": command,
        "text": _escaped_as_asked(world, text.strip()),
        "api_app_id": world.app,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": world.trigger(user),
    }


def _escaped_as_asked(world: World, text: str) -> str:
    """Return a command's text as Slack gives it where the manifest says `should_escape`, or doesn't.

    A person who was chosen from the list (<@U1> in `text`) is then an id with a name, else a name alone.
    """

    def chosen(named: re.Match[str]) -> str:
        kind, identity = named.groups()
        known = (world.people if kind == "@" else world.channels).get(identity)
        name = known.name if known else identity.lower()
        return f"<{kind}{identity}|{name}>" if world.escapes else f"{kind}{name}"

    named = _CHOSEN.sub(chosen, text)
    return typed(named) if world.escapes else named


def pressed(world: World, user: str, where: Message | View, button: Button, url: str) -> Payload:
    """Return a button's press in a message or view."""
    label = {"type": "plain_text", "text": button.label, "emoji": True}
    action: Payload = {
        "action_id": button.action_id,
        "block_id": button.block_id,
        "text": label,
        "value": button.says,
        "type": "button",
        "action_ts": world.new_ts(),
    }
    if button.style:
        action["style"] = button.style
    if not button.says:
        del action["value"]
    if isinstance(where, View):
        container: Payload = {"type": "view", "view_id": where.id}
        place: Payload = {"view": view_json(world, where)}
        trigger = world.trigger(user, where)
    else:
        container, place = _in_message(world, where)
        place |= {"state": {"values": {}}, "response_url": url}
        trigger = world.trigger(user)
    return {
        "type": "block_actions",
        **_by(world, user),
        "container": container,
        "trigger_id": trigger,
        **place,
        "actions": [action],
    }


def chosen(world: World, user: str, message: Message, callback_id: str, url: str) -> Payload:
    """Return the choice of a message's shortcut."""
    channel = world.channels[message.channel]
    return {
        "type": "message_action",
        **_by(world, user),
        "action_ts": world.new_ts(),
        "channel": {"id": channel.id, "name": _shown_name(channel)},
        "callback_id": callback_id,
        "trigger_id": world.trigger(user),
        "response_url": url,
        "message_ts": message.ts,
        "message": world.as_json(message),
    }


def submitted(world: World, user: str, view: View, state: Payload) -> Payload:
    """Return a modal's submission."""
    return {
        "type": "view_submission",
        **_by(world, user),
        "trigger_id": world.trigger(user, view),
        "view": view_json(world, view, state),
        "response_urls": [],
    }


def closed(world: World, user: str, view: View) -> Payload:
    """Return a modal's closing."""
    return {
        "type": "view_closed",
        **_by(world, user),
        "view": view_json(world, view),
        "is_cleared": False,
    }


def _by(world: World, user: str) -> Payload:
    person = world.people[user]
    return {
        "user": {"id": user, "username": person.name, "name": person.name, "team_id": person.team},
        "api_app_id": world.app,
        "token": "verification-token",
        "team": {"id": world.team, "domain": world.team.lower()},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _in_message(world: World, message: Message) -> tuple[Payload, Payload]:
    channel = world.channels[message.channel]
    ephemeral = message.ephemeral_to is not None
    container: dict[str, Any] = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": ephemeral,
    }
    if message.thread:
        container["thread_ts"] = message.thread
    place: Payload = {"channel": {"id": channel.id, "name": _shown_name(channel)}}
    # Slack doesn't keep ephemeral messages, so it can't give them back.
    return container, place if ephemeral else place | {"message": world.as_json(message)}


def _shown_name(channel: Channel) -> str:
    return {"im": "directmessage", "private": "privategroup", "public": channel.name}[channel.kind]


def _plain(text: str) -> str:
    parts, at = [], 0
    for address in _ADDRESS.finditer(text):
        parts += [_escaped(text[at : address.start()]), f"<{_escaped(address[0])}>"]
        at = address.end()
    return "".join([*parts, _escaped(text[at:])])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
