"""What was made of stories by `merge` and `split`, and how to undo it."""

from bot.cards.prose import linked, plain
from bot.model.card import Button, Buttons, Card, Headline, Note, Paragraph, Plain, Prose, sentence
from bot.model.story import Story
from bot.text import count


def merged_card(story: Story, gone: int) -> Card:
    """Say that a story is part of this one now."""
    said = f"#{gone} is part of #{story.number} now."
    has = f"#{story.number} has {count(len(story.reports), 'report')} from {_outlets(story)}."
    return Card(
        summary=said,
        blocks=(
            Headline(prose=plain(said)),
            Paragraph(prose=_named(story)),
            Paragraph(prose=plain(has)),
            Note(
                prose=sentence(
                    f"`story {gone}` leads to #{story.number} from now on. Follow-ups of both are there; "
                    f"posts of both are brought up to date. `split {story.number} report "
                    f"{len(story.reports)}` makes a report a story of its own again."
                )
            ),
            Buttons(buttons=(_read(story),)),
        ),
        mood="good",
    )


def split_card(old: Story, new: Story, *, report: int) -> Card:
    """Say that a report, by the number that it had, is a story of its own now."""
    outlet = new.reports[0].outlet
    said = f"Report {report} of #{old.number} is a story of its own now: #{new.number}."
    return Card(
        summary=said,
        blocks=(
            Headline(prose=plain(said)),
            Paragraph(prose=(*_named(new), Plain(text=f" · {outlet}"))),
            Note(
                prose=sentence(
                    f"The follow-ups stay with #{old.number}, and its posts are brought up to date. "
                    f"Its reports are numbered anew. `merge {old.number} {new.number}` puts it back."
                )
            ),
            Buttons(buttons=(_read(old), _read(new))),
        ),
        mood="good",
    )


def _named(story: Story) -> Prose:
    return (Plain(text=f"#{story.number}  "), linked(story.headline, story.url))


def _outlets(story: Story) -> str:
    return count(len(story.outlets), "outlet")


def _read(story: Story) -> Button:
    return Button(label=f"Read #{story.number}", says=f"story {story.number}")
