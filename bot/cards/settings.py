"""What holds in a channel, as a card."""

from bot.cards.prose import plain
from bot.model.card import Card, Fact, Facts, Headline, Note, sentence
from bot.model.people import ChannelRef
from bot.model.preferences import NEVER_QUIET, Preferences, QuietHours

HINT = (
    "In quiet hours what isn't urgent waits for the next edition, or comes as one message afterwards. "
    "A digest keeps the zone that it was set up with."
)


def settings_card(
    title: str, where: ChannelRef, *, channel: Preferences, workspace: Preferences, zone: str
) -> Card:
    """Return what holds in a channel and where each comes from: its own, its workspace's, the bot's."""
    own = "set for this conversation" if where.person else "set for this channel"
    theirs = "set for the whole workspace"
    if channel.zone:
        in_zone = f"{channel.zone} ({own})"
    elif workspace.zone:
        in_zone = f"{workspace.zone} ({theirs})"
    else:
        in_zone = f"{zone} (the bot's)"
    if channel.quiet:
        quiet = f"{_hours(channel.quiet)} ({own})"
    elif workspace.quiet:
        quiet = f"{_hours(workspace.quiet)} ({theirs})"
    else:
        quiet = "none (nobody has set any)"
    return Card(
        summary=f"{title}: zone {in_zone}, quiet hours {quiet}",
        blocks=(
            Headline(prose=plain(title)),
            Facts(
                facts=(
                    Fact(label="Zone", prose=plain(in_zone)),
                    Fact(label="Quiet hours", prose=plain(quiet)),
                )
            ),
            Note(prose=sentence(HINT)),
        ),
    )


def _hours(quiet: QuietHours) -> str:
    return "none" if quiet == NEVER_QUIET else f"{quiet.start:%H:%M} to {quiet.until:%H:%M}"
