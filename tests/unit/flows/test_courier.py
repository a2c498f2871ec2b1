"""The courier against a platform in memory and a real store."""

import asyncio
import logging

import pytest

from bot.flows.posts import withdraw
from bot.model.delivery import DeliveryState, Pace
from bot.model.outcome import Closed, Refused, Rejected, Unknown
from tests.fakes import FAST, Trick, conversation, person, promise
from tests.unit.flows.courier_house import House, crash, in_house, until

DAY = 24 * 3600.0
IMPATIENT = FAST.model_copy(update={"timeout": 0.02})
REMEMBERING = FAST.model_copy(update={"remembers": 300.0})
SPACED = FAST.model_copy(update={"every": 1.0})


@in_house()
async def test_what_is_queued_is_sent_once(house: House) -> None:
    await house.queue(promise("a"), promise("b", to=conversation("C2")))
    await house.work()
    await house.work()
    assert house.platform.texts == ["a", "b"]
    assert await house.states("a", "b") == [DeliveryState.sent] * 2
    assert (await house.of("a")).message == house.platform.posts["m1"].ref


@in_house(SPACED)
async def test_a_conversation_gets_one_message_after_the_other_at_its_pace(house: House) -> None:
    await house.queue(*(promise(f"a{number}") for number in range(3)), promise("b", to=conversation("C2")))
    await house.work()
    assert house.platform.texts == ["a0", "b"]
    await house.work(after=0.9)
    assert house.platform.texts == ["a0", "b"]
    await house.work(after=0.1)
    await house.work(after=1)
    assert house.platform.texts == ["a0", "b", "a1", "a2"]
    assert house.platform.busiest == 1


@in_house()
async def test_a_failure_holds_up_its_own_conversation_alone(house: House) -> None:
    house.platform.then(Refused(reason="429", retry_after=60))
    await house.queue(promise("a1"), promise("a2"), promise("b", to=conversation("C2")))
    await house.work()
    assert house.platform.texts == ["b"]
    await house.work(after=59)
    assert house.platform.texts == ["b"]
    await house.work(after=1)
    assert house.platform.texts == ["b", "a1", "a2"]


@in_house()
async def test_a_wide_refusal_closes_the_workspace_and_no_other(house: House) -> None:
    house.platform.then(Refused(reason="429", retry_after=60, wide=True))
    await house.queue(promise("a"))
    await house.work()
    await house.queue(promise("b", to=conversation("C2")), promise("c", to=conversation(workspace="W2")))
    await house.work()
    assert house.platform.texts == ["c"]
    await house.work(after=60)
    assert sorted(house.platform.texts) == ["a", "b", "c"]


@in_house()
async def test_a_lost_answer_is_looked_up_and_adopted(house: House) -> None:
    house.platform.then(Trick.lose)
    await house.queue(promise("a"))
    await house.work()
    assert await house.states("a") == [DeliveryState.unknown]
    await house.work(after=10)
    assert (house.platform.texts, await house.states("a")) == (["a"], [DeliveryState.sent])


@in_house()
async def test_what_is_surely_absent_is_sent_again(house: House) -> None:
    house.platform.then(Trick.drop)
    await house.queue(promise("a"))
    await house.work()
    await house.work(after=10)
    assert (house.platform.texts, await house.states("a")) == (["a"], [DeliveryState.sent])
    assert house.platform.calls == {"post": 2, "find": 1}


@in_house(FAST.model_copy(update={"lag": 60}))
async def test_a_history_that_lags_is_asked_once_it_can_know(house: House) -> None:
    house.platform.then(Trick.lose)
    await house.queue(promise("a"))
    await house.work()
    await house.work(after=59)
    assert house.platform.calls["find"] == 0
    await house.work(after=1)
    assert (house.platform.texts, await house.states("a")) == (["a"], [DeliveryState.sent])
    assert house.platform.calls == {"post": 1, "find": 1}


@in_house(FAST.model_copy(update={"lag": 60}))
async def test_after_a_crash_too_a_history_that_lags_is_given_its_time(house: House) -> None:
    house.platform.then(Trick.hang)
    await house.queue(promise("a"))
    await crash(house.courier, after=lambda: house.platform.calls["post"] == 1)
    house.courier = house.another()
    for _ in range(20):
        await house.work(after=10)
    assert (house.platform.texts, await house.states("a")) == (["a"], [DeliveryState.sent])
    assert house.platform.calls == {"post": 1, "find": 1}


@in_house()
async def test_what_can_not_be_found_is_held_and_lets_others_go(house: House) -> None:
    house.platform.searchable = False
    house.platform.then(Trick.lose)
    await house.queue(promise("a"), promise("b"))
    for _ in range(15):
        await house.work(after=60)
    assert await house.states("a", "b") == [DeliveryState.held, DeliveryState.sent]
    assert house.platform.by_key().most_common(1)[0][1] == 1


@in_house(REMEMBERING)
async def test_where_the_platform_remembers_nothing_is_searched(house: House) -> None:
    house.platform.then(Trick.lose, Trick.drop)
    await house.queue(promise("a"))
    for _ in range(4):
        await house.work(after=10)
    assert (house.platform.texts, await house.states("a")) == (["a"], [DeliveryState.sent])
    assert house.platform.calls["find"] == 0


@in_house(REMEMBERING)
async def test_a_message_that_was_deleted_is_not_posted_again(house: House) -> None:
    house.platform.then(Trick.lose)
    await house.queue(promise("a"))
    await house.work()
    house.platform.delete("a")
    await house.work(after=10)
    assert await house.states("a") == [DeliveryState.withdrawn]
    assert house.platform.by_key().total() == 1


@in_house(IMPATIENT)
async def test_a_platform_that_never_answers_is_not_waited_for(house: House) -> None:
    house.platform.then(Trick.hang)
    await house.queue(promise("a"), promise("b", to=conversation("C2")))
    await house.work()
    assert await house.states("a", "b") == [DeliveryState.unknown, DeliveryState.sent]
    assert "No answer came" in (await house.of("a")).reason
    await house.work(after=10)
    assert (house.platform.texts, await house.states("a")) == (["a", "b"], [DeliveryState.sent])


def test_a_fault_of_the_adapter_is_logged_and_loses_nothing(caplog: pytest.LogCaptureFixture) -> None:
    @in_house()
    async def live(house: House) -> None:
        house.platform.then(Trick.fail)
        await house.queue(promise("a"))
        await house.work()
        await house.work(after=10)
        assert (house.platform.texts, await house.states("a")) == (["a"], [DeliveryState.sent])

    with caplog.at_level(logging.ERROR):
        live()
    assert "the adapter has a bug" in caplog.text


@in_house()
async def test_after_a_day_of_failures_it_is_given_up_and_who_is_behind_it_told_once(house: House) -> None:
    house.platform.then(*[Refused(reason="The server is down.")] * 200)
    await house.queue(promise("a", behind=person()))
    for _ in range(100):
        await house.work(after=900)
    assert await house.states("a") == [DeliveryState.dead]
    house.platform.script.clear()
    await house.work(after=900)
    told = [posted for posted in house.platform.posts.values() if posted.ref.conversation.channel.person]
    assert [each.ref.conversation.channel.id for each in told] == ["U-anna"]
    assert "could not be posted" in told[0].text
    assert house.platform.texts == [told[0].text]


@in_house()
async def test_a_direct_message_that_fails_tells_nobody(house: House) -> None:
    house.platform.then(Rejected(reason="too long"), Rejected(reason="They take none."))
    await house.queue(promise("a", behind=person()))
    await house.work()
    await house.work(after=900)
    assert await house.states("a", "told:a") == [DeliveryState.dead] * 2
    assert house.platform.texts == []


@in_house()
async def test_what_is_rejected_ends_at_once_and_lets_others_go(house: House) -> None:
    house.platform.then(Rejected(reason="too long"))
    await house.queue(promise("a"), promise("b"))
    await house.work()
    assert await house.states("a", "b") == [DeliveryState.dead, DeliveryState.sent]


@in_house()
async def test_a_closed_conversation_withdraws_what_waits_in_it(house: House) -> None:
    house.platform.then(Closed(reason="it is archived"))
    here, there = conversation("C1"), conversation("C1", thread="T1")
    await house.queue(
        promise("a", to=here, behind=person()), promise("b", to=here), promise("c", to=conversation("C2"))
    )
    await house.queue(promise("later", to=there, due_at=house.clock.at.replace(hour=12)))
    await house.work()
    assert await house.states("a", "b", "c", "later") == [
        DeliveryState.dead,
        DeliveryState.withdrawn,
        DeliveryState.sent,
        DeliveryState.withdrawn,
    ]
    assert "archived" in (await house.of("b")).reason
    assert await house.states("told:a") == [DeliveryState.sent]


@in_house()
async def test_a_closed_thread_leaves_its_channel_alone(house: House) -> None:
    house.platform.then(Closed(reason="it was deleted"))
    await house.queue(promise("a", to=conversation("C1", thread="T1")))
    await house.queue(promise("b", to=conversation("C1"), due_at=house.clock.at.replace(minute=1)))
    await house.work()
    await house.work(after=60)
    assert await house.states("a", "b") == [DeliveryState.dead, DeliveryState.sent]


@in_house()
async def test_a_time_to_come_is_waited_for(house: House) -> None:
    await house.queue(promise("a", due_at=house.clock.at.replace(hour=8)))
    await house.work(after=3599)
    assert house.platform.texts == []
    await house.work(after=1)
    assert house.platform.texts == ["a"]


@in_house()
async def test_a_clock_that_steps_back_holds_nothing_up(house: House) -> None:
    house.platform.then(Unknown(reason="reset"), Refused(reason="429", retry_after=60))
    house.courier.ring()
    await house.queue(promise("a"), promise("b", to=conversation("C2")), promise("c", to=conversation("C3")))
    await house.work()
    house.wait(-DAY)
    await house.work()
    for _ in range(16):
        await house.work(after=60)
    assert sorted(house.platform.texts) == ["a", "b", "c"]


@in_house(Pace(every=0, per_second=5, at_once=100))
async def test_the_budget_of_sends_a_second_is_not_asked_when_working_off(house: House) -> None:
    await house.queue(*(promise(f"a{number}") for number in range(12)))
    await house.work()
    assert len(house.platform.texts) == 12


@in_house(REMEMBERING)
async def test_a_refusal_after_a_lost_try_does_not_prove_that_it_is_not_there(house: House) -> None:
    house.platform.then(Trick.lose, Refused(reason="busy", retry_after=400))
    await house.queue(promise("a"))
    for _ in range(12):
        await house.work(after=60)
    assert house.platform.by_key().total() == 1
    assert await house.states("a") == [DeliveryState.sent]


@in_house()
async def test_an_outage_of_searches_leaves_nothing_to_an_admin(house: House) -> None:
    house.platform.then(Trick.drop)
    house.platform.sought.extend(Refused(reason="503") for _ in range(15))
    await house.queue(promise("a"), promise("b"))
    for _ in range(20):
        await house.work(after=60)
    assert house.platform.texts == ["a", "b"]


@in_house()
async def test_a_search_that_is_told_to_wait_waits(house: House) -> None:
    house.platform.then(Trick.lose)
    house.platform.sought.append(Refused(reason="429", retry_after=300))
    await house.queue(promise("a"))
    await house.work()
    for _ in range(30):
        await house.work(after=10)
    assert house.platform.calls["find"] == 1
    await house.work(after=10)
    assert await house.states("a") == [DeliveryState.sent]


@in_house()
async def test_what_is_withdrawn_on_its_way_is_not_sent_after_all(house: House) -> None:
    house.platform.then(Trick.drop)
    await house.queue(promise("a"), promise("b"))
    await house.work()
    await house.store.write(lambda tx: withdraw(tx, "a", "It was turned off.", at=house.clock.now()))
    await house.work(after=60)
    assert house.platform.texts == ["b"]
    assert await house.states("a") == [DeliveryState.withdrawn]


@in_house()
async def test_what_is_withdrawn_while_it_is_refused_is_not_tried_again(house: House) -> None:
    house.platform.gate = asyncio.Event()
    house.platform.then(Refused(reason="busy"))
    await house.queue(promise("a"))
    working = asyncio.create_task(house.courier.work_off())
    await until(lambda: house.platform.waiting == 1)
    await house.store.write(lambda tx: withdraw(tx, "a", "It was turned off.", at=house.clock.now()))
    house.platform.gate.set()
    await working
    await house.work(after=60)
    assert (house.platform.texts, await house.states("a")) == ([], [DeliveryState.withdrawn])
