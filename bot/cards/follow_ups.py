"""Many follow-ups: a line for each, the list, and the handover to the next shift."""

from collections.abc import Sequence
from typing import Final, Literal

from bot.cards.prose import plain
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
    sentence,
)
from bot.model.follow_up import Did, Entry, FollowUp, FollowUpState
from bot.model.value import Utc, Value
from bot.text import clip, count

WITH_BUTTONS: Final = 5
"""How many lines of a list have buttons of their own; on a phone more of them hide the list."""

_ABOUT, _CLOSING = 100, 80
_MOST_HANDED = 10
"""How many follow-ups each part of a handover names; the rest is counted."""

Which = Literal["here", "mine", "open", "due", "all"]


class Listed(Value):
    """A follow-up in a list. `headline` is its story's, for where it has no angle."""

    follow_up: FollowUp
    headline: str = ""


class ListShown(Value):
    """A page of a list: `more` is the command for the next one, "" where there is none.

    `narrowed` says in words what the list is narrowed to, as in "on politics".
    """

    which: Which
    lines: tuple[Listed, ...]
    now: Utc
    narrowed: str = ""
    first: int = 0
    more: str = ""


class Handed(Listed):
    """A follow-up in a handover: what a person did to it last, and until when its owner is away."""

    touch: Entry | None = None
    away_until: Utc | None = None


class Part(Value):
    """A part of a handover: the first of its follow-ups, and how many there are."""

    title: str
    total: int
    lines: tuple[Handed, ...] = ()


class HandoverShown(Value):
    """A handover. `place` names its channel, "" where it is about all of them."""

    parts: tuple[Part, ...]
    now: Utc
    place: str = ""


_TITLES: Final = {
    "here": "Follow-ups in this channel",
    "mine": "Your follow-ups",
    "open": "Follow-ups that nobody has",
    "due": "Follow-ups due by the end of today",
    "all": "All follow-ups",
}
_IN_WORDS: Final = {"Nobody has it": "that nobody has"}
_EMPTY: Final = {
    "here": (
        "Nothing is to be followed up here.",
        "`followups all` shows those of every channel; `follow 142` flags a story.",
    ),
    "mine": (
        "You have no follow-ups, and none that you flagged stands.",
        "`followups open` shows what nobody has yet.",
    ),
    "open": ("Every follow-up has somebody.", "`followups` shows what stands in this channel."),
    "due": ("Nothing is due by the end of today.", "`followups` shows what stands in this channel."),
    "all": (
        "There are no follow-ups yet.",
        "`follow 142` flags a story; so does \N{TRIANGULAR FLAG ON POST}.",
    ),
}


def list_card(shown: ListShown) -> Card:
    """Return a page of follow-ups; the first lines have buttons."""
    title = _TITLES[shown.which] + (f" {shown.narrowed}" if shown.narrowed else "")
    if not shown.lines:
        return _empty(title, shown)
    late = sum(each.follow_up.is_late(shown.now) for each in shown.lines)
    said = _how_many(shown) + (f", {late} overdue" if late else "")
    return Card(
        summary=f"{title}: {said}",
        blocks=(
            Headline(prose=plain(title)),
            Note(prose=plain(f"{said}; soonest due first")),
            *lines(shown.lines, now=shown.now, mine=shown.which == "mine"),
            *([_more(shown.more)] if shown.more else []),
        ),
    )


def lines(listed: Sequence[Listed], *, now: Utc, mine: bool = False) -> tuple[Block, ...]:
    """Return the lines of a list; the first have buttons, the others are one block of text."""
    blocks: list[Block] = []
    for each in listed[:WITH_BUTTONS]:
        blocks.append(Paragraph(prose=line(each, now=now)))
        if buttons := row(each.follow_up, due=mine):
            blocks.append(Buttons(buttons=buttons))
    rest = tuple(line(each, now=now) for each in listed[WITH_BUTTONS:])
    return (*blocks, *([Bullets(points=rest)] if rest else []))


def line(listed: Listed, *, now: Utc) -> Prose:
    """Return "F12 · slug · angle · Anna · due 27 Nov 17:00", with what is overdue marked."""
    follow_up = listed.follow_up
    return (
        Strong(text=follow_up.name),
        Plain(text=f" · {follow_up.slug} · {about(follow_up, listed.headline)} · "),
        *state(follow_up, now=now),
    )


def about(follow_up: FollowUp, headline: str = "") -> str:
    """Return what a follow-up is to find out: its angle, else its story's headline, else that it has none."""
    return clip(follow_up.angle or headline or "no angle yet", _ABOUT)


def state(follow_up: FollowUp, *, now: Utc) -> Prose:
    """Say who has it and when it is due, or how it ended."""
    closing = f": {clip(follow_up.closing, _CLOSING)}" if follow_up.closing else ""
    by = f" by {follow_up.closed_by.name}" if follow_up.closed_by else ""
    match follow_up.state:
        case FollowUpState.open:
            return (Plain(text="nobody has it"), *_due(follow_up, now=now))
        case FollowUpState.claimed:
            owner = follow_up.owner.name if follow_up.owner else "somebody"
            return (Plain(text=owner), *_due(follow_up, now=now))
        case FollowUpState.done | FollowUpState.dropped:
            return plain(f"{follow_up.state.value}{by}{closing}")
        case FollowUpState.withdrawn:
            return plain("taken back")


def row(follow_up: FollowUp, *, due: bool = False) -> tuple[Button, ...]:
    """Return the buttons of a line: who has it says that it is done, who has not takes it."""
    name = follow_up.name
    if not follow_up.stands:
        return ()
    take = Button(label=f"I'll take {name}", says=f"claim {name}")
    done = Button(label=f"{name} done", says=f"done {name}")
    first = take if follow_up.owner is None else done
    return (first, Button(label=f"Due… ({name})", says=f"due {name}")) if due else (first,)


def dropping(follow_up: FollowUp, label: str = "Drop…") -> Button:
    """Return the button that drops a follow-up after it has asked for the reason."""
    ask = Ask(label="Reason", hint="why it needn't be done")
    return Button(label=label, says=f"drop {follow_up.name}", style="danger", asks=ask)


def handover_card(shown: HandoverShown) -> Card:
    """Return what the next shift is to know, its first line a summary of it."""
    title = "Handover" + (f": {shown.place}" if shown.place else "")
    parts = [part for part in shown.parts if part.total]
    if not parts:
        said = "nothing is to be followed up"
        return Card(summary=f"{title}: {said}", blocks=(Paragraph(prose=plain(f"{title}: {said}.")),))
    total = sum(part.total for part in parts)
    each = ", ".join(f"{part.total:,} {_IN_WORDS.get(part.title, part.title.lower())}" for part in parts)
    said = f"{count(total, 'follow-up')}: {each}"
    return Card(
        summary=f"{title}: {said}",
        blocks=(
            Headline(prose=plain(title)),
            Paragraph(prose=(Strong(text=said),)),
            *(block for part in parts for block in _part(part, shown.now)),
        ),
    )


def _part(part: Part, now: Utc) -> tuple[Block, ...]:
    more = part.total - len(part.lines[:_MOST_HANDED])
    return (
        Headline(prose=plain(part.title), level=2),
        Bullets(points=tuple(_handed(each, now) for each in part.lines[:_MOST_HANDED])),
        *([Note(prose=plain(f"And {more:,} more."))] if more > 0 else []),
    )


def _handed(handed: Handed, now: Utc) -> Prose:
    away: Prose = (Plain(text=" · away until "), When(at=handed.away_until)) if handed.away_until else ()
    return (*line(handed, now=now), *away, *_touch(handed))


def _touch(handed: Handed) -> Prose:
    entry = handed.touch
    if entry is None:
        return plain(" · nobody has touched it")
    by = entry.by.name if entry.by else "Nutgraf"
    return (Plain(text=f" · last: {_did(entry, by)}, "), When(at=entry.at))


def _did(entry: Entry, by: str) -> str:
    """Say what was done last, in a few words."""
    match entry.did:
        case Did.assigned if entry.owner:
            return f"{by} gave it to {entry.owner.name}"
        case Did.claimed:
            return f"{by} took it"
        case Did.released:
            return f"{by} gave it back"
        case Did.declined:
            return f"{by} declined it"
        case Did.due:
            return f"{by} set when it is due"
        case Did.snoozed:
            return f"{by} put the reminders off"
        case Did.angled:
            return f"{by} gave it its angle"
        case Did.reopened:
            return f"{by} reopened it"
        case _:
            return f"{by} {entry.did.value} it"


def _due(follow_up: FollowUp, *, now: Utc) -> Prose:
    if follow_up.due is None:
        return ()
    if follow_up.is_late(now):
        return (Plain(text=" · "), Strong(text="overdue"), Plain(text=" since "), When(at=follow_up.due))
    return (Plain(text=" · due "), When(at=follow_up.due))


def _how_many(shown: ListShown) -> str:
    """Count a whole list, and name the place of a page of a longer one: counting that would take time."""
    number = len(shown.lines)
    if shown.first or shown.more:
        return f"{shown.first + 1:,} to {shown.first + number:,}"
    return count(number, "follow-up")


def _more(says: str) -> Buttons:
    return Buttons(buttons=(Button(label="More", says=says, style="primary"),))


def _empty(title: str, shown: ListShown) -> Card:
    why, next_step = _EMPTY[shown.which]
    if shown.first:
        why, next_step = "There are no more.", "`followups` begins again with the soonest."
    elif shown.narrowed:
        why, next_step = f"There is none {shown.narrowed}.", "Leave out what narrows the list."
    return Card(
        summary=f"{title}: {why}",
        blocks=(
            Headline(prose=plain(title)),
            Paragraph(prose=sentence(why)),
            Note(prose=sentence(next_step)),
        ),
    )
