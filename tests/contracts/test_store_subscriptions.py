"""What every store promises about subscriptions and folds."""

import pytest

from bot.model.digest import OrderState
from bot.model.people import Conversation
from bot.model.subscription import Fold, FoldDraft, Rules, Subscription, SubscriptionDraft
from tests.contracts.conftest import Driven
from tests.contracts.promises import ANNA, NOW, SECOND, a_place


def a_subscription(where: Conversation | None = None, **said: object) -> SubscriptionDraft:
    draft = SubscriptionDraft(where=where or a_place(), rules=Rules(), set_by=ANNA, made_at=NOW)
    return draft.model_copy(update=said)


def a_fold(**said: object) -> FoldDraft:
    draft = FoldDraft(where=a_place(), why="burst", opened_at=NOW, closes_at=NOW + SECOND)
    return draft.model_copy(update=said)


def add(store: Driven, draft: SubscriptionDraft) -> Subscription:
    return store.write(lambda tx: tx.subscriptions.add(draft))


def test_a_subscription_comes_back_as_it_is(store: Driven) -> None:
    draft = a_subscription(
        a_place("C1", thread="17.4"),
        rules=Rules(topics=("Law",), sources=("The Courier",), phrases=('a "b"', "ü"), without=("sport",)),
        urgent=True,
        state=OrderState.paused,
        reason="Asked for.",
    )
    subscription = add(store, draft)
    store.reopen()
    assert subscription == Subscription(number=1, **dict(draft))
    assert store.read(lambda view: view.subscriptions.get(1)) == subscription


def test_a_changed_subscription_is_stored_whole(store: Driven) -> None:
    subscription = add(store, a_subscription())
    what = {
        "where": a_place("C2"),
        "rules": Rules(without=("rain",)),
        "urgent": True,
        "set_by": ANNA.model_copy(update={"name": "Ben"}),
        "state": OrderState.off,
        "reason": "Why not.",
    }
    after = subscription.model_copy(update=what)
    store.write(lambda tx: tx.subscriptions.change(after))
    assert store.read(lambda view: view.subscriptions.get(1)) == after
    with pytest.raises(ValueError, match="no subscription 9"):
        store.write(lambda tx: tx.subscriptions.change(after.model_copy(update={"number": 9})))


def test_a_channel_has_the_subscriptions_of_its_threads_that_are_not_off(store: Driven) -> None:
    for place in (a_place("C1"), a_place("C2"), a_place("C1", thread="17.4")):
        add(store, a_subscription(place))
    add(store, a_subscription(state=OrderState.off))
    add(store, a_subscription(state=OrderState.paused))
    here = store.read(lambda view: view.subscriptions.in_channel(a_place("C1").channel))
    assert [subscription.number for subscription in here] == [1, 3, 5]
    standing = store.read(lambda view: view.subscriptions.standing())
    assert [subscription.number for subscription in standing] == [1, 2, 3, 5]


def test_what_was_never_made_is_not_there(store: Driven) -> None:
    numbers = (0, -1, 1, 2**63)
    assert store.read(lambda view: [view.subscriptions.get(number) for number in numbers]) == [None] * 4
    assert store.read(lambda view: [view.subscriptions.fold(number) for number in numbers]) == [None] * 4
    assert store.read(lambda view: view.subscriptions.open_folds()) == ()


def test_a_fold_comes_back_as_it_is_and_is_open_until_it_is_done(store: Driven) -> None:
    first = store.write(lambda tx: tx.subscriptions.open_fold(a_fold(stories=(3, 1, 2))))
    second = store.write(lambda tx: tx.subscriptions.open_fold(a_fold(why="quiet", delivery="fold:2")))
    assert first == Fold(number=1, **dict(a_fold(stories=(3, 1, 2))))
    assert store.read(lambda view: view.subscriptions.open_folds()) == (first, second)
    what = {"closes_at": NOW + 5 * SECOND, "stories": (3, 1, 2, 9), "delivery": "fold:1", "done": True}
    done = first.model_copy(update=what)
    store.write(lambda tx: tx.subscriptions.change_fold(done))
    store.reopen()
    assert store.read(lambda view: view.subscriptions.open_folds()) == (second,)
    assert store.read(lambda view: view.subscriptions.fold(1)) == done
    with pytest.raises(ValueError, match="no fold 9"):
        store.write(lambda tx: tx.subscriptions.change_fold(done.model_copy(update={"number": 9})))
