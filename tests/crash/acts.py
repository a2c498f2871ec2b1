"""What people do while the bot is killed again and again: reactions and buttons, each an event of its own.

A third of the stories has a follow-up that is worked on, a third is flagged by reactions alone, and a
third by reactions and buttons.
"""

import random
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from bot.model.delivery import Pace
from bot.model.events import ButtonPressed, ReactionChanged
from bot.model.follow_up import SAID
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef, Role
from bot.model.value import Utc, Value

FLAG, TAKE = "\N{TRIANGULAR FLAG ON POST}", "\N{HAPPY PERSON RAISING ONE HAND}"
PEOPLE = 6
_FIRST_DAY = date(2027, 1, 1)

What = Literal["flag", "unflag", "take", "claim", "due", "follow"]


class Act(NamedTuple):
    """Somebody does something about a story."""

    what: What
    story: int
    person: int


class Desk(Value):
    """The newsroom: `stories`, each posted once, and so many `acts`. Times are in seconds.

    `began` is when the first act was done; each is a tenth of a second later than the one before.
    """

    db: Path
    port: int
    memory: Literal["asked", "nonce"]
    stories: int
    acts: int
    seed: int
    began: Utc
    timeout: float = 0.3
    lag: float = 0
    remembers: float = 4

    @property
    def pace(self) -> Pace:
        """How fast the platform may be used."""
        remembers = self.remembers if self.memory == "nonce" else 0
        return Pace(
            every=0.02, per_second=500, at_once=20, timeout=self.timeout, remembers=remembers, lag=self.lag
        )

    def where(self, story: int) -> Conversation:
        """Return where a story is posted."""
        channel = ChannelRef(platform="wire", workspace="w", id=f"c{story % 4}")
        return Conversation(channel=channel)

    def fact(self, number: int, post: MessageRef) -> ButtonPressed | ReactionChanged:
        """Return the event of an act; it is the same however often it is brought. `post` shows its story."""
        act, at = acts(self)[number], self.began + timedelta(seconds=number / 10)
        by, identity = somebody(act.person), f"act {number}"
        if act.what in {"flag", "unflag", "take"}:
            name, present = TAKE if act.what == "take" else FLAG, act.what != "unflag"
            return ReactionChanged(id=identity, at=at, actor=by, message=post, name=name, present=present)
        says = {
            "claim": f"claim F{worked(act.story)}",
            "due": f"due F{worked(act.story)} {due(number)} 17:00",
            "follow": f"follow {act.story}",
        }[act.what]
        return ButtonPressed(id=identity, at=at, actor=by, where=post.conversation, says=says, on=post)


def somebody(number: int) -> Actor:
    """Return a person; the last one is an editor."""
    role = Role.editor if number == PEOPLE else Role.reader
    return Actor(platform="wire", workspace="w", id=f"P{number}", name=f"P{number}", role=role)


def due(number: int) -> date:
    """Return the day that an act, and no other, makes something due on."""
    return _FIRST_DAY + timedelta(days=number)


def is_worked(story: int) -> bool:
    """Say whether a story has a follow-up that is worked on; it is put up before anything else happens."""
    return story % 3 == 0


def worked(story: int) -> int:
    """Return the number of the follow-up of a story that is worked on."""
    return story // 3


@cache
def acts(desk: Desk) -> tuple[Act, ...]:
    """Return everything that people do, in the order in which they do it."""
    dice = random.Random(desk.seed)  # noqa: S311 - dice for tests, not secrets
    taken: Counter[tuple[int, int]] = Counter()
    flagged: set[tuple[int, int]] = set()
    done: list[Act] = []
    for _ in range(desk.acts):
        story, person = dice.randint(1, desk.stories), dice.randint(1, PEOPLE - 1)
        what = _choose(dice, story, person, flagged, taken)
        done.append(Act(what, story, PEOPLE if what == "due" else person))
        if what in {"flag", "unflag"}:
            flagged ^= {(story, person)}
        taken[story, person] += what == "take"
    return tuple(done)


def _choose(
    dice: random.Random,
    story: int,
    person: int,
    flagged: set[tuple[int, int]],
    taken: Counter[tuple[int, int]],
) -> What:
    flag: What = "unflag" if (story, person) in flagged else "flag"
    if is_worked(story):
        options: list[What] = [flag, "claim", "due", "due", "due" if taken[story, person] else "take"]
        return dice.choice(options)
    return "follow" if story % 3 == 1 and dice.random() < 0.1 else flag


def standing(desk: Desk, story: int, post: int) -> set[tuple[str, str]]:
    """Return whose flags stand on a story at the end, and in which way; `post` is its delivery's number."""
    flags = {(f"P{PEOPLE}", SAID)} if is_worked(story) else set()
    for act in acts(desk):
        if act.story != story:
            continue
        mark = (f"P{act.person}", f"{post} {FLAG}")
        if act.what == "flag":
            flags.add(mark)
        elif act.what == "unflag":
            flags.discard(mark)
        elif act.what == "follow":
            flags.add((f"P{act.person}", SAID))
    return flags
