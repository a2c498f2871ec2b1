"""Posts, edits, and the search for what was posted: the part of `bot.ports.ChatPlatform` that goes out."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import discord
from discord import AllowedMentions

from adapters.discord import forums, history, threads
from adapters.discord.client import Client, watching
from adapters.discord.components.mark import mark
from adapters.discord.components.render import Rendered, render
from adapters.discord.options import DiscordOptions
from adapters.discord.outcomes import (
    ARCHIVED,
    GONE,
    UNKNOWN_MESSAGE,
    Where,
    closed_by,
    locked,
    no_tag,
    no_text,
    no_thread,
    of_edit,
    of_post,
    of_search,
    of_step_before,
    unless_doubtful,
    unreadable,
)
from adapters.discord.permissions import NAMES, to_post
from adapters.discord.places import Kind, Known, Places, kind_of
from adapters.discord.publishing import PUBLISH
from adapters.discord.standing import FAULTS, Standing, where
from adapters.discord.tallies import tally
from bot.model.card import Card
from bot.model.delivery import Pace
from bot.model.outcome import Absent, Closed, Deleted, Outcome, Rejected, Sent, Sought
from bot.model.people import Conversation, MessageRef
from bot.model.reaction import Reaction
from bot.model.value import Utc
from bot.ports import Clock

PACE: Final = Pace(every=1, per_second=40, at_once=40, timeout=40, remembers=120, lag=5)
"""Discord takes about 5 messages in 5 seconds in a channel, and 50 requests a second in all
(https://discord.com/developers/docs/topics/rate-limits): ten of them are left for everything else. It knows a
nonce for "the past few minutes", so two are counted on. discord.py tries five times within 25 seconds where a
server fails, and waits for up to 30 where a rate is limited.
"""


@dataclass(frozen=True, slots=True)
class _There:
    """A channel that is there, and the conversation that is meant.

    `at` is a message in the channel: where the conversation is a thread that isn't there, it would begin at
    that one, or posts reply to it. `begun` is set once it has begun.
    """

    channel: Known
    to: Conversation
    at: int | None = None
    begun: bool = False

    @property
    def kind(self) -> Kind:
        return Kind.thread if self.begun else kind_of(self.channel)

    @property
    def inside(self) -> int:
        """The id of the channel that messages are sent to; a forum takes none but those of its posts."""
        return self.at if self.begun and self.at is not None else self.channel.id

    @property
    def really(self) -> Conversation:
        """The conversation that messages are in: a reply is in the channel, not in a thread."""
        if self.at is None or self.begun:
            return self.to
        return self.to.model_copy(update={"thread": None})

    @property
    def where(self) -> Where:
        return where(self.channel, direct=self.to.channel.person)


class Posting:
    """Posts with the bot's token, as `bot.ports.ChatPlatform` promises."""

    def __init__(self, client: Client, places: Places, options: DiscordOptions, clock: Clock) -> None:
        self._client = client
        self._places = places
        self._options = options
        self._clock = clock
        self._standing = Standing(client, places)

    async def post(self, to: Conversation, card: Card, *, key: str) -> Outcome:
        """Make one message of the card. A thread that is archived is reopened first."""
        try:
            there = await self._there(to)
        except FAULTS as error:
            return of_step_before(error, where(None, direct=to.channel.person))
        try:
            ready = await self._ready(there)
            made = ready or await self._tried_before(there, key)
            if made is None and there.at is not None:
                there = await self._begun(there, there.at, card)
        except FAULTS as error:
            if there.at is not None and _code(error) == UNKNOWN_MESSAGE:
                return no_thread()
            return self._failed(of_step_before(error, self._in_words(there)), there)
        return made or await self._post(there, card, key)

    async def edit(self, message: MessageRef, card: Card, *, key: str) -> Outcome:
        """Make the message show the card instead; its mark is sent anew, so that it surely stays."""
        to = message.conversation
        try:
            there = await self._there(to)
        except FAULTS as error:
            return of_edit(error, Where(direct=to.channel.person))
        try:
            await self._edit(there, message, self._shown(there, card, key))
        except FAULTS as error:
            if there.kind is Kind.forum:
                return _of_edit_in_forum(error, there.where)
            return of_edit(error, there.where)
        return Sent(message=message)

    async def find(self, to: Conversation, *, key: str, since: Utc) -> Sought:
        """Look for the bot's message with that key's mark in the history, or among a forum's posts."""
        try:
            there = await self._there(to)
            found = await self._find(there, key, since)
            if to.thread is None or there.at is not None or not isinstance(found, Absent):
                return found
            base = await self._there(to.model_copy(update={"thread": None}))
            # The thread may have been begun since: before that a post was a reply in the channel.
            return await self._find(base, key, since) if threads.has_threads(base.channel) else found
        except FAULTS as error:
            return of_search(error, Where(direct=to.channel.person))

    async def enter(self, to: Conversation) -> Closed | None:
        """Say what keeps the bot from posting there, and from reading what was posted."""
        return await self._standing.enter(to)

    async def reactions(self, message: MessageRef) -> frozenset[Reaction] | None:
        """Return people's reactions, the emoji's names folded; None where Discord doesn't give them."""
        try:
            there = await self._there(message.conversation)
            post = self._messages(there, message).get_partial_message(int(message.id))
            return await tally(self._client, await post.fetch())
        except FAULTS:
            return None

    # ---- posting

    async def _ready(self, there: _There) -> Closed | None:
        """See to it that the bot can post there; return why it can't. Raises what the requests raise.

        Where it surely may not, Discord isn't asked: it shuts out who asks too often for what it refuses.
        """
        if there.kind is Kind.other:
            return no_text(there.where.name)
        lacks = self._lacks_for_post(there)
        if lacks:
            return closed_by(lacks, there.where.name)
        thread = there.channel
        if isinstance(thread, discord.Thread) and thread.archived:
            return await self._reopen(thread.id, there)
        return None

    async def _begun(self, there: _There, message: int, card: Card) -> _There:
        """Begin the thread at a message, unless only a reply can be made. Raises what the requests raise.

        A reply to a message that is gone would be a post in the channel, so it is asked whether it is there.
        """
        if self._standing.begins_threads(there.channel) and await threads.begin(
            self._client, there.channel, message, card
        ):
            return replace(there, begun=True)
        await self._client.get_partial_messageable(there.inside).fetch_message(message)
        return there

    async def _tried_before(self, there: _There, key: str) -> Sent | None:
        """Return a forum's post that an earlier try has made. Raises what the requests raise."""
        if not isinstance(there.channel, discord.ForumChannel):
            return None
        since = self._clock.now() - forums.OF_LATE
        found = await forums.find(self._client, there.channel, mark(key), since)
        return None if found is None else _sent(there, found)

    async def _post(self, there: _There, card: Card, key: str) -> Outcome:
        with watching() as seen:
            try:
                return _sent(there, await self._send(there, card, key))
            except forums.NoTag:
                return no_tag(there.where.name)
            except FAULTS as error:
                if _code(error) == ARCHIVED:
                    outcome = await self._reopen_and_post(there, card, key)
                else:
                    outcome = of_post(error, self._in_words(there))
        return self._failed(unless_doubtful(outcome) if seen.failed else outcome, there)

    async def _send(self, there: _There, card: Card, key: str) -> int:
        """Make the message; return its id. Raises NoTag, and what the request raises."""
        shown = self._shown(there, card, key)
        if isinstance(there.channel, discord.ForumChannel):
            return await forums.post(there.channel, card, shown, self._options.tag)
        messages = self._client.get_partial_messageable(there.inside)
        send = partial(messages.send, view=shown.view, nonce=key, allowed_mentions=AllowedMentions.none())
        if there.at is None or there.begun:
            return (await send()).id
        return (await send(reference=threads.reply_to(there.at, there.inside), mention_author=False)).id

    async def _reopen_and_post(self, there: _There, card: Card, key: str) -> Outcome:
        """Reopen the thread and post once more: the first time it surely was not taken."""
        try:
            stays = await self._reopen(there.channel.id, there)
        except FAULTS as error:
            return of_step_before(error, there.where)
        if stays is not None:
            return stays
        try:
            return _sent(there, await self._send(there, card, key))
        except FAULTS as error:
            return of_post(error, self._in_words(there))

    async def _reopen(self, thread: int, there: _There) -> Closed | None:
        """Reopen a thread; return why it stays archived. Raises what the request raises."""
        self._places.forget(thread)
        try:
            # Anybody who may post in a thread may reopen it, unless it is locked.
            await self._client.http.edit_channel(thread, archived=False)
        except discord.Forbidden:
            if isinstance(there.channel, discord.Thread) and there.channel.locked:
                return locked(there.where.name)
            raise
        return None

    def _failed(self, outcome: Outcome, there: _There) -> Outcome:
        if isinstance(outcome, Closed | Deleted):
            self._places.forget(there.channel.id)
        return outcome

    # ---- editing

    async def _edit(self, there: _There, message: MessageRef, shown: Rendered) -> None:
        """Change a message, reopening the thread that it is in. Raises what the requests raise."""
        post = self._messages(there, message).get_partial_message(int(message.id))
        try:
            await post.edit(view=shown.view, allowed_mentions=AllowedMentions.none())
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
            self._places.forget(post.channel.id)
            await self._client.http.edit_channel(post.channel.id, archived=False)
            await post.edit(view=shown.view, allowed_mentions=AllowedMentions.none())

    # ---- finding

    async def _find(self, there: _There, key: str, since: Utc) -> Sought:
        """Look for a post. Raises what the requests raise."""
        if there.kind is Kind.other:
            return no_text(there.where.name)
        if NAMES["read_message_history"] in (self._standing.remembered(there.channel) or ()):
            return unreadable(there.where.name)
        if isinstance(there.channel, discord.ForumChannel):
            found, shows = await forums.find(self._client, there.channel, mark(key), since), False
        else:
            messages = self._client.get_partial_messageable(there.inside)
            found, shows = await history.find(self._client, messages, mark(key), since)
        if found is not None:
            return _sent(there, found)
        if not shows and NAMES["read_message_history"] in await self._standing.lacks(there.channel, there.to):
            return unreadable(there.where.name)
        return Absent()

    # ---- where

    async def _there(self, to: Conversation) -> _There:
        """Return the channel that a conversation is in. Raises what the requests raise (`FAULTS`)."""
        await self._client.enter()
        if to.channel.person:
            person = discord.Object(int(to.channel.id))
            return _There(await self._client.create_dm(person), to, _id(to.thread))
        try:
            return _There(await self._places.channel(to.channel.workspace, to.thread or to.channel.id), to)
        except discord.NotFound as error:
            if to.thread is None or error.code != GONE:
                raise
            base = await self._places.channel(to.channel.workspace, to.channel.id)
            if kind_of(base) is Kind.forum:  # whose threads begin at no message
                raise
        return _There(base, to, _id(to.thread))

    def _messages(self, there: _There, message: MessageRef) -> discord.PartialMessageable:
        """Return where a message is: the first of a forum's post is in the thread that has its id."""
        inside = int(message.id) if there.kind is Kind.forum else there.inside
        return self._client.get_partial_messageable(inside)

    def _shown(self, there: _There, card: Card, key: str) -> Rendered:
        # A press in direct messages tells of no guild.
        workspace = there.to.channel.workspace if there.to.channel.person else ""
        publish = PUBLISH if there.kind is Kind.announcement else None
        return render(card, mark=mark(key), workspace=workspace, publish=publish)

    def _lacks_for_post(self, there: _There) -> tuple[str, ...]:
        lacks = self._standing.remembered(there.channel) or ()
        # A forum's posts have no nonce: whether one was made before is seen in its history alone.
        return lacks if there.kind is Kind.forum else to_post(lacks)

    def _in_words(self, there: _There) -> Where:
        lacks = self._lacks_for_post(there)
        return where(there.channel, lacks, direct=there.to.channel.person)


def _of_edit_in_forum(error: BaseException, forum: Where) -> Outcome:
    """Return what became of an edit of a forum's post; that one is locked, or gone, closes no forum."""
    if _code(error) == GONE:  # the thread that the message was the first of
        return Deleted()
    outcome = of_edit(error, replace(forum, name=f"the post in {forum.name}"))
    return Rejected(reason=outcome.reason) if isinstance(outcome, Closed) else outcome


def _sent(there: _There, message: int) -> Sent:
    return Sent(message=MessageRef(conversation=there.really, id=str(message)))


def _id(thread: str | None) -> int | None:
    return None if thread is None else int(thread)


def _code(error: BaseException) -> int:
    return error.code if isinstance(error, discord.HTTPException) else 0
