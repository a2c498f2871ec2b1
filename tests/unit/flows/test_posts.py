"""Changing what was promised."""

import asyncio

import pytest

from bot.flows.posts import tell, withdraw
from bot.model.delivery import DeliveryState
from bot.model.outcome import Refused, Rejected, Unknown
from tests.fakes import Trick, card, conversation, person, promise
from tests.unit.flows.courier_house import House, in_house, until


@in_house()
async def test_a_post_that_waits_is_changed_where_it_is(house: House) -> None:
    house.platform.then(Refused(reason="429", retry_after=60))
    await house.queue(promise("a"))
    await house.revise("a", "first")
    await house.work()
    await house.revise("a", "second")
    await house.work(after=60)
    assert house.platform.texts == ["second"]
    assert house.platform.calls["edit"] == 0


@in_house()
async def test_an_edit_that_was_promised_during_a_try_in_vain_is_not_made_afterwards(house: House) -> None:
    gate = house.platform.gate = asyncio.Event()
    house.platform.then(Refused(reason="429", retry_after=60))
    await house.queue(promise("a"))
    working = asyncio.create_task(house.courier.work_off())
    await until(lambda: house.platform.waiting > 0)
    await house.revise("a", "first")
    gate.set()
    await working
    await house.revise("a", "second")
    await house.work(after=60)
    assert house.platform.texts == ["second"]
    assert house.platform.calls["edit"] == 0


@in_house()
async def test_a_post_that_is_there_is_edited(house: House) -> None:
    await house.queue(promise("a"))
    await house.work()
    await house.revise("a", "new")
    await house.work()
    assert house.platform.texts == ["new"]
    assert house.platform.calls == {"post": 1, "edit": 1}


@in_house()
async def test_of_several_edits_that_wait_only_the_newest_is_made(house: House) -> None:
    await house.queue(promise("a"))
    await house.work()
    for text in ("one", "two", "three"):
        await house.revise("a", text)
    await house.work()
    assert [shown.summary for shown in house.platform.posts["m1"].cards] == ["a", "three"]
    assert await house.states("a/1", "a/2", "a/3") == [
        DeliveryState.withdrawn,
        DeliveryState.withdrawn,
        DeliveryState.sent,
    ]


@in_house()
async def test_the_same_text_again_is_no_edit(house: House) -> None:
    await house.queue(promise("a"))
    await house.work()
    await house.revise("a", "a")
    await house.revise("a", "b")
    await house.revise("a", "b")
    await house.work()
    assert house.platform.calls["edit"] == 1
    await house.revise("a", "a")
    await house.work()
    assert house.platform.texts == ["a"]


@in_house()
async def test_an_edit_waits_until_it_is_known_whether_its_post_is_there(house: House) -> None:
    house.platform.then(Trick.lose)
    await house.queue(promise("a"))
    await house.work()
    await house.revise("a", "new")
    await house.work()
    assert house.platform.calls["edit"] == 0
    await house.work(after=30)
    assert house.platform.texts == ["new"]


@in_house()
async def test_an_edit_whose_outcome_is_unknown_is_not_overtaken_by_a_newer_one(house: House) -> None:
    await house.queue(promise("a"))
    await house.work()
    house.platform.then(Unknown(reason="reset"))
    await house.revise("a", "one")
    await house.work()
    await house.revise("a", "two")
    await house.work(after=1)
    assert house.platform.calls["edit"] == 1, "the first may still be on its way"
    await house.work(after=30)
    assert house.platform.texts == ["two"]
    assert await house.states("a/1", "a/2") == [DeliveryState.withdrawn, DeliveryState.sent]


@in_house()
async def test_a_message_that_was_deleted_is_neither_edited_nor_posted_again(house: House) -> None:
    await house.queue(promise("a"))
    await house.work()
    house.platform.delete("a")
    await house.revise("a", "new")
    await house.work()
    await house.revise("a", "newer")
    await house.work()
    assert await house.states("a", "a/1") == [DeliveryState.withdrawn] * 2
    assert house.platform.calls == {"post": 1, "edit": 1}


@in_house()
async def test_an_edit_that_is_rejected_leaves_the_post_and_tells_who_is_behind_it(house: House) -> None:
    await house.queue(promise("a", behind=person()))
    await house.work()
    house.platform.then(Rejected(reason="too long"))
    await house.revise("a", "new")
    await house.work()
    assert await house.states("a", "a/1", "told:a/1") == [
        DeliveryState.sent,
        DeliveryState.dead,
        DeliveryState.sent,
    ]


@in_house()
async def test_a_post_that_is_no_longer_wanted_is_withdrawn_while_it_waits(house: House) -> None:
    house.platform.then(Refused(reason="429", retry_after=60))
    await house.queue(promise("a"), promise("b", to=conversation("C2")))
    await house.work()
    await house.store.write(lambda tx: withdraw(tx, "a", "Not wanted.", at=house.clock.now()))
    await house.store.write(lambda tx: withdraw(tx, "b", "Not wanted.", at=house.clock.now()))
    await house.work(after=60)
    assert await house.states("a", "b") == [DeliveryState.withdrawn, DeliveryState.sent]
    assert house.platform.texts == ["b"]
    await house.revise("a", "new")
    await house.work()
    assert house.platform.texts == ["b"]


@in_house()
async def test_a_person_is_told_once_under_each_key(house: House) -> None:
    for _ in range(2):
        await house.store.write(
            lambda tx: tell(tx, person(), card("hello"), key="told:x", at=house.clock.now())
        )
    await house.work()
    assert house.platform.texts == ["hello"]
    assert house.platform.posts["m1"].ref.conversation.channel.person


@in_house()
async def test_what_was_never_promised_can_not_be_changed(house: House) -> None:
    with pytest.raises(ValueError, match="nothing was promised"):
        await house.revise("a", "new")
    with pytest.raises(ValueError, match="nothing was promised"):
        await house.store.write(lambda tx: withdraw(tx, "a", "x", at=house.clock.now()))
