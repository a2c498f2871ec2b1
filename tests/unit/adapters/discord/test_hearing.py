"""What the gateway brings, as facts: with ids that stay, and reasons that say what to do."""

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest

from adapters.discord.hearing import channel_deleted, guild_left, reaction_changed, token_refused
from bot.model.events import PlaceClosed
from bot.model.people import ChannelRef, Conversation, MessageRef

NOW = datetime(2026, 3, 2, 8, 0, 0, 123456, tzinfo=UTC)
POST = MessageRef(
    conversation=Conversation(channel=ChannelRef(platform="discord", workspace="1", id="2")), id="3"
)


def reacted(*, burst: bool = False) -> discord.RawReactionActionEvent:
    """Return a reaction as discord.py brings it."""
    data: Any = {"message_id": "3", "channel_id": "2", "user_id": "9", "guild_id": "1"}
    emoji = discord.PartialEmoji(name="🚩")
    return discord.RawReactionActionEvent(data | {"type": int(burst), "burst": burst}, emoji, "REACTION_ADD")


def taken_back() -> discord.RawReactionActionEvent:
    """Return the same reaction, taken back."""
    event = reacted()
    event.event_type = "REACTION_REMOVE"
    return event


def test_a_reaction_is_a_fact_of_the_moment_in_which_it_arrives() -> None:
    fact = reaction_changed(reacted(), POST, NOW)
    assert (fact.name, fact.present, fact.at, fact.message) == ("🚩", True, NOW, POST)
    assert (fact.actor.workspace, fact.actor.id, fact.actor.name) == ("1", "9", "9")
    assert fact.id == f"discord:3:9:🚩:+:{int(NOW.timestamp())}123456000"


def test_taking_it_back_and_putting_it_there_again_are_facts_of_their_own() -> None:
    later = NOW + timedelta(microseconds=1)
    ids = {
        reaction_changed(reacted(), POST, NOW).id,
        reaction_changed(taken_back(), POST, NOW).id,
        reaction_changed(reacted(), POST, later).id,
    }
    assert len(ids) == 3
    assert not reaction_changed(taken_back(), POST, NOW).present


def test_a_burst_reaction_is_the_same_fact() -> None:
    assert reaction_changed(reacted(burst=True), POST, NOW) == reaction_changed(reacted(), POST, NOW)


def test_a_deleted_channel_is_gone_for_ever_and_once() -> None:
    fact = channel_deleted("1", "2", NOW)
    assert fact.forever
    assert fact.channel == ChannelRef(platform="discord", workspace="1", id="2")
    assert fact.id == channel_deleted("1", "2", NOW + timedelta(hours=1)).id


@pytest.mark.parametrize(
    ("fact", "does"),
    [
        (guild_left("1", NOW), "nutgraf discord invite"),
        (token_refused("1", NOW), "DISCORD_TOKEN"),
    ],
)
def test_a_closed_guild_can_be_mended_and_its_reason_says_how(fact: PlaceClosed, does: str) -> None:
    assert (fact.workspace, fact.channel, fact.forever) == ("1", None, False)
    assert does in fact.reason
    assert fact.reason.endswith("`/brief digest resume`.")


def test_a_guild_can_be_closed_again() -> None:
    assert guild_left("1", NOW).id != guild_left("1", NOW + timedelta(days=1)).id
