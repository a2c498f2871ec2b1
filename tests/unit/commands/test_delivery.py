"""`delivery` and `status`: what an admin sees of messages that are stuck, and says about them."""

import asyncio
from datetime import timedelta
from pathlib import Path

from adapters import plain
from bot.compose import open_house
from bot.model.delivery import DeliveryState
from bot.model.events import CommandTyped
from bot.model.people import Role
from bot.ports import Tx
from tests.conftest import MONDAY_7AM, SetClock
from tests.fakes import conversation, person, promise


def hold(tx: Tx) -> None:
    """Queue a delivery that is held."""
    queued = tx.deliveries.queue(promise("a", "Morning digest"), at=MONDAY_7AM)
    assert queued is not None
    held = {"state": DeliveryState.held, "reason": "Can't tell if it is there: no history."}
    assert tx.deliveries.change(queued, queued.model_copy(update=held))


def chat(db: Path, *lines: str, role: Role = Role.admin) -> list[str]:
    """Type the lines where a delivery is held; return the answers as plain text."""

    async def run() -> list[str]:
        async with open_house(db, clock=SetClock()) as house:
            await house.store.write(hold)
            said = [
                CommandTyped(id="1", at=MONDAY_7AM, actor=person(role=role), where=conversation(), text=line)
                for line in lines
            ]
            return [plain.render((await house.dispatch.attempt(each)).card) for each in said]

    return asyncio.run(run())


def test_a_held_delivery_is_shown_sent_once_and_then_said_to_be_on_its_way(tmp_path: Path) -> None:
    shown, sent, again, status = chat(
        tmp_path / "s.db", "status", "delivery send 1", "delivery send 1", "status"
    )
    assert "1: Morning digest in #C1. Held: Can't tell if it is there: no history." in shown
    assert "is sent again" in sent
    assert "Nothing to send" in again
    assert "it waits to be sent" in again
    assert "Morning digest" not in status


def test_a_held_delivery_is_dropped_once(tmp_path: Path) -> None:
    dropped, again, unknown = chat(tmp_path / "s.db", "delivery drop 1", "delivery drop 1", "delivery drop 9")
    assert "is dropped" in dropped
    assert "it was dropped" in again
    assert "There is no delivery 9." in unknown


def test_only_an_admin_decides(tmp_path: Path) -> None:
    (refused,) = chat(tmp_path / "s.db", "delivery send 1", role=Role.editor)
    assert "is sent again" not in refused


def test_a_status_with_messages_that_keep_failing_is_not_well(tmp_path: Path) -> None:
    def fail(tx: Tx) -> None:
        queued = tx.deliveries.queue(promise("b", "Noon digest"), at=MONDAY_7AM)
        assert queued is not None
        failing = {
            "state": DeliveryState.retry,
            "reason": "The token was revoked.",
            "failing_since": MONDAY_7AM - timedelta(minutes=20),
        }
        assert tx.deliveries.change(queued, queued.model_copy(update=failing))

    async def run() -> str:
        async with open_house(tmp_path / "s.db", clock=SetClock()) as house:
            await house.store.write(fail)
            said = CommandTyped(
                id="1", at=MONDAY_7AM, actor=person(role=Role.admin), where=conversation(), text="status"
            )
            return plain.render((await house.dispatch.attempt(said)).card)

    status = asyncio.run(run())
    assert "Noon digest in #C1. Tried again: The token was revoked." in status
    assert "All is well" not in status
