"""A card's blocks, cleaned and each small enough for one block of Slack's; nothing is lost on the way.

What is empty is left out, since Slack refuses it. What is too long goes on in further blocks of its kind, or
as paragraphs.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, assert_never

from adapters.slack.asking import LONGEST_SAYS as LONGEST_ASKING
from adapters.slack.blocks import markup
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
    Link,
    Note,
    Paragraph,
    Picture,
    Plain,
    Prose,
    Rule,
    Span,
    Strong,
)
from bot.text import clip, visible

LONGEST = 2_900
"""How many characters a block may have; Slack takes 3,000 in a section and says nothing of rich text."""

LONGEST_FIELD = 1_900
LONGEST_SAYS = 2_000
LONGEST_ALT = 2_000
MOST_FIELDS = 10
MOST_BUTTONS = 25

_WARNING = Plain(text="⚠️ ")
_T = TypeVar("_T")


def fitted(card: Card) -> tuple[Block, ...]:
    """Return the card's blocks, each of which makes one block of Slack's.

    A card of trouble begins with a sign; one without any block says its summary.
    """
    blocks = [small for block in _joined(card.blocks) for small in _small(block)]
    if not blocks and says(words := _clean((Plain(text=card.summary),))):
        blocks = [Paragraph(prose=piece) for piece in pieces(words, LONGEST, in_rich_text)]
    if card.mood == "trouble" and blocks:
        blocks[0] = _marked(blocks[0])
    return tuple(blocks)


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put the line on a story's follow-ups into the note above it: a message has room for few blocks."""
    above: Block | None = None
    for block in blocks:
        if isinstance(block, Note) and block.story and isinstance(above, Note):
            above = Note(prose=(*above.prose, Plain(text="\n"), *block.prose))
            continue
        if above is not None:
            yield above
        above = block
    if above is not None:
        yield above


def in_rich_text(span: Span) -> int:
    """Return how many characters a span takes where there is no markup, counted as Slack escapes them."""
    match span:
        case Plain() | Strong():
            return len(markup.notification(span.text))
        case Link():
            return len(markup.notification(span.text)) + len(markup.notification(span.url))
        case _:
            return len(markup.prose((span,)))


def in_mrkdwn(span: Span) -> int:
    """Return how many characters a span takes as mrkdwn."""
    return len(markup.prose((span,)))


def _small(block: Block) -> Iterator[Block]:
    match block:
        case Headline():
            for place, piece in enumerate(pieces(_clean(block.prose), LONGEST, in_rich_text)):
                yield Headline(prose=piece, level=2 if place else block.level)
        case Paragraph():
            yield from _paragraphs(_clean(block.prose))
        case Note():
            yield from _notes(block.prose)
        case Bullets():
            yield from _bullets(block)
        case Facts():
            yield from _facts(block)
        case Picture():
            yield from _picture(block)
        case Rule():
            yield block
        case Buttons():
            yield from _buttons(block)
        case _:
            assert_never(block)


def _clean(prose: Prose) -> Prose:
    return tuple(markup.safe(span) for span in prose)


def _paragraphs(prose: Prose) -> Iterator[Paragraph]:
    return (Paragraph(prose=piece) for piece in pieces(prose, LONGEST, in_rich_text))


def _notes(prose: Prose) -> Iterator[Note]:
    return (Note(prose=piece) for piece in pieces(_clean(prose), LONGEST, in_mrkdwn))


def _bullets(block: Bullets) -> Iterator[Block]:
    """Yield lists of points that fit. A long point, or list with numbers, goes on as paragraphs."""
    points = [point for point in map(_clean, block.points) if says(point)]
    parts = [pieces(point, LONGEST, in_rich_text) for point in points]
    if block.numbered and sum(_cost(piece) for point in parts for piece in point) > LONGEST:
        for number, point in enumerate(points, start=1):
            yield from _paragraphs((Plain(text=f"{number}. "), *point))
        return
    row: list[Prose] = []
    for first, *rest in parts:
        if row and sum(map(_cost, row)) + _cost(first) > LONGEST:
            yield Bullets(points=tuple(row), numbered=block.numbered)
            row = []
        row.append(first)
        if rest:
            yield Bullets(points=tuple(row), numbered=block.numbered)
            row = []
            yield from (Paragraph(prose=piece) for piece in rest)
    if row:
        yield Bullets(points=tuple(row), numbered=block.numbered)


def _cost(prose: Prose) -> int:
    return sum(map(in_rich_text, prose))


def _facts(block: Facts) -> Iterator[Block]:
    row: list[Fact] = []
    for fact in (Fact(label=visible(each.label).strip(), prose=_clean(each.prose)) for each in block.facts):
        if not fact.label and not says(fact.prose):
            continue
        if len(markup.prose((Strong(text=fact.label), *fact.prose))) <= LONGEST_FIELD:
            row.append(fact)
            continue
        yield from _rows(row)
        row = []
        yield from _paragraphs((Strong(text=f"{fact.label} "), *fact.prose))
    yield from _rows(row)


def _rows(facts: Iterable[Fact]) -> Iterator[Facts]:
    def cost(fact: Fact) -> int:
        return len(markup.prose((Strong(text=fact.label), *fact.prose)))

    return (Facts(facts=tuple(row)) for row in _chunks(facts, MOST_FIELDS, cost))


def _picture(block: Picture) -> Iterator[Block]:
    url, alt = markup.address(block.url), visible(block.alt).strip() or "Picture"
    if url is None:
        yield from _notes((Plain(text=f"[Picture: {alt}]"),))
        return
    yield Picture(url=url, alt=clip(alt, LONGEST_ALT))
    if len(alt) > LONGEST_ALT:
        yield from _notes((Plain(text=alt),))


def _buttons(block: Buttons) -> Iterator[Block]:
    """Yield rows of buttons. A command that is too long for a button is shown, to be typed."""
    shown: list[Button] = []
    too_long: list[Button] = []
    for button in block.buttons:
        label = visible(button.label).replace("\n", " ").strip() or clip(visible(button.says).strip(), 30)
        if label and button.says:
            longest = LONGEST_ASKING if button.asks else LONGEST_SAYS
            (shown if len(button.says) <= longest else too_long).append(
                button.model_copy(update={"label": label})
            )
    for row in _chunks(shown, MOST_BUTTONS, lambda button: len(button.says) + len(button.label)):
        yield Buttons(buttons=tuple(row))
    for button in too_long:
        yield from _paragraphs(_clean((Plain(text=f"{button.label}: {button.says}"),)))


def _chunks(things: Iterable[_T], most: int, cost: Callable[[_T], int]) -> Iterator[list[_T]]:
    """Yield things in order, at most so many together, and no longer together than a block may be."""
    row: list[_T] = []
    for thing in things:
        if row and (len(row) == most or sum(map(cost, row)) + cost(thing) > LONGEST):
            yield row
            row = []
        row.append(thing)
    if row:
        yield row


def _marked(block: Block) -> Block:
    if isinstance(block, Headline | Paragraph):
        return block.model_copy(update={"prose": (_WARNING, *block.prose)})
    return block
