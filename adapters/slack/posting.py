"""Posts, edits, and the search for what was posted: the part of `bot.ports.ChatPlatform` that goes out."""

from collections.abc import AsyncIterator
from typing import Any, Final

from adapters.slack.answers import at, each, next_page
from adapters.slack.api import Api, Identity
from adapters.slack.blocks.render import render
from adapters.slack.emoji import folded
from adapters.slack.faults import Fault, unreadable
from adapters.slack.outcomes import (
    closes,
    in_group,
    of_edit,
    of_join,
    of_look,
    of_post,
    of_search,
    of_step_before,
)
from bot.errors import Missing
from bot.model.card import Card
from bot.model.delivery import Pace
from bot.model.outcome import Absent, Closed, Outcome, Refused, Sent, Sought
from bot.model.people import Conversation, MessageRef
from bot.model.reaction import Reaction
from bot.model.value import Utc

PACE: Final = Pace(every=1, per_second=5, window=4, at_once=20, timeout=20, lag=10)
"""Slack takes about a message a second in a channel, and several hundred a minute in a workspace, with short
bursts (https://docs.slack.dev/apis/web-api/rate-limits): so five a second may be twenty in four seconds. It
knows no key by which it would refuse a second post (`remembers` is 0), and its history may be some seconds
behind what was posted.
"""

EVENT_TYPE: Final = "nutgraf_post"
"""The metadata's type, by which our posts are known. It can be read by everybody; it holds a key."""

_PAGE = 200
"""How many messages of the history are asked for at a time; Slack recommends no more."""

_NAMELESS = "Nutgraf"


class Posting:
    """Posts with the bot's token, as `bot.ports.ChatPlatform` promises."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._direct: dict[str, str] = {}

    async def post(self, to: Conversation, card: Card, *, key: str) -> Outcome:
        """Make one message of the card. A public channel that the bot is not in is joined first."""
        try:
            channel = await self._channel(to)
        except Fault as fault:
            return of_step_before(fault, to, name=await self._name())
        try:
            return await self._post(channel, to, card, key)
        except Fault as fault:
            if fault.word != "not_in_channel":
                return await self._refused(fault, to)
        return await self._join_and_post(channel, to, card, key)

    async def edit(self, message: MessageRef, card: Card, *, key: str) -> Outcome:
        """Make the message show the card instead; its metadata is sent anew, so that it surely stays."""
        to, shown = message.conversation, render(card)
        try:
            await self._api.ask(
                self._api.client.chat_update(
                    channel=await self._channel(to),
                    ts=message.id,
                    blocks=shown.blocks,
                    text=shown.text,
                    parse="none",  # chat.update's own default looks for names and addresses in the text
                    link_names=False,
                    metadata=_metadata(key),
                )
            )
        except Fault as fault:
            return of_edit(fault, to, name=await self._name())
        return Sent(message=message)

    async def find(self, to: Conversation, *, key: str, since: Utc) -> Sought:
        """Look for the bot's message with that key in the history, or in the thread's replies.

        The history of a public channel is shown to those in it alone, so that one is joined first.
        """
        try:
            return await self._look(to, key, since)
        except Missing as missing:
            return Refused(reason=str(missing), retry_after=60, wide=True)
        except Fault as fault:
            if fault.word != "not_in_channel":
                return of_search(fault, to, name=await self._name())
        outside = await self._join(to)
        if outside is not None:
            return outside
        try:
            return await self._look(to, key, since)
        except Fault as fault:
            return of_search(fault, to, name=await self._name())

    async def enter(self, to: Conversation) -> Closed | None:
        """Make sure that the bot is in the channel, joining it where it is public."""
        if to.channel.person:
            return None
        try:
            said = await self._api.ask(self._api.client.conversations_info(channel=to.channel.id))
            info = at(said, "channel")
        except Fault as fault:
            return of_look(fault, to, name=await self._name())
        if at(info, "is_mpim", default=False):
            return in_group()
        if at(info, "is_archived", default=False):
            return closes("is_archived", to, name=await self._name())
        if at(info, "is_member", default=False) or at(info, "is_im", default=False):
            return None
        outside = await self._join(to)
        return outside if isinstance(outside, Closed) else None

    async def reactions(self, message: MessageRef) -> frozenset[Reaction] | None:
        """Return people's reactions, the emoji's names folded; None where Slack doesn't give all of them."""
        try:
            bot = await self._api.who()
            channel = await self._channel(message.conversation)
            said = await self._api.ask(
                self._api.client.reactions_get(channel=channel, timestamp=message.id, full=True)
            )
            return _reactions(at(said, "message"), bot.user)
        except (Fault, Missing):
            return None

    async def _post(self, channel: str, to: Conversation, card: Card, key: str) -> Sent:
        """Make the message. Raises Fault."""
        shown = render(card)
        said = await self._api.ask(
            self._api.client.chat_postMessage(
                channel=channel,
                thread_ts=to.thread,
                blocks=shown.blocks,
                text=shown.text,
                unfurl_links=False,
                unfurl_media=False,
                link_names=False,
                metadata=_metadata(key),
            )
        )
        return Sent(message=MessageRef(conversation=to, id=str(at(said, "ts"))))

    async def _join_and_post(self, channel: str, to: Conversation, card: Card, key: str) -> Outcome:
        """Join the channel and post once more: the first time it surely was not taken."""
        outside = await self._join(to)
        if outside is not None:
            return outside
        try:
            return await self._post(channel, to, card, key)
        except Fault as fault:
            return await self._refused(fault, to)

    async def _look(self, to: Conversation, key: str, since: Utc) -> Sent | Absent:
        """Read the history since then for the message with that key. Raises Fault, Missing."""
        bot = await self._api.who()
        channel = await self._channel(to)
        async for message in self._history(channel, to.thread, f"{since.timestamp():.6f}"):
            if _is_ours(message, bot, key):
                return Sent(message=MessageRef(conversation=to, id=str(message["ts"])))
        return Absent()

    async def _join(self, to: Conversation) -> Closed | Refused | None:
        """Join the channel; return why the bot is not in it now, None where it is."""
        try:
            await self._api.ask(self._api.client.conversations_join(channel=to.channel.id))
        except Fault as fault:
            return of_join(fault, name=await self._name())
        return None

    async def _refused(self, fault: Fault, to: Conversation) -> Outcome:
        if to.channel.person:
            self._direct.pop(to.channel.id, None)  # it may have been opened with somebody who has left since
        return of_post(fault, to, name=await self._name())

    async def _channel(self, to: Conversation) -> str:
        """Return Slack's id of the channel; of a person's direct messages, too. Raises Fault."""
        if not to.channel.person:
            return to.channel.id
        person = to.channel.id
        if person not in self._direct:
            said = await self._api.ask(self._api.client.conversations_open(users=person))
            self._direct[person] = str(at(said, "channel", "id"))
        return self._direct[person]

    async def _history(self, channel: str, thread: str | None, oldest: str) -> AsyncIterator[Any]:
        """Yield every message since then. Raises Fault where not all of them can be read."""
        client, cursor = self._api.client, None
        while True:
            if thread is None:
                call = client.conversations_history(
                    channel=channel, oldest=oldest, cursor=cursor, limit=_PAGE, include_all_metadata=True
                )
            else:
                call = client.conversations_replies(
                    channel=channel,
                    ts=thread,
                    oldest=oldest,
                    cursor=cursor,
                    limit=_PAGE,
                    include_all_metadata=True,
                )
            said = await self._api.ask(call)
            for message in each(said, "messages"):
                yield message
            cursor = next_page(said)
            if cursor is None:
                break
        if at(said, "has_more", default=False):
            raise unreadable()

    async def _name(self) -> str:
        """Return the bot's name, as people type it behind an @."""
        try:
            return (await self._api.who()).name
        except (Fault, Missing):
            return _NAMELESS


def _metadata(key: str) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def _is_ours(message: object, bot: Identity, key: str) -> bool:
    """Say whether the message is the bot's own with that key: any app could have copied the metadata."""
    if at(message, "metadata", "event_type", default=None) != EVENT_TYPE:
        return False
    if at(message, "metadata", "event_payload", "key", default=None) != key:
        return False
    return bool(
        at(message, "bot_id", default=None) == bot.bot or at(message, "user", default=None) == bot.user
    )


def _reactions(message: object, bot: str) -> frozenset[Reaction] | None:
    standing: set[Reaction] = set()
    if at(message, "reactions", default=None) is None:  # Slack leaves the list out where there are none
        return frozenset()
    for reaction in each(message, "reactions"):
        people = each(reaction, "users")
        if len(people) < at(reaction, "count", default=0):  # not all of them are named
            return None
        name = folded(at(reaction, "name"))
        standing.update(Reaction(person=person, name=name) for person in people if person != bot)
    return frozenset(standing)
