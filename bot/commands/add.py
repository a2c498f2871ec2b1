"""`add`: reads pasted text, or the page at an address, into a story."""

from typing import Annotated

from pydantic import Field

from bot.cards.prose import plain
from bot.cards.story import brief_card
from bot.commands.addresses import one_address
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.flows.intake import Receipt
from bot.model.card import Card, Note
from bot.model.people import Role
from bot.model.source import Raw
from bot.model.value import Value


class AddArguments(Value):
    """What to read."""

    text: Annotated[str, Written(Form.text, "TEXT")] = Field(
        description="the text, pasted, or the address of a page"
    )


async def _run(asked: Asked, arguments: AddArguments) -> Card:
    receipt = await _receipt(asked, arguments.text)
    numbers = (*(taken.story.number for taken in receipt.taken), *receipt.updated, *receipt.known)
    number = receipt.stories[0].number if receipt.stories else numbers[0]
    card = brief_card(await asked.desk.story(number))
    note = Note(prose=plain(_became(receipt)))
    return Card(summary=card.summary, blocks=(note, *card.blocks), mood="good")


async def _receipt(asked: Asked, text: str) -> Receipt:
    """Take in the page where the text is an address alone, else the text itself."""
    url = one_address(text)
    if url is not None:
        return await asked.pages.read(url)
    return await asked.intake.take(Raw(name="pasted text", body=text.encode(errors="replace")))


def _became(receipt: Receipt) -> str:
    match len(receipt.stories):
        case 0 if receipt.taken:
            said = "Added as one more report of a story that is here already"
        case 0 if receipt.updated:
            said = "This is here already; what is new in it was added"
        case 0:
            said = "Nothing new: this is here already"
        case 1:
            said = "Added as a new story"
        case several:
            said = f"Added {several} stories; this is the first"
    return f"{said}. {' '.join(receipt.faults)}".strip()


ADD = Command(
    path=("add",),
    summary="reads a page, or pasted text, into a story",
    arguments=AddArguments,
    role=Role.editor,
    examples=(
        "add https://example.org/news/mayor-resigns",
        "add Mayor resigns. She leaves office on 3 June 2026, her office said on Monday.",
    ),
    run=_run,
    changes=True,
)
