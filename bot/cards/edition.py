"""An edition as one message: numbered stories, a line of what it covers, and what came in quiet hours.

Slack takes about 12,000 characters of blocks, so a full edition of ten stays under 10,000.
"""

from collections.abc import Sequence
from datetime import date

from bot.cards.prose import linked, outlets, plain, published
from bot.cards.story import LINE, buttons, gist
from bot.cards.wall_clock import ago, long_day
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
    Span,
    Strong,
)
from bot.model.story import Story
from bot.model.value import Utc, Value
from bot.text import clip, count

_FEW = 5
_SHORT_LINE = 160
_HEADLINE = 150
_OUTLETS = 80
_URL = 300
_LINES = 10
_LINE_HEADLINE = 90
"""How many characters parts may have; in an edition of more than five stories the lines are shorter."""


class Entry(Value):
    """A story in an edition. `news` says what is new where it stood in the edition before."""

    story: Story
    news: str = ""


class Lateness(Value):
    """When an edition was due, and why it didn't come then."""

    due_at: Utc
    reason: str


class KeptBack(Value):
    """Stories that came in quiet hours and are in no entry, newest first, and the numbers of their folds."""

    stories: tuple[Story, ...] = ()
    folds: tuple[int, ...] = ()


class EditionShown(Value):
    """What an edition shows. Clocks in it are those of `zone`.

    It covers what came in after `after` and until `until`; `fits` of those are what the digest is about.
    """

    day: date
    zone: str
    topic: str | None = None
    after: Utc
    until: Utc
    entries: tuple[Entry, ...] = ()
    fits: int = 0
    kept_back: KeptBack = KeptBack()
    late: Lateness | None = None


def edition_card(shown: EditionShown) -> Card:
    """Return the edition; where nothing is new that is said in one line."""
    if not shown.entries and not shown.kept_back.stories:
        return _quiet_card(shown)
    on = f": {shown.topic}" if shown.topic else ""
    title, covers = f"Digest{on} · {long_day(shown.day)}", _covers(shown)
    line = LINE if len(shown.entries) <= _FEW else _SHORT_LINE
    entries = [b for place, entry in enumerate(shown.entries, 1) for b in _entry(place, entry, line)]
    return Card(
        summary=f"{title}: {covers}",
        blocks=(
            Headline(prose=plain(title)),
            Note(prose=plain(covers)),
            *_late(shown),
            *entries,
            *_kept_back(shown.kept_back),
        ),
    )


def _quiet_card(shown: EditionShown) -> Card:
    on = f" on {shown.topic}" if shown.topic else ""
    said = f"Nothing new{on} since {_since(shown)}."
    return Card(summary=said, blocks=(Paragraph(prose=plain(said)), *_late(shown)))


def _covers(shown: EditionShown) -> str:
    number = len(shown.entries)
    if not number:
        return f"since {_since(shown)} · nothing else new"
    of = f"{number} of " if number < shown.fits else ""
    on = f" on {shown.topic}" if shown.topic else ""
    return f"since {_since(shown)} · {of}{count(max(shown.fits, number), 'story', 'stories')}{on}"


def _since(shown: EditionShown) -> str:
    return ago(shown.after, shown.zone, now=shown.until)


def _late(shown: EditionShown) -> tuple[Block, ...]:
    if shown.late is None:
        return ()
    due = ago(shown.late.due_at, shown.zone, now=shown.until)
    comes = ago(shown.until, shown.zone, now=shown.until)
    return (Note(prose=plain(f"Late: due at {due}, here at {comes}, because {shown.late.reason}.")),)


def _entry(place: int, entry: Entry, line: int) -> tuple[Block, ...]:
    story = entry.story
    short = clip(gist(story.brief), line)
    news: Prose = (Strong(text=f"{entry.news} " if short else entry.news),) if entry.news else ()
    said = (*news, *(plain(short) if short else ()))
    return (
        Headline(prose=(Plain(text=f"{place}. "), _title(story)), level=2),
        *([Paragraph(prose=said)] if said else []),
        Note(
            prose=(
                Plain(text=f"#{story.number} · {clip(outlets(story), _OUTLETS)} · "),
                *published(story.reports[0]),
            )
        ),
        buttons(story),
    )


def _title(story: Story) -> Span:
    """Return the headline; an address that takes much of the message's room is left to the brief."""
    url = story.url if story.url and len(story.url) <= _URL else None
    return linked(clip(story.headline, _HEADLINE), url)


def _kept_back(kept: KeptBack) -> tuple[Block, ...]:
    if not kept.stories:
        return ()
    lines = tuple(plain(f"#{s.number}  {clip(s.headline, _LINE_HEADLINE)}") for s in kept.stories[:_LINES])
    more = len(kept.stories) - len(lines)
    label = f"{more:,} more" if more else "Show them"
    return (
        Headline(prose=plain("While it was quiet"), level=2),
        Bullets(points=lines),
        Buttons(buttons=_of_folds(kept.folds, label)),
    )


def _of_folds(folds: Sequence[int], label: str) -> tuple[Button, ...]:
    if len(folds) == 1:
        return (Button(label=label, says=f"burst {folds[0]}"),)
    return tuple(
        Button(label=f"{label} ({place})", says=f"burst {n}") for place, n in enumerate(folds[:5], 1)
    )
