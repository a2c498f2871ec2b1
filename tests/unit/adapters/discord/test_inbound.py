"""Interactions as facts: who, where, what; and what can't be read any more."""

import asyncio
from typing import Any

import discord
from pydantic import SecretStr

from adapters.discord.asking import form
from adapters.discord.client import Client
from adapters.discord.commands import Native
from adapters.discord.components.pressed import Pressed, custom_id
from adapters.discord.inbound import Asked, Brought, FormWanted, Inbound, NotUnderstood
from adapters.discord.options import DiscordOptions
from adapters.discord.ways import read_note
from bot.commands.catalogue import CATALOGUE
from bot.model.card import Ask, answered
from bot.model.events import ButtonPressed, CommandTyped
from bot.model.people import Conversation, Role
from tests.contracts.drafts import NOON
from tests.servers.discord.openapi import faults

OPTIONS = DiscordOptions(
    token=SecretStr("x"),
    api_url="http://127.0.0.1:9/api/v10",
    gateway_url="ws://127.0.0.1:9",
    editors=("77",),
)
GUILD, DESK, FORUM, THREAD, ANNA, APPLICATION = "1", "10", "20", "21", "5", "99"
TEXT = discord.ChannelType.text.value
PRIVATE = discord.ChannelType.private.value

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
"""Kinds of interactions."""


def a_user(user: str = ANNA, **more: object) -> dict[str, Any]:
    return {
        "id": user,
        "username": "anna",
        "discriminator": "0",
        "avatar": None,
        "global_name": "Anna",
        **more,
    }


BOT: Any = {**a_user(APPLICATION, username="nutgraf", bot=True), "verified": True, "mfa_enabled": False}


def a_member(permissions: int = 0, **more: object) -> dict[str, Any]:
    return {
        "user": a_user(),
        "roles": [],
        "joined_at": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": str(permissions),
        **more,
    }


def a_thread() -> dict[str, Any]:
    metadata = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": NOON.isoformat()}
    return {
        "id": THREAD,
        "type": discord.ChannelType.public_thread.value,
        "parent_id": FORUM,
        "owner_id": "99",
        "name": "Mayor resigns",
        "message_count": 0,
        "member_count": 1,
        "thread_metadata": metadata,
    }


def a_channel() -> dict[str, Any]:
    return {"id": DESK, "type": TEXT, "name": "desk", "position": 0, "permission_overwrites": []}


def in_guild(kind: int, data: dict[str, Any], **more: object) -> dict[str, Any]:
    """Return what Discord sends for something that was done in a guild."""
    return {
        "id": "1000",
        "application_id": APPLICATION,
        "type": kind,
        "token": "secret",
        "version": 1,
        "attachment_size_limit": 1,
        "guild_id": GUILD,
        "channel": a_channel(),
        "member": a_member(),
        "data": data,
        **more,
    }


def in_direct(kind: int, data: dict[str, Any]) -> dict[str, Any]:
    """Return what Discord sends for something that was done in direct messages."""
    sent = in_guild(kind, data, user=a_user(), channel={"id": "30", "type": PRIVATE, "last_message_id": None})
    del sent["guild_id"], sent["member"]
    return sent


def read(sent: dict[str, Any]) -> Brought | None:
    async def reading() -> Brought | None:
        client = Client(OPTIONS)
        state = client._connection
        state.user = discord.ClientUser(state=state, data=BOT)
        asked: Asked = discord.Interaction(data=sent, state=state)  # type: ignore[arg-type]
        brought = Inbound(Native(CATALOGUE), OPTIONS.editors).read(asked, NOON)
        await client.close()
        return brought

    return asyncio.run(reading())


def slash(name: str, **values: object) -> dict[str, Any]:
    options = [{"name": key, "type": 3, "value": value} for key, value in values.items()]
    return {"name": "brief", "type": 1, "options": [{"name": name, "type": 1, "options": options}]}


def typed(brought: Brought | None) -> CommandTyped:
    assert isinstance(brought, CommandTyped)
    return brought


def test_a_typed_command() -> None:
    brought = typed(read(in_guild(COMMAND, slash("story", number="1"))))
    assert brought.text == "story number:1"
    assert brought.id == "discord:1000"
    assert brought.at == NOON
    assert brought.private
    assert (brought.actor.workspace, brought.actor.id, brought.actor.name) == (GUILD, ANNA, "Anna")
    assert brought.where.channel.id == DESK
    assert brought.where.thread is None


def test_the_note_tells_how_to_answer_and_hides_the_token() -> None:
    brought = typed(read(in_guild(COMMAND, slash("story", number="1"))))
    note = read_note(brought.reply)
    assert note is not None
    assert (note.application, note.token, note.given) == (99, "secret", NOON)
    assert "secret" not in repr(note)
    assert "secret" not in repr(brought)


def test_a_nickname_is_the_name() -> None:
    sent = in_guild(COMMAND, slash("status"), member=a_member(nick="Anna (desk)"))
    assert typed(read(sent)).actor.name == "Anna (desk)"


def test_the_role_comes_from_the_permissions_in_the_channel() -> None:
    manager = a_member(discord.Permissions(manage_guild=True).value)
    assert typed(read(in_guild(COMMAND, slash("status"), member=manager))).actor.role is Role.admin
    assert typed(read(in_guild(COMMAND, slash("status")))).actor.role is Role.reader


def test_a_bot_is_nobody() -> None:
    member = a_member(discord.Permissions.all().value, user=a_user(bot=True))
    assert typed(read(in_guild(COMMAND, slash("status"), member=member))).actor.role is Role.nobody


def place(where: Conversation) -> tuple[str, str | None]:
    return where.channel.id, where.thread


def test_a_command_in_a_post_of_a_forum_is_about_the_post() -> None:
    sent = in_guild(COMMAND, slash("status"), channel=a_thread())
    assert place(typed(read(sent)).where) == (FORUM, THREAD)


def flagging(message: str, **more: object) -> dict[str, Any]:
    data = {"name": "Flag for follow-up", "type": 3, "target_id": message, "resolved": {"messages": {}}}
    return in_guild(COMMAND, data, **more)


def test_the_first_message_of_a_post_in_a_forum_is_in_the_forum() -> None:
    first = typed(read(flagging(THREAD, channel=a_thread())))
    assert first.text == f"follow post/{THREAD}"
    assert place(first.where) == (FORUM, None)
    second = typed(read(flagging("22", channel=a_thread())))
    assert place(second.where) == (FORUM, THREAD)


def test_a_press_in_a_guild() -> None:
    brought = read(in_guild(COMPONENT, {"component_type": 2, "custom_id": custom_id(3, "follow 1")}))
    assert isinstance(brought, ButtonPressed)
    assert brought.says == "follow 1"
    assert brought.actor.workspace == GUILD
    assert brought.private


def test_the_guild_in_which_it_was_pressed_counts_for_more_than_the_buttons_word() -> None:
    brought = read(in_guild(COMPONENT, {"component_type": 2, "custom_id": custom_id(0, "follow 1", "2")}))
    assert isinstance(brought, ButtonPressed)
    assert brought.actor.workspace == GUILD
    assert brought.where.channel.workspace == GUILD


def test_a_press_in_direct_messages_is_of_the_guild_that_the_button_tells() -> None:
    brought = read(in_direct(COMPONENT, {"component_type": 2, "custom_id": custom_id(0, "follow 1", GUILD)}))
    assert isinstance(brought, ButtonPressed)
    assert not brought.private
    assert brought.where.channel.person
    assert (brought.where.channel.workspace, brought.where.channel.id) == (GUILD, ANNA)
    assert brought.actor.role is Role.reader


def test_a_choice_in_a_menu_says_what_was_chosen() -> None:
    data = {"component_type": 3, "custom_id": "says:4::", "values": ["story 2"]}
    brought = read(in_guild(COMPONENT, data))
    assert isinstance(brought, ButtonPressed)
    assert brought.says == "story 2"


def test_a_form_that_was_sent() -> None:
    field = {"type": 18, "component": {"type": 4, "custom_id": "text:0:line", "value": "Mayor resigns."}}
    brought = typed(read(in_guild(MODAL, {"custom_id": "form:add", "components": [field]})))
    assert brought.text == "add Mayor resigns."


ASKS = Ask(label="Reason", hint="why")


def a_message(*, flags: int = 0) -> dict[str, Any]:
    return {
        "id": "900",
        "channel_id": DESK,
        "author": BOT,
        "content": "",
        "timestamp": NOON.isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": flags,
    }


def answer_to(asked: Pressed, said: str) -> dict[str, Any]:
    """Return what Discord sends when the form of a button is filled in."""

    async def made() -> dict[str, Any]:
        return form(asked).to_dict()

    shown = asyncio.run(made())
    assert not faults("POST", "/interactions/1/token/callback", {"type": 9, "data": shown})
    [label] = shown["components"]
    field = {"type": 4, "custom_id": label["component"]["custom_id"], "value": said}
    return {"custom_id": shown["custom_id"], "components": [{"type": 18, "component": field}]}


def test_a_press_tells_the_message_that_it_was_on_unless_one_person_alone_sees_it() -> None:
    data = {"component_type": 2, "custom_id": custom_id(3, "claim F1")}
    brought = read(in_guild(COMPONENT, data, message=a_message()))
    assert isinstance(brought, ButtonPressed)
    assert brought.on is not None
    assert (brought.on.id, place(brought.on.conversation)) == ("900", (DESK, None))
    answer = read(in_guild(COMPONENT, data, message=a_message(flags=1 << 6)))
    assert isinstance(answer, ButtonPressed)
    assert answer.on is None


def test_a_menu_tells_the_message_that_it_was_used_on() -> None:
    on = typed(read(flagging(THREAD, channel=a_thread()))).on
    assert on is not None
    assert (on.id, place(on.conversation)) == (THREAD, (FORUM, None))


def test_a_button_that_asks_wants_its_form_and_the_answer_stands_behind_its_command() -> None:
    data = {"component_type": 2, "custom_id": custom_id(3, "drop F12", asks=ASKS)}
    asked = read(in_guild(COMPONENT, data, message=a_message()))
    assert asked == Pressed("drop F12", "", ASKS)
    sent = answer_to(asked, "Others have it <:sad:7>")
    brought = read(in_guild(MODAL, sent, message=a_message()))
    assert isinstance(brought, ButtonPressed)
    assert brought.says == answered("drop F12", "Others have it sad")
    assert brought.on is not None
    assert brought.private


def test_a_form_in_direct_messages_is_of_the_guild_that_the_button_tells() -> None:
    data = {"component_type": 2, "custom_id": custom_id(3, "due F12", GUILD, ASKS)}
    asked = read(in_direct(COMPONENT, data))
    assert isinstance(asked, Pressed)
    brought = read(in_direct(MODAL, answer_to(asked, "")))
    assert isinstance(brought, ButtonPressed)
    assert (brought.says, brought.where.channel.workspace) == ("due F12", GUILD)


def test_adding_without_a_text_wants_the_form() -> None:
    brought = read(in_guild(COMMAND, slash("add")))
    assert isinstance(brought, FormWanted)
    assert brought.text == ""
    assert not brought.of_message


def test_an_older_version_of_a_command_is_not_understood() -> None:
    for data in (
        slash("headlines"),
        slash("story", number="1", mood="good"),
        {"name": "Old", "type": 3, "target_id": "1"},
    ):
        brought = read(in_guild(COMMAND, data))
        assert isinstance(brought, NotUnderstood)
        assert "older version" in brought.sentence


def test_a_channel_of_which_nothing_is_told_is_not_understood() -> None:
    sent = in_guild(COMMAND, slash("status"))
    del sent["channel"]
    brought = read(sent)
    assert isinstance(brought, NotUnderstood)
    assert "which channel" in brought.sentence


def test_nothing_is_there_for_other_forms_and_for_suggestions_without_a_focus() -> None:
    assert read(in_guild(MODAL, {"custom_id": "other", "components": []})) is None
    assert read(in_guild(AUTOCOMPLETE, slash("story", number="1"))) is None
