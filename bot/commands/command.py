"""What a command declares: grammar, completion, help and docs are all made from this, on every platform."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from types import NoneType, UnionType
from typing import Annotated, Any, Generic, Literal, TypeVar, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from bot.commands.tokens import as_it_is, quoted
from bot.model.card import Card
from bot.model.people import Role
from bot.model.value import Value

A = TypeVar("A", bound=Value)
C = TypeVar("C")


Suggest = Literal[
    "topic",
    "outlet",
    "story",
    "command",
    "zone",
    "digest",
    "subscription",
    "watch",
    "follow_up",
    "source",
    "person",
    "channel",
]
"""The kinds of value that can be suggested to somebody who types; people and channels platforms know best."""


class Form(Enum):
    """How an argument is written in text."""

    word = auto()
    """one word, or several in quotes, in its place"""
    words = auto()
    """all the words that are left, quotes kept"""
    text = auto()
    """everything behind the command, exactly as it was typed or pasted"""
    option = auto()
    """`key:value`, anywhere"""
    hidden = auto()
    """an option that buttons use; help and completion leave it out"""


@dataclass(frozen=True, slots=True)
class Written:
    """Says how a field of an arguments model is written: `Annotated[int, Written(Form.word, "142")]`.

    `shown` stands for the value in usage lines. `suggest` names the values that completion offers. `takes`
    says which bare words can stand in its place; a word that can't is left to the next argument.
    """

    form: Form
    shown: str = ""
    suggest: Suggest | None = None
    takes: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument of a command, read off its model.

    `name` is how it is written, `field` what the model calls it (they differ where a field has an alias).
    `whole` is set where it is a whole number, from `least` to `most` where those are given; `choices` are the
    only values that it can have, where there are so few.
    """

    name: str
    field: str
    written: Written
    required: bool
    number: bool
    description: str
    whole: bool = False
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        """How the argument stands in a usage line: `NUMBER`, `[count]`, `[since:24h]`."""
        shown = self.written.shown or self.name
        text = f"{self.name}:{shown}" if self.written.form is Form.option else shown
        return text if self.required else f"[{text}]"

    @property
    def keyed(self) -> bool:
        """Whether it can be given as `key:value`; a single word can be given either way."""
        return self.written.form in {Form.option, Form.hidden, Form.word}

    def takes(self, word: str) -> bool:
        """Say whether a bare word can stand here, by its look alone; its range is checked later."""
        if self.written.takes:
            return self.written.takes(word)
        return not self.number or word.removeprefix("#").removeprefix("-").isdecimal()


@dataclass(frozen=True)
class Command(Generic[C, A]):
    """A command: `run` is given the context of who asked, and the arguments; it returns the answer.

    `run` raises `bot.errors.NutgrafError` where the request can't be done.
    `examples` are whole commands without the bot's name; each one parses. `changes` is set where running it
    may change anything. `shares` is given where its answer may be shared with the channel: it returns the
    number of the story where the answer shows exactly one, else None. `placed` is set where it is about the
    conversation that it is said in: a platform may let people name another one there.
    `family` gathers commands for a platform that takes only so many under one name: they stand under the
    family's there, and under `/brief` everywhere else.
    """

    path: tuple[str, ...]
    summary: str
    arguments: type[A]
    role: Role
    examples: tuple[str, ...]
    run: Callable[[C, A], Awaitable[Card]]
    changes: bool = False
    shares: Callable[[A], int | None] | None = None
    placed: bool = False
    family: str = "brief"

    @property
    def name(self) -> str:
        """The words that call it, such as "digest at"."""
        return " ".join(self.path)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Its arguments in the order in which their words stand."""
        return tuple(_slot(name, field) for name, field in self.arguments.model_fields.items())

    @property
    def usage(self) -> str:
        """The usage line: name, then arguments; optional ones in brackets."""
        shown = [slot.usage for slot in self.slots if slot.written.form is not Form.hidden]
        return " ".join([self.name, *shown])

    def spelled(self, values: Mapping[str, str], *, share: bool = False) -> str:
        """Return the text that says this command with these values of its arguments, by their names.

        For platforms that ask for each argument by itself. What is empty is left out. With `share` the answer
        is to be shared. Raises KeyError for an argument that it hasn't.
        """
        slots = {slot.name: slot for slot in self.slots}
        keyed, free = [], []
        for name, value in values.items():
            if slots[name].keyed and value.strip():
                keyed.append(f"{name}:{quoted(value.strip())}")
            elif value.strip():
                words = slots[name].written.form is Form.words
                free.append(as_it_is(value.strip()) if words else value.strip())
        return " ".join([self.name, *keyed, *(["share:yes"] if share else []), *free])


AnyCommand = Command[Any, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """Commands that people want for one thing, which the title names."""

    title: str
    commands: tuple[AnyCommand, ...]


def _slot(name: str, field: FieldInfo) -> Slot:
    written = next(mark for mark in field.metadata if isinstance(mark, Written))
    parts = list(_parts(field.annotation))
    limits = [*field.metadata, *parts]  # pydantic's limits are marks that have an attribute `ge` or `le`
    return Slot(
        name=field.alias or name,
        field=name,
        written=written,
        required=field.is_required(),
        number=field.annotation is int,
        description=field.description or "",
        whole=int in parts,
        least=_limit(limits, "ge"),
        most=_limit(limits, "le"),
        choices=tuple(part for part in parts if isinstance(part, str)),
    )


def _limit(marks: Sequence[object], which: Literal["ge", "le"]) -> int | None:
    return next((limit for mark in marks if isinstance(limit := getattr(mark, which, None), int)), None)


def _parts(annotation: object) -> Iterator[object]:
    """Yield what an annotation is made of: its types but None, the values of a Literal, and its limits."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        yield from _parts(inner)
        for mark in marks:
            yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)
    elif origin in {Union, UnionType}:
        for part in get_args(annotation):
            yield from _parts(part)
    elif origin is Literal:
        yield from get_args(annotation)
    elif annotation is not NoneType:
        yield annotation
