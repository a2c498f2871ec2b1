"""What becomes of the standing orders of a conversation that takes nothing any more."""

from datetime import time

from bot.flows.desk import Desk
from bot.flows.orders import pause_conversation
from bot.model.delivery import DeliveryState
from bot.model.digest import Digest, DigestDraft
from bot.model.outcome import Closed
from bot.model.people import Actor, Conversation
from bot.model.schedule import Schedule
from bot.model.subscription import Rules, SubscriptionDraft
from tests.fakes import conversation, person, promise
from tests.unit.flows.courier_house import House, in_house


async def digest(house: House, where: Conversation, by: Actor) -> Digest:
    now = house.clock.now()
    draft = DigestDraft(
        where=where, schedule=Schedule(at=time(8), zone="UTC"), set_by=by, made_at=now, changed_at=now
    )
    return await house.store.write(lambda tx: tx.digests.add(draft))


async def subscribe(house: House, where: Conversation, by: Actor) -> None:
    draft = SubscriptionDraft(where=where, rules=Rules(), set_by=by, made_at=house.clock.now())
    await house.store.write(lambda tx: tx.subscriptions.add(draft))


@in_house()
async def test_a_closed_channel_pauses_its_orders_and_tells_each_person_once(house: House) -> None:
    anna, ben = person("anna"), person("ben")
    await digest(house, conversation(), anna)
    await subscribe(house, conversation(thread="T1"), anna)
    await subscribe(house, conversation(), ben)
    await digest(house, conversation("C2"), ben)
    house.platform.then(Closed(reason="it is archived"), Closed(reason="it is archived"))
    await house.queue(promise("a", behind=anna), promise("b", to=conversation(thread="T1"), behind=anna))
    await house.work()
    await house.work(after=60)
    assert await _states(house) == ["paused", "active", "paused", "paused"]
    told = [post for post in house.platform.posts.values() if post.ref.conversation.channel.person]
    assert sorted(post.ref.conversation.channel.id for post in told) == ["U-anna", "U-ben"]
    assert any(post.text == "Paused: digest 1 (08:00 UTC), subscription 1" for post in told)


@in_house()
async def test_a_closed_thread_pauses_its_own_orders_alone(house: House) -> None:
    await digest(house, conversation(), person())
    await digest(house, conversation(thread="T1"), person())
    house.platform.then(Closed(reason="it was deleted"))
    await house.queue(promise("a", to=conversation(thread="T1"), behind=person()))
    await house.work()
    assert await _states(house) == ["active", "paused"]


@in_house()
async def test_a_channel_can_be_paused_twice(house: House) -> None:
    await digest(house, conversation(), person())
    for _ in range(2):
        await house.store.write(
            lambda tx: pause_conversation(tx, conversation(), "It is gone.", at=house.clock.now())
        )
        house.wait(60)
    await house.work()
    assert len(house.platform.posts) == 1
    health = await Desk(house.store, house.clock).health()
    assert [order.reason for order in health.promises.paused] == ["It is gone."]
    assert DeliveryState.held not in health.promises.counts


async def _states(house: House) -> list[str]:
    digests, subscriptions = await house.store.read(
        lambda view: (view.digests.standing(), view.subscriptions.standing())
    )
    return [*(each.state.value for each in digests), *(each.state.value for each in subscriptions)]
