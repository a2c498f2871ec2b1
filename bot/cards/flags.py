"""Flags as cards: what became of one, and who else wants a story gone back to."""

from collections.abc import Sequence

from bot.cards.prose import plain
from bot.model.card import Bullets, Button, Buttons, Card, Note, Paragraph, sentence
from bot.model.flag import Flag
from bot.model.story import Story
from bot.text import clip

_NAMED = 10
_ANGLE = 120


def flagged_card(story: Story, flags: Sequence[Flag], said: str, *, own: bool) -> Card:
    """Return the answer to a flag; `own` is set where the person has one there, and may take it back."""
    take_back = Buttons(buttons=(Button(label="Take it back", says=f"unfollow {story.number}"),))
    shows = f"`story {story.number}` shows it."
    return Card(
        summary=said,
        blocks=(
            Paragraph(prose=plain(said)),
            *([Note(prose=(*plain(f"{who(flags)}. "), *sentence(shows)))] if flags else []),
            *([take_back] if own else []),
        ),
        mood="good",
    )


def which_card(stories: Sequence[Story]) -> Card:
    """Return the question which of a post's stories is meant; a button stands for each."""
    asked = "Which story is to be followed up?"
    lines = Bullets(points=tuple(plain(f"#{s.number} {clip(s.headline, _ANGLE)}") for s in stories))
    buttons = tuple(Button(label=f"#{story.number}", says=f"follow {story.number}") for story in stories)
    return Card(summary=asked, blocks=(Paragraph(prose=plain(asked)), lines, Buttons(buttons=buttons)))


def who(flags: Sequence[Flag]) -> str:
    """Say who has flagged a story: "Flagged by anna (who pays?), ben and 3 more"."""
    names = [f"{flag.by.name} ({clip(flag.angle, _ANGLE)})" if flag.angle else flag.by.name for flag in flags]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"Flagged for a follow-up by {', '.join(names[:_NAMED])}{more}"
