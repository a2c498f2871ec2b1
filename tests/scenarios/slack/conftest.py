"""Each scenario is played in both modes; afterwards the log is searched for secrets, whatever was played."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from adapters.slack.times import Times
from tests.scenarios.living import AheadClock
from tests.scenarios.slack.newsroom import QUICK, Newsroom
from tests.servers.slack import FakeSlack
from tests.servers.slack.state import Mode


class Play(Protocol):
    """Plays a scenario in a newsroom; the bot waits as `times` say."""

    def __call__(self, scenario: Callable[[Newsroom], Awaitable[None]], *, times: Times = QUICK) -> None: ...


@pytest.fixture(params=["socket", "http"])
def mode(request: pytest.FixtureRequest) -> Mode:
    mode: Mode = request.param
    return mode


@pytest.fixture
def play(tmp_path: Path, mode: Mode, caplog: pytest.LogCaptureFixture) -> Iterator[Play]:
    secrets: list[str] = []

    def playing(scenario: Callable[[Newsroom], Awaitable[None]], *, times: Times = QUICK) -> None:
        async def night() -> None:
            clock = AheadClock()
            async with FakeSlack(clock=clock) as slack:
                secrets.extend(slack.secrets)
                async with Newsroom(tmp_path / "nutgraf.db", slack, mode, clock, times) as room:
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
