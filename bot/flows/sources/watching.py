"""Everything that watches sources and takes in what they deliver, put together."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.flows.arrivals import Arriving
from bot.flows.grouping import Grouping
from bot.flows.intake import Intake
from bot.flows.sources.alarms import Alarms
from bot.flows.sources.desk import Sources
from bot.flows.sources.filling import Filling
from bot.flows.sources.looking import Looking
from bot.flows.sources.pages import Pages
from bot.flows.sources.polling import Polling
from bot.flows.sources.taking import Taking
from bot.flows.subscriptions import BurstLimits, Subscriptions
from bot.model.habits import Habits
from bot.ports import Clock, Reader, Store, Web

COMPARED: Final = timedelta(days=30)
"""A report isn't compared any more with stories that had none for so long."""


@dataclass(frozen=True)
class Tools:
    """What the flows work with."""

    store: Store
    reader: Reader
    web: Web
    clock: Clock


@dataclass(frozen=True)
class Watching:
    """What watches sources, and what stands behind it."""

    tools: Tools
    intake: Intake
    subscriptions: Subscriptions
    grouping: Grouping
    polling: Polling
    alarms: Alarms
    sources: Sources
    pages: Pages

    async def forget(self) -> None:
        """Compare no more with stories that had no report for 30 days. May be called at any time."""
        before = self.tools.clock.now() - COMPARED
        await self.tools.store.write(lambda tx: self.grouping.forget(tx, before))


def watching(tools: Tools, habits: Habits) -> Watching:
    """Return all of it, not yet running."""
    store, reader, web, clock = tools.store, tools.reader, tools.web, tools.clock
    limits = BurstLimits(a_minute=habits.burst_minute, an_hour=habits.burst_hour)
    grace = timedelta(hours=habits.grace_hours)
    subscriptions = Subscriptions(store, clock, zone=habits.zone, limits=limits, grace=grace)
    grouping, alarms = Grouping(), Alarms(store, clock)
    intake = Intake(store, reader, clock, arriving=Arriving(grouping), announce=subscriptions.announce)
    taking = Taking(intake, Filling(web, reader))
    polling = Polling(store, web, clock, taking=taking, alarms=alarms)
    return Watching(
        tools=tools,
        intake=intake,
        subscriptions=subscriptions,
        grouping=grouping,
        polling=polling,
        alarms=alarms,
        sources=Sources(store, clock, looking=Looking(web, reader, clock), polling=polling),
        pages=Pages(web, intake),
    )
