"""The check-up of a bot in Discord: its token, its commands, and what it may where something is set up."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import discord

from adapters.discord.client import TROUBLE, Client, NotReached
from adapters.discord.commands import payloads
from adapters.discord.options import DiscordOptions
from adapters.discord.permissions import NAMES, PERMISSIONS, invitation, listed
from adapters.discord.places import Places
from adapters.discord.registering import compared
from adapters.discord.standing import FAULTS, Standing, where
from bot.commands.command import AnyCommand
from bot.errors import Missing
from bot.model.health import Finding
from bot.model.people import Conversation

_MOST_TOLD: Final = 3
"""How many commands are named that differ."""

_NETWORK: Final = "Look at the network and at https://discordstatus.com; the token may well be right."
_REPLIES: Final = (
    "Allow {them} for its role in the channel's settings, if follow-ups are to have threads there."
)
_RESUME: Final = "If its digest has paused, `/brief digest resume` there takes it up again."
_REGISTER: Final = "`nutgraf run` registers them when it starts."


async def examine(
    options: DiscordOptions, commands: Sequence[AnyCommand], orders: Collection[Conversation]
) -> tuple[Finding, ...]:
    """Ask Discord about the token, the commands, and each place with a standing order.

    Nothing is changed by that, and the token is not in what it says.
    """
    client = Client(options)
    try:
        await client.enter()
        return (
            _fine("Discord", f"the bot is {_called(client)}."),
            *[await _commands(client, commands, guild) for guild in (None, *options.trying_out)],
            *await _places(client, orders),
        )
    except Missing as missing:
        return (_wrong("Discord", missing.message, missing.next_step),)
    except NotReached as error:
        return (_wrong("Discord", error.message, _NETWORK),)
    finally:
        await client.close()


async def introduce(options: DiscordOptions) -> str:
    """Return a line that says who the bot is, and where. Raises Missing where Discord refuses its token."""
    client = Client(options)
    try:
        await client.enter()
        return f"Discord: {_called(client)}."
    except NotReached as error:
        return str(error)
    finally:
        await client.close()


async def invite(options: DiscordOptions) -> tuple[str, Mapping[str, str]]:
    """Return the address that invites the bot, and the reason of each permission that it asks for.

    Raises Missing where Discord refuses the token, or can't be asked whose it is.
    """
    client = Client(options)
    try:
        await client.enter()
        reasons = {NAMES[permission]: reason for permission, reason in PERMISSIONS.items()}
        return invitation(_application(client)), reasons
    except NotReached as error:
        raise Missing(error.message, next_step=_NETWORK) from None
    finally:
        await client.close()


async def _commands(client: Client, commands: Sequence[AnyCommand], guild: str | None) -> Finding:
    """Compare the commands that Discord has with those declared: everywhere, or in a guild for trying out."""
    subject = "Discord commands" if guild is None else f"Discord commands in the server {guild}"
    try:
        found = await compared(client.http, _application(client), payloads(commands), guild)
    except discord.Forbidden:
        says = "the bot isn't in that server, or was invited without the scope applications.commands."
        step = "Open what `nutgraf discord invite` prints, or take the server out of NUTGRAF_DISCORD_GUILDS."
        return _wrong(subject, says, step)
    except TROUBLE as error:
        return _wrong(subject, f"they could not be read ({_named(error)}).", _NETWORK)
    if not found:
        return _fine(subject, "each that is declared is registered, and no other.")
    more = f" And {len(found) - _MOST_TOLD} more." if len(found) > _MOST_TOLD else ""
    says = " ".join(found[:_MOST_TOLD]) + more
    return Finding(subject=subject, state="warning", says=says, next_step=_REGISTER)


async def _places(client: Client, orders: Collection[Conversation]) -> Sequence[Finding]:
    """Look at each place with a standing order, in the way in which the bot does before it posts there."""
    subject = "Discord permissions"
    if not orders:
        return [_fine(subject, "no channel has a standing order yet.")]
    places = Places(client)
    standing = Standing(client, places)
    wrong = [found for each in orders if (found := await _place(each, standing, places)) is not None]
    if wrong:
        return wrong
    return [_fine(subject, f"the bot may post wherever there is a standing order ({len(orders):,}).")]


async def _place(order: Conversation, standing: Standing, places: Places) -> Finding | None:
    """Return what keeps the bot from its work in a place; None where nothing does."""
    if order.channel.person:
        return None
    closed, resume = await standing.enter(order), _RESUME
    try:
        name = where(await places.channel(order.channel.workspace, order.thread or order.channel.id)).name
    except FAULTS as error:
        name, resume = f"the channel {order.thread or order.channel.id}", ""
        if closed is None:
            return _wrong(f"Discord, {name}", f"it could not be asked for ({_named(error)}).", _NETWORK)
    if closed:
        return _wrong(f"Discord, {name}", closed.reason, resume)
    lacks = await _lacks_for_threads(order, standing, places)
    if not lacks:
        return None
    says = f"follow-ups are replies there, since Nutgraf lacks {listed(lacks)}."
    step = _REPLIES.format(them="it" if len(lacks) == 1 else "them")
    return Finding(subject=f"Discord, {name}", state="warning", says=says, next_step=step)


async def _lacks_for_threads(order: Conversation, standing: Standing, places: Places) -> tuple[str, ...]:
    """Return what the bot lacks for beginning threads there; nothing where that can't be told now."""
    if order.thread is not None:
        return ()
    try:
        channel = await places.channel(order.channel.workspace, order.channel.id)
        return await standing.lacks_for_threads(channel, order)
    except FAULTS:
        return ()


def _application(client: Client) -> int:
    """Return the id of the bot's application, which is known once it has logged in."""
    if client.application_id is None:
        raise NotReached("Discord doesn't say which application the token is for.")
    return client.application_id


def _called(client: Client) -> str:
    count = client.application.approximate_guild_count if client.application else 0
    servers = "server" if count == 1 else "servers"
    return f"@{client.user.name if client.user else 'nobody'} in {count:,} {servers}"


def _named(error: BaseException) -> str:
    """Return what went wrong without the error's own text, which may hold an address."""
    return f"status {error.status}" if isinstance(error, discord.HTTPException) else type(error).__name__


def _fine(subject: str, says: str) -> Finding:
    return Finding(subject=subject, state="fine", says=says)


def _wrong(subject: str, says: str, next_step: str = "") -> Finding:
    return Finding(subject=subject, state="wrong", says=says, next_step=next_step)
