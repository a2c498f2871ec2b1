"""How near the courier comes to the rate that a platform allows; whether a conversation starves; memory.

python -m benchmarks.soak [--conversations 1000] [--each 10] [--profile FILE]   (prints its figures as JSON)
"""

import argparse
import asyncio
import cProfile
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.measure import Row
from bot.clock import SystemClock
from bot.flows.bell import Bell, Ringing
from bot.flows.courier import Courier
from bot.model.card import Card, Headline, Note, Paragraph, Plain
from bot.model.delivery import Pace, Promise
from bot.model.people import ChannelRef, Conversation
from bot.ports import Store, Tx
from storage.store import open_store
from tests.servers.platform import WirePlatform
from tests.servers.rooms import Report, Rules
from tests.servers.running import running

LEAST = 0.95
STARVED = 0.9
"""What even the slowest conversation must reach of the possible rate, or it is starved."""
GROWTH = 10
"""How many MB the memory may grow in the second half; SQLite may still be filling its cache of pages."""
LIMIT = 1.0
"""The server takes one message in so many seconds from each conversation, and refuses an earlier one."""
PACE = Pace(every=LIMIT, per_second=5_000, at_once=200, timeout=30)
_CLOCK = SystemClock()
_BATCH = 500


@dataclass(frozen=True)
class Soaked:
    """What was seen. Times are in seconds, memory (resident, of the bot's process) in MB.

    A conversation's finish is when the server had its last message, its span the time since its first.
    """

    conversations: int
    messages: int
    twice: int
    refused: int
    worst_finish: float
    median_span: float
    worst_span: float
    start: float
    middle: float
    end: float
    cpu: float

    @property
    def possible(self) -> float:
        """Return how long a conversation's span must be: one a second after the first."""
        return (self.messages / self.conversations - 1) * LIMIT


def measure() -> list[Row]:
    """Soak in a process of its own, so that nothing else is in its memory."""
    command = [sys.executable, "-m", "benchmarks.soak"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return rows(Soaked(**json.loads(told)))


def rows(seen: Soaked) -> list[Row]:
    """Return the lines of the table."""
    median, worst = seen.possible / seen.median_span, seen.possible / seen.worst_span
    return [
        Row(
            f"{seen.messages:,} deliveries into {seen.conversations:,} conversations",
            f"{median:.0%} of the possible rate",
            f"at least {LEAST:.0%}",
            f"median of the conversations; all in {seen.worst_finish:.1f} s, {seen.cpu:.1f} s of processor",
            median >= LEAST,
        ),
        Row(
            "- the slowest conversation",
            f"{worst:.0%} of it",
            f"at least {STARVED:.0%}",
            "",
            worst >= STARVED,
        ),
        Row("- posted twice", f"{seen.twice}", "0", "", seen.twice == 0),
        Row("- refused as too fast", f"{seen.refused}", "0", "", seen.refused == 0),
        Row(
            "- memory at start, middle, end",
            f"{seen.start:.0f}, {seen.middle:.0f}, {seen.end:.0f} MB",
            f"at most {GROWTH} MB more in the second half",
            "",
            seen.end <= seen.middle + GROWTH,
        ),
    ]


async def soak(folder: Path, conversations: int, each: int) -> Soaked:
    """Queue everything, then let the courier work it off."""
    store = await open_store(folder / "soak.db")
    with running(Rules(every=LIMIT)) as server:
        await queue(store, conversations, each)
        changed, memory = Bell(), [_memory()]
        platform = WirePlatform(server.port, pace=PACE)
        courier = Courier(Ringing(store, changed), platform, _CLOCK)
        started, cpu = time.monotonic(), time.process_time()
        running_courier = asyncio.create_task(courier.run())
        while await store.read(lambda view: view.deliveries.next_due("wire")) is not None:
            memory.append(_memory())
            await asyncio.sleep(0.2)
        cpu = time.process_time() - cpu
        courier.stop()
        await running_courier
        report = await server.report()
        platform.close()
    await store.close()
    spans = sorted(spans_of(report))
    return Soaked(
        conversations=conversations,
        messages=len(report.messages),
        twice=len(report.messages) - len({message.key for message in report.messages}),
        refused=report.answers[429],
        worst_finish=max(message.posted_at for message in report.messages) - started,
        median_span=spans[len(spans) // 2],
        worst_span=spans[-1],
        cpu=cpu,
        start=memory[0],
        middle=memory[len(memory) // 2],
        end=memory[-1],
    )


async def queue(store: Store, conversations: int, each: int) -> None:
    """Promise so many posts to each conversation, in turn."""
    total = conversations * each

    def promise(tx: Tx, first: int) -> None:
        for number in range(first, min(first + _BATCH, total)):
            at = _CLOCK.now()
            to = ChannelRef(platform="wire", workspace="w", id=f"c{number % conversations}")
            key = f"story:1:{number}"
            tx.deliveries.queue(
                Promise(key=key, to=Conversation(channel=to), card=card(number), due_at=at), at=at
            )

    for first in range(0, total, _BATCH):
        await store.write(lambda tx, first=first: promise(tx, first))  # type: ignore[misc] # mypy knows no type for a lambda with a default


def card(number: int) -> Card:
    """Return a card as a story's post has it."""
    return Card(
        summary=f"Story {number}",
        blocks=(
            Headline(prose=(Plain(text=f"Story {number}: council votes on the new bridge"),)),
            Paragraph(
                prose=(Plain(text="Why it matters: the old one closes in spring, and 9,000 cross it."),)
            ),
            Note(prose=(Plain(text="The Courier, Evening Post · 08:05"),)),
        ),
    )


def spans_of(report: Report) -> list[float]:
    """Return how long it was from the first to the last message of each conversation."""
    posted: dict[str, list[float]] = {}
    for message in report.messages:
        posted.setdefault(message.conversation, []).append(message.posted_at)
    return [max(moments) - min(moments) for moments in posted.values()]


def _memory() -> float:
    """Return this process's resident memory in MB."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def main() -> None:
    """Soak once and print the figures."""
    parser = argparse.ArgumentParser(description="Let the courier work off many deliveries.")
    parser.add_argument("--conversations", type=int, default=1_000)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--profile", type=Path, help="write a profile of the event loop's thread here")
    options = parser.parse_args()
    profile = cProfile.Profile() if options.profile else None
    with tempfile.TemporaryDirectory() as folder:
        if profile:
            profile.enable()
        seen = asyncio.run(soak(Path(folder), options.conversations, options.each))
        if profile:
            profile.disable()
            profile.dump_stats(options.profile)
    print(json.dumps(asdict(seen)))


if __name__ == "__main__":
    main()
