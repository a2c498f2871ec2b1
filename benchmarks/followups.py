"""How long lists of follow-ups take where there are very many: the store's part, and whole commands."""

import gc
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.clock import StoppedClock
from benchmarks.corpus import NOW, stories
from benchmarks.measure import Row, Spread
from benchmarks.serving import limit_row
from bot.compose import House, as_text, open_house
from bot.model.events import CommandTyped
from bot.model.follow_up import SAID, Did, Entry, Flag, FollowUp, FollowUpDraft, FollowUpState, Wanted
from bot.model.people import Actor, ChannelRef, Conversation, Role
from bot.ports import Tx

FOLLOW_UPS, CHANNELS, PEOPLE, STORIES = 100_000, 200, 100, 10_000
BATCH = 2_000
CLOSED = 0.6
ROUNDS = 2_000
LIMIT = 10.0
"""Milliseconds: the most that a list may take, all but one time in a hundred."""

COMMANDS = ("followups", "followups due", "followups mine", "followups all")

Question = Callable[[int], Awaitable[object]]


async def measure(folder: Path) -> list[Row]:
    """Make a store of many follow-ups in the folder, and time the questions about them."""
    async with open_house(folder / "follow-ups.db", clock=StoppedClock(NOW)) as house:
        rows = [await _fill(house)]
        for what, question in (_questions(house) | _commands(house)).items():
            rows.append(limit_row(what, await _timed(question), LIMIT))
    return rows


def _questions(house: House) -> dict[str, Question]:
    """Return what is asked of the store: each time of another channel or person."""

    def ask(wanted: Callable[[int], Wanted]) -> Question:
        def question(number: int) -> Awaitable[object]:
            asked = wanted(number)
            return house.store.read(
                lambda view: (view.follow_ups.wanted(asked), view.follow_ups.count(asked))
            )

        return question

    wishes: dict[str, Callable[[int], Wanted]] = {
        "due in a channel": lambda number: Wanted(channel=_channel(number), due_by=NOW),
        "due anywhere": lambda _: Wanted(due_by=NOW),
        "mine": lambda number: Wanted(mine=_person(number)),
        "mine in a channel": lambda number: Wanted(mine=_person(number), channel=_channel(number // PEOPLE)),
        "all, page 10": lambda _: Wanted(states=frozenset(FollowUpState), offset=90),
    }
    listed = {f"{what}, listed and counted": ask(wanted) for what, wanted in wishes.items()}

    def to_look_at(_: int) -> Awaitable[object]:
        return house.store.read(lambda view: view.follow_ups.to_look_at(at=NOW, limit=50))

    return listed | {"to look at": to_look_at}


def _commands(house: House) -> dict[str, Question]:
    """Return the commands, from text in to rendered card."""

    def command(text: str) -> Question:
        async def typed(number: int) -> None:
            where = Conversation(channel=_channel(number))
            said = CommandTyped(id="bench", at=NOW, actor=_person(number), where=where, text=text)
            as_text(await house.dispatch.answer(said))

        return typed

    return {f"`{text}`": command(text) for text in COMMANDS}


async def _timed(question: Question) -> Spread:
    gc.collect()
    gc.freeze()  # the bot doesn't carry what made the follow-ups
    for number in range(20):
        await question(number)
    seconds: list[float] = []
    for number in range(ROUNDS):
        started = perf_counter()
        await question(number)
        seconds.append(perf_counter() - started)
    return Spread.of(seconds)


async def _fill(house: House) -> Row:
    await house.store.write(lambda tx: [tx.stories.add(draft) for draft in stories(STORIES)] and None)
    chance = random.Random(3)  # noqa: S311 - it picks dates, not secrets
    drafts = [_draft(number, chance) for number in range(FOLLOW_UPS)]
    started = perf_counter()
    for first in range(0, FOLLOW_UPS, BATCH):
        await _add(house, drafts[first : first + BATCH], chance)
    seconds = perf_counter() - started
    made = f"making {FOLLOW_UPS:,} follow-ups"
    return Row(made, f"{FOLLOW_UPS / seconds:,.0f} follow-ups/s", spread=f"{seconds:.0f} s")


async def _add(house: House, drafts: Sequence[FollowUpDraft], chance: random.Random) -> None:
    def work(tx: Tx) -> None:
        for draft in drafts:
            _flagged(tx, tx.follow_ups.add(draft), _person(chance.randrange(PEOPLE)))

    await house.store.write(work)


def _flagged(tx: Tx, follow_up: FollowUp, joined: Actor) -> None:
    for by in (follow_up.made_by, joined):
        if tx.follow_ups.flag(follow_up.number, Flag(by=by, way=SAID, at=follow_up.made_at)):
            entry = Entry(at=follow_up.made_at, did=Did.flagged, by=by, where=follow_up.home)
            tx.follow_ups.write_down(follow_up.number, entry)
    if follow_up.owner:
        entry = Entry(at=follow_up.made_at, did=Did.claimed, by=follow_up.owner, where=follow_up.home)
        tx.follow_ups.write_down(follow_up.number, entry)


def _draft(number: int, chance: random.Random) -> FollowUpDraft:
    made = NOW - timedelta(minutes=5 * (FOLLOW_UPS - number))
    claimed = chance.random() < 0.5
    closed = chance.random() < CLOSED
    state = FollowUpState.claimed if claimed else FollowUpState.open
    due = NOW + timedelta(minutes=chance.randint(-20_000, 20_000)) if chance.random() < 0.7 else None
    return FollowUpDraft(
        story=number % STORIES + 1,
        slug=f"council-budget-{number}",
        home=Conversation(channel=_channel(chance.randrange(CHANNELS)), thread=f"17.{number}"),
        made_by=_person(chance.randrange(PEOPLE)),
        made_at=made,
        state=chance.choice((FollowUpState.done, FollowUpState.dropped)) if closed else state,
        angle="Who pays for it, and from when on?",
        owner=_person(chance.randrange(PEOPLE)) if claimed else None,
        due=due,
        look_at=None if closed else due,
    )


def _channel(number: int) -> ChannelRef:
    return ChannelRef(platform="console", workspace="local", id=f"C{number % CHANNELS}")


def _person(number: int) -> Actor:
    key = number % PEOPLE
    return Actor(platform="console", workspace="local", id=f"U{key}", name=f"Person {key}", role=Role.editor)
