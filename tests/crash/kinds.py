"""The kinds of platform that the bot is killed on: for each its server, and how it is talked to."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager

from adapters.discord.platform import Discord
from adapters.slack.platform import Slack
from bot.commands.catalogue import CATALOGUE
from bot.model.value import Value
from bot.ports import ChatPlatform, Clock
from tests.crash.plan import Plan
from tests.servers.discord import options_of as discord_options
from tests.servers.discord.rules import DiscordRules
from tests.servers.platform import WirePlatform, place
from tests.servers.rooms import Rules
from tests.servers.running import RunningServer, running
from tests.servers.slack.rules import SlackRules
from tests.servers.slack.workspace import options_of

DELETED = 0.03
"""The share of posts that somebody deletes just before they are edited."""


@contextmanager
def server(plan: Plan, *, seed: int, faults: Mapping[str, float], lag: float) -> Iterator[RunningServer]:
    """Run the server that the plan needs."""
    rules: Value
    match plan.kind:
        case "discord":
            rules, module = _discord(plan, seed, faults, lag), "tests.servers.discord"
        case "slack":
            rules, module = _slack(plan, seed, faults, lag), "tests.servers.slack"
        case _:
            rules, module = _wire(plan, seed, faults, lag), "tests.servers.chat"
    with running(rules, module=module) as server:
        yield server


@asynccontextmanager
async def platform(plan: Plan, clock: Clock) -> AsyncIterator[ChatPlatform]:
    """Open the platform that the plan needs, as the bot sees it."""
    if plan.kind == "discord":
        discord = Discord(discord_options(f"http://127.0.0.1:{plan.port}"), clock, CATALOGUE)
        discord.pace = plan.pace
        yield discord
        await discord.close()
    elif plan.kind == "slack":
        slack = Slack(options_of(plan.workspace(0), f"http://127.0.0.1:{plan.port}"), clock)
        slack.pace = plan.pace
        yield slack
        await slack.close()
    else:
        wire = WirePlatform(plan.port, pace=plan.pace, asked=plan.kind != "neither")
        yield wire
        wire.close()


def _wire(plan: Plan, seed: int, faults: Mapping[str, float], lag: float) -> Rules:
    assert plan.kind not in {"discord", "slack"}
    return Rules(
        memory=plan.kind,
        seed=seed,
        faults=dict(faults),
        lag=lag,
        stale=plan.timeout,
        remembers=plan.remembers,
        deleted=DELETED,
        closed=frozenset({place(plan.closed)}),
    )


def _slack(plan: Plan, seed: int, faults: Mapping[str, float], lag: float) -> SlackRules:
    everywhere = tuple(plan.conversation(number) for number in range(plan.conversations))
    channels = [each.channel.id for each in everywhere if not each.channel.person and not each.thread]
    return SlackRules(
        team=plan.workspace(0),
        conversations=everywhere,
        outside=frozenset(channels[::4]) - {plan.closed.channel.id},
        archived=frozenset({plan.closed.channel.id}),
        seed=seed,
        faults=dict(faults),
        lag=lag,
        deleted=DELETED,
    )


def _discord(plan: Plan, seed: int, faults: Mapping[str, float], lag: float) -> DiscordRules:
    everywhere = tuple(plan.conversation(number) for number in range(plan.conversations))
    return DiscordRules(
        conversations=everywhere,
        forums=plan.forums,
        archived=frozenset([each.thread for each in everywhere if each.thread][::2]),
        closed=frozenset({plan.closed.channel.id}),
        seed=seed,
        faults=dict(faults),
        lag=lag,
        remembers=plan.remembers,
        deleted=DELETED,
    )
