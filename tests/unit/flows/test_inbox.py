"""What people did is saved before it is acknowledged, and has its effect once."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.compose import House, open_house
from bot.errors import StoreError
from bot.flows.once import Once, handling
from bot.model.events import ButtonPressed, CommandTyped, Incoming, Owed
from bot.ports import Tx
from tests.conftest import MONDAY_7AM, SetClock
from tests.fakes import conversation, person

T = TypeVar("T")
HERE = conversation()


def typed(text: str, identity: str = "e1", *, comes_again: bool = False) -> CommandTyped:
    return CommandTyped(
        id=identity, at=MONDAY_7AM, actor=person(), where=HERE, text=text, comes_again=comes_again
    )


def pressed(says: str, identity: str = "b1") -> ButtonPressed:
    return ButtonPressed(id=identity, at=MONDAY_7AM, actor=person(), where=HERE, says=says, reply="a note")


def in_house(db: Path, work: Callable[[House], Awaitable[T]]) -> T:
    async def run() -> T:
        async with open_house(db, clock=SetClock()) as house:
            return await work(house)

    return asyncio.run(run())


async def digests(house: House) -> int:
    return await house.store.read(lambda view: len(view.digests.standing()))


@pytest.mark.parametrize(
    "request_", [typed("digest at 08:00"), typed("latest", comes_again=True), pressed("story 1")]
)
def test_a_request_that_changes_something_or_may_come_again_is_saved_once(
    tmp_path: Path, request_: Incoming
) -> None:
    async def accept(house: House) -> tuple[bool, bool, tuple[Owed, ...]]:
        first, again = await house.dispatch.accept(request_), await house.dispatch.accept(request_)
        return first, again, await house.dispatch.unanswered("fake")

    assert in_house(tmp_path / "s.db", accept) == (True, False, (request_,))


def test_a_command_that_only_reads_is_not_saved(tmp_path: Path) -> None:
    async def accept(house: House) -> tuple[Owed, ...]:
        assert await house.dispatch.accept(typed("latest"))
        assert await house.dispatch.accept(typed("what is this"))
        return await house.dispatch.unanswered("fake")

    assert not in_house(tmp_path / "s.db", accept)


def test_what_was_answered_is_open_no_more_and_stays_known(tmp_path: Path) -> None:
    async def answer(house: House) -> tuple[tuple[Owed, ...], bool]:
        for each in (
            pressed("latest", "b1"),
            pressed("no such thing", "b2"),
            pressed("digest at 08:00", "b3"),
        ):
            assert await house.dispatch.accept(each)
            await house.dispatch.answer(each)
        return await house.dispatch.unanswered("fake"), await house.dispatch.accept(pressed("latest", "b1"))

    assert in_house(tmp_path / "s.db", answer) == ((), False)


def test_after_a_crash_it_is_answered_with_all_that_was_saved(tmp_path: Path) -> None:
    request = pressed("digest at 08:00")
    assert in_house(tmp_path / "s.db", lambda house: house.dispatch.accept(request))

    async def later(house: House) -> int:
        (open_still,) = await house.dispatch.unanswered("fake")
        assert open_still == request
        assert isinstance(open_still, ButtonPressed)
        assert open_still.reply == "a note"
        await house.dispatch.answer(open_still)
        assert not await house.dispatch.unanswered("fake")
        return await digests(house)

    assert in_house(tmp_path / "s.db", later) == 1


def test_effect_and_settling_are_one_transaction(tmp_path: Path) -> None:
    async def fail(house: House) -> tuple[Owed, ...]:
        store = Once(house.store)
        await house.dispatch.accept(pressed("digest at 08:00"))

        def work(tx: Tx) -> None:
            tx.sources.remember("k", title="t", mark=None)
            raise StoreError("the power went")

        with handling("b1") as event, pytest.raises(StoreError):
            await store.write(work)
        assert not event.settled
        assert await house.store.read(lambda view: view.sources.count()) == 0
        return await house.dispatch.unanswered("fake")

    assert len(in_house(tmp_path / "s.db", fail)) == 1


def test_what_another_process_has_done_meanwhile_is_not_done_again(tmp_path: Path) -> None:
    request = pressed("digest at 08:00")

    async def answer(house: House) -> tuple[int, str]:
        await house.dispatch.accept(request)
        async with open_house(tmp_path / "s.db", clock=SetClock()) as other:
            (left,) = await other.dispatch.unanswered("fake")
            assert isinstance(left, ButtonPressed)
            await house.dispatch.answer(request)
            again = await other.dispatch.answer(left)
        return await digests(house), again.summary

    assert in_house(tmp_path / "s.db", answer) == (1, "This was done already, so it is not done again.")


def test_a_write_outside_of_any_event_settles_nothing(tmp_path: Path) -> None:
    async def write(house: House) -> tuple[Owed, ...]:
        await house.dispatch.accept(pressed("latest"))
        await Once(house.store).write(lambda tx: tx.sources.remember("k", title="t", mark=None))
        return await house.dispatch.unanswered("fake")

    assert len(in_house(tmp_path / "s.db", write)) == 1


def test_only_what_had_its_effect_is_forgotten(tmp_path: Path) -> None:
    clock = SetClock()

    async def run() -> tuple[bool, int]:
        async with open_house(tmp_path / "s.db", clock=clock) as house:
            for identity in ("b1", "b2"):
                await house.dispatch.accept(pressed("latest", identity))
            await house.dispatch.answer(pressed("latest", "b1"))
            clock.at = clock.at.replace(day=clock.at.day + 8)
            await house.flows.inbox.forget()
            return await house.dispatch.accept(pressed("latest", "b1")), len(
                await house.dispatch.unanswered("fake")
            )

    assert asyncio.run(run()) == (True, 2)


def test_an_async_transaction_is_still_refused(tmp_path: Path) -> None:
    async def run(house: House) -> None:
        async def work(tx: Tx) -> None:  # noqa: ARG001 - never called
            raise AssertionError

        with handling("b1"), pytest.raises(TypeError, match="plain function"):
            await Once(house.store).write(work)  # type: ignore[unused-coroutine] # it never comes to be one

    in_house(tmp_path / "s.db", run)
