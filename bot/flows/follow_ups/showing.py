"""What people see of a follow-up: its cards, and the footers of the posts that show its story.

Plain functions for inside a transaction. Each may be called again with the same.
"""

import re
from collections.abc import Iterable

from bot.cards.follow_up import FollowUpShown, follow_up_card, footed
from bot.flows.follow_ups.history import Occasion
from bot.flows.posts import revise
from bot.flows.zones import zone_of
from bot.model.card import Buttons, Card
from bot.model.delivery import Delivery, DeliveryState, Promise
from bot.model.follow_up import FollowUp
from bot.model.people import Conversation, MessageRef
from bot.model.story import Story
from bot.model.value import Utc, Value
from bot.ports import Tx, View

_FLAG = re.compile(r"follow (\d+)")
_NAMED = re.compile(r"F(\d+)\b")


class Place(Value):
    """Where a story was flagged: the conversation for the card, and the post, if it was flagged on one."""

    home: Conversation
    origin: MessageRef | None = None


def place_of(post: Delivery) -> Place:
    """Return where what is said about a post belongs: the thread that it is in, or that begins with it."""
    there = post.message
    if there is None:
        return Place(home=post.to)
    home = there.conversation if post.to.channel.person is there.conversation.channel.person else post.to
    thread = home.thread or there.id
    return Place(home=home.model_copy(update={"thread": thread}), origin=there)


def flaggable(card: Card) -> tuple[int, ...]:
    """Return the stories that can be flagged on a card, each once, in their order."""
    return tuple(dict.fromkeys(_flags(card)))


def named(card: Card) -> tuple[int, ...]:
    """Return the follow-ups that the buttons of a card are about."""
    return tuple(dict.fromkeys(int(number) for says in _said(card) for number in _NAMED.findall(says)))


def stories_on(view: View | Tx, post: Delivery) -> tuple[int, ...]:
    """Return the stories that a post of ours shows, by place: one that was merged is the other there.

    So a number may be there twice.
    """
    return view.stories.led((post.story,) if post.story else _flags(post.card))


def show_in(occasion: Occasion, follow_up: FollowUp, home: Conversation) -> None:
    """Promise a card of the follow-up in a conversation, unless it has one there."""
    tx, at = occasion.tx, occasion.at
    card = _card(tx, follow_up, at=at, zone=occasion.customs.zone)
    key = f"follow-up:{follow_up.number}:{_place_name(home)}"
    if tx.deliveries.queue(Promise(key=key, to=home, card=card, due_at=at, behind=occasion.by), at=at):
        tx.follow_ups.show(follow_up.number, key)


def refresh(tx: Tx, follow_up: FollowUp, *, at: Utc, zone: str) -> None:
    """Bring every card of a follow-up, and every post that shows its story, up to date."""
    for key in tx.follow_ups.cards(follow_up.number):
        revise(tx, key, _card(tx, follow_up, at=at, zone=zone), at=at)
    standing = tx.follow_ups.of(follow_up.story)
    for post in tx.deliveries.showing(follow_up.story):
        shown = newest_card(tx, post)
        revise(tx, post.key, footed(shown, follow_up.story, standing), at=at)


def footed_card(view: View | Tx, card: Card) -> Card:
    """Return a card that is about to be posted with the follow-ups of its stories on it."""
    of_each = view.follow_ups.of_each(flaggable(card))
    for story, follow_ups in of_each.items():
        card = footed(card, story, follow_ups)
    return card


def promised(view: View | Tx, promise: Promise) -> Promise:
    """Return a promise as it is to be queued: it tells of the follow-ups of the stories that it shows."""
    card = footed_card(view, promise.card)
    return promise.model_copy(update={"card": card, "shows": flaggable(card)})


def newest_card(tx: Tx, post: Delivery) -> Card:
    """Return what a post shows, or will show once everything that was promised is done."""
    edits = [edit for edit in tx.deliveries.edits_of(post.key) if edit.state is not DeliveryState.withdrawn]
    return edits[-1].card if edits else post.card


def _card(tx: Tx, follow_up: FollowUp, *, at: Utc, zone: str) -> Card:
    story = _story(tx, follow_up)
    zone = zone_of(tx, follow_up.home.channel, default=zone)
    flags = tx.follow_ups.flags(follow_up.number)
    return follow_up_card(FollowUpShown(follow_up=follow_up, story=story, flags=flags, zone=zone, now=at))


def _story(tx: Tx, follow_up: FollowUp) -> Story:
    story = tx.stories.get(follow_up.story)
    if story is None:
        raise LookupError(f"story {follow_up.story} of {follow_up.name} is gone")
    return story


def _place_name(where: Conversation) -> str:
    channel = where.channel
    return f"{channel.platform}/{channel.workspace}/{channel.id}/{where.thread or ''}"


def _flags(card: Card) -> tuple[int, ...]:
    """Return the stories of the buttons that flag one, in their order."""
    flags = (_FLAG.fullmatch(says) for says in _said(card))
    return tuple(int(flag[1]) for flag in flags if flag)


def _said(card: Card) -> Iterable[str]:
    return (button.says for block in card.blocks if isinstance(block, Buttons) for button in block.buttons)
