"""What Slack brings, through slack-bolt: saved, then acknowledged, then answered.

Bolt acknowledges an event before its listeners run, and takes their exceptions for success; only what happens
in a middleware decides what Slack is told. So everything that must not be lost is saved in one.

Who somebody is is asked after the ack: Slack may be slow to say. What is saved carries the role of a reader;
the true one is looked up each time before an answer, after a restart too.
"""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.errands import Errands
from adapters.slack import inbound
from adapters.slack.api import Identity
from adapters.slack.blocks.render import home, modal
from adapters.slack.inbound import HomeOpened, ShortcutChosen
from adapters.slack.people import People
from adapters.slack.replies import TITLE, WORKING, Replies
from adapters.slack.shortcut import TITLE as ADDING_TITLE
from adapters.slack.shortcut import form
from adapters.slack.times import Times
from adapters.slack.ways import Submitted, read_note
from bot.errors import StoreError
from bot.model.card import Card, Paragraph, sentence
from bot.model.events import ButtonPressed, CommandTyped, Incoming, PlaceClosed, ReactionChanged
from bot.model.people import Actor, Role
from bot.ports import Answers, Clock

_log = logging.getLogger(__name__)

_BOLT: Final = logging.getLogger("adapters.slack.bolt")
"""Bolt warns of tokens in the environment and of payloads that no listener is for, with what people wrote."""


@dataclass(frozen=True)
class Front:
    """Takes in what Slack brings, and answers it."""

    answers: Answers
    who: Identity
    people: People
    replies: Replies
    errands: Errands
    clock: Clock
    times: Times
    homes: dict[str, datetime] = field(default_factory=dict)

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
        """Answer what was saved before the bot stopped, and had no effect yet."""
        for incoming in await self.answers.unanswered(inbound.PLATFORM):
            self._begin(incoming)

    async def _taken_in(self, body: dict[str, Any]) -> BoltResponse:
        brought = inbound.read(body, self.who, self.clock.now())
        match brought:
            case None:
                _log.info("Slack brought what nothing here is for: %s.", inbound.kind(body))
            case HomeOpened():
                self.errands.start(self._home(brought))
            case ShortcutChosen():
                self.errands.start(self._look_over(brought))
            case ReactionChanged() | PlaceClosed():
                await self.answers.accept(brought)
            case CommandTyped() | ButtonPressed():
                return await self._asked(brought)
        return _arrived()

    async def _asked(self, incoming: Incoming) -> BoltResponse:
        new = await self.answers.accept(incoming)
        note = read_note(incoming.reply)
        if note is not None and isinstance(note.way, Submitted):
            return await self._submitted(incoming, note.way.view) if new else _shown(_KNOWN)
        if new:
            self._begin(incoming)
        return _arrived()

    async def _submitted(self, incoming: Incoming, view: str) -> BoltResponse:
        """Answer a form with the ack, where the answer is there in time; else change the modal afterwards."""
        answering = self.errands.start(self._answer(incoming))
        await asyncio.wait({answering}, timeout=self.times.patience)
        if answering.done():
            return _shown(answering.result())
        self.errands.start(self.replies.change(view, answering, user=incoming.actor.id))
        return _shown(WORKING)

    def _begin(self, incoming: Incoming) -> None:
        note = read_note(incoming.reply)
        answering = self.errands.start(self._answer(incoming))
        if note is not None:
            self.errands.start(self.replies.show(note.way, answering, user=incoming.actor.id))

    async def _answer(self, incoming: Incoming) -> Card:
        note = read_note(incoming.reply)
        actor = await self.people.actor(incoming.actor.id, (note.team if note else "") or None)
        return await self.answers.answer(incoming.model_copy(update={"actor": actor}))

    async def _look_over(self, chosen: ShortcutChosen) -> None:
        """Open the form, if this person may add; "Working on it…" first, where Slack is slow to say."""
        asking = self.errands.start(self.people.actor(chosen.user, chosen.team or None))
        await asyncio.wait({asking}, timeout=self.times.patience)
        soon = asking.done()
        first = _form_for(asking.result(), chosen.text) if soon else modal(WORKING, title=ADDING_TITLE)
        opened = await self.replies.open(chosen.trigger, first)
        if opened is None:
            await self.replies.tell(chosen.user, _NOT_OPENED)
        elif not soon:
            await self.replies.replace(opened, _form_for(await asking, chosen.text))

    async def _home(self, opened: HomeOpened) -> None:
        """Make the home tab anew, unless that was done just now."""
        now, user = self.clock.now(), opened.user
        fresh = now - timedelta(seconds=self.times.between_homes)
        for each in [each for each, at in self.homes.items() if at <= fresh]:
            del self.homes[each]
        if user in self.homes:
            return
        self.homes[user] = now
        actor, channels = await asyncio.gather(
            self.people.actor(user, opened.team or None), self.people.channels(user)
        )
        if not await self.replies.publish(user, home(await self.answers.home(actor, channels))):
            self.homes.pop(user, None)


def _form_for(actor: Actor, text: str) -> dict[str, Any]:
    return form(text) if actor.role.may(Role.editor) else modal(_EDITORS_ONLY, title=ADDING_TITLE)


def _card(said: str) -> Card:
    return Card(summary=said, blocks=(Paragraph(prose=sentence(said)),), mood="trouble")


_EDITORS_ONLY = _card("Only editors can add stories. Ask one of them, or ask an admin to make you one.")
_NOT_OPENED = _card(
    "Slack didn't open the form to add that message, so nothing was added. Choose “Add to Nutgraf” in its "
    "menu once more."
)
_KNOWN = _card("This has arrived already. `latest` shows the newest stories.")


def _arrived() -> BoltResponse:
    return BoltResponse(status=200)


def _shown(card: Card) -> BoltResponse:
    """Tell Slack that a form has arrived, and what its modal shows now."""
    body = {"response_action": "update", "view": modal(card, title=TITLE)}
    return BoltResponse(status=200, body=body)
