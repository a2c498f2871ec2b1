"""What people do in Discord, as a test plays it: type, choose, click, fill in, react."""

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from tests.servers.discord import hooks, interactions, payloads
from tests.servers.discord.happening import Happening
from tests.servers.discord.permissions import may
from tests.servers.discord.state import Channel, Interaction, Message, Modal, Payload, Person

_MENU = 3
"""The type of a command in a message's menu."""


class Acting(Happening):
    """What people do.

    What is answered returns once its first response is there, or after `patience` seconds without one: the
    interaction has no `response` then. What comes later is waited for with `until`.
    """

    patience = 3.0

    async def slash(
        self,
        person: Person,
        channel: Channel,
        command: str = "",
        values: Mapping[str, Any] | None = None,
        *,
        root: str = "brief",
        **named: Any,  # noqa: ANN401 - text, numbers, people
    ) -> Interaction:
        """Choose a command that is registered: `slash(anna, desk, "digest at", time="08:00")`.

        Options are given by their names, those that are no names of Python's in `values`.
        """
        given = {**(values or {}), **named}
        return await self._interact(
            person, channel, hooks.COMMAND, self._typed(person, channel, f"{root} {command}", given)
        )

    async def autocomplete(
        self,
        person: Person,
        channel: Channel,
        command: str,
        argument: str,
        typed: str = "",
        *,
        root: str = "brief",
        **named: Any,  # noqa: ANN401 - text, numbers, people
    ) -> Interaction:
        """Type in an option that offers something; the interaction has `choices` then."""
        data = self._typed(person, channel, f"{root} {command}", {**named, argument: typed}, focus=argument)
        return await self._interact(person, channel, hooks.AUTOCOMPLETE, data)

    async def menu(self, person: Person, message: Message, name: str) -> Interaction:
        """Choose a command in a message's menu."""
        self._sees(person, message)
        channel = message.channel
        found = interactions.command(self._world, channel.guild, _MENU, name)
        data = {"id": found["id"], "name": name, "type": _MENU, **interactions.target(self._world, message)}
        if "guild_id" in found:
            data["guild_id"] = found["guild_id"]
        return await self._interact(person, channel, hooks.COMMAND, data)

    async def click(self, person: Person, message: Message, button: str) -> Interaction:
        """Click the button with that label or custom_id."""
        self._sees(person, message)
        found = message.shown.button(button)
        assert not found.url, f"{button} is a link"
        assert not found.disabled, f"{button} is disabled"
        data = interactions.pressed(message, found.custom_id)
        return await self._interact(person, message.channel, hooks.COMPONENT, data, message=message)

    async def choose(self, person: Person, message: Message, label: str) -> Interaction:
        """Choose the line with that label in a menu of a message."""
        self._sees(person, message)
        data = interactions.picked(message, message.shown.option(label))
        return await self._interact(person, message.channel, hooks.COMPONENT, data, message=message)

    async def submit(
        self, asked: Interaction, values: Mapping[str, str] | None = None, **named: str
    ) -> Interaction:
        """Fill in the form that an interaction has opened, by custom_id, and send it.

        What isn't given keeps what stands there.
        """
        modal: Modal | None = asked.modal
        assert modal is not None, "no form was opened"
        data = interactions.filled(modal, {**(values or {}), **named})
        return await self._interact(asked.person, asked.channel, hooks.SUBMITTED, data, message=modal.message)

    def deliver_again(self, interaction: Interaction) -> bool:
        """Bring an interaction once more; return whether a connected bot was told."""
        return self._gateway.dispatch("INTERACTION_CREATE", interaction.payload, interaction.channel)

    def react(self, person: Person, message: Message, emoji: str, *, burst: bool = False) -> None:
        """Put a reaction on a message: "🚩", or a guild's own as "name:id" (`add_emoji` returns that)."""
        self._sees(person, message)
        kind = message.bursts if burst else message.reactions
        who = kind.setdefault(emoji, [])
        assert person.id not in who, f"{person.name} has put {emoji} there already"
        who.append(person.id)
        self._reacted(person, message, emoji, burst=burst, added=True)

    def unreact(self, person: Person, message: Message, emoji: str, *, burst: bool = False) -> None:
        """Take a reaction back."""
        kind = message.bursts if burst else message.reactions
        kind[emoji].remove(person.id)
        if not kind[emoji]:
            del kind[emoji]
        self._reacted(person, message, emoji, burst=burst, added=False)

    def clear_reactions(self, message: Message, emoji: str = "") -> None:
        """Take everybody's reactions off a message, or those with one emoji, as a moderator may."""
        for kind in (message.reactions, message.bursts):
            for each in [emoji] if emoji else list(kind):
                kind.pop(each, None)
        self._world.ring()
        payload: Payload = {"channel_id": message.channel.id, "message_id": message.id}
        if message.channel.guild:
            payload["guild_id"] = message.channel.guild.id
        if emoji:
            payload["emoji"] = payloads.emoji(emoji)
        event = "MESSAGE_REACTION_REMOVE_EMOJI" if emoji else "MESSAGE_REACTION_REMOVE_ALL"
        self._tell(event, payload, message.channel)

    def say(self, person: Person, channel: Channel, text: str) -> Message:
        """Write a message; the bot is told of it only where it has asked for messages."""
        message = self.add_message(channel, person, text)
        self._tell("MESSAGE_CREATE", payloads.message(self._world, message), channel)
        return message

    def delete(self, message: Message) -> None:
        """Delete a message, as a moderator may; the bot is told only where it has asked for messages."""
        message.deleted = True
        self._world.ring()
        payload: Payload = {"id": message.id, "channel_id": message.channel.id}
        if message.channel.guild:
            payload["guild_id"] = message.channel.guild.id
        self._tell("MESSAGE_DELETE", payload, message.channel)

    def _reacted(self, person: Person, message: Message, emoji: str, *, burst: bool, added: bool) -> None:
        self._world.ring()
        event = "MESSAGE_REACTION_ADD" if added else "MESSAGE_REACTION_REMOVE"
        payload = payloads.reaction_event(message, person, emoji, burst=burst, added=added)
        self._tell(event, payload, message.channel)

    def _typed(
        self,
        person: Person,
        channel: Channel,
        whole: str,
        values: Mapping[str, Any],
        *,
        focus: str | None = None,
    ) -> Payload:
        name, *path = whole.split()
        found = interactions.command(self._world, channel.guild, 1, name)
        options = interactions.chosen(found, path, values, focus=focus)
        data: Payload = {"id": found["id"], "name": name, "type": 1, "options": options}
        if "guild_id" in found:
            data["guild_id"] = found["guild_id"]
        if known := interactions.resolved(channel.guild, person, values):
            data["resolved"] = known
        return data

    async def _interact(
        self, person: Person, channel: Channel, kind: int, data: Payload, *, message: Message | None = None
    ) -> Interaction:
        assert not channel.deleted, "that channel is gone"
        assert channel.guild is None or may(channel, person.id, "use_application_commands"), (
            f"{person.name} may not use commands there"
        )
        world = self._world
        token = world.secret("interaction")
        payload = interactions.frame(world, person, channel, kind, token) | {"data": data}
        if message is not None:
            payload["message"] = payloads.message(world, message)
        found = Interaction(
            id=payload["id"],
            token=token,
            kind=kind,
            person=person,
            channel=channel,
            payload=payload,
            at=world.now(),
            begun=time.monotonic(),
            message=message,
        )
        world.interactions[token] = found
        found.delivered = self._gateway.dispatch("INTERACTION_CREATE", payload, channel)
        if found.delivered:
            with suppress(AssertionError):
                await world.until(lambda: found.response is not None, self.patience)
        return found

    def _sees(self, person: Person, message: Message) -> None:
        assert not message.deleted, "nobody sees that message any more"
        assert message.only in {None, person}, f"{person.name} doesn't see that message"
        if message.channel.guild is not None:
            assert may(message.channel, person.id, "view_channel"), f"{person.name} doesn't see that channel"
