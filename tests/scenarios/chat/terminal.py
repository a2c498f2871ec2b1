"""The chat in the playground: one person at a keyboard, who speaks as everybody."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from adapters import plain
from adapters.console.platform import Console
from adapters.console.view import buttons
from adapters.console.wall import Post, Wall
from bot.model.card import Buttons, Card
from bot.model.reaction import Reaction
from bot.ports import ChatPlatform, Clock
from tests.scenarios.chat.chat import ANNA, DESK, Chat
from tests.scenarios.living import AheadClock, Living

PATIENCE_S = 5.0
_LOOK = 0.02


class Keyboard:
    """A screen and a keyboard. `free` is set while the playground waits for the next line."""

    def __init__(self) -> None:
        self.answers: list[Card] = []
        self.numbers: dict[tuple[str, str], int] = {}
        self.said: list[str] = []
        self.asked: list[str] = []
        self.bell = asyncio.Event()
        self.free = asyncio.Event()
        self._lines: asyncio.Queue[str] = asyncio.Queue()

    def type(self, *lines: str) -> None:
        """Type lines, one after the other."""
        self.free.clear()
        for line in lines:
            self._lines.put_nowait(line)

    def show(self, card: Card, *, first: int = 1, above: str = "") -> None:
        """See a card, and the numbers of its buttons."""
        for number, button in enumerate(buttons(card), first):
            self.numbers[button.label, button.says] = number
        if not above:
            self.answers.append(card)
        self.bell.set()

    def say(self, line: str) -> None:
        """See a line of the playground's own."""
        self.said.append(line)

    async def ask(self, question: str = "") -> str | None:
        """Give the next line."""
        if question:
            self.asked.append(question)
        if self._lines.empty():
            self.free.set()
        return await self._lines.get()


class Playground(Living):
    """`async with Playground(db, clock) as room:` runs the bot; `stop` and `start` restart it."""

    def __init__(self, db: Path, clock: AheadClock) -> None:
        super().__init__(db)
        self.time = clock
        self.wall = Wall()
        self.keyboard = Keyboard()
        self.up = False

    async def __aenter__(self) -> Self:
        """Start the bot."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the bot."""
        await self.stop()

    def clock(self) -> Clock:
        """Return the scenario's clock."""
        return self.time

    def platforms(self, clock: Clock) -> Sequence[ChatPlatform]:
        """Return a terminal that shows what was there before: no other bot has used it."""
        self.keyboard.numbers.clear()
        return [Console(history=None, clock=clock, stories=0, screen=self.keyboard, wall=self.wall)]

    async def start(self) -> None:
        """Start the bot."""
        await super().start()
        self.up = True

    async def stop(self) -> None:
        """Stop the bot."""
        self.up = False
        await super().stop()


class InTerminal(Chat):
    """The playground. Whoever types is the chef."""

    platform = "console"

    def __init__(self, room: Playground) -> None:
        self.room: Playground = room
        self.clock = room.time
        self._one_at_a_time = asyncio.Lock()

    async def says(self, who: str, text: str, *, channel: str = DESK) -> str:
        """Type a line as somebody."""
        return await self._typed(f"{_name(who)} #{channel}: {text}")

    async def presses(self, who: str, on: Post, label: str, fill: str | None = None) -> str:
        """Type the number of a button, and what it asks for."""
        rows = [block.buttons for block in on.card.blocks if isinstance(block, Buttons)]
        button = next(each for row in rows for each in row if each.label == label)
        number = self.room.keyboard.numbers[button.label, button.says]
        return await self._typed(f"{_name(who)}: {number}", *([] if fill is None else [fill]))

    async def reacts(self, who: str, on: Post, emoji: str) -> None:
        """Type a reaction; while the bot is down, it stands there all the same."""
        await self._react(who, on, emoji, present=True)

    async def takes_back(self, who: str, on: Post, emoji: str) -> None:
        """Type that a reaction is taken back."""
        await self._react(who, on, emoji, present=False)

    async def share(self, story: int, channel: str) -> None:
        """Type it."""
        await self.says(ANNA, f"story {story} share:yes", channel=channel)

    async def order(self, time: str, channel: str) -> None:
        """Type it."""
        assert time in await self.says(ANNA, f"digest at {time} days:daily zone:UTC", channel=channel)

    def posts(self, channel: str = DESK) -> Sequence[Post]:
        """Return the posts in a channel."""
        places = [(each, each.message.conversation) for each in self.room.wall.all()]
        return [
            each
            for each, to in places
            if to.channel.id == channel and not to.channel.person and to.thread is None
        ]

    def thread(self, post: Post) -> Sequence[Post]:
        """Return the posts in a thread."""
        every = self.room.wall.all()
        return [each for each in every if each.message.conversation.thread == post.message.id]

    def direct(self, who: str) -> Sequence[Post]:
        """Return what was posted to somebody alone."""
        places = [(each, each.message.conversation.channel) for each in self.room.wall.all()]
        return [each for each, channel in places if channel.person and channel.id == _name(who)]

    def words(self, seen: Post) -> str:
        """Return what a post says."""
        blocks = tuple(block for block in seen.card.blocks if not isinstance(block, Buttons))
        return plain.render(Card(summary="", blocks=blocks), width=10_000)

    def named(self, who: str) -> str:
        """Return an @ and the name."""
        return f"@{_name(who)}"

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for what appears."""
        bell = self.room.keyboard.bell
        ends = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < ends, f"It did not happen within {PATIENCE_S} seconds."
            bell.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), _LOOK)

    async def _typed(self, *lines: str) -> str:
        async with self._one_at_a_time:
            keyboard = self.room.keyboard
            before = len(keyboard.answers)
            keyboard.type(*lines)
            await asyncio.wait_for(keyboard.free.wait(), PATIENCE_S)
            return "\n".join(plain.render(card, width=10_000) for card in keyboard.answers[before:])

    async def _react(self, who: str, on: Post, emoji: str, *, present: bool) -> None:
        if not self.room.up:
            self.room.wall.react(on, Reaction(person=_name(who), name=emoji), present=present)
            return
        await self._typed(f"{_name(who)}: {'react' if present else 'unreact'} {emoji} {on.number}")


def _name(who: str) -> str:
    return {"chef": "you"}.get(who, who)
