"""An edition as one message: numbered stories, a line of what it covers, and what came in quiet hours.

Slack takes about 12,000 characters of blocks, so a full edition of ten stays under 10,000.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.cards.follow_ups import about
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
    When,
)
from bot.model.follow_up import FollowUp
from bot.model.story import Story
from bot.model.value import Utc, Value
from bot.text import clip, count

_FEW = 5
_LINES = 10
_LINE_HEADLINE = 90
_OWNER = 40
"""How many characters parts may have, and from how many stories on an edition is a full one."""


class _Sizes(NamedTuple):
    """How many characters the parts of an entry may have."""

    line: int = LINE
    headline: int = 150
    outlets: int = 80
    url: int = 300


_FULL = _Sizes(line=150, url=150)
_FULL_AND_CHASED = _Sizes(line=110, headline=100, outlets=40, url=150)
"""Room is left for a line on each story's follow-ups, which may be added later."""


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


class Chased(Value):
    """Follow-ups of a channel that are due: those that are overdue, and those due today.

    Each is the first few, soonest due first, and how many there are.
    """

    overdue: tuple[FollowUp, ...] = ()
    overdue_total: int = 0
    today: tuple[FollowUp, ...] = ()
    today_total: int = 0

    @property
    def total(self) -> int:
        """How many there are in all."""
        return self.overdue_total + self.today_total


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
    chased: Chased = Chased()


def edition_card(shown: EditionShown) -> Card:
    """Return the edition; where nothing is new that is said in one line."""
    if not shown.entries and not shown.kept_back.stories:
        return _quiet_card(shown)
    on = f": {shown.topic}" if shown.topic else ""
    title, covers = f"Digest{on} · {long_day(shown.day)}", _covers(shown)
    sizes = _sizes(shown)
    entries = [b for place, entry in enumerate(shown.entries, 1) for b in _entry(place, entry, sizes)]
    return Card(
        summary=f"{title}: {covers}",
        blocks=(
            Headline(prose=plain(title)),
            Note(prose=plain(covers)),
            *_late(shown),
            *entries,
            *_kept_back(shown.kept_back),
            *_chased(shown.chased),
        ),
    )


def _sizes(shown: EditionShown) -> _Sizes:
    if len(shown.entries) <= _FEW:
        return _Sizes()
    return _FULL_AND_CHASED if shown.chased.total else _FULL


def _quiet_card(shown: EditionShown) -> Card:
    on = f" on {shown.topic}" if shown.topic else ""
    due = _due(shown.chased)
    said = f"Nothing new{on} since {_since(shown)}" + (f" · {due}" if due else ".")
    return Card(summary=said, blocks=(Paragraph(prose=plain(said)), *_late(shown), *_chased(shown.chased)))


def _covers(shown: EditionShown) -> str:
    due = _due(shown.chased)
    return f"since {_since(shown)} · {_news(shown)}" + (f" · {due}" if due else "")


def _news(shown: EditionShown) -> str:
    number = len(shown.entries)
    if not number:
        return "nothing else new"
    of = f"{number} of " if number < shown.fits else ""
    on = f" on {shown.topic}" if shown.topic else ""
    return f"{of}{count(max(shown.fits, number), 'story', 'stories')}{on}"


def _due(chased: Chased) -> str:
    """Count what is due: "2 follow-ups due today, 1 overdue"."""
    today = f"{count(chased.today_total, 'follow-up')} due today" if chased.today_total else ""
    if not chased.overdue_total:
        return today
    noun = "" if today else f" {'follow-up' if chased.overdue_total == 1 else 'follow-ups'}"
    return ", ".join(filter(None, (today, f"{chased.overdue_total:,}{noun} overdue")))


def _since(shown: EditionShown) -> str:
    return ago(shown.after, shown.zone, now=shown.until)


def _late(shown: EditionShown) -> tuple[Block, ...]:
    if shown.late is None:
        return ()
    due = ago(shown.late.due_at, shown.zone, now=shown.until)
    comes = ago(shown.until, shown.zone, now=shown.until)
    return (Note(prose=plain(f"Late: due at {due}, here at {comes}, because {shown.late.reason}.")),)


def _entry(place: int, entry: Entry, sizes: _Sizes) -> tuple[Block, ...]:
    story = entry.story
    short = clip(gist(story.brief), sizes.line)
    news: Prose = (Strong(text=f"{entry.news} " if short else entry.news),) if entry.news else ()
    said = (*news, *(plain(short) if short else ()))
    return (
        Headline(prose=(Plain(text=f"{place}. "), _title(story, sizes)), level=2),
        *([Paragraph(prose=said)] if said else []),
        Note(
            prose=(
                Plain(text=f"#{story.number} · {clip(outlets(story), sizes.outlets)} · "),
                *published(story.reports[0]),
            )
        ),
        buttons(story),
    )


def _title(story: Story, sizes: _Sizes) -> Span:
    """Return the headline; an address that takes much of the message's room is left to the brief."""
    url = story.url if story.url and len(story.url) <= sizes.url else None
    return linked(clip(story.headline, sizes.headline), url)


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


def _chased(chased: Chased) -> tuple[Block, ...]:
    if not chased.total:
        return ()
    return (
        *_part("Follow-ups due today", chased.today, chased.today_total),
        *_part("Overdue", chased.overdue, chased.overdue_total),
        Buttons(buttons=(Button(label="Follow-ups here", says="followups"),)),
    )


def _part(title: str, follow_ups: Sequence[FollowUp], total: int) -> tuple[Block, ...]:
    if not total:
        return ()
    of = f" ({len(follow_ups)} of {total:,})" if total > len(follow_ups) else ""
    return (
        Headline(prose=plain(f"{title}{of}"), level=2),
        Bullets(points=tuple(_follow_up(each) for each in follow_ups)),
    )


def _follow_up(follow_up: FollowUp) -> Prose:
    owner = clip(follow_up.owner.name, _OWNER) if follow_up.owner else "nobody has it"
    said = f" · {follow_up.slug} · {clip(about(follow_up), _LINE_HEADLINE)} · {owner}"
    due: Prose = (Plain(text=" · "), When(at=follow_up.due)) if follow_up.due else ()
    return (Strong(text=follow_up.name), Plain(text=said), *due)
