"""What a test lets go wrong, and requests that Slack would not make."""

from collections.abc import Collection, Mapping
from contextlib import suppress

from tests.servers.slack.refusal import Refusal
from tests.servers.slack.sockets import Session
from tests.servers.slack.state import Try
from tests.servers.slack.workspace import Workspace


class Trouble(Workspace):
    """What goes wrong."""

    @property
    def scopes(self) -> set[str]:
        """What the app was granted; a test may take some away."""
        return self._world.scopes

    @property
    def events(self) -> set[str]:
        """What the app is subscribed to; a test may take some away."""
        return self._world.events

    @property
    def patience(self) -> float:
        """How many seconds Slack waits for an ack."""
        return self._bringer.patience

    @patience.setter
    def patience(self, seconds: float) -> None:
        self._bringer.patience = seconds

    @property
    def retries(self) -> tuple[float, ...]:
        """The seconds before each retry of an event."""
        return self._bringer.retries

    @retries.setter
    def retries(self, seconds: tuple[float, ...]) -> None:
        self._bringer.retries = seconds

    @property
    def lag(self) -> float:
        """For how many seconds history doesn't show a new message; 0 at first."""
        return self._world.lag

    @lag.setter
    def lag(self, seconds: float) -> None:
        self._world.lag = seconds

    @property
    def rate_limited(self) -> bool:
        """Whether a second message within a second in one channel gets 429; False at first."""
        return self._world.rate_limited

    @rate_limited.setter
    def rate_limited(self, on: bool) -> None:
        self._world.rate_limited = on

    @property
    def trigger_lives(self) -> float:
        """For how many seconds a trigger_id is good; 3 at first. A negative number: for none at all."""
        return self._world.trigger_lives

    @trigger_lives.setter
    def trigger_lives(self, seconds: float) -> None:
        self._world.trigger_lives = seconds

    def refuse(self, method: str, error: str, *, times: int = 1, retry_after: float | None = None) -> None:
        """Answer the next calls of a method ("response_url" too) with that error word and do nothing.

        It is 429 for "ratelimited", with `retry_after` seconds (1 without).
        """
        limited = error == "ratelimited"
        wait = (1.0 if retry_after is None else retry_after) if limited else None
        refusals = [Refusal(error, status=429 if limited else 200, retry_after=wait) for _ in range(times)]
        self._troubles.refuse(method, refusals)

    def fault(self, method: str, *names: str) -> None:
        """Let these faults (`tests.servers.faults.FAULTS`) happen to the next calls of a method, one each."""
        self._troubles.fault(method, names)

    def dice(
        self,
        seed: int,
        chances: Mapping[str, float],
        *,
        methods: Collection[str] | None = None,
        slowest: float = 0.2,
    ) -> None:
        """Throw dice for each call of these methods (None: those that post, edit and look)."""
        self._troubles.throw_dice(seed, chances, methods, slowest)

    async def disconnect(self, reason: str = "refresh_requested", *, close: bool = True) -> None:
        """Ask the app to connect anew, as Slack does every few hours; the old connections end after that."""
        old = self._sockets.open
        await self._sockets.disconnect(reason)
        if close:
            self._bringer.later(self._close_once_replaced(old))

    async def drop(self) -> None:
        """Break every Socket Mode connection without a word."""
        self._sockets.drop()

    def go_silent(self) -> None:
        """Let the open connections die: no ping is answered, nothing arrives; TCP stays. New ones work."""
        for session in self._sockets.open:
            session.silent = True

    def go_down(self) -> None:
        """Answer every call with 503 until `come_up`; connections break."""
        self._troubles.down = True
        self._sockets.drop()

    def come_up(self) -> None:
        """Work again after `go_down`."""
        self._troubles.down = False

    async def _close_once_replaced(self, old: list[Session]) -> None:
        with suppress(AssertionError):
            await self._world.until(lambda: self._sockets.open, 10)
        await self._sockets.close([each for each in old if each in self._sockets.sessions])

    def signed(
        self, body: str, *, timestamp: str | None = None, content_type: str = "application/json"
    ) -> dict[str, str]:
        """Return the headers of a request with that body, signed for the timestamp (now without one)."""
        return self._bringer.signed(body, timestamp, content_type)

    async def post_raw(self, body: str | bytes, headers: Mapping[str, str]) -> Try:
        """Send any request to the request URL."""
        return await self._bringer.post(body, headers)
