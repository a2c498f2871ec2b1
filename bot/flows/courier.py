"""The courier: sends what is due on one platform, and writes down what became of it.

What a delivery becomes is decided in `settling`, stored in `turn`; here is only the going out and back.
"""

import asyncio
import logging
from datetime import datetime, timedelta

from bot.errors import StoreError
from bot.flows.bell import Bell
from bot.flows.budget import Budget
from bot.flows.settling import Patience, Terms, search_from
from bot.flows.turn import AT_START, STEPPED_BACK, Answer, Request, Step, Try, Turn, take_turn
from bot.model.outcome import Outcome, Refused, Sought, Unknown
from bot.ports import ChatPlatform, Clock, Store

_log = logging.getLogger(__name__)

_POLL = 1.0
"""Another process may have queued something, and can't ring: so it is looked that often, in seconds."""
_BATCH = 200
"""How many are claimed in one transaction: more would let the first of them wait for the last."""
_PAUSE = 0.01
_STEPPED_BACK = timedelta(seconds=1)
_LONGEST_DRAIN = 10.0


class Courier:
    """Sends the deliveries of one platform. Several may serve one store, also from several processes.

    `bell` is rung when something may be due; without one the courier has its own, and looks once a second
    anyway. `store` had better not be one that rings that bell: the courier knows what it wrote itself.
    """

    def __init__(
        self,
        store: Store,
        platform: ChatPlatform,
        clock: Clock,
        *,
        bell: Bell | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._store = store
        self._platform = platform
        self._clock = clock
        self._bell = bell or Bell()
        self._terms = Terms(platform.pace, patience or Patience())
        self._budget = Budget(platform.pace.per_second, platform.pace.window)
        self._flying: dict[int, Try] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._answers: list[Answer] = []
        self._shut: dict[str, datetime] = {}
        self._latest: datetime | None = None
        self._mend: tuple[timedelta, timedelta] | None = AT_START
        self._turning: asyncio.Future[float] | None = None
        self._stopping = False
        self._store_troubled = False

    def ring(self) -> None:
        """Say that something may be due. Only on the event loop's thread; may be called at any time."""
        self._bell.ring()

    def stop(self) -> None:
        """Begin nothing more; `run` returns once what is on its way has come back. May be called twice."""
        self._stopping = True
        self._bell.ring()

    async def run(self) -> None:
        """Send until stopped or cancelled.

        Then what is on its way is given a bounded time to come back and is settled; cancelled once more, it
        leaves at once, as a crash would. A store that can't serve is waited for.
        """
        try:
            while not self._stopping:
                await self._bell.wait(await self._patient_turn())
                await asyncio.sleep(0)  # answers that come together are settled together
        finally:
            await self._drain()

    async def work_off(self) -> None:
        """Do all that is due at the clock's moment, and return when nothing is on its way. For tests.

        The platform's sends a second are not counted, since the clock may stand still. Raises StoreError
        where the store can't serve.
        """
        moved = 1
        while moved or self._tasks or self._answers:
            if self._tasks and not moved and not self._answers:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            moved = (await self._turn(self._free_hands())).moved

    async def _patient_turn(self) -> float:
        """Take a turn if there is something to do; return in how many seconds there is more, at most."""
        self._turning = asyncio.ensure_future(self._turn_if_needed())
        try:
            # Not cut in two: what it claims is sent, or it would have to be looked for.
            seconds = await asyncio.shield(self._turning)
        except StoreError as error:
            if not self._store_troubled:
                _log.error("The courier waits for the store, and loses nothing meanwhile: %s", error)
            self._store_troubled = True
            return _POLL
        if self._store_troubled:
            _log.info("The store serves the courier again.")
            self._store_troubled = False
        return seconds

    async def _turn_if_needed(self) -> float:
        now = self._now()
        room = 0 if self._stopping else min(self._free_hands(), self._budget.room(now), _BATCH)
        if not self._answers and not self._mend:
            if not room:
                return self._wait(now, now)
            next_due = await self._next_due(now)
            if next_due is None or next_due > now:
                return self._wait(next_due, now)
        turn = await self._turn(room)
        now = self._now()
        if turn.moved or self._answers:
            return self._wait(now, now)
        return self._wait(turn.next_due, now) or _PAUSE

    async def _next_due(self, now: datetime) -> datetime | None:
        shut = self._shut_at(now)
        name = self._platform.name
        return await self._store.read(lambda view: view.deliveries.next_due(name, but_not=shut))

    def _wait(self, next_due: datetime | None, now: datetime) -> float:
        """Return how long there is nothing to do but to wait for the bell, in seconds."""
        if not self._free_hands():
            return _POLL
        seconds = [_POLL, *((until - now).total_seconds() for until in self._shut.values())]
        if next_due is not None:
            seconds.append(max((next_due - now).total_seconds(), self._budget.wait(now)))
        return max(min(seconds), 0.0)

    async def _turn(self, room: int) -> Turn:
        answers = tuple(self._answers)
        mend, flying = self._mend, frozenset(self._flying) - {each.of.delivery.number for each in answers}
        request = Request(
            platform=self._platform.name,
            answers=answers,
            room=room,
            flying=flying,
            shut=self._shut_at(self._now()),
            mend=mend,
        )
        # The clock is read inside: the wait for the store's lock must not eat up the leases.
        turn = await self._store.write(
            lambda tx: take_turn(tx, request, now=self._clock.now(), terms=self._terms)
        )
        if self._mend is mend:
            self._mend = None
        self._note_settled(answers, turn)
        for attempt in turn.tries:
            self._begin(attempt)
        return turn

    def _note_settled(self, answers: tuple[Answer, ...], turn: Turn) -> None:
        del self._answers[: len(answers)]
        for after in turn.settled:
            self._flying.pop(after.number, None)
        for answer in turn.overtaken:
            _log.warning(
                "Delivery %d came back (%s) after somebody else had taken it over; what they decide counts.",
                answer.of.delivery.number,
                answer.outcome,
            )

    def _begin(self, attempt: Try) -> None:
        number = attempt.delivery.number
        self._flying[number] = attempt
        now = self._now()
        self._budget.take(now, 1)
        task = asyncio.create_task(self._carry(attempt), name=f"delivery {number}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, attempt: Try) -> None:
        """Do one step on the platform and keep its answer for the next turn."""
        seconds = self._platform.pace.timeout
        outcome: Outcome | Sought | None = Unknown(reason="The bot stopped before an answer came.")
        try:
            if self._in_time(attempt):
                async with asyncio.timeout(seconds):
                    outcome = await self._ask(attempt)
            else:
                outcome = None
        except TimeoutError:
            outcome = Unknown(reason=f"No answer came within {seconds:g} seconds.")
        except Exception:  # noqa: BLE001 - logged; whatever broke, the message may be there
            _log.exception("The platform failed with delivery %d; that is a fault.", attempt.delivery.number)
            outcome = Unknown(reason="Nutgraf failed while sending it; the log says how.")
        finally:
            self._keep(attempt, outcome)

    def _in_time(self, attempt: Try) -> bool:
        """Say whether a try can still end within its lease; if not, it must not begin."""
        return attempt.delivery.due_at - self._clock.now() >= self._terms.runs_out

    async def _ask(self, attempt: Try) -> Outcome | Sought:
        platform, delivery = self._platform, attempt.delivery
        if attempt.step is Step.look:
            since = search_from(delivery, now=self._clock.now())
            return await platform.find(delivery.to, key=attempt.mark, since=since)
        if attempt.message is not None:
            return await platform.edit(attempt.message, delivery.card, key=attempt.mark)
        return await platform.post(delivery.to, delivery.card, key=attempt.mark)

    def _keep(self, attempt: Try, outcome: Outcome | Sought | None) -> None:
        now = self._now()
        delivery = attempt.delivery
        if isinstance(outcome, Refused) and outcome.wide:
            wait = self._terms.back_off(delivery.attempts)
            if outcome.retry_after is not None:
                wait = timedelta(seconds=outcome.retry_after)
            workspace = delivery.to.channel.workspace
            self._shut[workspace] = max(now + wait, self._shut.get(workspace, now))
        self._answers.append(Answer(attempt, outcome, now))
        self._bell.ring()

    async def _drain(self) -> None:
        """Give what is on its way a bounded time, and settle it."""
        self._stopping = True
        try:
            if self._turning is not None:
                await asyncio.wait([self._turning])
            if self._tasks:
                seconds = min(self._platform.pace.timeout, _LONGEST_DRAIN)
                await asyncio.wait(self._tasks, timeout=seconds)
        finally:
            unfinished = tuple(self._tasks)
            for task in unfinished:
                task.cancel()
        if unfinished:
            await asyncio.wait(unfinished)
        if self._answers:
            await self._settle_last()

    async def _settle_last(self) -> None:
        try:
            await self._turn(0)
        except StoreError as error:
            # Their leases run out, and then they are looked for.
            _log.error("%d deliveries could not be settled before the end: %s", len(self._answers), error)

    def _free_hands(self) -> int:
        return max(0, self._platform.pace.at_once - len(self._tasks))

    def _shut_at(self, now: datetime) -> tuple[str, ...]:
        self._shut = {name: until for name, until in self._shut.items() if until > now}
        return tuple(self._shut)

    def _now(self) -> datetime:
        """Return the clock's moment, and notice where it has stepped back."""
        now = self._clock.now()
        if self._latest is not None and now < self._latest - _STEPPED_BACK:
            _log.warning("The clock stepped back by %s.", self._latest - now)
            self._mend = STEPPED_BACK
            self._shut.clear()
        self._latest = now
        return now
