"""The `nutgraf` command. Data goes to standard output, complaints to standard error.

Exit status: 0 fine, 1 the request could not be done, 2 wrong use, 69 something it needs is missing.
What a command needs is imported when it runs, so that a short one starts fast.
"""

import asyncio
import json
import os
import secrets
import sys
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, assert_never

import typer

from bot import logs
from bot.errors import Missing, NotFound, NutgrafError, UsageError
from bot.model.events import CommandTyped
from bot.model.people import Actor, ChannelRef, Conversation, Role

if TYPE_CHECKING:
    from bot.commands.dispatch import Attempt
    from bot.compose import House
    from bot.settings import Settings

T = TypeVar("T")

FINE, NOT_DONE, WRONG_USE, MISSING = 0, 1, 2, 69

Db = Annotated[Path | None, typer.Option("--db", help="The store's file, instead of NUTGRAF_DB.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

app = typer.Typer(
    help="The newsroom's chat bot: documents and feeds in, briefs out.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
slack = typer.Typer(help="What concerns Slack alone.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(slack, name="slack")
discord = typer.Typer(help="What concerns Discord alone.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(discord, name="discord")


export_ = typer.Typer(help="What leaves for other programs.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(export_, name="export")


source = typer.Typer(help="Sources, many at once.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(source, name="source")


class ExportFormat(StrEnum):
    """What follow-ups can be written as."""

    csv = "csv"
    json = "json"
    ics = "ics"


class Format(StrEnum):
    """Who a post is rendered for."""

    plain = "plain"


def main() -> None:
    """Run the command line; every complaint is a plain sentence, and every status means something."""
    try:
        app()
    except NutgrafError as error:
        _complain(str(error))
        sys.exit(_status(error))


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"nutgraf {version('nutgraf')}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", is_eager=True, callback=_show_version, help="Print the version, and end."),
]


@app.callback(invoke_without_command=True)
def _global(context: typer.Context, db: Db = None, version: Version = False) -> None:  # noqa: ARG001 - eager
    context.obj = db
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("try")
def try_(context: typer.Context, db: Db = None) -> None:
    """Open the playground: a chat in the terminal, over a store of real stories."""
    from bot.clock import SystemClock
    from bot.compose import the_web
    from bot.playground import play, playground_store

    settings = _settings(context, db)
    db = settings.db if "db" in settings.model_fields_set else playground_store(os.environ)
    clock = SystemClock()
    asyncio.run(play(db, settings.habits, clock=clock, web=the_web(settings, clock)))


@app.command()
def run(context: typer.Context, db: Db = None) -> None:
    """Run the bot on every platform whose tokens are set, until it gets SIGTERM or Ctrl-C."""
    from bot.running import run as run_

    asyncio.run(run_(_settings(context, db), say=_complain))


@app.command()
def say(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help='The command, such as "/brief latest".')],
    name: Annotated[str, typer.Option("--as", help="Who says it.")] = "you",
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.reader,
    channel: Annotated[str, typer.Option("--in", help="In which channel.")] = "playground",
    as_json: Json = False,
    db: Db = None,
) -> None:
    """Say one command and print the answer: as text, or the neutral card as JSON."""
    from bot.compose import as_text

    async def ask(house: "House") -> "Attempt":
        typed = CommandTyped(
            id=f"say:{secrets.token_hex(8)}",
            at=house.clock.now(),
            actor=Actor(platform="console", workspace="local", id=name, name=name, role=role),
            where=Conversation(channel=ChannelRef(platform="console", workspace="local", id=channel)),
            text=text,
        )
        return await house.dispatch.attempt(typed)

    attempt = _in_house(_settings(context, db), ask)
    if as_json:
        typer.echo(attempt.card.model_dump_json())
    else:
        typer.echo(as_text(attempt.card), nl=False, err=attempt.error is not None)
    raise typer.Exit(_status(attempt.error))


@app.command()
def add(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Documents and feeds; - is stdin.")],
    as_json: Json = False,
    db: Db = None,
) -> None:
    """Take in documents (text, Markdown, HTML, docx) and feeds (RSS, Atom, JSON Feed); print each story."""
    from bot.adding import add_all

    printed = add_all(paths, say=typer.echo, complain=_complain, as_json=as_json)
    raise typer.Exit(FINE if _in_house(_settings(context, db), printed) else NOT_DONE)


@app.command()
def render(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The story's number.", min=1)],
    form: Annotated[Format, typer.Option("--for", help="Whose form.")],
    db: Db = None,
) -> None:
    """Print a story's post as an adapter would show it."""
    from bot.cards.story import post_card
    from bot.compose import as_text

    story = _in_house(_settings(context, db), lambda house: house.desk.story(number))
    match form:
        case Format.plain:
            typer.echo(as_text(post_card(story)), nl=False)
        case _:
            assert_never(form)


@app.command()
def backup(
    context: typer.Context,
    to: Annotated[Path, typer.Argument(metavar="DEST", help="A path where nothing is yet.")],
    db: Db = None,
) -> None:
    """Write a consistent copy of the store, while the bot runs."""
    settings = _settings(context, db)
    if not settings.db.exists():
        raise NotFound(
            f"There is no store at {settings.db} to copy.", next_step="Name it with --db or NUTGRAF_DB."
        )
    _in_house(settings, lambda house: house.store.backup(to))
    typer.echo(f"Copied {settings.db} to {to}.")


@app.command()
def doctor(
    context: typer.Context,
    local: Annotated[
        bool, typer.Option("--local", help="Look at this machine only; ask no platform.")
    ] = False,
    db: Db = None,
) -> None:
    """Check settings, store, SQLite, and Slack's and Discord's side; each line says fine, or what to do."""
    from bot.doctor import examine

    findings = asyncio.run(examine(_settings(context, db), os.environ, local=local))
    for finding in findings:
        typer.echo(f"{finding.state:<8} {finding.subject}: {finding.says} {finding.next_step}".rstrip())
    raise typer.Exit(NOT_DONE if any(finding.state == "wrong" for finding in findings) else FINE)


@export_.command("followups")
def export_follow_ups(
    context: typer.Context,
    form: Annotated[
        ExportFormat, typer.Option("--format", help="For spreadsheets, programs, or calendars.")
    ] = ExportFormat.csv,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write it; without: standard output."),
    ] = None,
    db: Db = None,
) -> None:
    """Write every follow-up: as csv, as json with the whole history of each, or the due ones as ics."""
    from bot.compose import exporter
    from bot.flows.follow_ups.exporting import exported

    settings = _settings(context, db)
    if not settings.db.exists():
        raise NotFound(
            f"There is no store at {settings.db}, so there is nothing to export.",
            next_step="Name it with --db or NUTGRAF_DB.",
        )
    written = exporter(form.value)(_in_house(settings, lambda house: exported(house.store)))
    if out is None:
        sys.stdout.buffer.write(written)
        return
    try:
        out.write_bytes(written)
    except OSError as error:
        raise NotFound(
            f"{out} could not be written: {error.strerror}.", next_step="Name another file with --out."
        ) from None
    _complain(f"Wrote {out}.")


@source.command("import")
def source_import(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The list, as another reader exports it.")],
    db: Db = None,
) -> None:
    """Watch every feed of an OPML list that isn't watched yet; nothing is fetched until the bot runs."""
    from bot.importing import import_all

    _in_house(_settings(context, db), import_all(path, say=typer.echo, complain=_complain))


@source.command("export")
def source_export(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to write it; without: standard output.")
    ] = None,
    db: Db = None,
) -> None:
    """Write the sources that are watched as an OPML list, for other readers."""
    from bot.importing import exported, write

    settings = _settings(context, db)
    if not settings.db.exists():
        raise NotFound(
            f"There is no store at {settings.db}, so there is nothing to export.",
            next_step="Name it with --db or NUTGRAF_DB.",
        )
    written = _in_house(settings, exported)
    if out is None:
        sys.stdout.buffer.write(written)
        return
    write(written, out)
    _complain(f"Wrote {out}.")


@slack.command("manifest")
def slack_manifest(
    http: Annotated[
        str | None,
        typer.Option("--http", metavar="URL", help="Where Slack can reach the bot; without it: Socket Mode."),
    ] = None,
) -> None:
    """Print the app manifest, for https://api.slack.com/apps: Create New App, From a manifest."""
    from bot.compose import slack_manifest as made

    typer.echo(json.dumps(made(http_url=http), ensure_ascii=False, indent=2))


@discord.command("invite")
def discord_invite(context: typer.Context) -> None:
    """Print the address that invites the bot into a server; on standard error, what it asks for and why."""
    from bot.compose import discord_invitation

    address, permissions = asyncio.run(discord_invitation(_settings(context, None)))
    typer.echo(address)
    for permission, reason in permissions.items():
        _complain(f"{permission}: {reason}")


def _settings(context: typer.Context, db: Path | None) -> "Settings":
    """Read the environment, and begin to log; `--db`, before or behind the command's name, goes first."""
    from bot.settings import read_settings

    settings = read_settings(db or context.find_root().obj)
    logs.set_up(settings.log, secrets=settings.secrets)
    return settings


def _in_house(settings: "Settings", work: Callable[["House"], Awaitable[T]]) -> T:
    """Run the work in a house around the store."""
    from bot.clock import SystemClock
    from bot.compose import open_house, the_web

    async def run() -> T:
        clock = SystemClock()
        web = the_web(settings, clock)
        async with open_house(settings.db, clock=clock, habits=settings.habits, web=web) as house:
            return await work(house)

    return asyncio.run(run())


def _status(error: NutgrafError | None) -> int:
    match error:
        case None:
            return FINE
        case UsageError():
            return WRONG_USE
        case Missing():
            return MISSING
        case _:
            return NOT_DONE


def _complain(sentence: str) -> None:
    typer.echo(sentence, err=True)
