"""How long a command takes, from text in to rendered card, on a small store and on a large one."""

import gc
import random
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.clock import StoppedClock
from benchmarks.corpus import NOW, stories
from benchmarks.measure import Row, Spread
from bot.compose import House, as_text, open_house
from bot.model.events import CommandTyped
from bot.model.people import Actor, ChannelRef, Conversation, Role
from bot.model.story import StoryDraft
from bot.ports import Tx

ACTOR = Actor(platform="console", workspace="local", id="bench", name="bench", role=Role.reader)
WHERE = Conversation(channel=ChannelRef(platform="console", workspace="local", id="bench"))

LATEST = ("latest", "latest 20", "latest climate", 'latest source:"Harbour Post"', "latest courts since:7d")
COMMON = ("search the president says", 'search "the president says"', "search the", "search said people city")
RARE = ("search Karoten", "search Wikberlin vote", "search zzzz")
PHRASES = ('search "vote on the plan"', 'search "says the president of"', 'search "of the in the"')

SMALL, BATCH = 10_000, 1_000


async def measure(folder: Path, large: int) -> list[Row]:
    """Make a small and a large store in the folder, and time the commands on both."""
    rows: list[Row] = []
    quick: dict[int, dict[str, Spread]] = {}
    for size in (SMALL, large):
        async with open_house(folder / f"{size}.db", clock=StoppedClock(NOW)) as house:
            rows.append(await _fill(house, size))
            await _timed(house, LATEST, 20)
            quick[size] = {
                "latest": await _timed(house, LATEST, 1_000),
                "story": await _timed(house, _stories(size), 1),
            }
            searches = await _timed(house, COMMON + RARE + PHRASES, 100)
            each = {text: await _timed(house, (text,), 100) for text in COMMON + RARE + PHRASES}
        rows += _quick_rows(size, quick[size])
        rows.append(_limit_row(f"search, {size:,} stories", searches, 50.0))
        rows += [
            Row(f"- `{text}`", f"p99 {spread.p99:.1f} ms", spread=str(spread))
            for text, spread in each.items()
        ]
    return rows + [_growth_row(name, quick[SMALL][name], quick[large][name]) for name in ("latest", "story")]


async def _fill(house: House, size: int) -> Row:
    started = perf_counter()
    batch: list[StoryDraft] = []
    for draft in stories(size):
        batch.append(draft)
        if len(batch) == BATCH:
            await _add(house, batch)
            batch = []
    await _add(house, batch)
    seconds = perf_counter() - started
    return Row(f"making {size:,} stories", f"{size / seconds:,.0f} stories/s", spread=f"{seconds:.0f} s")


async def _add(house: House, drafts: Sequence[StoryDraft]) -> None:
    def work(tx: Tx) -> None:
        for draft in drafts:
            tx.stories.add(draft)

    await house.store.write(work)


def _stories(size: int) -> tuple[str, ...]:
    chance = random.Random(1)  # noqa: S311 - it picks stories, not secrets
    return tuple(f"story {chance.randint(1, size)}" for _ in range(2_000))


async def _timed(house: House, texts: Sequence[str], rounds: int) -> Spread:
    gc.collect()
    gc.freeze()  # the bot doesn't carry what made the stories
    seconds: list[float] = []
    for _ in range(rounds):
        for text in texts:
            started = perf_counter()
            typed = CommandTyped(id="bench", at=house.clock.now(), actor=ACTOR, where=WHERE, text=text)
            as_text(await house.dispatch.answer(typed))
            seconds.append(perf_counter() - started)
    return Spread.of(seconds)


def _quick_rows(size: int, spreads: dict[str, Spread]) -> list[Row]:
    return [_limit_row(f"{name}, {size:,} stories", spread, 5.0) for name, spread in spreads.items()]


def _limit_row(what: str, spread: Spread, limit: float) -> Row:
    return Row(what, f"p99 {spread.p99:.2f} ms", f"at most {limit:.0f} ms", str(spread), spread.p99 <= limit)


def _growth_row(name: str, small: Spread, large: Spread) -> Row:
    growth = large.p50 / small.p50
    spread = f"p99 {large.p99 / small.p99:.2f} times"
    return Row(f"{name}, growth", f"{growth:.2f} times", "at most 1.5 times", spread, growth <= 1.5)
