"""What strangers may send, by the true child: a clear error or clean items, and the next reading works."""

import asyncio
import gzip
import os
import select
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.sources.child import ChildReader
from adapters.sources.limits import Limits
from bot.errors import Missing, Unreadable
from bot.model.source import Delivered, Raw
from tests.unit.adapters.sources import archives

LIMITS = Limits(entries=500, unpacked_bytes=5_000_000)
GOOD = Raw(name="good.txt", body=b"A good text.")
# Markdown's links make the parser try again and again.
BURNS = b"# head\n" + b"[" * 200_000


def rss(entries: bytes) -> bytes:
    return (
        b"<?xml version='1.0'?><rss version='2.0'><channel><title>T</title>" + entries + b"</channel></rss>"
    )


@asynccontextmanager
async def reading(limits: Limits = LIMITS, *, children: int = 1) -> AsyncIterator[ChildReader]:
    reader = ChildReader("bot.child", limits, children=children)
    try:
        yield reader
    finally:
        await reader.close()


async def still_reads(reader: ChildReader) -> bool:
    delivered = await reader.read(GOOD)
    return delivered.items[0].original == "A good text."


Read = Callable[[bytes], Delivered]


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    """Read one input after another with the same reader, and something good behind each."""
    reader = ChildReader("bot.child", LIMITS)

    async def read_both(body: bytes) -> Delivered:
        try:
            return await reader.read(Raw(name="input", body=body))
        finally:
            assert await still_reads(reader)

    with asyncio.Runner() as runner:
        yield lambda body: runner.run(read_both(body))
        runner.run(reader.close())


def refusal(raw: Raw, limits: Limits) -> str:
    """Return how an input is refused within these limits; something good behind it is read."""

    async def main() -> str:
        async with reading(limits) as reader:
            with pytest.raises(Unreadable) as caught:
                await reader.read(raw)
            assert await still_reads(reader)
            return caught.value.message

    return asyncio.run(main())


def text_of(delivered: Delivered) -> str:
    return "\n".join(item.original for item in delivered.items)


REFUSED = {
    "binary": (bytes(range(256)) * 200, "no text"),
    "50 MB": (bytes(50_000_000), "larger than 10 MB"),
    "gzip": (gzip.compress(b"text"), "gzip"),
    "empty": (b"", "no text in it"),
    "white space": (b" \r\n\t " * 100, "no text in it"),
    "200,000 nested XML tags": (b"<rss><channel>" + b"<a>" * 200_000, "nested too deeply"),
    "nested JSON": (b'{"version": "https://jsonfeed.org/version/1", "items":' + b"[" * 200_000, "recursion"),
    "zip bomb": (archives.docx(archives.document(" " * 30_000_000)), "would unpack to 30 MB"),
    "nested zip": (archives.zipped({"a.zip": archives.zipped({"b.zip": b"x"})}), "no Word document"),
    "comments without end": (b"<html>" + b"<!--" * 100_000, "no words"),
    "tags without end": (b"<rss " + b"<updated " * 100_000, "breaks off"),
    "CDATA without end": (b"<rss>" + b"<![CDATA[" * 100_000, "breaks off"),
}


@pytest.mark.parametrize(("body", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused_in_plain_words(read: Read, body: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as caught:
        read(body)

    assert caught.value.next_step


CLEANED = {
    "200,000 nested HTML tags": (b"<div>" * 200_000 + b"deep down", "deep down"),
    "wrong charset": ("<meta charset='utf-8'><p>Caf\xe9".encode("latin-1"), "Caf\xe9"),
    "NULs": (b"text with\0 a few NULs in it, as some programs write" * 3, "text with a few NULs"),
    "direction marks and zero width": ("a\u202eb\u200bc\ufeff d".encode(), "abc d"),
    "mentions": (b"<!channel> @everyone [x](javascript:alert(1))", "<!channel> @everyone"),
    "200,000 nested HTML tags in an entry": (
        rss(b"<item><description>%s words</description></item>" % (b"&lt;div&gt;" * 200_000)), "words"),
    "entity bomb": (b"<!DOCTYPE r [<!ENTITY a '%s'><!ENTITY b '%s'>]>" % (b"x" * 9_000, b"&a;" * 9_000)
                    + rss(b"<item><title>t</title><description>left &b;</description></item>"), "left &b;"),
    "one line of 9 MB": (b"word " * 1_800_000, "word word"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), CLEANED.values(), ids=CLEANED.keys())
def test_what_can_be_read_comes_out_clean(read: Read, body: bytes, expected: str) -> None:
    assert expected in text_of(read(body))


def test_a_feed_that_breaks_off_gives_what_came_before(read: Read) -> None:
    delivered = read(rss(b"<item><title>a</title><guid>1</guid></item>" * 12)[:-40])

    assert (len(delivered.items), delivered.entries) == (11, 12)
    assert "breaks off after 11 entries" in delivered.faults[0]


def test_100_000_entries_are_read_a_part_at_a_time(read: Read) -> None:
    delivered = read(
        rss(b"".join(b"<item><title>t</title><guid>%d</guid></item>" % n for n in range(100_000)))
    )

    assert (len(delivered.items), delivered.entries) == (LIMITS.entries, 100_000)
    assert not delivered.whole


@pytest.mark.parametrize(
    ("changed", "says"),
    [({"cpu_seconds": 1}, "more than 1 s of computing"), ({"seconds": 1.5}, "took more than 1.5 s")],
)
def test_an_input_that_burns_time_is_given_up(changed: dict[str, float], says: str) -> None:
    assert says in refusal(Raw(name="burns.md", body=BURNS), LIMITS.model_copy(update=changed))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux enforces a limit on memory")
def test_an_input_that_needs_too_much_memory_is_refused() -> None:
    limits = LIMITS.model_copy(update={"memory_bytes": 250_000_000})

    assert "more than 250 MB of memory" in refusal(Raw(name="a.txt", body=b"a\n" * 4_000_000), limits)


def test_an_answer_that_is_too_long_is_refused() -> None:
    limits = LIMITS.model_copy(update={"output_bytes": 100_000})

    assert "more than 0.1 MB of text" in refusal(Raw(name="a.txt", body=b"word " * 50_000), limits)


def test_a_child_that_is_killed_while_reading_is_replaced() -> None:
    async def main() -> None:
        async with reading() as reader:
            work = asyncio.create_task(reader.read(Raw(name="burns.md", body=BURNS)))
            os.kill(await busy_child(reader), signal.SIGKILL)
            with pytest.raises(Unreadable, match=r"burns\.md could not be read"):
                await work
            assert await still_reads(reader)

    asyncio.run(main())


def test_a_child_that_dies_while_idle_is_replaced_without_a_word() -> None:
    async def main() -> None:
        async with reading() as reader:
            await reader.read(GOOD)
            (child,) = reader._idle
            child.end()
            assert await still_reads(reader)

    asyncio.run(main())


def test_others_are_read_while_one_input_burns_time() -> None:
    async def main() -> None:
        async with reading(children=2) as reader:
            work = asyncio.create_task(reader.read(Raw(name="burns.md", body=BURNS)))
            await busy_child(reader)
            assert await still_reads(reader)
            assert not work.done()
            work.cancel()
            with pytest.raises(asyncio.CancelledError):
                await work
            assert await still_reads(reader)

    asyncio.run(main())


def test_a_child_that_is_killed_does_not_touch_the_other() -> None:
    async def main() -> None:
        async with reading(children=2) as reader:
            killed = asyncio.create_task(reader.read(Raw(name="burns.md", body=BURNS)))
            victim = await busy_child(reader)
            others = [asyncio.create_task(reader.read(GOOD)) for _ in range(5)]
            os.kill(victim, signal.SIGKILL)

            assert [found.items[0].original for found in await asyncio.gather(*others)] == [
                "A good text."
            ] * 5
            with pytest.raises(Unreadable, match=r"burns\.md could not be read"):
                await killed
            assert victim not in {child.pid for child in reader._idle}

    asyncio.run(main())


def test_no_more_inputs_are_read_at_the_same_time_than_there_are_children() -> None:
    async def main() -> None:
        async with reading(children=2) as reader:
            first = asyncio.create_task(reader.read(Raw(name="burns.md", body=BURNS)))
            await busy_child(reader)
            second = asyncio.create_task(reader.read(Raw(name="burns too.md", body=BURNS)))
            third = asyncio.create_task(reader.read(GOOD))
            await asyncio.sleep(0)
            assert len({child.pid for child in reader._busy}) == 2
            assert not third.done()
            first.cancel()
            assert (await third).items[0].original == "A good text."
            assert not second.done()
            second.cancel()
            await asyncio.gather(first, second, return_exceptions=True)
            assert not reader._busy

    asyncio.run(main())


def test_closing_ends_every_reading_and_starts_none_that_waits() -> None:
    async def main() -> None:
        reader = ChildReader("bot.child", LIMITS, children=2)
        burns = [asyncio.create_task(reader.read(Raw(name="b.md", body=BURNS))) for _ in range(2)]
        waits = asyncio.create_task(reader.read(GOOD))
        await asyncio.sleep(0)
        await reader.close()

        found = await asyncio.gather(*burns, waits, return_exceptions=True)
        assert [type(fault) for fault in found] == [Unreadable] * 3
        assert not reader._idle
        assert not reader._busy

    asyncio.run(main())


@pytest.mark.parametrize("serving", ["tests.unit.adapters.sources.incomplete_child", "nowhere_to_be_found"])
def test_a_library_that_is_missing_is_not_the_inputs_fault(serving: str) -> None:
    async def main() -> None:
        reader = ChildReader(serving, LIMITS)
        with pytest.raises(Missing, match=r"good\.txt is missing: .*nowhere_to_be_found"):
            await reader.read(GOOD)
        await reader.close()

    asyncio.run(main())


def test_closing_ends_a_reading_that_goes_on() -> None:
    async def main() -> None:
        reader = ChildReader("bot.child", LIMITS)
        work = asyncio.create_task(reader.read(Raw(name="burns.md", body=BURNS)))
        await busy_child(reader)
        await reader.close()
        with pytest.raises(Unreadable):
            await work
        await reader.close()

    asyncio.run(main())


async def busy_child(reader: ChildReader) -> int:
    """Let a reading begin, and return the process id of its child."""
    await asyncio.sleep(0)  # no pause: the reading begins when its task gets its first turn
    (child,) = reader._busy
    return child.pid


PARENT = """
import asyncio, sys
from adapters.sources.child import ChildReader
from bot.model.source import Raw

async def main():
    reader = ChildReader("bot.child")
    await reader.read(Raw(name="a.txt", body=b"text"))
    print(reader._idle[0].pid, flush=True)
    sys.stdin.read()

asyncio.run(main())
"""


@pytest.fixture
def parent() -> Iterator[subprocess.Popen[bytes]]:
    house = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(house), "NUTGRAF_SECRET": "secret"}
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as process:
        yield process
        process.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc and waits with a pidfd")
def test_a_child_ends_with_its_parent_and_never_had_its_secrets(parent: subprocess.Popen[bytes]) -> None:
    assert parent.stdout
    child = int(parent.stdout.readline())
    descriptor = os.pidfd_open(child)
    try:
        assert b"NUTGRAF_SECRET" not in Path(f"/proc/{child}/environ").read_bytes()
        parent.kill()

        ended, _, _ = select.select([descriptor], [], [], 5)
        assert ended
    finally:
        os.close(descriptor)
