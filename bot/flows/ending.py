"""What goes with a subscription that ends: its posts that still wait, and what was kept back for it.

A story that another subscription of the conversation wants as well stays promised for that one.
"""

from collections.abc import Iterable

from bot.flows.folds import key_of, lessen
from bot.flows.posts import withdraw
from bot.flows.story_posts import POSTS
from bot.model.decision import Choice, said_name, subscription_name
from bot.model.delivery import WAITING
from bot.model.subscription import Subscription
from bot.model.value import Utc, Value
from bot.ports import Tx

_FITTED = frozenset({Choice.posted, Choice.folded, Choice.quiet, Choice.repeated})


class Recalled(Value):
    """How many posts that waited were withdrawn, and how many stories of quiet hours wait no longer."""

    posts: int
    kept_back: int


def recall(tx: Tx, ended: Subscription, *, at: Utc) -> Recalled:
    """Take back what a subscription that is off has promised and what isn't there yet. May be called again.

    A message that is on its way is taken back if it turns out that it never arrived.
    """
    return Recalled(posts=_posts(tx, ended, at), kept_back=_kept_back(tx, ended, at))


def _posts(tx: Tx, ended: Subscription, at: Utc) -> int:
    """Withdraw what shows only what nobody wants any more; take it out of what shows more."""
    withdrawn = 0
    for post in (each for each in tx.deliveries.open_in(ended.where.channel) if each.to == ended.where):
        folds = [fold for fold in tx.subscriptions.folds_of(post.key) if key_of(fold) == post.key]
        single = [post.story] if post.story and post.key.startswith(POSTS) and not post.edits else []
        shown = single + [story for fold in folds for story in fold.stories]
        unwanted = _unwanted(tx, ended, shown)
        if not unwanted:
            continue
        if len(unwanted) == len(shown):
            withdraw(
                tx, post.key, f"{said_name(subscription_name(ended.number), ended.where)} has ended", at=at
            )
            withdrawn += post.state in WAITING
        elif post.state in WAITING:
            for fold in folds:
                lessen(tx, fold, unwanted, at=at)
    return withdrawn


def _kept_back(tx: Tx, ended: Subscription, at: Utc) -> int:
    waiting = [fold for fold in tx.subscriptions.open_folds() if fold.delivery is None]
    taken_out = 0
    for fold in (each for each in waiting if each.where == ended.where):
        unwanted = _unwanted(tx, ended, fold.stories)
        lessen(tx, fold, unwanted, at=at)
        taken_out += len(unwanted)
    return taken_out


def _unwanted(tx: Tx, ended: Subscription, stories: Iterable[int]) -> frozenset[int]:
    """Return those of the stories that no other subscription of the conversation was found to want.

    One that is paused counts: it may be taken up again.
    """
    here = tx.subscriptions.in_channel(ended.where.channel)
    others = {subscription_name(each.number) for each in here if each.where == ended.where}
    unwanted = set()
    for story in stories:
        decisions = tx.decisions.about(story, ended.where.channel)
        if not any(each.order in others and each.choice in _FITTED for each in decisions):
            unwanted.add(story)
    return frozenset(unwanted)
