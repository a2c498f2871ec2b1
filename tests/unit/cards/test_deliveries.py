"""What people are told about messages that could not be posted, and the status that shows them."""

from datetime import time, timedelta

from adapters.plain import render
from bot.cards.deliveries import given_up_card, paused_card, pressed_card
from bot.cards.status import status_card
from bot.model.card import Button, Buttons, Card
from bot.model.delivery import Delivery, DeliveryState
from bot.model.digest import Digest, Edition, OrderState, Verdict
from bot.model.health import Finding, LastEdition, Promises
from bot.model.schedule import Schedule
from tests.conftest import MONDAY_7AM
from tests.fakes import conversation, person, promise

NOTHING = Promises(counts={}, stuck=(), editions=(), paused=())
FINE = Finding(subject="Store", state="fine", says="sound")


def stuck(state: DeliveryState, number: int = 12) -> Delivery:
    asked = promise(f"k{number}", "Morning digest").model_dump()
    more = {
        "number": number,
        "mark": f"m{number}",
        "state": state,
        "queued_at": MONDAY_7AM - timedelta(days=1),
        "failing_since": MONDAY_7AM - timedelta(days=1),
        "reason": "The server is down",
    }
    return Delivery.model_validate(asked | more)


def digest(*, state: OrderState = OrderState.active, reason: str = "") -> Digest:
    return Digest(
        number=1,
        where=conversation(),
        schedule=Schedule(at=time(8), zone="Europe/London"),
        set_by=person(),
        made_at=MONDAY_7AM,
        changed_at=MONDAY_7AM,
        state=state,
        reason=reason,
    )


def buttons(card: Card) -> list[Button]:
    return [button for block in card.blocks if isinstance(block, Buttons) for button in block.buttons]


def test_a_status_with_nothing_owed_is_well_and_short() -> None:
    card = status_card((("Stories", "3"),), (FINE,), NOTHING)
    assert card.summary == "All is well."
    assert not buttons(card)
    assert "Last editions" not in render(card)


def test_a_status_shows_what_is_stuck_where_why_and_since_when() -> None:
    held, dead = stuck(DeliveryState.held), stuck(DeliveryState.dead, 13)
    counts = {DeliveryState.held: 1, DeliveryState.dead: 8, DeliveryState.ready: 2, DeliveryState.unknown: 1}
    promises = Promises(counts=counts, stuck=(held, dead), editions=(), paused=())
    card = status_card((), (FINE,), promises)
    text = render(card)
    assert "12: Morning digest in #C1. Held: The server is down. Since " in text
    assert "13: Morning digest in #C1. Given up: " in text
    assert "7 more" in text
    assert [button.says for button in buttons(card)] == [
        "delivery send 12",
        "delivery drop 12",
        "delivery send 13",
        "delivery drop 13",
    ]
    assert card.mood == "trouble"


def test_a_status_shows_the_last_editions_and_what_is_paused() -> None:
    edition = Edition(
        digest=1,
        occasion="2026-11-02",
        day=MONDAY_7AM.date(),
        verdict=Verdict.late,
        due_at=MONDAY_7AM,
        decided_at=MONDAY_7AM,
    )
    last = LastEdition(digest=digest(), edition=edition, state=DeliveryState.retry)
    paused = tuple(digest(state=OrderState.paused, reason="It is archived.") for _ in range(12))
    text = render(status_card((), (FINE,), Promises(counts={}, stuck=(), editions=(last,), paused=paused)))
    assert "digest 1 (08:00 Europe/London) in #C1: late (it waits to be tried again), " in text
    assert text.count("It is archived.") == 10
    assert "and 2 more" in text


def test_who_set_it_up_is_told_what_why_and_what_next() -> None:
    text = render(given_up_card(stuck(DeliveryState.dead)))
    assert "“Morning digest” could not be posted in #C1." in text
    assert "The server is down." in text
    assert "delivery send 12" in text


def test_who_set_an_order_is_told_that_it_is_paused_and_how_it_goes_on() -> None:
    text = render(paused_card(conversation().channel, [digest()], "The conversation is closed: archived"))
    assert "can't post in #C1 any more" in text
    assert "So digest 1 (08:00 Europe/London) is paused." in text
    assert "`digest resume`" in text
    assert "“subscribe”" not in text


def test_pressing_twice_says_what_has_become_of_it() -> None:
    delivery = stuck(DeliveryState.held)
    assert pressed_card(delivery, done=True, asked="send").summary.endswith("is sent again.")
    assert pressed_card(delivery, done=True, asked="drop").summary.endswith("is dropped.")
    sent = delivery.model_copy(update={"state": DeliveryState.sent, "reason": ""})
    assert "it was sent" in pressed_card(sent, done=False, asked="send").summary
