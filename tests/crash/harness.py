"""Starts the bot, kills it at a random moment, starts it again, until all is done; then judges."""

import asyncio
import random
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.model.delivery import Delivery
from bot.ports import View
from storage.store import open_store
from tests.crash.judge import Verdict, judge
from tests.crash.kinds import server
from tests.crash.nursery import nursery
from tests.crash.plan import Kind, Plan, key
from tests.servers.rooms import Report
from tests.servers.running import RunningServer

FAULTS = {
    "reset before": 0.02,
    "reset after": 0.02,
    "reset late": 0.02,
    "silence before": 0.01,
    "silence after": 0.02,
    "error before": 0.01,
    "error after": 0.02,
    "slow": 0.10,
    "limit": 0.02,
    "limit all": 0.01,
}
_AFTER_A_CHANGE = 0.3
"""The share of kills that wait for the moment between a change on the server and its answer."""


@dataclass(frozen=True)
class Ordeal:
    """What a run is to be. `seed` fixes the dice (not the speed of the machine); `lag` is in seconds."""

    kind: Kind
    kills: int
    deliveries: int
    conversations: int
    seed: int
    lag: float = 0.0
    most: float = 900.0


@dataclass(frozen=True)
class Outcome:
    """How a run ended. `forgotten` counts promises that were reported as stored and gone in the next life."""

    ordeal: Ordeal
    verdict: Verdict
    report: Report
    kills: int
    kills_after_change: int
    forgotten: int
    seconds: float

    @property
    def good(self) -> bool:
        """Say whether nothing was lost, posted twice, wrong or out of order, and no request was wrong."""
        v = self.verdict
        wrong = v.lost or v.twice or v.edits_wrong or v.out_of_order or self.forgotten or self.report.wrong
        return not wrong

    def __str__(self) -> str:
        v, o = self.verdict, self.ordeal
        faults = sum(self.report.faults.values())
        return (
            f"{o.kind}: {self.kills} kills ({self.kills_after_change} between change and answer), "
            f"{o.deliveries} deliveries, {v.edits} edits, {faults} faults: "
            f"{len(v.lost) + self.forgotten} lost, {len(v.twice)} twice, {len(v.edits_wrong)} edits wrong, "
            f"{len(v.out_of_order)} out of order, {len(v.held)} held, {v.deleted} deleted by others; "
            f"{self.seconds:.0f} s, seed {o.seed}" + "".join(f"; {each}" for each in self.report.wrong[:3])
        )


def endure(ordeal: Ordeal, folder: Path) -> Outcome:
    """Run it. Raises TimeoutError where it does not come to an end."""
    plan = Plan(
        db=folder / f"{ordeal.kind}.db",
        port=0,
        kind=ordeal.kind,
        deliveries=ordeal.deliveries,
        conversations=ordeal.conversations,
        lag=ordeal.lag and ordeal.lag + 0.1,
        patience=2 if ordeal.kind == "neither" else 60,
    )
    with server(plan, seed=ordeal.seed, faults=FAULTS, lag=ordeal.lag) as there:
        return asyncio.run(_endure(ordeal, plan.model_copy(update={"port": there.port}), there))


async def _endure(ordeal: Ordeal, plan: Plan, server: RunningServer) -> Outcome:
    started = time.monotonic()
    dice = random.Random(ordeal.seed)  # noqa: S311 - dice for tests, not secrets
    after_change = 0
    async with nursery("tests.crash.bot", plan) as bot:
        for kill in range(ordeal.kills):
            # The work is spread over all lives, so that each kill finds some.
            await bot.begin((ordeal.deliveries - 1) * (kill + 1) // ordeal.kills)
            if dice.random() < _AFTER_A_CHANGE:
                after_change += await change_seen(server)
            else:
                await asyncio.sleep(dice.uniform(0.02, 0.4))
            await bot.kill()
        await bot.begin(ordeal.deliveries)
        async with asyncio.timeout(ordeal.most):
            await bot.hear("done")
    report = await server.report()
    verdict = judge(plan, await _stored(plan), report)
    return Outcome(
        ordeal=ordeal,
        verdict=verdict,
        report=report,
        kills=bot.kills,
        kills_after_change=after_change,
        forgotten=bot.forgotten,
        seconds=time.monotonic() - started,
    )


async def change_seen(server: RunningServer) -> bool:
    """Wait for something to be changed and not yet answered; not for long: there may be nothing to do."""
    with suppress(TimeoutError):
        async with asyncio.timeout(1):
            await server.moment()
            return True
    return False


async def _stored(plan: Plan) -> dict[int, Delivery | None]:
    store = await open_store(plan.db)

    def every(view: View) -> dict[int, Delivery | None]:
        return {number: view.deliveries.of(key(number)) for number in range(plan.deliveries)}

    try:
        return await store.read(every)
    finally:
        await store.close()
