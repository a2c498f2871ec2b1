"""A standing order can be given to another channel than the one that it is typed in: to a forum, say."""

import discord

from bot.model.events import CommandTyped
from bot.model.people import Role
from tests.scenarios.discord.conftest import Simulate
from tests.scenarios.discord.simulated import Simulated, shown


def last_typed(room: Simulated) -> CommandTyped:
    typed = room.core.accepted[-1]
    assert isinstance(typed, CommandTyped)
    return typed


def test_a_digest_of_a_forum_is_posted_as_a_post_of_it(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        forum = room.guild.create_forum_channel("briefings")
        await room.chef.slash(room.desk, "brief digest at", time="08:00", **{"in": forum})
        assert last_typed(room).where.channel.id == str(forum.id)
        await room.stories("Mayor resigns")
        await room.chef.slash(room.desk, "brief digest now", **{"in": forum})
        await room.deliver()
        [post] = forum.threads
        assert post.name
        assert "Digest" in post.name
        assert room.desk.last_message is None

    simulate(scenario)


def test_what_stands_in_another_channel_is_listed_and_suggested_there(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        other = room.guild.create_text_channel("other")
        await room.chef.slash(room.desk, "brief digest at", time="08:15", **{"in": other})
        listed = await room.chef.slash(room.desk, "brief digest list", **{"in": other})
        assert "08:15" in shown(listed)
        here = await room.chef.slash(room.desk, "brief digest list")
        assert "08:15" not in shown(here)

    simulate(scenario)


def test_a_thread_that_is_named_is_meant_itself(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        told = await room.anna.send(room.desk, "About the mayor")
        await told.create_thread(name="Mayor")
        await room.env.settle()
        [thread] = room.desk.threads
        other = room.guild.create_text_channel("other")
        await room.chef.slash(other, "brief digest at", time="08:00", **{"in": thread})
        where = last_typed(room).where
        assert (where.channel.id, where.thread) == (str(room.desk.id), str(thread.id))

    simulate(scenario)


def test_only_what_somebody_may_do_in_the_other_channel_counts(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        own = discord.PermissionOverwrite(manage_channels=True)
        bens = room.guild.create_text_channel("bens", overwrites={room.ben: own})
        refused = await room.ben.slash(bens, "brief digest at", time="08:00", **{"in": room.desk})
        assert last_typed(room).actor.role is Role.reader
        assert "for editors" in shown(refused)
        await room.ben.slash(room.desk, "brief digest at", time="08:00", **{"in": bens})
        assert last_typed(room).actor.role is Role.editor
        assert await room.digests() == 1

    simulate(scenario)
