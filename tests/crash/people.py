"""The bot that is killed while people react and press: each line on its standard input begins a life of it.

python -m tests.crash.people DESK     (the desk as JSON)

A line says from which act to which the platform brings what it has had no ack for; "0 -1" prepares the desk.
A life says `born PID`, `ready`, then of each act `accepting N`, `acked N` and `handled N`, and `done` once
everything has had its effect and is sent. It is a fork of a process in which nothing was opened yet.
"""

import asyncio
import os
import random
import sys
from datetime import timedelta
from pathlib import Path

from bot import compose
from bot.clock import SystemClock
from bot.compose import House
from bot.flows.bell import Bell, Ringing
from bot.flows.courier import Courier
from bot.flows.follow_ups.showing import promised
from bot.flows.settling import Patience
from bot.model.card import Button, Buttons, Card
from bot.model.delivery import OPEN, Promise
from bot.model.events import ButtonPressed, Owed, ReactionChanged
from bot.model.people import Actor, ChannelRef, MessageRef
from bot.ports import Store, Tx, View
from storage.store import open_store
from tests.contracts.drafts import a_draft
from tests.crash.acts import PEOPLE, Desk, acts, is_worked, somebody
from tests.servers.platform import WirePlatform

_CLOCK = SystemClock()
_PAUSE = 0.005
_FORGETS = 0.1


class Forgetful(WirePlatform):
    """A platform that now and then can't say who somebody is."""

    async def who(self, person: str, channel: ChannelRef) -> Actor | None:
        """Return who somebody is, or None."""
        await asyncio.sleep(0)
        forgets = random.random() < _FORGETS  # noqa: S311 - dice for tests, not secrets
        return None if forgets else await super().who(person, channel)


def main() -> None:
    """Live as often as asked to."""
    desk = Desk.model_validate_json(sys.argv[1])
    for line in sys.stdin:
        child = os.fork()
        if not child:
            status = 1
            say(f"born {os.getpid()}")
            try:
                random.seed()  # or every life would throw the same dice
                first, until = map(int, line.split())
                asyncio.run(live(desk, first, until))
                status = 0
            finally:
                sys.stderr.flush()
                os._exit(status)
        os.waitpid(child, 0)
        say("ended")


async def live(desk: Desk, first: int, until: int) -> None:
    """Bring the acts up to that one, after what was left undone; the last life works off everything."""
    changed = Bell()
    platform = Forgetful(desk.port, pace=desk.pace)
    async with compose.open_house(desk.db, clock=_CLOCK, opening=_patient) as house:
        house.flows.people.serve(platform)
        patience = Patience(looking=timedelta(seconds=60))
        courier = Courier(
            Ringing(house.store.silent, changed),
            platform,
            _CLOCK,
            bell=house.store.listen(),
            patience=patience,
        )
        running = asyncio.create_task(courier.run())
        ticking = asyncio.create_task(_tick(house))
        say("ready")
        if until < 0:
            await _prepare(desk, house)
        async with asyncio.TaskGroup() as errands:
            for owed in await house.dispatch.unanswered("wire"):
                errands.create_task(_handle(house, owed))
            posts = await _posts(desk, house.store)
            for number in range(first, until):
                fact = desk.fact(number, posts[_story(desk, number)])
                say(f"accepting {number}")
                new = await house.dispatch.accept(fact)
                say(f"acked {number}")
                if new:
                    errands.create_task(_handle(house, fact))
                await asyncio.sleep(_PAUSE)
        if until in {-1, desk.acts}:
            await _settled(house.store, changed)
            ticking.cancel()
            courier.stop()
        await running
    platform.close()
    say("done")


async def _patient(path: Path) -> Store:
    return await open_store(path, busy_timeout=20)


async def _handle(house: House, owed: Owed) -> None:
    """Let what was accepted have its effect, as an adapter does after the ack."""
    if isinstance(owed, ReactionChanged):
        await house.dispatch.react(owed)
    else:
        await house.dispatch.answer(owed)
    say(f"handled {owed.id.split()[-1]}")


async def _tick(house: House) -> None:
    """Look again and again at reactions that nobody could say anything of."""
    while True:
        await asyncio.sleep(0.2)
        await house.flows.reacting.tick()


def _story(desk: Desk, number: int) -> int:
    return acts(desk)[number].story


async def _posts(desk: Desk, store: Store) -> dict[int, MessageRef]:
    """Return the message that shows each story."""

    def look(view: View) -> dict[int, MessageRef]:
        found = {story: view.deliveries.of(f"post:{story}") for story in range(1, desk.stories + 1)}
        return {story: post.message for story, post in found.items() if post and post.message}

    return await store.read(look)


async def _prepare(desk: Desk, house: House) -> None:
    """Post every story, and put up the follow-ups that are worked on."""

    def work(tx: Tx) -> None:
        for story in range(1, desk.stories + 1):
            tx.stories.add(a_draft(f"Story {story}"))
            flag = Button(label="Flag", says=f"follow {story}")
            card = Card(summary=f"Story {story}", blocks=(Buttons(buttons=(flag,)),))
            post = Promise(
                key=f"post:{story}", to=desk.where(story), card=card, due_at=_CLOCK.now(), story=story
            )
            tx.deliveries.queue(promised(tx, post), at=_CLOCK.now())

    await house.store.write(work)
    while len(posts := await _posts(desk, house.store)) < desk.stories:  # noqa: ASYNC110 - another task's work
        await asyncio.sleep(0.05)
    for story in filter(is_worked, range(1, desk.stories + 1)):
        pressed = ButtonPressed(
            id=f"prepared {story}",
            at=_CLOCK.now(),
            actor=somebody(PEOPLE),
            where=desk.where(story),
            says=f"follow {story}",
            on=posts[story],
        )
        await house.dispatch.accept(pressed)
        await house.dispatch.answer(pressed)


async def _settled(store: Store, changed: Bell) -> None:
    """Return when nothing is left to be done or to be sent."""

    def busy(view: View) -> bool:
        return bool(view.inbox.unsettled("wire")) or bool(OPEN & view.deliveries.counts().keys())

    while await store.read(busy):
        await changed.wait(0.2)


def say(line: str) -> None:
    """Say a line, whole, to whoever started this."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


if __name__ == "__main__":
    main()
