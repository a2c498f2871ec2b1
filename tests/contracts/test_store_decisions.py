"""What every store promises about decisions, preferences and reactions."""

from datetime import time

import pytest

from bot.model.decision import Choice, Decision
from bot.model.delivery import DeliveryState
from bot.model.people import ChannelRef, Conversation, MessageRef
from bot.model.preferences import Preferences, QuietHours
from bot.ports import Tx
from tests.contracts.conftest import Driven
from tests.contracts.drafts import a_draft
from tests.contracts.promises import NOW, SECOND, a_place, a_promise, an_edit, changed, queued, sent

HERE, THERE, THREAD = a_place("C1"), a_place("C2"), a_place("C1", thread="17.4")


def a_decision(story: int = 1, where: Conversation = HERE, **said: object) -> Decision:
    decision = Decision(
        story=story, where=where, order="subscription 3", choice=Choice.posted, detail="", at=NOW
    )
    return decision.model_copy(update=said)


def note(store: Driven, *decisions: Decision) -> None:
    store.write(lambda tx: tx.decisions.note(iter(decisions)))


def about(store: Driven, story: int, where: Conversation = HERE) -> list[Decision]:
    return list(store.read(lambda view: view.decisions.about(story, where.channel)))


@pytest.mark.parametrize("choice", Choice)
def test_a_decision_comes_back_as_it_is(store: Driven, choice: Choice) -> None:
    decision = a_decision(where=THREAD, choice=choice, order="digest 1", detail="It says “rain”.")
    note(store, decision)
    store.reopen()
    assert about(store, 1) == [decision]


def test_decisions_about_a_story_in_a_channel_and_its_threads_come_oldest_first(store: Driven) -> None:
    late, early, thread = (
        a_decision(at=NOW + SECOND),
        a_decision(order="first"),
        a_decision(where=THREAD, order="second"),
    )
    note(store, late, early, a_decision(2), a_decision(where=THERE), thread)
    note(store)
    assert about(store, 1) == [early, thread, late]
    assert about(store, 3) == about(store, 2**63) == about(store, 1, a_place("C3")) == []


def test_what_was_decided_about_a_story_that_was_merged_is_about_the_other_too(store: Driven) -> None:
    store.write(lambda tx: [tx.stories.add(a_draft()) for _ in range(3)])
    first, second = a_decision(2), a_decision(1, at=NOW + SECOND)
    note(store, first, second, a_decision(3))
    store.write(lambda tx: tx.stories.merge(1, 2, by="Ann"))
    assert about(store, 1) == [first, second]
    store.write(lambda tx: tx.stories.split(1, 2, by="Ann"))
    assert (about(store, 1), about(store, 2)) == ([second], [first])


def test_decisions_are_counted_from_a_moment_on_for_one_conversation(store: Driven) -> None:
    note(store, *(a_decision(at=NOW + at * SECOND) for at in range(5)))
    note(store, a_decision(choice=Choice.folded), a_decision(where=THREAD), a_decision(where=THERE))

    def count(where: Conversation, since: int) -> int:
        return store.read(lambda view: view.decisions.count(where, Choice.posted, since=NOW + since * SECOND))

    assert [count(HERE, since) for since in (0, 3, 4, 5)] == [5, 2, 1, 0]
    assert count(THREAD, 0) == 1
    assert count(a_place("C3"), 0) == 0


def test_old_decisions_are_forgotten(store: Driven) -> None:
    note(store, *(a_decision(at=NOW + at * SECOND) for at in range(3)))
    store.write(lambda tx: tx.decisions.forget(NOW + SECOND))
    assert [decision.at for decision in about(store, 1)] == [NOW + SECOND, NOW + 2 * SECOND]


def test_nothing_is_set_at_first(store: Driven) -> None:
    assert store.read(lambda view: view.preferences.of_channel(HERE.channel)) == Preferences()
    assert store.read(lambda view: view.preferences.of_workspace("slack", "W")) == Preferences()


def test_channels_and_workspaces_keep_what_they_set(store: Driven) -> None:
    quiet = QuietHours(start=time(22, 30), until=time(6))
    places: dict[ChannelRef, Preferences] = {
        HERE.channel: Preferences(zone="Europe/London", quiet=quiet),
        THERE.channel: Preferences(zone="Asia/Tokyo"),
        a_place("C1", workspace="V").channel: Preferences(quiet=quiet),
        a_place("C1", person=True).channel: Preferences(zone="UTC"),
    }

    def set_all(tx: Tx) -> None:
        for channel, preferences in places.items():
            tx.preferences.set_channel(channel, preferences)

    store.write(set_all)
    store.write(lambda tx: tx.preferences.set_workspace("slack", "W", Preferences(zone="Africa/Cairo")))
    store.reopen()
    assert store.read(lambda view: {place: view.preferences.of_channel(place) for place in places}) == places
    assert store.read(lambda view: view.preferences.of_workspace("slack", "W").zone) == "Africa/Cairo"
    assert store.read(lambda view: view.preferences.of_workspace("discord", "W")) == Preferences()
    store.write(lambda tx: tx.preferences.set_channel(HERE.channel, Preferences()))
    assert store.read(lambda view: view.preferences.of_channel(HERE.channel)) == Preferences()


def react(
    store: Driven,
    message: MessageRef,
    person: str = "U1",
    name: str = "eyes",
    *,
    at: int = 0,
    present: bool = True,
) -> bool:
    return store.write(
        lambda tx: tx.reactions.put(message, person=person, name=name, present=present, at=NOW + at * SECOND)
    )


def people(store: Driven, *stories: int) -> dict[int, int]:
    return dict(store.read(lambda view: view.reactions.people(stories)))


def a_post(
    store: Driven, key: str, message: str, story: int | None, where: Conversation = HERE
) -> MessageRef:
    queued(store, a_promise(key, story=story, to=where))
    ref = sent(store, key, message).message
    assert ref is not None
    return ref


def test_people_who_reacted_are_counted_once_a_story(store: Driven) -> None:
    one = a_post(store, "a", "m1", 142)
    other = a_post(store, "b", "m2", 142, THERE)
    third = a_post(store, "c", "m3", 7)
    edition = a_post(store, "d", "m4", None)
    for message, person, name in (
        (one, "U1", "eyes"),
        (one, "U1", "flag"),
        (one, "U2", "eyes"),
        (other, "U1", "eyes"),
        (third, "U1", "eyes"),
        (edition, "U1", "eyes"),
    ):
        assert react(store, message, person, name)
    assert people(store, 142, 7, 9) == {142: 2, 7: 1}
    assert people(store) == {}


def test_a_reaction_that_was_taken_back_does_not_count(store: Driven) -> None:
    message = a_post(store, "a", "m1", 142)
    assert react(store, message)
    assert react(store, message, at=1, present=False)
    assert people(store, 142) == {}
    assert react(store, message, at=2)
    assert people(store, 142) == {142: 1}


def test_what_is_heard_late_changes_nothing_and_the_same_may_come_again(store: Driven) -> None:
    message = a_post(store, "a", "m1", 142)
    assert react(store, message, at=5, present=False)
    assert not react(store, message, at=4)
    assert people(store, 142) == {}
    assert react(store, message, at=6)
    assert react(store, message, at=6)
    assert people(store, 142) == {142: 1}


def test_reactions_to_other_messages_are_not_ours(store: Driven) -> None:
    message = a_post(store, "a", "m1", 142)
    queued(store, a_promise("not sent"))
    for stranger in (
        MessageRef(conversation=HERE, id="m2"),
        MessageRef(conversation=THERE, id="m1"),
        MessageRef(conversation=a_place("C1", workspace="V"), id="m1"),
        MessageRef(conversation=a_place("C1", platform="discord"), id="m1"),
    ):
        assert not react(store, stranger)
    assert react(store, message)


def test_a_post_is_known_without_its_thread_and_by_where_it_really_is(store: Driven) -> None:
    a_post(store, "a", "m1", 142, THREAD)
    assert react(store, MessageRef(conversation=HERE, id="m1"))
    queued(store, a_promise("direct", story=7, to=a_place("U1", person=True)))
    ref = MessageRef(conversation=a_place("D1"), id="m2")
    changed(store, "direct", DeliveryState.sent, message=ref)
    assert react(store, ref)
    assert people(store, 142, 7) == {142: 1, 7: 1}


def test_reactions_stay_with_the_post_when_it_is_edited(store: Driven) -> None:
    message = a_post(store, "a", "m1", 142)
    queued(store, an_edit("a", story=142))
    changed(store, "a, revision 1", DeliveryState.sent, message=message)
    assert react(store, message)
    assert people(store, 142) == {142: 1}
