"""How a card's blocks are laid out as components, and how much of a message's room that takes.

Discord counts 40 components in a message, nested ones as well, and 4,000 characters over all its texts
(https://discord.com/developers/docs/components/reference).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from adapters.discord.components.fitting import LONGEST_LABEL, Small
from adapters.discord.components.markup import clipped, length
from adapters.plain import close
from bot.model.card import (
    Ask,
    Bullets,
    Button,
    Buttons,
    Facts,
    Headline,
    Link,
    Note,
    Picture,
    Plain,
    Rule,
    Strong,
)
from bot.text import one_line

MOST_OPTIONS = 25
_LONGEST_OPTION = 100
_LONGEST_BESIDE = 250
"""A button beside a text takes a third of its width on a phone: longer texts have theirs below."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text, and the button that stands beside it, if any."""

    text: str
    beside: Button | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Buttons in a row."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line between parts; without `drawn` a gap."""

    drawn: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """A button that became a line of a menu, named with what it belongs to."""

    label: str
    says: str
    asks: Ask | None = None


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu, instead of buttons for which there is no room."""

    name: str
    options: tuple[Option, ...]


Part = Words | Row | Line | Menu | Picture


@dataclass(frozen=True, slots=True)
class Room:
    """How many components and characters there are, or may be."""

    components: int
    text: int

    def holds(self, parts: Sequence[Part]) -> bool:
        """Say whether there is room for the parts."""
        used = [used_by(part) for part in parts]
        components = sum(each.components for each in used)
        return components <= self.components and sum(each.text for each in used) <= self.text

    def less(self, parts: Sequence[Part]) -> "Room":
        """Return what is left beside the parts."""
        used = [used_by(part) for part in parts]
        taken = sum(each.components for each in used), sum(each.text for each in used)
        return Room(self.components - taken[0], self.text - taken[1])


MESSAGE = Room(components=39, text=3_900)
"""The container around everything is the fortieth component; a hundred characters are left to be safe."""


def used_by(part: Part) -> Room:
    """Return what a part takes. Only texts count as text, not what stands on buttons and in menus."""
    match part:
        case Words():
            return Room(3 if part.beside else 1, length(part.text))
        case Row():
            return Room(1 + len(part.buttons), 0)
        case Menu():
            return Room(2, 0)
        case Line() | Picture():
            return Room(1, 0)
        case _:
            assert_never(part)


def airy(blocks: Sequence[Small]) -> list[Part]:
    """Lay blocks out so that they read best: with gaps, and buttons below what they belong to."""
    return list(_Laying(airy=True).lay(blocks))


def roomy(blocks: Sequence[Small]) -> list[Part]:
    """Lay blocks out without gaps: a text for each paragraph."""
    return list(_Laying().lay(blocks))


def dense(blocks: Sequence[Small]) -> list[Part]:
    """Lay blocks out with as few components as can be.

    The first button of each entry stands beside it, the others of all entries are in menus at the end.
    """
    laying = _Laying(dense=True)
    return [*laying.lay(blocks), *laying.menus()]


@dataclass(slots=True)
class _Laying:
    """Blocks on their way to being components."""

    airy: bool = False
    dense: bool = False
    _texts: list[str] = field(default_factory=list)
    _above: Small | None = None
    _options: list[Option] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)

    def lay(self, blocks: Sequence[Small]) -> Iterator[Part]:
        headline = ""
        for small in blocks:
            if isinstance(small.block, Headline):
                headline = _name(small.block)
            if small.text:
                yield from self._add(small)
            else:
                yield from self._other(small, headline)
            self._above = small
        yield from self._told()

    def menus(self) -> Iterator[Menu]:
        """Return the menus for the buttons that had no room."""
        options = list({(option.says, option.asks): option for option in self._options}.values())
        name = ", ".join(dict.fromkeys(self._names)) + " …"
        for at in range(0, len(options), MOST_OPTIONS):
            yield Menu(clipped(name, _LONGEST_OPTION), tuple(options[at : at + MOST_OPTIONS]))

    def _add(self, small: Small) -> Iterator[Part]:
        above = self._above
        if self._texts and above and _tight(above, small):
            self._texts.append("\n")
        elif self._texts and self.dense and not isinstance(small.block, Headline):
            self._texts.append("\n\n")
        else:
            yield from self._told()
            yield from self._gap(small)
        self._texts.append(small.text)

    def _gap(self, small: Small) -> Iterator[Line]:
        """Yield what stands between a text and what is above it: a line where a list's next entry begins."""
        if self._above is None or isinstance(self._above.block, Rule):
            return
        entry = isinstance(self._above.block, Buttons) and _entry(small)
        if self.airy or (entry and not self.dense):
            yield Line(drawn=entry)

    def _told(self, beside: Button | None = None) -> Iterator[Part]:
        if self._texts:
            yield Words("".join(self._texts), beside)
        self._texts = []

    def _other(self, small: Small, headline: str) -> Iterator[Part]:
        match small.block:
            case Buttons(buttons=(first, *rest)):
                belongs = bool(self._texts and self._above and close(self._above.block, small.block))
                short = length("".join(self._texts)) <= _LONGEST_BESIDE
                if belongs and (self.dense or (not rest and short)):
                    yield from self._told(first)
                    self._put_off(rest, headline)
                else:
                    yield from self._told()
                    yield Row(small.block.buttons)
            case Rule():
                yield from self._told()
                yield Line()
            case Picture():
                yield from self._told()
                yield small.block
            case _:
                pass

    def _put_off(self, buttons: Sequence[Button], headline: str) -> None:
        for button in buttons:
            label = f"{button.label}: {headline}" if headline else button.label
            self._options.append(Option(clipped(label, _LONGEST_OPTION), button.says, button.asks))
            self._names.append(button.label)


def _tight(above: Small, below: Small) -> bool:
    """Say whether a text stands right under the one above, in the same component."""
    if isinstance(above.block, Headline):
        return not isinstance(below.block, Headline)
    if isinstance(below.block, Bullets):
        return not (isinstance(above.block, Bullets) and above.block.numbered != below.block.numbered)
    if isinstance(below.block, Facts):
        return isinstance(above.block, Facts)
    return isinstance(below.block, Note) and not isinstance(above.block, Bullets)


def _entry(small: Small) -> bool:
    return isinstance(small.block, Headline) and small.block.level != 1


def _name(headline: Headline) -> str:
    words = "".join(span.text for span in headline.prose if isinstance(span, Plain | Strong | Link))
    return clipped(one_line(words), LONGEST_LABEL)
