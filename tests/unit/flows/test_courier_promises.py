"""Whatever a platform does, promises end well: nothing twice, nothing out of order, the newest text last."""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.delivery import DeliveryState, Pace
from bot.model.outcome import Outcome, Refused, Rejected, Unknown
from tests.fakes import FAST, Trick, conversation, promise
from tests.unit.flows.courier_house import House, open_house

ENDS = {DeliveryState.sent, DeliveryState.dead, DeliveryState.held, DeliveryState.withdrawn}
CHANNELS = ("C1", "C2")

outcomes = st.sampled_from(
    [
        Trick.take,
        Trick.lose,
        Trick.drop,
        Refused(reason="429"),
        Refused(reason="429", retry_after=30),
        Refused(reason="429", retry_after=30, wide=True),
        Unknown(reason="502"),
        Rejected(reason="no"),
    ]
)


@dataclass(frozen=True)
class Queue:
    """Somebody queues a post in a channel."""

    channel: str


@dataclass(frozen=True)
class Revise:
    """Somebody changes one of the posts."""

    which: int


@dataclass(frozen=True)
class Pass:
    """Seconds pass, and what is due is done."""

    seconds: float


@dataclass(frozen=True)
class Crash:
    """The courier is dropped with something on its way, and another one takes over."""


events = st.lists(
    st.one_of(
        st.builds(Queue, st.sampled_from(CHANNELS)),
        st.builds(Revise, st.integers(0, 5)),
        st.builds(Pass, st.sampled_from([0.0, 1.0, 15.0, 100.0])),
        st.just(Crash()),
    ),
    max_size=14,
)


@pytest.mark.parametrize(
    "pace", [FAST, FAST.model_copy(update={"remembers": 300.0})], ids=["finds", "remembers"]
)
@settings(max_examples=15)
@given(script=st.lists(outcomes, max_size=12), happens=events)
def test_every_promise_ends_well(pace: Pace, script: list[Outcome | Trick], happens: list[object]) -> None:
    asyncio.run(_live(pace, script, happens))


async def _live(pace: Pace, script: list[Outcome | Trick], happens: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_house(Path(folder), pace) as house:
            house.platform.then(*script)
            newest = await _happen(house, happens)
            for _ in range(14):
                await house.work(after=300)
            await _ends_well(house, newest)


async def _happen(house: House, happens: list[object]) -> dict[str, str]:
    newest: dict[str, str] = {}
    for number, event in enumerate(happens):
        match event:
            case Queue(channel):
                key = f"{channel}-{number:02}"
                newest[key] = key
                await house.queue(promise(key, to=conversation(channel)))
            case Revise(which) if newest:
                key = sorted(newest)[which % len(newest)]
                newest[key] = f"{key} revised {number}"
                await house.revise(key, newest[key])
            case Pass(seconds):
                await house.work(after=seconds)
            case Crash():
                await _crash(house)
            case _:
                pass
    return newest


async def _crash(house: House) -> None:
    """Drop the courier as soon as something is on its way, with nothing of it settled."""
    house.platform.gate = asyncio.Event()
    working = asyncio.create_task(house.courier.work_off())
    while not working.done() and not house.platform.waiting:  # noqa: ASYNC110 - the fake rings no bell
        await asyncio.sleep(0.001)
    working.cancel()
    tasks = [each for each in asyncio.all_tasks() if each.get_name().startswith("delivery")]
    for task in tasks:
        task.cancel()
    await asyncio.gather(working, *tasks, return_exceptions=True)
    house.platform.gate = None
    house.courier = house.another()


async def _ends_well(house: House, newest: dict[str, str]) -> None:
    platform = house.platform
    every = [*newest]
    assert set(await house.states(*every)) <= ENDS
    assert all(count == 1 for count in platform.by_key().values())
    assert platform.busiest <= 1
    edits_refused = any(isinstance(each, Rejected) for each in platform.said)
    for key, text in newest.items():
        post = await house.of(key)
        if post.state is not DeliveryState.sent or post.message is None:
            continue
        if not edits_refused:
            assert platform.posts[post.message.id].text == text
    for channel in CHANNELS:
        first = [
            p.cards[0].summary for p in platform.posts.values() if p.ref.conversation.channel.id == channel
        ]
        assert [text[:5] for text in first] == sorted(text[:5] for text in first)
    open_left = await house.store.read(lambda view: view.deliveries.counts())
    assert not {*open_left} - ENDS
