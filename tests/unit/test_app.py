"""The life of the process: what starts, what ticks, and in which order it ends."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from bot.app import App, Served, Tick
from bot.compose import app, open_house
from bot.errors import Missing, StoreBusy
from bot.flows.courier import Courier
from bot.model.card import Card
from bot.model.delivery import DeliveryState, Promise
from bot.model.events import CommandTyped
from bot.model.outcome import Outcome
from bot.model.people import Actor, ChannelRef, Conversation, Role
from bot.ports import Answers, ChatPlatform, Tx
from tests.conftest import SetClock
from tests.fakes import FakePlatform, card

PATIENCE_S = 30
HERE = Conversation(channel=ChannelRef(platform="fake", workspace="w", id="c"))
ANN = Actor(platform="fake", workspace="w", id="u", name="Ann", role=Role.editor)


@dataclass
class Chat(FakePlatform):
    """A platform on which somebody types lines, and leaves once as many posts have come as `stays_for`."""

    lines: tuple[str, ...] = ()
    stays_for: int = 1
    leaves: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, answers: Answers) -> None:
        for line in self.lines:
            typed = CommandTyped(id=line, at=self.clock.now(), actor=ANN, where=HERE, text=line)
            await answers.answer(typed)
        await self.leaves.wait()

    async def post(self, to: Conversation, card: Card, *, key: str) -> Outcome:
        if self.calls["post"] + 1 == self.stays_for:
            self.leaves.set()
        return await super().post(to, card, key=key)


def served(db: Path, clock: SetClock, *promises: Promise, by: Callable[[], tuple[ChatPlatform, ...]]) -> None:
    """Run the app over these promises and platforms until everyone has left."""

    async def run() -> None:
        async with open_house(db, clock=clock) as house, asyncio.timeout(PATIENCE_S):
            for promise in promises:
                await house.store.write(partial(_queue, promise))
            await app(house, by()).run()

    asyncio.run(run())


def _queue(promise: Promise, tx: Tx) -> None:
    assert tx.deliveries.queue(promise, at=promise.due_at)


def a_promise(text: str, clock: SetClock, *, platform: str = "fake") -> Promise:
    to = Conversation(channel=HERE.channel.model_copy(update={"platform": platform}))
    return Promise(key=text, to=to, card=card(text), due_at=clock.now())


def test_what_a_command_promises_is_sent_while_people_chat(tmp_path: Path, clock: SetClock) -> None:
    chats: list[Chat] = []

    def by() -> tuple[ChatPlatform, ...]:
        chats.append(Chat(clock, lines=("digest at 08:00 daily", "digest now")))
        return tuple(chats)

    served(tmp_path / "s.db", clock, by=by)
    assert chats[0].texts == ["Nothing new since Friday 08:00."]


def test_platforms_are_served_side_by_side_each_its_own(tmp_path: Path, clock: SetClock) -> None:
    chats: list[Chat] = []

    def by() -> tuple[ChatPlatform, ...]:
        chats.extend([Chat(clock), Chat(clock, name="other")])
        return tuple(chats)

    promises = [a_promise("to here", clock), a_promise("to there", clock, platform="other")]
    served(tmp_path / "s.db", clock, *promises, by=by)
    assert [chat.texts for chat in chats] == [["to here"], ["to there"]]


def test_an_edition_that_came_due_while_nothing_ran_comes_at_the_start(
    tmp_path: Path, clock: SetClock
) -> None:
    def by(chat: Chat) -> tuple[ChatPlatform, ...]:
        return (chat,)

    first, second = Chat(clock, lines=("digest at 08:00 daily", "digest now")), Chat(clock)
    served(tmp_path / "s.db", clock, by=partial(by, first))
    clock.at = clock.at.replace(hour=10)
    served(tmp_path / "s.db", clock, by=partial(by, second))
    assert second.texts[0].startswith("Nothing new since")


def test_a_tick_that_fails_is_logged_and_looks_again(
    tmp_path: Path, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    faults = [StoreBusy("Somebody held the store.", next_step="Wait."), ZeroDivisionError("a fault")]

    async def run() -> None:
        platform = Chat(clock)

        async def look() -> None:
            if faults:
                raise faults.pop(0)
            platform.leaves.set()

        async with open_house(tmp_path / "s.db", clock=clock) as house, asyncio.timeout(PATIENCE_S):
            each = Served(platform, Courier(house.store, platform, clock))
            await App(house.dispatch, served=[each], ticks=[Tick("clocks", 0.01, look)]).run()

    with caplog.at_level(logging.WARNING):
        asyncio.run(run())
    assert "The clocks could not be looked at: Somebody held the store." in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_leaving_lets_what_is_on_its_way_arrive(tmp_path: Path, clock: SetClock) -> None:
    @dataclass
    class Slow(Chat):
        async def run(self, answers: Answers) -> None:
            await super().run(answers)
            assert self.gate
            asyncio.get_running_loop().call_later(0.01, self.gate.set)

    async def run() -> DeliveryState:
        async with open_house(tmp_path / "s.db", clock=clock) as house, asyncio.timeout(PATIENCE_S):
            await house.store.write(partial(_queue, a_promise("k", clock)))
            await app(house, [Slow(clock, gate=asyncio.Event())]).run()
            sent = await house.store.read(lambda view: view.deliveries.of("k"))
            assert sent
            return sent.state

    assert asyncio.run(run()) is DeliveryState.sent


def test_a_platform_that_breaks_ends_the_process_and_says_why(tmp_path: Path, clock: SetClock) -> None:
    class Broken(FakePlatform):
        async def run(self, answers: Answers) -> None:  # noqa: ARG002 - the port's
            raise ConnectionError("the token was revoked")

    with pytest.raises(ExceptionGroup) as raised:
        served(tmp_path / "s.db", clock, by=lambda: (Broken(clock),))
    assert raised.group_contains(ConnectionError, match="revoked")


@dataclass
class Refused(Chat):
    """A platform that takes the bot's token no more."""

    async def run(self, answers: Answers) -> None:  # noqa: ARG002 - nobody comes in
        raise Missing("The token is refused.", next_step="Set another.")


def test_a_platform_that_refuses_its_token_leaves_the_others_alone(
    tmp_path: Path, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    chats: list[Chat] = []

    def by() -> tuple[ChatPlatform, ...]:
        chats.extend([Refused(clock, name="other"), Chat(clock)])
        return tuple(chats)

    served(tmp_path / "s.db", clock, a_promise("to here", clock), by=by)
    assert chats[1].texts == ["to here"]
    assert "Other is not served: The token is refused. Set another. The rest goes on." in caplog.text


def test_where_every_platform_refuses_its_token_there_is_nothing_to_run(
    tmp_path: Path, clock: SetClock
) -> None:
    def by() -> tuple[ChatPlatform, ...]:
        return Refused(clock), Refused(clock, name="other")

    with pytest.raises(Missing, match="The token is refused"):
        served(tmp_path / "s.db", clock, by=by)
