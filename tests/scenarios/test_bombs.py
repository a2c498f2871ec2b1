"""Bombs, many at once: what they take of memory, and that none is decompressed in one go."""

import asyncio
import tracemalloc

from adapters.web.options import Limits
from bot.model.fetch import Failed, Fault, Wanted
from tests.scenarios.test_fetching import on_the_web
from tests.servers.web.kinds import Kind
from tests.servers.web.local import LocalWeb

BOMBS = (
    Kind.bomb_gzip,
    Kind.bomb_deflate,
    Kind.bomb_members,
    Kind.said_too_large,
    Kind.gzip_in_gzip,
    Kind.endless,
)
MOST_MORE = 100_000_000


def test_thirty_bombs_at_once_take_little_memory() -> None:
    async def play(local: LocalWeb) -> None:
        web = local.fetching(Limits(at_once=30))
        urls = []
        for number in range(30):
            kind = BOMBS[number % len(BOMBS)]
            local.misbehave(f"bomb{number}.example", kind)
            urls.append(f"http://bomb{number}.example/")
        tracemalloc.start()
        try:
            answers = await asyncio.gather(*(web.fetch(Wanted(url=url)) for url in urls))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        await web.close()
        assert peak < MOST_MORE
        assert {answer.fault for answer in answers if isinstance(answer, Failed)} == {
            Fault.too_large,
            Fault.packed,
        }

    on_the_web(play)
