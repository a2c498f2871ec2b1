"""What the bot says of follow-ups of its own accord: to owners, editors and channels; and who hears it."""

from collections.abc import Sequence
from typing import Final

from bot.cards.follow_ups import about, dropping
from bot.cards.prose import plain
from bot.model.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Plain,
    Prose,
    Strong,
    When,
    sentence,
)
from bot.model.follow_up import FollowUp
from bot.model.preferences import Preferences
from bot.model.value import Utc
from bot.text import count

WITH_BUTTONS: Final = 5
"""How many of a summary have buttons of their own; on a phone more of them hide the text."""

_NAMED: Final = 15
"""How many a summary names; the rest is counted."""

_MUTING = Note(prose=sentence("`nudges off` ends these reminders, `away until friday` holds them back."))


def nudge_card(theirs: Sequence[FollowUp], *, now: Utc) -> Card:
    """Remind somebody of what they have, in one message: at least one, soonest due first."""
    if len(theirs) > 1:
        return _summary(theirs, now=now)
    (one,) = theirs
    said = _said(one, now=now)
    return Card(
        summary=_words(said),
        blocks=(
            Paragraph(prose=said),
            Buttons(
                buttons=(
                    Button(label="Done", says=f"done {one.name}", style="primary"),
                    Button(label="Snooze", says=f"snooze {one.name}"),
                    dropping(one),
                    Button(label="Read brief", says=f"story {one.story}"),
                )
            ),
            _MUTING,
        ),
    )


def escalated_card(follow_up: FollowUp, *, now: Utc) -> Card:
    """Put before the editors of a channel what its owner has not done."""
    owner = follow_up.owner.name if follow_up.owner else "Nobody"
    late = _late(follow_up, now=now)
    said: Prose = (Plain(text="For the editors: "), *_title(follow_up), Plain(text=f" {owner} has it"), *late)
    return Card(
        summary=f"For the editors: {follow_up.name} ({follow_up.slug}) is not done; {owner} has it",
        blocks=(
            Paragraph(prose=(*said, Plain(text=". They are not reminded any more."))),
            _for_editors(follow_up),
        ),
    )


def unreached_card(follow_up: FollowUp, *, now: Utc) -> Card:
    """Say in a follow-up's thread that its owner could not be reminded of it."""
    owner = follow_up.owner.name if follow_up.owner else "The owner"
    said = f"{owner} couldn't be reached by a direct message, so they were not reminded of {follow_up.name}"
    return Card(
        summary=said,
        blocks=(
            Paragraph(prose=(Plain(text=f"{said}: {about(follow_up)}"), *_late(follow_up, now=now))),
            _for_editors(follow_up),
        ),
        mood="trouble",
    )


def called_card(here: Sequence[FollowUp]) -> Card:
    """Say in a channel what nobody has taken: at least one, soonest due first."""
    if len(here) == 1:
        (one,) = here
        return Card(
            summary=f"Nobody has {one.name} yet: {about(one)}",
            blocks=(
                Paragraph(prose=(Plain(text="Nobody has this yet: "), *_title(one))),
                Buttons(
                    buttons=(
                        Button(label="I'll take it", says=f"claim {one.name}", style="primary"),
                        dropping(one),
                        Button(label="Read brief", says=f"story {one.story}"),
                    )
                ),
            ),
        )
    said = f"Nobody has {count(len(here), 'follow-up')} of this channel yet"
    return Card(
        summary=f"{said}: {_names(here)}",
        blocks=(
            Paragraph(prose=plain(f"{said}:")),
            Bullets(points=tuple(_title(each) for each in here[:_NAMED])),
            *_rest(len(here) - _NAMED, "`followups open` shows them all."),
            Buttons(
                buttons=tuple(
                    Button(label=f"Take {each.name}", says=f"claim {each.name}")
                    for each in here[:WITH_BUTTONS]
                )
            ),
        ),
    )


def hearing_card(own: Preferences, *, now: Utc, said: str = "") -> Card:
    """Say whether somebody is reminded, and until when they are away. `said` is what was done just now."""
    off = own.nudges is False
    told = said or ("You are not reminded of your follow-ups." if off else "You are reminded of what is due.")
    away: Prose = ()
    if own.away_until and own.away_until > now:
        away = (
            Plain(text=" You are away until "),
            When(at=own.away_until),
            Plain(text="; until then nothing comes."),
        )
    hint = (
        "`nudges on` begins the reminders again; until then what you don't do in time goes to the editors."
        if off
        else "`nudges off` ends them; `away until friday` holds them back, `back` ends that."
    )
    return Card(
        summary=_words((*plain(told), *away)),
        blocks=(Paragraph(prose=(*sentence(told), *away)), Note(prose=sentence(hint))),
    )


def _summary(theirs: Sequence[FollowUp], *, now: Utc) -> Card:
    said = f"{count(len(theirs), 'follow-up')} of yours are due"
    blocks: list[Block] = [Paragraph(prose=(Strong(text=said),))]
    for each in theirs[:WITH_BUTTONS]:
        blocks += [Paragraph(prose=(*_title(each), *_late(each, now=now))), Buttons(buttons=_row(each))]
    named = theirs[WITH_BUTTONS:_NAMED]
    if named:
        blocks.append(Bullets(points=tuple((*_title(each), *_late(each, now=now)) for each in named)))
    return Card(
        summary=f"{said}: {_names(theirs)}",
        blocks=(*blocks, *_rest(len(theirs) - _NAMED, "`followups mine` shows them all."), _MUTING),
    )


def _row(follow_up: FollowUp) -> tuple[Button, ...]:
    name = follow_up.name
    return (
        Button(label=f"{name} done", says=f"done {name}"),
        Button(label="Snooze", says=f"snooze {name}"),
        dropping(follow_up),
    )


def _for_editors(follow_up: FollowUp) -> Buttons:
    name = follow_up.name
    return Buttons(
        buttons=(
            Button(label="Assign to me", says=f"assign {name} me", style="primary"),
            Button(label="Done", says=f"done {name}"),
            dropping(follow_up),
        )
    )


def _said(one: FollowUp, *, now: Utc) -> Prose:
    if one.due is None:
        return (Plain(text="A reminder of "), *_title(one))
    if one.nudges:
        return (Plain(text="Still to be done: "), *_title(one), *_late(one, now=now))
    return (Plain(text="Due now: "), *_title(one), *_late(one, now=now))


def _title(one: FollowUp) -> Prose:
    return (Strong(text=f"{one.name} · {one.slug}"), Plain(text=f" · {about(one)}"))


def _late(one: FollowUp, *, now: Utc) -> Prose:
    if one.due is None:
        return ()
    return (Plain(text=" · due " if one.due >= now else " · was due "), When(at=one.due))


def _rest(number: int, where: str) -> tuple[Block, ...]:
    return (Note(prose=sentence(f"And {number:,} more; {where}")),) if number > 0 else ()


def _names(follow_ups: Sequence[FollowUp]) -> str:
    names = ", ".join(each.name for each in follow_ups[:WITH_BUTTONS])
    more = len(follow_ups) - WITH_BUTTONS
    return f"{names} and {more:,} more" if more > 0 else names


def _words(prose: Prose) -> str:
    """Return prose without its moments, for a line that no platform renders."""
    said = "".join(span.text for span in prose if isinstance(span, Plain | Strong))
    return said.removesuffix(" · was due ").removesuffix(" · due ")
