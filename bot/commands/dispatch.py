"""From what a person did to the card that answers it: parse, check the role, run, and say what went wrong."""

import logging
import secrets
from collections.abc import Awaitable, Collection, Sequence
from dataclasses import dataclass

from bot.cards.home import home_card
from bot.cards.sharing import about, shared_card, with_sharing
from bot.cards.trouble import fault, trouble_card
from bot.commands.command import AnyCommand
from bot.commands.complete import completions
from bot.commands.context import Asked, Flows
from bot.commands.grammar import named, parse, unaddressed
from bot.commands.share import share_wish
from bot.commands.suggest import Suggestions
from bot.errors import NotAllowed, NutgrafError, UsageError
from bot.flows.once import handling
from bot.model.card import Card
from bot.model.events import ButtonPressed, CommandTyped, Fact, Incoming, Owed, ReactionChanged
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef, Role
from bot.model.suggestion import Suggestion
from bot.ports import ChatPlatform

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
        self._suggestions = Suggestions(commands, flows)

    async def accept(self, fact: Fact) -> bool:
        """Save what happened, unless it neither changes anything nor comes again; say whether it is new."""
        if isinstance(fact, CommandTyped) and not self._is_saved(fact):
            return True
        return await self._flows.inbox.accept(fact)

    async def answer(self, incoming: Incoming) -> Card:
        """Answer one command or button; what goes wrong is said in the card. It has its effect once."""
        with handling(incoming.id) as event:
            card = (await self.attempt(incoming)).card
        if self._is_saved(incoming) and not event.settled:
            await _or_logged(self._flows.inbox.settle(incoming), "A request that was answered is open still")
        return card

    async def react(self, reaction: ReactionChanged) -> None:
        """Do what a reaction means, once; where it can't be done now it is tried again later."""
        await _or_logged(self._flows.reacting.react(reaction), "What a reaction means is to be done still")

    async def unanswered(self, platform: str) -> tuple[Owed, ...]:
        """Return what was accepted and has not had its effect, because the bot stopped in between."""
        return await self._flows.inbox.unanswered(platform)

    async def home(self, actor: Actor, channels: Collection[ChannelRef]) -> Card:
        """Return a person's own page; what goes wrong is said in the card."""

        async def page() -> Card:
            if not actor.role.may(Role.reader):
                raise _stranger()
            return home_card(await self._flows.home.page(actor, channels))

        return (await _attempted(page())).card

    async def catch_up(self, platform: ChatPlatform, message: MessageRef | None = None) -> None:
        """Apply what happened on a platform, or to one message, while nobody told."""
        looked = self._flows.catching_up.run(platform, message)
        await _or_logged(looked, "What was missed could not be looked at")

    async def attempt(self, incoming: Incoming) -> Attempt:
        """Answer one command or button, and tell what went wrong if anything did.

        1. What a person can mend: the error's own words, with examples of the command that was meant.
        2. Anything else is a fault of ours: logged with its traceback under a reference that the card names.
        """
        attempt = await _attempted(self._run(incoming))
        if attempt.error is None:
            return attempt
        return Attempt(trouble_card(attempt.error, self._examples(attempt.error)), attempt.error)

    async def _run(self, incoming: Incoming) -> Card:
        actor = incoming.actor
        if not actor.role.may(Role.reader):
            raise _stranger()
        said, share = share_wish(_said(incoming), self._commands)
        parsed = parse(said, self._commands)
        command, needed = parsed.command, parsed.command.role
        if not actor.role.may(needed):
            raise NotAllowed(
                f"`{command.name}` is for {needed.value}s; here you are only {_a(actor.role.value)}.",
                next_step="Ask one of them to do it, or to give you their role.",
            )
        asked = Asked.of(self._flows, actor=actor, where=incoming.where, at=incoming.at, on=incoming.on)
        card = await command.run(asked, parsed.arguments)
        if command.shares is None:
            return about(incoming.where.channel, card) if incoming.elsewhere else card
        if share:
            await self._flows.sharing.share(card, incoming, story=command.shares(parsed.arguments))
            return shared_card(card.summary, incoming.where.channel)
        if incoming.elsewhere:
            return about(incoming.where.channel, card)
        return with_sharing(card, said or command.name) if incoming.private else card

    def _is_saved(self, incoming: Incoming) -> bool:
        """Say whether a request is saved: a command that changes nothing and doesn't come again is not."""
        if isinstance(incoming, ButtonPressed) or incoming.comes_again:
            return True
        text, share = share_wish(incoming.text, self._commands)
        try:
            command, _ = named(unaddressed(text) or "help", self._commands)
        except UsageError:
            return False
        return command.changes or share

    def _examples(self, error: NutgrafError) -> tuple[str, ...]:
        meant = error.command if isinstance(error, UsageError) else ()
        return next((command.examples for command in self._commands if command.path == meant), ())

    async def complete(self, text: str) -> tuple[str, ...]:
        """Return what could stand instead of the last word of a half-typed command, best first."""
        return await completions(text, self._commands, self._flows)

    async def suggest(
        self, command: str, argument: str, typed: str, where: Conversation, actor: Actor
    ) -> tuple[Suggestion, ...]:
        """Return what could be given for an argument of a command there, best first; nothing in trouble."""
        try:
            return await self._suggestions.of(command, argument, typed, where, actor)
        except NutgrafError as error:
            _log.warning("Nothing could be suggested: %s", error)
            return ()
        except Exception:  # noqa: BLE001 - logged, not hidden: a person can type on without
            _log.exception("Nothing could be suggested.")
            return ()


async def _attempted(asked: Awaitable[Card]) -> Attempt:
    """Wait for a card; where there is none, tell what went wrong: in its own words, or by a reference."""
    try:
        return Attempt(await asked)
    except NutgrafError as error:
        return Attempt(trouble_card(error), error)
    except Exception:  # noqa: BLE001 - the last line of defence: logged and answered, not hidden
        reference = secrets.token_hex(3)
        _log.exception("fault %s while answering", reference)
        ours = fault(reference)
        return Attempt(trouble_card(ours), ours)


async def _or_logged(done: Awaitable[None], what: str) -> None:
    try:
        await done
    except NutgrafError as error:
        _log.warning("%s: %s", what, error)
    except Exception:  # noqa: BLE001 - logged, not hidden: whoever called has done their part
        _log.exception("%s.", what)


def _stranger() -> NutgrafError:
    return NotAllowed(
        "Nutgraf answers people of this workspace alone, and can't tell that you are one.",
        next_step="If you are, try again in a minute; guests can ask a colleague.",
    )


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _said(incoming: Incoming) -> str:
    match incoming:
        case CommandTyped():
            return incoming.text
        case ButtonPressed():
            return incoming.says
