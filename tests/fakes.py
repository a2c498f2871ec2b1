"""Working fakes for what the core needs from outside, and small makers of what goes through it."""

import asyncio
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.model.card import Card, Paragraph, Plain
from bot.model.delivery import Pace, Promise
from bot.model.outcome import Absent, Closed, Deleted, Outcome, Sent, Sought, Unknown
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef, Role
from bot.model.reaction import Reaction
from bot.ports import Answers, Clock
from tests.conftest import MONDAY_7AM

FAST = Pace(every=0, per_second=1_000_000, at_once=100, timeout=30)
"""A pace that holds nothing up."""


class Trick(Enum):
    """What a platform may do besides giving a plain outcome."""

    take = auto()
    """takes it, and says so"""
    lose = auto()
    """takes it, and says nothing that can be understood"""
    drop = auto()
    """does not take it, and says nothing that can be understood"""
    hang = auto()
    """takes it, and never answers"""
    stall = auto()
    """does not take it, and never answers"""
    fail = auto()
    """takes it, and raises what it never should"""


TAKING = frozenset({Trick.take, Trick.lose, Trick.hang, Trick.fail})


@dataclass
class Posted:
    """A message on the platform: what it has shown, oldest first, and whether somebody deleted it."""

    ref: MessageRef
    key: str
    at: datetime
    cards: list[Card]
    gone: bool = False

    @property
    def text(self) -> str:
        """What it shows now."""
        return self.cards[-1].summary


@dataclass
class FakePlatform:
    """A platform in memory. It implements `ChatPlatform`.

    `script` says what happens to the next posts and edits (`said` what has), `sought` what the next searches
    answer; without a word in them everything goes well. Its history is `pace.lag` behind;
    `searchable` says whether it can be searched at all. `known` are the people that it has more to tell of
    than their id, or (None) nothing at all now. A `gate` holds back every answer to a post or an edit
    until it is set.
    """

    clock: Clock
    name: str = "fake"
    pace: Pace = FAST
    searchable: bool = True
    script: deque[Outcome | Trick] = field(default_factory=deque)
    sought: deque[Sought] = field(default_factory=deque)
    posts: dict[str, Posted] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    doors: dict[str, Closed] = field(default_factory=dict)
    reacted: dict[str, frozenset[Reaction] | None] = field(default_factory=dict)
    known: dict[str, Actor | None] = field(default_factory=dict)
    gate: asyncio.Event | None = None
    said: list[Outcome | Trick] = field(default_factory=list)
    busiest: int = 0
    _busy: Counter[str] = field(default_factory=Counter)

    async def run(self, answers: Answers) -> None:
        """Nobody types here."""

    async def post(self, to: Conversation, card: Card, *, key: str) -> Outcome:
        """Make a message, or do what the script says."""
        self.calls["post"] += 1
        with_it = self._next()
        if isinstance(with_it, Trick) and with_it in TAKING:
            return await self._answer(to, with_it, self._take(to, card, key))
        return await self._refuse(to, with_it)

    async def edit(self, message: MessageRef, card: Card, *, key: str) -> Outcome:
        """Change a message, or do what the script says."""
        self.calls["edit"] += 1
        with_it = self._next()
        posted = self.posts[message.id]
        assert posted.key == key
        if posted.gone:
            return Deleted()
        if isinstance(with_it, Trick) and with_it in TAKING:
            posted.cards.append(card)
            return await self._answer(message.conversation, with_it, Sent(message=message))
        return await self._refuse(message.conversation, with_it)

    async def find(self, to: Conversation, *, key: str, since: datetime) -> Sought:
        """Look for a message in the history, which may lag."""
        self.calls["find"] += 1
        if self.sought:
            return self.sought.popleft()
        if not self.searchable:
            return Unknown(reason="It can't be searched.")
        shown = self.clock.now() - timedelta(seconds=self.pace.lag)
        for posted in self.posts.values():
            if posted.key == key and since <= posted.at <= shown and not posted.gone:
                assert posted.ref.conversation == to
                return Sent(message=posted.ref)
        return Absent()

    async def enter(self, to: Conversation) -> Closed | None:
        """Say whether the channel is closed: `doors` holds those that are."""
        self.calls["enter"] += 1
        return self.doors.get(to.channel.id)

    async def who(self, person: str, channel: ChannelRef) -> Actor | None:
        """Return what `known` holds for the person; of anybody else the id, and that they are a reader."""
        self.calls["who"] += 1
        stranger = Actor(platform=self.name, workspace=channel.workspace, id=person, name=person)
        return self.known.get(person, stranger)

    async def reactions(self, message: MessageRef) -> frozenset[Reaction] | None:
        """Return what `reacted` holds for the message."""
        self.calls["reactions"] += 1
        return self.reacted.get(message.id, frozenset())

    def then(self, *with_it: Outcome | Trick) -> None:
        """Say what happens to the next posts and edits."""
        self.script.extend(with_it)

    def delete(self, text: str) -> None:
        """Delete the message that shows that text, as a person would."""
        next(posted for posted in self.posts.values() if posted.text == text).gone = True

    @property
    def waiting(self) -> int:
        """How many posts and edits are held back, or about to be answered."""
        return self._busy.total()

    @property
    def texts(self) -> list[str]:
        """What every message shows now, in the order in which they were posted."""
        return [posted.text for posted in self.posts.values() if not posted.gone]

    def by_key(self) -> Counter[str]:
        """Return how many messages were made with each key."""
        return Counter(posted.key for posted in self.posts.values())

    def _next(self) -> Outcome | Trick:
        self.said.append(self.script.popleft() if self.script else Trick.take)
        return self.said[-1]

    def _take(self, to: Conversation, card: Card, key: str) -> Outcome:
        known = next((posted for posted in self.posts.values() if posted.key == key), None)
        remembered = timedelta(seconds=self.pace.remembers)
        if known is not None and self.clock.now() < known.at + remembered:
            return Deleted() if known.gone else Sent(message=known.ref)
        ref = MessageRef(conversation=to, id=f"m{len(self.posts) + 1}")
        self.posts[ref.id] = Posted(ref, key, self.clock.now(), [card])
        return Sent(message=ref)

    async def _answer(self, to: Conversation, with_it: Trick, outcome: Outcome) -> Outcome:
        match with_it:
            case Trick.lose:
                return Unknown(reason="The connection broke.")
            case Trick.fail:
                raise RuntimeError("the adapter has a bug")
            case Trick.hang:
                await asyncio.Event().wait()
            case _:
                await self._pass_through(to)
        return outcome

    async def _refuse(self, to: Conversation, with_it: Outcome | Trick) -> Outcome:
        await self._pass_through(to)
        if with_it is Trick.stall:
            await asyncio.Event().wait()
        return Unknown(reason="The connection broke.") if isinstance(with_it, Trick) else with_it

    async def _pass_through(self, to: Conversation) -> None:
        """Let others go on meanwhile, and count who is in the same conversation."""
        place = to.model_dump_json()
        self._busy[place] += 1
        self.busiest = max(self.busiest, self._busy[place])
        try:
            await (self.gate.wait() if self.gate else asyncio.sleep(0))
        finally:
            self._busy[place] -= 1


def card(text: str) -> Card:
    """Return a card that says that."""
    return Card(summary=text, blocks=(Paragraph(prose=(Plain(text=text),)),))


def conversation(
    channel: str = "C1", *, thread: str | None = None, workspace: str = "W1", platform: str = "fake"
) -> Conversation:
    """Return a conversation on the fake platform."""
    return Conversation(channel=ChannelRef(platform=platform, workspace=workspace, id=channel), thread=thread)


def person(name: str = "anna", *, role: Role = Role.editor) -> Actor:
    """Return a person on the fake platform."""
    return Actor(platform="fake", workspace="W1", id=f"U-{name}", name=name, role=role)


def promise(
    key: str,
    text: str | None = None,
    *,
    to: Conversation | None = None,
    due_at: datetime = MONDAY_7AM,
    behind: Actor | None = None,
) -> Promise:
    """Return the promise of a post that says its key, or that text."""
    return Promise(key=key, to=to or conversation(), card=card(text or key), due_at=due_at, behind=behind)
