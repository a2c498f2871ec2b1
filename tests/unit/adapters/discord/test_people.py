"""Who somebody is, and what they may do in a channel: asked for once, by however many."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from adapters.discord.client import Client
from adapters.discord.people import People
from adapters.discord.places import Places
from bot.model.people import Actor, ChannelRef, Role
from tests.servers.discord import Channel, snowflake
from tests.unit.adapters.discord.posted import Posted, in_discord

Test = Callable[[Posted, People], Coroutine[Any, Any, None]]


def with_people(*, connected: bool) -> Callable[[Test], None]:
    """Play this with somebody who knows people; roles that are called Desk make editors."""

    def play(test: Test) -> None:
        async def work(posted: Posted) -> None:
            people = People(posted.client, Places(posted.client), ("Desk",))
            await test(posted, people)

        in_discord(connected=connected)(work)()

    return play


def ref(posted: Posted, channel: Channel) -> ChannelRef:
    """Return a channel as the core names it."""
    return posted.at(channel).channel


def role(actor: Actor | None) -> Role:
    """Return somebody's role; it has to be known."""
    assert actor is not None
    return actor.role


@pytest.mark.parametrize("connected", [False, True])
def test_the_role_is_that_in_the_channel(*, connected: bool) -> None:
    @with_people(connected=False)
    async def work(posted: Posted, people: People) -> None:
        discord, guild = posted.discord, posted.guild
        ben, chef = discord.add_person("ben", guild), discord.add_person("chef", guild, may=["manage_guild"])
        discord.add_role(guild, "Desk", to=[posted.anna])
        robot = discord.add_person("robot", guild, bot=True)
        stranger = discord.add_person("eve")
        discord.permit(posted.desk, "manage_channels", who=ben)
        other = discord.add_channel(guild, "other")
        if connected:
            await posted.connect()
        there = (posted.anna, ben, chef, robot, stranger)
        roles = [role(await people.who(each.id, ref(posted, posted.desk))) for each in there]
        assert roles == [Role.editor, Role.editor, Role.admin, Role.nobody, Role.nobody]
        assert role(await people.who(ben.id, ref(posted, other))) is Role.reader


def test_who_can_not_see_the_channel_is_nobody_there() -> None:
    @with_people(connected=False)
    async def work(posted: Posted, people: People) -> None:
        posted.discord.forbid(posted.desk, "view_channel", who=posted.anna)
        assert role(await people.who(posted.anna.id, ref(posted, posted.desk))) is Role.nobody
        direct = posted.direct(posted.anna).channel
        known = await people.who(posted.anna.id, direct)
        assert known is not None
        assert (known.name, known.role) == ("Anna", Role.reader)
        gone = ref(posted, posted.desk).model_copy(update={"id": snowflake("gone")})
        assert role(await people.who(posted.anna.id, gone)) is Role.nobody


def test_many_share_a_request_and_it_is_believed_for_a_while() -> None:
    @with_people(connected=True)
    async def work(posted: Posted, people: People) -> None:
        asked = [people.who(posted.anna.id, ref(posted, posted.desk)) for _ in range(50)]
        assert {role(each) for each in await asyncio.gather(*asked)} == {Role.reader}
        await people.who(posted.anna.id, ref(posted, posted.desk))
        assert len(posted.discord.called("get_guild_member")) == 1


def test_who_can_not_be_asked_for_is_not_known_and_asked_for_again() -> None:
    @with_people(connected=True)
    async def work(posted: Posted, people: People) -> None:
        posted.discord.refuse("get_guild_member", status=429, retry_after=60.0)
        assert await people.who(posted.anna.id, ref(posted, posted.desk)) is None
        assert role(await people.who(posted.anna.id, ref(posted, posted.desk))) is Role.reader


@in_discord()
async def test_after_the_end_nobody_is_known(posted: Posted) -> None:
    closed = Client(posted.discord.options())
    await closed.close()
    nobody = People(closed, Places(closed), ())
    assert await nobody.who(posted.anna.id, ref(posted, posted.desk)) is None
