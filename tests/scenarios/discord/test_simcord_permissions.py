"""Discord's own permissions for commands come before the bot's roles; the bot asks for none of its own."""

import pytest
from simcord.backend.errors import SetupError

from tests.scenarios.discord.conftest import Simulate
from tests.scenarios.discord.simulated import Simulated, shown


async def brief(room: Simulated) -> int:
    """Return the id that Discord has given to the command."""
    application = room.platform.client.application_id
    assert application
    registered = await room.platform.client.http.get_global_commands(application)
    return next(int(each["id"]) for each in registered if each["name"] == "brief")


def test_who_is_not_offered_the_command_can_not_use_it_and_the_others_can(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns")
        assert "brief latest" in room.ben.available_commands(room.desk)
        room.guild.set_command_permissions(await brief(room), {room.ben: False})
        assert "brief latest" not in room.ben.available_commands(room.desk)
        with pytest.raises(SetupError):
            await room.ben.slash(room.desk, "brief latest")
        assert "Mayor resigns" in shown(await room.anna.slash(room.desk, "brief latest"))

    simulate(scenario)


def test_a_channel_can_be_kept_free_of_it(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        quiet = room.guild.create_text_channel("quiet")
        room.guild.set_command_permissions(await brief(room), {quiet: False})
        assert "brief latest" not in room.ben.available_commands(quiet)
        assert "brief latest" in room.ben.available_commands(room.desk)

    simulate(scenario)
