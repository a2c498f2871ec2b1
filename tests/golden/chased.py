"""The cards that chase follow-ups: nudges, lists, handover, an edition and a home page with follow-ups."""

from datetime import timedelta

from bot.cards.digests import Standing
from bot.cards.edition import Chased, EditionShown, Entry, edition_card
from bot.cards.follow_ups import Handed, HandoverShown, Listed, ListShown, Part, handover_card, list_card
from bot.cards.home import HomeShown, OnHome, home_card
from bot.cards.nudges import called_card, escalated_card, hearing_card, nudge_card, unreached_card
from bot.cards.settings import own_settings_card
from bot.model.card import Card
from bot.model.follow_up import Did, FollowUp, FollowUpState
from bot.model.follow_up import Entry as Line
from bot.model.preferences import Preferences
from tests.golden import values as v

_HEADLINE = "Council votes to close the Harbour Street bridge"


def chased_cards() -> dict[str, Card]:
    """Return the cards by name; the same each time."""
    return {**_nudges(), **_lists(), **_pages()}


def _anna(number: int = 12, **changes: object) -> FollowUp:
    """Return a follow-up that Anna has, due a little while ago unless changed."""
    usual = {
        "state": FollowUpState.claimed,
        "owner": v.ANNA,
        "due": v.NOW - timedelta(minutes=30),
        "angle": "Who pays for the ferry?",
        "days": (),
    }
    return v.follow_up(number, **{**usual, **changes})


def _several() -> tuple[FollowUp, ...]:
    angles = ("Who pays for the ferry?", "When was the bridge last checked?", "")
    return tuple(
        _anna(12 + n, angle=angles[n % 3], due=v.NOW + timedelta(hours=7 * n - 20)) for n in range(8)
    )


def _hostile() -> FollowUp:
    owner = v.ANNA.model_copy(update={"name": v.HOSTILE})
    return _anna(slug=v.HOSTILE, angle=v.HOSTILE, owner=owner)


def _largest(count: int) -> tuple[FollowUp, ...]:
    owner = v.ANNA.model_copy(update={"name": "N" * 80})
    return tuple(_anna(10**9 + n, slug="s" * 32, angle="word " * 60, owner=owner) for n in range(count))


def _nudges() -> dict[str, Card]:
    one = _anna()
    away = Preferences(nudges=True, away_until=v.NOW + timedelta(days=4))
    return {
        "nudge": nudge_card([one], now=v.NOW),
        "nudge-again": nudge_card([one.model_copy(update={"nudges": 2})], now=v.NOW),
        "nudge-snoozed": nudge_card([one.model_copy(update={"due": None})], now=v.NOW),
        "nudge-hostile": nudge_card([_hostile()], now=v.NOW),
        "nudge-summary": nudge_card(_several()[:3], now=v.NOW),
        "nudge-summary-largest": nudge_card(_largest(200), now=v.NOW),
        "escalated": escalated_card(one, now=v.NOW),
        "escalated-hostile": escalated_card(_hostile(), now=v.NOW),
        "unreached": unreached_card(one, now=v.NOW),
        "called": called_card([v.follow_up(angle="Who pays for the ferry?")]),
        "called-several": called_card([v.follow_up(n) for n in range(12, 15)]),
        "called-largest": called_card(_largest(200)),
        "hearing": hearing_card(Preferences(), now=v.NOW),
        "hearing-away": hearing_card(away, now=v.NOW, said="You are set as away."),
        "settings-own": own_settings_card(
            away.model_copy(update={"zone": "Europe/London"}), zone="Europe/London", now=v.NOW
        ),
    }


def _lists() -> dict[str, Card]:
    lines = tuple(Listed(follow_up=each, headline=_HEADLINE) for each in (*_several(), v.follow_up(40)))
    closed = tuple(
        Listed(follow_up=each, headline=_HEADLINE)
        for each in (
            _anna(7, state=FollowUpState.done, closed_by=v.BEN, closing="The city pays"),
            _anna(8, state=FollowUpState.dropped, closed_by=v.BEN, closing=v.HOSTILE),
        )
    )
    largest = tuple(Listed(follow_up=each) for each in _largest(10))
    touch = Line(at=v.NOW - timedelta(hours=5), did=Did.angled, by=v.BEN, words="Who pays?")
    handed = [
        Handed(follow_up=each, headline=_HEADLINE, touch=touch if n % 2 else None)
        for n, each in enumerate(_several())
    ]
    away = handed[0].model_copy(update={"away_until": v.NOW + timedelta(days=2)})
    enormous = tuple(Handed(follow_up=each, touch=touch, away_until=v.NOW) for each in _largest(15))
    nobodys = (Handed(follow_up=v.follow_up(40), headline=_HEADLINE),)
    return {
        "follow-ups": list_card(ListShown(which="here", lines=lines, now=v.NOW, more="followups after:10")),
        "follow-ups-mine": list_card(ListShown(which="mine", lines=lines[:4], now=v.NOW)),
        "follow-ups-all": list_card(ListShown(which="all", lines=closed, now=v.NOW, narrowed="on harbour")),
        "follow-ups-none": list_card(ListShown(which="open", lines=(), now=v.NOW)),
        "follow-ups-largest": list_card(ListShown(which="mine", lines=largest, now=v.NOW, more="followups")),
        "handover": handover_card(
            HandoverShown(
                now=v.NOW,
                parts=(
                    Part(title="Overdue", total=3, lines=(away, *handed[1:3])),
                    Part(title="Due today", total=2, lines=tuple(handed[3:5])),
                    Part(title="Later", total=9, lines=tuple(handed[5:])),
                    Part(title="Nobody has it", total=1, lines=nobodys),
                ),
            )
        ),
        "handover-largest": handover_card(
            HandoverShown(
                now=v.NOW,
                parts=tuple(
                    Part(title=title, total=10_000, lines=enormous)
                    for title in ("Overdue", "Due today", "Later", "Nobody has it")
                ),
            )
        ),
        "handover-none": handover_card(HandoverShown(now=v.NOW, parts=())),
    }


def _pages() -> dict[str, Card]:
    several = _several()
    due = Chased(overdue=several[:2], overdue_total=2, today=several[3:5], today_total=2)
    huge = _largest(5)
    most = Chased(overdue=huge, overdue_total=2_000, today=huge, today_total=2_000)
    friday = v.NOW - timedelta(days=3)
    shown = EditionShown(day=v.NOW.date(), zone="Europe/London", after=friday, until=v.NOW, chased=due)
    entries = tuple(Entry(story=story) for story in v.morning())
    full = tuple(Entry(story=v.enormous(n), news="New: " + "N" * 50) for n in range(1, 11))
    listed = tuple(Listed(follow_up=each, headline=_HEADLINE) for each in several)
    nobodys = Listed(follow_up=v.follow_up(40), headline=_HEADLINE)
    digest = Standing(digest=v.digest(), next=(v.NOW + timedelta(days=1),))
    wide = tuple(Listed(follow_up=each) for each in _largest(10))
    return {
        "edition-follow-ups": edition_card(shown.model_copy(update={"entries": entries, "fits": 37})),
        "edition-follow-ups-quiet": edition_card(shown),
        "edition-follow-ups-largest": edition_card(
            shown.model_copy(update={"entries": full, "fits": 2_000, "chased": most, "topic": "t" * 100})
        ),
        "home-follow-ups": home_card(
            HomeShown(
                follow_ups=OnHome(now=v.NOW, mine=listed[:3], mine_total=7, here=(listed[4], nobodys)),
                stories=v.morning()[:3],
                total=37,
                digests=(digest,),
            )
        ),
        "home-follow-ups-largest": home_card(
            HomeShown(
                follow_ups=OnHome(now=v.NOW, mine=wide[:5], mine_total=1_000, here=wide[5:]),
                stories=tuple(v.enormous(n) for n in range(5)),
                total=9,
                digests=(digest,) * 30,
            )
        ),
    }
