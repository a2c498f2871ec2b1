"""Cards of sources, for the golden files: small, large, in trouble, and with hostile words."""

from datetime import timedelta

from bot.cards.source_answers import (
    Checked,
    added_card,
    changed_card,
    checked_card,
    doubtful_card,
    known_card,
    muted_card,
    removed_card,
)
from bot.cards.sources import Watched, no_sources_card, silence_card, sources_card, troubles_card
from bot.model.card import Card
from bot.model.fetch import Fault
from bot.model.polled import PolledSource, Rhythm, Sighting, SourceKind, SourceState, Trouble
from tests.golden import values as v

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_RHYTHM = Rhythm(usual=2 * _DAY, poll_every=2 * _HOUR, quiet_after=6 * _DAY)
_QUICK = Rhythm(usual=40 * _HOUR / 60, poll_every=_HOUR / 4, quiet_after=_DAY)
_UNKNOWN = Rhythm(usual=None, poll_every=_HOUR, quiet_after=None)
_FEED = "https://www.anthropic.example/news/feed.xml"
_HEADLINES = (
    "Karpathy joins the pre-training team",
    "A new office opens in Tokyo",
    "What 81,000 people want from their tools",
)
_FORBIDDEN = Trouble(
    fault=Fault.forbidden,
    says="anthropic.example answers 403: it keeps programs away.",
    next_step="Open the address in a browser; where it can be read there, ask the site for access.",
    since=v.NOW - 3 * _DAY,
    times=14,
)
_BROKEN = Trouble(
    fault=Fault.unreadable,
    says="It can be read only in part: line 7 has a tag that is never closed (and 2 more faults)",
    next_step="What could be read was taken in; the site has to mend the rest.",
    since=v.NOW,
)
_GONE = Trouble(
    fault=Fault.gone,
    says="anthropic.example says that the feed is gone for good (410).",
    next_step="Look whether the site has another feed, and remove this one.",
    since=v.NOW,
)


def source(number: int = 3, **changes: object) -> PolledSource:
    """Return a source that is well, but for the changes."""
    usual: dict[str, object] = {
        "number": number,
        "key": _FEED,
        "url": _FEED,
        "kind": SourceKind.feed,
        "title": "Anthropic News",
        "added_at": v.NOW - 40 * _DAY,
        "added_by": v.ANNA,
        "home": v.NEWSROOM,
        "next_at": v.NOW + 2 * _HOUR,
        "polled_at": v.NOW,
        "succeeded_at": v.NOW,
        "moments": tuple(v.NOW - _DAY - 2 * n * _DAY for n in range(6)),
    }
    return PolledSource.model_validate(usual | changes)


def sourced_cards() -> dict[str, Card]:
    """Return the cards by name; the same each time."""
    return {**_added(), **_listed(), **_checked(), **_told(), **_changed()}


def _failing(number: int = 3, trouble: Trouble = _FORBIDDEN, **changes: object) -> PolledSource:
    return source(number, trouble=trouble, succeeded_at=v.NOW - 3 * _DAY, **changes)


def _hostile(**changes: object) -> PolledSource:
    trouble = Trouble(fault=Fault.server, says=v.HOSTILE, next_step=v.HOSTILE, since=v.NOW, times=2)
    return _failing(666, trouble, title=v.HOSTILE, topics=(v.HOSTILE,), **changes)


def _enormous(number: int) -> PolledSource:
    trouble = Trouble(
        fault=Fault.unreadable,
        says="It is broken in every line. " * 100,
        next_step="Ask the site to mend it. " * 8,
        since=v.NOW,
        times=12_345,
    )
    url = f"https://{'sub.' * 20}example/{'path/' * 300}"
    return _failing(
        number, trouble, title="An enormous title " * 100, url=url, topics=("a long topic " * 7,) * 20
    )


def _added() -> dict[str, Card]:
    sighting = Sighting(source=source(), rhythm=_RHYTHM, headlines=_HEADLINES, entries=24)
    doubtful = sighting.model_copy(
        update={"doubts": ("The page names 3 feeds; this is the first that answers.",)}
    )
    page = Sighting(
        source=source(kind=SourceKind.page, title="Harbour Council", url="https://council.example/minutes"),
        rhythm=_UNKNOWN,
        headlines=("Harbour Council",),
        doubts=("The page names no feed, so the page itself would be watched.",),
    )
    hostile = Sighting(
        source=_hostile(), rhythm=_UNKNOWN, headlines=(v.HOSTILE,) * 3, doubts=(v.HOSTILE, v.HOSTILE)
    )
    largest = Sighting(
        source=_enormous(7),
        rhythm=_RHYTHM,
        headlines=("Words " * 200,) * 3,
        entries=100_000,
        doubts=("It can be read only in part. " * 100,) * 3,
    )
    sure = "source add sure:yes :: "
    others = [
        (f"anthropic.example/{name}.xml", f"source add :: https://anthropic.example/{name}.xml")
        for name in ("research", "comments")
    ]
    many = [("w" * 60, f"source add :: https://{'w' * 400}{n}.example") for n in range(4)]
    return {
        "source-added": added_card(source(full=True, topics=("AI", "labs")), sighting),
        "source-added-page": added_card(source(4, kind=SourceKind.page, title="Harbour Council"), page),
        "sources-add": doubtful_card(doubtful, sure=f"{sure}{_FEED}", others=others),
        "source-asks-page": doubtful_card(page, sure=f"{sure}https://council.example/minutes", others=()),
        "source-asks-hostile": doubtful_card(
            hostile, sure=f"{sure}{v.HOSTILE}", others=((v.HOSTILE, v.HOSTILE),)
        ),
        "source-asks-largest": doubtful_card(largest, sure=f"{sure}{largest.source.url}", others=many),
        "source-known": known_card("Anthropic News", 3),
    }


def listed() -> tuple[Watched, ...]:
    """Return some sources: in trouble, gone, silent, and well."""
    quiet = source(9, title="Harbour Radio", url="https://radio.example/rss", moments=(v.NOW - 9 * _DAY,))
    return (
        Watched(source=_failing(), rhythm=_RHYTHM),
        Watched(
            source=_failing(5, _GONE, title="The Old Gazette", state=SourceState.stopped), rhythm=_UNKNOWN
        ),
        Watched(source=quiet, rhythm=_RHYTHM, silent=True),
        Watched(source=source(1, title="Wire", url="https://wire.example/all"), rhythm=_QUICK),
        Watched(source=source(2, title="Council minutes", moments=(), muted=True), rhythm=_UNKNOWN),
    )


def _listed() -> dict[str, Card]:
    title = "37 sources, 2 in trouble, 1 silent"
    ten = [Watched(source=_enormous(n), rhythm=_RHYTHM, silent=True) for n in range(10)]
    return {
        "sources-list": sources_card(listed(), title=title, now=v.NOW, more="source list page:2"),
        "sources-largest": sources_card(ten, title=title, now=v.NOW, more="source list page:2"),
        "sources-hostile": sources_card(
            [Watched(source=_hostile(), rhythm=_QUICK)], title="1 source", now=v.NOW
        ),
        "sources-none": no_sources_card(
            "No source is watched yet.", "`source add example.org` watches its feed."
        ),
    }


def _checked() -> dict[str, Card]:
    well = Checked(source=source(), rhythm=_RHYTHM, headlines=_HEADLINES, new=2)
    quiet = source(moments=(v.NOW - 9 * _DAY,), url="https://anthropic.example/moved.xml", muted=True)
    faults = tuple(f"Line {line}: a tag is never closed." for line in (7, 12, 40))
    partly = Checked(
        source=source(trouble=_BROKEN), rhythm=_RHYTHM, new=3, faults=faults, headlines=_HEADLINES
    )
    largest = Checked(
        source=_enormous(8),
        rhythm=_UNKNOWN,
        faults=("A fault. " * 200,) * 40,
        headlines=("Words " * 200,) * 3,
    )
    hostile = Checked(source=_hostile(), rhythm=_QUICK, faults=(v.HOSTILE,) * 2, headlines=(v.HOSTILE,))
    return {
        "source-check": checked_card(well, now=v.NOW),
        "source-check-silent": checked_card(
            Checked(source=quiet, rhythm=_RHYTHM, unchanged=True, silent=True), now=v.NOW
        ),
        "source-check-fails": checked_card(Checked(source=_failing(), rhythm=_RHYTHM), now=v.NOW),
        "source-check-gone": checked_card(
            Checked(source=_failing(3, _GONE, state=SourceState.stopped), rhythm=_RHYTHM), now=v.NOW
        ),
        "source-check-partly": checked_card(partly, now=v.NOW),
        "source-check-largest": checked_card(largest, now=v.NOW),
        "source-check-hostile": checked_card(hostile, now=v.NOW),
    }


def _told() -> dict[str, Card]:
    quiet = source(moments=tuple(v.NOW - (9 + 2 * n) * _DAY for n in range(6)))
    many = [_enormous(n) for n in range(30)]
    return {
        "silence": silence_card(quiet, _RHYTHM, now=v.NOW),
        "silence-hostile": silence_card(_hostile(), _UNKNOWN, now=v.NOW),
        "source-trouble": troubles_card([_failing()], now=v.NOW),
        "source-gone": troubles_card([_failing(3, _GONE, state=SourceState.stopped)], now=v.NOW),
        "source-trouble-hostile": troubles_card([_hostile()], now=v.NOW),
        "source-troubles": troubles_card(
            [_failing(), _failing(5, _GONE, title="The Old Gazette", state=SourceState.stopped)], now=v.NOW
        ),
        "source-troubles-largest": troubles_card(many, now=v.NOW),
    }


def _changed() -> dict[str, Card]:
    again = f"source add sure:yes :: {_FEED}"
    return {
        "source-removed": removed_card(source(), again=again),
        "source-muted": muted_card(source(muted=True)),
        "source-unmuted": muted_card(source()),
        "source-set": changed_card(source(full=True, topics=("AI",)), here=True),
        "source-set-plain": changed_card(source(), here=False),
    }
