"""Two people claim one follow-up at the same moment, again and again: the first wins, the other is told."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from adapters import plain
from bot.clock import SystemClock
from bot.commands.dispatch import Dispatch
from bot.compose import open_house
from bot.model.card import Card
from bot.model.events import ButtonPressed, CommandTyped, Incoming
from bot.model.follow_up import Did, FollowUp
from bot.model.people import Actor, ChannelRef, Conversation
from bot.ports import Store, View
from tests.contracts.drafts import a_draft

_HERE = Conversation(channel=ChannelRef(platform="wire", workspace="w", id="c1"))
_ANNA, _BEN = (Actor(platform="wire", workspace="w", id=name, name=name) for name in ("Anna", "Ben"))


@dataclass
class Raced:
    """How the races ended: how often each has won, and what went wrong, each a sentence."""

    races: int
    houses: int
    won: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        winners = ", ".join(f"{name} {times}" for name, times in sorted(self.won.items()))
        return (
            f"claims: {self.races} races of two over {self.houses} store(s) of one file, won: {winners}; "
            f"{len(self.wrong)} wrong; {self.seconds:.1f} s" + "".join(f"; {each}" for each in self.wrong[:3])
        )


def race(db: Path, races: int, *, apart: bool, seed: int) -> Raced:
    """Let two people race; `apart`: each asks a bot of their own, on the same file."""
    return asyncio.run(_race(db, races, apart=apart, seed=seed))


async def _race(db: Path, races: int, *, apart: bool, seed: int) -> Raced:
    dice = random.Random(seed)  # noqa: S311 - dice for tests, not secrets
    raced = Raced(races, 2 if apart else 1)
    async with open_house(db) as one, open_house(db) as other:
        await one.store.write(lambda tx: [tx.stories.add(a_draft()) for _ in range(races)])
        anna, ben = _Person(_ANNA, one.dispatch), _Person(_BEN, (other if apart else one).dispatch)
        started = time.monotonic()
        for number in range(1, races + 1):
            await anna.say(f"follow {number}")
            order = dice.sample([anna, ben], 2)
            claim = f"claim F{number}"
            cards = await asyncio.gather(*(each.say(claim, pressed=dice.random() < 0.5) for each in order))
            told = dict(zip((each.actor for each in order), cards, strict=True))
            await _judge(raced, one.store, number, told)
        raced.seconds = time.monotonic() - started
    return raced


class _Person:
    """Somebody who talks to a bot."""

    _numbers = count(1)

    def __init__(self, actor: Actor, dispatch: Dispatch) -> None:
        self.actor = actor
        self._dispatch = dispatch

    async def say(self, text: str, *, pressed: bool = False) -> Card:
        """Press a button or type, as an adapter brings it; return the answer."""
        identity, at = f"race {next(self._numbers)}", SystemClock().now()
        incoming: Incoming = (
            ButtonPressed(id=identity, at=at, actor=self.actor, where=_HERE, says=text)
            if pressed
            else CommandTyped(id=identity, at=at, actor=self.actor, where=_HERE, text=text)
        )
        await self._dispatch.accept(incoming)
        return await self._dispatch.answer(incoming)


async def _judge(raced: Raced, store: Store, number: int, told: dict[Actor, Card]) -> None:
    """See that one of them has it, by one line of its history, and that both were told who."""

    def look(view: View) -> tuple[FollowUp | None, int]:
        history = view.follow_ups.history(number)
        return view.follow_ups.get(number), sum(entry.did is Did.claimed for entry in history)

    found, claimed = await store.read(look)
    winner = found.owner if found else None
    if winner is None or claimed != 1:
        raced.wrong.append(f"F{number} was claimed {claimed} times")
        return
    raced.won[winner.name] += 1
    for person, card in told.items():
        said = plain.render(card)
        lost = card.mood == "trouble" and f"{winner.name} has F{number} already" in said
        if lost is person.is_same(winner) or (card.mood == "trouble" and not lost):
            raced.wrong.append(f"{winner.name} has F{number} and {person.name} was told: {said}")
