"""The fake Discord takes what Discord takes and refuses what it refuses, asked by the true discord.py."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import aiohttp
import discord
import pytest

from bot.model.people import ChannelRef, Conversation
from tests.conftest import SetClock
from tests.servers.discord import Channel, DiscordRules, FakeDiscord, Guild, Person, snowflake
from tests.servers.discord.limits import COMPONENTS_V2
from tests.servers.discord_app import App, buttons, logged_in
from tests.servers.running import running

Call = Coroutine[Any, Any, Any]


class Newsroom:
    """A fake Discord, a guild in it with a channel, and a bot that may ask."""

    def __init__(self, fake: FakeDiscord, app: App) -> None:
        self.fake, self.app = fake, app
        self.guild: Guild = fake.add_guild("The Newsroom")
        self.anna: Person = fake.add_person("anna", self.guild)
        self.desk: Channel = fake.add_channel(self.guild, "desk")

    async def channel(self, channel: Channel) -> Any:  # noqa: ANN401 - any of discord.py's channels
        """Return a channel as the bot has it."""
        return await self.app.fetch_channel(int(channel.id))


Story = Callable[[Newsroom], Coroutine[Any, Any, None]]


def play(story: Story, clock: SetClock | None = None) -> None:
    """Run a story with a fake Discord and a bot that may ask."""

    async def playing() -> None:
        async with FakeDiscord(clock=clock) as fake, logged_in(fake) as app:
            await story(Newsroom(fake, app))

    asyncio.run(playing())


async def code(call: Call) -> int:
    """Return Discord's code with which a request is refused."""
    with pytest.raises(discord.HTTPException) as refused:
        await call
    return refused.value.code


def test_a_message_is_posted_read_and_edited() -> None:
    async def story(room: Newsroom) -> None:
        desk = await room.channel(room.desk)
        sent = await desk.send(view=buttons())
        (message,) = room.fake.seen_by(room.anna, room.desk)
        assert (message.words, message.buttons[0].label) == ("Twelve stories", "More")
        read = await desk.fetch_message(sent.id)
        assert read.flags.value == COMPONENTS_V2
        assert [each.id for each in read.components] == [77]
        assert [each.id for each in read.components[0].children] == [1, 2]
        await sent.edit(view=buttons(), allowed_mentions=discord.AllowedMentions.none())
        assert len(message.edits) == 1

    play(story)


def test_a_nonce_makes_one_message_for_a_while(clock: SetClock) -> None:
    async def story(room: Newsroom) -> None:
        desk = await room.channel(room.desk)
        first = await desk.send("1", nonce="k")
        assert (await desk.send("1", nonce="k")).id == first.id
        room.fake.delete(room.fake.messages[0])
        assert await code(desk.send("1", nonce="k")) == 10008
        clock.at += timedelta(seconds=121)
        assert (await desk.send("1", nonce="k")).id != first.id
        elsewhere = await room.channel(room.fake.add_channel(room.guild))
        assert (await elsewhere.send("1", nonce="k")).channel.id != desk.id

    play(story, clock)


def test_a_channels_history_is_read_page_by_page(clock: SetClock) -> None:
    async def story(room: Newsroom) -> None:
        desk = await room.channel(room.desk)
        for number in range(150):
            clock.at += timedelta(seconds=1)
            await desk.send(str(number))
        read = [
            each.content async for each in desk.history(limit=None, after=clock.at - timedelta(seconds=120))
        ]
        assert read == [str(number) for number in range(30, 150)]
        newest = [each.content async for each in desk.history(limit=3)]
        assert newest == ["149", "148", "147"]
        room.fake.lag = 2
        assert [each.content async for each in desk.history(limit=1)] == ["147"]
        room.fake.forbid(room.desk, "read_message_history")
        assert [each async for each in desk.history(limit=3)] == []

    play(story, clock)


def test_who_put_a_reaction_is_told_page_by_page_and_by_kind() -> None:
    async def story(room: Newsroom) -> None:
        post = room.fake.add_message(room.desk, room.fake.bot, "A story")
        crowd = [room.fake.add_person(f"p{number}", room.guild) for number in range(130)]
        for each in crowd:
            room.fake.react(each, post, "🚩")
        room.fake.react(room.anna, post, "🚩", burst=True)
        own = room.fake.add_emoji(room.guild, "flagged")
        room.fake.react(room.anna, post, own)
        message = await (await room.channel(room.desk)).fetch_message(int(post.id))
        flag, custom = message.reactions
        assert (flag.count, flag.normal_count, flag.burst_count) == (131, 130, 1)
        ordinary = [each.id async for each in flag.users(limit=None, type=discord.ReactionType.normal)]
        assert sorted(ordinary) == [int(each.id) for each in crowd]
        bursts = [each.id async for each in flag.users(limit=None, type=discord.ReactionType.burst)]
        assert bursts == [int(room.anna.id)]
        assert custom.emoji.name == "flagged"
        assert [each.id async for each in custom.users()] == [int(room.anna.id)]

    play(story)


def test_where_the_bot_may_not_it_is_told_why() -> None:
    async def story(room: Newsroom) -> None:
        fake = room.fake
        desk = await room.channel(room.desk)
        sent = await desk.send("x")
        fake.forbid(room.desk, "send_messages")
        assert await code(desk.send("x")) == 50013
        fake.forbid(room.desk, "view_channel")
        assert await code(desk.send("x")) == 50001
        assert await code(room.channel(room.desk)) == 50001
        fake.permit(room.desk, "view_channel", "send_messages")
        fake.delete(fake.messages[0])
        assert await code(sent.edit(content="y")) == 10008
        theirs = fake.add_message(room.desk, room.anna, "Mine")
        assert await code(desk.get_partial_message(int(theirs.id)).edit(content="y")) == 50005
        fake.delete_channel(room.desk)
        assert await code(desk.send("x")) == 10003
        shut = await room.app.fetch_user(int(fake.add_person("ben", shuts=True).id))
        assert await code(shut.send("x")) == 50007

    play(story)


def test_somebody_gets_a_direct_message() -> None:
    async def story(room: Newsroom) -> None:
        await (await room.app.fetch_user(int(room.anna.id))).send("Good morning")
        assert [each.words for each in room.fake.seen_by(room.anna)] == ["Good morning"]

    play(story)


def test_threads_are_opened_again_unless_they_are_locked() -> None:
    async def story(room: Newsroom) -> None:
        there = room.fake.add_thread(room.desk, archived=True)
        thread = await room.channel(there)
        assert await code(thread.send("x")) == 50083
        await thread.edit(archived=False)
        assert (await thread.send("x")).id
        room.fake.archive(there, locked=True)
        assert await code(thread.edit(archived=False)) == 160005
        room.fake.permit(room.desk, "manage_threads")
        await thread.edit(archived=False)
        assert not there.archived

    play(story)


def test_a_forum_takes_posts_with_tags(clock: SetClock) -> None:
    async def story(room: Newsroom) -> None:
        there = room.fake.add_channel(
            room.guild, "forum", kind="forum", tags=["News"], moderated=["Official"], tag_needed=True
        )
        forum = await room.channel(there)
        news, official = forum.available_tags
        assert await code(forum.create_thread(name="A story", content="x")) == 40067
        assert await code(forum.create_thread(name="A story", content="x", applied_tags=[official])) == 50013
        thread, message = await forum.create_thread(name="A story", view=buttons(), applied_tags=[news])
        assert thread.id == message.id
        (post,) = room.fake.threads_of(there)
        assert post.conversation == (there.id, post.id)
        assert await code(room.app.http.request(_post(there), json={"content": "x", **SILENT})) == 50008
        old = [room.fake.add_thread(there, f"Old {number}") for number in range(3)]
        for each in old:
            clock.at += timedelta(minutes=1)
            room.fake.archive(each)
        archived = [each.name async for each in forum.archived_threads(limit=2)]
        assert archived == ["Old 2", "Old 1"]
        active = await room.app.http.get_active_threads(int(room.guild.id))
        assert [each["id"] for each in active["threads"]] == [post.id]

    play(story, clock)


def test_a_post_in_an_announcement_channel_is_published_once() -> None:
    async def story(room: Newsroom) -> None:
        news = await room.channel(room.fake.add_channel(room.guild, "news", kind="announcement"))
        message = await news.send("x")
        await message.publish()
        assert room.fake.messages[0].published
        assert await code(message.publish()) == 40033
        assert await code((await (await room.channel(room.desk)).send("x")).publish()) == 50024

    play(story)


def test_commands_come_back_as_discord_keeps_them() -> None:
    async def story(room: Newsroom) -> None:
        option: Any = {"type": 3, "name": "topic", "description": "On what", "required": False}
        command: Any = {"name": "brief", "description": "Briefs", "options": [option], "contexts": [0]}
        application = int(room.fake.bot.id)
        for _ in range(2):
            await room.app.http.bulk_upsert_global_commands(application, [command])
        registered: Any = await room.app.http.get_global_commands(application)
        (kept,) = registered
        assert kept["id"] == room.fake.commands[0]["id"]
        assert kept["options"][0] == {"type": 3, "name": "topic", "description": "On what"}
        assert (kept["contexts"], kept["dm_permission"], kept["nsfw"]) == ([0], False, False)
        await room.app.http.bulk_upsert_guild_commands(application, int(room.guild.id), [command])
        assert room.guild.commands[0]["guild_id"] == room.guild.id

    play(story)


def test_the_bot_learns_of_guilds_roles_and_members() -> None:
    async def story(room: Newsroom) -> None:
        role = room.fake.add_role(room.guild, "Editors", may=["manage_channels"], to=[room.anna])
        guild = await room.app.fetch_guild(int(room.guild.id))
        member = await guild.fetch_member(int(room.anna.id))
        assert [each.id for each in member.roles[1:]] == [int(role.id)]
        assert member.guild_permissions.manage_channels
        stranger = room.fake.add_person("carl")
        assert await code(guild.fetch_member(int(stranger.id))) == 10007
        assert [each.name for each in await guild.fetch_channels()] == ["desk"]
        assert {each.name for each in await guild.fetch_roles()} == {"@everyone", "Nutgraf", "Editors"}
        room.fake.begin_outage(room.guild)
        with pytest.raises(discord.DiscordServerError):
            await room.channel(room.desk)

    play(story)


def test_faults_happen_as_they_are_ordered() -> None:
    async def story(room: Newsroom) -> None:
        desk = await room.channel(room.desk)
        room.fake.fault("create_message", "reset after", "reset before")
        for _ in range(2):
            with pytest.raises(aiohttp.ClientConnectionError):
                await desk.send("x", nonce="k")
        assert len(room.fake.messages) == 1
        room.fake.fault("create_message", "silence after")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(desk.send("y"), 0.1)
        assert len(room.fake.messages) == 2
        room.fake.refuse("create_message", status=503)
        with pytest.raises(discord.DiscordServerError):
            await desk.send("z")
        room.fake.go_down()
        with pytest.raises(discord.DiscordServerError):
            await desk.send("z")
        room.fake.come_up()
        await desk.send("z")

    play(story)


def test_discords_pace_is_kept_where_a_test_wants_it() -> None:
    async def story(room: Newsroom) -> None:
        desk = await room.channel(room.desk)
        room.fake.refuse("create_message", status=429, retry_after=0.05)
        await desk.send("waited for")
        assert [call.status for call in room.fake.called("create_message")] == [429, 200]
        room.fake.rate_limited = True
        async with aiohttp.ClientSession(headers=_may(room.fake)) as session:
            url = f"{room.fake.api_url}/channels/{room.fake.add_channel(room.guild).id}/messages"
            answers = [await session.post(url, json={"content": "x", **SILENT}) for _ in range(6)]
        assert [each.status for each in answers] == [200] * 5 + [429]
        assert [answers[n].headers["X-RateLimit-Remaining"] for n in (0, 4)] == ["4", "0"]
        assert answers[5].headers["Via"]
        assert 0 < (await answers[5].json())["retry_after"] <= 5

    play(story)


def test_a_wrong_request_is_refused_and_fails_the_test() -> None:
    async def playing() -> None:
        async with FakeDiscord() as fake, logged_in(fake) as app:
            room = Newsroom(fake, app)
            desk = await room.channel(room.desk)
            assert await code(desk.send("x" * 2001)) == 50035
            assert fake.wrong
            fake.wrong.clear()
            await desk.send("x", allowed_mentions=discord.AllowedMentions.all())

    with pytest.raises(AssertionError, match="it pings"):
        asyncio.run(playing())


def test_waiting_ends_as_soon_as_it_happened_and_fails_where_it_does_not() -> None:
    async def story(room: Newsroom) -> None:
        desk = await room.channel(room.desk)
        posting = asyncio.create_task(desk.send("x"))
        started = time.monotonic()
        await room.fake.until(lambda: room.fake.seen_by(room.anna, room.desk), within=30)
        assert time.monotonic() - started < 5
        await posting
        with pytest.raises(AssertionError, match=r"did not happen within 0\.05 seconds"):
            await room.fake.until(lambda: False, within=0.05)

    play(story)


def test_a_process_of_its_own_is_what_the_rules_say_and_reports() -> None:
    def place(name: str, thread: str | None = None, *, person: bool = False) -> Conversation:
        ref = ChannelRef(platform="discord", workspace=snowflake("w"), id=snowflake(name), person=person)
        return Conversation(channel=ref, thread=snowflake(thread) if thread else None)

    rules = DiscordRules(
        conversations=(place("desk", "t"), place("forum"), place("anna", person=True)),
        forums=frozenset({snowflake("forum")}),
        archived=frozenset({snowflake("t")}),
        guilds=3,
    )

    async def asking() -> None:
        with running(rules, module="tests.servers.discord") as server:
            api = f"http://127.0.0.1:{server.port}/api/v10"
            async with FakeDiscord() as tokens, aiohttp.ClientSession(headers=_may(tokens)) as session:

                async def post(path: str, **body: object) -> Any:  # noqa: ANN401 - JSON
                    async with session.post(f"{api}{path}", json=body) as answer:
                        return await answer.json()

                to = await post("/users/@me/channels", recipient_id=snowflake("anna"))
                desk, forum = snowflake("desk"), snowflake("forum")
                await post(f"/channels/{desk}/messages", content="1", nonce="k1", **SILENT)
                await post(f"/channels/{to['id']}/messages", content="2", nonce="k2", **SILENT)
                view = {"flags": COMPONENTS_V2, "components": shown(), **SILENT}
                await post(f"/channels/{forum}/threads", name="A story", message=view)
                shut = await post(f"/channels/{snowflake('t')}/messages", content="x", **SILENT)
                assert shut["code"] == 50083
            report = await server.report()
            guild = snowflake("w")
            assert [(each.key, each.conversation, each.texts) for each in report.messages] == [
                ("k1", f"{guild}/{desk}/", ["1"]),
                ("k2", f"{guild}/@{snowflake('anna')}/", ["2"]),
                ("mark:77", f"{guild}/{forum}/", ["Twelve stories"]),
            ]
            assert not report.wrong

    asyncio.run(asking())


SILENT: dict[str, Any] = {"allowed_mentions": {"parse": []}}


def shown() -> Any:  # noqa: ANN401 - JSON
    return buttons().to_components()  # type: ignore[no-untyped-call] # discord.py has no types here


def _may(fake: FakeDiscord) -> dict[str, str]:
    return {"Authorization": f"Bot {fake.options().token.get_secret_value()}"}


def _post(channel: Channel) -> discord.http.Route:
    return discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=int(channel.id))
