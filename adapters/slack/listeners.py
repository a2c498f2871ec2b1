"""What Slack brings, through slack-bolt: saved, then acknowledged, then answered.

Bolt acknowledges an event before its listeners run, and takes their exceptions for success; only what happens
in a middleware decides what Slack is told. So everything that must not be lost is saved in one.

Who somebody is is asked after the ack: Slack may be slow to say. What is saved carries the role of a reader;
the true one is looked up each time before an answer, after a restart too.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.errands import Errands
from adapters.slack import asking, inbound
from adapters.slack.api import Identity
from adapters.slack.blocks.render import modal
from adapters.slack.homes import Homes
from adapters.slack.inbound import FormWanted, HomeOpened, ShortcutChosen
from adapters.slack.meant import meant
from adapters.slack.names import Names
from adapters.slack.people import People
from adapters.slack.replies import TITLE, WORKING, Replies
from adapters.slack.shortcut import TITLE as ADDING_TITLE
from adapters.slack.shortcut import form
from adapters.slack.times import Times
from adapters.slack.ways import InModal, NewModal, Note, Submitted, read_note
from bot.commands.command import AnyCommand
from bot.errors import StoreError
from bot.model.card import Card, Paragraph, sentence
from bot.model.events import ButtonPressed, CommandTyped, Incoming, Owed, PlaceClosed, ReactionChanged
from bot.model.people import Role
from bot.ports import Answers, Clock
from bot.text import clip, one_line

_log = logging.getLogger(__name__)

_BOLT: Final = logging.getLogger("adapters.slack.bolt")
"""Bolt warns of tokens in the environment and of payloads that no listener is for, with what people wrote."""


@dataclass(frozen=True)
class Front:
    """Takes in what Slack brings, and answers it."""

    answers: Answers
    who: Identity
    people: People
    names: Names
    commands: Sequence[AnyCommand]
    replies: Replies
    errands: Errands
    clock: Clock
    times: Times

    @cached_property
    def homes(self) -> Homes:
        """The home tabs."""
        return Homes(self.answers, self.people, self.replies, self.clock, self.times)

    def app(self) -> AsyncApp:
        """Return the Bolt app that everything Slack brings goes through, in both modes."""
        _BOLT.setLevel(logging.CRITICAL)

        async def authorize() -> AuthorizeResult:
            who = self.who
            return AuthorizeResult(
                enterprise_id=None, team_id=who.workspace, bot_user_id=who.user, bot_id=who.bot
            )

        app = AsyncApp(
            name="nutgraf",
            logger=_BOLT,
            client=AsyncWebClient(retry_handlers=[]),  # never called: without a token
            authorize=authorize,
            request_verification_enabled=False,  # `web.py` has looked at the signature
            ignoring_self_events_enabled=False,  # `inbound.py` leaves the bot's own doings out
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )

        async def take_in(body: dict[str, Any]) -> BoltResponse:
            return await self.take_in(body)

        app.use(take_in)
        return app

    async def take_in(self, body: dict[str, Any]) -> BoltResponse:
        """Return what Slack is told: 200 where it arrived, 503 where it couldn't be saved."""
        try:
            return await self._taken_in(body)
        except StoreError as error:
            _log.warning("What Slack brought can't be saved, so it is to come again: %s", error)
            return BoltResponse(status=503)
        except Exception:  # noqa: BLE001 - logged, and Slack brings it again: Bolt would only say 500
            _log.exception("What Slack brought (%s) could not be taken in.", inbound.kind(body))
            return BoltResponse(status=500)

    async def resume(self) -> None:
        """Do what was saved before the bot stopped, and had no effect yet."""
        for owed in await self.answers.unanswered(inbound.PLATFORM):
            self._begin(owed)

    async def _taken_in(self, body: dict[str, Any]) -> BoltResponse:
        brought = inbound.read(body, self.who, self.clock.now())
        match brought:
            case None:
                _log.info("Slack brought what nothing here is for: %s.", inbound.kind(body))
            case HomeOpened():
                self.errands.start(self.homes.opened(brought.user, brought.team))
            case ShortcutChosen():
                self.errands.start(self._look_over(brought))
            case FormWanted():
                self.errands.start(self._ask(brought))
            case PlaceClosed():
                await self.answers.accept(brought)
            case ReactionChanged():
                if await self.answers.accept(brought):
                    self._begin(brought)
            case CommandTyped() | ButtonPressed():
                return await self._asked(brought)
        return _arrived()

    async def _asked(self, incoming: Incoming) -> BoltResponse:
        new = await self.answers.accept(incoming)
        note = read_note(incoming.reply)
        if note is not None and isinstance(note.way, Submitted):
            return await self._submitted(incoming, note, note.way) if new else _shown(_KNOWN)
        if new:
            self._begin(incoming)
        return _arrived()

    async def _submitted(self, incoming: Incoming, note: Note, way: Submitted) -> BoltResponse:
        """Answer a form with the ack, where the answer is there in time; else change the modal afterwards."""
        answering = self._start(incoming, note)
        await asyncio.wait({answering}, timeout=self.times.patience)
        if answering.done():
            return _shown(answering.result())
        self.errands.start(self.replies.change(way.view, answering, user=incoming.actor.id))
        return _shown(WORKING)

    def _begin(self, owed: Owed) -> None:
        if isinstance(owed, ReactionChanged):
            self.errands.start(self.answers.react(owed))
            return
        note = read_note(owed.reply)
        answering = self._start(owed, note)
        if note is not None:
            self.errands.start(self.replies.show(note.way, answering, user=owed.actor.id))

    def _start(self, incoming: Incoming, note: Note | None) -> "asyncio.Task[Card]":
        """Begin to answer; once that is done, the home tab shows what has become of it."""
        answering = self.errands.start(self._answer(incoming, note))
        if note is not None and self._changes_home(incoming, note):
            self.errands.start(self._home_after(answering, incoming.actor.id, note.team))
        return answering

    async def _answer(self, incoming: Incoming, note: Note | None) -> Card:
        actor = await self.people.actor(incoming.actor.id, (note.team if note else "") or None)
        known = incoming.model_copy(update={"actor": actor})
        if isinstance(known, CommandTyped):
            known = known.model_copy(update={"text": await self.names.spelled(known.text)})
        return await self.answers.answer(known)

    def _changes_home(self, incoming: Incoming, note: Note) -> bool:
        """Say whether it was done in the home tab, or in a window over it, and changes anything."""
        way = note.way
        at_home = isinstance(way, NewModal | InModal) or (isinstance(way, Submitted) and way.at_home)
        if not at_home or not isinstance(incoming, ButtonPressed):
            return False
        command = meant(incoming.says, self.commands)
        return command is not None and command.changes

    async def _home_after(self, answering: "asyncio.Task[Card]", user: str, team: str) -> None:
        await asyncio.wait({answering})
        await self.homes.changed(user, team)

    async def _ask(self, wanted: FormWanted) -> None:
        """Open the form that a button asks with; in a modal that is open, show it there."""
        view = asking.form(wanted.ask, wanted.asked, wanted.title)
        if isinstance(wanted.way, InModal):
            opened = await self.replies.replace(wanted.way.view, view)
        else:
            opened = await self.replies.open(wanted.trigger, view) is not None
        if not opened:
            told = self.errands.start(_ready(_not_asked(wanted)))
            await self.replies.show(wanted.way, told, user=wanted.user)

    async def _look_over(self, chosen: ShortcutChosen) -> None:
        """Open the form, if this person may add; "Working on it…" first, where Slack is slow to say."""
        looking = self.errands.start(self._form_for(chosen))
        await asyncio.wait({looking}, timeout=self.times.patience)
        soon = looking.done()
        first = looking.result() if soon else modal(WORKING, title=ADDING_TITLE)
        opened = await self.replies.open(chosen.trigger, first)
        if opened is None:
            await self.replies.tell(chosen.user, _NOT_OPENED)
        elif not soon:
            await self.replies.replace(opened, await looking)

    async def _form_for(self, chosen: ShortcutChosen) -> dict[str, Any]:
        actor, text = await asyncio.gather(
            self.people.actor(chosen.user, chosen.team or None), self.names.told(chosen.text)
        )
        return form(text) if actor.role.may(Role.editor) else modal(_EDITORS_ONLY, title=ADDING_TITLE)


async def _ready(card: Card) -> Card:
    return card


def _card(said: str) -> Card:
    return Card(summary=said, blocks=(Paragraph(prose=sentence(said)),), mood="trouble")


_EDITORS_ONLY = _card("Only editors can add stories. Ask one of them, or ask an admin to make you one.")
_NOT_OPENED = _card(
    "Slack didn't open the form to add that message, so nothing was added. Choose “Add to Nutgraf” in its "
    "menu once more."
)
_KNOWN = _card("This has arrived already, and is done once. Close this window.")


def _not_asked(wanted: FormWanted) -> Card:
    pressed = clip(one_line(wanted.title), 40)
    return _card(f"Slack didn't open the form, so nothing was done. Press “{pressed}” once more.")


def _arrived() -> BoltResponse:
    return BoltResponse(status=200)


def _shown(card: Card) -> BoltResponse:
    """Tell Slack that a form has arrived, and what its modal shows now."""
    body = {"response_action": "update", "view": modal(card, title=TITLE)}
    return BoltResponse(status=200, body=body)
