"""Whatever comes in, and whenever: nothing twice in a conversation, nothing lost, each decision recorded."""

import asyncio
from collections import Counter
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flows.subscriptions import BurstLimits
from bot.model.decision import Choice, Decision
from bot.model.delivery import Delivery
from bot.model.people import Conversation
from bot.model.preferences import Preferences, QuietHours
from bot.model.story import Story
from bot.model.subscription import Fold, Rules
from bot.ports import View
from tests.unit.flows.channel import HERE, Channel, a_channel, conversation

WHERE = (HERE, conversation(thread="t"), conversation("other"))
RULES = (
    Rules(topics=("politics",)),
    Rules(topics=("politics", "sport")),
    Rules(without=("news 1",)),
    Rules(),
)
NIGHT = Preferences(quiet=QuietHours(start=time(22), until=time(7)))

ORDERS = st.lists(
    st.tuples(st.sampled_from(WHERE), st.sampled_from(RULES), st.booleans()),
    min_size=1,
    max_size=6,
    unique_by=lambda order: (order[0], RULES.index(order[1])),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 20, 61, 1800, 3600, 8 * 3600]),
        st.integers(0, 8),
        st.sampled_from(["politics", "sport", "food"]),
    ),
    max_size=8,
)


@settings(max_examples=15)
@given(orders=ORDERS, steps=STEPS)
def test_each_story_comes_once_or_its_absence_has_a_reason(
    orders: list[tuple[Conversation, Rules, bool]], steps: list[tuple[int, int, str]]
) -> None:
    async def whole(db: Path) -> None:
        async with a_channel(db, limits=BurstLimits(a_minute=3, an_hour=6)) as channel:
            await channel.store.write(lambda tx: tx.preferences.set_channel(HERE.channel, NIGHT))
            for where, rules, urgent in orders:
                await channel.subscribe(rules, where, urgent=urgent)
            stories: list[Story] = []
            for seconds, count, topic in steps:
                channel.later(seconds=seconds)
                stories += await channel.news(count, topic=topic)
                await channel.subscriptions.tick()
            channel.later(days=2)  # nothing is kept back for longer than that
            await channel.subscriptions.tick()
            for where in {order[0] for order in orders}:
                subscribed = sum(order[0] == where for order in orders)
                await _check(channel, where, stories, subscribed)

    with TemporaryDirectory() as place:
        asyncio.run(whole(Path(place) / "s.db"))


async def _check(channel: Channel, where: Conversation, stories: list[Story], subscribed: int) -> None:
    decisions = [each for each in await channel.decided(stories, where) if each.where == where]
    posts = [post for post in await channel.promised(where) if post.to == where]
    folds = await channel.store.read(lambda view: _folds(view, posts))
    shown = Counter(post.story for post in posts if post.story is not None)
    shown.update(number for fold in folds for number in fold.stories)
    brought = {each.story for each in decisions if each.choice in _BROUGHT}
    assert set(shown.values()) <= {1}
    assert set(shown) == brought
    assert len(decisions) == subscribed * len(stories)
    assert _once(decisions)


_BROUGHT = {Choice.posted, Choice.folded, Choice.quiet}


def _folds(view: View, posts: list[Delivery]) -> list[Fold]:
    numbers = [int(post.key.removeprefix("fold:")) for post in posts if post.key.startswith("fold:")]
    return [fold for number in numbers if (fold := view.subscriptions.fold(number))]


def _once(decisions: list[Decision]) -> bool:
    return max(Counter((each.story, each.order) for each in decisions).values(), default=1) == 1
