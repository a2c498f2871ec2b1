"""Each scenario is played in the terminal, in Slack and in Discord."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Protocol

import pytest

from tests.scenarios.chat.chat import Chat, a_tuesday
from tests.scenarios.chat.in_discord import DiscordRoom, InDiscord
from tests.scenarios.chat.in_slack import InSlack, SlackRoom
from tests.scenarios.chat.terminal import InTerminal, Playground
from tests.servers.discord import FakeDiscord
from tests.servers.slack import FakeSlack


class Play(Protocol):
    """Plays a scenario among people who chat."""

    def __call__(self, scenario: Callable[[Chat], Awaitable[None]]) -> None: ...


async def in_terminal(db: Path, open_until: AsyncExitStack) -> Chat:
    """Open the playground."""
    return InTerminal(await open_until.enter_async_context(Playground(db, a_tuesday())))


async def in_slack(db: Path, open_until: AsyncExitStack) -> Chat:
    """Open a workspace."""
    clock = a_tuesday()
    slack = await open_until.enter_async_context(FakeSlack(clock=clock))
    return InSlack(await open_until.enter_async_context(SlackRoom(db, slack, clock)))


async def in_discord(db: Path, open_until: AsyncExitStack) -> Chat:
    """Open a guild."""
    clock = a_tuesday()
    discord = await open_until.enter_async_context(FakeDiscord(clock=clock))
    return InDiscord(await open_until.enter_async_context(DiscordRoom(db, discord, clock)))


@pytest.fixture(params=[in_terminal, in_slack, in_discord], ids=lambda each: each.__name__)
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Play:
    """Play a scenario on each platform."""
    opened: Callable[[Path, AsyncExitStack], Awaitable[Chat]] = request.param

    def playing(scenario: Callable[[Chat], Awaitable[None]]) -> None:
        async def night() -> None:
            async with AsyncExitStack() as open_until:
                await scenario(await opened(tmp_path / "nutgraf.db", open_until))

        asyncio.run(night())

    return playing
