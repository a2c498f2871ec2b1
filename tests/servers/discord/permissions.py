"""Who may do what: Discord's bits, and how roles and overwrites make them up ("Permissions" in its docs)."""

from collections.abc import Iterable

from tests.servers.discord.state import THREADS, Channel, Guild

BITS: dict[str, int] = {
    "administrator": 1 << 3,
    "manage_channels": 1 << 4,
    "manage_guild": 1 << 5,
    "add_reactions": 1 << 6,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "use_external_emojis": 1 << 18,
    "use_application_commands": 1 << 31,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "send_messages_in_threads": 1 << 38,
}
ALL = sum(BITS.values())

EVERYBODY = (
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "read_message_history",
    "add_reactions",
    "embed_links",
    "use_application_commands",
    "create_public_threads",
)
"""What everybody may do in a new guild."""


def bits(names: Iterable[str]) -> int:
    """Return permissions as bits. Raises KeyError for a name that isn't known here."""
    return sum(BITS[name] for name in set(names))


def of_member(guild: Guild, person: str) -> int:
    """Return what a member may do in a guild."""
    if person == guild.owner:
        return ALL
    found = 0
    for role in (guild.id, *guild.members.get(person, ())):
        found |= guild.roles[role].permissions
    return ALL if found & BITS["administrator"] else found


def in_channel(channel: Channel, person: str) -> int:
    """Return what somebody may do in a channel; a thread has its channel's permissions."""
    if channel.kind in THREADS and channel.parent:
        channel = channel.parent
    guild = channel.guild
    if guild is None:
        return ALL
    if person not in guild.members:
        return 0
    found = of_member(guild, person)
    if found & BITS["administrator"]:
        return ALL
    allowed, denied = channel.overwrites.get(guild.id, (0, 0))
    found = found & ~denied | allowed
    overwritten = [channel.overwrites.get(role, (0, 0)) for role in guild.members[person]]
    for _, denied in overwritten:
        found &= ~denied
    for allowed, _ in overwritten:
        found |= allowed
    allowed, denied = channel.overwrites.get(person, (0, 0))
    found = found & ~denied | allowed
    # Who doesn't see a channel may do nothing in it.
    return found if found & BITS["view_channel"] else 0


def may(channel: Channel, person: str, *names: str) -> bool:
    """Say whether somebody may do all that in a channel."""
    needed = bits(names)
    return in_channel(channel, person) & needed == needed
