"""`source check`: asks a source now, and says exactly how it is."""

from bot.cards.source_answers import Checked, checked_card
from bot.commands.command import Command
from bot.commands.context import Asked
from bot.commands.source_number import OneSource
from bot.model.card import Card
from bot.model.people import Role
from bot.reading.silence import is_silent


async def _run(asked: Asked, arguments: OneSource) -> Card:
    came = await asked.sources.check(arguments.number)
    checked = Checked(
        source=came.source,
        rhythm=came.rhythm,
        headlines=came.headlines,
        new=came.new,
        faults=came.faults,
        unchanged=came.unchanged,
        first_poll=came.first_poll,
        silent=is_silent(came.source, at=asked.at),
    )
    return checked_card(checked, now=asked.at)


SOURCE_CHECK = Command(
    path=("source", "check"),
    summary="asks a source now: what came, what is wrong, its rhythm, its newest headlines",
    arguments=OneSource,
    role=Role.editor,
    examples=("source check 3",),
    run=_run,
    changes=True,
)
