"""Scenarios over sockets; afterwards the log is searched for secrets, and every message for pings."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from adapters.discord.times import Times
from tests.scenarios.discord.newsroom import QUICK, Newsroom
from tests.scenarios.discord.simulated import PATIENT, TOKEN, Simulated
from tests.scenarios.living import AheadClock
from tests.servers.discord import FakeDiscord


class Play(Protocol):
    """Plays a scenario in a newsroom; the bot waits as `times` say."""

    def __call__(self, scenario: Callable[[Newsroom], Awaitable[None]], *, times: Times = QUICK) -> None: ...


@pytest.fixture
def play(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Play]:
    """Play a scenario over sockets. Each request is checked by the server: that it pings nobody, too."""
    secrets: list[str] = []

    def playing(scenario: Callable[[Newsroom], Awaitable[None]], *, times: Times = QUICK) -> None:
        async def night() -> None:
            clock = AheadClock()
            async with FakeDiscord(clock=clock) as discord:
                secrets.extend(discord.secrets)
                async with Newsroom(tmp_path / "nutgraf.db", discord, clock, times) as room:
                    await scenario(room)

        asyncio.run(night())

    with caplog.at_level(logging.DEBUG):
        yield playing
    formatter = logging.Formatter("%(message)s")
    records = [record for phase in ("setup", "call") for record in caplog.get_records(phase)]
    log = "\n".join(formatter.format(record) for record in records)
    assert secrets, "no scenario was played"
    assert records, "nothing was logged, so nothing was shown"
    assert [secret for secret in secrets if secret in log] == []


class Simulate(Protocol):
    """Plays a scenario in a simulated newsroom."""

    def __call__(
        self, scenario: Callable[[Simulated], Awaitable[None]], *, times: Times = PATIENT
    ) -> None: ...


@pytest.fixture
def simulate(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Simulate]:
    """Play a scenario without sockets. Each request is checked at its end: that it pings nobody, too."""
    secrets = [TOKEN]

    def playing(scenario: Callable[[Simulated], Awaitable[None]], *, times: Times = PATIENT) -> None:
        async def night() -> None:
            async with Simulated(tmp_path / "nutgraf.db", times=times) as room:
                await scenario(room)
            secrets.extend(room.secrets)

        asyncio.run(night())

    with caplog.at_level(logging.DEBUG):
        yield playing
    formatter = logging.Formatter()  # with tracebacks
    records = [record for phase in ("setup", "call") for record in caplog.get_records(phase)]
    log = "\n".join(formatter.format(record) for record in records)
    assert [secret for secret in secrets if secret in log] == []
