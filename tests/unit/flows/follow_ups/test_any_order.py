"""Flags in any number and order, by several people and ways: what stands at the end is what counts."""

from collections import defaultdict
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.events import ReactionChanged
from bot.model.follow_up import SAID, FollowUpState
from bot.model.people import Actor, MessageRef
from tests.unit.flows.follow_ups.room import ANNA, BEN, DORA, FLAG, HERE, THERE, Room, place_name

PEOPLE = (ANNA, BEN, DORA)
POSTS = (0, 1)

presses = st.tuples(st.just("press"), st.sampled_from(PEOPLE), st.booleans())
reactions = st.tuples(st.just("react"), st.sampled_from(PEOPLE), st.sampled_from(POSTS))
steps = st.lists(st.one_of(presses, reactions), min_size=1, max_size=14)


class Standing:
    """Which flags stand, as plain sets."""

    def __init__(self) -> None:
        self.said: set[Actor] = set()
        self.on: dict[int, set[Actor]] = defaultdict(set)
        self.places: set[str] = set()

    def flags(self, ways: dict[int, str]) -> set[tuple[Actor, str]]:
        on_posts = {(person, ways[post]) for post, people in self.on.items() for person in people}
        return {(person, SAID) for person in self.said} | on_posts


def way(room: Room, post: MessageRef) -> str:
    found = room.read(lambda view: view.deliveries.at(post))
    assert found is not None
    return f"{found.number} {FLAG}"


def check(room: Room, story: int, standing: Standing, ways: dict[int, str]) -> None:
    """Compare what the store has of a story with what stands."""
    found = room.read(lambda view: view.follow_ups.of(story))
    assert len(found) <= 1
    expected = {(person.id, how) for person, how in standing.flags(ways)}
    assert {(flag.by.id, flag.way) for each in found for flag in room.flags(each.number)} == expected
    for each in map(room.follow_up, [each.number for each in found]):
        assert each.state is (FollowUpState.open if expected else FollowUpState.withdrawn)
        assert set(room.cards(each.number)) == standing.places
        assert len(room.read(lambda view, of=each.number: view.follow_ups.cards(of))) == len(standing.places)  # type: ignore[misc] # mypy knows no type for a lambda with a default


def do_step(
    room: Room, story: int, posts: tuple[MessageRef, ...], standing: Standing, step: tuple[str, Actor, int]
) -> None:
    """Do one step in the newsroom and with the sets."""
    kind, person, which = step
    if kind == "press" and which:
        flagged = room.follow(story, person, on=posts[0])
        standing.said.add(person)
        standing.places.add(place_name(flagged.card))
    elif kind == "press":
        room.unfollow(story, person)
        standing.said.discard(person)
        for people in standing.on.values():
            people.discard(person)
    elif person.id in {each.person for each in room.read(lambda view: view.reactions.standing(posts[which]))}:
        room.unreact(person, FLAG, posts[which])
        standing.on[which].discard(person)
    else:
        room.react(person, FLAG, posts[which])
        standing.on[which].add(person)
        standing.places.add(place_name(posts[which].conversation) + f"/{posts[which].id}")


def test_the_flags_that_stand_are_those_that_were_not_taken_back(room: Room) -> None:
    @settings(max_examples=18)
    @given(todo=steps)
    def holds(todo: list[tuple[str, Actor, int]]) -> None:
        story = room.story()
        posts = (room.post(story), room.post(story, to=THERE))
        ways = {which: way(room, posts[which]) for which in POSTS}
        standing = Standing()
        for step in todo:
            do_step(room, story, posts, standing, step)
        check(room, story, standing, ways)
        for post in posts:
            assert bool(room.footer(post, story)) is bool(standing.flags(ways))

    holds()


def test_facts_that_come_twice_and_in_any_order_end_as_the_last_that_was_done(room: Room) -> None:
    @settings(max_examples=18)
    @given(
        wanted=st.lists(st.tuples(st.sampled_from(PEOPLE), st.booleans()), min_size=1, max_size=8),
        data=st.data(),
    )
    def holds(wanted: list[tuple[Actor, bool]], data: st.DataObject) -> None:
        story = room.story()
        post = room.post(story)
        done = [room.heard(person, FLAG, post, present=present) for person, present in wanted]
        again = data.draw(st.lists(st.sampled_from(done), max_size=5), label="again")
        bring(room, data.draw(st.permutations([*done, *again]), label="brought"), data)
        last = {fact.actor.id: fact.present for fact in done}
        standing = Standing()
        standing.on[0] = {person for person in PEOPLE if last.get(person.id)}
        standing.places = {place_name(HERE) + f"/{post.id}"}
        check(room, story, standing, {0: way(room, post)})
        assert bool(room.footer(post, story)) is bool(standing.on[0])

    holds()


def bring(room: Room, brought: Iterable[ReactionChanged], data: st.DataObject) -> None:
    """Bring facts in that order; each is dealt with at once, or some of them together, or by the tick."""
    unhandled: list[ReactionChanged] = []
    for fact in brought:
        if room.do(room.inbox.accept(fact)):
            unhandled.append(fact)
        if data.draw(st.booleans(), label="dealt with now"):
            for each in data.draw(st.permutations(unhandled), label="in this order"):
                room.do(room.reacting.react(each))
            unhandled.clear()
    room.do(room.reacting.tick())
    assert not [each for each in room.do(room.inbox.unanswered("slack")) if each in unhandled]
