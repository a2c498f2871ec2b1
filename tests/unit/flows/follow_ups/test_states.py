"""Three people do all that can be done, in any order: only what is allowed happens, and it is shown."""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.cards.follow_up import FollowUpShown, follow_up_card, footed
from bot.flows.follow_ups.showing import newest_card
from bot.model.card import Card
from bot.model.events import ReactionChanged
from bot.model.follow_up import Entry, FollowUp, replayed
from bot.model.people import Actor, MessageRef, Role
from bot.model.story import Story
from bot.ports import Tx
from tests.unit.flows.follow_ups.commands import Talk
from tests.unit.flows.follow_ups.expected import DONE, DROPPED, Expected, Refused
from tests.unit.flows.follow_ups.room import (
    ANNA,
    EDITH,
    FLAG,
    ONE,
    TAKE,
    THERE,
    TWO,
    Room,
    as_made,
    somebody,
)
from tests.unit.flows.follow_ups.room import DONE as CHECK

ADA = somebody("Ada", Role.admin)
PEOPLE = (ANNA, EDITH, ADA)
DUE = datetime(2026, 12, 1, 17, tzinfo=UTC)
QUESTIONS = ("Who pays?", "Since when?")

people, pressed, twice = st.sampled_from(PEOPLE), st.booleans(), st.booleans()
which = st.integers(min_value=0, max_value=3)

Snapshot = tuple[tuple[FollowUp, tuple[Entry, ...]], ...]


class Newsroom(RuleBasedStateMachine):
    """The bot on two platforms, and the model of what is expected of it."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.room = Room(Path(self._folder.name) / "s.db")
        for platform in self.room.platforms.values():
            platform.known.update({each.id: each for each in PEOPLE})
        self.talk = Talk(self.room)
        self.expected = Expected()
        self.standing: set[tuple[str, str, str]] = set()

    def teardown(self) -> None:
        with self.room:
            pass
        self._folder.cleanup()

    @initialize()
    def open(self) -> None:
        self.stories = (self.room.story("Bridge closed"), self.room.story("Mayor resigns"))
        self.posts = (
            self.room.post(self.stories[0]),
            self.room.post(self.stories[1], to=THERE),
            self.room.post(*self.stories),
        )
        for story in self.stories:  # two follow-ups to begin with
            self.expected.flag(ANNA, story)
            self.talk.say(ANNA, f"follow {story}")

    # ---- commands and buttons

    def says(self, by: Actor, text: str, expect: Callable[[], object], *, button: bool, again: bool) -> None:
        """Let somebody type or press something, perhaps twice, and expect what the model says."""
        before = self.snapshot()
        try:
            changes, refused = expect(), False
        except Refused:
            changes, refused = False, True
        card = self.talk.say(by, text, pressed=button, twice=again)
        assert (card.mood == "trouble") is refused, card
        if refused or changes is False:
            assert self.snapshot() == before

    def chosen(self, number: int) -> int:
        return number % len(self.expected.cases) + 1

    @rule(
        by=people,
        story=st.sampled_from((0, 1)),
        angle=st.sampled_from(("", *QUESTIONS)),
        button=pressed,
        again=twice,
    )
    def follow(self, by: Actor, story: int, angle: str, *, button: bool, again: bool) -> None:
        number = self.stories[story]
        expect = self.expected.flag
        self.says(
            by,
            f"follow {number} {angle}".strip(),
            lambda: bool(expect(by, number, angle=angle)),
            button=button,
            again=again,
        )

    @rule(by=people, story=st.sampled_from((0, 1)), button=pressed)
    def unfollow(self, by: Actor, story: int, *, button: bool) -> None:
        number = self.stories[story]
        expect = self.expected
        self.says(
            by, f"unfollow {number}", lambda: expect.unflag(by, expect.of(number)), button=button, again=False
        )

    @rule(by=people, number=which, button=pressed, again=twice)
    def claim(self, by: Actor, number: int, *, button: bool, again: bool) -> None:
        number = self.chosen(number)
        expect = self.expected.claim
        self.says(by, f"claim F{number}", lambda: expect(by, number), button=button, again=again)

    @rule(by=people, to=people, number=which, button=pressed, again=twice)
    def assign(self, by: Actor, to: Actor, number: int, *, button: bool, again: bool) -> None:
        number = self.chosen(number)
        expect = self.expected.assign
        said = f"assign F{number} <@{to.id}>"
        self.says(by, said, lambda: expect(by, number, to), button=button, again=again)

    @rule(by=people, number=which, kind=st.sampled_from(("unclaim", "due", "due off")), button=pressed)
    def work(self, by: Actor, number: int, kind: str, *, button: bool) -> None:
        number, e = self.chosen(number), self.expected
        text, expect = {
            "unclaim": (f"unclaim F{number}", lambda: e.unclaim(by, number)),
            "due": (f"due F{number} 2026-12-01 17:00", lambda: e.due(by, number, DUE)),
            "due off": (f"due F{number} off", lambda: e.due(by, number, None)),
        }[kind]
        self.says(by, text, expect, button=button, again=False)

    @rule(by=people, number=which, button=pressed)
    def snooze(self, by: Actor, number: int, *, button: bool) -> None:
        number = self.chosen(number)
        expect = self.expected.snooze
        said = f"snooze F{number} 2026-12-02 09:00"
        self.says(by, said, lambda: expect(by, number), button=button, again=False)

    @rule(by=people, number=which, kind=st.sampled_from(("done", "drop")), button=pressed, again=twice)
    def close(self, by: Actor, number: int, kind: str, *, button: bool, again: bool) -> None:
        number, e = self.chosen(number), self.expected
        said = f"done F{number} Asked them." if kind == "done" else f"drop F{number} No news."
        state = DONE if kind == "done" else DROPPED
        self.says(by, said, lambda: e.close(by, number, state), button=button, again=again)

    @rule(by=people, number=which, button=pressed)
    def reopen(self, by: Actor, number: int, *, button: bool) -> None:
        number = self.chosen(number)
        expect = self.expected.reopen
        self.says(by, f"reopen F{number}", lambda: expect(by, number), button=button, again=False)

    @rule(by=people, number=which, words=st.sampled_from(QUESTIONS), button=pressed)
    def angle(self, by: Actor, number: int, words: str, *, button: bool) -> None:
        number = self.chosen(number)
        expect = self.expected.angle
        self.says(
            by, f"angle F{number} {words}", lambda: expect(by, number, words), button=button, again=False
        )

    # ---- reactions

    @rule(by=people, on=st.integers(0, 5), name=st.sampled_from((FLAG, ONE, TWO)), again=twice)
    def flag(self, by: Actor, on: int, name: str, *, again: bool) -> None:
        message, _, stories, card = self.place(on)
        present = self.turned(by, message, name)
        way = f"{self.number_of(message)} {name}"
        if not present:
            self.expected.unflag(by, list(self.expected.cases), way)
        elif flagged := self.flagged(name, stories, card=bool(card)):
            joins = card if card and self.expected.cases[card].stands else None
            self.expected.flag(by, flagged, way, joins=joins)
        self.bring(self.room.heard(by, name, message, present=present), again=again)

    @rule(by=people, on=st.integers(0, 5), name=st.sampled_from((TAKE, CHECK)), again=twice)
    def sign(self, by: Actor, on: int, name: str, *, again: bool) -> None:
        message, numbers, _, _ = self.place(on)
        present = self.turned(by, message, name)
        what = "claimed" if name == TAKE else DONE
        (self.expected.sign if present else self.expected.unsign)(by, numbers, what)
        self.bring(self.room.heard(by, name, message, present=present), again=again)

    def turned(self, by: Actor, message: MessageRef, name: str) -> bool:
        """Put somebody's reaction on a message, or take it back where it is there; say which."""
        mark = (by.id, f"{message.conversation.channel.platform} {message.id}", name)
        self.standing ^= {mark}
        return mark in self.standing

    def bring(self, fact: ReactionChanged, *, again: bool) -> None:
        self.room.bring(fact)
        if again:
            self.room.bring(fact)

    def place(self, on: int) -> tuple[MessageRef, list[int], list[int], int]:
        """Return a message, the follow-ups it is about, its stories, and whose card it is (0: nobody's)."""
        if on < len(self.posts):
            stories = [list(self.stories[:1]), list(self.stories[1:]), list(self.stories)][on]
            return self.posts[on], self.expected.of(*stories), stories, 0
        number = self.chosen(on)
        first = next(iter(self.room.cards(number).values())).message
        assert first is not None
        return first, [number], [self.expected.cases[number].story], number

    def flagged(self, name: str, stories: list[int], *, card: bool) -> int | None:
        """Return the story that a reaction flags, if it flags one."""
        if name == FLAG:
            return stories[0] if len(stories) == 1 else None
        at = (ONE, TWO).index(name)
        return stories[at] if len(stories) > 1 and not card else None

    def number_of(self, message: MessageRef) -> int:
        found = self.room.read(lambda view: view.deliveries.at(message))
        assert found is not None
        return found.number

    # ---- what holds after each of them

    def snapshot(self) -> Snapshot:
        return self.room.read(
            lambda view: tuple(
                (each, view.follow_ups.history(each.number)) for each in view.follow_ups.every(limit=99)
            )
        )

    @invariant()
    def is_as_expected_and_shown(self) -> None:
        self.room.write(self._holds)

    def _holds(self, tx: Tx) -> None:
        stored = {each.number: each for each in tx.follow_ups.every(limit=99)}
        assert stored.keys() == self.expected.cases.keys()
        for number, case in self.expected.cases.items():
            found, history = stored[number], tx.follow_ups.history(number)
            told = (found.story, found.state.value, found.angle, found.due)
            assert told == (case.story, case.state, case.angle, case.due)
            assert (found.owner and found.owner.key) == (case.owner and case.owner.key)
            flags = {(flag.by.id, flag.way) for flag in tx.follow_ups.flags(number)}
            assert flags == {(person.id, way) for person, way in case.flags}
            assert replayed(as_made(found, history), history) == found
        for shown, wanted in self._shown(tx):
            assert shown == wanted

    def _shown(self, tx: Tx) -> list[tuple[Card, Card]]:
        pairs: list[tuple[Card, Card]] = []
        for each in tx.follow_ups.every(limit=99):
            story = tx.stories.get(each.story)
            assert isinstance(story, Story)
            flags = tx.follow_ups.flags(each.number)
            wanted = follow_up_card(
                FollowUpShown(follow_up=each, story=story, flags=flags, zone="UTC", now=self.room.clock.now())
            )
            cards = [tx.deliveries.of(key) for key in tx.follow_ups.cards(each.number)]
            assert cards
            pairs += [(newest_card(tx, card), wanted) for card in cards if card]
            for post in tx.deliveries.showing(each.story):
                shown = newest_card(tx, post)
                pairs.append((shown, footed(shown, each.story, tx.follow_ups.of(each.story))))
        return pairs


Newsroom.TestCase.settings = settings(max_examples=8, stateful_step_count=30)
TestNewsroom = Newsroom.TestCase
