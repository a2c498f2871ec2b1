"""A flag is kept, shown on its story, and taken back."""

import asyncio
from pathlib import Path

from adapters import plain
from bot.compose import open_house
from bot.model.card import Button, Buttons, Card
from bot.model.events import CommandTyped
from bot.model.people import Actor
from bot.model.source import Raw
from tests.conftest import MONDAY_7AM, SetClock
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


def test_flags_of_several_people_are_shown_on_the_story(tmp_path: Path) -> None:
    first, second, story = chat(
        tmp_path / "s.db", (ANNA, "follow 1"), (BEN, "follow #1 Who pays: the city?"), (ANNA, "story 1")
    )
    assert "Flagged: #1 Bridge closed" in shown(first)
    assert "by anna, ben (Who pays: the city?)" in shown(second)
    assert "Flagged for a follow-up by anna, ben (Who pays: the city?)" in shown(story)
    assert "Take it back" in labels(first)


def test_a_flag_counts_once_and_keeps_its_angle(tmp_path: Path) -> None:
    *_, again, story = chat(
        tmp_path / "s.db", (ANNA, "follow 1 Who pays?"), (ANNA, "follow 1"), (ANNA, "story 1")
    )
    assert "Flagged by you already" in shown(again)
    assert shown(story).count("anna") == 1
    assert "anna (Who pays?)" in shown(story)


def test_another_angle_takes_the_place_of_the_first(tmp_path: Path) -> None:
    *_, story = chat(
        tmp_path / "s.db", (ANNA, "follow 1 Who pays?"), (ANNA, "follow 1 Since when?"), (BEN, "story 1")
    )
    assert "anna (Since when?)" in shown(story)
    assert "Who pays?" not in shown(story)


def test_ones_own_flag_is_taken_back_and_nobody_elses(tmp_path: Path) -> None:
    *_, taken, again, story = chat(
        tmp_path / "s.db",
        (ANNA, "follow 1"),
        (BEN, "follow 1"),
        (ANNA, "unfollow 1"),
        (ANNA, "unfollow 1"),
        (ANNA, "story 1"),
    )
    assert "Your flag is taken back" in shown(taken)
    assert "You have no flag" in shown(again)
    assert "by ben" in shown(story)
    assert "anna" not in shown(story)


def test_a_story_that_is_not_there_can_not_be_flagged(tmp_path: Path) -> None:
    for answer in chat(tmp_path / "s.db", (ANNA, "follow 9"), (ANNA, "unfollow 9")):
        assert "There is no story #9" in shown(answer)


def test_an_angle_that_is_too_long_is_refused_with_the_limit(tmp_path: Path) -> None:
    long, story = chat(tmp_path / "s.db", (ANNA, f"follow 1 {'x' * 301}"), (ANNA, "story 1"))
    assert "Say it in at most 300 characters." in shown(long)
    assert "Flagged" not in shown(story)
