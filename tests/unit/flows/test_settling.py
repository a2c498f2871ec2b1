"""What a delivery becomes, decided without a store or a platform."""

from datetime import datetime, timedelta

import pytest

from bot.flows.settling import (
    Patience,
    Terms,
    claimed,
    looked,
    must_look,
    search_from,
    settled,
)
from bot.model.delivery import Delivery, DeliveryState, Pace
from bot.model.outcome import Absent, Closed, Deleted, Outcome, Refused, Rejected, Sent, Unknown
from bot.model.people import MessageRef
from tests.conftest import MONDAY_7AM
from tests.fakes import conversation, promise

NOW = MONDAY_7AM
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
STEADY = Patience(jitter=lambda: 0.0)
TERMS = Terms(Pace(timeout=30), STEADY)
REMEMBERING = Terms(Pace(timeout=30, remembers=300), STEADY)
SENT = Sent(message=MessageRef(conversation=conversation(), id="m1"))


def waiting(*, edits: str | None = None, failing_since: datetime | None = None) -> Delivery:
    asked = promise("p").model_dump()
    return Delivery.model_validate(
        asked
        | {
            "edits": edits,
            "number": 1,
            "mark": "mark",
            "state": "ready",
            "queued_at": NOW,
            "failing_since": failing_since,
        }
    )


def sending(*, edits: str | None = None, failing_since: datetime | None = None) -> Delivery:
    return claimed(waiting(edits=edits, failing_since=failing_since), now=NOW, terms=TERMS)


def after(delivery: Delivery, outcome: Outcome, *, doubtful: bool = False, at: datetime = NOW) -> Delivery:
    return settled(delivery, outcome, doubtful=doubtful, now=at, terms=TERMS)


def test_a_claim_counts_the_try_and_says_until_when_it_counts() -> None:
    claim = sending()
    assert (claim.state, claim.attempts, claim.tried_at) == (DeliveryState.sending, 1, NOW)
    assert claim.due_at == NOW + TERMS.lease > NOW + timedelta(seconds=TERMS.pace.timeout)


def test_what_is_sent_is_done_and_forgets_its_failures() -> None:
    done = after(sending(failing_since=NOW - MINUTE), SENT)
    assert (done.state, done.message, done.failing_since) == (DeliveryState.sent, SENT.message, None)


def test_a_refusal_is_tried_again_when_the_platform_says() -> None:
    again = after(sending(), Refused(reason="429", retry_after=120))
    assert (again.state, again.due_at, again.tried_at) == (DeliveryState.retry, NOW + 2 * MINUTE, None)
    assert (again.failing_since, again.reason) == (NOW, "429")


def test_back_off_doubles_up_to_a_quarter_of_an_hour_and_is_jittered() -> None:
    waits = [TERMS.back_off(attempts) for attempts in (1, 2, 3, 50)]
    assert waits == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8), timedelta(minutes=15)]
    hasty = Terms(Pace(), Patience(jitter=lambda: 1.0))
    assert hasty.back_off(3) == timedelta(seconds=4)


@pytest.mark.parametrize("outcome", [Refused(reason="no"), Refused(reason="no", retry_after=5)])
def test_after_a_day_of_failures_it_is_dead(outcome: Outcome) -> None:
    assert after(sending(failing_since=NOW - DAY), outcome).state is DeliveryState.dead
    assert after(sending(failing_since=NOW - DAY + MINUTE), outcome).state is DeliveryState.retry


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Rejected(reason="too long"), DeliveryState.dead),
        (Closed(reason="archived"), DeliveryState.dead),
        (Deleted(), DeliveryState.withdrawn),
    ],
)
def test_what_will_never_be_taken_ends_at_once(outcome: Outcome, state: DeliveryState) -> None:
    assert after(sending(), outcome).state is state


@pytest.mark.parametrize("edits", [None, "p"])
def test_an_unknown_try_is_not_counted_as_absent(edits: str | None) -> None:
    lost = after(sending(edits=edits), Unknown(reason="reset"))
    assert (lost.state, lost.tried_at) == (DeliveryState.unknown, NOW)
    assert lost.due_at > NOW


@pytest.mark.parametrize("outcome", [Refused(reason="429", retry_after=3), Rejected(reason="no")])
def test_a_later_refusal_does_not_settle_an_earlier_try(outcome: Outcome) -> None:
    assert after(sending(), outcome, doubtful=True).state is DeliveryState.unknown


def test_a_post_that_may_be_there_is_looked_for_and_an_edit_is_made_again() -> None:
    lost = after(sending(), Unknown(reason="reset"))
    assert must_look(lost, now=lost.due_at, terms=TERMS)
    edit = after(sending(edits="p"), Unknown(reason="reset"))
    assert not must_look(edit, now=edit.due_at, terms=TERMS)


def test_an_edit_that_may_be_on_its_way_arrives_before_it_is_made_again() -> None:
    edit = after(sending(edits="p"), Unknown(reason="reset"))
    assert edit.due_at >= NOW + timedelta(seconds=10)


def test_while_the_platform_remembers_the_same_post_is_sent_again() -> None:
    lost = after(sending(), Unknown(reason="reset"))
    until = NOW + timedelta(seconds=300) - REMEMBERING.lease
    assert not must_look(lost, now=until, terms=REMEMBERING)
    assert must_look(lost, now=until + timedelta(seconds=1), terms=REMEMBERING)
    assert must_look(lost, now=NOW - MINUTE, terms=REMEMBERING), "the clock stepped back"


def test_a_try_whose_lease_has_passed_is_looked_for() -> None:
    crashed = sending()
    assert must_look(crashed, now=crashed.due_at, terms=TERMS)
    assert search_from(crashed, now=crashed.due_at) < NOW
    assert search_from(crashed, now=NOW - MINUTE) < NOW - timedelta(hours=1), "the clock stepped back"


def test_what_was_looked_for_is_adopted_sent_or_looked_for_again() -> None:
    lost = after(sending(), Unknown(reason="reset"))
    later = NOW + MINUTE
    adopted = looked(lost, SENT, now=later, terms=TERMS)
    assert (adopted.state, adopted.message) == (DeliveryState.sent, SENT.message)
    absent = looked(lost, Absent(), now=later, terms=TERMS)
    assert (absent.state, absent.due_at, absent.tried_at) == (DeliveryState.ready, later, None)
    again = looked(lost, Unknown(reason="lag"), now=later, terms=TERMS)
    assert (again.state, again.looked_at) == (DeliveryState.unknown, later)
    assert again.due_at == later + timedelta(seconds=2)


def test_what_nobody_can_find_is_held_after_a_while() -> None:
    lost = after(sending(), Unknown(reason="reset"))
    began = looked(lost, Unknown(reason="no history"), now=NOW + DAY, terms=TERMS)
    assert began.state is DeliveryState.unknown, "one search proves nothing, however old the try is"
    later = NOW + DAY + 10 * MINUTE
    held = looked(began, Unknown(reason="no history"), now=later, terms=TERMS)
    assert held.state is DeliveryState.held
    assert "no history" in held.reason


def test_a_post_that_may_be_there_never_dies_of_old_age() -> None:
    old = sending(failing_since=NOW - 2 * DAY)
    lost = after(old, Unknown(reason="reset"))
    assert lost.state is DeliveryState.unknown
    assert looked(lost, Absent(), now=NOW, terms=TERMS).state is DeliveryState.dead
    edit = sending(edits="p", failing_since=NOW - 2 * DAY)
    assert after(edit, Unknown(reason="reset")).state is DeliveryState.dead


def test_a_platform_that_could_not_be_asked_is_asked_for_a_day_before_a_person_is() -> None:
    lost = after(sending(), Unknown(reason="reset"))
    lost = looked(lost, Refused(reason="503"), now=NOW + MINUTE, terms=TERMS)
    asked = looked(lost, Refused(reason="429", retry_after=300), now=NOW + MINUTE, terms=TERMS)
    assert asked.due_at == NOW + 6 * MINUTE
    held = looked(lost, Refused(reason="503"), now=NOW + DAY, terms=TERMS)
    assert (held.state, held.reason) == (
        DeliveryState.held,
        "Could not ask for a day if it is there: 503",
    )


def test_a_lost_post_in_a_conversation_that_is_closed_is_given_up() -> None:
    lost = after(sending(), Unknown(reason="reset"))
    assert looked(lost, Closed(reason="archived"), now=NOW, terms=TERMS).state is DeliveryState.dead


def test_a_recalled_post_that_turns_out_not_to_be_there_is_withdrawn() -> None:
    lost = after(sending(), Unknown(reason="reset")).model_copy(update={"recalled": "it was turned off"})
    assert must_look(lost, now=NOW, terms=REMEMBERING), "to post it again would be to post it"
    absent = looked(lost, Absent(), now=NOW, terms=TERMS)
    assert (absent.state, absent.reason) == (DeliveryState.withdrawn, "it was turned off")
    assert looked(lost, SENT, now=NOW, terms=TERMS).state is DeliveryState.sent


def test_what_lay_still_while_nothing_ran_has_not_been_failing_all_that_time() -> None:
    refused = after(sending(), Refused(reason="no network"))
    again = claimed(refused, now=NOW + DAY, terms=TERMS)
    still = settled(again, Refused(reason="no network"), doubtful=False, now=NOW + DAY, terms=TERMS)
    assert (still.state, still.failing_since) == (DeliveryState.retry, NOW + DAY)


def test_two_clocks_may_differ_by_minutes() -> None:
    lost = after(sending(), Unknown(reason="reset"))
    assert search_from(lost, now=NOW + MINUTE) <= NOW - 10 * MINUTE
    assert search_from(lost, now=NOW - DAY) <= NOW - DAY - 10 * MINUTE, "ours was set back"


@pytest.mark.parametrize("asked", [1e12, float("inf")])
def test_no_platform_makes_us_wait_for_ever(asked: float) -> None:
    waits = after(sending(), Refused(reason="429", retry_after=asked))
    assert waits.due_at == NOW + DAY


def test_nobody_has_to_decide_about_a_recalled_post_that_can_not_be_found() -> None:
    lost = after(sending(), Unknown(reason="reset")).model_copy(
        update={"recalled": "replaced", "looked_at": NOW - DAY}
    )
    told = looked(lost, Unknown(reason="no history"), now=NOW, terms=TERMS)
    assert (told.state, told.reason) == (DeliveryState.withdrawn, "replaced")
