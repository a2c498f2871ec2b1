"""The playground: a chat in the terminal, or one command a line where the input is a pipe."""

import sys
from itertools import count
from pathlib import Path

from adapters import plain
from adapters.console.terminal import Terminal
from adapters.console.view import buttons
from bot.model.card import Card
from bot.model.events import ButtonPressed, CommandTyped, Incoming
from bot.model.people import Actor, ChannelRef, Conversation, Role
from bot.ports import Answers, Clock
from bot.text import count as counted

_YOU = Actor(platform="console", workspace="local", id="you", name="you", role=Role.admin)
_HERE = Conversation(channel=ChannelRef(platform="console", workspace="local", id="playground"))
_FAREWELLS = frozenset({"exit", "quit"})


class Console:
    """A conversation with one person, who may do everything. Implements `bot.ports.ChatPlatform`.

    `history` is the file that remembers what was typed; None keeps it in memory.
    `stories` is how many there are to play with.
    """

    name = "console"

    def __init__(self, *, history: Path | None, clock: Clock, stories: int) -> None:
        self._history = history
        self._clock = clock
        self._stories = stories
        self._ids = count(1)

    async def run(self, answers: Answers) -> None:
        """Chat until the person leaves or the input ends."""
        if sys.stdin.isatty() and sys.stdout.isatty():
            await self._chat(answers)
        else:
            await self._read_lines(answers)

    async def _read_lines(self, answers: Answers) -> None:
        for line in sys.stdin:
            if line.strip():
                card = await answers.answer(self._did(line, shown=None))
                sys.stdout.write(plain.render(card) + "\n")
                sys.stdout.flush()

    async def _chat(self, answers: Answers) -> None:
        terminal = Terminal(answers, history=self._history)
        terminal.welcome(
            f"Nutgraf's playground: {counted(self._stories, 'real story', 'real stories')}, "
            "and nothing leaves this machine.",
            "Type /brief latest or /brief search Karpathy; the number of a button presses it.",
            "/brief help explains more. Tab completes, the up arrow goes back, Ctrl-D leaves.",
        )
        shown: Card | None = None
        while (line := await terminal.ask()) is not None and line.strip().lower() not in _FAREWELLS:
            if line.strip():
                card = await answers.answer(self._did(line, shown))
                terminal.show(card)
                shown = card if buttons(card) else shown  # buttons can be pressed until there are others

    def _did(self, line: str, shown: Card | None) -> Incoming:
        """Say what the person did: pressed a button of the card that is shown, or typed a command."""
        identity, at = f"console-{next(self._ids)}", self._clock.now()
        pressable = buttons(shown) if shown else ()
        if line.strip().isdecimal() and 1 <= int(line) <= len(pressable):
            says = pressable[int(line) - 1].says
            return ButtonPressed(id=identity, at=at, actor=_YOU, where=_HERE, says=says)
        return CommandTyped(id=identity, at=at, actor=_YOU, where=_HERE, text=line)
