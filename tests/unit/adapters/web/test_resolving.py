"""Names that nobody answers for hold up no others."""

import asyncio
import socket
import threading

import pytest

from adapters.web.resolving import ThreadedResolver

ANSWER = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 80))]


class Name:
    """A name server that says nothing of "slow", until it is let go."""

    def __init__(self) -> None:
        self.go, self.threads = threading.Event(), list[threading.Thread]()

    def __call__(self, host: str, *_: object, **__: object) -> object:
        self.threads.append(threading.current_thread())
        if host == "slow":
            self.go.wait()
        return ANSWER


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Name:
    made = Name()
    monkeypatch.setattr(socket, "getaddrinfo", made)
    return made


def test_names_that_hang_hold_up_no_other_and_not_the_end_of_the_bot(names: Name) -> None:
    async def run() -> None:
        resolver = ThreadedResolver()
        slow = [asyncio.ensure_future(resolver.resolve("slow")) for _ in range(40)]
        quick = await resolver.resolve("quick", 80)
        assert [found["host"] for found in quick] == ["192.0.2.1"]
        assert not any(each.done() for each in slow)
        names.go.set()
        assert len(await asyncio.gather(*slow)) == 40

    asyncio.run(run())
    assert all(thread.daemon for thread in names.threads)


def test_when_too_many_hang_that_is_said_until_one_is_answered(names: Name) -> None:
    async def run() -> None:
        resolver = ThreadedResolver(most=2)
        slow = [asyncio.ensure_future(resolver.resolve("slow")) for _ in range(2)]
        await asyncio.sleep(0)
        slow[0].cancel()  # nobody waits for it any more, and it hangs all the same
        with pytest.raises(socket.gaierror, match="too many"):
            await resolver.resolve("quick")
        names.go.set()
        await slow[1]
        assert await resolver.resolve("quick")

    asyncio.run(run())


def test_a_loop_that_has_ended_is_told_nothing(names: Name) -> None:
    async def run() -> None:
        waiting = asyncio.ensure_future(ThreadedResolver().resolve("slow"))
        await asyncio.sleep(0)
        waiting.cancel()

    asyncio.run(run())
    names.go.set()
    for thread in names.threads:
        thread.join()
