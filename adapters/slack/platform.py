"""A Slack workspace as a chat platform: everything here, put together."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from pydantic import SecretStr
from slack_bolt.app.async_app import AsyncApp

from adapters.backoff import BackOff
from adapters.errands import Errands
from adapters.slack.api import Api, Identity
from adapters.slack.connection import SocketMode
from adapters.slack.faults import Fault
from adapters.slack.inbound import PLATFORM
from adapters.slack.listeners import Front
from adapters.slack.names import Names
from adapters.slack.options import SlackOptions
from adapters.slack.people import People
from adapters.slack.posting import PACE, Posting
from adapters.slack.replies import Replies
from adapters.slack.times import Times
from adapters.slack.web import Signatures, Web
from bot.commands.command import AnyCommand
from bot.errors import Missing, StoreError
from bot.model.card import Card
from bot.model.outcome import Closed, Outcome, Sought
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef
from bot.model.reaction import Reaction
from bot.model.value import Utc
from bot.ports import Answers, Clock

_log = logging.getLogger(__name__)

_NO_TIMES = Times()


class Slack:
    """One workspace, by its token. Implements `bot.ports.ChatPlatform`.

    `commands` say which texts take people and channels, and which change anything; without them people and
    channels are names everywhere.
    """

    name = PLATFORM
    pace = PACE

    def __init__(
        self,
        options: SlackOptions,
        clock: Clock,
        commands: Sequence[AnyCommand] = (),
        *,
        times: Times = _NO_TIMES,
    ) -> None:
        self._options = options
        self._clock = clock
        self._commands = tuple(commands)
        self._times = times
        self._api = Api(options)
        self._posting = Posting(self._api)
        self._people = People(self._api, options, clock)

    async def run(self, answers: Answers) -> None:
        """Bring what people do to `answers` until cancelled, whatever Slack does meanwhile.

        In the end nothing more is taken in, and running answers have a few seconds. Raises Missing where a
        token is wrong, a token or secret isn't set, or the port can't be had.
        """
        errands = Errands()
        try:
            front = Front(
                answers,
                who=await self._who(),
                people=self._people,
                names=Names(self._people, self._commands),
                commands=self._commands,
                replies=Replies(self._api, self._times),
                errands=errands,
                clock=self._clock,
                times=self._times,
            )
            await self._resume(front)

            catching_up: asyncio.Task[None] | None = None

            def connected() -> None:
                nonlocal catching_up
                if catching_up is not None:
                    catching_up.cancel()  # it began before the gap that is to be looked at now
                catching_up = errands.start(answers.catch_up(self))

            if self._options.mode == "http":
                await self._over_http(front.app(), connected)
            else:
                await self._over_socket(front.app(), connected)
        finally:
            await errands.finish(self._times.ending)
            await self._people.close()
            await self.close()

    async def close(self) -> None:
        """Let go of the connections to Slack. May be called twice; what is sent after it is still sent."""
        await self._people.close()
        await self._api.close()

    async def post(self, to: Conversation, card: Card, *, key: str) -> Outcome:
        """Make one message of the card, with the key in its metadata."""
        return await self._posting.post(to, card, key=key)

    async def edit(self, message: MessageRef, card: Card, *, key: str) -> Outcome:
        """Make the message show the card instead."""
        return await self._posting.edit(message, card, key=key)

    async def find(self, to: Conversation, *, key: str, since: Utc) -> Sought:
        """Look in the conversation's history for the message that carries the key."""
        return await self._posting.find(to, key=key, since=since)

    async def enter(self, to: Conversation) -> Closed | None:
        """Make sure that the bot may post there, joining a public channel."""
        return await self._posting.enter(to)

    async def who(self, person: str, channel: ChannelRef) -> Actor | None:
        """Return who somebody is, by their id, and what they may do in that channel."""
        return await self._people.who(person, channel)

    async def reactions(self, message: MessageRef) -> frozenset[Reaction] | None:
        """Return the reactions that people have put on a message."""
        return await self._posting.reactions(message)

    async def _who(self) -> Identity:
        """Ask Slack who the bot is, however many tries that takes. Raises Missing for a wrong token."""
        back_off = BackOff(self._times.back_off, self._times.longest_back_off)
        level = logging.WARNING  # once; it may take hours
        while True:
            try:
                return await self._api.who()
            except Fault as fault:
                pause = max(back_off.failed(), fault.retry_after or 0.0)
                _log.log(level, "Slack can't be asked who the bot is; it is tried again and again. %s", fault)
                level = logging.INFO
                await asyncio.sleep(pause)

    async def _resume(self, front: Front) -> None:
        try:
            await front.resume()
        except StoreError as error:
            _log.warning("What was not finished before can't be read; the next start tries again. %s", error)

    async def _over_socket(self, app: AsyncApp, connected: Callable[[], None]) -> None:
        token = _set(self._options.app_token, "SLACK_APP_TOKEN")
        await SocketMode(self._api, token, app, times=self._times, connected=connected).run()

    async def _over_http(self, app: AsyncApp, connected: Callable[[], None]) -> None:
        secret = _set(self._options.signing_secret, "SLACK_SIGNING_SECRET").get_secret_value()
        signatures = Signatures(secret, self._clock)
        web = Web(app, signatures, host=self._options.http_host, port=self._options.http_port)
        await web.start()
        try:
            connected()
            await asyncio.Event().wait()
        finally:
            await web.stop()


def _set(secret: SecretStr | None, name: str) -> SecretStr:
    if secret is None:
        raise Missing(f"{name} isn't set.", next_step="docs/slack.md says where to find it.")
    return secret
