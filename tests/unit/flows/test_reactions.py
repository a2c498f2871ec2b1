"""Reactions to our posts are kept, whatever they mean, and may be told twice."""

import asyncio
from pathlib import Path

from bot.flows.inbox import Inbox
from bot.model.delivery import DeliveryState
from bot.model.events import ReactionChanged
from bot.model.people import MessageRef
from bot.ports import Tx
from tests.unit.flows.channel import ANN, HERE, Channel, a_channel

POST = MessageRef(conversation=HERE, id="m1")


async def reacted(channel: Channel, message: MessageRef = POST, *, present: bool = True) -> bool:
    at = channel.clock.at
    event = ReactionChanged(id="e", at=at, actor=ANN, message=message, name="eyes", present=present)
    return await Inbox(channel.store, channel.clock).accept(event)


def test_a_reaction_to_a_story_counts_once_until_it_is_taken_back(tmp_path: Path) -> None:
    async def work() -> None:
        async with a_channel(tmp_path / "s.db") as channel:
            await channel.subscribe()
            (story,) = await channel.news()
            (post,) = await channel.promised()
            sent = post.model_copy(update={"state": DeliveryState.sent, "message": POST})

            def settle(tx: Tx) -> None:
                tx.deliveries.change(post, sent)

            await channel.store.write(settle)
            for _ in range(2):
                assert not await reacted(channel)  # it means nothing to a follow-up
            people = await channel.store.read(lambda view: dict(view.reactions.people([story.number])))
            assert people == {story.number: 1}
            channel.later(seconds=1)
            await reacted(channel, MessageRef(conversation=HERE, id="somebody else's"), present=False)
            assert await channel.store.read(lambda view: dict(view.reactions.people([story.number])))
            await reacted(channel, present=False)
            assert await channel.store.read(lambda view: dict(view.reactions.people([story.number]))) == {}

    asyncio.run(work())
