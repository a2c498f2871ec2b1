"""What Slack brings, as facts of the core. Pure: nobody is asked who a person is.

Payloads are Slack's: https://docs.slack.dev/reference/events and
https://docs.slack.dev/reference/interaction-payloads.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from adapters.slack.api import Identity
from adapters.slack.asking import ASKING, Asked, read_ask, read_form
from adapters.slack.emoji import folded
from adapters.slack.manifest import FLAGGING, SHORTCUT
from adapters.slack.shortcut import ADDING, form_text, message_text
from adapters.slack.typed import addressed, spoken, typed
from adapters.slack.ways import ByUrl, Direct, InModal, NewModal, Note, Submitted, Way, Whispered
from bot.model.card import Ask
from bot.model.events import ButtonPressed, CommandTyped, Fact, PlaceClosed, ReactionChanged
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef
from bot.model.value import Value

Payload = Mapping[str, Any]

PLATFORM: Final = "slack"


class HomeOpened(Value):
    """A person looks at the bot's home tab. `team` is the workspace that they are of."""

    user: str
    team: str


class ShortcutChosen(Value):
    """A person wants to add a message. `text` is what the message says, "" where that is nothing readable."""

    user: str
    team: str
    trigger: str
    text: str


class FormWanted(Value):
    """A person has pressed a button that asks for something first.

    `title` is what stands on the button, `way` how they would have been answered had it not asked.
    """

    user: str
    trigger: str
    title: str
    ask: Ask
    asked: Asked
    way: Way


Brought = Fact | HomeOpened | ShortcutChosen | FormWanted

_SPOKEN = frozenset({None, "thread_broadcast", "file_share"})
"""Subtypes of messages in which a person says something; all others tell of edits, deletions, joins, bots."""

_SLACKBOT = "USLACKBOT"


def read(body: Payload, who: Identity, now: datetime) -> Brought | None:
    """Return what a payload tells; None for what nothing here is for, or what can't be read.

    Roles and names are not asked for: every actor is a reader, called as the payload says.
    """
    try:
        return _Reading(body, who, now).read()
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return None


def kind(body: Payload) -> str:
    """Return what a payload is, for the log: a word of Slack's without anything that a person wrote."""
    inner = body.get("event")
    event = inner.get("type") if isinstance(inner, Mapping) else None
    said = str(event or body.get("type") or ("slash command" if "command" in body else "something"))
    return re.sub(r"[^\w. ]", "", said)[:40]


class _Reading:
    """One payload, being read. Raises KeyError, TypeError and the like where it isn't what it should be."""

    def __init__(self, body: Payload, who: Identity, now: datetime) -> None:
        self._body = body
        self._who = who
        self._now = now

    def read(self) -> Brought | None:
        body = self._body
        match body.get("type"):
            case "event_callback":
                return self._event(body["event"])
            case "block_actions":
                return self._button(body["actions"][0])
            case "message_action" if body["callback_id"] == SHORTCUT:
                return self._shortcut()
            case "message_action" if body["callback_id"] == FLAGGING:
                return self._flagging()
            case "view_submission" if body["view"]["callback_id"] == ADDING:
                return self._submission(body["view"])
            case "view_submission" if body["view"]["callback_id"] == ASKING:
                return self._answer(body["view"])
            case None if "command" in body:
                return self._command()
            case _:
                return None

    # ---- what is answered

    def _command(self) -> CommandTyped:
        body = self._body
        channel, user = body["channel_id"], body["user_id"]
        return CommandTyped(
            id=f"slack:{body['trigger_id']}",
            at=self._now,
            actor=self._actor(user, body.get("user_name")),
            where=self._where(channel, user),
            private=not _is_direct(channel),
            text=typed(body.get("text", "")),
            reply=self._note(ByUrl(url=body["response_url"], own=True), body.get("team_id")),
        )

    def _button(self, action: Payload) -> ButtonPressed | FormWanted | None:
        body = self._body
        if action["type"] != "button" or not action.get("value"):
            return None  # a button that only opens an address is told of, too
        user, container = body["user"], body["container"]
        in_message = container["type"] == "message"
        where = self._where_message() if in_message else self._person(user["id"])
        on = self._message_pressed(where) if in_message else None
        ask, way = read_ask(action.get("action_id", "")), self._way_pressed(where)
        if ask is not None:
            asked = Asked(says=action["value"], where=where, on=on, at_home=not in_message)
            title = action["text"]["text"]
            trigger = body["trigger_id"]
            return FormWanted(user=user["id"], trigger=trigger, title=title, ask=ask, asked=asked, way=way)
        return ButtonPressed(
            id=f"slack:{body['trigger_id']}",
            at=_moment(action["action_ts"]),
            actor=self._actor(user["id"], user.get("name") or user.get("username")),
            where=where,
            private=in_message and not where.channel.person,
            on=on,
            says=action["value"],
            reply=self._note(way, user.get("team_id")),
        )

    def _where_message(self) -> Conversation:
        """Return the conversation of the message whose button was pressed, or whose menu was used."""
        body = self._body
        container, message = body.get("container") or {}, body.get("message") or {}
        thread = container.get("thread_ts") or message.get("thread_ts")
        if thread == message.get("ts"):
            thread = None  # the message begins a thread, and is itself in the channel
        channel = container.get("channel_id") or body["channel"]["id"]
        return self._where(channel, body["user"]["id"], thread)

    def _message_pressed(self, where: Conversation) -> MessageRef | None:
        """Return the message; None for an answer that only its person sees, which Slack doesn't keep."""
        container = self._body["container"]
        if container.get("is_ephemeral") or not container.get("message_ts"):
            return None
        return MessageRef(conversation=where, id=container["message_ts"])

    def _way_pressed(self, where: Conversation) -> Way:
        body = self._body
        if body["container"]["type"] == "message":
            return ByUrl(url=body["response_url"], thread=where.thread)
        view = body["view"]
        if view["type"] == "modal":
            return InModal(view=view["id"])
        return NewModal(trigger=body["trigger_id"], user=body["user"]["id"])

    def _submission(self, view: Payload) -> CommandTyped:
        user = self._body["user"]
        return CommandTyped(
            id=f"slack:{view['id']}:{view['hash']}",
            at=self._now,
            actor=self._actor(user["id"], user.get("name") or user.get("username")),
            where=self._person(user["id"]),
            text=f"add {form_text(view['state']['values'])}",
            comes_again=True,
            reply=self._note(Submitted(view=view["id"]), user.get("team_id")),
        )

    def _answer(self, view: Payload) -> ButtonPressed:
        """Read a form that a button has opened: it is that button's press, with what was asked for."""
        user = self._body["user"]
        asked, says = read_form(view)
        return ButtonPressed(
            id=f"slack:{view['id']}:{view['hash']}",
            at=self._now,
            actor=self._actor(user["id"], user.get("name") or user.get("username")),
            where=asked.where,
            on=asked.on,
            says=says,
            reply=self._note(Submitted(view=view["id"], at_home=asked.at_home), user.get("team_id")),
        )

    def _flagging(self) -> ButtonPressed:
        """Read the shortcut that flags the story of a message of ours."""
        body = self._body
        user, message = body["user"], body["message"]
        where = self._where_message()
        return ButtonPressed(
            id=f"slack:{body['trigger_id']}",
            at=_moment(body["action_ts"]),
            actor=self._actor(user["id"], user.get("name") or user.get("username")),
            where=where,
            private=not where.channel.person,
            on=MessageRef(conversation=where, id=message["ts"]),
            says=f"follow post/{message['ts']}",
            reply=self._note(ByUrl(url=body["response_url"], thread=where.thread), user.get("team_id")),
        )

    def _shortcut(self) -> ShortcutChosen:
        body = self._body
        user = body["user"]
        return ShortcutChosen(
            user=user["id"],
            team=user.get("team_id") or "",
            trigger=body["trigger_id"],
            text=message_text(body["message"]),
        )

    # ---- events

    def _event(self, event: Payload) -> Brought | None:
        match event["type"]:
            case "app_mention":
                return self._mention(event)
            case "message" if event.get("channel_type") == "im":
                return self._direct_message(event)
            case "reaction_added" | "reaction_removed":
                return self._reaction(event)
            case "app_home_opened" if event.get("tab") == "home":
                return HomeOpened(user=event["user"], team=self._team(event))
            case "channel_archive" | "group_archive":
                return self._closed(
                    event, "The channel was archived. Unarchive it, then type `digest resume`."
                )
            case "channel_deleted" | "group_deleted":
                return self._closed(event, "The channel was deleted.", forever=True)
            case "channel_left" | "group_left":
                invite = f"Type `/invite @{self._who.name}` there, then `digest resume`."
                return self._closed(event, f"The bot was removed from the channel. {invite}")
            case "tokens_revoked" if event["tokens"].get("bot"):
                return self._closed(event, "The bot's token was revoked. Install the app in Slack anew.")
            case "app_uninstalled":
                return self._closed(event, "The app was uninstalled. Install it in Slack anew.")
            case _:
                return None

    def _mention(self, event: Payload) -> CommandTyped | None:
        thread, channel = event.get("thread_ts"), event["channel"]
        if not self._is_said(event):
            return None
        way = Whispered(channel=channel, user=event["user"], thread=thread)
        text = addressed(event["text"], self._who.user)
        return self._said(event, text, self._where(channel, event["user"], thread), way, private=True)

    def _direct_message(self, event: Payload) -> CommandTyped | None:
        if not self._is_said(event):
            return None
        thread = event.get("thread_ts")
        way = Direct(channel=event["channel"], thread=thread)
        text = spoken(event["text"], self._who.user)
        return self._said(event, text, self._person(event["user"], thread), way, private=False)

    def _is_said(self, event: Payload) -> bool:
        """Say whether a person said it just now: no bot, no edit, no joining, nothing empty."""
        by_person = event.get("user") not in {None, _SLACKBOT, self._who.user} and not event.get("bot_id")
        plain = event.get("subtype") in _SPOKEN and "edited" not in event
        return by_person and plain and bool(event.get("text", "").strip())

    def _said(
        self, event: Payload, text: str, where: Conversation, way: Way, *, private: bool
    ) -> CommandTyped:
        return CommandTyped(
            id=f"slack:{self._body['event_id']}",
            at=_moment(event.get("event_ts") or event["ts"]),
            actor=self._actor(event["user"]),
            where=where,
            private=private,
            text=text,
            comes_again=True,
            reply=self._note(way, self._team(event)),
        )

    def _reaction(self, event: Payload) -> ReactionChanged | None:
        item = event["item"]
        ours = event.get("item_user") in {None, self._who.user}  # Slack doesn't always say whose it is
        if item["type"] != "message" or not ours or event["user"] == self._who.user:
            return None
        return ReactionChanged(
            id=f"slack:{self._body['event_id']}",
            at=_moment(event["event_ts"]),
            actor=self._actor(event["user"]),
            message=MessageRef(
                conversation=self._where(item["channel"], event["user"]),
                id=item["ts"],
            ),
            name=folded(event["reaction"]),
            present=event["type"] == "reaction_added",
        )

    def _closed(self, event: Payload, reason: str, *, forever: bool = False) -> PlaceClosed:
        channel = event.get("channel")
        return PlaceClosed(
            id=f"slack:{self._body['event_id']}",
            at=_moment(event.get("event_ts") or self._body["event_time"]),
            platform=PLATFORM,
            workspace=self._who.workspace,
            channel=self._channel(channel) if channel else None,
            reason=reason,
            forever=forever,
        )

    # ---- parts

    def _actor(self, user: str, name: str | None = None) -> Actor:
        return Actor(platform=PLATFORM, workspace=self._who.workspace, id=user, name=name or user)

    def _channel(self, channel: str) -> ChannelRef:
        return ChannelRef(platform=PLATFORM, workspace=self._who.workspace, id=channel)

    def _where(self, channel: str, user: str, thread: str | None = None) -> Conversation:
        if _is_direct(channel):
            return self._person(user, thread)
        return Conversation(channel=self._channel(channel), thread=thread)

    def _person(self, user: str, thread: str | None = None) -> Conversation:
        """Return the bot's direct messages with somebody, also for what they did in those with others."""
        channel = self._channel(user).model_copy(update={"person": True})
        return Conversation(channel=channel, thread=thread)

    def _team(self, event: Payload) -> str:
        return event.get("user_team") or event.get("team") or ""

    def _note(self, way: Way, team: str | None) -> str:
        return Note(way=way, team=team or "").model_dump_json()


def _is_direct(channel: str) -> bool:
    return channel.startswith("D")


def _moment(seconds: str | float) -> datetime:
    return datetime.fromtimestamp(float(seconds), UTC)
