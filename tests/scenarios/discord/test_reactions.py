"""Reactions on posts: heard as they happen, and found out where they happened unheard."""

from adapters.discord.places import PLATFORM
from tests.scenarios.discord.conftest import Play
from tests.scenarios.discord.newsroom import Newsroom
from tests.servers.discord import Message


async def caught_up(room: Newsroom) -> None:
    """Wait until the bot has compared what is there with what it knows."""
    await room.discord.until(room.caught_up.is_set)
    room.caught_up.clear()


def test_reactions_are_heard_folded_and_taken_back(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await room.posted()
        own = room.discord.add_emoji(room.guild, "newsworthy")
        room.discord.react(room.ben, post, "👍🏽")
        room.discord.react(room.anna, post, "❤️")
        room.discord.react(room.chef, post, own)
        await room.stand(("ben", "👍"), ("anna", "❤"), ("chef", "newsworthy"))
        room.discord.unreact(room.ben, post, "👍🏽")
        await room.stand(("anna", "❤"), ("chef", "newsworthy"))

    play(scenario)


def test_of_two_tones_of_one_emoji_one_may_be_taken_back(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await room.posted()
        for emoji in ("👍", "👍🏽", "👀"):
            room.discord.react(room.ben, post, emoji)
        await room.stand(("ben", "👍"), ("ben", "👀"))
        room.discord.unreact(room.ben, post, "👍🏽")
        room.discord.unreact(room.ben, post, "👀")
        await room.stand(("ben", "👍"))
        room.discord.unreact(room.ben, post, "👍")
        await room.stand()

    play(scenario)


def test_a_burst_reaction_counts_as_any_other(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await room.posted()
        room.discord.react(room.ben, post, "🎉", burst=True)
        await room.stand(("ben", "🎉"))
        await room.stop()
        room.discord.react(room.anna, post, "👀", burst=True)
        room.discord.unreact(room.ben, post, "🎉", burst=True)
        await room.start()
        await room.stand(("anna", "👀"))

    play(scenario)


def test_reactions_of_bots_and_on_others_messages_are_left_out(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await room.posted()
        robot = room.discord.add_person("robot", room.guild, bot=True)
        gossip = room.discord.say(room.anna, room.desk, "Has anybody got the mayor?")
        room.discord.react(robot, post, "👀")
        room.discord.react(room.discord.bot, post, "🚩")
        room.discord.react(room.ben, gossip, "👀")
        room.discord.react(room.ben, post, "✅")
        await room.stand(("ben", "✅"))
        room.discord.unreact(robot, post, "👀")
        room.discord.unreact(room.ben, gossip, "👀")
        room.discord.react(room.anna, post, "✅")
        await room.stand(("ben", "✅"), ("anna", "✅"))

    play(scenario)


def test_reactions_in_threads_and_forums_are_heard_too(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        thread = room.discord.add_thread(room.desk, "the mayor")
        forum = room.discord.add_channel(room.guild, "stories", kind="forum")
        for each in (thread, forum):
            room.discord.make_channel(each)
        await room.stories("Mayor resigns")
        await room.brief(room.anna, "story", channel=thread, number="1", share=True)
        (post,) = await room.seen(room.ben, thread)
        (known,) = await room.posts(PLATFORM)
        room.discord.react(room.ben, post, "👀")
        await room.until(lambda: _names(room), {("👀", known.id)})

    play(scenario)


async def _names(room: Newsroom) -> set[tuple[str, str]]:
    return {
        (each.name, post.id) for post in await room.posts(PLATFORM) for each in await room.reactions(post)
    }


def test_cleared_reactions_are_gone(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await room.posted()
        for person in (room.anna, room.ben):
            room.discord.react(person, post, "👀")
            room.discord.react(person, post, "🎉")
        await room.stand(("anna", "👀"), ("ben", "👀"), ("anna", "🎉"), ("ben", "🎉"))
        room.discord.clear_reactions(post, "👀")
        await room.stand(("anna", "🎉"), ("ben", "🎉"))
        room.discord.clear_reactions(post)
        await room.stand()

    play(scenario)


def test_what_is_cleared_off_others_messages_costs_no_request(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await caught_up(room)
        await room.posted()  # it would be asked for, too, if everything were compared
        gossip = room.discord.say(room.anna, room.desk, "Has anybody got the mayor?")
        room.discord.react(room.ben, gossip, "👀")
        before = len(room.discord.calls)
        room.discord.clear_reactions(gossip)
        await caught_up(room)
        assert room.discord.calls[before:] == []

    play(scenario)


def test_reactions_while_the_bot_was_away_are_found_out(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await room.posted()
        room.discord.react(room.ben, post, "👀")
        await room.stand(("ben", "👀"))
        await room.stop()
        changed(room, post)
        await room.start()
        await room.stand(("anna", "🎉"))

    play(scenario)


def test_reactions_during_a_gap_that_is_resumed_are_brought_then(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await with_eyes(room)
        room.discord.drop()
        changed(room, post)
        await room.stand(("anna", "🎉"))
        assert room.discord.resumed == 1
        assert len(room.discord.identified) == 1

    play(scenario)


def test_reactions_during_a_gap_that_can_not_be_resumed_are_found_out(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await with_eyes(room)
        room.discord.resumes = False
        room.discord.drop()
        await room.discord.until(lambda: not room.discord.connected)
        changed(room, post)
        await room.stand(("anna", "🎉"))
        assert room.discord.resumed == 0
        assert len(room.discord.identified) == 2

    play(scenario)


def test_reactions_after_a_session_that_discord_ends_are_found_out(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await with_eyes(room)
        room.discord.invalidate()
        changed(room, post)
        await room.stand(("anna", "🎉"))
        assert len(room.discord.identified) == 2

    play(scenario)


def test_a_reaction_that_can_not_be_saved_is_found_out_later(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await room.posted()
        await caught_up(room)
        room.store.full = True
        room.discord.react(room.ben, post, "👀")
        room.discord.clear_reactions(room.discord.say(room.anna, room.desk, "hm"))
        await caught_up(room)  # so the reaction was dealt with
        assert await room.standing() == set()
        room.store.full = False
        room.discord.drop()
        await room.stand(("ben", "👀"))

    play(scenario)


async def with_eyes(room: Newsroom) -> Message:
    """Return a post on which ben has put 👀, after the bot has compared everything."""
    await caught_up(room)
    post = await room.posted()
    room.discord.react(room.ben, post, "👀")
    await room.stand(("ben", "👀"))
    return post


def changed(room: Newsroom, post: Message) -> None:
    """Take that reaction back, and put another one there."""
    room.discord.unreact(room.ben, post, "👀")
    room.discord.react(room.anna, post, "🎉")
