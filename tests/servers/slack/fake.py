"""`FakeSlack`: Slack's side of everything, on this machine. See the package's docstring for how to use it."""

import asyncio
from collections.abc import Callable, Collection
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web

from bot.ports import Clock
from tests.servers.slack.acting import Acting
from tests.servers.slack.state import Call, Channel, Delivery, Message, View
from tests.servers.slack.trouble import Trouble


class FakeSlack(Acting, Trouble):
    """A Slack workspace with one app in it. `async with FakeSlack() as slack:` serves on a free port.

    `Workspace` says what is in it, `Acting` what people do, `Trouble` what goes wrong. `team` is the
    workspace's id. `scopes` and `events` are what the app was granted and subscribed to (None: everything
    that the fake knows). `clock` gives the time of messages, signatures, triggers and response_urls.
    `patience` is how many seconds Slack waits for an ack (3 in truth). `retries` are the seconds before each
    retry of an event (0, 60 and 300 in truth; shorter here, so that nobody waits).
    """

    def __init__(
        self,
        *,
        team: str = "T1",
        clock: Clock | None = None,
        scopes: Collection[str] | None = None,
        events: Collection[str] | None = None,
        patience: float = 3.0,
        retries: tuple[float, ...] = (0.0, 0.1, 0.3),
    ) -> None:
        super().__init__(team, clock=clock, scopes=scopes, events=events, patience=patience, retries=retries)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Begin to serve."""
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.add_routes([*self._api.routes(), *self.control_routes()])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=2048)
        await site.start()
        self._world.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._bringer.session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(force_close=True, limit=0)
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving; nothing is delivered or retried any more."""
        assert self._runner
        assert self._bringer.session
        await self._bringer.stop()
        self._api.closing.set()
        self._sockets.drop()
        await self._runner.cleanup()
        await self._bringer.session.close()
        await asyncio.sleep(0)  # transports say good-bye

    def control_routes(self) -> list[web.RouteDef]:
        """Return further routes; a process of its own has some."""
        return []

    @property
    def connected(self) -> int:
        """How many Socket Mode connections Slack believes to be open."""
        return len(self._sockets.open)

    @property
    def connections(self) -> int:
        """How many Socket Mode connections there ever were."""
        return self._sockets.opened

    def called(self, method: str) -> list[Call]:
        """Return the calls of one method ("response_url" for those)."""
        return [call for call in self._world.calls if call.method == method]

    def seen_by(self, user: str, channel: str | None = None) -> list[Message]:
        """Return what somebody can read of the app in a channel (in their direct messages without one).

        Deleted messages and those for others' eyes are left out.
        """
        where = channel or self._world.direct(user).id
        return [
            each
            for each in self._world.messages
            if each.channel == where
            and each.user == self.bot_user
            and not each.deleted
            and each.ephemeral_to in {None, user}
        ]

    def modal(self, user: str) -> View:
        """Return the modal that somebody sees. Raises AssertionError where there is none."""
        found = [each for each in self._world.views if each.user == user and not each.closed]
        assert found, f"{user} sees no modal"
        return found[-1]

    async def until(self, condition: Callable[[], object], *, within: float = 5.0) -> None:
        """Return as soon as the condition holds: looked at after each change.

        For example `await slack.until(lambda: slack.seen_by("U1", "C1"))`. Raises AssertionError where it
        doesn't hold within so many seconds.
        """
        await self._world.until(condition, within)

    async def ready(self, *, within: float = 10.0) -> None:
        """Return as soon as the app can be reached, in whichever mode: connected, or listening."""
        async with asyncio.timeout(within):
            while not await self._bringer.reachable():
                await self._world.pause()

    async def quiet(self) -> None:
        """Return when nothing is being delivered and no retry waits."""
        await self._world.until(lambda: self._bringer.quiet, 30)

    # ---- what was there, oldest first

    @property
    def channels(self) -> dict[str, Channel]:
        """The channels by their ids, direct messages too."""
        return self._world.channels

    @property
    def messages(self) -> list[Message]:
        """Every message that ever was, deleted and ephemeral ones too."""
        return self._world.messages

    @property
    def views(self) -> list[View]:
        """Every modal that was ever opened."""
        return self._world.views

    @property
    def homes(self) -> dict[str, View]:
        """Home pages by their person."""
        return self._world.homes

    @property
    def calls(self) -> list[Call]:
        """Every call of the Web API, tokens left out."""
        return self._world.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything that was brought to the app or withheld."""
        return self._world.deliveries
