"""The history of a follow-up: who did what, when and where."""

from collections.abc import Sequence
from typing import Final

from bot.cards.prose import linked, plain
from bot.model.card import (
    Bullets,
    Button,
    Buttons,
    Card,
    ChannelName,
    Headline,
    Note,
    Paragraph,
    Plain,
    Prose,
    When,
)
from bot.model.follow_up import Did, Entry, FollowUp
from bot.model.people import ChannelRef
from bot.model.story import Story
from bot.text import clip

MOST: Final = 30
"""So many of the newest lines are shown."""

_WORDS, _HEADLINE = 120, 200
_NOBODY = "somebody"


def history_card(follow_up: FollowUp, story: Story, history: Sequence[Entry], *, here: ChannelRef) -> Card:
    """Return the history, oldest first. `here` is where it is read: no other place's channels are named."""
    title = f"{follow_up.name} · {follow_up.slug}"
    told = [entry for entry in history if entry.did is not Did.put_off]
    left_out = f"The {MOST} newest of {len(told)} lines." if len(told) > MOST else ""
    return Card(
        summary=f"History of {title}",
        blocks=(
            Headline(prose=plain(f"History of {title}")),
            Paragraph(prose=(linked(clip(story.headline, _HEADLINE), story.url),)),
            *([Note(prose=plain(left_out))] if left_out else []),
            Bullets(points=tuple(_line(entry, here) for entry in told[-MOST:])),
            Buttons(buttons=(Button(label="Read brief", says=f"story {story.number}"),)),
        ),
    )


def _line(entry: Entry, here: ChannelRef) -> Prose:
    return (When(at=entry.at), Plain(text=" · "), *_did(entry), *_place(entry, here))


def _did(entry: Entry) -> Prose:
    """Say what was done, as a sentence about who did it."""
    by = entry.by.name if entry.by else "Nutgraf"
    owner = entry.owner.name if entry.owner else _NOBODY
    words = f": {clip(entry.words, _WORDS)}" if entry.words else ""
    match entry.did:
        case Did.due:
            return _with_time(f"{by} set it due ", entry, f"{by} took its due time away")
        case Did.snoozed:
            return _with_time(f"{by} put its reminders off until ", entry, f"{by} put its reminders off")
        case Did.assigned:
            return plain(f"{by} gave it to {owner}")
        case Did.nudged:
            return plain("Nutgraf reminded its owner")
        case Did.escalated:
            return plain("Nutgraf put it before the editors")
        case Did.called:
            return plain("Nutgraf said in the channel that nobody has it")
        case _:
            return plain(f"{by} {_SAID[entry.did]}{words}")


_SAID: Final = {
    Did.flagged: "flagged it",
    Did.unflagged: "took their flag back",
    Did.withdrawn: "took the last flag back, so it went",
    Did.angled: "gave it its angle",
    Did.claimed: "took it",
    Did.released: "gave it back",
    Did.declined: "declined it",
    Did.done: "said it is done",
    Did.dropped: "dropped it",
    Did.reopened: "reopened it",
}


def _with_time(said: str, entry: Entry, without: str) -> Prose:
    return (Plain(text=said), When(at=entry.due)) if entry.due else plain(without)


def _place(entry: Entry, here: ChannelRef) -> Prose:
    if entry.where is None:
        return ()
    there = entry.where.channel
    if there.platform != here.platform or there.workspace != here.workspace:
        return plain(f" · on {there.platform.capitalize()}")
    if there.person:
        return plain(" · in direct messages")
    return (Plain(text=" · "), ChannelName(id=there.id, name=there.id))
