"""Follow-ups for tests of the store: only what a test is about needs to be said."""

from datetime import date
from typing import Any

import pytest

from bot.model.follow_up import (
    SAID,
    Did,
    Entry,
    Flag,
    FollowUp,
    FollowUpDraft,
    FollowUpState,
    NamedDay,
)
from bot.model.people import Actor, MessageRef
from bot.ports import Tx
from tests.contracts.conftest import Driven
from tests.contracts.drafts import a_draft
from tests.contracts.promises import ANNA, NOW, SECOND, a_place

BEN = ANNA.model_copy(update={"id": "U2", "name": "Ben", "zone": "Europe/London"})
CLEO = ANNA.model_copy(update={"id": "U3", "name": "Cleo"})

NAMESAKES = (
    ANNA,
    ANNA.model_copy(update={"workspace": "V"}),
    ANNA.model_copy(update={"platform": "discord"}),
)
"""Three people with one id."""

WHOLE = {
    "slug": "añadir-“budget”",
    "origin": MessageRef(conversation=a_place("C1", thread="17.1"), id="17.4"),
    "days": (
        NamedDay(day=date(2026, 11, 19), sentence="It meets on “Thursday”."),
        NamedDay(day=date(2027, 1, 1), sentence=""),
    ),
    "state": FollowUpState.done,
    "angle": "Who pays? 🚩",
    "owner": BEN,
    "due": NOW + SECOND / 1_000_000,
    "closed_by": CLEO,
    "closed_at": NOW + 3 * SECOND,
    "closing": "Asked them.\nThey did.",
    "touched_at": NOW + 2 * SECOND,
    "look_at": NOW + 5 * SECOND / 1_000_000,
    "nudges": 4,
    "called": True,
}
"""Every field that may be left out, set."""


def a_follow_up(story: int = 1, **said: Any) -> FollowUpDraft:  # noqa: ANN401 - the draft's own fields
    """Return a follow-up of story 1 in channel C1 that nobody has touched."""
    home = a_place("C1", thread="17.4")
    draft = FollowUpDraft(story=story, slug="budget", home=home, made_by=ANNA, made_at=NOW)
    return draft.model_copy(update=said)


def a_flag(by: Actor = ANNA, way: str = SAID, *, at: int = 0) -> Flag:
    """Return a flag; `at` is in seconds after now."""
    return Flag(by=by, way=way, at=NOW + at * SECOND)


def an_entry(did: Did = Did.claimed, **said: object) -> Entry:
    """Return a line of history by Anna."""
    return Entry(at=NOW, did=did, by=ANNA).model_copy(update=said)


def added(store: Driven, *drafts: FollowUpDraft) -> list[FollowUp]:
    """Store follow-ups."""
    return store.write(lambda tx: [tx.follow_ups.add(draft) for draft in drafts])


def with_stories(store: Driven) -> Driven:
    """Return the store with three stories in it."""

    def work(tx: Tx) -> None:
        for _ in range(3):
            tx.stories.add(a_draft())

    store.write(work)
    return store


NUMBERS_OF_NONE = pytest.mark.parametrize("number", [0, -1, 2, 2**63, 10**30])
"""What people may type where there is one of number 1 alone."""
