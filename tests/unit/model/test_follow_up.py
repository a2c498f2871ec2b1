"""A follow-up is what its history says."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.follow_up import BY_THE_BOT, OF_FLAGS, Did, Entry, FollowUp, FollowUpState, replayed
from bot.model.people import Actor, ChannelRef, Conversation

NOW = datetime(2026, 11, 2, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANNA = Actor(platform="slack", workspace="w", id="U1", name="Anna")
BEN = Actor(platform="slack", workspace="w", id="U2", name="Ben")
HOME = Conversation(channel=ChannelRef(platform="slack", workspace="w", id="C1"), thread="17.4")
NEW = FollowUp(number=1, story=7, slug="bridge", home=HOME, made_by=ANNA, made_at=NOW, look_at=NOW + DAY)


def after(*entries: Entry, begun: FollowUp = NEW) -> FollowUp:
    return replayed(begun, entries)


def entry(did: Did, by: Actor | None = ANNA, *, at: datetime = NOW, **said: object) -> Entry:
    return Entry.model_validate({"at": at, "did": did, "by": by, **said})


@pytest.mark.parametrize("did", list(Did))
def test_everything_that_can_be_done_has_its_effect(did: Did) -> None:
    assert isinstance(after(entry(did)), FollowUp)


@pytest.mark.parametrize("did", list(Did))
def test_what_people_do_but_flag_it_is_a_touch(did: Did) -> None:
    touched = after(entry(did, at=NOW + HOUR)).touched_at
    assert touched == (None if did in OF_FLAGS | BY_THE_BOT else NOW + HOUR)


def test_the_first_words_of_a_flag_are_the_angle() -> None:
    flagged = after(
        entry(Did.flagged), entry(Did.flagged, BEN, words="Who pays?"), entry(Did.flagged, words="When?")
    )
    assert flagged.angle == "Who pays?"
    assert after(entry(Did.angled, words="When?"), begun=flagged).angle == "When?"


def test_withdrawn_it_is_brought_back_by_a_flag_and_looked_at_again() -> None:
    gone = after(entry(Did.flagged), entry(Did.unflagged), entry(Did.withdrawn))
    assert (gone.state, gone.stands, gone.look_at) == (FollowUpState.withdrawn, False, None)
    back = after(entry(Did.flagged, BEN, due=NOW + 2 * DAY), begun=gone)
    assert (back.state, back.stands, back.look_at) == (FollowUpState.open, True, NOW + 2 * DAY)


def test_a_flag_on_one_that_stands_does_not_put_off_when_it_is_looked_at() -> None:
    assert after(entry(Did.flagged, BEN, due=NOW + 5 * DAY)).look_at == NOW + DAY


def test_whoever_claims_it_has_it_and_whom_it_is_assigned_to() -> None:
    claimed = after(entry(Did.claimed))
    assert (claimed.state, claimed.owner, claimed.look_at) == (FollowUpState.claimed, ANNA, None)
    assert after(entry(Did.assigned, owner=BEN), begun=claimed).owner == BEN


@pytest.mark.parametrize(
    ("due", "looks"), [(NOW + HOUR, NOW + HOUR), (NOW, NOW + DAY), (NOW - HOUR, NOW + DAY), (None, None)]
)
def test_who_takes_what_is_late_is_not_reminded_of_it_at_once(
    due: datetime | None, looks: datetime | None
) -> None:
    assert after(entry(Did.due, due=due), entry(Did.claimed)).look_at == looks


@pytest.mark.parametrize("did", [Did.released, Did.declined])
def test_given_back_it_is_open_again_and_will_be_called_again(did: Did) -> None:
    begun = NEW.model_copy(update={"called": True})
    free = after(entry(Did.claimed), entry(did, due=NOW + DAY), begun=begun)
    assert (free.state, free.owner, free.called, free.look_at) == (FollowUpState.open, None, False, NOW + DAY)


def test_a_new_due_time_counts_nudges_anew_and_an_open_one_is_still_called() -> None:
    nudged = after(entry(Did.claimed), entry(Did.nudged, None, due=NOW + DAY))
    assert (nudged.nudges, nudged.look_at) == (1, NOW + DAY)
    again = after(entry(Did.due, due=NOW + 2 * DAY), begun=nudged)
    assert (again.nudges, again.look_at, again.due) == (0, NOW + 2 * DAY, NOW + 2 * DAY)
    assert after(entry(Did.due, due=NOW + 9 * DAY)).look_at == NOW + DAY


def test_a_snooze_moves_the_next_look_and_not_the_due_time() -> None:
    snoozed = after(entry(Did.claimed), entry(Did.due, due=NOW + HOUR), entry(Did.snoozed, due=NOW + DAY))
    assert (snoozed.due, snoozed.look_at) == (NOW + HOUR, NOW + DAY)


@pytest.mark.parametrize("did", [Did.done, Did.dropped])
def test_closed_it_says_by_whom_and_why_and_reopened_it_belongs_to_who_had_it(did: Did) -> None:
    closed = after(entry(Did.claimed), entry(did, BEN, at=NOW + HOUR, words="Asked them."))
    assert closed.state == FollowUpState(did.value)
    assert (closed.closed_by, closed.closed_at, closed.closing) == (BEN, NOW + HOUR, "Asked them.")
    assert (closed.stands, closed.look_at, closed.owner) == (False, None, ANNA)
    again = after(entry(Did.reopened, due=NOW + DAY), begun=closed)
    assert (again.state, again.owner, again.look_at) == (FollowUpState.claimed, ANNA, NOW + DAY)
    assert (again.closed_by, again.closed_at, again.closing) == (None, None, "")


def test_reopened_where_nobody_had_it_it_is_open() -> None:
    assert after(entry(Did.done), entry(Did.reopened)).state is FollowUpState.open


def test_what_the_bot_says_moves_the_next_look_alone() -> None:
    called = after(entry(Did.called, None))
    assert (called.called, called.look_at, called.state) == (True, None, FollowUpState.open)
    told = after(entry(Did.claimed), entry(Did.escalated, None, due=NOW + DAY))
    assert (told.look_at, told.state, told.nudges) == (NOW + DAY, FollowUpState.claimed, 0)


def test_it_is_late_only_while_there_is_something_to_do() -> None:
    late = after(entry(Did.due, due=NOW + HOUR))
    assert not late.is_late(NOW + HOUR)
    assert late.is_late(NOW + 2 * HOUR)
    assert not after(entry(Did.done), begun=late).is_late(NOW + 2 * HOUR)
    assert not NEW.is_late(NOW + DAY)


def test_its_name_is_what_people_say() -> None:
    assert NEW.name == "F1"
