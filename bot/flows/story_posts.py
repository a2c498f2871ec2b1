"""Posts that show a story, when the story itself has changed: another report, a merge, a split.

Plain functions for inside a transaction. Each may be called again with the same.
"""

from bot.cards.follow_up import footed
from bot.cards.part_of import led_to, told_on
from bot.cards.story import post_card
from bot.flows.follow_ups.showing import newest_card
from bot.flows.posts import revise
from bot.model.card import Card
from bot.model.delivery import Delivery
from bot.model.story import Story
from bot.model.value import Utc
from bot.ports import Tx

POSTS = "story:"
"""What the keys of all posts of single stories begin with."""


def post_key(subscription: int, story: int) -> str:
    """Return the key under which a subscription's post of one story is promised."""
    return f"{POSTS}{subscription}:{story}"


def refresh_posts(tx: Tx, story: Story, *, at: Utc) -> None:
    """Bring the posts that show this story alone up to date; those with several are as they were decided."""
    for post in tx.deliveries.showing(story.number):
        if post.key.startswith(POSTS):
            revise(tx, post.key, _single(tx, post, story), at=at)


def lead_posts(tx: Tx, gone: int, kept: Story, *, at: Utc, by: str) -> None:
    """Make every post that shows a story which was merged into another show that, and say so.

    From then on they are posts of the other.
    """
    words = f"#{gone} is part of #{kept.number} now: {by} merged them."
    for post in tx.deliveries.showing(gone):
        led = post.model_copy(
            update={
                "story": kept.number if post.story == gone else post.story,
                "shows": tuple(dict.fromkeys(kept.number if each == gone else each for each in post.shows)),
            }
        )
        tx.deliveries.change(post, led)
        if post.key.startswith(POSTS):
            card = _single(tx, led, kept)
        else:
            card = led_to(told_on(newest_card(tx, post), gone, words), gone, kept.number)
        revise(tx, post.key, card, at=at)


def tell_posts(tx: Tx, story: Story, words: str, *, at: Utc) -> None:
    """Bring every post that shows this story up to date, and say in those with several what has happened."""
    refresh_posts(tx, story, at=at)
    for post in tx.deliveries.showing(story.number):
        if not post.key.startswith(POSTS):
            revise(tx, post.key, told_on(newest_card(tx, post), story.number, words), at=at)


def _single(tx: Tx, post: Delivery, story: Story) -> Card:
    card = post_card(story)
    posted_as = int(post.key.rpartition(":")[2])
    if posted_as != story.number:
        card = told_on(card, story.number, f"#{posted_as} is part of #{story.number} now.")
    return footed(card, story.number, tx.follow_ups.of(story.number))
