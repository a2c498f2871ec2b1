"""What every store promises about the reactions that stand on posts, and about the posts of late."""

from bot.model.delivery import DeliveryState
from bot.model.people import Conversation, MessageRef
from bot.model.reaction import Reaction
from tests.contracts.conftest import Driven
from tests.contracts.promises import NOW, SECOND, a_place, a_promise, an_edit, changed, queued, sent
from tests.contracts.test_store_decisions import a_post, react

HERE, THERE, THREAD = a_place("C1"), a_place("C2"), a_place("C1", thread="17.4")


def standing(store: Driven, message: MessageRef) -> set[tuple[str, str]]:
    found = store.read(lambda view: view.reactions.standing(message))
    assert isinstance(found, frozenset)
    return {(reaction.person, reaction.name) for reaction in found}


def a_post_at(store: Driven, second: int, where: Conversation = HERE, platform: str = "slack") -> MessageRef:
    """Promise a post at that second and send it."""
    key = f"post {platform} {second}"
    queued_at = NOW + second * SECOND
    store.write(lambda tx: tx.deliveries.queue(a_promise(key, to=where), at=queued_at))
    ref = sent(store, key, f"m{second}").message
    assert ref is not None
    return ref


def open_posts(
    store: Driven, *, since: int = 0, limit: int = 100, platform: str = "slack"
) -> list[MessageRef]:
    moment = NOW + since * SECOND
    return list(store.read(lambda view: view.reactions.open_posts(platform, since=moment, limit=limit)))


def test_what_stands_on_a_message_is_what_was_put_and_not_taken_back(store: Driven) -> None:
    message = a_post(store, "a", "m1", None)
    for person, name in (("U1", "👀"), ("U1", "🚩"), ("U2", "👀"), ("U3", "parrot")):
        assert react(store, message, person, name)
    assert react(store, message, "U1", "🚩", at=1, present=False)
    store.reopen()
    assert standing(store, message) == {("U1", "👀"), ("U2", "👀"), ("U3", "parrot")}
    assert Reaction(person="U1", name="👀") in store.read(lambda view: view.reactions.standing(message))


def test_nothing_stands_on_a_message_that_is_not_ours_or_has_no_reactions(store: Driven) -> None:
    message = a_post(store, "a", "m1", None)
    bare = a_post(store, "b", "m2", None)
    assert react(store, message)
    strangers = [
        MessageRef(conversation=HERE, id="m9"),
        MessageRef(conversation=THERE, id="m1"),
        MessageRef(conversation=a_place("C1", workspace="V"), id="m1"),
        MessageRef(conversation=a_place("C1", platform="discord"), id="m1"),
    ]
    assert [standing(store, each) for each in (bare, *strangers)] == [set()] * 5


def test_what_stands_on_a_post_in_a_thread_is_known_without_the_thread(store: Driven) -> None:
    message = a_post(store, "a", "m1", None, THREAD)
    assert react(store, MessageRef(conversation=HERE, id="m1"))
    assert standing(store, message) == standing(store, MessageRef(conversation=HERE, id="m1"))
    assert standing(store, message) == {("U1", "eyes")}


def test_open_posts_are_those_since_a_moment_the_newest_first(store: Driven) -> None:
    posts = [a_post_at(store, second, where) for second, where in enumerate([HERE, THREAD, THERE, HERE])]
    assert open_posts(store) == posts[::-1]
    assert open_posts(store, since=2) == [posts[3], posts[2]]
    assert open_posts(store, limit=3) == posts[:0:-1]
    assert open_posts(store, since=4) == []


def test_the_newest_was_promised_last_whatever_its_number(store: Driven) -> None:
    late, early = a_post_at(store, 5), a_post_at(store, 2)
    assert open_posts(store) == [late, early]


def test_open_posts_are_there_and_of_the_platform(store: Driven) -> None:
    here = a_post_at(store, 0)
    there = a_post_at(store, 1, a_place(platform="discord"), "discord")
    queued(store, a_promise("waiting"))
    queued(store, a_promise("deleted"))
    ref = MessageRef(conversation=HERE, id="gone")
    changed(store, "deleted", DeliveryState.sent, message=ref)
    changed(store, "deleted", DeliveryState.withdrawn)
    queued(store, a_promise("held"))
    changed(store, "held", DeliveryState.held)
    assert open_posts(store) == [here]
    assert open_posts(store, platform="discord") == [there]
    assert open_posts(store, platform="console") == []


def test_an_edited_post_is_open_once(store: Driven) -> None:
    message = a_post(store, "a", "m1", None)
    queued(store, an_edit("a"))
    changed(store, "a, revision 1", DeliveryState.sent, message=message)
    assert open_posts(store) == [message]


def test_direct_messages_to_a_person_are_no_open_posts(store: Driven) -> None:
    direct = a_place("U1", person=True)
    queued(store, a_promise("unmoved", to=direct))
    sent(store, "unmoved", "m1")
    queued(store, a_promise("moved", to=direct))
    changed(store, "moved", DeliveryState.sent, message=MessageRef(conversation=a_place("D1"), id="m2"))
    posted = a_post_at(store, 0)
    assert open_posts(store) == [posted]
