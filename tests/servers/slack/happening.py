"""What happens to channels and to the app itself, and how the app is told of anything."""

from tests.servers.slack import payloads
from tests.servers.slack.scopes import EVENT_SCOPES
from tests.servers.slack.state import Channel, Delivery, Message, Payload
from tests.servers.slack.workspace import Workspace


class Happening(Workspace):
    """What happens to channels and to the app."""

    def __init__(self, *parts: object, **named: object) -> None:
        super().__init__(*parts, **named)  # type: ignore[arg-type] # as `Workspace` says
        self._world.tell = lambda name, event: self._bringer.later(self._happened(name, event))

    async def deliver_event(self, event: Payload, name: str = "") -> Delivery:
        """Bring any event, for what no method here does; `name` is what it is subscribed to as."""
        return await self._happened(name or event["type"], event)

    async def archive(self, channel: str) -> Delivery:
        """Archive a channel."""
        where = self._world.channels[channel]
        where.archived = True
        return await self._changed(where, "archive", {"channel": channel, "user": "UADMIN"})

    async def unarchive(self, channel: str) -> Delivery:
        """Bring an archived channel back; the bot isn't in it any more, as Slack has it."""
        where = self._world.channels[channel]
        where.archived = False
        where.members.discard(self.bot_user)
        return await self._changed(where, "unarchive", {"channel": channel, "user": "UADMIN"})

    async def delete_channel(self, channel: str) -> Delivery:
        """Delete a channel with everything in it."""
        where = self._world.channels.pop(channel)
        for message in self._world.messages:
            message.deleted |= message.channel == channel
        return await self._changed(where, "deleted", {"channel": channel})

    async def rename(self, channel: str, name: str) -> Delivery:
        """Give a channel another name."""
        where = self._world.channels[channel]
        where.name = name
        named = {"id": channel, "name": name, "created": int(self._world.now())}
        return await self._changed(where, "rename", {"channel": named})

    async def make_private(self, channel: str) -> Delivery:
        """Turn a public channel into a private one; who is in it stays. The app isn't told."""
        self._world.channels[channel].private = True
        self._world.ring()
        event = {"type": "message", "subtype": "channel_convert_to_private", "channel": channel}
        return await self._withheld("the app isn't told of messages in channels", event, None)

    async def invite_bot(self, channel: str) -> Delivery:
        """Let somebody take the bot into a channel."""
        where = self._world.channels[channel]
        where.members.add(self.bot_user)
        event = {
            "type": "member_joined_channel",
            "user": self.bot_user,
            "channel": channel,
            "team": self.team,
        }
        return await self._happened("member_joined_channel", event | {"event_ts": self._world.new_ts()})

    async def remove_bot(self, channel: str) -> Delivery:
        """Let somebody take the bot out of a channel."""
        where = self._world.channels[channel]
        where.members.discard(self.bot_user)
        return await self._changed(where, "left", {"channel": channel, "actor_id": "UADMIN"})

    async def revoke_token(self) -> Delivery:
        """Revoke the bot token: the app is told, and every call is `token_revoked` from now on."""
        self._world.dead = "token_revoked"
        tokens = {"oauth": [], "bot": [self.bot_user]}
        return await self._happened("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})

    async def uninstall(self) -> Delivery:
        """Remove the app: it is told, calls are `account_inactive`, and connections are closed."""
        self._world.dead = "account_inactive"
        delivery = await self._happened("app_uninstalled", {"type": "app_uninstalled"})
        self._bringer.later(self._sockets.close(list(self._sockets.sessions)))
        return delivery

    async def _changed(self, where: Channel, what: str, more: Payload) -> Delivery:
        kind = "group" if where.private else "channel"
        self._world.ring()
        event = {"type": f"{kind}_{what}", **more, "event_ts": self._world.new_ts()}
        if where.private and what != "left" and self.bot_user not in where.members:
            return await self._withheld("the bot isn't in the channel", event, None)
        return await self._happened(event["type"], event)

    async def _happened(self, name: str, event: Payload, *, message: Message | None = None) -> Delivery:
        """Tell the app of an event, if it is subscribed to it and was granted its scope."""
        delivery = Delivery("events_api", payloads.event_callback(self._world, event), message=message)
        needed = EVENT_SCOPES.get(name, ())
        if name not in self._world.events:
            delivery.withheld = f"the app isn't subscribed to {name}"
        elif needed and not self._world.scopes.intersection(needed):
            delivery.withheld = f"{name} needs {' or '.join(needed)}"
        return await self._bringer.bring(delivery)

    async def _withheld(self, why: str, event: Payload, message: Message | None) -> Delivery:
        """Note what the app isn't told of."""
        return await self._bringer.bring(Delivery("events_api", event, withheld=why, message=message))
