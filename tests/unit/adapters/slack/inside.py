"""What talks to Slack's Web API, in front of a workspace of our own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from aiohttp import web

from adapters.slack.api import Api
from adapters.slack.people import People
from adapters.slack.posting import Posting
from bot.model.outcome import Sent
from bot.model.people import ChannelRef, Conversation, MessageRef
from tests.conftest import SetClock
from tests.fakes import card
from tests.servers.slack import FakeSlack

KEY = "Zb-0_kq7WgXy3mNaR5tV00001"


@dataclass
class Inside:
    """A workspace with a newsroom (C1) and anna (U1) in it, and what talks to it."""

    slack: FakeSlack
    clock: SetClock
    api: Api
    posting: Posting
    people: People

    async def post(self, to: Conversation, key: str = KEY) -> MessageRef:
        """Post a card there; it has to go well."""
        outcome = await self.posting.post(to, card("Story"), key=key)
        assert isinstance(outcome, Sent)
        return outcome.message

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.clock.at += timedelta(**time)


def in_slack(
    *, editors: tuple[str, ...] = (), guests: Literal["reader", "nobody"] = "nobody"
) -> Callable[[Callable[[Inside], Awaitable[None]]], Callable[[], None]]:
    """Make a test of an async function that is given a workspace."""

    def decorate(test: Callable[[Inside], Awaitable[None]]) -> Callable[[], None]:
        async def live() -> None:
            clock = SetClock()
            async with FakeSlack(clock=clock) as slack:
                slack.add_person("U1", "anna")
                slack.add_channel("C1", "newsroom", members=["U1"])
                options = slack.options(editors=editors, guests=guests)
                api = Api(options)
                people = People(api, options, clock)
                try:
                    await test(Inside(slack, clock, api, Posting(api), people))
                finally:
                    await people.close()
                    await api.close()

        def test_in_slack() -> None:
            asyncio.run(live())

        return test_in_slack

    return decorate


def channel(identity: str = "C1", *, thread: str | None = None) -> Conversation:
    """Return a channel, or a thread in it."""
    return Conversation(channel=ChannelRef(platform="slack", workspace="T1", id=identity), thread=thread)


def direct(person: str = "U1") -> Conversation:
    """Return the bot's direct messages with somebody."""
    return Conversation(channel=ChannelRef(platform="slack", workspace="T1", id=person, person=True))


@asynccontextmanager
async def answering(
    *, body: str, status: int = 200, kind: str = "application/json", headers: dict[str, str] | None = None
) -> AsyncIterator[str]:
    """Serve one answer to everything; yield the server's origin."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=body, status=status, content_type=kind, headers=headers)

    app = web.Application()
    app.add_routes([web.route("*", "/api/{method}", answer)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
