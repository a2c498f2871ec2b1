"""Who may do what, from what they may do in the guild."""

import discord
import pytest

from adapters.discord.roles import role_of
from bot.model.people import Role

EDITORS = ("4711", "@Desk Editors")


@pytest.mark.parametrize(
    ("permissions", "role"),
    [
        (discord.Permissions.none(), Role.reader),
        (discord.Permissions(send_messages=True, manage_messages=True), Role.reader),
        (discord.Permissions(manage_channels=True), Role.editor),
        (discord.Permissions(manage_guild=True), Role.admin),
        (discord.Permissions(administrator=True), Role.admin),
        (discord.Permissions.all(), Role.admin),
    ],
)
def test_permissions_make_a_role(permissions: discord.Permissions, role: Role) -> None:
    assert role_of(permissions, {}, ()) is role


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        ({"4711": "whatever"}, Role.editor),
        ({"1": "Desk Editors"}, Role.editor),
        ({"1": "desk editors"}, Role.editor),
        ({"1": "desk"}, Role.reader),
        ({"1": "4711"}, Role.editor),
        ({}, Role.reader),
    ],
)
def test_a_role_of_the_settings_makes_an_editor(roles: dict[str, str], role: Role) -> None:
    assert role_of(discord.Permissions.none(), roles, EDITORS) is role


def test_managing_the_server_counts_for_more_than_a_role() -> None:
    assert role_of(discord.Permissions(manage_guild=True), {"4711": "x"}, EDITORS) is Role.admin


def test_bots_may_do_nothing() -> None:
    assert role_of(discord.Permissions.all(), {"4711": "x"}, EDITORS, bot=True) is Role.nobody


def test_a_role_that_has_no_name_yet_counts_by_its_id_alone() -> None:
    """Before Discord has told of the guild, members' roles are known by their ids."""
    assert role_of(discord.Permissions.none(), {"4711": ""}, EDITORS) is Role.editor
    assert role_of(discord.Permissions.none(), {"1": ""}, (*EDITORS, "")) is Role.reader
