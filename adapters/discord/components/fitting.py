"""A card's blocks as markdown and buttons, each small enough to be cut behind; nothing is lost on the way.

What is empty is left out, since Discord refuses it. What is too long goes on in further blocks of its kind.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from adapters.discord.components import markup
from adapters.discord.components.pressed import HIGHEST_PLACE, custom_id
from adapters.splitting import pieces, says
from bot.model.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Fact,
    Facts,
    Headline,
    Note,
    Paragraph,
    Picture,
    Plain,
    Prose,
    Rule,
    Span,
    Strong,
)
from bot.text import one_line, visible

LONGEST = 1_500
"""How many characters of markdown one block may have, of the 4,000 that a message may have in all."""

_LONGEST_LIST = 500
_ENOUGH_TEXT = 20_000
_ENOUGH_BLOCKS = 200
LONGEST_LABEL = 80
LONGEST_PICTURE = 2_048
LONGEST_ALT = 256
MOST_BUTTONS = 5
"""https://discord.com/developers/docs/components/reference; an alternative text may be longer there."""

_WARNING = Plain(text="⚠️ ")


@dataclass(frozen=True, slots=True)
class Small:
    """A block of a card, and its markdown; buttons, pictures and rules have none."""

    block: Block
    text: str = ""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A card's first blocks, far more than a message holds, and those that were not looked at."""

    first: tuple[Small, ...]
    others: tuple[Block, ...] = ()


def fitted(card: Card, workspace: str) -> Fitted:
    """Return the card's blocks, each of which a message has room for.

    A card of trouble begins with a sign; one without any block says its summary. `workspace` goes into the
    buttons, and takes some of their room.
    """
    first: list[Small] = []
    length, looked_at = 0, 0
    for block in card.blocks:
        if length > _ENOUGH_TEXT or len(first) > _ENOUGH_BLOCKS:
            break
        made = [Small(small, written(small)) for small in _small(block, workspace)]
        length += sum(len(small.text) for small in made)
        first += made
        looked_at += 1
    if not first:
        told = _small(Paragraph(prose=(Plain(text=card.summary),)), workspace)
        first = [Small(small, written(small)) for small in told]
    if card.mood == "trouble" and first:
        first[0] = _marked(first[0])
    return Fitted(tuple(first), card.blocks[looked_at:])


def _marked(small: Small) -> Small:
    if not isinstance(small.block, Headline | Paragraph):
        return small
    block = small.block.model_copy(update={"prose": (_WARNING, *small.block.prose)})
    return Small(block, written(block))


def written(block: Block) -> str:
    """Return a block as markdown; "" for one that isn't words."""
    match block:
        case Headline():
            return _heading("##" if block.level == 1 else "###", block.prose)
        case Paragraph():
            return markup.prose(block.prose)
        case Note():
            lines = markup.prose(block.prose, when="R").split("\n")
            return "\n".join(f"-# {line}" if line.strip() else line for line in lines)
        case Bullets():
            return "\n".join(
                f"{f'{number}.' if block.numbered else '-'} {markup.prose(point, line=True)}"
                for number, point in enumerate(block.points, start=1)
            )
        case Facts():
            return "\n".join(markup.prose(_fact(fact)) for fact in block.facts)
        case Picture() | Rule() | Buttons():
            return ""
        case _:
            assert_never(block)


def _heading(marks: str, prose: Prose) -> str:
    """Return a heading. Discord takes number signs off its end, escaped or not: a mark is put behind them."""
    words = markup.prose(prose, line=True).strip()
    return f"{marks} {words}" + ("\u200b" if words.endswith("#") else "")


def _fact(fact: Fact) -> Prose:
    return (Strong(text=fact.label), Plain(text=": " if fact.label else ""), *fact.prose)


def _cost(span: Span) -> int:
    return markup.length(markup.prose((span,))) + 1


def _small(block: Block, workspace: str) -> Iterator[Block]:
    match block:
        case Headline():
            for place, piece in enumerate(_pieces(block.prose)):
                yield Headline(prose=piece, level=2 if place else block.level)
        case Paragraph():
            yield from (Paragraph(prose=piece) for piece in _pieces(block.prose))
        case Note():
            yield from (Note(prose=piece) for piece in _pieces(block.prose))
        case Bullets():
            yield from _bullets(block)
        case Facts():
            yield from _facts(block)
        case Picture():
            yield from _picture(block)
        case Rule():
            yield block
        case Buttons():
            yield from _buttons(block, workspace)
        case _:
            assert_never(block)


def _pieces(prose: Prose) -> list[Prose]:
    """Return prose in pieces; every line may cost the marks at its beginning besides."""
    return pieces(tuple(map(markup.safe, prose)), LONGEST, _cost_with_lines)


def _cost_with_lines(span: Span) -> int:
    lines = span.text.count("\n") if isinstance(span, Plain | Strong) else 0
    return _cost(span) + 4 * lines


def _bullets(block: Bullets) -> Iterator[Block]:
    """Yield lists short enough to cut between. A long point, or list with numbers, goes on as paragraphs."""
    parts = [parts for point in block.points if (parts := _pieces(point))]
    if block.numbered:
        yield from _numbered(parts)
        return
    row: list[Prose] = []
    for first, *rest in parts:
        if row and sum(map(_length, [*row, first])) > _LONGEST_LIST:
            yield Bullets(points=tuple(row))
            row = []
        row.append(first)
        if rest:
            yield Bullets(points=tuple(row))
            row = []
            yield from (Paragraph(prose=piece) for piece in rest)
    if row:
        yield Bullets(points=tuple(row))


def _numbered(parts: list[list[Prose]]) -> Iterator[Block]:
    together = sum(_length(piece) for point in parts for piece in point)
    if parts and together <= LONGEST and all(len(point) == 1 for point in parts):
        yield Bullets(points=tuple(point[0] for point in parts), numbered=True)
        return
    for number, (first, *rest) in enumerate(parts, start=1):
        yield Paragraph(prose=(Plain(text=f"{number}. "), *first))
        yield from (Paragraph(prose=piece) for piece in rest)


def _length(prose: Prose) -> int:
    return sum(map(_cost_with_lines, prose)) + len("10. ")


def _facts(block: Facts) -> Iterator[Block]:
    for fact in block.facts:
        label = one_line(fact.label)
        parts = _pieces(_fact(Fact(label=label, prose=fact.prose)))
        whole = len(parts) == 1 and label and says(fact.prose)
        if whole:
            yield Facts(facts=(Fact(label=label, prose=fact.prose),))
        else:
            yield from (Paragraph(prose=piece) for piece in parts if says(piece))


def _picture(block: Picture) -> Iterator[Block]:
    url, alt = markup.address(block.url), one_line(block.alt) or "Picture"
    if url is None or len(url) > LONGEST_PICTURE:
        yield from (Note(prose=piece) for piece in _pieces((Plain(text=f"[Picture: {alt}]"),)))
        return
    yield Picture(url=url, alt=markup.clipped(alt, LONGEST_ALT))
    if markup.length(alt) > LONGEST_ALT:
        yield from (Note(prose=piece) for piece in _pieces((Plain(text=alt),)))


def _buttons(block: Buttons, workspace: str) -> Iterator[Block]:
    """Yield rows of buttons. A command that is too long for a button is shown, to be typed."""
    shown: list[Button] = []
    too_long: list[Button] = []
    for button in block.buttons:
        label = one_line(button.label) or one_line(button.says)
        if not label or not button.says:
            continue
        fits = custom_id(HIGHEST_PLACE, button.says, workspace, button.asks) is not None
        named = button.model_copy(update={"label": markup.clipped(label, LONGEST_LABEL)})
        (shown if fits else too_long).append(named)
    yield from (Buttons(buttons=row) for row in _rows(shown))
    for button in too_long:
        more = " …" if button.asks else ""
        typed = Plain(text=f"{button.label}: /brief {visible(button.says)}{more}")
        yield from (Note(prose=piece) for piece in _pieces((typed,)))


def _rows(buttons: Iterable[Button]) -> Iterator[tuple[Button, ...]]:
    every = tuple(buttons)
    return (every[at : at + MOST_BUTTONS] for at in range(0, len(every), MOST_BUTTONS))
