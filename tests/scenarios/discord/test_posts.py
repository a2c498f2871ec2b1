"""What the bot owes is posted once, through limits, lost answers and every kind of channel."""

from adapters.discord.places import PLATFORM
from bot.model.outcome import Sent
from bot.model.people import ChannelRef, Conversation, MessageRef
from tests.contracts.promises import a_card
from tests.scenarios.discord.conftest import Play
from tests.scenarios.discord.newsroom import Newsroom
from tests.servers.discord import Channel


def test_a_digest_comes_at_its_time(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns", "Storm closes the harbour")
        await room.order(room.anna)
        await room.house.flows.digests.tick()
        assert room.discord.seen_by(room.ben, room.desk) == []
        await room.pass_the_hour()
        (post,) = await room.seen(room.ben)
        assert "Mayor resigns" in post.words
        assert "Storm closes the harbour" in post.words
        read = await room.press(room.ben, post, "Read brief")
        assert "It was a long evening." in read.words

    play(scenario)


def test_a_rate_limit_delays_a_post_and_loses_nothing(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.discord.refuse("create_message", status=429, retry_after=0.2)
        room.discord.refuse("create_message", status=429, retry_after=0.2, wide=True)
        await room.posted()
        statuses = [call.status for call in room.discord.called("create_message")]
        assert statuses == [429, 429, 200]

    play(scenario)


def test_a_post_whose_answer_is_lost_is_there_once(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.discord.fault("create_message", "reset after")
        await room.stories("Mayor resigns")
        await room.brief(room.anna, "story", number="1", share=True)
        await room.posts(PLATFORM, within=20)
        assert len(await room.seen(room.ben)) == 1

    play(scenario)


def test_a_post_that_was_never_taken_is_made_later(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.discord.fault("create_message", "reset before")
        await room.stories("Mayor resigns")
        await room.brief(room.anna, "story", number="1", share=True)
        await room.posts(PLATFORM, within=20)
        assert len(await room.seen(room.ben)) == 1

    play(scenario)


def test_a_bot_that_stops_waits_for_what_is_on_its_way(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.discord.fault("create_message", "slow")
        await room.stories("Mayor resigns")
        await room.brief(room.anna, "story", number="1", share=True)
        await room.discord.until(lambda: room.discord.called("create_message"))
        await room.stop()
        await room.start()
        assert len(await room.posts(PLATFORM)) == 1
        assert len(room.discord.called("create_message")) == 1

    play(scenario)


def test_an_archived_thread_is_reopened_for_a_post(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        thread = room.discord.add_thread(room.desk, "the mayor")
        room.discord.make_channel(thread)
        room.discord.archive(thread)
        assert isinstance(await posted_in(room, room.desk, thread=thread), Sent)
        (post,) = await room.seen(room.ben, thread)
        assert "Good morning" in post.words
        assert not thread.archived

    play(scenario)


def test_a_post_in_a_forum_has_a_title_and_a_tag(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        forum = room.discord.add_channel(room.guild, "stories", kind="forum", tags=["Sport", "Nutgraf"])
        room.discord.make_channel(forum)
        sent = await posted_in(room, forum)
        assert isinstance(sent, Sent)
        (thread,) = room.discord.threads_of(forum)
        assert sent.message.id == thread.id
        assert thread.name == a_card().summary
        assert thread.applied == [forum.tags[1].id]

    play(scenario)


def test_a_post_in_an_announcement_channel_offers_to_publish_it(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        news = room.discord.add_channel(room.guild, "news", kind="announcement")
        room.discord.make_channel(news)
        post = await room.posted(news)
        assert "Ask one of them" in (await room.press(room.ben, post, "Publish")).words
        assert not post.published
        assert "Published" in (await room.press(room.anna, post, "Publish")).words
        assert post.published
        assert "already" in (await room.press(room.anna, post, "Publish")).words

    play(scenario)


async def posted_in(room: Newsroom, channel: Channel, *, thread: Channel | None = None) -> object:
    """Post a card there, as the courier does."""
    ref = ChannelRef(platform=PLATFORM, workspace=room.guild.id, id=channel.id)
    where = Conversation(channel=ref, thread=thread.id if thread else None)
    return await room.platform.post(where, a_card(), key="k" * 25)


def test_nothing_that_is_posted_or_answered_pings(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories(f"@everyone, <@{room.ben.id}> and @here resign")
        await room.brief(room.anna, "latest")
        await room.brief(room.anna, "story", number="1", share=True)
        (post,) = await room.seen(room.ben)
        await room.press(room.ben, post, "Read brief")
        assert isinstance(await room.platform.edit(await only(room), a_card(), key="k" * 25), Sent)
        by_the_bot = [each for each in room.discord.messages if each.author is room.discord.bot]
        assert len(by_the_bot) == 4
        assert [each.mentions for each in by_the_bot] == [{"parse": []}] * 4
        assert "Good morning" in post.words

    play(scenario)


async def only(room: Newsroom) -> MessageRef:
    """Return the only post, as the store knows it."""
    (post,) = await room.posts(PLATFORM)
    return post
