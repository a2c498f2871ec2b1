"""People who type and press buttons where there is one story, and what they are answered."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from adapters import plain
from bot.compose import House, open_house
from bot.model.card import Button, Buttons, Card
from bot.model.events import CommandTyped
from bot.model.people import Actor, Role
from bot.model.source import Raw
from tests.conftest import MONDAY_7AM, SetClock
from tests.fakes import FakePlatform, conversation, person
from tests.feeds import rss

ANNA, BEN = person("anna", role=Role.reader), person("ben", role=Role.reader)
EDITH = person("edith", role=Role.editor)


def chat(db: Path, *said: tuple[Actor, str], story: Sequence[str] = ("Bridge closed",)) -> list[Card]:
    """Let people type, one after the other, where F1 stands open; return the answers."""

    async def run() -> list[Card]:
        clock = SetClock()
        async with open_house(db, clock=clock) as house:
            feed = [(f"s{n}", headline, "01 Nov 2026 08:00:00 GMT") for n, headline in enumerate(story)]
            await house.intake.take(Raw(name="f.xml", body=rss(feed)))
            known = {each.id: each for each in (ANNA, BEN, EDITH)}
            bot = person("beep", role=Role.nobody)
            here = conversation().channel.platform
            house.flows.people.serve(
                FakePlatform(clock, name=here, known={**known, bot.id: bot, "U-stranger": None})
            )
            await answer(house, 0, ANNA, "follow 1")
            return [await answer(house, n, by, text) for n, (by, text) in enumerate(said, 1)]

    return asyncio.run(run())


async def answer(house: House, number: int, by: Actor, text: str) -> Card:
    """Return the answer to what somebody types."""
    typed = CommandTyped(id=str(number), at=MONDAY_7AM, actor=by, where=conversation(), text=text)
    return await house.dispatch.answer(typed)


def shown(card: Card) -> str:
    """Return a card as plain text."""
    return plain.render(card, width=1000)


def buttons(card: Card) -> dict[str, Button]:
    """Return the buttons of a card by their labels."""
    rows = (block.buttons for block in card.blocks if isinstance(block, Buttons))
    return {button.label: button for row in rows for button in row}
