"""What every store promises about the folds that a post shows."""

from bot.model.subscription import Fold, FoldDraft
from tests.contracts.conftest import Driven
from tests.contracts.drafts import a_draft
from tests.contracts.promises import NOW, SECOND, a_place


def folded(store: Driven, delivery: str | None, *stories: int) -> Fold:
    draft = FoldDraft(
        where=a_place(),
        why="quiet",
        opened_at=NOW,
        closes_at=NOW + SECOND,
        stories=stories,
        delivery=delivery,
        done=True,
    )
    return store.write(lambda tx: tx.subscriptions.open_fold(draft))


def test_a_posts_folds_are_found_done_or_not(store: Driven) -> None:
    first = folded(store, "edition:1:2026-11-02")
    folded(store, "edition:1:2026-11-03")
    folded(store, None)
    third = folded(store, "edition:1:2026-11-02")
    assert store.read(lambda view: view.subscriptions.folds_of("edition:1:2026-11-02")) == (first, third)
    assert store.read(lambda view: view.subscriptions.folds_of("edition:1:2026-11-04")) == ()


def test_the_folds_that_hold_a_story_are_found_also_by_what_it_was_merged_into(store: Driven) -> None:
    store.write(lambda tx: [tx.stories.add(a_draft()) for _ in range(3)])
    one, two = folded(store, None, 3, 1), folded(store, None, 2)
    folded(store, None, 21)
    assert store.read(lambda view: view.subscriptions.folds_with(1)) == (one,)
    store.write(lambda tx: tx.stories.merge(1, 2, by="Ann"))
    assert store.read(lambda view: view.subscriptions.folds_with(1)) == (one, two)
