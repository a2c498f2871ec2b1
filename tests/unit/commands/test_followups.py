"""Lists of follow-ups, the handover, reminders and being away, as people type them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from adapters import plain
from bot.commands.dispatch import Attempt
from bot.compose import House, open_house
from bot.errors import UsageError
from bot.flows.follow_ups.rules import Wish
from bot.model.card import Button, Buttons, Card
from bot.model.events import CommandTyped
from bot.model.follow_up import Did
from bot.model.people import Actor, ChannelRef, Conversation, Role
from tests.conftest import SetClock
from tests.contracts.drafts import a_draft

NEWS, SPORT = (Conversation(channel=ChannelRef(platform="test", workspace="w", id=n)) for n in ("C1", "C2"))
ANNA = Actor(platform="test", workspace="w", id="U1", name="Anna", role=Role.editor)
BEN = Actor(platform="test", workspace="w", id="U2", name="Ben")
DIRECT = Conversation(channel=ChannelRef(platform="test", workspace="w", id="U1", person=True))


class Chat:
    """A house in which people flag stories and type."""

    def __init__(self, house: House, clock: SetClock) -> None:
        self.house = house
        self.clock = clock
        self._said = 0

    async def flag(
        self,
        headline: str = "Bridge closed",
        *,
        by: Actor = BEN,
        owner: Actor | None = None,
        due: timedelta | None = None,
        where: Conversation = NEWS,
        topics: tuple[str, ...] = (),
    ) -> int:
        """Flag a new story; let somebody have the follow-up, due so long from now. Return its number."""
        draft = a_draft(headline, first_seen=self.clock.at, published=self.clock.at, topics=topics)
        story = await self.house.store.write(lambda tx: tx.stories.add(draft))
        flows = self.house.flows.follow_ups
        made = (await flows.follow(story.number, by, where)).follow_up.number
        if owner:
            await flows.do(made, Wish(did=Did.claimed), owner, where)
        if due is not None:
            await flows.do(made, Wish(did=Did.due, due=self.clock.at + due), owner or by, where)
        return made

    async def try_(self, text: str, *, by: Actor = ANNA, where: Conversation = NEWS) -> Attempt:
        self._said += 1
        typed = CommandTyped(id=f"t{self._said}", at=self.clock.at, actor=by, where=where, text=text)
        return await self.house.dispatch.attempt(typed)

    async def card(self, text: str, *, by: Actor = ANNA, where: Conversation = NEWS) -> Card:
        answer = await self.try_(text, by=by, where=where)
        assert answer.error is None, answer.error
        return answer.card

    async def say(self, text: str, *, by: Actor = ANNA, where: Conversation = NEWS) -> str:
        return plain.render(await self.card(text, by=by, where=where), width=1000)


def chat(tmp_path: Path, work: Callable[[Chat], Awaitable[None]]) -> None:
    """Do the work on Monday at 07:00 UTC."""

    async def run() -> None:
        clock = SetClock()
        async with open_house(tmp_path / "s.db", clock=clock) as house:
            await work(Chat(house, clock))

    asyncio.run(run())


def listed(card: Card) -> list[str]:
    lines = plain.render(card, width=1000).splitlines()
    return [
        line.removeprefix("- ").split()[0]
        for line in lines
        if line.removeprefix("- ").startswith("F") and line.removeprefix("- ")[1:2].isdecimal()
    ]


def buttons(card: Card) -> list[Button]:
    return [button for block in card.blocks if isinstance(block, Buttons) for button in block.buttons]


def test_each_word_lists_what_it_says_soonest_first(tmp_path: Path) -> None:
    async def work(room: Chat) -> None:
        await room.flag(due=timedelta(hours=9), owner=ANNA)
        await room.flag(due=timedelta(hours=2), owner=BEN)
        await room.flag(by=ANNA)
        await room.flag(owner=BEN, where=SPORT, due=timedelta(days=3))
        await room.flag(owner=ANNA, where=SPORT)
        done = await room.flag(owner=BEN)
        await room.house.flows.follow_ups.do(done, Wish(did=Did.done), BEN, NEWS)
        expected = {
            "followups": ["F2", "F1", "F3"],
            "followups mine": ["F1", "F3", "F5"],
            "followups MINE": ["F1", "F3", "F5"],
            "followups open": ["F3"],
            "followups due": ["F2", "F1"],
            "followups all": ["F2", "F1", "F4", "F3", "F5", "F6"],
            "followups channel:<#C2>": ["F4", "F5"],
            "followups mine channel:<#C2>": ["F5"],
            "followups all channel:<#C1>": ["F2", "F1", "F3", "F6"],
        }
        for text, numbers in expected.items():
            assert listed(await room.card(text)) == numbers, text
        assert listed(await room.card("followups", where=DIRECT)) == ["F1", "F3", "F5"]

    chat(tmp_path, work)


def test_due_goes_to_the_end_of_the_day_where_who_asks_is(tmp_path: Path) -> None:
    async def work(room: Chat) -> None:
        await room.flag(owner=ANNA, due=timedelta(hours=16))  # Monday 23:00 UTC
        await room.flag(owner=ANNA, due=timedelta(hours=18))  # Tuesday 01:00 UTC
        assert listed(await room.card("followups due")) == ["F1"]
        there = ANNA.model_copy(update={"zone": "America/New_York"})
        assert listed(await room.card("followups due", by=there)) == ["F1", "F2"]
        await room.card("settings zone:Asia/Tokyo for:me", by=there)
        assert listed(await room.card("followups due", by=there)) == []

    chat(tmp_path, work)


def test_a_topic_narrows_the_list(tmp_path: Path) -> None:
    async def work(room: Chat) -> None:
        for number in range(30):
            await room.flag(topics=("politics",) if number % 2 else ())
        first = await room.card("followups topic:politics")
        assert listed(first) == [f"F{number}" for number in range(2, 22, 2)]
        second = await room.card(buttons(first)[-1].says)
        assert listed(second) == [f"F{number}" for number in range(22, 31, 2)]
        assert "There is none on sport." in await room.say("followups topic:sport")

    chat(tmp_path, work)


def test_more_goes_on_and_nothing_is_left_out_or_shown_twice(tmp_path: Path) -> None:
    async def work(room: Chat) -> None:
        for number in range(23):
            made = await room.flag(owner=BEN if number % 3 else None)
            if number % 2:
                await room.house.flows.follow_ups.do(made, Wish(did=Did.done), BEN, NEWS)
        seen: list[str] = []
        page = await room.card("followups all")
        while more := [button.says for button in buttons(page) if button.label == "More"]:
            seen += listed(page)
            page = await room.card(more[0])
        seen += listed(page)
        assert sorted(seen, key=lambda name: int(name[1:])) == [f"F{n}" for n in range(1, 24)]
        assert len(await room.say("followups all after:40")) < 200

    chat(tmp_path, work)


def test_the_list_marks_what_is_overdue_and_the_first_lines_can_be_worked_on(tmp_path: Path) -> None:
    async def work(room: Chat) -> None:
        await room.flag(owner=BEN, due=timedelta(hours=1))
        await room.flag()
        for _ in range(6):
            await room.flag()
        room.clock.at += timedelta(hours=2)
        card = await room.card("followups")
        text = plain.render(card, width=1000)
        assert "8 follow-ups, 1 overdue" in text
        assert "F1 · bridge-closed · Bridge closed · Ben · overdue since" in text
        assert "F2 · bridge-closed · Bridge closed · nobody has it" in text
        says = [button.says for button in buttons(card)]
        assert says == ["done F1", "claim F2", "claim F3", "claim F4", "claim F5"]

    chat(tmp_path, work)


def test_the_handover_says_what_the_next_shift_needs(tmp_path: Path) -> None:
    async def work(room: Chat) -> None:
        await room.flag(owner=BEN, due=timedelta(hours=1))
        await room.flag(owner=ANNA, due=timedelta(hours=9))
        await room.flag(owner=ANNA)
        await room.flag()
        await room.flag(owner=ANNA, where=SPORT)
        await room.card("away friday", by=BEN)
        room.clock.at += timedelta(hours=2)
        text = await room.say("followups handover")
        assert "4 follow-ups: 1 overdue, 1 due today, 1 later, 1 that nobody has" in text
        overdue, today = text.split("\nOverdue\n")[1].split("\nDue today\n")
        assert "F1 " in overdue
        assert "away until 6 Nov 2026, 09:00 UTC" in overdue
        assert "last: Ben set when it is due" in overdue
        assert "F2 " in today
        assert "F5" not in text
        assert "F5" in await room.say("followups handover channel:<#C2>")
        assert "5 follow-ups" in await room.say("followups handover", where=DIRECT)

    chat(tmp_path, work)


def test_an_empty_newsroom_is_told_so_with_what_to_do(tmp_path: Path) -> None:
    async def work(room: Chat) -> None:
        for text in ("followups", "followups mine", "followups open", "followups due", "followups all"):
            assert "`" in await room.say(text)
        assert "nothing is to be followed up" in await room.say("followups handover")

    chat(tmp_path, work)


def test_reminders_are_turned_off_and_on(tmp_path: Path) -> None:
    async def work(room: Chat) -> None:
        assert "You are reminded of what is due." in await room.say("nudges")
        assert "The reminders are off." in await room.say("nudges off")
        assert "You are not reminded" in await room.say("nudges")
        assert "You are reminded of what is due." in await room.say("nudges", by=BEN)
        assert "You are reminded from now on." in await room.say("nudges on")

    chat(tmp_path, work)


def test_who_is_away_says_until_when_and_comes_back(tmp_path: Path) -> None:
    async def work(room: Chat) -> None:
        assert "You are away until 6 Nov 2026, 09:00 UTC" in await room.say("away until friday")
        assert "You are away until 6 Nov 2026, 09:00 UTC" in await room.say("away")
        assert "away until" not in (await room.say("back")).splitlines()[0]

    chat(tmp_path, work)


@pytest.mark.parametrize("words", ["whenever", "yesterday", "2025-01-01", "2031-01-01"])
def test_a_time_that_can_not_be_meant_is_refused(tmp_path: Path, words: str) -> None:
    async def work(room: Chat) -> None:
        answer = await room.try_(f"away {words}")
        assert isinstance(answer.error, UsageError)
        assert "`away friday`" in plain.render(answer.card, width=1000)

    chat(tmp_path, work)
