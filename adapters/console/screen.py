"""Where the playground's cards appear and its lines come from: a protocol, and the one for pipes."""

import asyncio
import sys
from typing import Protocol

from adapters import plain
from bot.model.card import Card


class Screen(Protocol):
    """A person's screen and keyboard."""

    def show(self, card: Card, *, first: int = 1, above: str = "") -> None:
        """Show a card, its buttons numbered from `first`; `above` says where it was posted, "" an answer."""
        ...

    def say(self, line: str) -> None:
        """Show a line of the playground's own."""
        ...

    async def ask(self, question: str = "") -> str | None:
        """Return the next line; None when the person leaves."""
        ...


class Pipe:
    """Standard input and output where nobody watches: plain text."""

    def show(self, card: Card, *, first: int = 1, above: str = "") -> None:  # noqa: ARG002 - no numbers in text
        """Print the card."""
        sys.stdout.write((f"{above}\n" if above else "") + plain.render(card) + "\n")
        sys.stdout.flush()

    def say(self, line: str) -> None:
        """Print the line."""
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    async def ask(self, question: str = "") -> str | None:  # noqa: ARG002 - nobody reads it
        """Read a line."""
        return await asyncio.to_thread(sys.stdin.readline) or None
