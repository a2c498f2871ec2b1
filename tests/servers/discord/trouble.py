"""What a test lets go wrong."""

from collections.abc import Collection, Mapping

from tests.servers.discord.acting import Acting
from tests.servers.discord.refusal import Refusal


class Trouble(Acting):
    """What goes wrong. Operations go by Discord's names, as "create_message"."""

    @property
    def wrong(self) -> list[str]:
        """What was wrong with the bot's requests; anything left here fails the test at the end."""
        return self._world.wrong

    @property
    def lag(self) -> float:
        """For how many seconds history doesn't show a new message; 0 at first."""
        return self._world.lag

    @lag.setter
    def lag(self, seconds: float) -> None:
        self._world.lag = seconds

    @property
    def remembers(self) -> float:
        """For how many seconds a nonce is known; 120 at first."""
        return self._world.remembers

    @remembers.setter
    def remembers(self, seconds: float) -> None:
        self._world.remembers = seconds

    @property
    def interaction_lives(self) -> float:
        """For how many seconds a first response is taken; 3 at first. A negative number: never."""
        return self._world.interaction_lives

    @interaction_lives.setter
    def interaction_lives(self, seconds: float) -> None:
        self._world.interaction_lives = seconds

    @property
    def token_lives(self) -> float:
        """For how many seconds an interaction's token is good; 900 at first."""
        return self._world.token_lives

    @token_lives.setter
    def token_lives(self, seconds: float) -> None:
        self._world.token_lives = seconds

    @property
    def rate_limited(self) -> bool:
        """Whether Discord's pace is kept (`buckets.PACES`): a message too many gets 429; False at first."""
        return self._api.buckets.kept

    @rate_limited.setter
    def rate_limited(self, on: bool) -> None:
        self._api.buckets.kept = on

    @property
    def checked(self) -> bool:
        """Whether bodies are checked; True at first. Who measures leaves it out: the bot takes less."""
        return self._api.checked

    @checked.setter
    def checked(self, on: bool) -> None:
        self._api.checked = on

    def refuse(
        self,
        operation: str,
        code: int = 0,
        *,
        status: int | None = None,
        times: int = 1,
        retry_after: float | None = None,
        wide: bool = False,
    ) -> None:
        """Answer the next calls of an operation with that code of Discord's and do nothing.

        `status` is the code's ordinary one where it isn't given; 429 goes with `retry_after` seconds, and
        `wide` makes it a limit over everything.
        """
        refusals = [
            Refusal(code, status=status, retry_after=retry_after, wide=wide, message="It was refused.")
            if code == 0
            else Refusal(code, status=status, retry_after=retry_after, wide=wide)
            for _ in range(times)
        ]
        self._troubles.refuse(operation, refusals)

    def fault(self, operation: str, *names: str) -> None:
        """Let these faults (`tests.servers.faults.FAULTS`) happen to an operation's next calls, one each."""
        self._troubles.fault(operation, names)

    def dice(
        self,
        seed: int,
        chances: Mapping[str, float],
        *,
        operations: Collection[str] | None = None,
        slowest: float = 0.2,
    ) -> None:
        """Throw dice for each call of these operations (None: those that post, edit and look)."""
        self._troubles.throw_dice(seed, chances, operations, slowest)

    def drop(self) -> None:
        """Break every connection to the gateway without a word; the bot can resume."""
        self._gateway.drop()

    def ask_to_reconnect(self) -> None:
        """Ask the bot to connect anew and to resume (op 7)."""
        self._gateway.reconnect()

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell the bot that its session is over (op 9)."""
        self._gateway.invalidate(resumable=resumable)

    async def close(self, code: int) -> None:
        """Close every connection to the gateway with that code."""
        await self._gateway.close(code)

    @property
    def resumes(self) -> bool:
        """Whether a session can be resumed; True at first. Otherwise a resume is answered with op 9."""
        return self._gateway.resumes

    @resumes.setter
    def resumes(self, on: bool) -> None:
        self._gateway.resumes = on

    @property
    def acks(self) -> bool:
        """Whether heartbeats are answered; True at first."""
        return self._gateway.acks

    @acks.setter
    def acks(self, on: bool) -> None:
        self._gateway.acks = on

    @property
    def heartbeat(self) -> float:
        """The seconds between heartbeats, for connections from now on; 41.25 at first."""
        return self._gateway.heartbeat

    @heartbeat.setter
    def heartbeat(self, seconds: float) -> None:
        self._gateway.heartbeat = seconds

    def go_down(self) -> None:
        """Answer everything with 503 until `come_up`; connections break."""
        self._troubles.down = self._gateway.down = True
        self._gateway.drop()

    def come_up(self) -> None:
        """Work again after `go_down`."""
        self._troubles.down = self._gateway.down = False
