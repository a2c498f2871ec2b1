"""Posts that show a story, when the story itself has changed: another report, a merge, a split.

Plain functions for inside a transaction. Each may be called again with the same.
"""

from collections.abc import Sequence

from bot.cards.follow_up import footed
from bot.cards.part_of import led_back, led_to, told_on
from bot.cards.story import post_card
from bot.flows.follow_ups.showing import flaggable, newest_card
from bot.flows.posts import revise, withdraw
from bot.model.card import Card
from bot.model.delivery import OPEN, Delivery, DeliveryState
from bot.model.story import Story
from bot.model.value import Utc
from bot.ports import Tx

POSTS = "story:"
"""What the keys of all posts of single stories begin with that a subscription brings."""

SHARED = "share:"
"""What the keys of all posts begin with that a person has shared, single stories among them."""


def post_key(subscription: int, story: int) -> str:
    """Return the key under which a subscription's post of one story is promised."""
    return f"{POSTS}{subscription}:{story}"


def refresh_posts(tx: Tx, story: Story, *, at: Utc) -> None:
    """Bring the posts that show this story alone up to date; those with several are as they were decided."""
    for post in tx.deliveries.showing(story.number):
        if _is_single(post):
            revise(tx, post.key, _single(tx, post, story), at=at)


def lead_posts(tx: Tx, gone: int, kept: Story, *, at: Utc, by: str) -> None:
    """Make every post that shows a story which was merged into another show that, and say so.

    From then on they are posts of the other. One that is not there yet is taken back where the other has a
    post already: nobody is told the same twice.
    """
    words = f"#{gone} is part of #{kept.number} now: {by} merged them."
    told = {post.to for post in tx.deliveries.showing(kept.number) if _is_brought(post) and _comes(post)}
    for post in tx.deliveries.showing(gone):
        led = _shown_instead(tx, post, gone, kept.number)
        if not _is_single(post):
            card = led_to(told_on(newest_card(tx, post), gone, words), gone, kept.number)
            revise(tx, post.key, card, at=at)
            continue
        revise(tx, post.key, _single(tx, led, kept), at=at)
        if _is_brought(post) and post.to in told and post.state in OPEN:
            withdraw(tx, post.key, f"#{gone} is part of #{kept.number} now, which is here already", at=at)
        elif _is_brought(post) and _comes(post):
            told.add(post.to)


def bring_back(tx: Tx, old: Story, new: Story, *, at: Utc) -> None:
    """Let the posts that showed a story before it was merged show it again; it was split off just now."""
    for post in tx.deliveries.showing(old.number):
        if _is_single(post) and _posted_as(post) == new.number:
            led = _shown_instead(tx, post, old.number, new.number)
            revise(tx, post.key, _single(tx, led, new), at=at)
        elif not _is_single(post) and new.number in flaggable(post.card):
            _now_shows(tx, post, tx.stories.led(flaggable(post.card)))
            revise(tx, post.key, led_back(newest_card(tx, post), post.card, new.number), at=at)


def tell_posts(tx: Tx, story: Story, words: str, *, at: Utc) -> None:
    """Bring every post that shows this story up to date, and say in those with several what has happened."""
    refresh_posts(tx, story, at=at)
    for post in tx.deliveries.showing(story.number):
        if not _is_single(post):
            revise(tx, post.key, told_on(newest_card(tx, post), story.number, words), at=at)


def _single(tx: Tx, post: Delivery, story: Story) -> Card:
    card = post_card(story)
    posted_as = _posted_as(post)
    if posted_as != story.number:
        card = told_on(card, story.number, f"#{posted_as} is part of #{story.number} now.")
    if post.key.startswith(SHARED):
        card = card.model_copy(update={"blocks": (*card.blocks, post.card.blocks[-1])})  # who shared it
    return footed(card, story.number, tx.follow_ups.of(story.number))


def _shown_instead(tx: Tx, post: Delivery, before: int, after: int) -> Delivery:
    """Make a post that shows one story one of another; return it."""
    shown = post.shows or ((post.story,) if post.story else ())
    return _now_shows(tx, post, [after if each == before else each for each in shown])


def _now_shows(tx: Tx, post: Delivery, stories: Sequence[int]) -> Delivery:
    """Make a post one of these stories, by place; return it."""
    shows = tuple(dict.fromkeys(stories))
    led = post.model_copy(update={"story": shows[0] if post.story else None, "shows": shows})
    tx.deliveries.change(post, led)
    return led


def _is_single(post: Delivery) -> bool:
    return _is_brought(post) or (post.key.startswith(SHARED) and post.story is not None)


def _is_brought(post: Delivery) -> bool:
    return post.key.startswith(POSTS)


def _posted_as(post: Delivery) -> int:
    """Return the number that a story had when its post was promised."""
    return int(post.key.rpartition(":")[2]) if _is_brought(post) else flaggable(post.card)[0]


def _comes(post: Delivery) -> bool:
    """Say whether a post is there, or will be as far as anybody knows."""
    return post.state in OPEN or post.state is DeliveryState.sent
