"""Buttons, menus of messages and forms in a simulated Discord, also after the bot was started anew."""

from typing import Any

import discord
import simcord

from adapters.discord.components.pressed import Pressed, pressed
from adapters.discord.components.render import render
from bot.model.card import Button, Buttons, Card, Paragraph, Plain
from bot.model.events import ButtonPressed
from tests.scenarios.discord.conftest import Simulate
from tests.scenarios.discord.simulated import Simulated, buttons, custom_ids, press, shown

TEXT = "Bridge closes. It closes on 3 June 2026, the city said on Monday."


async def a_post(room: Simulated) -> discord.Message:
    """Let the bot post story #1, and return the post."""
    await room.stories("Mayor resigns")
    await room.ben.slash(room.desk, "brief story", number="1", share=True)
    await room.deliver()
    post = room.desk.last_message
    assert post
    return post


def test_a_post_is_read_and_flagged_and_the_flag_taken_back(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        post = await a_post(room)
        flagged = await press(room.ben, post, "follow 1")
        assert flagged.ephemeral
        assert "Flagged: #1" in shown(flagged)
        assert await room.flags(1) == 1
        taken = await press(room.ben, flagged, "unfollow 1")
        assert "taken back" in shown(taken)
        assert await room.flags(1) == 0

    simulate(scenario)


def test_the_brief_is_read_from_a_list_and_the_next_page_follows(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories(*(f"Story number {n}" for n in range(1, 8)))
        answer = await room.ben.slash(room.desk, "brief latest")
        read = await press(room.ben, answer, "story 7")
        assert read.ephemeral
        assert "It was late." in shown(read)
        [more] = [says for says in buttons(answer) if "page:2" in says and "share" not in says]
        assert "Story number 1" in shown(await press(room.ben, answer, more))

    simulate(scenario)


def test_old_buttons_work_after_a_restart(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        post = await a_post(room)
        answer = await room.ben.slash(room.desk, "brief latest")
        await room.restart()
        assert "Flagged: #1" in shown(await press(room.ben, post, "follow 1"))
        assert "It was late." in shown(await press(room.ben, answer, "story 1"))
        assert await room.flags(1) == 1

    simulate(scenario)


def test_nothing_of_a_message_is_kept_in_memory(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        post = await a_post(room)
        await press(room.ben, post, "follow 1")
        shown_form = await room.anna.slash(room.desk, "brief add")
        assert shown_form.modal
        client = room.platform.client
        assert client.persistent_views == []
        assert not list(client.cached_messages)
        assert not client._connection._view_store._views
        assert not client._connection._view_store._modals

    simulate(scenario)


def test_a_button_that_is_none_of_ours_says_so(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        channel = room.platform.client.get_channel(room.desk.id)
        assert isinstance(channel, discord.TextChannel)
        view = discord.ui.LayoutView()
        button: discord.ui.Button[Any] = discord.ui.Button(label="Old", custom_id="digest:17:pause")
        view.add_item(discord.ui.ActionRow(button))
        view.stop()
        with room.env._bot_scope():
            message = await channel.send(view=view)
        answer = await room.ben.click(message, label="Old")
        assert answer.ephemeral
        assert "none of Nutgraf's any more" in shown(answer)

    simulate(scenario)


async def in_direct(room: Simulated, card: Card, workspace: str, user: simcord.UserHandle) -> discord.Message:
    """Let the bot show a card in somebody's direct messages."""
    with room.env._bot_scope():
        channel = await room.platform.client.create_dm(discord.Object(user.id))
        return await channel.send(view=render(card, workspace=workspace).view)


SHOWN = Card(
    summary="Sources",
    blocks=(
        Paragraph(prose=(Plain(text="Sources"),)),
        Buttons(buttons=(Button(label="Settings", says="settings zone:Europe/London for:workspace"),)),
    ),
)


def test_in_direct_messages_the_role_is_that_in_the_guild(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        guild = str(room.guild.id)
        for who, said in (
            (room.chef, "Europe/London"),
            (room.ben, "your role here is reader"),
            (room.anna, "is editor"),
        ):
            message = await in_direct(room, SHOWN, guild, who.user)
            answer = await who.user.click(message, label="Settings")
            assert not answer.ephemeral
            assert said in shown(answer)
        asked = room.core.accepted[-1]
        assert isinstance(asked, ButtonPressed)
        assert asked.where.channel.person
        assert asked.where.channel.workspace == guild

    simulate(scenario)


def test_a_stranger_to_the_guild_may_do_nothing(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        stranger = room.env.create_user("eve")
        message = await in_direct(room, SHOWN, str(room.guild.id), stranger)
        assert "people of this workspace alone" in shown(await stranger.click(message, label="Settings"))
        elsewhere = await in_direct(room, SHOWN, "1234", stranger)
        assert "people of this workspace alone" in shown(await stranger.click(elsewhere, label="Settings"))

    simulate(scenario)


def test_the_answers_buttons_in_direct_messages_tell_the_guild_as_well(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns")
        read = Buttons(buttons=(Button(label="Read brief", says="story 1"),))
        message = await in_direct(
            room, SHOWN.model_copy(update={"blocks": (read,)}), str(room.guild.id), room.ben.user
        )
        answer = await room.ben.user.click(message, label="Read brief")
        assert answer.response
        pressable = {pressed(each) for each in custom_ids(answer.response.components)}
        assert Pressed("follow 1", str(room.guild.id)) in pressable

    simulate(scenario)


def test_a_press_in_direct_messages_that_tells_no_guild_says_what_to_do(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        message = await in_direct(room, SHOWN, "", room.ben.user)
        answer = await room.ben.user.click(message, label="Settings")
        assert "doesn't tell which server" in shown(answer)

    simulate(scenario)


# ---- menus of messages


def test_a_post_is_flagged_by_its_menu(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        post = await a_post(room)
        answer = await room.ben.context_menu(room.desk, "Flag for follow-up", post)
        assert answer.ephemeral
        assert "Flagged: #1" in shown(answer)
        assert await room.flags(1) == 1

    simulate(scenario)


def test_of_an_edition_the_menu_asks_which_story(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns", "Harbour deal is off")
        await room.anna.slash(room.desk, "brief digest at", time="08:00")
        await room.anna.slash(room.desk, "brief digest now")
        await room.deliver()
        post = room.desk.last_message
        assert post
        which = await room.ben.context_menu(room.desk, "Flag for follow-up", post)
        first, second = sorted(says for says in buttons(which) if says.startswith("follow "))
        assert first.startswith("follow 1")
        assert "Flagged: #2" in shown(await press(room.ben, which, second))

    simulate(scenario)


def test_a_message_that_is_no_post_of_ours_is_not_flagged(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        message = await room.ben.send(room.desk, "Has anybody seen the mayor?")
        answer = await room.ben.context_menu(room.desk, "Flag for follow-up", message)
        assert "none of Nutgraf's posts" in shown(answer)

    simulate(scenario)


def test_a_message_is_looked_over_and_added(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        message = await room.ben.send(room.desk, f"**{TEXT}**")
        form = await room.anna.context_menu(room.desk, "Add to Nutgraf", message)
        assert form.modal
        assert TEXT in str(form.modal)
        assert "**" not in str(form.modal)
        added = await room.anna.submit_modal(form, {"text:0:line": TEXT})
        assert added.ephemeral
        assert "Added as a new story" in shown(added)

    simulate(scenario)


def test_adding_without_a_text_opens_an_empty_form(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        form = await room.anna.slash(room.desk, "brief add")
        assert form.modal
        assert "Paste the text" in str(form.modal)
        await room.restart()
        added = await room.anna.submit_modal(form, {"text:0:line": TEXT})
        assert "Added as a new story" in shown(added)

    simulate(scenario)


def test_readers_are_told_at_once_that_they_cannot_add(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        message = await room.anna.send(room.desk, TEXT)
        for refused in (
            await room.ben.context_menu(room.desk, "Add to Nutgraf", message),
            await room.ben.slash(room.desk, "brief add"),
        ):
            assert refused.modal is None
            assert refused.ephemeral
            assert "Only editors can add" in shown(refused)

    simulate(scenario)


# ---- who may do what


def test_who_may_do_what(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        keeper = room.guild.create_role("Keepers", permissions=discord.Permissions(manage_channels=True))
        dora = room.guild.add_member(room.env.create_user("dora"), roles=[keeper])
        await room.env.settle()
        assert "for editors" in shown(await room.ben.slash(room.desk, "brief digest at", time="08:00"))
        for editor, time in ((room.anna, "08:00"), (dora, "09:00")):
            assert "is set up" in shown(await editor.slash(room.desk, "brief digest at", time=time))
            assert "for admins" in shown(await editor.slash(room.desk, "brief status"))
        assert "Stories" in shown(await room.chef.slash(room.desk, "brief status"))

    simulate(scenario)


def test_where_the_bot_may_not_post_no_order_stands(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        locked = room.guild.create_text_channel(
            "locked", overwrites={room.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
        )
        await room.env.settle()
        answer = await room.chef.slash(locked, "brief digest at", time="08:00")
        assert "Send Messages" in shown(answer)
        assert await room.digests() == 0

    simulate(scenario)


def test_where_discord_cannot_say_who_somebody_is_nothing_is_done(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        message = await in_direct(room, SHOWN, str(room.guild.id), room.chef.user)
        room.env.inject_error("GET", "/guilds/*/members/*", status=500)
        answer = await room.chef.user.click(message, label="Settings")
        assert "can't tell that you are one" in shown(answer)

    simulate(scenario)


def test_a_post_in_an_announcement_channel_is_published_by_an_editor(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        news = room.guild.create_news_channel("news")
        await room.env.settle()
        await room.stories("Mayor resigns")
        await room.anna.slash(news, "brief story", number="1", share=True)
        await room.deliver()
        post = news.last_message
        assert post
        assert "Only editors" in shown(await room.ben.click(post, custom_id="publish"))
        assert not room.requests("POST", "/crosspost")
        published = await room.anna.click(post, custom_id="publish")
        assert published.ephemeral
        assert "Published" in shown(published)
        assert len(room.requests("POST", "/crosspost")) == 1

    simulate(scenario)
