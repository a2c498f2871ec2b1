"""The playground: a chat in the terminal, or one command a line where the input is a pipe."""

import asyncio
import secrets
import sys
from pathlib import Path
from typing import Protocol

from adapters import plain
from adapters.console.terminal import Terminal
from adapters.console.view import buttons
from bot.model.card import Button, Card
from bot.model.delivery import Pace
from bot.model.events import ButtonPressed, CommandTyped, Incoming
from bot.model.outcome import Absent, Closed, Outcome, Sent, Sought
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef, Role
from bot.model.reaction import Reaction
from bot.model.value import Utc
from bot.ports import Answers, Clock
from bot.text import count as counted

_YOU = Actor(platform="console", workspace="local", id="you", name="you", role=Role.admin)
_HERE = Conversation(channel=ChannelRef(platform="console", workspace="local", id="playground"))
_FAREWELLS = frozenset({"exit", "quit"})


class _Screen(Protocol):
    """Where cards appear."""

    def show(self, card: Card, *, first: int = 1) -> None: ...

    def say(self, line: str) -> None: ...


class Console:
    """A conversation with one person, who may do everything. Implements `bot.ports.ChatPlatform`.

    `history` is the file that remembers what was typed; None keeps it in memory.
    `stories` is how many there are to play with.
    """

    name = "console"
    pace = Pace(every=0, per_second=1000)

    def __init__(self, *, history: Path | None, clock: Clock, stories: int) -> None:
        self._history = history
        self._clock = clock
        self._stories = stories
        self._screen: _Screen = _Pipe()
        self._pressable: tuple[Button, ...] = ()
        self._posted: dict[str, MessageRef] = {}

    async def run(self, answers: Answers) -> None:
        """Chat until the person leaves or the input ends."""
        if sys.stdin.isatty() and sys.stdout.isatty():
            await self._chat(answers)
        else:
            await self._read_lines(answers)

    async def post(self, to: Conversation, card: Card, *, key: str) -> Outcome:
        """Show the card under what is there."""
        message = self._posted.get(key)
        if message is None:
            message = MessageRef(conversation=to, id=str(len(self._posted) + 1))
            self._posted[key] = message
            self._appear("to you alone" if to.channel.person else f"in #{to.channel.id}", card)
        return Sent(message=message)

    async def edit(self, message: MessageRef, card: Card, *, key: str) -> Outcome:  # noqa: ARG002 - the port's
        """Show what the message has become: a terminal can't change what has scrolled by."""
        self._appear("changed", card)
        return Sent(message=message)

    async def find(self, to: Conversation, *, key: str, since: Utc) -> Sought:  # noqa: ARG002 - the port's
        """Look for the post on this screen; what another one showed is gone with it."""
        message = self._posted.get(key)
        return Sent(message=message) if message else Absent()

    async def enter(self, to: Conversation) -> Closed | None:  # noqa: ARG002 - the port's
        """Say that the bot may post anywhere here."""
        return None

    async def reactions(self, message: MessageRef) -> frozenset[Reaction] | None:  # noqa: ARG002 - the port's
        """Return None: there are no reactions in a terminal."""
        return None

    def _appear(self, where: str, card: Card) -> None:
        at = self._clock.now().astimezone()
        self._screen.say(f"── {at:%H:%M} · posted {where} ──")
        self._show(card)

    async def _read_lines(self, answers: Answers) -> None:
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip():
                self._show(await answers.answer(self._did(line)))

    async def _chat(self, answers: Answers) -> None:
        terminal = Terminal(answers, history=self._history)
        self._screen = terminal
        terminal.welcome(
            f"Nutgraf's playground: {counted(self._stories, 'story', 'stories')}, "
            "and nothing leaves this machine.",
            "Type /brief latest or /brief search Karpathy; the number of a button presses it.",
            "/brief digest at 08:00 daily makes a morning digest (times are UTC until you set a zone).",
            "/brief help explains more. Tab completes, the up arrow goes back, Ctrl-D leaves.",
        )
        while (line := await terminal.ask()) is not None and line.strip().lower() not in _FAREWELLS:
            if line.strip():
                self._show(await answers.answer(self._did(line)))

    def _show(self, card: Card) -> None:
        """Show a card. The numbers of buttons run on: each presses the same as long as it is seen."""
        self._screen.show(card, first=len(self._pressable) + 1)
        self._pressable = (*self._pressable, *buttons(card))

    def _did(self, line: str) -> Incoming:
        """Say what the person did: pressed a button by its number, or typed a command."""
        identity, at = f"console:{secrets.token_hex(8)}", self._clock.now()
        if line.strip().isdecimal() and 1 <= int(line) <= len(self._pressable):
            says = self._pressable[int(line) - 1].says
            return ButtonPressed(id=identity, at=at, actor=_YOU, where=_HERE, says=says)
        return CommandTyped(id=identity, at=at, actor=_YOU, where=_HERE, text=line)


class _Pipe:
    """Standard output where nobody watches: plain text."""

    def show(self, card: Card, *, first: int = 1) -> None:  # noqa: ARG002 - plain text has no numbers
        """Print the card."""
        sys.stdout.write(plain.render(card) + "\n")
        sys.stdout.flush()

    def say(self, line: str) -> None:
        """Print the line."""
        sys.stdout.write(line + "\n")
