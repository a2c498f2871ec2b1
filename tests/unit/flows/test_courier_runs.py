"""The life of a courier: starting, stopping, crashing, beside another one, and with a store in trouble."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from bot.clock import SystemClock
from bot.errors import StoreFull
from bot.flows.bell import Bell, Ringing
from bot.flows.courier import Courier
from bot.flows.settling import Terms
from bot.flows.turn import Answer, Request, Turn, take_turn
from bot.model.delivery import DeliveryState, Pace
from bot.model.outcome import Absent, Refused, Sent
from bot.model.people import MessageRef
from bot.ports import Tx
from tests.conftest import SetClock
from tests.fakes import FAST, FakePlatform, Trick, conversation, promise
from tests.unit.flows.courier_house import House, crash, in_house, until

T = TypeVar("T")

IMPATIENT = FAST.model_copy(update={"timeout": 0.05})


class FullStore(Ringing):
    """A store whose next `full` writes find no room."""

    full = 0

    async def write(self, work: Callable[[Tx], T]) -> T:
        if self.full:
            self.full -= 1
            raise StoreFull("There is no room.")
        return await super().write(work)


@in_house()
async def test_it_runs_until_it_is_stopped(house: House) -> None:
    running = asyncio.create_task(house.courier.run())
    await house.queue(promise("a"))
    house.courier.ring()
    await until(lambda: house.platform.texts == ["a"])
    house.courier.stop()
    await running
    assert await house.states("a") == [DeliveryState.sent]


@in_house()
async def test_a_committed_write_rings_the_bell(house: House) -> None:
    bell = Bell()
    courier = Courier(house.store, house.platform, house.clock, bell=bell)
    ringing = Ringing(house.store, bell)
    running = asyncio.create_task(courier.run())
    await ringing.write(lambda tx: tx.deliveries.queue(promise("a"), at=house.clock.now()))
    await until(lambda: house.platform.texts == ["a"])
    courier.stop()
    await running


@in_house()
async def test_what_another_process_queued_is_seen_without_a_ring(house: House) -> None:
    running = asyncio.create_task(house.courier.run())
    await until(lambda: house.courier._turning is not None and house.courier._turning.done())
    await house.queue(promise("a"))
    await until(lambda: house.platform.texts == ["a"])
    house.courier.stop()
    await running


@in_house()
async def test_stopped_it_settles_what_is_on_its_way_and_begins_nothing(house: House) -> None:
    await house.queue(promise("a1"), promise("a2"))
    gate = asyncio.Event()
    house.platform.gate = gate
    running = asyncio.create_task(house.courier.run())
    await until(lambda: house.platform.calls["post"] == 1)
    house.courier.stop()
    gate.set()
    await running
    assert await house.states("a1", "a2") == [DeliveryState.sent, DeliveryState.ready]


@in_house(IMPATIENT)
async def test_stopped_it_does_not_wait_for_ever(house: House) -> None:
    house.platform.then(Trick.hang)
    await house.queue(promise("a"))
    running = asyncio.create_task(house.courier.run())
    await until(lambda: house.platform.calls["post"] == 1)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await house.states("a") == [DeliveryState.unknown]


@pytest.mark.parametrize("trick", [Trick.hang, Trick.stall])
def test_after_a_crash_it_looks_before_it_sends(trick: Trick) -> None:
    @in_house()
    async def live(house: House) -> None:
        house.platform.then(trick)
        await house.queue(promise("a1"), promise("a2"), promise("b", to=conversation("C2")))
        await crash(house.courier, after=lambda: house.platform.calls["post"] == 2)
        assert await house.states("a1") == [DeliveryState.sending]
        house.courier = house.another()
        await house.work(after=1)
        assert house.platform.calls["find"] == 0, "another process may be at it"
        await house.work(after=60)
        assert await house.states("a1", "a2", "b") == [DeliveryState.sent] * 3
        assert [text for text in house.platform.texts if text != "b"] == ["a1", "a2"]
        assert house.platform.by_key().most_common(1)[0][1] == 1

    live()


@in_house()
async def test_a_lease_from_before_the_clock_stepped_back_is_renewed_not_waited_out(house: House) -> None:
    house.platform.then(Trick.hang)
    await house.queue(promise("a"))
    await crash(house.courier, after=lambda: house.platform.calls["post"] == 1)
    house.courier = house.another()
    house.wait(-3600)
    await house.work()
    assert await house.states("a") == [DeliveryState.sending]
    await house.work(after=60)
    assert (house.platform.texts, await house.states("a")) == (["a"], [DeliveryState.sent])


@in_house()
async def test_a_clock_that_jumps_ahead_does_not_take_a_try_from_its_courier(house: House) -> None:
    await house.queue(promise("a"))
    house.platform.gate = asyncio.Event()
    working = asyncio.create_task(house.courier.work_off())
    await until(lambda: house.platform.calls["post"] == 1)
    house.wait(7200)
    house.courier.ring()
    await house.queue(promise("b", to=conversation("C2")))
    house.platform.gate.set()
    await working
    await house.work()
    assert await house.states("a", "b") == [DeliveryState.sent] * 2
    assert house.platform.calls["find"] == 0


@in_house()
async def test_two_couriers_on_one_store_send_everything_once(house: House) -> None:
    count = 120
    await house.queue(*(promise(f"p{n}", to=conversation(f"C{n % 40}")) for n in range(count)))
    await asyncio.gather(house.courier.work_off(), house.another().work_off())
    while len(house.platform.posts) < count:
        await asyncio.gather(house.courier.work_off(), house.another().work_off())
    assert house.platform.by_key().most_common(1)[0][1] == 1
    assert house.platform.busiest == 1
    assert house.platform.calls["post"] == count


def test_a_store_without_room_loses_no_outcome_and_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    @in_house()
    async def live(house: House) -> None:
        store = FullStore(house.store)
        courier = Courier(store, house.platform, house.clock)
        await house.queue(promise("a"))
        house.platform.gate = asyncio.Event()
        running = asyncio.create_task(courier.run())
        await until(lambda: house.platform.calls["post"] == 1)
        store.full = 3
        house.platform.gate.set()
        for _ in range(20):
            courier.ring()
            await asyncio.sleep(0)
        async with asyncio.timeout(20):
            while await house.states("a") != [DeliveryState.sent]:
                courier.ring()
                await asyncio.sleep(0)
        courier.stop()
        await running
        assert house.platform.calls == {"post": 1}

    with caplog.at_level(logging.ERROR):
        live()
    assert caplog.text.count("waits for the store") == 1


def test_an_answer_after_its_lease_was_taken_over_is_left_and_said(caplog: pytest.LogCaptureFixture) -> None:
    @in_house()
    async def live(house: House) -> None:
        house.platform.then(Refused(reason="503"))
        await house.queue(promise("a"))
        house.platform.gate = gate = asyncio.Event()
        slow = asyncio.create_task(house.courier.work_off())
        await until(lambda: house.platform.calls["post"] == 1)
        house.platform.gate = None
        ahead = SetClock(house.clock.at + timedelta(minutes=1))
        await Courier(house.store, house.platform, ahead).work_off()
        gate.set()
        await slow
        assert (house.platform.texts, await house.states("a")) == (["a"], [DeliveryState.sent])

    with caplog.at_level(logging.WARNING):
        live()
    assert "taken it over" in caplog.text


@in_house(Pace(every=0, per_second=20, at_once=100))
async def test_no_more_is_sent_in_a_second_than_the_platform_takes(house: House) -> None:
    clock = SystemClock()
    platform = FakePlatform(clock, pace=house.platform.pace)
    await house.queue(*(promise(f"p{n}", to=conversation(f"C{n}")) for n in range(30)))
    courier = Courier(house.store, platform, clock)
    running = asyncio.create_task(courier.run())
    await until(lambda: len(platform.posts) == 30)
    courier.stop()
    await running
    moments = sorted(posted.at for posted in platform.posts.values())
    gaps = [(later - first).total_seconds() for first, later in zip(moments, moments[20:], strict=False)]
    assert min(gaps) > 0.9


@in_house()
async def test_good_news_that_comes_late_is_taken_as_long_as_nobody_tries_again(house: House) -> None:
    """A courier that was frozen past its lease brings the answer after another one found nothing."""
    await house.queue(promise("a"))
    terms, now = Terms(FAST), house.clock.now()
    first = await turn(house, now, terms, room=1)
    later = now + terms.lease
    second = await turn(house, later, terms, room=1)
    await turn(house, later, terms, Answer(second.tries[0], Absent(), later))
    assert await house.states("a") == [DeliveryState.ready]
    news = Sent(message=MessageRef(conversation=conversation(), id="m1"))
    last = await turn(house, later, terms, Answer(first.tries[0], news, later), room=1)
    assert (last.tries, last.overtaken, await house.states("a")) == ([], [], [DeliveryState.sent])


async def turn(house: House, now: datetime, terms: Terms, *answers: Answer, room: int = 0) -> Turn:
    request = Request(platform="fake", answers=answers, room=room, flying=(), shut=())
    return await house.store.write(lambda tx: take_turn(tx, request, now=now, terms=terms))
