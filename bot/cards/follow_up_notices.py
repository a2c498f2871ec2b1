"""What people are told privately of a follow-up: that it is theirs now, or what a reaction couldn't do."""

from collections.abc import Sequence

from bot.cards.prose import plain
from bot.model.card import (
    Ask,
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Prose,
    Strong,
    When,
    sentence,
)
from bot.model.follow_up import FollowUp
from bot.model.people import Actor
from bot.model.story import Story
from bot.text import clip

_HEADLINE = 120


def assigned_card(follow_up: FollowUp, headline: str, by: Actor) -> Card:
    """Tell somebody that a follow-up was given to them; they can decline. `headline` is its story's."""
    said = f"{by.name} gave you {follow_up.name}: {clip(follow_up.angle or headline, _HEADLINE)}"
    due: Prose = (*plain("Due "), When(at=follow_up.due)) if follow_up.due else plain("No due time is set.")
    return Card(
        summary=said,
        blocks=(
            Paragraph(prose=plain(said)),
            Note(prose=due),
            Buttons(
                buttons=(
                    Button(label="Due…", says=f"due {follow_up.name}"),
                    Button(label="Done", says=f"done {follow_up.name}"),
                    Button(label="Decline", says=f"unclaim {follow_up.name}"),
                    Button(label="Read brief", says=f"story {follow_up.story}"),
                )
            ),
        ),
    )


def declined_card(follow_up: FollowUp, headline: str, by: Actor) -> Card:
    """Tell who has assigned a follow-up that the other has declined it. `headline` is its story's."""
    said = f"{by.name} declined {follow_up.name}: {clip(follow_up.angle or headline, _HEADLINE)}"
    claim = Button(label="I'll take it", says=f"claim {follow_up.name}", style="primary")
    return Card(
        summary=said,
        blocks=(
            Paragraph(prose=plain(said)),
            Note(
                prose=sentence(
                    f"Nobody has it now. `assign {follow_up.name} @name` gives it to somebody else."
                )
            ),
            Buttons(buttons=(claim,)),
        ),
    )


def refused_card(said: str, next_step: str) -> Card:
    """Tell somebody why their reaction did nothing, and what to do instead."""
    return Card(
        summary=said,
        blocks=(Paragraph(prose=sentence(said)), *([Note(prose=sentence(next_step))] if next_step else [])),
        mood="trouble",
    )


def asks_card(follow_ups: Sequence[FollowUp]) -> Card:
    """Ask who took the last flag back what is to become of follow-ups that somebody has worked on."""
    names = ", ".join(each.name for each in follow_ups)
    said = f"Your flag is taken back, but somebody has worked on {names} since, so it stays."
    return Card(
        summary=said,
        blocks=(
            Paragraph(prose=plain(said)),
            Note(prose=sentence("Nothing has to be done if it is to stay.")),
            *(block for each in follow_ups for block in _dropping(each)),
        ),
    )


def which_story_card(stories: Sequence[Story], post: int) -> Card:
    """Ask which of a post's stories is meant by a flag; `post` is the number of the post's delivery."""
    asked = "Which story is to be followed up?"
    lines = tuple(plain(f"#{story.number} {clip(story.headline, _HEADLINE)}") for story in stories)
    buttons = tuple(
        Button(label=f"#{story.number}", says=f"follow {story.number} on:{post}") for story in stories
    )
    return Card(
        summary=asked,
        blocks=(Paragraph(prose=plain(asked)), Bullets(points=lines), Buttons(buttons=buttons)),
    )


def which_follow_up_card(follow_ups: Sequence[FollowUp], command: str, label: str) -> Card:
    """Ask which of several follow-ups a reaction means; `command` is what is done to it."""
    asked = "Which follow-up do you mean?"
    lines = tuple((Strong(text=each.name), *plain(f" {_about(each)}")) for each in follow_ups)
    buttons = tuple(
        Button(label=f"{label} {each.name}", says=f"{command} {each.name}") for each in follow_ups
    )
    return Card(
        summary=asked,
        blocks=(Paragraph(prose=plain(asked)), Bullets(points=lines), Buttons(buttons=buttons)),
    )


def _dropping(follow_up: FollowUp) -> tuple[Block, ...]:
    ask = Ask(label="Reason", hint="why it needn't be done")
    drop = Button(label=f"Drop {follow_up.name}…", says=f"drop {follow_up.name}", style="danger", asks=ask)
    return (Buttons(buttons=(drop, Button(label="History", says=f"history {follow_up.name}"))),)


def _about(follow_up: FollowUp) -> str:
    return clip(follow_up.angle, _HEADLINE) if follow_up.angle else follow_up.slug
