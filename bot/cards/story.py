"""A story as a card: short in a list, whole with its brief, and as the post that a channel gets."""

from collections.abc import Sequence
from itertools import groupby

from bot.cards.follow_up import told_in_line
from bot.cards.prose import day, host, linked, outlets, plain, published
from bot.cards.reports import news_blocks, report_blocks
from bot.model.brief import Brief, Passage, Point, Section, SectionKind
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
    Rule,
    Strong,
)
from bot.model.follow_up import FollowUp, FollowUpState
from bot.model.story import Story
from bot.text import clip

NAMES = {
    SectionKind.what_happened: "What happened",
    SectionKind.key_developments: "Key developments",
    SectionKind.why_it_matters: "Why it matters",
    SectionKind.implications: "Implications",
    SectionKind.open_questions: "Open questions",
    SectionKind.bottom_line: "Bottom line",
    SectionKind.background: "Background",
    SectionKind.other: "",
}
"""What a section is called where its source gave it no title."""

FOLLOW_UPS = 5
"""How many follow-ups a story names; platforms show as many buttons in a row."""

LINE = 280
"""How many characters one line of why a story matters may have in a list."""


def short_blocks(story: Story) -> tuple[Block, ...]:
    """Return a story's entry in a list: headline, one line of why it matters, outlets and time."""
    line = gist(story.brief)
    return (
        Headline(prose=(Plain(text=f"#{story.number}  "), linked(story.headline, story.url)), level=2),
        *([Paragraph(prose=plain(clip(line, LINE)))] if line else []),
        Note(prose=_by(story)),
        buttons(story),
    )


def post_card(story: Story) -> Card:
    """Return the story as a post: short, with the brief behind a button."""
    line = gist(story.brief)
    return Card(
        summary=story.headline,
        blocks=(
            Headline(prose=(linked(story.headline, story.url),)),
            *([Paragraph(prose=plain(clip(line, LINE)))] if line else []),
            Note(prose=(Plain(text=f"#{story.number} · "), *_by(story))),
            buttons(story),
        ),
        whole=_whole(story),
    )


def brief_card(story: Story, follow_ups: Sequence[FollowUp] = ()) -> Card:
    """Return the whole brief, who else has the story, its follow-ups, and how the brief was made."""
    brief = story.brief
    dek: list[Block] = [Paragraph(prose=(Strong(text=brief.dek.text),))] if brief.dek else []
    sections = [block for section in brief.sections for block in _section(section)]
    return Card(
        summary=f"#{story.number} {story.headline}",
        blocks=(
            Headline(prose=(Plain(text=f"#{story.number}  "), linked(story.headline, story.url))),
            *dek,
            *sections,
            *news_blocks(story),
            Rule(),
            *report_blocks(story),
            Note(prose=plain(_made(story))),
            *_followed(story.number, follow_ups),
            Buttons(buttons=(_flag(story),)),
        ),
        whole=_whole(story),
    )


def _followed(story: int, follow_ups: Sequence[FollowUp]) -> tuple[Block, ...]:
    """Return a line for each follow-up, what stands first, and what helps to go on with them.

    The lines are marked as the footer of a post is: where the card is posted, they are kept up to date.
    """
    told = [each for each in follow_ups if each.state is not FollowUpState.withdrawn]
    if not told:
        return ()
    first = sorted(told, key=lambda each: not each.stands)[:FOLLOW_UPS]
    more = len(told) - len(first)
    return (
        *(Note(prose=told_in_line(each), story=story) for each in first),
        *([Note(prose=plain(f"and {more} more"), story=story)] if more else []),
        Buttons(buttons=tuple(_helps(each) for each in first)),
    )


def _helps(follow_up: FollowUp) -> Button:
    name = follow_up.name
    if follow_up.state is FollowUpState.open:
        return Button(label=f"Take {name}", says=f"claim {name}")
    return Button(label=f"History of {name}", says=f"history {name}")


def gist(brief: Brief) -> str:
    """Return the source's own words on why the story matters, or failing that what it is about; or ""."""
    matters = brief.section(SectionKind.why_it_matters)
    if matters and matters.text:
        return matters.text[0].text
    if brief.dek:
        return brief.dek.text
    passages = [passage.text for section in brief.sections for passage in section.text]
    points = [point.text for section in brief.sections for point in section.points]
    return next(iter([*passages, *points]), "")


def buttons(story: Story) -> Buttons:
    """Return what can be done with a story of which only a part is shown."""
    return Buttons(buttons=(Button(label="Read brief", says=_whole(story)), _flag(story)))


def _flag(story: Story) -> Button:
    return Button(label="Flag", says=f"follow {story.number}")


def _whole(story: Story) -> str:
    return f"story {story.number}"


def _by(story: Story) -> Prose:
    where = f" · {host(story.url)}" if story.url else ""
    return (Plain(text=f"{outlets(story)} · "), *published(story.reports[0]), Plain(text=where))


def _section(section: Section) -> list[Block]:
    """Return a section as it was written: paragraphs and bullets in their order."""
    title = section.title or NAMES[section.kind]
    blocks: list[Block] = [Headline(prose=plain(title), level=2)] if title else []
    parts: list[Passage | Point] = [*section.text, *section.points]
    parts.sort(key=lambda part: part.place)
    for is_list, group in groupby(parts, key=lambda part: isinstance(part, Point)):
        if is_list:
            blocks.append(Bullets(points=tuple(_point(part) for part in group if isinstance(part, Point))))
        else:
            blocks.extend(Paragraph(prose=plain(part.text)) for part in group)
    return blocks


def _point(point: Point) -> Prose:
    if point.label is None:
        return plain(point.text)
    return (Strong(text=f"{point.label}:"), Plain(text=f" {point.text}"))


def _made(story: Story) -> str:
    parts = []
    if story.happened_on:
        parts.append(f"Happened on {day(story.happened_on)}")
    if story.topics:
        parts.append(f"Topics: {', '.join(story.topics)}")
    if story.brief.source_line:
        parts.append(f"Source: {story.brief.source_line}")
    if story.brief.drafted_by == "extract":
        parts.append("An extract: every sentence stands in the source")
    return " · ".join(parts)
