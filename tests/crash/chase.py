"""Kills the bot while people react and press, starts it again, and judges what has become of every event."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bot.clock import SystemClock
from bot.flows.follow_ups.showing import newest_card
from bot.model.delivery import Delivery, DeliveryState
from bot.model.follow_up import Did, FollowUp, FollowUpState, replayed
from bot.ports import Tx
from storage.store import open_store
from tests.crash.acts import Desk, acts, due, is_worked, somebody, standing
from tests.crash.harness import FAULTS, change_seen
from tests.crash.nursery import Nursery, nursery
from tests.servers.rooms import Report, Rules
from tests.servers.running import RunningServer, running
from tests.unit.flows.follow_ups.room import as_made

_OVERLAP = 3
"""So many acts whose ack may not have reached the platform are brought again by the next life."""

Memory = Literal["asked", "nonce"]
MEMORIES: tuple[Memory, ...] = ("asked", "nonce")

Moment = Literal["accepting", "acked", "handled", "sending", "any"]
MOMENTS: tuple[Moment, ...] = ("accepting", "acked", "handled", "sending", "any")


@dataclass(frozen=True)
class Chase:
    """What a run is to be. `seed` fixes the dice (not the speed of the machine)."""

    memory: Memory
    kills: int
    acts: int
    stories: int
    seed: int
    most: float = 1200.0


@dataclass
class Found:
    """What went wrong, each a sentence; and how much there was."""

    wrong: list[str] = field(default_factory=list)
    cards: int = 0
    told: int = 0
    effects: int = 0


@dataclass(frozen=True)
class Caught:
    """How a run ended. `moments` counts the kills by when they came."""

    chase: Chase
    found: Found
    report: Report
    kills: int
    moments: Counter[str]
    seconds: float

    @property
    def good(self) -> bool:
        """Say whether every event has had its effect exactly once, and is shown."""
        return not (self.found.wrong or self.report.wrong)

    def __str__(self) -> str:
        c, f = self.chase, self.found
        when = ", ".join(f"{count} {moment}" for moment, count in sorted(self.moments.items()))
        faults = sum(self.report.faults.values())
        return (
            f"reactions and buttons, {c.memory}: {self.kills} kills ({when}), {c.acts} events, "
            f"{f.effects} effects counted, {f.cards} cards, {f.told} told privately, "
            f"{faults} faults: {len(f.wrong)} wrong; "
            f"{self.seconds:.0f} s, seed {c.seed}" + "".join(f"; {each}" for each in f.wrong[:5])
        )


def catch(chase: Chase, folder: Path) -> Caught:
    """Run it. Raises TimeoutError where it does not come to an end."""
    desk = Desk(
        db=folder / f"people-{chase.memory}.db",
        port=0,
        memory=chase.memory,
        stories=chase.stories,
        acts=chase.acts,
        seed=chase.seed,
        began=SystemClock().now(),
    )
    rules = Rules(
        memory=chase.memory,
        seed=chase.seed,
        faults=dict(FAULTS),
        stale=desk.timeout,
        remembers=desk.remembers,
    )
    with running(rules) as server:
        return asyncio.run(_catch(chase, desk.model_copy(update={"port": server.port}), server))


class _Acked:
    """How far the platform has had acks."""

    def __init__(self) -> None:
        self.acts = 0

    def heard(self, line: str) -> None:
        said, _, number = line.partition(" ")
        if said == "acked":
            self.acts = max(self.acts, int(number) + 1)


async def _catch(chase: Chase, desk: Desk, server: RunningServer) -> Caught:
    started = time.monotonic()
    dice = random.Random(chase.seed)  # noqa: S311 - dice for tests, not secrets
    moments: Counter[str] = Counter()
    acked = _Acked()
    async with nursery("tests.crash.people", desk, acked.heard) as bot, asyncio.timeout(chase.most):
        await bot.begin(0, -1)
        await bot.hear("done")
        await bot.hear("ended")
        for kill in range(chase.kills):
            await bot.begin(_from(acked), (desk.acts - 1) * (kill + 1) // chase.kills)
            moments[await _moment(dice, dice.choice(MOMENTS), bot, server)] += 1
            await bot.kill()
        await bot.begin(_from(acked), desk.acts)
        await bot.hear("done")
    report = await server.report()
    found = await _judged(desk, report)
    return Caught(chase, found, report, bot.kills, moments, time.monotonic() - started)


def _from(acked: _Acked) -> int:
    return max(0, acked.acts - _OVERLAP)


async def _moment(dice: random.Random, wanted: Moment, bot: Nursery, server: RunningServer) -> str:
    """Wait for the moment of a kill; not for long: there may be nothing to do. Return which it was."""
    with suppress(TimeoutError):
        async with asyncio.timeout(0.3):
            if wanted == "any":
                await asyncio.sleep(dice.uniform(0.0, 0.15))
            elif wanted == "sending":
                if not await change_seen(server):
                    return "any"
            else:
                await bot.hear(wanted)
            return wanted
    return "any"


# ---- judging


async def _judged(desk: Desk, report: Report) -> Found:
    store = await open_store(desk.db)
    try:
        return await store.write(lambda tx: _Judge(desk, tx, report).judge())
    finally:
        await store.close()


class _Judge:
    """Compares what people did with what the store says and what the server has seen."""

    def __init__(self, desk: Desk, tx: Tx, report: Report) -> None:
        self._desk, self._tx = desk, tx
        self._found = Found()
        self._seen: dict[str, list[str]] = {}
        for message in report.messages:
            self._seen.setdefault(message.key, []).append(message.texts[-1])

    def judge(self) -> Found:
        """Return everything that is wrong."""
        self._expect(not self._tx.inbox.unsettled("wire"), "something that was accepted has had no effect")
        for story in range(1, self._desk.stories + 1):
            self._story(story)
        for delivery in self._deliveries():
            self._sent(delivery)
        return self._found

    def _expect(self, good: bool, wrong: str) -> None:
        if not good:
            self._found.wrong.append(wrong)

    def _story(self, story: int) -> None:
        post = self._tx.deliveries.of(f"post:{story}")
        assert post is not None
        expected = standing(self._desk, story, post.number)
        known = self._tx.follow_ups.of(story)
        ever = is_worked(story) or any(
            act.story == story and act.what != "unflag" for act in acts(self._desk)
        )
        self._expect(len(known) == int(ever), f"story {story} has {len(known)} follow-ups")
        for each in known:
            flags = {(flag.by.id, flag.way) for flag in self._tx.follow_ups.flags(each.number)}
            self._expect(flags == expected, f"{each.name} has flags {flags ^ expected} too many or too few")
            history = self._tx.follow_ups.history(each.number)
            explained = replayed(as_made(each, history), history) == each
            self._expect(explained, f"the history of {each.name} does not explain it")
            self._expect(len(self._tx.follow_ups.cards(each.number)) == 1, f"{each.name} has several cards")
            self._found.cards += 1
            if is_worked(story):
                self._worked(each)
            else:
                state = FollowUpState.open if expected else FollowUpState.withdrawn
                self._expect(each.state is state, f"{each.name} is {each.state}")

    def _worked(self, follow_up: FollowUp) -> None:
        """Count what every press and every reaction has done to a follow-up that is worked on."""
        did = Counter((entry.did, entry.due) for entry in self._tx.follow_ups.history(follow_up.number))
        claims = sum(count for (what, _), count in did.items() if what is Did.claimed)
        mine = [(number, act) for number, act in enumerate(acts(self._desk)) if act.story == follow_up.story]
        wanted = any(act.what in {"claim", "take"} for _, act in mine)
        self._expect(claims == int(wanted), f"{follow_up.name} was claimed {claims} times")
        days = Counter(
            str(at.date())
            for (what, at), count in did.items()
            for _ in range(count)
            if what is Did.due and at
        )
        asked = {str(due(number)) for number, act in mine if act.what == "due"}
        self._expect(days == Counter(asked), f"{follow_up.name} became due {days} instead of {asked}")
        self._found.effects += claims + days.total()
        for number, act in mine:
            if act.what == "take":
                told = self._tx.deliveries.of(f"reaction:act {number}")
                lost = not somebody(act.person).is_same(follow_up.owner)
                self._expect((told is not None) is lost, f"act {number} was {'not ' if lost else ''}answered")
                self._found.told += lost

    def _deliveries(self) -> Iterator[Delivery]:
        number = 1
        while delivery := self._tx.deliveries.get(number):
            if delivery.edits is None:
                yield delivery
            number += 1

    def _sent(self, delivery: Delivery) -> None:
        shown = self._seen.get(delivery.mark, [])
        self._expect(
            delivery.state is DeliveryState.sent, f"{delivery.key} is {delivery.state}: {delivery.reason}"
        )
        self._expect(len(shown) == 1, f"{delivery.key} is there {len(shown)} times")
        newest = newest_card(self._tx, delivery).model_dump_json()
        self._expect(shown[-1:] == [newest], f"{delivery.key} doesn't show the newest")
