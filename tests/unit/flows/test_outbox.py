"""An admin's word about what is held or dead."""

import asyncio

import pytest

from bot.errors import NotFound
from bot.flows.outbox import Outbox
from bot.model.delivery import DeliveryState
from bot.model.outcome import Refused, Rejected
from tests.fakes import Trick, promise
from tests.unit.flows.courier_house import House, in_house, until


async def hold(house: House) -> None:
    """Bring the first delivery into the state that nobody but a person can end."""
    house.platform.searchable = False
    house.platform.then(Trick.drop)
    await house.queue(promise("a"))
    for _ in range(14):
        await house.work(after=60)
    assert await house.states("a") == [DeliveryState.held]


@in_house()
async def test_what_is_held_is_shown_and_sent_once_on_an_admins_word(house: House) -> None:
    await hold(house)
    outbox = Outbox(house.store, house.clock)
    assert await outbox.counts() == {DeliveryState.held: 1}
    assert [each.key for each in await outbox.stuck()] == ["a"]
    first, second = await outbox.send(1), await outbox.send(1)
    assert (first.done, second.done, second.delivery.state) == (True, False, DeliveryState.ready)
    await house.work()
    third = await outbox.send(1)
    assert (third.done, third.delivery.state) == (False, DeliveryState.sent)
    assert house.platform.texts == ["a"]


@in_house()
async def test_what_is_held_can_be_dropped_with_its_edits(house: House) -> None:
    await hold(house)
    await house.revise("a", "new")
    outbox = Outbox(house.store, house.clock)
    assert (await outbox.drop(1)).done
    assert not (await outbox.drop(1)).done
    await house.work(after=60)
    assert await house.states("a", "a/1") == [DeliveryState.withdrawn] * 2
    assert house.platform.texts == []


@in_house()
async def test_edits_of_a_held_post_wait_for_the_admins_word(house: House) -> None:
    await hold(house)
    await house.revise("a", "new")
    await house.work(after=60)
    assert await house.states("a/1") == [DeliveryState.ready]
    await Outbox(house.store, house.clock).send(1)
    await house.work()
    assert house.platform.texts == ["new"]


@in_house()
async def test_a_dead_post_that_is_sent_again_shows_its_newest_text(house: House) -> None:
    house.platform.then(Trick.drop, Rejected(reason="no"))
    await house.queue(promise("a"))
    await house.work()
    await house.revise("a", "new")
    await house.work(after=30)
    assert await house.states("a", "a/1") == [DeliveryState.dead, DeliveryState.withdrawn]
    assert (await Outbox(house.store, house.clock).send(1)).done
    await house.work()
    assert house.platform.texts == ["new"]


@in_house()
async def test_an_old_edit_is_not_sent_over_a_newer_one(house: House) -> None:
    await house.queue(promise("a"))
    await house.work()
    house.platform.then(Rejected(reason="no"))
    await house.revise("a", "one")
    await house.work()
    await house.revise("a", "two")
    await house.work()
    edit = await house.of("a/1")
    pressed = await Outbox(house.store, house.clock).send(edit.number)
    assert (pressed.done, pressed.delivery.state) == (False, DeliveryState.withdrawn)
    assert house.platform.texts == ["two"]


@in_house()
async def test_what_is_on_its_way_is_left_alone(house: House) -> None:
    house.platform.then(Refused(reason="429", retry_after=60))
    await house.queue(promise("a"))
    await house.work()
    outbox = Outbox(house.store, house.clock)
    assert not (await outbox.send(1)).done
    assert not (await outbox.drop(1)).done
    with pytest.raises(NotFound, match="no delivery 7"):
        await outbox.drop(7)


@in_house()
async def test_what_an_admin_sends_waits_for_what_is_on_its_way(house: House) -> None:
    await hold(house)
    house.platform.gate = asyncio.Event()
    await house.queue(promise("b"))
    working = asyncio.create_task(house.courier.work_off())
    await until(lambda: house.platform.waiting == 1)
    await Outbox(house.store, house.clock).send(1)
    house.courier.ring()
    await asyncio.sleep(0)
    house.platform.gate.set()
    await working
    await house.work()
    assert (house.platform.texts, house.platform.busiest) == (["b", "a"], 1)


@in_house()
async def test_a_dead_post_that_was_corrected_shows_the_correction_if_it_is_sent(house: House) -> None:
    house.platform.then(Rejected(reason="too long"))
    await house.queue(promise("a"))
    await house.work()
    await house.revise("a", "corrected")
    await Outbox(house.store, house.clock).send(1)
    await house.work()
    assert house.platform.texts == ["corrected"]
