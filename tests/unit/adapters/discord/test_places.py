"""What kind of channel something is, and how the core speaks of it."""

import discord
import pytest

from adapters.discord.permissions import NAMES, PERMISSIONS, invitation, lacking, lacking_for_threads, listed
from adapters.discord.places import Kind, Places, conversation_of, kind_of, message_of
from bot.model.people import ChannelRef, Conversation, MessageRef
from tests.servers.discord.state import Kind as Made
from tests.unit.adapters.discord.posted import Posted, in_discord

KINDS: dict[Made, Kind] = {
    "text": Kind.text,
    "voice": Kind.text,
    "announcement": Kind.announcement,
    "forum": Kind.forum,
    "media": Kind.forum,
}


@pytest.mark.parametrize("connected", [False, True])
def test_every_kind_is_known_from_the_gateway_and_by_asking(connected: bool) -> None:
    async def known(posted: Posted) -> None:
        await posted.client.enter()
        places = Places(posted.client)
        for made, kind in KINDS.items():
            channel = posted.discord.add_channel(posted.guild, made, kind=made)
            assert kind_of(await places.channel(posted.guild.id, channel.id)) is kind
        thread = posted.discord.add_thread(posted.desk)
        assert kind_of(await places.channel(posted.guild.id, thread.id)) is Kind.thread
        assert (places.remembered(posted.guild.id, posted.desk.id) is not None) is connected

    in_discord(connected=connected)(known)()


@in_discord()
async def test_what_discord_told_of_a_channel_is_believed_for_a_while(posted: Posted) -> None:
    await posted.client.enter()
    places = Places(posted.client)
    for _ in range(3):
        await places.channel(posted.guild.id, posted.desk.id)
    assert len(posted.discord.called("get_channel")) == 1
    places.forget(posted.desk.id)
    await places.channel(posted.guild.id, posted.desk.id)
    assert len(posted.discord.called("get_channel")) == 2


@in_discord()
async def test_a_channel_is_spoken_of_as_its_posts_were_promised(posted: Posted) -> None:
    await posted.client.enter()
    places, guild = Places(posted.client), posted.guild.id
    thread = posted.discord.add_thread(posted.desk)
    for channel in (posted.desk, thread):
        found = await places.channel(guild, channel.id)
        assert conversation_of(found, guild=guild, person="7") == posted.at(channel)
    direct = await posted.client.create_dm(discord.Object(int(posted.anna.id)))
    assert conversation_of(direct, guild=guild, person=posted.anna.id) == posted.direct(posted.anna)
    unknown = discord.Object(5)
    assert conversation_of(unknown, guild=guild, person="7").channel.id == "5"


@in_discord()
async def test_the_first_message_of_a_post_belongs_to_its_forum(posted: Posted) -> None:
    stories = posted.discord.add_channel(posted.guild, "stories", kind="forum")
    message = await posted.post(stories)
    places = Places(posted.client)
    assert await places.message(int(posted.guild.id), int(message.id), int(message.id)) == message
    answer = await places.message(int(posted.guild.id), int(message.id), 5)
    assert answer.conversation.thread == message.id
    thread = await places.channel(posted.guild.id, message.id)
    assert message_of(thread, int(message.id), guild=posted.guild.id) == message


@in_discord()
async def test_a_message_of_a_channel_that_can_not_be_asked_for_is_one_of_no_thread(posted: Posted) -> None:
    posted.discord.refuse("get_channel", status=503)
    places = Places(posted.client)
    found = await places.message(int(posted.guild.id), int(posted.desk.id), 5)
    assert found == MessageRef(conversation=posted.at(posted.desk), id="5")


def test_in_direct_messages_the_guild_is_the_one_that_is_meant() -> None:
    direct = discord.Object(5)
    ref = ChannelRef(platform="discord", workspace="", id="5")
    assert conversation_of(direct, guild=None, person="7") == Conversation(channel=ref)


# ---- permissions


def test_the_invitation_asks_for_exactly_what_is_used() -> None:
    address = invitation(42)
    asked = discord.Permissions(**dict.fromkeys(PERMISSIONS, True)).value
    assert f"permissions={asked}" in address
    assert "client_id=42" in address
    assert "scope=bot+applications.commands" in address
    assert PERMISSIONS.keys() == NAMES.keys()


def test_no_permission_is_asked_for_that_nothing_needs() -> None:
    nothing = discord.Permissions.none()
    needed = {name for kind in Kind for name in lacking(nothing, kind)}
    assert needed | set(lacking_for_threads(nothing)) == set(NAMES.values())
    everything = discord.Permissions(**dict.fromkeys(PERMISSIONS, True))
    assert not any(lacking(everything, kind) for kind in Kind)
    assert not lacking_for_threads(everything)


def test_permissions_are_listed_as_in_a_sentence() -> None:
    assert listed(["A"]) == "A"
    assert listed(["A", "B"]) == "A and B"
    assert listed(["A", "B", "C"]) == "A, B and C"
