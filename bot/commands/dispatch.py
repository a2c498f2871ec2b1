"""From what a person did to the card that answers it: parse, check the role, run, and say what went wrong."""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.trouble import fault, trouble_card
from bot.commands.command import AnyCommand
from bot.commands.complete import completions
from bot.commands.context import Asked, Flows
from bot.commands.grammar import parse
from bot.errors import NotAllowed, NutgrafError, UsageError
from bot.model.card import Card
from bot.model.events import ButtonPressed, CommandTyped, Incoming

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attempt:
    """An answer, and the error that it tells of, if it tells of one."""

    card: Card
    error: NutgrafError | None = None


class Dispatch:
    """Answers commands. Implements `bot.ports.Answers`."""

    def __init__(self, commands: Sequence[AnyCommand], flows: Flows) -> None:
        self._commands = tuple(commands)
        self._flows = flows

    async def answer(self, incoming: Incoming) -> Card:
        """Answer one command or button; what goes wrong is said in the card."""
        return (await self.attempt(incoming)).card

    async def attempt(self, incoming: Incoming) -> Attempt:
        """Answer one command or button, and tell what went wrong if anything did.

        1. What a person can mend: the error's own words, with examples of the command that was meant.
        2. Anything else is a fault of ours: logged with its traceback under a reference that the card names.
        """
        try:
            return Attempt(await self._run(incoming))
        except NutgrafError as error:
            return Attempt(trouble_card(error, self._examples(error)), error)
        except Exception:  # noqa: BLE001 - the last line of defence: logged and answered, not hidden
            reference = secrets.token_hex(3)
            _log.exception("fault %s while answering", reference)
            ours = fault(reference)
            return Attempt(trouble_card(ours), ours)

    async def _run(self, incoming: Incoming) -> Card:
        parsed = parse(_said(incoming), self._commands)
        actor, needed = incoming.actor, parsed.command.role
        if not actor.role.may(needed):
            raise NotAllowed(
                f"`{parsed.command.name}` is for {needed.value}s; here you are only {_a(actor.role.value)}.",
                next_step="Ask one of them to do it, or to give you their role.",
            )
        asked = Asked.of(self._flows, actor=actor, where=incoming.where, at=incoming.at)
        return await parsed.command.run(asked, parsed.arguments)

    def _examples(self, error: NutgrafError) -> tuple[str, ...]:
        meant = error.command if isinstance(error, UsageError) else ()
        return next((command.examples for command in self._commands if command.path == meant), ())

    async def complete(self, text: str) -> tuple[str, ...]:
        """Return what could stand instead of the last word of a half-typed command, best first."""
        return await completions(text, self._commands, self._flows.desk)


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _said(incoming: Incoming) -> str:
    match incoming:
        case CommandTyped():
            return incoming.text
        case ButtonPressed():
            return incoming.says
