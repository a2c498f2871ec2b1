"""Many stories as one card."""

from collections.abc import Sequence

from bot.cards.prose import plain
from bot.cards.story import short_blocks
from bot.model.card import Block, Button, Buttons, Card, Headline, Note, Paragraph, sentence
from bot.model.story import Story


def stories_card(title: str, note: str, stories: Sequence[Story], *, more: str | None = None) -> Card:
    """Return a list under a title. `more` is the command for the next page, where there is one."""
    blocks: list[Block] = [Headline(prose=plain(title)), Note(prose=plain(note))]
    blocks.extend(listed(stories))
    if more:
        blocks.append(Buttons(buttons=(Button(label="More", says=more, style="primary"),)))
    return Card(summary=f"{title}: {note}", blocks=tuple(blocks))


def listed(stories: Sequence[Story]) -> tuple[Block, ...]:
    """Return the entries of stories in a list."""
    return tuple(block for story in stories for block in short_blocks(story))


def nothing_card(title: str, why: str, next_step: str) -> Card:
    """Return the card for an empty list: that it is empty, and what to try."""
    return Card(
        summary=f"{title}: {why}",
        blocks=(
            Headline(prose=plain(title)),
            Paragraph(prose=sentence(why)),
            Note(prose=sentence(next_step)),
        ),
    )
