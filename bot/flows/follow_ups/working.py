"""What people do to follow-ups by commands and buttons."""

import asyncio
from collections.abc import Sequence

from bot.errors import NotFound, UsageError
from bot.flows.desk import the_story
from bot.flows.follow_ups.changing import do
from bot.flows.follow_ups.flagging import Became, Put, flag, same_angle, unflag
from bot.flows.follow_ups.history import Customs, Occasion, the_follow_up
from bot.flows.follow_ups.naming import days_named
from bot.flows.follow_ups.rules import Wish
from bot.flows.follow_ups.showing import Place, place_of, stories_on
from bot.flows.zones import zone_of
from bot.model.delivery import Delivery
from bot.model.follow_up import SAID, Did, Entry, Flag, FollowUp, Wanted
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef
from bot.model.story import Story
from bot.model.value import Value
from bot.ports import Clock, Store, Tx, View

_SUGGESTED = 100

Post = MessageRef | int
"""A post of ours: the message, or its delivery's number."""


class Flagged(Value):
    """What became of a flag; `card` is where the follow-up's card is."""

    follow_up: FollowUp
    story: Story
    flags: tuple[Flag, ...]
    became: Became
    card: Conversation


class Unflagged(Value):
    """What became of a story's flags: whether one was taken off, and which follow-ups stay nevertheless."""

    story: Story
    taken: bool
    asks: tuple[FollowUp, ...] = ()


class Worked(Value):
    """A follow-up after a wish; `made` is set where it is a second one: the first has another angle."""

    follow_up: FollowUp
    story: Story
    changed: bool
    made: bool = False


class Looked(Value):
    """Everything about one follow-up, its history oldest first."""

    follow_up: FollowUp
    story: Story
    flags: tuple[Flag, ...]
    history: tuple[Entry, ...]


class FollowUps:
    """Puts flags up, and works on follow-ups. What a method does is whole or not done."""

    def __init__(self, store: Store, clock: Clock, customs: Customs) -> None:
        self._store = store
        self._clock = clock
        self._customs = customs

    async def follow(
        self, story: int, by: Actor, where: Conversation, *, angle: str = "", on: Post | None = None
    ) -> Flagged:
        """Flag a story. `on` is the post that it was flagged on, where it was one. Raises NotFound.

        The card is put where the post is; without one, where the story was posted last in that channel, else
        in the conversation itself.
        """
        before, original = await self._store.read(
            lambda view: (the_story(view, story), view.stories.original(story))
        )
        days = await asyncio.to_thread(days_named, before, original or "", self._clock.now())

        def work(tx: Tx) -> Flagged:
            told = the_story(tx, story)
            place = _place(tx, told.number, where, on)
            put = Put(story=told, way=SAID, place=place, angle=angle, days=days)
            done = flag(self._occasion(tx, by, where), put)
            flags = tx.follow_ups.flags(done.follow_up.number)
            return Flagged(
                follow_up=done.follow_up, story=told, flags=flags, became=done.became, card=place.home
            )

        return await self._store.write(work)

    async def unfollow(self, story: int, by: Actor) -> Unflagged:
        """Take a person's flags off a story, however they were put up. Raises NotFound."""

        def work(tx: Tx) -> Unflagged:
            told = the_story(tx, story)
            taken = unflag(self._occasion(tx, by), tx.follow_ups.of(told.number), None)
            return Unflagged(story=told, taken=bool(taken.follow_ups), asks=taken.asks)

        return await self._store.write(work)

    async def shown_on(self, post: Post) -> tuple[Story, ...]:
        """Return the stories that can be flagged on a post of ours, in their order; at least one.

        Raises NotFound where it is no post of ours, or shows no story.
        """

        def look(view: View) -> tuple[Story, ...]:
            found = _post(view, post)
            if found is None:
                raise NotFound(
                    "That message is none of Nutgraf's posts, so nothing was flagged.", next_step=_BY_HAND
                )
            numbers = dict.fromkeys(stories_on(view, found))
            stories = {story.number: story for story in view.stories.numbered(numbers)}
            if not stories:
                raise NotFound("That post shows no story, so nothing was flagged.", next_step=_BY_HAND)
            return tuple(stories[number] for number in numbers if number in stories)

        return await self._store.read(look)

    async def number_of_post(self, message: MessageRef) -> int:
        """Return the number of the delivery that made a post of ours. Raises NotFound where it is none."""

        def look(view: View) -> int:
            found = view.deliveries.at(message)
            if found is None:
                raise NotFound("That message is none of Nutgraf's posts.", next_step=_BY_HAND)
            return found.number

        return await self._store.read(look)

    async def do(self, number: int, wish: Wish, by: Actor, where: Conversation) -> Worked:
        """Do what somebody wishes to a follow-up. Raises NotFound, and NotAllowed where they may not."""

        def work(tx: Tx) -> Worked:
            done = do(self._occasion(tx, by, where), number, wish)
            story = the_story(tx, done.follow_up.story)
            return Worked(follow_up=done.follow_up, story=story, changed=done.changed)

        return await self._store.write(work)

    async def angle(self, number: int, words: str, by: Actor, where: Conversation) -> Worked:
        """Give a follow-up its angle; where it has another already, flag the story with this one.

        `words` may be the number of one of the story's open questions. Raises NotFound, NotAllowed and
        UsageError.
        """
        before = await self.look(number)
        angle = _asked(before.story, words)
        known = before.follow_up.angle
        if known and not same_angle(known, angle) and before.follow_up.stands:
            on = before.follow_up.origin
            done = await self.follow(before.story.number, by, before.follow_up.home, angle=angle, on=on)
            changed = done.became != "same"
            return Worked(
                follow_up=done.follow_up, story=done.story, changed=changed, made=done.became == "made"
            )
        return await self.do(number, Wish(did=Did.angled, words=known or angle), by, where)

    async def look(self, number: int) -> Looked:
        """Return everything about a follow-up. Raises NotFound."""

        def look(view: View) -> Looked:
            found = the_follow_up(view, number)
            return Looked(
                follow_up=found,
                story=the_story(view, found.story),
                flags=view.follow_ups.flags(number),
                history=view.follow_ups.history(number),
            )

        return await self._store.read(look)

    async def of(self, story: int) -> tuple[FollowUp, ...]:
        """Return the follow-ups of a story in whatever state, the lowest number first."""
        return await self._store.read(lambda view: view.follow_ups.of(story))

    async def suggested(self, channel: ChannelRef) -> Sequence[FollowUp]:
        """Return follow-ups that somebody in a channel may mean: those that stand there, then all others."""

        def look(view: View) -> Sequence[FollowUp]:
            here = view.follow_ups.wanted(Wanted(channel=channel, limit=_SUGGESTED))
            every = view.follow_ups.wanted(Wanted(limit=_SUGGESTED))
            return tuple({each.number: each for each in (*here, *every)}.values())

        return await self._store.read(look)

    async def zone(self, by: Actor, channel: ChannelRef) -> str:
        """Return the IANA zone of a person's clock: their own, the platform's word, else the channel's."""
        direct = ChannelRef(platform=by.platform, workspace=by.workspace, id=by.id, person=True)

        def look(view: View) -> str:
            own = view.preferences.of_channel(direct).zone or by.zone
            return own or zone_of(view, channel, default=self._customs.zone)

        return await self._store.read(look)

    def _occasion(self, tx: Tx, by: Actor, where: Conversation | None = None) -> Occasion:
        return Occasion(tx, by, self._clock.now(), self._customs, where)


_BY_HAND = "`follow NUMBER` flags a story; `latest` and `search WORDS` show their numbers."


def _place(tx: Tx, story: int, where: Conversation, on: Post | None) -> Place:
    """Return where a flag that was put up by a command belongs."""
    post = _post(tx, on) if on is not None else None
    if post is None or story not in stories_on(tx, post):
        here = (each for each in reversed(tx.deliveries.showing(story)) if each.message)
        post = next((each for each in here if each.to.channel == where.channel), None)
    return place_of(post) if post else Place(home=where)


def _post(view: View | Tx, post: Post) -> Delivery | None:
    return view.deliveries.get(post) if isinstance(post, int) else view.deliveries.at(post)


def _asked(story: Story, words: str) -> str:
    """Return the open question of that number, else the words themselves."""
    questions = story.brief.questions
    if not words.isdecimal():
        return words
    if not 1 <= int(words) <= len(questions):
        has = f"has {len(questions)}" if questions else "has none"
        raise UsageError(
            f"There is no open question {words}: the story {has}.",
            next_step="Write the angle in your own words instead.",
        )
    return questions[int(words) - 1]
