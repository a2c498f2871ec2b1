"""Help: short over all commands, deep on one of them."""

from collections.abc import Sequence

from bot.cards.prose import plain
from bot.model.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Headline,
    Note,
    Paragraph,
    Plain,
    Prose,
    Strong,
)


def overview_card(lines: Sequence[tuple[str, str]]) -> Card:
    """Return the short help: each command's usage, and what it does."""
    points: tuple[Prose, ...] = tuple(
        (Strong(text=f"/brief {usage}"), Plain(text=f" – {summary}")) for usage, summary in lines
    )
    return Card(
        summary="What Nutgraf can do",
        blocks=(
            Headline(prose=plain("What Nutgraf can do")),
            Bullets(points=points),
            Note(
                prose=plain(
                    '`help COMMAND` explains one of them. Quotes group words: topic:"machine learning".'
                )
            ),
            Buttons(buttons=(Button(label="Latest stories", says="latest", style="primary"),)),
        ),
    )


def command_card(
    *, usage: str, summary: str, arguments: Sequence[tuple[str, str]], examples: Sequence[str], role: str
) -> Card:
    """Return the deep help on one command."""
    named: list[Block] = []
    if arguments:
        points = tuple((Strong(text=name), Plain(text=f" – {what}")) for name, what in arguments)
        named = [Bullets(points=points)]
    return Card(
        summary=f"/brief {usage}",
        blocks=(
            Headline(prose=plain(f"/brief {usage}")),
            Paragraph(prose=plain(summary)),
            *named,
            Headline(prose=plain("Examples"), level=2),
            Bullets(points=tuple(plain(f"/brief {example}") for example in examples)),
            Note(prose=plain(f"For every {role}." if role == "reader" else f"For {role}s.")),
        ),
    )
