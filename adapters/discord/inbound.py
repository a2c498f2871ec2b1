"""What people do with the bot in Discord, as facts of the core. Nobody is asked anything here.

Interactions are Discord's: https://discord.com/developers/docs/interactions/receiving-and-responding.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord

from adapters.discord.asking import sent
from adapters.discord.commands import ADD, FLAG, MESSAGE, Chosen, Native
from adapters.discord.components.pressed import Pressed, pressed
from adapters.discord.forms import ADDING, form_text
from adapters.discord.messages import message_text
from adapters.discord.places import PLATFORM, conversation_of, message_of
from adapters.discord.roles import role_of_member
from adapters.discord.ways import Note
from bot.commands.command import Form
from bot.model.events import ButtonPressed, CommandTyped
from bot.model.people import Actor, Conversation, MessageRef, Role

Asked = discord.Interaction[discord.Client]

_THREADS = frozenset({10, 11, 12})
"""Types of channels that are threads, of announcements, public and private."""


@dataclass(frozen=True, slots=True)
class FormWanted:
    """A person wants to add a text. `text` is what the message says that they chose, if they chose one."""

    actor: Actor
    text: str = ""
    of_message: bool = False


@dataclass(frozen=True, slots=True)
class SuggestionWanted:
    """A person types the value of an argument."""

    command: str
    argument: str
    typed: str
    where: Conversation
    actor: Actor


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A person did what can't be done any more, or here; the sentence says what to do instead."""

    sentence: str


Brought = CommandTyped | ButtonPressed | FormWanted | Pressed | SuggestionWanted | NotUnderstood

_OLDER = (
    "Discord still shows an older version of this command, so nothing was done. Reload Discord (Ctrl+R), or "
    "restart its app, and try again."
)
_NOT_OURS = "This button is none of Nutgraf's any more. `/brief help` lists every command."
_NO_SERVER = (
    "This button doesn't tell which server it is about. Type its command in the server itself; "
    "`/brief help` lists them."
)
_SHARED = "share:yes"
"""With this word a command's answer is posted for everybody."""

_NOT_WRITTEN = "You may not write in this channel, so nothing was shared there."
_ONE_OF_THEM = (
    "Nothing was done: an answer about another channel can't be shared. Leave out either `in` or `share`, or "
    "type the command in that channel."
)
_NOT_SEEN = "You can't see that channel, so nothing was done there. Choose one that you can see."
_NO_PLACE = "Nutgraf can't tell which channel this is. Try it in a text channel of the server."


@dataclass(frozen=True)
class Inbound:
    """Reads interactions. `editors` are ids or names of roles."""

    native: Native
    editors: Collection[str]

    def read(self, asked: Asked, now: datetime) -> Brought | None:
        """Return what an interaction asks for; None for a kind that there is nothing here for.

        A button that asks for something first is `Pressed`: its form is to be opened.
        """
        data: Mapping[str, Any] = asked.data or {}
        match asked.type:
            case discord.InteractionType.autocomplete:
                return self._suggestion(asked, data)
            case discord.InteractionType.application_command if data.get("type") == MESSAGE:
                return self._menu(asked, data, now)
            case discord.InteractionType.application_command:
                return self._command(asked, data, now)
            case discord.InteractionType.component:
                return self._button(asked, data, now)
            case discord.InteractionType.modal_submit if data.get("custom_id") == ADDING:
                return self._typed(asked, f"add {form_text(data)}", now)
            case discord.InteractionType.modal_submit:
                answered = sent(data)
                return None if answered is None else self._pressed(asked, answered, now)
            case _:
                return None

    def _suggestion(self, asked: Asked, data: Mapping[str, Any]) -> SuggestionWanted | None:
        typing, where = self.native.typing(data), _where(asked)
        if typing is None or where is None:
            return None
        if typing.channel is not None:  # Discord may not say here whether it is a thread
            named = where.channel.model_copy(update={"id": typing.channel})
            where = Conversation(channel=named)
        actor = self._actor(asked)
        return SuggestionWanted(typing.command.name, typing.argument, typing.typed, where, actor)

    def _command(self, asked: Asked, data: Mapping[str, Any], now: datetime) -> Brought:
        chosen = self.native.chosen(data)
        if chosen is None:
            return NotUnderstood(_OLDER)
        if _lacks_its_text(chosen):
            return FormWanted(self._actor(asked))
        typed = self._typed(asked, chosen.text, now)
        if isinstance(typed, NotUnderstood):
            return typed
        if chosen.channel in {None, typed.where.thread or typed.where.channel.id}:
            return NotUnderstood(_NOT_WRITTEN) if chosen.share and not _writes(asked, typed.where) else typed
        if chosen.share:
            return NotUnderstood(_ONE_OF_THEM)
        return self._elsewhere(asked, typed, data["resolved"]["channels"][chosen.channel])

    def _elsewhere(
        self, asked: Asked, typed: CommandTyped, channel: Mapping[str, Any]
    ) -> CommandTyped | NotUnderstood:
        """Return a command as if it were said in another channel, with what the person may do there."""
        permissions = discord.Permissions(int(channel["permissions"]))
        if not permissions.view_channel:
            return NotUnderstood(_NOT_SEEN)
        in_thread = channel["type"] in _THREADS
        base = typed.where.channel.model_copy(
            update={"id": str(channel["parent_id"] if in_thread else channel["id"])}
        )
        where = Conversation(channel=base, thread=str(channel["id"]) if in_thread else None)
        actor = self._actor(asked, permissions)
        return typed.model_copy(update={"where": where, "actor": actor, "elsewhere": True})

    def _menu(self, asked: Asked, data: Mapping[str, Any], now: datetime) -> Brought:
        target = str(data["target_id"])
        if data.get("name") == FLAG:
            return self._typed(asked, f"follow post/{target}", now, about=target)
        if data.get("name") == ADD:
            actor = self._actor(asked)
            may = actor.role.may(Role.editor)  # for others the message isn't read at all
            text = message_text(data["resolved"]["messages"][target]) if may else ""
            return FormWanted(actor, text, of_message=True)
        return NotUnderstood(_OLDER)

    def _typed(
        self, asked: Asked, text: str, now: datetime, *, about: str = ""
    ) -> CommandTyped | NotUnderstood:
        on = _message(asked, about) if about else None
        where = on.conversation if on else _where(asked)
        if where is None:
            return NotUnderstood(_NO_PLACE)
        return CommandTyped(
            id=f"{PLATFORM}:{asked.id}",
            at=now,
            actor=self._actor(asked),
            where=where,
            private=_private(asked),
            on=on,
            text=text,
            reply=_note(asked, now),
        )

    def _button(self, asked: Asked, data: Mapping[str, Any], now: datetime) -> Brought:
        said = pressed(str(data.get("custom_id", "")), data.get("values") or ())
        if said is None:
            return NotUnderstood(_NOT_OURS)
        if said.asks is not None:
            return said
        return self._pressed(asked, said, now)

    def _pressed(self, asked: Asked, said: Pressed, now: datetime) -> ButtonPressed | NotUnderstood:
        if asked.guild_id is None and not said.workspace:
            return NotUnderstood(_NO_SERVER)
        asked.extras["workspace"] = said.workspace  # the answer's own buttons are to tell it, too
        where = _where(asked)
        if where is None:
            return NotUnderstood(_NO_PLACE)
        if _SHARED in said.says.split() and not _writes(asked, where):
            return NotUnderstood(_NOT_WRITTEN)
        return ButtonPressed(
            id=f"{PLATFORM}:{asked.id}",
            at=now,
            actor=self._actor(asked),
            where=where,
            private=_private(asked),
            on=_pressed_on(asked),
            says=said.says,
            reply=_note(asked, now),
        )

    # ---- parts

    def _actor(self, asked: Asked, permissions: discord.Permissions | None = None) -> Actor:
        """Return who it was, with these permissions, else those that they have where they are.

        In direct messages their role isn't known yet: a reader's, for now.
        """
        person = asked.user
        role = Role.nobody if person.bot else Role.reader
        if isinstance(person, discord.Member):
            role = role_of_member(person, permissions or asked.permissions, self.editors)
        return Actor(
            platform=PLATFORM,
            workspace=_workspace(asked),
            id=str(person.id),
            name=person.display_name,
            role=role,
        )


def _writes(asked: Asked, where: Conversation) -> bool:
    """Say whether the person may write there themselves: what they share is posted for all."""
    may = asked.permissions
    return where.channel.person or (may.send_messages_in_threads if where.thread else may.send_messages)


def _where(asked: Asked) -> Conversation | None:
    """Return where it was asked."""
    if asked.channel is None:
        return None
    return conversation_of(asked.channel, guild=_workspace(asked), person=asked.user.id)


def _message(asked: Asked, message: int | str) -> MessageRef | None:
    """Return a message where it was asked."""
    if asked.channel is None:
        return None
    return message_of(asked.channel, int(message), guild=_workspace(asked), person=asked.user.id)


def _pressed_on(asked: Asked) -> MessageRef | None:
    """Return the message whose button was pressed; None where it is an answer that one person sees."""
    message = asked.message
    return None if message is None or message.flags.ephemeral else _message(asked, message.id)


def _lacks_its_text(chosen: Chosen) -> bool:
    needed = [slot for slot in chosen.command.slots if slot.required and slot.written.form is Form.text]
    return any(not chosen.values.get(slot.name, "").strip() for slot in needed)


def _workspace(asked: Asked) -> str:
    return str(asked.guild_id) if asked.guild_id else str(asked.extras.get("workspace", ""))


def _private(asked: Asked) -> bool:
    return asked.guild_id is not None


def _note(asked: Asked, now: datetime) -> str:
    return Note(application=asked.application_id, token=asked.token, given=now).model_dump_json()
