"""How an edition is composed: what it covers, what stands in it, and what is said of the rest."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.flows.edition import Composed, Material, compose, first_covers_from
from bot.model.decision import Choice
from bot.model.digest import Digest, Edition, Verdict
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.schedule import DAILY, WEEKDAYS, Schedule
from bot.model.story import Report, Story
from tests.contracts.drafts import a_brief

MONDAY = datetime(2026, 11, 2, 8, tzinfo=UTC)
FRIDAY = MONDAY - timedelta(days=3)
HOUR = timedelta(hours=1)
LAST = Edition(
    digest=1,
    occasion="2026-10-30",
    day=FRIDAY.date(),
    verdict=Verdict.sent,
    due_at=FRIDAY,
    decided_at=FRIDAY,
    covers_to=FRIDAY,
    after=0,
    until=10,
    stories=(1,),
)


def digest(**changes: object) -> Digest:
    usual = Digest(
        number=1,
        where=Conversation(channel=ChannelRef(platform="test", workspace="w", id="c")),
        schedule=Schedule(at=time(8), days=WEEKDAYS, zone="UTC"),
        set_by=Actor(platform="test", workspace="w", id="u", name="Ann"),
        made_at=FRIDAY,
        changed_at=FRIDAY,
    )
    return usual.model_copy(update=changes)


def story(number: int, *later: str, before: str = "The Courier") -> Story:
    """Return a story that one outlet had before Friday's edition, and others later; the clock stood still."""
    reports = [Report(outlet=before, headline="A story", first_seen=FRIDAY, arrival=10)]
    reports += [
        Report(outlet=outlet, headline="A story", first_seen=FRIDAY, arrival=arrival)
        for arrival, outlet in enumerate(later, 11)
    ]
    return Story(
        number=number, headline="A story", brief=a_brief("x"), reports=tuple(reports), first_seen=FRIDAY
    )


def composed(*stories: Story, count: int = 5, last: Edition | None = LAST) -> Composed:
    showing = dict.fromkeys(last.stories, last) if last else {}
    material = Material(stories=stories, fits=len(stories), now=MONDAY, showing=showing)
    return compose(digest(count=count), material, name="the edition")


@pytest.mark.parametrize(
    ("outlets", "said"),
    [
        (("Reuters",), "New since Friday: Reuters has it too."),
        (("Reuters", "AP"), "New since Friday: Reuters and AP have it too."),
        (("Reuters", "AP", "AFP", "dpa"), "New since Friday: Reuters, AP and 2 more have it too."),
        (("Reuters", "reuters"), "New since Friday: reuters has it too."),
    ],
)
def test_a_story_that_an_edition_showed_says_who_has_it_since(outlets: tuple[str, ...], said: str) -> None:
    assert composed(story(1, *outlets)).entries[0].news == said


def test_more_of_the_same_outlet_is_nothing_new() -> None:
    result = composed(story(1, "the courier"))
    assert result.entries == ()
    assert [decision.choice for decision in result.decisions] == [Choice.repeated]


def test_a_story_that_no_edition_showed_needs_no_news() -> None:
    assert composed(story(2, "The Courier")).entries[0].news == ""
    assert composed(story(1), last=None).entries[0].news == ""


def test_each_candidate_is_decided_once_and_the_cap_holds() -> None:
    result = composed(*(story(number, "Reuters") for number in range(2, 10)), count=3)
    assert len(result.entries) == 3
    assert sorted(decision.story for decision in result.decisions) == list(range(2, 10))
    assert result.decisions[-1].detail == "ranked 8 of 8; the edition has room for 3"


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (date(2026, 11, 2), datetime(2026, 10, 30, 8, tzinfo=UTC)),  # Monday
        (date(2026, 11, 1), datetime(2026, 10, 30, 8, tzinfo=UTC)),  # Sunday
        (date(2026, 10, 30), datetime(2026, 10, 29, 8, tzinfo=UTC)),  # Friday
    ],
)
def test_the_first_edition_goes_back_to_the_last_working_day(day: date, since: datetime) -> None:
    made_at = datetime.combine(day, time(1), UTC)
    daily = digest(schedule=Schedule(at=time(8), days=DAILY, zone="UTC"), made_at=made_at)
    assert first_covers_from(daily, day=day) == since


def test_the_last_working_days_hour_is_that_of_the_zone() -> None:
    """New York's clocks went back on the Sunday between."""
    new_york = Schedule(at=time(8), days=WEEKDAYS, zone="America/New_York")
    there = digest(schedule=new_york, made_at=FRIDAY + 10 * HOUR)
    since = first_covers_from(there, day=MONDAY.date())
    assert since == datetime(2026, 10, 30, 12, tzinfo=UTC)


def test_where_the_first_ones_never_arrived_nothing_is_left_out() -> None:
    weeks_later = MONDAY + timedelta(days=21)
    assert first_covers_from(digest(), day=weeks_later.date()) == FRIDAY


def test_the_first_edition_reaches_back_to_when_the_digest_was_made() -> None:
    wednesdays = digest(schedule=Schedule(at=time(8), days=(2,), zone="UTC"))
    assert first_covers_from(wednesdays, day=date(2026, 11, 4)) == FRIDAY
