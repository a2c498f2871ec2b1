"""A newsroom on two platforms for tests of follow-ups: a real store, real couriers, a clock that is set."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from adapters import plain
from bot.flows.catching_up import CatchingUp
from bot.flows.courier import Courier
from bot.flows.follow_ups.history import Customs
from bot.flows.follow_ups.reacting import Reacting
from bot.flows.follow_ups.rules import Wish
from bot.flows.follow_ups.showing import promised
from bot.flows.follow_ups.working import Flagged, FollowUps, Unflagged, Worked
from bot.flows.inbox import Inbox
from bot.flows.once import Once
from bot.flows.people import People
from bot.model.brief import Brief, Point, Section, SectionKind
from bot.model.card import Button, Buttons, Card, Headline, Note, Plain
from bot.model.delivery import Delivery, Promise
from bot.model.document import Place
from bot.model.events import ReactionChanged
from bot.model.follow_up import Did, Entry, Flag, FollowUp, replayed
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef, Role
from bot.ports import Store, Tx, View
from storage.store import open_store
from tests.conftest import SetClock
from tests.contracts.drafts import a_brief, a_draft
from tests.fakes import FakePlatform
from tests.unit.flows.courier_house import STEADY

T = TypeVar("T")

FLAG, TAKE, DONE = (
    "\N{TRIANGULAR FLAG ON POST}",
    "\N{HAPPY PERSON RAISING ONE HAND}",
    "\N{WHITE HEAVY CHECK MARK}",
)
ONE, TWO, THREE = (f"{digit}\N{COMBINING ENCLOSING KEYCAP}" for digit in "123")
SLACK, DISCORD = "slack", "discord"


def channel(name: str = "news", platform: str = SLACK) -> Conversation:
    """Return a channel of the newsroom."""
    return Conversation(channel=ChannelRef(platform=platform, workspace="w", id=name))


HERE, THERE = channel(), channel("lounge", DISCORD)


def somebody(name: str, role: Role = Role.reader, platform: str = SLACK) -> Actor:
    """Return a person of the newsroom."""
    return Actor(platform=platform, workspace="w", id=f"U-{name}", name=name, role=role)


ANNA, BEN = somebody("Anna"), somebody("Ben")
EDITH = somebody("Edith", Role.editor)
DORA = somebody("Dora", platform=DISCORD)
BOT = somebody("Beep", Role.nobody)


class Room:
    """Stories, posts of them on two platforms, and people who do things to them."""

    def __init__(self, db: Path, *, customs: Customs | None = None) -> None:
        self.runner = asyncio.Runner()
        self.clock = SetClock()
        self.inner: Store = self.runner.run(open_store(db))
        self.store = Once(self.inner)
        people, customs = People(), customs or Customs()
        self.platforms = {name: FakePlatform(self.clock, name=name) for name in (SLACK, DISCORD)}
        self._couriers = []
        for platform in self.platforms.values():
            platform.known.update({each.id: each for each in (ANNA, BEN, EDITH, DORA, BOT)})
            people.serve(platform)
            self._couriers.append(Courier(self.inner, platform, self.clock, patience=STEADY))
        self.inbox = Inbox(self.store, self.clock)
        self.follow_ups = FollowUps(self.store, self.clock, customs)
        self.reacting = Reacting(self.store, self.clock, people, customs)
        self.catching_up = CatchingUp(self.store, self.clock, self.reacting)
        self._numbers = count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.do(self.inner.close())
        self.runner.close()

    # ---- how it is driven

    def do(self, doing: Awaitable[T]) -> T:
        async def waited() -> T:
            return await doing

        return self.runner.run(waited())

    def read(self, work: Callable[[View], T]) -> T:
        return self.do(self.store.read(work))

    def write(self, work: Callable[[Tx], T]) -> T:
        return self.do(self.store.write(work))

    def later(self, **length: float) -> None:
        """Let time pass."""
        self.clock.at += timedelta(**length)

    def send(self) -> None:
        """Let the couriers send all that is promised."""
        for courier in self._couriers:
            self.do(courier.work_off())

    # ---- what stands ready

    def story(self, headline: str = "Bridge closed", *questions: str, original: str = "A long day.") -> int:
        """Take in a story with these open questions."""
        now = self.clock.now()
        draft = a_draft(
            headline,
            original=original,
            brief=_asking(original, questions),
            first_seen=now,
            published=now,
        )
        return self.write(lambda tx: tx.stories.add(draft)).number

    def post(self, *stories: int, to: Conversation = HERE) -> MessageRef:
        """Have a post of these stories in a channel."""
        key = f"post {next(self._numbers)}"
        promise = Promise(
            key=key,
            to=to,
            card=post_card(*stories),
            due_at=self.clock.now(),
            story=stories[0] if len(stories) == 1 else None,
        )
        self.write(lambda tx: tx.deliveries.queue(promised(tx, promise), at=self.clock.now()))
        self.send()
        found = self.read(lambda view: view.deliveries.of(key))
        assert found is not None
        assert found.message is not None
        return found.message

    # ---- what people do

    def heard(
        self,
        by: Actor,
        name: str,
        on: MessageRef,
        *,
        present: bool = True,
        identity: str = "",
        quiet: bool = False,
    ) -> ReactionChanged:
        """Return the fact that somebody put a reaction on a message, or took it back; a second goes by."""
        self.later(seconds=1)
        return ReactionChanged(
            id=identity or f"r{next(self._numbers)}",
            at=self.clock.now(),
            actor=by.model_copy(update={"name": by.id, "role": Role.reader}),
            message=on,
            name=name,
            present=present,
            quiet=quiet,
        )

    def bring(self, fact: ReactionChanged) -> bool:
        """Bring a fact as an adapter does; say whether it was new."""
        new = self.do(self.inbox.accept(fact))
        if new:
            self.do(self.reacting.react(fact))
        return new

    def react(self, by: Actor, name: str, on: MessageRef) -> bool:
        """Let somebody put a reaction on a message."""
        return self.bring(self.heard(by, name, on))

    def unreact(self, by: Actor, name: str, on: MessageRef) -> bool:
        """Let somebody take a reaction back."""
        return self.bring(self.heard(by, name, on, present=False))

    def follow(
        self,
        story: int,
        by: Actor = ANNA,
        angle: str = "",
        *,
        where: Conversation = HERE,
        on: MessageRef | None = None,
    ) -> Flagged:
        """Let somebody flag a story by a command or a button."""
        self.later(seconds=1)
        return self.do(self.follow_ups.follow(story, by, where, angle=angle, on=on))

    def unfollow(self, story: int, by: Actor = ANNA) -> Unflagged:
        """Let somebody take their flags back by a command."""
        self.later(seconds=1)
        return self.do(self.follow_ups.unfollow(story, by))

    def wish(self, did: Did, by: Actor = ANNA, number: int = 1, **said: object) -> Worked:
        """Let somebody do something to a follow-up by a command or a button."""
        self.later(seconds=1)
        return self.do(self.follow_ups.do(number, Wish.model_validate({"did": did, **said}), by, HERE))

    def angle(self, words: str, by: Actor = ANNA, number: int = 1) -> Worked:
        """Let somebody give a follow-up its angle."""
        self.later(seconds=1)
        return self.do(self.follow_ups.angle(number, words, by, HERE))

    # ---- what there is

    def follow_up(self, number: int = 1) -> FollowUp:
        """Return a follow-up, after making sure that its history explains it."""
        found = self.read(lambda view: view.follow_ups.get(number))
        assert found is not None
        history = self.history(number)
        assert replayed(as_made(found, history), history) == found
        return found

    def every(self) -> tuple[FollowUp, ...]:
        """Return all follow-ups."""
        found = self.read(lambda view: view.follow_ups.every(limit=1000))
        return tuple(self.follow_up(each.number) for each in found)

    def flags(self, number: int = 1) -> tuple[Flag, ...]:
        return self.read(lambda view: view.follow_ups.flags(number))

    def history(self, number: int = 1) -> tuple[Entry, ...]:
        return self.read(lambda view: view.follow_ups.history(number))

    def did(self, number: int = 1) -> list[str]:
        """Return who did what to a follow-up, in few words."""
        return [f"{entry.by.name if entry.by else 'bot'} {entry.did}" for entry in self.history(number)]

    def card(self, number: int = 1) -> MessageRef:
        """Return the only message that is a follow-up's card."""
        (card,) = self.cards(number).values()
        assert card.message is not None
        return card.message

    def cards(self, number: int = 1) -> Mapping[str, Delivery]:
        """Return the posts that are a follow-up's cards, by the conversation that they are in."""
        self.send()

        def look(view: View) -> list[Delivery | None]:
            return [view.deliveries.of(key) for key in view.follow_ups.cards(number)]

        return {place_name(each.to): each for each in self.read(look) if each}

    def shown(self, message: MessageRef) -> str:
        """Return what a message shows on its platform, as text."""
        self.send()
        posted = self.platforms[message.conversation.channel.platform].posts[message.id]
        return plain.render(posted.cards[-1], width=1000)

    def buttons(self, message: MessageRef) -> list[str]:
        """Return what the buttons of a message say."""
        self.send()
        card = self.platforms[message.conversation.channel.platform].posts[message.id].cards[-1]
        return said_by(card)

    def footer(self, message: MessageRef, story: int) -> str:
        """Return what a post tells of the follow-ups of a story; "" for nothing."""
        self.send()
        card = self.platforms[message.conversation.channel.platform].posts[message.id].cards[-1]
        notes = [block for block in card.blocks if isinstance(block, Note) and block.story == story]
        assert len(notes) <= 1
        return plain.render(Card(summary="", blocks=tuple(notes)), width=1000).strip() if notes else ""

    def told(self, person: Actor) -> list[str]:
        """Return what a person was told privately, as text."""
        return [plain.render(card, width=1000) for card in self.told_cards(person)]

    def told_cards(self, person: Actor) -> list[Card]:
        """Return what a person was told privately."""
        self.send()
        posts = self.platforms[person.platform].posts.values()
        places = [(each, each.ref.conversation.channel) for each in posts]
        return [each.cards[-1] for each, place in places if place.person and place.id == person.id]

    def messages(self) -> int:
        """Return how many messages there are on both platforms."""
        self.send()
        return sum(len(platform.posts) for platform in self.platforms.values())


def as_made(follow_up: FollowUp, history: tuple[Entry, ...]) -> FollowUp:
    """Return what a follow-up was when it was made: everything else is told by its history."""
    kept = {"number", "story", "slug", "home", "origin", "made_by", "made_at", "days"}
    fields = {name: getattr(follow_up, name) for name in kept}
    return FollowUp(**fields, look_at=history[0].due)


def place_name(where: Conversation) -> str:
    """Return a short name of a conversation: "news", or "news/m1" for a thread."""
    return f"{where.channel.id}/{where.thread}" if where.thread else where.channel.id


def said_by(card: Card) -> list[str]:
    """Return what the buttons of a card say."""
    rows = [block.buttons for block in card.blocks if isinstance(block, Buttons)]
    return [button.says for row in rows for button in row]


def post_card(*stories: int) -> Card:
    """Return a card that shows stories, each with the button that flags it."""
    blocks = [
        block
        for number in stories
        for block in (
            Headline(prose=(Plain(text=f"Story {number}"),), level=2),
            Buttons(buttons=(Button(label="Flag", says=f"follow {number}"),)),
        )
    ]
    return Card(summary=f"Stories {stories}", blocks=tuple(blocks))


def _asking(original: str, questions: tuple[str, ...]) -> Brief:
    brief = a_brief(original)
    points = tuple(Point(text=each, place=Place(start=n, end=n + 1)) for n, each in enumerate(questions))
    asked = Section(kind=SectionKind.open_questions, title="Open questions", points=points)
    return brief.model_copy(update={"sections": (*brief.sections, asked)}) if questions else brief
