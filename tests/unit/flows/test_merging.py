"""Merging and splitting: what an editor decides holds, and every post and follow-up goes with it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.compose import House, open_house
from bot.errors import NotFound, UsageError
from bot.model.card import Buttons, Card
from bot.model.people import Actor, ChannelRef, Conversation, Role
from bot.model.source import Raw
from bot.model.subscription import Rules
from tests.conftest import SetClock
from tests.servers.web_fake import WebFake

T = TypeVar("T")
ANN = Actor(platform="test", workspace="w", id="u", name="Ann", role=Role.editor)
HERE = Conversation(channel=ChannelRef(platform="test", workspace="w", id="c"))
ONE = b"Mayor Eva Lund resigns\n\nEva Lund leaves office over the harbour deal, the city said on Monday."
TWO = b"Orchestra names Tove Berg\n\nTove Berg becomes the first woman to conduct the orchestra, it said."
LIKE_TWO = b"Tove Berg will conduct\n\nThe orchestra has named Tove Berg as the conductor, its board said."


def in_newsroom(folder: Path, work: Callable[[House], Awaitable[T]]) -> T:
    """Run the work where a channel has been promised posts of two stories."""

    async def run() -> T:
        async with open_house(folder / "s.db", clock=SetClock(), web=WebFake()) as house:
            await house.flows.subscriptions.add(HERE, Rules(), urgent=True, by=ANN)
            for body in (ONE, TWO):
                await house.intake.take(Raw(name="pasted text", body=body))
            return await work(house)

    return asyncio.run(run())


async def posts(house: House) -> list[Card]:
    found = await house.store.read(lambda view: view.deliveries.open_in(HERE.channel))
    return [each.card for each in found]


def says(card: Card) -> set[str]:
    return {b.says for block in card.blocks if isinstance(block, Buttons) for b in block.buttons}


def test_two_stories_become_one_and_the_number_of_the_other_leads_to_it(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        story = await house.flows.stories.merge(1, 2, by=ANN)
        assert [report.put_by for report in story.reports] == [None, "Ann"]
        assert await house.flows.desk.story(2) == story == await house.flows.desk.story(1)
        assert (await house.flows.desk.latest(count=5)).total == 1

    in_newsroom(tmp_path, work)


def test_every_post_of_either_shows_what_it_is_now(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        await house.flows.stories.merge(1, 2, by=ANN)
        first, second = await posts(house)
        assert first.summary == second.summary == "Mayor Eva Lund resigns"
        assert says(first) == says(second) == {"story 1", "follow 1"}
        assert "#2 is part of #1 now." in second.model_dump_json()

    in_newsroom(tmp_path, work)


def test_its_follow_ups_go_with_it(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        await house.flows.follow_ups.follow(2, ANN, HERE)
        await house.flows.stories.merge(1, 2, by=ANN)
        follow_up = await house.store.read(lambda view: view.follow_ups.get(1))
        assert follow_up is not None
        assert follow_up.story == 1

    in_newsroom(tmp_path, work)


def test_a_report_that_was_split_off_stays_where_it_is_and_others_like_it_go_there(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        await house.flows.stories.merge(1, 2, by=ANN)
        old, new = await house.flows.stories.split(1, 2, by=ANN)
        assert (len(old.reports), new.headline, new.number) == (1, "Orchestra names Tove Berg", 3)
        receipt = await house.intake.take(Raw(name="pasted text", body=LIKE_TWO))
        assert [(taken.joined, taken.story.number) for taken in receipt.taken] == [(True, 3)]
        assert (
            "made a report of this #3" not in (await posts(house))[0].model_dump_json()
        )  # it is a single one

    in_newsroom(tmp_path, work)


def test_what_cannot_be_done_says_why(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        with pytest.raises(UsageError, match="only one report"):
            await house.flows.stories.split(1, 1, by=ANN)
        with pytest.raises(UsageError, match="can't be merged with itself"):
            await house.flows.stories.merge(1, 1, by=ANN)
        with pytest.raises(NotFound, match="no story #9"):
            await house.flows.stories.merge(1, 9, by=ANN)
        await house.flows.stories.merge(1, 2, by=ANN)
        with pytest.raises(UsageError, match="one story already, #1"):
            await house.flows.stories.merge(1, 2, by=ANN)
        with pytest.raises(NotFound, match="has no report 3: it has 2"):
            await house.flows.stories.split(1, 3, by=ANN)

    in_newsroom(tmp_path, work)
