"""The composition root: with `bot.child`, the only file that imports adapters and storage."""

import asyncio
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from adapters import plain
from adapters.sources.child import ChildReader
from adapters.web.late import LateWeb
from adapters.web.options import WebOptions
from bot.clock import SystemClock
from bot.commands.catalogue import CATALOGUE
from bot.commands.context import Flows
from bot.commands.dispatch import Dispatch
from bot.errors import Missing
from bot.flows.bell import Ringing
from bot.flows.catching_up import CatchingUp
from bot.flows.desk import Desk
from bot.flows.digests import Digests
from bot.flows.doors import Doors
from bot.flows.follow_ups.history import Customs
from bot.flows.follow_ups.listing import Listing
from bot.flows.follow_ups.nudging import Nudges
from bot.flows.follow_ups.reacting import Reacting
from bot.flows.follow_ups.working import FollowUps
from bot.flows.home import Home
from bot.flows.inbox import Inbox
from bot.flows.intake import READ_AHEAD, Intake
from bot.flows.once import Once
from bot.flows.outbox import Outbox
from bot.flows.people import People
from bot.flows.preferences import Settings
from bot.flows.sharing import Sharing
from bot.flows.sources.watching import Tools, Watching, watching
from bot.flows.stories import Stories
from bot.flows.topics import Topics
from bot.flows.why import Why
from bot.model.card import Card
from bot.model.habits import Habits
from bot.model.health import Finding
from bot.model.people import Conversation
from bot.model.source import Raw
from bot.ports import ChatPlatform, Clock, Reader, Store, Web
from storage.store import open_store

if TYPE_CHECKING:
    from adapters.discord.options import DiscordOptions
    from adapters.slack.options import SlackOptions
    from bot.app import App
    from bot.model.exported import Exported
    from bot.model.outline import Outlines
    from bot.model.polled import PolledSource
    from bot.settings import Settings as EnvironmentSettings


@dataclass(frozen=True)
class House:
    """Everything, put together around one store."""

    store: Ringing
    reader: Reader
    clock: Clock
    flows: Flows
    watching: Watching
    dispatch: Dispatch

    @property
    def desk(self) -> Desk:
        """Answers questions about stories."""
        return self.flows.desk

    @property
    def intake(self) -> Intake:
        """Takes in what sources deliver."""
        return self.flows.intake


@asynccontextmanager
async def open_house(  # noqa: PLR0913 - each is something that tests put in the usual one's place
    db: Path,
    *,
    clock: Clock | None = None,
    habits: Habits | None = None,
    opening: Callable[[Path], Awaitable[Store]] = open_store,
    web: Web | None = None,
    reader: Reader | None = None,
) -> AsyncIterator[House]:
    """Open the store at that path (made where there is none), and close everything in the end.

    `web` is what sources are fetched with, the guarded web where it isn't given; `reader` reads what came, in
    child processes of its own where it isn't given. Raises StoreError where the store can't be opened.
    """
    clock, habits = clock or SystemClock(), habits or Habits()
    store = Ringing(await opening(db))
    reader = reader or ChildReader("bot.child", children=READ_AHEAD)
    web = web or LateWeb(WebOptions(), clock)
    tools = Tools(Once(store), reader, web, clock)
    watch = watching(tools, habits)
    flows = flows_of(tools, habits, watch)
    try:
        yield House(store, reader, clock, flows, watch, Dispatch(CATALOGUE, flows))
    finally:
        await watch.polling.stop()
        await web.close()
        await reader.close()
        await store.close()


def flows_of(tools: Tools, habits: Habits, watch: Watching) -> Flows:
    """Return everything that commands can have done."""
    store, clock = tools.store, tools.clock
    grace = timedelta(hours=habits.grace_hours)
    desk, doors = Desk(store, clock), Doors()
    digests = Digests(store, clock, zone=habits.zone, grace=grace)
    people, customs = People(), Customs(zone=habits.zone, unclaimed_hours=habits.unclaimed_hours)
    reacting, listing = Reacting(store, clock, people, customs), Listing(store, clock, customs)
    return Flows(
        desk=desk,
        intake=watch.intake,
        digests=digests,
        subscriptions=watch.subscriptions,
        outbox=Outbox(store, clock),
        why=Why(store, clock),
        preferences=Settings(store, zone=habits.zone, unclaimed=habits.unclaimed_hours),
        inbox=Inbox(store, clock),
        doors=doors,
        sharing=Sharing(store, clock, doors),
        people=people,
        follow_ups=FollowUps(store, clock, customs),
        listing=listing,
        nudges=Nudges(store, clock, customs),
        reacting=reacting,
        home=Home(desk, digests, watch.subscriptions, listing, clock),
        catching_up=CatchingUp(store, clock, reacting),
        sources=watch.sources,
        pages=watch.pages,
        stories=Stories(store, clock, watch.grouping, zone=habits.zone),
        topics=Topics(store, clock),
    )


def app(house: House, platforms: Sequence[ChatPlatform]) -> "App":
    """Return the life of a process that serves these platforms."""
    from bot.app import App, Served, Tick
    from bot.flows.courier import Courier

    for each in platforms:
        house.flows.doors.serve(each)
        house.flows.people.serve(each)
    return App(
        house.dispatch,
        served=[
            Served(each, Courier(house.store.silent, each, house.clock, bell=house.store.listen()))
            for each in platforms
        ],
        ticks=[
            Tick("digests", 5, house.flows.digests.tick),
            Tick("sources", 5, house.watching.polling.tick),
            Tick("sources in trouble", 60, house.watching.alarms.tick),
            Tick("folded stories", 15, house.flows.subscriptions.tick),
            Tick("nudges", 30, house.flows.nudges.tick),
            Tick("reactions", 30, house.flows.reacting.tick),
            Tick("old decisions", 6 * 3600, house.flows.why.forget),
            Tick("old groups", 6 * 3600, house.watching.forget),
            Tick("old requests", 6 * 3600, house.flows.inbox.forget),
        ],
    )


def the_web(settings: "EnvironmentSettings", clock: Clock) -> Web:
    """Return the guarded web, as whoever runs the bot has set it."""
    options = WebOptions(
        contact=settings.web_contact,
        open_hosts=frozenset(settings.web_open_hosts),
        proxy=settings.web_proxy.get_secret_value() if settings.web_proxy else None,
    )
    return LateWeb(options, clock)


def as_text(card: Card) -> str:
    """Return a card as plain text, times in this machine's zone."""
    return plain.render(card)


def playground(*, history: Path | None, clock: Clock, stories: int) -> ChatPlatform:
    """Return the terminal's chat. `history` is the file that remembers what was typed."""
    from adapters.console.platform import Console

    return Console(history=history, clock=clock, stories=stories)


def platforms(settings: "EnvironmentSettings", clock: Clock) -> Sequence[ChatPlatform]:
    """Return every platform whose tokens are set. Raises Missing where one of several tokens lacks."""
    in_slack, in_discord = slack_options(settings), discord_options(settings)
    served = [slack(in_slack, clock)] if in_slack else []
    return [*served, discord(in_discord, clock)] if in_discord else served


def slack(options: "SlackOptions", clock: Clock) -> ChatPlatform:
    """Return the adapter of a Slack workspace."""
    from adapters.slack.platform import Slack

    return Slack(options, clock, CATALOGUE)


def slack_options(settings: "EnvironmentSettings") -> "SlackOptions | None":
    """Return what Slack's adapter is told; None where no token is set. Raises Missing where one lacks."""
    from adapters.slack.options import SlackOptions

    if not any((settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret)):
        return None
    over_http = settings.slack_mode == "http"
    if settings.slack_bot_token is None:
        raise _lacks("SLACK_BOT_TOKEN", "it is the Bot User OAuth Token (xoxb-…) of your Slack app")
    if over_http and settings.slack_signing_secret is None:
        raise _lacks("SLACK_SIGNING_SECRET", "over HTTP, Slack signs its requests with it")
    if not over_http and settings.slack_app_token is None:
        raise _lacks("SLACK_APP_TOKEN", "Socket Mode needs it (xapp-…)")
    return SlackOptions(
        bot_token=settings.slack_bot_token,
        app_token=settings.slack_app_token,
        signing_secret=settings.slack_signing_secret,
        mode=settings.slack_mode,
        http_host=settings.http_host,
        http_port=settings.http_port,
        api_url=settings.slack_api_url,
        editors=settings.slack_editors,
        guests=settings.slack_guests,
    )


def slack_manifest(*, http_url: str | None) -> dict[str, object]:
    """Return the Slack app's manifest, as JSON values. Raises UsageError for a URL that can't be right."""
    from adapters.slack.manifest import manifest

    return manifest(http_url=http_url)


def discord(options: "DiscordOptions", clock: Clock) -> ChatPlatform:
    """Return the adapter of Discord, for every guild that the bot is in."""
    from adapters.discord.platform import Discord

    return Discord(options, clock, CATALOGUE)


def discord_options(settings: "EnvironmentSettings") -> "DiscordOptions | None":
    """Return what Discord's adapter is told; None where no token is set."""
    from adapters.discord.options import DiscordOptions

    if settings.discord_token is None:
        return None
    return DiscordOptions(
        token=settings.discord_token,
        api_url=settings.discord_api_url,
        gateway_url=settings.discord_gateway_url,
        trying_out=settings.discord_guilds,
        editors=settings.discord_editors,
        tag=settings.discord_tag,
    )


async def discord_invitation(settings: "EnvironmentSettings") -> tuple[str, Mapping[str, str]]:
    """Return the address that invites the bot into a guild, and each permission it asks for with its reason.

    Raises Missing where the token isn't set, is refused, or Discord can't be asked whose it is.
    """
    options = discord_options(settings)
    if options is None:
        raise Missing(
            "DISCORD_TOKEN isn't set: it says whose invitation that is.",
            next_step="docs/discord.md says where to find it.",
        )
    from adapters.discord.checkup import invite

    return await invite(options)


async def check_slack(options: "SlackOptions") -> tuple[Finding, ...]:
    """Ask Slack whether all is well."""
    from adapters.slack.checkup import examine

    return await examine(options)


async def check_discord(options: "DiscordOptions", orders: Collection[Conversation]) -> tuple[Finding, ...]:
    """Ask Discord whether all is well, also where these standing orders are."""
    from adapters.discord.checkup import examine

    return await examine(options, CATALOGUE, orders)


async def greetings(settings: "EnvironmentSettings") -> Sequence[str]:
    """Return a line for each platform whose tokens are set: where the bot is, and how it is reached.

    Raises Missing where a token lacks, or every platform refuses its own.
    """
    asked: list[Awaitable[str]] = []
    if in_slack := slack_options(settings):
        from adapters.slack.checkup import introduce as from_slack

        asked.append(from_slack(in_slack))
    if in_discord := discord_options(settings):
        from adapters.discord.checkup import introduce as from_discord

        asked.append(from_discord(in_discord))
    said = await asyncio.gather(*asked, return_exceptions=True)
    refused = [each for each in said if isinstance(each, BaseException)]
    for error in refused:
        if len(refused) == len(said) or not isinstance(error, Missing):
            raise error
    return [str(each) for each in said]


def _lacks(name: str, why: str) -> Missing:
    return Missing(f"{name} isn't set: {why}.", next_step="docs/slack.md says where to find it.")


def samples() -> Iterator[Raw]:
    """Yield the playground's sample data."""
    from adapters.console.samples import samples as every

    return every()


def exporter(form: str) -> "Callable[[Iterable[Exported]], bytes]":
    """Return what writes follow-ups as "csv", "json" or "ics". Raises KeyError for any other form."""
    from adapters.exports.calendar import as_ics
    from adapters.exports.log import as_json
    from adapters.exports.spreadsheet import as_csv

    return {"csv": as_csv, "json": as_json, "ics": as_ics}[form]


def read_opml(body: bytes) -> "Outlines":
    """Return the feeds that a list of another reader names. Raises Unreadable."""
    from adapters.sources.opml import read_opml as read

    return read(body)


def write_opml(sources: "Iterable[PolledSource]") -> bytes:
    """Return sources as a list that other readers take."""
    from adapters.exports.opml import as_opml

    return as_opml(sources)
