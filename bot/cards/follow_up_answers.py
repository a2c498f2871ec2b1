"""What somebody is told privately after they did something to a follow-up: one line, and what comes next."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.cards.follow_up import QUESTIONS
from bot.cards.prose import plain
from bot.cards.wall_clock import hour, in_full, short_day
from bot.model.card import Ask, Bullets, Button, Buttons, Card, Note, Paragraph, sentence
from bot.model.follow_up import FollowUp, FollowUpState
from bot.model.schedule import Schedule
from bot.model.story import Story
from bot.model.value import Utc
from bot.text import clip

MORNING: Final = time(9)
EVENING: Final = time(17)

_FRIDAY: Final = 4
_WORDS: Final = 280
_DAY: Final = timedelta(days=1)

REASON: Final = Ask(label="Reason", hint="why it needn't be done")
ANGLE: Final = Ask(label="What to find out", hint="Who pays for the bridge?")
WHEN: Final = Ask(label="Due", kind="day", hint="2026-11-27, or: tomorrow 17:00, Friday 9am")


def take(follow_up: FollowUp) -> Button:
    """Return the button that makes whoever presses it the owner."""
    return Button(label="I'll take it", says=f"claim {follow_up.name}", style="primary")


def drop(follow_up: FollowUp) -> Button:
    """Return the button that drops it, after asking why."""
    return Button(label="Drop…", says=f"drop {follow_up.name}", asks=REASON)


def next_buttons(follow_up: FollowUp, *, own: bool) -> tuple[Button, ...]:
    """Return what can be done with a follow-up; `own` is set where whoever asks has it."""
    name = follow_up.name
    history = Button(label="History", says=f"history {name}")
    if not follow_up.stands:
        return (Button(label="Reopen", says=f"reopen {name}"), history)
    due, done = Button(label="Due…", says=f"due {name}"), Button(label="Done", says=f"done {name}")
    if follow_up.owner is None:
        return (take(follow_up), due, done, drop(follow_up))
    if own:
        return (due, done, drop(follow_up), Button(label="Give it back", says=f"unclaim {name}"))
    return (history,)


def worked_card(
    said: str, follow_up: FollowUp, *, own: bool, note: str = "", buttons: Sequence[Button] = ()
) -> Card:
    """Say what became of a follow-up, with buttons for what comes next: the usual ones, or these."""
    return Card(
        summary=said,
        blocks=(
            Paragraph(prose=plain(said)),
            *([Note(prose=sentence(note))] if note else []),
            Buttons(buttons=tuple(buttons) or next_buttons(follow_up, own=own)),
        ),
        mood="good" if follow_up.state is FollowUpState.done else "normal",
    )


def when_card(follow_up: FollowUp, *, now: Utc, zone: str) -> Card:
    """Ask when a follow-up is to be done: usual moments as buttons, and any other in words.

    The buttons say full dates: one that is pressed tomorrow means what it meant today.
    """
    name = follow_up.name
    said = f"When is {name} to be done?"
    usual = (_moment(label, day, at, name, zone) for label, day, at in _usual(now, zone))
    other = Button(label="Another time…", says=f"due {name}", asks=WHEN)
    off = (Button(label="No due time", says=f"due {name} off"),) if follow_up.due else ()
    stands = f"Due on {in_full(follow_up.due, zone)} now. " if follow_up.due else ""
    return Card(
        summary=said,
        blocks=(
            Paragraph(prose=plain(said)),
            Note(
                prose=sentence(f"{stands}In your own words: `due {name} tomorrow 17:00`. The zone is {zone}.")
            ),
            Buttons(buttons=(*usual, other, *off)),
        ),
    )


def angle_card(follow_up: FollowUp, story: Story) -> Card:
    """Ask what a follow-up is to find out: the story's open questions as buttons, or any words."""
    name, questions = follow_up.name, story.brief.questions[:QUESTIONS]
    said = f"{name} asks: {clip(follow_up.angle, _WORDS)}" if follow_up.angle else f"{name} has no angle yet."
    words = Button(label="Another angle…" if questions else "Angle…", says=f"angle {name}", asks=ANGLE)
    chase = (Button(label=f"Chase {n}", says=f"angle {name} {n}") for n in range(1, len(questions) + 1))
    points = tuple(plain(clip(question, _WORDS)) for question in questions)
    return Card(
        summary=said,
        blocks=(
            Paragraph(prose=plain(said)),
            *([Bullets(points=points, numbered=True)] if points else []),
            Note(prose=sentence(f"In your own words: `angle {name} Who pays for it?`.")),
            Buttons(buttons=(*chase, words)),
        ),
    )


def why_card(follow_up: FollowUp) -> Card:
    """Ask for the reason, without which nothing is dropped."""
    said = f"Why is {follow_up.name} dropped? The others want to know."
    return Card(
        summary=said,
        blocks=(
            Paragraph(prose=plain(said)),
            Note(prose=sentence(f"Write it behind: `drop {follow_up.name} the council has answered`.")),
            Buttons(buttons=(drop(follow_up),)),
        ),
        mood="trouble",
    )


def _usual(now: Utc, zone: str) -> Sequence[tuple[str, datetime, time]]:
    """Return the moments that are offered, each once: its label, local day, and hour."""
    today = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    friday = today + (_FRIDAY - today.weekday()) % 7 * _DAY
    monday = today + (7 - today.weekday()) * _DAY
    tomorrow = today + _DAY
    days = [("Tomorrow", tomorrow, MORNING), (short_day(friday.date()), friday, EVENING)]
    if today.time() < EVENING:
        days.insert(0, ("Today", today, EVENING))
    if monday != tomorrow:
        days.append((short_day(monday.date()), monday, MORNING))
    if friday == today:
        days = [each for each in days if each[1] != today or each[0] == "Today"]
    return days


def _moment(label: str, day: datetime, at: time, name: str, zone: str) -> Button:
    moment = Schedule(at=at, zone=zone).due(day.date())
    clock = moment.astimezone(ZoneInfo(zone)).time() if moment else at
    return Button(label=f"{label} {hour(clock)}", says=f"due {name} {day:%Y-%m-%d} {hour(clock)}")
