"""What somebody may do with the bot, from what they may do in the guild. Pure."""

from collections.abc import Collection, Mapping

import discord

from bot.model.people import Role
from bot.text import fold


def role_of(
    permissions: discord.Permissions,
    roles: Mapping[str, str],
    editors: Collection[str],
    *,
    bot: bool = False,
) -> Role:
    """Return the role of a member of a guild.

    `permissions` are the member's in the channel; a guild's owner has all of them. `roles` are the names of
    the member's roles by their ids, and `editors` are ids or names of the roles whose members are editors.
    """
    if bot:
        return Role.nobody
    if permissions.administrator or permissions.manage_guild:
        return Role.admin
    named = {fold(editor.removeprefix("@")) for editor in editors}
    trusted = any(key in editors or (name and fold(name) in named) for key, name in roles.items())
    if permissions.manage_channels or trusted:
        return Role.editor
    return Role.reader


def role_of_member(
    member: discord.Member, permissions: discord.Permissions, editors: Collection[str]
) -> Role:
    """Return the role of a member as discord.py knows them, with these permissions."""
    # `Member.roles` has only those that the guild is known to have, and it may not be known yet.
    ids = dict.fromkeys(map(str, member._roles), "")  # noqa: SLF001 - nothing else tells them then
    roles = ids | {str(role.id): role.name for role in filter(None, member.roles)}
    return role_of(permissions, roles, editors, bot=member.bot)
