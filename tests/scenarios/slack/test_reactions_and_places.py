"""Reactions on posts, and channels and tokens that go: nobody asked, and still it counts."""

from bot.model.digest import OrderState
from bot.model.people import ChannelRef, Conversation, MessageRef
from bot.model.reaction import Reaction
from tests.scenarios.slack.conftest import Play
from tests.scenarios.slack.newsroom import ANNA, BEN, NEWSROOM, PRIVATE, Newsroom, ok
from tests.servers.slack import Message


async def posted(room: Newsroom) -> Message:
    """Share a story in the newsroom, and return the post."""
    await room.stories("Mayor resigns")
    await room.brief(ANNA, "story 1 share:yes")
    await room.slack.until(lambda: room.slack.seen_by(BEN, NEWSROOM))
    await room.settled()
    return room.slack.seen_by(BEN, NEWSROOM)[0]


async def standing(room: Newsroom, post: Message) -> frozenset[Reaction]:
    channel = ChannelRef(platform="slack", workspace=room.slack.team, id=post.channel)
    message = MessageRef(conversation=Conversation(channel=channel), id=post.ts)
    return await room.house.store.read(lambda view: view.reactions.standing(message))


async def state(room: Newsroom) -> OrderState:
    return await room.house.store.read(lambda view: view.digests.standing()[0].state)


def test_a_reaction_counts_once_and_is_taken_back(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await posted(room)
        put = await room.slack.react(BEN, post, "+1::skin-tone-3")
        ok(put)
        await room.again(put)
        ok(await room.slack.react(ANNA, post, "our_own"))
        assert await standing(room, post) == {
            Reaction(person=BEN, name="👍"),
            Reaction(person=ANNA, name="our_own"),
        }
        ok(await room.slack.unreact(BEN, post, "+1::skin-tone-3"))
        await room.again(put)
        assert await standing(room, post) == {Reaction(person=ANNA, name="our_own")}

    play(scenario)


def test_a_reaction_that_can_not_be_saved_comes_again(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await posted(room)
        room.slack.patience = 0.3
        room.store.full = True
        put = await room.slack.react(BEN, post, "eyes")
        assert not put.acked
        room.store.full = False
        await room.slack.quiet()
        assert put.acked
        assert await standing(room, post) == {Reaction(person=BEN, name="👀")}

    play(scenario)


def test_reactions_while_the_bot_was_away_are_found_out(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        post = await posted(room)
        ok(await room.slack.react(BEN, post, "eyes"))
        await room.stop()
        room.slack.retries = ()
        room.slack.patience = 0.1
        await room.slack.react(ANNA, post, "tada")
        await room.slack.unreact(BEN, post, "eyes")
        await room.start()
        await room.caught_up.wait()
        assert await standing(room, post) == {Reaction(person=ANNA, name="🎉")}

    play(scenario)


def test_an_archived_channel_pauses_its_digest_and_a_deleted_one_ends_it(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.brief(ANNA, "digest at 08:00")
        ok(await room.slack.archive(NEWSROOM))
        assert await state(room) is OrderState.paused
        await room.slack.unarchive(NEWSROOM)
        assert "active" in (await room.brief(ANNA, "digest resume")).words
        ok(await room.slack.delete_channel(NEWSROOM))
        assert await room.effects() == 0

    play(scenario)


def test_a_bot_that_was_removed_says_how_to_bring_it_back(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.brief(ANNA, "digest at 08:00", channel=PRIVATE)
        ok(await room.slack.remove_bot(PRIVATE))
        assert await state(room) is OrderState.paused
        await room.slack.until(
            lambda: "/invite @nutgraf" in "".join(m.words for m in room.slack.seen_by(ANNA))
        )

    play(scenario)


def test_a_revoked_token_pauses_everything_and_the_bot_goes_on(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.brief(ANNA, "digest at 08:00")
        ok(await room.slack.revoke_token())
        assert await state(room) is OrderState.paused
        assert (await room.slack.command(BEN, NEWSROOM, "latest")).acked

    play(scenario)


def test_an_app_that_was_uninstalled_pauses_everything(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.brief(ANNA, "digest at 08:00")
        ok(await room.slack.uninstall())
        assert await state(room) is OrderState.paused

    play(scenario)
