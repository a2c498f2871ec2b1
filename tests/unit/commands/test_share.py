"""`share:yes`: what one person asked for, shown to their channel."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from adapters import plain
from bot.commands.catalogue import CATALOGUE
from bot.commands.share import share_wish
from bot.compose import House, open_house
from bot.model.card import Button, Buttons, Card
from bot.model.delivery import Delivery
from bot.model.events import ButtonPressed, CommandTyped
from bot.model.outcome import Closed
from bot.model.people import Conversation
from bot.model.source import Raw
from tests.conftest import MONDAY_7AM, SetClock
from tests.fakes import FakePlatform, conversation, person
from tests.feeds import rss

T = TypeVar("T")
ENTRIES = [(f"e{n}", f"Council votes on plan {n}", f"{n:02} Jun 2026 08:00:00 GMT") for n in range(1, 13)]
HERE = conversation()


def typed(
    text: str, *, identity: str = "1", private: bool = True, where: Conversation = HERE
) -> CommandTyped:
    return CommandTyped(id=identity, at=MONDAY_7AM, actor=person(), where=where, text=text, private=private)


def in_house(db: Path, work: Callable[[House], Awaitable[T]]) -> T:
    async def run() -> T:
        async with open_house(db, clock=SetClock()) as house:
            await house.intake.take(Raw(name="f.xml", body=rss(ENTRIES)))
            return await work(house)

    return asyncio.run(run())


async def promised(house: House) -> tuple[Delivery, ...]:
    return await house.store.read(lambda view: view.deliveries.open_in(HERE.channel))


def buttons(card: Card) -> list[Button]:
    return [button for block in card.blocks if isinstance(block, Buttons) for button in block.buttons]


@pytest.mark.parametrize(
    ("text", "without", "wish"),
    [
        ("latest", "latest", False),
        ("latest share:yes", "latest", True),
        ("/brief latest 3 share:yes since:7d", "latest 3 since:7d", True),
        ("share:yes latest", "latest", True),
        ("latest share:no", "latest", False),
        ("SEARCH harbour Share:YES", "SEARCH harbour", True),
        ('search "share:yes"', 'search "share:yes"', False),
        ("search “share:yes or not”", "search “share:yes or not”", False),
        ("latest share:yesterday", "latest share:yesterday", False),
        ("add They said share:yes and left.", "add They said share:yes and left.", False),
        ("status share:yes", "status share:yes", False),
        ("nonsense share:yes", "nonsense share:yes", False),
        ("", "", False),
    ],
)
def test_the_wish_to_share_is_an_option_and_nothing_else(text: str, without: str, wish: bool) -> None:
    assert share_wish(text, CATALOGUE) == (without, wish)


def test_a_private_answer_offers_to_share_it_and_each_story_in_it(tmp_path: Path) -> None:
    card = in_house(tmp_path / "s.db", lambda house: house.dispatch.answer(typed("latest 2")))
    says = [button.says for button in buttons(card) if "share:yes" in button.says]
    assert says == ["story 12 share:yes", "story 11 share:yes", "latest 2 share:yes"]
    assert all(share_wish(each, CATALOGUE)[1] for each in says)


def test_what_everybody_sees_already_is_not_offered(tmp_path: Path) -> None:
    answer = typed("latest 2", private=False)
    card = in_house(tmp_path / "s.db", lambda house: house.dispatch.answer(answer))
    assert not [button for button in buttons(card) if "share" in button.says]


def test_what_concerns_one_person_alone_is_not_offered(tmp_path: Path) -> None:
    card = in_house(tmp_path / "s.db", lambda house: house.dispatch.answer(typed("settings")))
    assert not [button for button in buttons(card) if "share" in button.says]


def test_a_shared_story_is_promised_as_its_short_post_with_the_name_of_who_shared_it(tmp_path: Path) -> None:
    async def share(house: House) -> tuple[Card, tuple[Delivery, ...]]:
        return await house.dispatch.answer(typed("story 12 share:yes")), await promised(house)

    answer, (post,) = in_house(tmp_path / "s.db", share)
    text = plain.render(post.card)
    assert "Council votes on plan 12" in text
    assert "Shared by anna" in text
    assert "Who has it" not in text
    assert post.story == 12
    assert post.behind == person()
    assert "Shared here" in plain.render(answer)


def test_a_shared_story_is_kept_up_to_date(tmp_path: Path) -> None:
    async def share(house: House) -> tuple[str, ...]:
        for line, shown in (("merge 11 12", []), ("story 12 share:yes", [11]), ("merge 10 11", [10])):
            await house.dispatch.answer(typed(line, identity=line))
            assert [each.story for each in await promised(house)] == shown
        (post,) = await promised(house)
        assert (post.story, post.shows) == (10, (10,))
        return tuple(plain.render(post.card).splitlines())

    text = in_house(tmp_path / "s.db", share)
    assert any("Council votes on plan 10" in line for line in text)
    assert any("Shared by anna" in line for line in text)


def test_a_shared_list_is_promised_as_it_was_shown_without_share_buttons(tmp_path: Path) -> None:
    async def share(house: House) -> tuple[Delivery, ...]:
        await house.dispatch.answer(typed("latest 2 share:yes"))
        return await promised(house)

    (post,) = in_house(tmp_path / "s.db", share)
    assert post.story is None
    assert "plan 11" in plain.render(post.card)
    assert not [button for button in buttons(post.card) if "share" in button.says]


def test_one_request_shares_once_however_often_it_is_answered(tmp_path: Path) -> None:
    async def share(house: House) -> tuple[Delivery, ...]:
        pressed = ButtonPressed(
            id="b1", at=MONDAY_7AM, actor=person(), where=HERE, private=True, says="story 12 share:yes"
        )
        assert await house.dispatch.accept(pressed)
        assert not await house.dispatch.accept(pressed)
        for _ in range(3):
            await house.dispatch.answer(pressed)
        return await promised(house)

    assert len(in_house(tmp_path / "s.db", share)) == 1


def test_where_the_bot_may_not_post_nothing_is_promised_and_it_says_what_to_do(tmp_path: Path) -> None:
    async def share(house: House) -> tuple[Card, tuple[Delivery, ...]]:
        platform = FakePlatform(SetClock(), doors={"C1": Closed(reason="Type /invite @Nutgraf here first.")})
        house.flows.doors.serve(platform)
        return await house.dispatch.answer(typed("story 12 share:yes")), await promised(house)

    answer, promises = in_house(tmp_path / "s.db", share)
    assert "/invite @Nutgraf" in plain.render(answer)
    assert not promises


@pytest.mark.parametrize("order", ["digest at 08:00", "subscribe topic:politics"])
def test_no_order_is_set_up_where_the_bot_may_not_post(tmp_path: Path, order: str) -> None:
    async def ask(house: House) -> tuple[Card, int]:
        platform = FakePlatform(SetClock(), doors={"C1": Closed(reason="Type /invite @Nutgraf here first.")})
        house.flows.doors.serve(platform)
        answer = await house.dispatch.answer(typed(order))
        orders = await house.store.read(
            lambda view: len(view.digests.standing()) + len(view.subscriptions.standing())
        )
        return answer, orders

    answer, orders = in_house(tmp_path / "s.db", ask)
    assert "/invite @Nutgraf" in plain.render(answer)
    assert orders == 0


def test_in_direct_messages_it_says_where_it_went(tmp_path: Path) -> None:
    direct = Conversation(channel=HERE.channel.model_copy(update={"id": person().id, "person": True}))
    asked = typed("story 12 share:yes", private=False, where=direct)
    card = in_house(tmp_path / "s.db", lambda house: house.dispatch.answer(asked))
    assert "Sent to your direct messages with Nutgraf: #12" in plain.render(card)
