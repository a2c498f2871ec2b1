"""`add`: reads pasted text into a story."""

import re
from typing import Annotated

from pydantic import Field

from bot.cards.prose import plain
from bot.cards.story import brief_card
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.errors import UsageError
from bot.flows.intake import Receipt
from bot.model.card import Card, Note
from bot.model.people import Role
from bot.model.source import Raw
from bot.model.value import Value

_ADDRESS = re.compile(r"https?://\S+")


class AddArguments(Value):
    """What to read."""

    text: Annotated[str, Written(Form.text, "TEXT")] = Field(description="the text, pasted")


async def _run(asked: Asked, arguments: AddArguments) -> Card:
    if _ADDRESS.fullmatch(arguments.text):
        raise UsageError(
            "An address alone can't be read: Nutgraf doesn't fetch pages.",
            next_step="Open the page, and paste its text behind `add`.",
            command=ADD.path,
        )
    receipt = await asked.intake.take(Raw(name="pasted text", body=arguments.text.encode(errors="replace")))
    number = receipt.stories[0].number if receipt.stories else receipt.known[0]
    card = brief_card(await asked.desk.story(number))
    note = Note(prose=plain(_became(receipt)))
    return Card(summary=card.summary, blocks=(note, *card.blocks), mood="good")


def _became(receipt: Receipt) -> str:
    match len(receipt.stories):
        case 0:
            said = "Nothing new: this is here already"
        case 1:
            said = "Added as a new story"
        case several:
            said = f"Added {several} stories; this is the first"
    return f"{said}. {' '.join(receipt.faults)}".strip()


ADD = Command(
    path=("add",),
    summary="reads pasted text into a story",
    arguments=AddArguments,
    role=Role.editor,
    examples=("add Mayor resigns. She leaves office on 3 June 2026, her office said on Monday.",),
    run=_run,
    changes=True,
)
