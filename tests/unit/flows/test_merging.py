"""Merging and splitting: what an editor decides holds, and every post and follow-up goes with it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import time, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from adapters.sources.limits import Limits
from adapters.sources.protocol import Request
from adapters.sources.worker import deliver
from bot.compose import House, open_house
from bot.errors import NotFound, UsageError
from bot.flows.digests import Wish
from bot.flows.follow_ups.showing import newest_card, stories_on
from bot.model.card import Buttons, Card, Note
from bot.model.decision import Choice, Decision
from bot.model.delivery import DeliveryState
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef, Role
from bot.model.source import Delivered, Raw
from bot.model.subscription import FoldDraft, Rules
from bot.ports import Tx
from bot.reading.read import read
from tests.conftest import SetClock
from tests.servers.web_fake import WebFake

T = TypeVar("T")
DAY = timedelta(days=1)
ANN = Actor(platform="test", workspace="w", id="u", name="Ann", role=Role.editor)
HERE = Conversation(channel=ChannelRef(platform="test", workspace="w", id="c"))
THERE = Conversation(channel=ChannelRef(platform="test", workspace="w", id="d"))
ONE = b"Mayor Eva Lund resigns\n\nEva Lund leaves office over the harbour deal, the city said on Monday."
TWO = b"Orchestra names Tove Berg\n\nTove Berg becomes the first woman to conduct the orchestra, it said."
THREE = (
    b"Rain floods the northern valleys\n\nRivers rose by two metres in the valleys of the north on Sunday."
)
ALSO_LIKE_TWO = (
    b"Orchestra: Tove Berg it is\n\nThe board named Tove Berg conductor of the orchestra, a woman."
)
MORE_LIKE_THAT = b"Berg will conduct\n\nThe orchestra's board said that Tove Berg will be its conductor."
LIKE_TWO = b"Tove Berg will conduct\n\nThe orchestra has named Tove Berg as the conductor, its board said."


class HereReader:
    """Reads in this process: a child takes longer to start than these tests, and these texts are harmless."""

    most = 10_000

    async def read(self, raw: Raw) -> Delivered:
        return deliver(Request(name=raw.name), raw.body, Limits(), read)

    def mark(self, body: bytes) -> str:
        return str(hash(body))

    async def close(self) -> None: ...


def in_newsroom(folder: Path, work: Callable[[House], Awaitable[T]]) -> T:
    """Run the work where a channel has been promised posts of two stories."""

    async def run() -> T:
        async with open_house(folder / "s.db", clock=SetClock(), web=WebFake(), reader=HereReader()) as house:
            await house.flows.subscriptions.add(HERE, Rules(), urgent=True, by=ANN)
            for body in (ONE, TWO):
                await house.intake.take(Raw(name="pasted text", body=body))
            return await work(house)

    return asyncio.run(run())


async def posts(house: House, where: Conversation = HERE) -> list[Card]:
    """Return what waits to be sent or changed there."""
    found = await house.store.read(lambda view: view.deliveries.open_in(where.channel))
    return [each.card for each in found]


async def newest(house: House, story: int) -> list[Card]:
    """Return what each post of a story shows, or will show."""

    def look(tx: Tx) -> list[Card]:
        return [newest_card(tx, post) for post in tx.deliveries.showing(story)]

    return await house.store.write(look)


async def send(house: House, where: Conversation = HERE) -> None:
    """Let a platform take all that waits there."""

    def work(tx: Tx) -> None:
        for each in tx.deliveries.open_in(where.channel):
            there = None if each.edits else MessageRef(conversation=where, id=f"m{each.number}")
            sent = each.model_copy(update={"state": DeliveryState.sent, "message": there})
            assert tx.deliveries.change(each, sent)

    await house.store.write(work)


async def take(house: House, body: bytes) -> list[tuple[bool, int]]:
    receipt = await house.intake.take(Raw(name="pasted text", body=body))
    return [(taken.joined, taken.story.number) for taken in receipt.taken]


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
        await send(house)
        await house.flows.stories.merge(1, 2, by=ANN)
        first, second = await newest(house, 1)
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


def test_a_post_that_waits_is_taken_back_where_the_other_is_there(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        await house.flows.stories.merge(1, 2, by=ANN)
        (only,) = await posts(house)
        assert says(only) == {"story 1", "follow 1"}
        assert "#2" not in only.model_dump_json()
        taken_back = await house.store.read(lambda view: view.deliveries.of("story:1:2"))
        assert taken_back
        assert taken_back.reason == "#2 is part of #1 now, which is here already"

    in_newsroom(tmp_path, work)


def test_who_had_either_is_not_told_again_when_one_more_report_joins(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        await house.flows.subscriptions.add(THERE, Rules(phrases=("conduct",)), urgent=True, by=ANN)
        assert await take(house, LIKE_TWO) == [(True, 2)]
        await send(house, THERE)
        await house.flows.stories.merge(1, 2, by=ANN)
        await send(house, THERE)
        assert await take(house, ALSO_LIKE_TWO) == [(True, 1)]
        shown = await house.store.read(lambda view: view.deliveries.showing(1))
        assert [each.key for each in shown if each.to == THERE] == ["story:2:2"]
        reasons = await house.flows.why.about(1, THERE.channel)
        posted = [(each.order, each.delivery.key) for each in reasons.accounts if each.delivery]
        assert posted == [("subscription 2 (as #2)", "story:2:2")]

    in_newsroom(tmp_path, work)


def test_an_edition_that_showed_either_does_not_bring_it_again_as_new(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        digests = house.flows.digests
        await digests.add(HERE, ANN, Wish(at=time(8), count=1))
        edition = await digests.now(HERE, keep=False)
        await send(house)
        (shown,) = edition.stories
        other = 3 - shown
        await house.flows.stories.merge(other, shown, by=ANN)
        assert await take(house, LIKE_TWO) == [(True, other)]
        assert isinstance(house.clock, SetClock)
        house.clock.at += timedelta(minutes=1)
        again = await digests.now(HERE, keep=False)
        assert again.considered == 1
        assert again.stories == ()

    in_newsroom(tmp_path, work)


def test_what_waits_for_the_end_of_quiet_hours_is_told_as_what_it_is_now(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        now = house.clock.now()
        draft = FoldDraft(where=HERE, why="quiet", opened_at=now, closes_at=now, stories=(2,))
        await house.store.write(lambda tx: tx.subscriptions.open_fold(draft))
        await house.flows.stories.merge(1, 2, by=ANN)
        await send(house)
        await house.flows.subscriptions.tick()
        (told,) = await posts(house)
        assert told.summary == "While it was quiet: 1 story"
        assert "Mayor Eva Lund resigns" in told.model_dump_json()
        page = await house.flows.subscriptions.folded(1, HERE.channel, page=1, count=10)
        assert [story.number for story in page.stories] == [1]

    in_newsroom(tmp_path, work)


def test_an_edition_brings_what_waited_in_quiet_hours_as_what_it_is_now(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        await house.flows.digests.add(HERE, ANN, Wish(at=time(8), count=1))
        assert await take(house, THREE) == [(False, 3)]
        now = house.clock.now()
        draft = FoldDraft(where=HERE, why="quiet", opened_at=now, closes_at=now + DAY, stories=(2,))
        await house.store.write(lambda tx: tx.subscriptions.open_fold(draft))
        reason = Decision(
            story=2, where=HERE, order="subscription 1", choice=Choice.quiet, detail="fold 1: q", at=now
        )
        await house.store.write(lambda tx: tx.decisions.note([reason]))
        await house.flows.stories.merge(1, 2, by=ANN)
        edition = await house.flows.digests.now(HERE, keep=False)
        assert (edition.stories, edition.kept_back) == ((3,), (1,))
        told = (await house.flows.why.about(1, HERE.channel)).accounts
        assert not any("taken out" in each.because for each in told)

    in_newsroom(tmp_path, work)


def test_the_message_of_a_burst_counts_what_was_merged_once(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        now = house.clock.now()
        draft = FoldDraft(where=HERE, why="quiet", opened_at=now, closes_at=now, stories=(1, 2))
        await house.store.write(lambda tx: tx.subscriptions.open_fold(draft))
        await house.flows.subscriptions.tick()
        await send(house)
        await house.flows.stories.merge(1, 2, by=ANN)
        assert "While it was quiet: 1 story" in [card.summary for card in await posts(house)]
        await send(house)
        await house.flows.stories.split(1, 2, by=ANN)
        assert "While it was quiet: 2 stories" in [card.summary for card in await posts(house)]

    in_newsroom(tmp_path, work)


@pytest.mark.parametrize("is_there", [True, False])
def test_a_place_in_an_edition_stays_the_same_storys(tmp_path: Path, *, is_there: bool) -> None:
    async def work(house: House) -> None:
        await take(house, THREE)
        await house.flows.digests.add(HERE, ANN, Wish(at=time(8)))
        edition = await house.flows.digests.now(HERE)
        if is_there:
            await send(house)
        first, second, third = edition.stories
        await house.flows.stories.merge(first, second, by=ANN)
        post = await house.store.read(lambda view: view.deliveries.of(edition.delivery or ""))
        assert post
        assert await house.store.read(lambda view: stories_on(view, post)) == (first, first, third)
        shown = await house.flows.follow_ups.shown_on(post.number)
        assert [story.number for story in shown] == [first, third]

    in_newsroom(tmp_path, work)


def test_an_edition_leads_to_what_was_merged_by_mistake_again(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        await house.flows.digests.add(HERE, ANN, Wish(at=time(8)))
        await house.flows.follow_ups.follow(2, ANN, THERE)
        edition = await house.flows.digests.now(HERE)
        await send(house)
        await house.flows.stories.merge(1, 2, by=ANN)
        edited = (await newest(house, 1))[-1]
        assert says(edited) == {"story 1", "follow 1"}
        assert "#2 is part of #1 now: Ann merged them." in edited.model_dump_json()
        assert [block.story for block in edited.blocks if isinstance(block, Note) and block.story] == [1]
        await send(house)
        await house.flows.stories.split(1, 2, by=ANN)
        edited = (await newest(house, 2))[-1]
        assert says(edited) == {"story 1", "follow 1", "story 2", "follow 2"}
        post = await house.store.read(lambda view: view.deliveries.of(edition.delivery or ""))
        assert post
        assert set(post.shows) == {1, 2}

    in_newsroom(tmp_path, work)


def test_a_flag_is_put_and_taken_back_under_either_number(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        await house.flows.stories.merge(1, 2, by=ANN)
        flagged = await house.flows.follow_ups.follow(2, ANN, HERE)
        assert flagged.follow_up.story == 1
        assert (await house.flows.follow_ups.unfollow(2, ANN)).taken

    in_newsroom(tmp_path, work)


def test_a_report_that_was_split_off_stays_where_it_is_and_others_like_it_go_there(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        assert await take(house, LIKE_TWO) == [(True, 2)]
        await send(house)
        old, new = await house.flows.stories.split(2, 2, by=ANN)
        assert (len(old.reports), new.headline, new.number) == (1, "Tove Berg will conduct", 3)
        told = [card.model_dump_json() for card in await posts(house)]
        assert not any("made a report of this #3" in each for each in told)  # the posts are single ones
        assert await take(house, MORE_LIKE_THAT) == [(True, 3)]

    in_newsroom(tmp_path, work)


def test_what_was_merged_by_mistake_is_as_it_was(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        await send(house)
        before = await house.flows.desk.story(2)
        await house.flows.stories.merge(1, 2, by=ANN)
        await send(house)
        old, new = await house.flows.stories.split(1, 2, by=ANN)
        assert (old.number, new.number, new.headline) == (1, 2, "Orchestra names Tove Berg")
        assert await house.flows.desk.story(2) == new
        assert (new.topics, new.first_seen, new.brief) == (before.topics, before.first_seen, before.brief)
        (first,), (second,) = await newest(house, 1), await newest(house, 2)
        assert (first.summary, says(first)) == ("Mayor Eva Lund resigns", {"story 1", "follow 1"})
        assert (second.summary, says(second)) == ("Orchestra names Tove Berg", {"story 2", "follow 2"})
        assert "is part of" not in second.model_dump_json()
        assert await take(house, LIKE_TWO) == [(True, 2)]

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
