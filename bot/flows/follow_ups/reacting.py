"""Reactions to posts: what they mean is done once, after who put them was looked up.

A reaction that was accepted stays in the inbox until it has had its effect. What counts then is what stands
on the message by that time: somebody may have taken the reaction back meanwhile.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, assert_never

from bot.cards.follow_up_notices import asks_card, refused_card, which_follow_up_card, which_story_card
from bot.errors import NotAllowed, StoreError
from bot.flows.follow_ups.changing import do
from bot.flows.follow_ups.flagging import Put, flag, unflag
from bot.flows.follow_ups.history import Customs, Occasion
from bot.flows.follow_ups.meaning import Meaning, Sign, meaning
from bot.flows.follow_ups.naming import days_named
from bot.flows.follow_ups.rules import Wish
from bot.flows.follow_ups.showing import Place, named, newest_card, place_of, stories_on
from bot.flows.once import DoneBefore, handling
from bot.flows.people import People
from bot.flows.posts import tell
from bot.model.card import Card
from bot.model.delivery import Delivery
from bot.model.events import ReactionChanged
from bot.model.follow_up import OF_FLAGS, Did, FollowUp, NamedDay
from bot.model.people import Actor, Role
from bot.model.reaction import Reaction
from bot.model.story import Story
from bot.ports import Clock, Store, Tx, View

_log = logging.getLogger(__name__)

GIVEN_UP: Final = timedelta(days=1)
"""After so long without being able to say who put it, a reaction is let go, and the log says so."""

_DONE_BY = {Sign.take: (Did.claimed, "claim", "Take"), Sign.done: (Did.done, "done", "Done:")}


class Reacting:
    """Does what reactions mean."""

    def __init__(self, store: Store, clock: Clock, people: People, customs: Customs) -> None:
        self._store = store
        self._clock = clock
        self._people = people
        self._customs = customs

    async def react(self, reaction: ReactionChanged) -> None:
        """Do what a reaction means, unless that was done. Where it can't be done now, it stays accepted.

        Raises StoreError.
        """
        channel = reaction.message.conversation.channel
        actor = await self._people.who(reaction.actor.id, channel)
        if actor is None and self._clock.now() - reaction.at < GIVEN_UP:
            return
        if actor is None:
            _log.warning("A reaction was let go: for a day nobody could tell who %s is.", reaction.actor.id)
        days = await self._days(reaction) if actor and reaction.present else {}
        with handling(reaction.id), suppress(DoneBefore):
            await self._store.write(lambda tx: self._apply(tx, reaction, actor, days))

    async def tick(self) -> None:
        """Do what could not be done before; one that can't be done now keeps no other waiting.

        Raises StoreError.
        """
        served = self._people.served
        owed = await self._store.read(lambda view: [e for name in served for e in view.inbox.unsettled(name)])
        for each in owed:
            if isinstance(each, ReactionChanged):
                try:
                    await self.react(each)
                except StoreError:
                    raise
                except Exception:  # noqa: BLE001 - logged, not hidden: the next tick tries again
                    _log.exception("What the reaction %s means is to be done still.", each.id)

    async def _days(self, reaction: ReactionChanged) -> Mapping[int, tuple[NamedDay, ...]]:
        """Read which days to come the stories of a post name, before anything is written."""

        def look(view: View) -> Sequence[tuple[Story, str]]:
            post = view.deliveries.at(reaction.message)
            means = meaning(view, reaction.message.conversation.channel, reaction.name)
            if post is None or means is None or means.sign is not Sign.flag:
                return ()
            stories = view.stories.numbered(stories_on(view, post)[:10])
            return tuple((story, view.stories.original(story.number) or "") for story in stories)

        now = self._clock.now()
        read = await self._store.read(look)
        return {story.number: await asyncio.to_thread(days_named, story, text, now) for story, text in read}

    def _apply(
        self,
        tx: Tx,
        reaction: ReactionChanged,
        actor: Actor | None,
        days: Mapping[int, tuple[NamedDay, ...]],
    ) -> None:
        post = tx.deliveries.at(reaction.message)
        means = meaning(tx, reaction.message.conversation.channel, reaction.name)
        mark = Reaction(person=reaction.actor.id, name=reaction.name)
        overtaken = (mark in tx.reactions.standing(reaction.message)) is not reaction.present
        if post is None or means is None or actor is None or overtaken or not actor.role.may(Role.reader):
            return
        where = reaction.message.conversation
        occasion = Occasion(tx, actor, self._clock.now(), self._customs, where)
        _Doing(occasion, reaction, post, days).do(means)


@dataclass(frozen=True)
class _Doing:
    """One reaction to one post, within the transaction of its effect."""

    occasion: Occasion
    reaction: ReactionChanged
    post: Delivery
    days: Mapping[int, tuple[NamedDay, ...]]

    @property
    def tx(self) -> Tx:
        return self.occasion.tx

    @property
    def by(self) -> Actor:
        return self.occasion.by

    def do(self, means: Meaning) -> None:
        match means.sign:
            case Sign.flag if self.reaction.present:
                self._flag(means)
            case Sign.flag:
                self._unflag()
            case Sign.take | Sign.done if self.reaction.present:
                self._work(means.sign)
            case Sign.take:
                self._undo(Did.released, lambda last: last is Did.claimed)
            case Sign.done:
                self._undo(Did.reopened, lambda last: last is Did.done)
            case _:
                assert_never(means.sign)

    # ---- flags

    def _flag(self, means: Meaning) -> None:
        on_card = self.tx.follow_ups.on_card(self.post.key)
        stories = (on_card.story,) if on_card else stories_on(self.tx, self.post)
        if means.place is not None:
            if on_card or self.post.story or means.place > len(stories):
                return
            stories = (stories[means.place - 1],)
        stories = tuple(dict.fromkeys(stories))
        if len(stories) == 1:
            story = self.tx.stories.get(stories[0])
            if story is not None:
                self._put(story, joins=on_card if on_card and on_card.stands else None)
        elif stories:
            found = {story.number: story for story in self.tx.stories.numbered(stories)}
            here = [found[number] for number in stories if number in found]
            self._tell(which_story_card(here, self.post.number))

    def _put(self, story: Story, *, joins: FollowUp | None) -> None:
        put = Put(
            story=story,
            way=self._way,
            # A card that is flagged is the card already, wherever it stands.
            place=Place(home=self.post.to, origin=joins.origin) if joins else place_of(self.post),
            joins=joins,
            days=self.days.get(story.number, ()),
        )
        flag(self.occasion, put)

    def _unflag(self) -> None:
        on = self.tx.follow_ups.flagged(self.by, self._way)
        taken = unflag(self.occasion, on, self._way)
        if taken.asks:
            self._tell(asks_card(taken.asks))

    @property
    def _way(self) -> str:
        return f"{self.post.number} {self.reaction.name}"

    # ---- work

    def _work(self, sign: Sign) -> None:
        did, command, label = _DONE_BY[sign]
        meant = [each for each in self._follow_ups() if each.stands]
        if len(meant) > 1:
            self._tell(which_follow_up_card(meant, command, label))
        elif meant:
            self._do(meant[0], Wish(did=did))

    def _undo(self, did: Did, was: Callable[[Did], bool]) -> None:
        """Undo what this reaction did, if nobody has done anything to it since.

        Where it could mean several it did nothing by itself: the person was asked, and did each by a button.
        """
        undoes = [each for each in self._follow_ups() if self._did_last(each, was)]
        if len(undoes) == 1:
            self._do(undoes[0], Wish(did=did))

    def _did_last(self, follow_up: FollowUp, was: Callable[[Did], bool]) -> bool:
        people = [entry for entry in self.tx.follow_ups.history(follow_up.number) if entry.by]
        last = next((entry for entry in reversed(people) if entry.did not in OF_FLAGS), None)
        return last is not None and was(last.did) and self.by.is_same(last.by)

    def _do(self, follow_up: FollowUp, wish: Wish) -> None:
        try:
            do(self.occasion, follow_up.number, wish)
        except NotAllowed as error:
            self._tell(refused_card(error.message, error.next_step))

    def _follow_ups(self) -> Sequence[FollowUp]:
        """Return the follow-ups that the post is about: its own, those on its buttons, or of its stories."""
        on_card = self.tx.follow_ups.on_card(self.post.key)
        if on_card:
            return (on_card,)
        stories = tuple(dict.fromkeys(stories_on(self.tx, self.post)))
        of_each = self.tx.follow_ups.of_each(stories)
        numbers = named(newest_card(self.tx, self.post)) if not stories else ()
        found = (self.tx.follow_ups.get(number) for number in numbers)
        return (*(each for number in stories for each in of_each.get(number, ())), *(f for f in found if f))

    def _tell(self, card: Card) -> None:
        """Tell the person privately, but not of what was only found out afterwards."""
        if not self.reaction.quiet:
            tell(self.tx, self.by, card, key=f"reaction:{self.reaction.id}", at=self.occasion.at)
