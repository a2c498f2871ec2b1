"""`source remove`: watches a source no longer."""

from bot.cards.source_answers import removed_card
from bot.commands.command import Command
from bot.commands.context import Asked
from bot.commands.source_add import SOURCE_ADD
from bot.commands.source_number import OneSource
from bot.model.card import Card
from bot.model.people import Role
from bot.model.polled import PolledSource, SourceKind


async def _run(asked: Asked, arguments: OneSource) -> Card:
    source = await asked.sources.remove(arguments.number)
    return removed_card(source, again=_again(source))


def _again(source: PolledSource) -> str:
    """Return the command that adds a source as it was."""
    return SOURCE_ADD.spelled(
        {
            "full": "yes" if source.full else "",
            "topic": ",".join(source.topics),
            "page": "yes" if source.kind is SourceKind.page else "",
            "sure": "yes",
            "url": source.url,
        }
    )


SOURCE_REMOVE = Command(
    path=("source", "remove"),
    summary="watches a source no longer; its stories stay",
    arguments=OneSource,
    role=Role.editor,
    examples=("source remove 3",),
    run=_run,
    changes=True,
)
