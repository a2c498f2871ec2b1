"""The fake Discord brings what people do to a true discord.py, and sees what became of it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import discord
import pytest

from tests.servers.discord import Channel, Choice, FakeDiscord, Guild, Message, Person
from tests.servers.discord.limits import COMPONENTS_V2
from tests.servers.discord_app import App, connected, logged_in


class Newsroom:
    """A fake Discord with a guild, a bot that is connected to it, and people."""

    def __init__(self, discord: FakeDiscord) -> None:
        self.discord = discord
        self.guild: Guild = discord.add_guild("The Newsroom")
        self.anna: Person = discord.add_person("anna", self.guild, may=["manage_channels"])
        self.ben: Person = discord.add_person("ben", self.guild)
        self.desk: Channel = discord.add_channel(self.guild, "desk")
        self.post: Message = discord.add_message(self.desk, discord.bot, "A story")

    async def heard(self, app: App, event: str, details: str) -> None:
        """Return once the bot has heard that."""
        await self.discord.until(lambda: (event, details) in app.heard)


Story = Callable[[Newsroom, App], Coroutine[Any, Any, None]]


def play(story: Story, before: Callable[[FakeDiscord], object] | None = None) -> None:
    """Run a story with a fake Discord and a bot that is connected to it."""

    async def playing() -> None:
        async with FakeDiscord() as discord:
            room = Newsroom(discord)
            if before:
                before(discord)
            async with connected(discord) as app:
                await story(room, app)

    asyncio.run(playing())


def test_the_bot_says_who_it_is_and_learns_of_every_guild() -> None:
    async def story(room: Newsroom, app: App) -> None:
        (said,) = room.discord.identified
        assert said["intents"] == app.intents.value
        assert "token" not in said
        assert len(app.guilds) == 2_501
        mine = app.get_guild(int(room.guild.id))
        assert mine
        desk = mine.get_channel(int(room.desk.id))
        assert desk
        assert desk.permissions_for(mine.me).send_messages
        assert not desk.permissions_for(mine.me).manage_messages

    play(story, before=lambda fake: fake.add_guilds(2_500))


def test_a_command_is_answered_to_who_asked_alone() -> None:
    async def story(room: Newsroom, app: App) -> None:
        asked = await room.discord.slash(room.anna, room.desk, "latest", count=5, topic="space")
        assert (asked.response, asked.words) == (4, "Here you are.")
        assert 0 < asked.seconds < 1
        assert asked.shown[0].only is room.anna
        assert room.discord.seen_by(room.ben, room.desk) == [room.post]
        assert asked.payload["data"]["options"][0]["options"] == [
            {"name": "count", "type": 4, "value": 5},
            {"name": "topic", "type": 3, "value": "space"},
        ]
        assert app.heard[-1] == ("application_command", "brief")

    play(story)


def test_only_what_is_registered_can_be_chosen() -> None:
    async def story(room: Newsroom, app: App) -> None:  # noqa: ARG001 - every story has it
        wrong: list[tuple[str, dict[str, Any]]] = [
            ("newest", {}),
            ("latest", {"number": 5}),
            ("latest", {"count": 21}),
            ("latest", {"count": "5"}),
            ("", {}),
        ]
        for command, values in wrong:
            with pytest.raises(AssertionError):
                await room.discord.slash(room.anna, room.desk, command, values)
        with pytest.raises(AssertionError, match="isn't offered there"):
            await room.discord.slash(room.anna, room.discord.direct(room.anna), "latest")

    play(story)


def test_a_deferred_answer_is_thinking_until_it_is_there() -> None:
    async def story(room: Newsroom, app: App) -> None:
        app.answer = "defer"
        asked = await room.discord.slash(room.anna, room.desk, "latest")
        assert asked.response == 5
        assert not asked.answered
        app.hold.set()
        await room.discord.answered(asked)
        assert asked.words == "Twelve stories"
        assert asked.shown[0].shown.flags & COMPONENTS_V2
        assert [each["id"] for each in asked.shown[0].components] == [77]

    play(story)


def test_buttons_forms_menus_and_choices_work() -> None:
    async def story(room: Newsroom, app: App) -> None:
        app.answer, shown = "defer", room.post
        app.hold.set()
        asked = await room.discord.answered(await room.discord.menu(room.anna, shown, "Flag"))
        assert asked.payload["data"]["target_id"] == room.post.id
        app.answer = "modal"
        clicked = await room.discord.click(room.anna, asked.shown[0], "More")
        assert clicked.modal
        assert clicked.modal.inputs == {"text": "As it stands"}
        app.answer = "message"
        sent = await room.discord.submit(clicked, text="As it should")
        assert sent.words == "Here you are."
        assert sent.payload["data"]["components"][0]["component"]["value"] == "As it should"
        app.answer = "choices"
        typed = await room.discord.autocomplete(room.anna, room.desk, "latest", "topic", "sp")
        assert typed.choices == [Choice("Space", "space")]
        with pytest.raises(AssertionError, match="doesn't see that message"):
            await room.discord.click(room.ben, asked.shown[0], "More")

    play(story)


def test_a_press_may_change_the_message() -> None:
    async def story(room: Newsroom, app: App) -> None:
        row = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Go", "custom_id": "go"}]}
        message = room.discord.add_message(room.desk, room.discord.bot, "Old", components=[row])
        app.answer = "update"
        await room.discord.click(room.ben, message, "go")
        assert (message.text, message.edits[0].text) == ("Changed.", "Old")

    play(story)


def test_an_interaction_is_answered_once_and_in_time() -> None:
    async def story(room: Newsroom, app: App) -> None:
        async with asyncio.timeout(20):
            asked = await room.discord.slash(room.anna, room.desk, "latest")
            assert room.discord.deliver_again(asked)
            await room.discord.until(
                lambda: (
                    [call.code for call in room.discord.called("create_interaction_response")] == [0, 40060]
                )
            )
            room.discord.interaction_lives, room.discord.patience = -1, 0.2
            late = await room.discord.slash(room.anna, room.desk, "latest")
            assert late.response is None
            assert room.discord.called("create_interaction_response")[-1].code == 10062
            assert len(app.heard) == 4

    play(story)


def test_an_interactions_token_is_good_for_a_while() -> None:
    async def story(room: Newsroom, app: App) -> None:
        asked = await room.discord.slash(room.anna, room.desk, "latest")
        webhook = discord.Webhook.partial(int(room.discord.bot.id), asked.token, client=app)
        await webhook.send("One more thing")
        assert [each.words for each in asked.shown] == ["Here you are.", "One more thing"]
        room.discord.token_lives = -1
        with pytest.raises(discord.HTTPException) as late:
            await webhook.send("Too late")
        assert late.value.code == 50027

    play(story)


def test_reactions_are_heard_with_their_kinds() -> None:
    async def story(room: Newsroom, app: App) -> None:
        fake, anna, post = room.discord, room.anna, room.post
        own = fake.add_emoji(room.guild, "flagged")
        fake.react(anna, post, "🚩")
        fake.react(anna, post, "👍🏽", burst=True)
        fake.react(anna, post, own)
        fake.unreact(anna, post, "🚩")
        await room.heard(app, "reaction", f"-🚩 {anna.id} 0")
        assert [details for event, details in app.heard if event == "reaction"] == [
            f"+🚩 {anna.id} 0",
            f"+👍🏽 {anna.id} 1",
            f"+flagged {anna.id} 0",
            f"-🚩 {anna.id} 0",
        ]
        fake.clear_reactions(post)
        await room.heard(app, "cleared", post.id)
        assert not post.reactions

    play(story)


def test_what_the_bot_has_not_asked_for_it_is_not_told() -> None:
    async def story(room: Newsroom, app: App) -> None:
        room.discord.say(room.anna, room.desk, "Hello")
        room.discord.forbid(room.desk, "view_channel")
        room.discord.react(room.anna, room.post, "🚩")
        elsewhere = room.discord.add_channel(room.guild, "elsewhere")
        room.discord.make_channel(elsewhere)
        room.discord.delete_channel(elsewhere)
        await room.heard(app, "channel deleted", "elsewhere")
        assert app.heard == [("ready", "1"), ("channel deleted", "elsewhere")]

    play(story)


def test_guilds_and_channels_come_and_go() -> None:
    async def story(room: Newsroom, app: App) -> None:
        fake = room.discord
        thread = fake.add_thread(room.desk, "Launch")
        fake.delete_channel(thread)
        await room.heard(app, "thread deleted", thread.id)
        fake.delete_channel(room.desk)
        await room.heard(app, "channel deleted", "desk")
        fake.begin_outage(room.guild)
        await room.heard(app, "unavailable", "The Newsroom")
        fake.end_outage(room.guild)
        fake.kick_bot(room.guild)
        await room.heard(app, "removed", "The Newsroom")

    play(story)


def test_a_dropped_connection_resumes_with_what_was_missed() -> None:
    async def story(room: Newsroom, app: App) -> None:
        room.discord.drop()
        await room.discord.until(lambda: not room.discord.connected)
        room.discord.react(room.anna, room.post, "🚩")
        await room.heard(app, "resumed", "")
        assert app.heard[-2:] == [("reaction", f"+🚩 {room.anna.id} 0"), ("resumed", "")]
        room.discord.ask_to_reconnect()
        await room.discord.until(lambda: room.discord.resumed == 2)
        assert len(room.discord.identified) == 1

    play(story)


def test_a_session_that_is_over_begins_anew_and_misses_what_was() -> None:
    async def story(room: Newsroom, app: App) -> None:
        room.discord.resumes = False
        room.discord.drop()
        await room.discord.until(lambda: not room.discord.connected)
        room.discord.react(room.anna, room.post, "🚩")
        await room.discord.until(lambda: len(room.discord.identified) == 2, within=20)
        await room.discord.ready()
        assert not [event for event, _ in app.heard if event in {"reaction", "resumed"}]

    play(story)


def test_heartbeats_are_answered_unless_that_is_withheld() -> None:
    async def story(room: Newsroom, app: App) -> None:
        await room.discord.until(lambda: room.discord.heartbeats > 2)
        assert app.latency < 1
        room.discord.acks = False
        room.discord.drop()
        await room.discord.until(lambda: room.discord.resumed)
        beats = room.discord.heartbeats
        await room.discord.until(lambda: room.discord.heartbeats > beats + 1)

    def quickly(fake: FakeDiscord) -> None:
        fake.heartbeat = 0.1

    play(story, before=quickly)


def test_a_token_that_was_reset_is_refused_everywhere() -> None:
    async def story(room: Newsroom, app: App) -> None:
        await room.discord.reset_token()
        await room.discord.until(app.is_closed)
        with pytest.raises(discord.LoginFailure):
            async with logged_in(room.discord):
                pass
        room.discord.restore_token()
        async with logged_in(room.discord) as again:
            assert again.user

    play(story)


def test_a_privileged_intent_is_refused() -> None:
    async def playing() -> None:
        async with FakeDiscord() as fake, logged_in(fake, message_content=True) as app:
            with pytest.raises(discord.PrivilegedIntentsRequired):
                await app.connect()
            assert not fake.connected

    asyncio.run(playing())
