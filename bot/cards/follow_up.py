"""A follow-up as its card, and in one line under every post that shows its story."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from bot.cards.prose import linked, plain
from bot.cards.wall_clock import short_day
from bot.model.card import (
    Ask,
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
    When,
)
from bot.model.follow_up import Flag, FollowUp, FollowUpState
from bot.model.story import Story
from bot.model.value import Utc, Value
from bot.text import clip

QUESTIONS: Final = 4
"""How many of a story's open questions are offered as angles."""

_LONG, _SHORT, _FEW_WORDS, _NAMED, _FOOTER = 280, 120, 60, 6, 3


class FollowUpShown(Value):
    """What a card shows: the follow-up, its story and its flags. Clocks are those of `zone`."""

    follow_up: FollowUp
    story: Story
    flags: tuple[Flag, ...] = ()
    zone: str = "UTC"
    now: Utc


def follow_up_card(shown: FollowUpShown) -> Card:
    """Return the card of a follow-up as it stands: what it asks, who has it, what can be done."""
    follow_up, story = shown.follow_up, shown.story
    title = f"{follow_up.name} · {follow_up.slug}"
    asks = follow_up.stands and not follow_up.angle
    return Card(
        summary=f"{title}: {_stands_in_words(follow_up)}",
        blocks=(
            Headline(prose=plain(title)),
            Paragraph(prose=(linked(clip(story.headline, _LONG), story.url),)),
            *([Paragraph(prose=(Strong(text=follow_up.angle),))] if follow_up.angle else []),
            Paragraph(prose=_begun(_state(follow_up), follow_up)),
            *(_questions(shown) if asks else ()),
            *(_days(shown) if follow_up.stands else ()),
            Note(prose=plain(_flagged(shown.flags, follow_up))),
            Buttons(buttons=_buttons(follow_up)),
        ),
        mood="good" if follow_up.state is FollowUpState.done else "normal",
    )


def footed(card: Card, story: int, follow_ups: Sequence[FollowUp]) -> Card:
    """Return a card with one line on a story's follow-ups above the story's buttons.

    A line that is there already is replaced; where there is nothing to tell there is none.
    """
    blocks = [block for block in card.blocks if not (isinstance(block, Note) and block.story == story)]
    told = [each for each in follow_ups if each.state is not FollowUpState.withdrawn]
    at = next((place for place, block in enumerate(blocks) if _flags(block, story)), None)
    if told and at is not None:
        blocks.insert(at, Note(prose=_footer(told), story=story))
    return card.model_copy(update={"blocks": tuple(blocks)})


def told_in_line(follow_up: FollowUp) -> Prose:
    """Return a follow-up in one line: "F12 Who pays? · Anna has it, due Fri 27 Nov 17:00"."""
    angle = f" {clip(follow_up.angle, _SHORT)}" if follow_up.angle else ""
    return (Strong(text=follow_up.name), Plain(text=f"{angle} · "), *_state(follow_up))


def _flags(block: Block, story: int) -> bool:
    return isinstance(block, Buttons) and any(b.says == f"follow {story}" for b in block.buttons)


def _footer(follow_ups: Sequence[FollowUp]) -> Prose:
    spans: list[Prose] = [(Plain(text="🚩 "),)]
    newest = follow_ups[-_FOOTER:]
    for place, each in enumerate(newest):
        gap = " · " if place else ""
        spans.append((Plain(text=f"{gap}{each.name} "), *_state(each, words=_FEW_WORDS)))
    if len(follow_ups) > len(newest):
        spans.append((Plain(text=f" · and {len(follow_ups) - len(newest)} more"),))
    return tuple(span for prose in spans for span in prose)


def _state(follow_up: FollowUp, *, words: int = _SHORT) -> Prose:
    """Say in a few words how it stands: "open", "Anna has it, due Fri 27 Nov 17:00", "done by Ben: …"."""
    by = follow_up.closed_by.name if follow_up.closed_by else "somebody"
    because = f": {clip(follow_up.closing, words)}" if follow_up.closing else ""
    due: Prose = (Plain(text=", due "), When(at=follow_up.due)) if follow_up.due else ()
    match follow_up.state:
        case FollowUpState.open:
            return (Plain(text="open"), *due)
        case FollowUpState.claimed:
            return (Plain(text=f"{follow_up.owner.name if follow_up.owner else 'somebody'} has it"), *due)
        case FollowUpState.done:
            return plain(f"done by {by}{because}")
        case FollowUpState.dropped:
            return plain(f"dropped by {by}{because}")
        case FollowUpState.withdrawn:
            return plain("taken back")


def _begun(prose: Prose, follow_up: FollowUp) -> Prose:
    """Return how it stands as the beginning of a sentence; a name in front stays as it is."""
    first = prose[0]
    if follow_up.state is FollowUpState.claimed or not isinstance(first, Plain):
        return prose
    return (Plain(text=first.text[:1].upper() + first.text[1:]), *prose[1:])


def _stands_in_words(follow_up: FollowUp) -> str:
    return "".join(span.text for span in _state(follow_up) if isinstance(span, Plain)).removesuffix(", due ")


def _questions(shown: FollowUpShown) -> tuple[Block, ...]:
    name, questions = shown.follow_up.name, shown.story.brief.questions[:QUESTIONS]
    words = Button(
        label="Another angle…" if questions else "Angle…",
        says=f"angle {name}",
        asks=Ask(label="What to find out", hint="Who pays for the bridge?"),
    )
    if not questions:
        return (Note(prose=plain("No angle yet.")), Buttons(buttons=(words,)))
    chase = (Button(label=f"Chase {n}", says=f"angle {name} {n}") for n in range(1, len(questions) + 1))
    return (
        Note(prose=plain("No angle yet. The story's open questions:")),
        Bullets(points=tuple(plain(clip(question, _LONG)) for question in questions), numbered=True),
        Buttons(buttons=(*chase, words)),
    )


def _days(shown: FollowUpShown) -> tuple[Block, ...]:
    if shown.follow_up.due:
        return ()
    today = shown.now.astimezone(ZoneInfo(shown.zone)).date()
    ahead = [each for each in shown.follow_up.days if each.day > today]
    return tuple(
        block
        for each in ahead
        for block in (
            Note(prose=plain(f"“{clip(each.sentence, _LONG)}”")),
            Buttons(
                buttons=(
                    Button(
                        label=f"Due {short_day(each.day)}",
                        says=f"due {shown.follow_up.name} {each.day.isoformat()}",
                    ),
                )
            ),
        )
    )


def _flagged(flags: Sequence[Flag], follow_up: FollowUp) -> str:
    names = list(dict.fromkeys(flag.by.name for flag in flags))
    if not names:
        return f"No flag stands on it · #{follow_up.story}"
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"Flagged by {', '.join(names[:_NAMED])}{more} · #{follow_up.story}"


def _buttons(follow_up: FollowUp) -> tuple[Button, ...]:
    name = follow_up.name
    history = Button(label="History", says=f"history {name}")
    if not follow_up.stands:
        return (Button(label="Reopen", says=f"reopen {name}"), history)
    take = Button(label="I'll take it", says=f"claim {name}", style="primary")
    give = Button(label="Give it back", says=f"unclaim {name}")
    drop = Button(label="Drop…", says=f"drop {name}", asks=Ask(label="Reason", hint="why it needn't be done"))
    return (
        take if follow_up.owner is None else give,
        Button(label="Due…", says=f"due {name}"),
        Button(label="Done", says=f"done {name}"),
        drop,
        history,
    )
