"""The test platform says truly what became of a request, whatever its server does to it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.model.card import Card
from bot.model.delivery import Pace
from bot.model.outcome import Absent, Closed, Deleted, Outcome, Refused, Rejected, Sent, Unknown
from bot.model.people import ChannelRef, Conversation
from tests.servers.platform import WirePlatform, place
from tests.servers.rooms import LONGEST, Rules
from tests.servers.running import RunningServer, running

HERE = Conversation(channel=ChannelRef(platform="wire", workspace="w", id="c"))
CARD = Card(summary="Story", blocks=())
CLOCK = SystemClock()

Story = Callable[[WirePlatform, RunningServer], Coroutine[Any, Any, None]]


def play(rules: Rules, story: Story, *, timeout: float = 5) -> None:
    """Run a story with a server of these rules."""

    async def playing() -> None:
        with running(rules) as server:
            platform = WirePlatform(
                server.port,
                pace=Pace(timeout=timeout, lag=rules.lag),
                asked=rules.memory == "asked",
            )
            await story(platform, server)
            platform.close()

    asyncio.run(playing())


@pytest.mark.parametrize(
    ("fault", "expected", "posted"),
    [
        ("reset before", Unknown, 0),
        ("reset after", Unknown, 1),
        ("silence before", Unknown, 0),
        ("silence after", Unknown, 1),
        ("error before", Unknown, 0),
        ("error after", Unknown, 1),
        ("slow", Sent, 1),
        ("limit", Refused, 0),
        ("limit all", Refused, 0),
    ],
)
def test_each_fault_has_its_outcome(fault: str, expected: type[Outcome], posted: int) -> None:
    async def story(platform: WirePlatform, server: RunningServer) -> None:
        assert isinstance(await platform.post(HERE, CARD, key="k"), expected)
        report = await server.report()
        assert len(report.messages) == posted
        assert report.faults == {fault: 1}

    play(Rules(faults={fault: 1}), story, timeout=0.3 if fault.startswith("silence") else 5)


def test_a_refusal_says_how_long_to_wait_and_for_whom() -> None:
    async def story(platform: WirePlatform, _: RunningServer) -> None:
        assert isinstance(await platform.post(HERE, CARD, key="a"), Sent)
        refused = await platform.post(HERE, CARD, key="b")
        assert isinstance(refused, Refused)
        assert refused.retry_after is not None
        assert 0 < refused.retry_after <= 60
        assert not refused.wide
        elsewhere = Conversation(channel=HERE.channel, thread="t")
        assert isinstance(await platform.post(elsewhere, CARD, key="c"), Sent)

    play(Rules(every=60), story)


def test_a_server_that_is_gone_refuses() -> None:
    async def story(platform: WirePlatform, server: RunningServer) -> None:
        gone = WirePlatform(port=1, pace=Pace())
        assert isinstance(await gone.post(HERE, CARD, key="k"), Refused)
        assert isinstance(await gone.find(HERE, key="k", since=CLOCK.now()), Refused)
        assert not (await server.report()).messages
        platform.close()

    play(Rules(), story)


def test_a_closed_conversation_and_a_card_that_is_too_long_are_turned_away() -> None:
    async def story(platform: WirePlatform, server: RunningServer) -> None:
        assert isinstance(
            await platform.post(HERE, Card(summary="x" * LONGEST, blocks=()), key="e"), Rejected
        )
        await server.close(place(HERE))
        assert isinstance(await platform.post(HERE, CARD, key="k"), Closed)

    play(Rules(), story)


def test_a_deleted_message_is_neither_edited_nor_found() -> None:
    async def story(platform: WirePlatform, server: RunningServer) -> None:
        sent = await platform.post(HERE, CARD, key="k")
        assert isinstance(sent, Sent)
        await server.delete(sent.message.id)
        assert await platform.edit(sent.message, CARD, key="k") == Deleted()
        assert await platform.find(HERE, key="k", since=CLOCK.now()) == Absent()

    play(Rules(), story)


def test_a_remembered_key_makes_no_second_message() -> None:
    async def story(platform: WirePlatform, server: RunningServer) -> None:
        first = await platform.post(HERE, CARD, key="k")
        assert await platform.post(HERE, CARD, key="k") == first
        assert isinstance(await platform.find(HERE, key="k", since=CLOCK.now()), Unknown)
        assert isinstance(first, Sent)
        await server.delete(first.message.id)
        assert await platform.post(HERE, CARD, key="k") == Deleted()
        assert len((await server.report()).messages) == 1

    play(Rules(memory="nonce"), story)


def test_without_a_memory_a_second_post_is_a_second_message() -> None:
    async def story(platform: WirePlatform, server: RunningServer) -> None:
        for _ in range(2):
            await platform.post(HERE, CARD, key="k")
        assert len((await server.report()).messages) == 2

    play(Rules(memory="neither"), story)


def test_a_history_that_lags_does_not_show_what_is_there() -> None:
    async def story(platform: WirePlatform, _: RunningServer) -> None:
        started = CLOCK.now()
        await platform.post(HERE, CARD, key="k")
        assert await platform.find(HERE, key="k", since=started) == Absent()

    play(Rules(lag=60), story)


def test_what_is_too_old_when_its_turn_comes_is_not_applied() -> None:
    async def story(platform: WirePlatform, server: RunningServer) -> None:
        assert isinstance(await platform.post(HERE, CARD, key="k"), Unknown)
        assert not (await server.report()).messages

    play(Rules(stale=0), story)


def test_somebody_who_waits_for_it_learns_of_a_change_before_its_answer() -> None:
    async def story(platform: WirePlatform, server: RunningServer) -> None:
        waiting = asyncio.create_task(server.moment())
        await asyncio.sleep(0)
        while not waiting.done():
            posting = asyncio.create_task(platform.post(HERE, CARD, key="k"))
            done, _ = await asyncio.wait([posting, waiting], return_when=asyncio.FIRST_COMPLETED)
            if waiting in done:
                assert not posting.done()
            assert isinstance(await posting, Sent)

    play(Rules(memory="nonce"), story)
