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
    sentence,
)


def overview_card(groups: Sequence[tuple[str, Sequence[str]]]) -> Card:
    """Return the short help: each group's title, and the names of its commands."""
    blocks: list[Block] = []
    for title, commands in groups:
        blocks += [Headline(prose=plain(title), level=2), Paragraph(prose=_listed(commands))]
    return Card(
        summary="What Nutgraf can do",
        blocks=(
            Headline(prose=plain("What Nutgraf can do")),
            *blocks,
            Note(
                prose=sentence(
                    "Say `/brief story 142`, `/brief claim F12`. `/brief help story` shows what one takes, "
                    'with examples. Quotes group words: topic:"machine learning". '
                    "share:yes shows the answer to all."
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


def _listed(commands: Sequence[str]) -> Prose:
    between = Plain(text=" · ")
    spans = [span for command in commands for span in (between, Strong(text=command))]
    return tuple(spans[1:])
