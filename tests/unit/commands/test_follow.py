"""A flag is kept, shown on its story, and taken back."""

import asyncio
from pathlib import Path

from adapters import plain
from bot.compose import House, open_house
from bot.model.card import Button, Buttons, Card
from bot.model.delivery import DeliveryState
from bot.model.events import ButtonPressed, CommandTyped
from bot.model.people import Actor, MessageRef
from bot.model.source import Raw
from bot.ports import Tx
from tests.conftest import MONDAY_7AM, SetClock
from tests.contracts.promises import a_card, a_promise
from tests.fakes import conversation, person
from tests.feeds import rss

ANNA, BEN = person("anna"), person("ben")


def chat(db: Path, *said: tuple[Actor, str]) -> list[Card]:
    """Let people type, one after the other, where there is one story."""

    async def run() -> list[Card]:
        async with open_house(db, clock=SetClock()) as house:
            await house.intake.take(
                Raw(name="f.xml", body=rss([("e", "Bridge closed", "01 Nov 2026 08:00:00 GMT")]))
            )
            return [
                await house.dispatch.answer(
                    CommandTyped(id=str(n), at=MONDAY_7AM, actor=actor, where=conversation(), text=text)
                )
                for n, (actor, text) in enumerate(said)
            ]

    return asyncio.run(run())


def shown(card: Card) -> str:
    return plain.render(card, width=1000)


def labels(card: Card) -> list[str]:
    rows: list[Button] = [b for block in card.blocks if isinstance(block, Buttons) for b in block.buttons]
    return [button.label for button in rows]


def says(card: Card) -> list[str]:
    return [b.says for block in card.blocks if isinstance(block, Buttons) for b in block.buttons]


def test_flags_of_several_people_join_one_follow_up_that_the_story_shows(tmp_path: Path) -> None:
    first, second, story = chat(
        tmp_path / "s.db", (ANNA, "follow 1"), (BEN, "follow #1 Who pays: the city?"), (ANNA, "story 1")
    )
    assert "Flagged: #1 Bridge closed · F1" in shown(first)
    assert "Flagged by 2 people." in shown(second)
    assert "F1 Who pays: the city? · open" in shown(story)
    assert "F2" not in shown(story)
    assert labels(first) == ["I'll take it", "Angle…", "Take it back"]


def test_a_flag_counts_once_and_keeps_its_angle(tmp_path: Path) -> None:
    *_, again, story = chat(
        tmp_path / "s.db", (ANNA, "follow 1 Who pays?"), (ANNA, "follow 1"), (ANNA, "story 1")
    )
    assert "Flagged by you already: #1 Bridge closed · F1" in shown(again)
    assert "F1 Who pays? · open" in shown(story)


def test_another_angle_makes_a_second_follow_up(tmp_path: Path) -> None:
    *_, second, story = chat(
        tmp_path / "s.db", (ANNA, "follow 1 Who pays?"), (ANNA, "follow 1 Since when?"), (BEN, "story 1")
    )
    assert "· F2" in shown(second)
    assert "F1 Who pays? · open" in shown(story)
    assert "F2 Since when? · open" in shown(story)


def test_ones_own_flag_is_taken_back_and_nobody_elses(tmp_path: Path) -> None:
    *_, taken, again, story, last, gone = chat(
        tmp_path / "s.db",
        (ANNA, "follow 1"),
        (BEN, "follow 1"),
        (ANNA, "unfollow 1"),
        (ANNA, "unfollow 1"),
        (ANNA, "story 1"),
        (BEN, "unfollow 1"),
        (ANNA, "story 1"),
    )
    assert "Your flag is taken back" in shown(taken)
    assert "You have no flag" in shown(again)
    assert "F1 · open" in shown(story)
    assert "Your flag is taken back" in shown(last)
    assert "F1" not in shown(gone)


def test_the_last_flag_of_what_was_worked_on_asks_what_is_to_become_of_it(tmp_path: Path) -> None:
    *_, asked, story = chat(
        tmp_path / "s.db",
        (ANNA, "follow 1"),
        (BEN, "claim F1"),
        (ANNA, "unfollow 1"),
        (ANNA, "story 1"),
    )
    assert "somebody has worked on F1 since, so it stays" in shown(asked)
    assert "Drop F1…" in labels(asked)
    assert "ben has it" in shown(story)


def test_a_story_that_is_not_there_can_not_be_flagged(tmp_path: Path) -> None:
    for answer in chat(tmp_path / "s.db", (ANNA, "follow 9"), (ANNA, "unfollow 9")):
        assert "There is no story #9" in shown(answer)


def test_an_angle_that_is_too_long_is_refused_with_the_limit(tmp_path: Path) -> None:
    long, story = chat(tmp_path / "s.db", (ANNA, f"follow 1 {'x' * 301}"), (ANNA, "story 1"))
    assert "Say it in at most 300 characters." in shown(long)
    assert "F1" not in shown(story)


def on_posts(db: Path, *said: tuple[Actor, str]) -> list[Card]:
    """Let people use the menu of messages where m1 shows a story, m2 shows two of them, and m3 none."""

    async def run() -> list[Card]:
        async with open_house(db, clock=SetClock()) as house:
            titles = {"a": "Bridge opens after two years", "b": "Orchestra names a conductor"}
            feed = [(n, title, "01 Nov 2026 08:00:00 GMT") for n, title in titles.items()]
            await house.intake.take(Raw(name="f.xml", body=rss(feed)))
            two = Buttons(buttons=tuple(Button(label="Flag", says=f"follow {n}") for n in (1, 2)))
            await posted(house, "m1", a_card("One"), story=1)
            await posted(house, "m2", a_card("Two").model_copy(update={"blocks": (two,)}))
            await posted(house, "m3", a_card("None"))
            return [
                await house.dispatch.answer(
                    ButtonPressed(id=str(n), at=MONDAY_7AM, actor=actor, where=conversation(), says=says)
                )
                for n, (actor, says) in enumerate(said)
            ]

    return asyncio.run(run())


async def posted(house: House, message: str, card: Card, *, story: int | None = None) -> None:
    """Have a post there, as that message."""

    def work(tx: Tx) -> None:
        promise = a_promise(message, to=conversation(), card=card, story=story)
        post = tx.deliveries.queue(promise, at=MONDAY_7AM)
        assert post is not None
        there = MessageRef(conversation=post.to, id=message)
        tx.deliveries.change(post, post.model_copy(update={"state": DeliveryState.sent, "message": there}))

    await house.store.write(work)


def test_a_post_can_be_flagged_by_its_message(tmp_path: Path) -> None:
    flagged, story = on_posts(tmp_path / "s.db", (ANNA, "follow post/m1"), (BEN, "story 1"))
    assert "Flagged: #1" in shown(flagged)
    assert "F1 · open" in shown(story)


def test_a_post_of_several_stories_asks_which_one_is_meant(tmp_path: Path) -> None:
    which, one, two = on_posts(
        tmp_path / "s.db", (ANNA, "follow post/m2"), (BEN, "story 1"), (BEN, "story 2")
    )
    assert labels(which) == ["#1", "#2"]
    assert says(which) == ["follow 1 on:2", "follow 2 on:2"]
    assert "Bridge opens" in shown(which) or "Orchestra names" in shown(which)
    assert "F1" not in shown(one) + shown(two)


def test_the_story_that_was_chosen_is_flagged_on_its_post(tmp_path: Path) -> None:
    _, chosen, card = on_posts(
        tmp_path / "s.db", (ANNA, "follow post/m2"), (ANNA, "follow 2 on:2 Who pays?"), (BEN, "story 2")
    )
    assert "Flagged: #2" in shown(chosen)
    assert "F1 Who pays? · open" in shown(card)


def test_a_message_that_shows_no_story_is_not_flagged_and_says_what_to_do(tmp_path: Path) -> None:
    none, not_ours = on_posts(tmp_path / "s.db", (ANNA, "follow post/m3"), (ANNA, "follow post/m4"))
    assert "shows no story, so nothing was flagged." in shown(none)
    assert "none of Nutgraf's posts, so nothing was flagged." in shown(not_ours)
    assert all("`follow NUMBER` flags a story" in shown(each) for each in (none, not_ours))


def test_what_is_no_number_is_said_to_be_none(tmp_path: Path) -> None:
    (answer,) = on_posts(tmp_path / "s.db", (ANNA, "follow bridge"))
    assert "It is a whole number." in shown(answer)
