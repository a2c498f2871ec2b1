"""The bot that is killed: each line on its standard input begins a life of it, as a process of its own.

python -m tests.crash.bot PLAN     (the plan as JSON; a line says up to which post to promise)

A life says `born PID`, `ready`, then `found N` and `queued N` (so many posts are promised), and `done` once
everything of a whole plan is settled. `ended` is said when its process is gone. It is a fork of a process in
which nothing was opened yet, so that a life begins at once.
"""

import asyncio
import os
import random
import sys
from datetime import timedelta

from bot.clock import SystemClock
from bot.flows import posts
from bot.flows.bell import Bell, Ringing
from bot.flows.courier import Courier
from bot.flows.settling import Patience
from bot.model.delivery import OPEN, DeliveryState
from bot.ports import Store, Tx, View
from storage.store import open_store
from tests.crash.kinds import platform
from tests.crash.plan import Plan, card, key, read

_CLOCK = SystemClock()


def main() -> None:
    """Live as often as asked to."""
    plan = Plan.model_validate_json(sys.argv[1])
    for line in sys.stdin:
        child = os.fork()
        if not child:
            status = 1
            say(f"born {os.getpid()}")  # by itself: what its parent says may come after its "ready"
            try:
                random.seed()  # or every life would throw the same dice
                asyncio.run(live(plan, int(line)))
                status = 0
            finally:
                sys.stderr.flush()
                os._exit(status)
        os.waitpid(child, 0)
        say("ended")


async def live(plan: Plan, until: int) -> None:
    """Promise posts up to that number and send them; a whole plan is worked off to its end."""
    store = await open_store(plan.db, busy_timeout=20)
    bell = Bell()
    async with platform(plan, _CLOCK) as there:
        patience = Patience(looking=timedelta(seconds=plan.patience))
        changed = Bell()
        courier = Courier(Ringing(store, changed), there, _CLOCK, bell=bell, patience=patience)
        running = asyncio.create_task(courier.run())
        say("ready")
        await promise(plan, Ringing(store, bell), until)
        if until == plan.deliveries:
            await settled(plan, store, changed)
            courier.stop()
        await running
    await store.close()
    say("done")


async def promise(plan: Plan, store: Store, until: int) -> None:
    """Promise what isn't promised yet, and change what should show a newer revision by now."""
    found = await store.read(lambda view: first_missing(view, plan.deliveries))
    say(f"found {found}")
    for number in range(found, until):
        new = plan.promise(number, at=_CLOCK.now())
        await store.write(lambda tx, new=new: tx.deliveries.queue(new, at=_CLOCK.now()))  # type: ignore[misc] # mypy knows no type for a lambda with a default
        say(f"queued {number + 1}")
        await asyncio.sleep(plan.pause)
    whole = until == plan.deliveries
    for number in range(until):
        wanted = plan.revisions(number) if whole else plan.by_now(number, until)
        if wanted > 1:
            await store.write(lambda tx, of=number, to=wanted: revise(tx, of, to))  # type: ignore[misc] # mypy knows no type for a lambda with a default


def revise(tx: Tx, number: int, wanted: int) -> None:
    """Make a post show a revision, unless it was promised to already."""
    post = tx.deliveries.of(key(number))
    assert post is not None
    promised = max(read(each.card.summary)[1] for each in (post, *tx.deliveries.edits_of(key(number))))
    if promised < wanted:
        posts.revise(tx, key(number), card(number, wanted), at=_CLOCK.now())


def first_missing(view: View, most: int) -> int:
    """Return how many posts are promised: they are promised in order."""
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if view.deliveries.of(key(middle)) is None:
            high = middle
        else:
            low = middle + 1
    return low


async def settled(plan: Plan, store: Store, changed: Bell) -> None:
    """Return when nothing is left that the courier could do."""

    def waiting(view: View) -> bool:
        counts = view.deliveries.counts()
        # An edit of a post that is held waits for a person.
        return bool(OPEN & counts.keys()) and (
            not counts.get(DeliveryState.held) or view.deliveries.next_due(plan.platform) is not None
        )

    while await store.read(waiting):
        await changed.wait(1)


def say(line: str) -> None:
    """Say a line, whole, to whoever started this."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


if __name__ == "__main__":
    main()
