"""Sources as cards: how they are, what people are told of them, and lengths of time in words."""

from datetime import timedelta

import pytest

from adapters.plain import render
from bot.cards.durations import every, lasting
from bot.cards.source_answers import Checked, checked_card
from bot.cards.sources import Watched, silence_card, sources_card, troubles_card
from bot.cards.status import status_card
from bot.model.card import Button, Buttons, Card
from bot.model.fetch import Fault
from bot.model.health import Finding, Promises
from bot.model.polled import PolledSource, Rhythm, SourceKind, SourceState, Trouble
from bot.reading.silence import is_silent
from tests.conftest import MONDAY_7AM as NOW
from tests.fakes import person

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
RHYTHM = Rhythm(usual=2 * DAY, poll_every=2 * HOUR, quiet_after=6 * DAY)
FORBIDDEN = Trouble(
    fault=Fault.forbidden,
    says="City says no (403).",
    next_step="Ask the site for access.",
    since=NOW - 3 * DAY,
    times=14,
)
FINE = Finding(subject="Store", state="fine", says="sound")
NOTHING = Promises(counts={}, stuck=(), editions=(), paused=())


def source(number: int = 3, **changes: object) -> PolledSource:
    usual: dict[str, object] = {
        "number": number,
        "key": "https://city.example/feed",
        "url": "https://city.example/feed",
        "kind": SourceKind.feed,
        "title": "City Desk",
        "added_at": NOW - 40 * DAY,
        "added_by": person(),
        "next_at": NOW + HOUR,
        "polled_at": NOW,
        "succeeded_at": NOW,
        "moments": tuple(NOW - (9 + 2 * n) * DAY for n in range(6)),
    }
    return PolledSource.model_validate(usual | changes)


def failing(number: int = 3, **changes: object) -> PolledSource:
    return source(number, trouble=FORBIDDEN, succeeded_at=NOW - 3 * DAY, **changes)


def shown(card: Card) -> str:
    return " ".join(render(card, width=1000).split())


def says(card: Card) -> list[str]:
    return [button.says for button in pressable(card)]


def pressable(card: Card) -> list[Button]:
    return [button for block in card.blocks if isinstance(block, Buttons) for button in block.buttons]


@pytest.mark.parametrize(
    ("span", "long", "often"),
    [
        (timedelta(seconds=20), "less than a minute", "every minute"),
        (40 * MINUTE, "40 minutes", "every 40 minutes"),
        (59 * MINUTE, "1 hour", "every hour"),
        (90 * MINUTE, "90 minutes", "every 90 minutes"),
        (6 * HOUR + 50 * MINUTE, "6 hours", "every 7 hours"),
        (DAY, "1 day", "every day"),
        (1.5 * DAY, "36 hours", "every 36 hours"),
        (9.7 * DAY, "9 days", "every 10 days"),
        (50 * DAY, "50 days", "every 50 days"),
        (100 * DAY, "3 months", "every 3 months"),
        (366 * DAY, "1 year", "every year"),
    ],
)
def test_lengths_of_time_are_said_as_people_say_them(span: timedelta, long: str, often: str) -> None:
    assert (lasting(span), every(span)) == (long, often)


def test_silence_says_how_long_what_is_usual_and_offers_what_can_be_done() -> None:
    card = silence_card(source(), RHYTHM, now=NOW)
    assert card.summary == "City Desk has been quiet for 9 days; it usually publishes about every 2 days."
    assert says(card) == ["source check 3", "source mute 3", "source remove 3"]


def test_a_source_is_silent_only_for_longer_than_its_rhythm_allows_and_while_it_answers() -> None:
    assert is_silent(source(), at=NOW)
    assert not is_silent(source(), at=NOW - 5 * DAY)
    assert not is_silent(failing(), at=NOW)
    assert not is_silent(source(moments=()), at=NOW)


def test_one_trouble_says_what_since_when_and_what_next() -> None:
    card = troubles_card([failing()], now=NOW)
    said = shown(card)
    assert card.summary == "City Desk can’t be read: City says no (403)."
    for part in ("Ask the site for access.", "30 Oct 2026, 07:00", "(14 tries)", "2 Nov 2026, 08:00"):
        assert part in said
    assert says(card) == ["source check 3", "source remove 3"]


def test_what_is_gone_for_good_is_not_promised_another_try() -> None:
    said = shown(troubles_card([failing(state=SourceState.stopped)], now=NOW))
    assert "isn’t asked any more" in said
    assert "`source check 3` tries it again" in said
    assert "Asked again" not in said


def test_many_troubles_are_one_message_of_ten_and_the_number_of_the_rest() -> None:
    said = shown(troubles_card([failing(number) for number in range(1, 31)], now=NOW))
    assert "30 sources can’t be read" in said
    assert "10 · City Desk: City says no (403). For 3 days." in said
    assert "11 · City Desk" not in said
    assert "and 20 more" in said


def test_a_list_says_of_each_what_is_wrong_and_when_it_is_asked() -> None:
    listed = [
        Watched(source=failing(1), rhythm=RHYTHM),
        Watched(source=failing(2, state=SourceState.stopped), rhythm=RHYTHM),
        Watched(source=source(3, muted=True), rhythm=RHYTHM, silent=True),
        Watched(source=source(4, title="", moments=()), rhythm=RHYTHM.model_copy(update={"usual": None})),
    ]
    first, gone, quiet, untitled = (
        shown(sources_card([each], title="", now=NOW, more="source list page:2")) for each in listed
    )
    assert "1 · City Desk – City says no (403)." in first
    assert "in trouble since 30 Oct 2026, 07:00 UTC · asked next 2 Nov 2026, 08:00 UTC" in first
    assert "not asked any more" in gone
    assert "asked next" not in gone
    assert "3 · City Desk – quiet for 9 days city.example · about every 2 days" in quiet
    assert "no alarm when silent" in quiet
    assert "4 · city.example" in untitled
    assert "rhythm not known yet · no dated item so far" in untitled


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        (Checked(source=source(), rhythm=RHYTHM, new=1), "Asked just now, it brought 1 new item."),
        (Checked(source=source(), rhythm=RHYTHM), "It answers, and there is nothing new."),
        (
            Checked(source=source(), rhythm=RHYTHM, unchanged=True, silent=True),
            "It answers, and nothing has changed there; it has been quiet for 9 days, which is long for it.",
        ),
        (Checked(source=failing(), rhythm=RHYTHM), "It couldn’t be read just now: City says no (403)."),
    ],
)
def test_a_check_says_in_one_sentence_what_came(checked: Checked, said: str) -> None:
    assert checked_card(checked, now=NOW).summary == f"City Desk: {said}"


def test_a_check_shows_every_fault_of_a_body_that_could_be_read_in_part() -> None:
    broken = Trouble(fault=Fault.unreadable, says="It can be read only in part.", since=NOW)
    faults = tuple(f"Line {line} is broken." for line in range(1, 8))
    card = checked_card(Checked(source=source(trouble=broken), rhythm=RHYTHM, new=2, faults=faults), now=NOW)
    said = shown(card)
    assert "it brought 2 new items" in said
    assert "Line 5 is broken. - and 2 more" in said
    assert card.mood == "trouble"


def test_a_check_tells_that_a_source_has_moved_and_is_asked_less_often_where_it_wishes_so() -> None:
    moved = source(url="https://city.example/new", ttl=720)
    said = shown(checked_card(Checked(source=moved, rhythm=RHYTHM), now=NOW))
    assert "It has moved, and is asked at https://city.example/new" in said
    assert "(usually every 12 hours)" in said


def test_the_status_counts_sources_and_names_those_in_trouble() -> None:
    watched = [Watched(source=failing(n), rhythm=RHYTHM) for n in range(1, 8)]
    watched.append(Watched(source=source(8), rhythm=RHYTHM, silent=True))
    card = status_card((), (FINE,), NOTHING, watched)
    said = shown(card)
    assert "Watched: 8 In trouble: 7 Silent: 1" in said
    assert "5 · City Desk: City says no (403). - and 2 more" in said
    assert card.summary == "Sources are in trouble."
    assert status_card((), (FINE,), NOTHING, watched[-1:]).summary == "All is well."
