"""What holds in a channel, and what a person has set for themselves, as cards."""

from bot.cards.prose import plain
from bot.cards.wall_clock import week
from bot.model.card import Card, Fact, Facts, Headline, Note, Paragraph, Plain, Prose, When, sentence
from bot.model.people import ChannelRef
from bot.model.preferences import (
    NEVER_QUIET,
    USUAL_HOURS,
    Emoji,
    Preferences,
    QuietHours,
    Weights,
    WorkingHours,
)
from bot.model.value import Utc, Value
from bot.text import count

_JOINER = "\N{ZERO WIDTH JOINER}"

HINT = (
    "In quiet hours what isn't urgent waits for the next edition, or comes as one message afterwards. "
    "People are reminded of follow-ups in working hours alone. "
    "A digest keeps the zone that it was set up with."
)


class Holding(Value):
    """What is set for a channel, for its workspace, and for the bot; the first that is set counts.

    The bot's: an IANA zone, and after how many hours a channel is told that nobody has a follow-up.
    """

    channel: Preferences
    workspace: Preferences
    zone: str
    unclaimed: int = 24


def settings_card(title: str, where: ChannelRef, holds: Holding) -> Card:
    """Return what holds in a channel and where each comes from: its own, its workspace's, the bot's."""
    channel, workspace = holds.channel, holds.workspace
    own = "set for this conversation" if where.person else "set for this channel"
    theirs = "set for the whole workspace"

    def held(mine: str | None, everybodys: str | None, usual: str) -> str:
        if mine is not None:
            return f"{mine} ({own})"
        return f"{everybodys} ({theirs})" if everybodys is not None else usual

    in_zone = held(channel.zone, workspace.zone, f"{holds.zone} (the bot's)")
    quiet = held(_quiet(channel.quiet), _quiet(workspace.quiet), "none (nobody has set any)")
    work = held(_work(channel.work), _work(workspace.work), f"{_work(USUAL_HOURS)} (the usual ones)")
    told = held(
        _after(channel.unclaimed), _after(workspace.unclaimed), f"{_after(holds.unclaimed)} (the bot's)"
    )
    reactions = "off (set for this channel)" if channel.reactions is False else "on"
    emoji = workspace.emoji or Emoji()
    facts = {
        "Zone": in_zone,
        "Quiet hours": quiet,
        "Working hours": work,
        "Told that nobody has a follow-up": told,
        "Reactions": reactions,
        "They mean": f"flag: {_list(emoji.flag)} · take: {_list(emoji.take)} · done: {_list(emoji.done)}",
        "Stories rank by": _weights(workspace.weights),
    }
    return Card(
        summary=f"{title}: zone {in_zone}, quiet hours {quiet}",
        blocks=(
            Headline(prose=plain(title)),
            Facts(facts=tuple(Fact(label=label, prose=plain(said)) for label, said in facts.items())),
            Note(prose=sentence(HINT)),
        ),
    )


def weights_card(title: str, own: Weights | None) -> Card:
    """Return what makes a story stand higher in a workspace; `own` is what it has set, None for nothing."""
    weights = own or Weights()
    facts = {
        "outlets": f"{weights.outlets:g} with each doubling of the independent outlets",
        "fresh": f"−{weights.fresh:g} with each day since it became news",
        "people": f"{weights.people:g} for the first person who reacts, then with each doubling of them all",
        "drafted": f"{weights.drafted:g} if its source drafted the brief itself",
    }
    return Card(
        summary=f"{title}: {_weights(own)}",
        blocks=(
            Headline(prose=plain(title)),
            Facts(facts=tuple(Fact(label=label, prose=plain(said)) for label, said in facts.items())),
            Note(
                prose=sentence(
                    f"{_WHOSE[own is None]} `why NUMBER` shows what a story's place is made of; "
                    "`settings weights default` goes back to the usual weights."
                )
            ),
        ),
    )


_WHOSE = {True: "These are the usual weights.", False: "Set for the whole workspace."}


def own_settings_card(own: Preferences, *, zone: str, now: Utc) -> Card:
    """Return what a person has set for themselves; `zone` is the one that holds for them."""
    said = f"Your zone is {zone}" + (" (set by you)." if own.zone else ".")
    away: Prose = ()
    if own.away_until and own.away_until > now:
        away = (Plain(text=" You are away until "), When(at=own.away_until), Plain(text="."))
    nudges = " You are not reminded of follow-ups." if own.nudges is False else ""
    return Card(
        summary=said,
        blocks=(
            Paragraph(prose=(Plain(text=said + nudges), *away)),
            Note(
                prose=sentence(
                    "`settings zone:Europe/London for:me` sets it; `nudges` and `away` are about reminders."
                )
            ),
        ),
    )


def _quiet(quiet: QuietHours | None) -> str | None:
    if quiet is None:
        return None
    return "none" if quiet == NEVER_QUIET else f"{quiet.start:%H:%M} to {quiet.until:%H:%M}"


def _work(work: WorkingHours | None) -> str | None:
    return f"{work.start:%H:%M} to {work.until:%H:%M}, {week(work.days)}" if work else None


def _after(hours: int | None) -> str | None:
    if hours is None:
        return None
    return f"after {count(hours, 'hour')}" if hours else "never"


def _weights(own: Weights | None) -> str:
    named = (own or Weights()).model_dump()
    said = " · ".join(f"{name} {weight:g}" for name, weight in named.items())
    return f"{said} ({'set for the whole workspace' if own else 'the usual weights'})"


def _list(names: tuple[str, ...]) -> str:
    """Show emoji; a workspace's own stand between colons; of several genders one is enough."""
    shown = [name for name in names if name.partition(_JOINER)[0] not in names or _JOINER not in name]
    return " ".join(f":{name}:" if name.isascii() else name for name in shown)
