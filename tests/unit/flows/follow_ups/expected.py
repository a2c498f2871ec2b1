"""What is to become of follow-ups, in plain Python: what the state machine compares the bot with."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.model.people import Actor, Role

SAID = "said"
OPEN, CLAIMED, DONE, DROPPED, WITHDRAWN = "open", "claimed", "done", "dropped", "withdrawn"


class Refused(Exception):
    """Somebody may not do this, or not now."""


@dataclass
class Case:
    """A follow-up. `last` is what a person did last but flag it, and who."""

    story: int
    state: str = OPEN
    angle: str = ""
    owner: Actor | None = None
    due: datetime | None = None
    flags: set[tuple[Actor, str]] = field(default_factory=set)
    last: tuple[str, Actor] | None = None

    @property
    def stands(self) -> bool:
        return self.state in {OPEN, CLAIMED}


@dataclass
class Expected:
    """All follow-ups, by number. Each method says whether anything changes, or raises Refused."""

    cases: dict[int, Case] = field(default_factory=dict)

    def of(self, *stories: int) -> list[int]:
        return [number for story in stories for number, case in self.cases.items() if case.story == story]

    # ---- flags

    def flag(self, by: Actor, story: int, way: str = SAID, angle: str = "", joins: int | None = None) -> int:
        number = joins or self._joined(story, angle)
        if number is None:
            number = len(self.cases) + 1
            self.cases[number] = Case(story)
        case = self.cases[number]
        if case.state == WITHDRAWN:
            case.state = OPEN
        first = not any(each == by for each, _ in case.flags)
        case.flags.add((by, way))
        if angle and not case.angle:
            case.angle = angle
            if not first:
                case.last = ("angled", by)
        return number

    def _joined(self, story: int, angle: str) -> int | None:
        for states in ({OPEN, CLAIMED}, {WITHDRAWN}):
            here = [number for number in self.of(story) if self.cases[number].state in states]
            same = [number for number in here if not angle or self.cases[number].angle == angle]
            without = [number for number in here if not self.cases[number].angle]
            if same or without:
                return (same or without)[0]
        return None

    def unflag(self, by: Actor, numbers: list[int], way: str | None = None) -> bool:
        changed = False
        for case in (self.cases[number] for number in numbers):
            theirs = {each for each in case.flags if each[0] == by and way in {None, each[1]}}
            case.flags -= theirs
            if theirs and not any(each == by for each, _ in case.flags):
                changed = True
                if not case.flags and case.state == OPEN and case.last is None:
                    case.state = WITHDRAWN
        return changed

    # ---- work

    def claim(self, by: Actor, number: int) -> bool:
        case = self.cases[number]
        if case.stands and case.owner == by:
            return False
        if not case.stands or case.owner:
            raise Refused
        return self._did("claimed", by, case, owner=by, state=CLAIMED)

    def unclaim(self, by: Actor, number: int) -> bool:
        case = self.cases[number]
        if case.owner is None:
            return False
        self._hand(by, case)
        return self._did("released", by, case, owner=None, state=OPEN)

    def assign(self, by: Actor, number: int, to: Actor) -> bool:
        case = self.cases[number]
        if not case.stands or not by.role.may(Role.editor):
            raise Refused
        return case.owner != to and self._did("assigned", by, case, owner=to, state=CLAIMED)

    def due(self, by: Actor, number: int, at: datetime | None) -> bool:
        case = self.cases[number]
        self._hand(by, case)
        return case.due != at and self._did("due", by, case, due=at)

    def snooze(self, by: Actor, number: int) -> bool:
        case = self.cases[number]
        self._hand(by, case)
        if case.owner is None:
            raise Refused
        return self._did("snoozed", by, case)

    def close(self, by: Actor, number: int, state: str) -> bool:
        case = self.cases[number]
        if case.state == state:
            return False
        self._hand(by, case)
        return self._did(state, by, case, state=state)

    def reopen(self, by: Actor, number: int) -> bool:
        case = self.cases[number]
        return not case.stands and self._did("reopened", by, case, state=CLAIMED if case.owner else OPEN)

    def angle(self, by: Actor, number: int, words: str) -> bool:
        case = self.cases[number]
        if not case.stands:
            raise Refused
        if case.angle and case.angle != words:
            self.flag(by, case.story, angle=words)
            return True
        return case.angle != words and self._did("angled", by, case, angle=words)

    def _hand(self, by: Actor, case: Case) -> None:
        """Let the owner, editors, and where nobody has it anybody work on what stands."""
        mine = case.owner in {None, by} or by.role.may(Role.editor)
        if not case.stands or not mine:
            raise Refused

    def _did(self, what: str, by: Actor, case: Case, **becomes: object) -> bool:
        for name, value in becomes.items():
            setattr(case, name, value)
        case.last = (what, by)
        return True

    # ---- reactions

    def sign(self, by: Actor, numbers: list[int], what: str) -> None:
        """Let somebody say by a reaction that they take it, or that it is done."""
        meant = [number for number in numbers if self.cases[number].stands]
        if len(meant) == 1:
            try:
                self.claim(by, meant[0]) if what == "claimed" else self.close(by, meant[0], DONE)
            except Refused:
                return

    def unsign(self, by: Actor, numbers: list[int], what: str) -> None:
        """Let them take that back."""
        undone = [number for number in numbers if self.cases[number].last == (what, by)]
        if len(undone) == 1:
            try:
                self.unclaim(by, undone[0]) if what == "claimed" else self.reopen(by, undone[0])
            except Refused:
                return
