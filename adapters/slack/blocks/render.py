"""Cards as Block Kit: messages, modals and home pages, within every limit of Slack's that is known.

Blocks are made with slack_sdk's models, so that their checks run too. Where a card is too long, the rest of
it is given back as a card of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeGuard, assert_never

from slack_sdk.models import blocks as kit
from slack_sdk.models.views import View

from adapters.plain import close
from adapters.slack.asking import action_id
from adapters.slack.blocks import markup, rich
from adapters.slack.blocks.fitting import LONGEST, LONGEST_SAYS, fitted, in_rich_text
from adapters.slack.blocks.room import MESSAGE, VIEW, Room, Used
from adapters.slack.blocks.written import written
from bot.model.card import (
    Ask,
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
)
from bot.text import clip, one_line, visible

CUT = "Cut here: Slack takes no more in one message."
GOES_ON = "It goes on in the next message."
CUT_VIEW = "Cut here: Slack takes no more in one window."
NOTHING = "Nothing to show."

LONGEST_HEADER = 150
LONGEST_LABEL = 75
LONGEST_TITLE = 24
LONGEST_NOTIFICATION = 1_000
MOST_PAGES = 4


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: its blocks, its text for notifications (never empty), and what of the card didn't fit."""

    blocks: list[dict[str, Any]]
    text: str
    rest: Card | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    """A block of Slack's, and the card's blocks that it shows."""

    of: tuple[Block, ...]
    shown: dict[str, Any]


def render(card: Card, *, goes_on: bool = False) -> Rendered:
    """Return the card as one message. What is too long is cut between blocks, and that is said.

    Behind the cut stands a button for the whole where the card has one; with `goes_on` it is said instead
    that the next message goes on with `rest`.
    """
    units = _units(card)
    fits = MESSAGE.fits([unit.shown for unit in units])
    if fits == len(units):
        return Rendered([unit.shown for unit in units], _text(card))
    notice = _said(GOES_ON) if goes_on else _notice(card)
    kept = _kept(units, MESSAGE, notice)
    left = tuple(block for unit in units[kept:] for block in unit.of)
    rest = card.model_copy(update={"blocks": left, "mood": "normal"})
    return Rendered([*(unit.shown for unit in units[:kept]), *notice], _text(card), rest)


def pages(card: Card, *, most: int = MOST_PAGES) -> list[Rendered]:
    """Return the messages in which a private answer shows the card: at most so many.

    Each says that it goes on; if even these don't hold the card, the last says that it is cut.
    """
    shown: list[Rendered] = []
    left: Card | None = card
    while left is not None and len(shown) < most:
        shown.append(render(left, goes_on=len(shown) + 1 < most))
        left = shown[-1].rest
    return shown


def modal(card: Card, title: str = "Nutgraf") -> dict[str, Any]:
    """Return the card as a window of its own, to be opened or updated; its title is cut to 24 characters."""
    name = clip(one_line(title), LONGEST_TITLE) or "Nutgraf"
    return View(type="modal", title=_words(name), close=_words("Close"), blocks=_view(card)).to_dict()


def home(card: Card) -> dict[str, Any]:
    """Return the card as a person's home page."""
    return View(type="home", blocks=_view(card)).to_dict()


def _view(card: Card) -> list[dict[str, Any] | kit.Block]:
    units = _units(card)
    if VIEW.fits([unit.shown for unit in units]) == len(units):
        return [unit.shown for unit in units]
    where = f" /brief {card.whole} shows all of it." if card.whole else ""
    notice = _said(CUT_VIEW + where if len(where) < LONGEST else CUT_VIEW)
    return [*(unit.shown for unit in units[: _kept(units, VIEW, notice)]), *notice]


def _text(card: Card) -> str:
    return markup.notification(clip(one_line(card.summary), LONGEST_NOTIFICATION)) or "Nutgraf"


def _said(words: str) -> list[dict[str, Any]]:
    return [kit.ContextBlock(elements=[_words(words)]).to_dict()]


def _notice(card: Card) -> list[dict[str, Any]]:
    if not card.whole or len(card.whole) > LONGEST_SAYS:
        return _said(CUT)
    button = kit.ButtonElement(text=_words("Read brief"), action_id="says:whole", value=card.whole)
    return [*_said(CUT), kit.ActionsBlock(elements=[button], block_id="row:whole").to_dict()]


def _kept(units: Sequence[_Unit], room: Room, notice: Sequence[dict[str, Any]]) -> int:
    """Return how many units stay before a cut: at least one, and none that belongs with what is cut off."""
    most = max(room.less(Used.by(notice)).fits([unit.shown for unit in units]), 1)
    kept = most
    while kept > 0 and close(units[kept - 1].of[-1], units[kept].of[0]):
        kept -= 1
    return kept or most


@lru_cache(maxsize=64)  # at seven in the morning many people ask for the same
def _units(card: Card) -> tuple[_Unit, ...]:
    """Return the blocks of a card's message: a headline makes one block with the words under it."""
    blocks = fitted(card)
    numbers = _Numbers()
    units: list[_Unit] = []
    while blocks:
        told = _told_together(blocks)
        if told:
            text = rich.told(told, gap=bool(units) and _apart(units[-1].of[-1], told[0]))
            units.append(_Unit(told, written(text)))
        else:
            units.append(_Unit(blocks[:1], written(_block(blocks[0], numbers))))
        blocks = blocks[len(units[-1].of) :]
    return tuple(units) or (_Unit((), rich.told([Paragraph(prose=(Plain(text=NOTHING),))]).to_dict()),)


def _told_together(blocks: Sequence[Block]) -> tuple[rich.Told, ...]:
    """Return the first blocks that make one block of rich text; none where another kind comes first."""
    told: list[rich.Told] = []
    length = 0
    for block in blocks:
        if not isinstance(block, Headline | Paragraph | Bullets) or _is_header(block):
            break
        length += _length(block)
        if told and (_apart(told[-1], block) or length > LONGEST):
            break
        told.append(block)
    return tuple(told)


def _apart(above: Block, below: rich.Told) -> bool:
    """Say whether something new begins: an empty line stands before it. Two lists would be counted as one."""
    match below:
        case Headline():
            return isinstance(above, Headline | Paragraph | Bullets) and not _is_header(above)
        case Bullets():
            return isinstance(above, Bullets)
        case _:
            return False


def _length(block: rich.Told) -> int:
    parts = block.points if isinstance(block, Bullets) else (block.prose,)
    return sum(in_rich_text(span) for part in parts for span in part)


def _is_header(block: Block) -> TypeGuard[Headline]:
    if not isinstance(block, Headline) or block.level != 1:
        return False
    return rich.is_plain(block.prose) and _fits_header(block.prose)


def _fits_header(prose: Prose) -> bool:
    words = rich.words(prose)
    return len(markup.notification(words)) <= LONGEST_HEADER and "\n" not in words


class _Numbers:
    """Counts rows and buttons: an id may stand only once in a message."""

    def __init__(self) -> None:
        self._rows = 0
        self._buttons = 0

    def row(self) -> str:
        """Return the id of the next row."""
        self._rows += 1
        return f"row:{self._rows - 1}"

    def button(self, ask: Ask | None) -> str:
        """Return the id of the next button, which may ask for something."""
        self._buttons += 1
        number = self._buttons - 1
        return f"says:{number}" if ask is None else action_id(ask, number)


def _block(block: Block, numbers: _Numbers) -> kit.Block:
    match block:
        case Headline():
            return kit.HeaderBlock(text=_words(rich.words(block.prose)))
        case Paragraph() | Bullets():
            return rich.told([block])
        case Facts():
            return kit.SectionBlock(fields=[_field(fact) for fact in block.facts])
        case Picture():
            return kit.ImageBlock(image_url=block.url, alt_text=block.alt)
        case Rule():
            return kit.DividerBlock()
        case Buttons():
            buttons = [_button(button, numbers.button) for button in block.buttons]
            return kit.ActionsBlock(elements=buttons, block_id=numbers.row())
        case Note():
            return kit.ContextBlock(elements=[_small_print(block.prose)])
        case _:
            assert_never(block)


def _button(button: Button, identity: Callable[[Ask | None], str]) -> kit.ButtonElement:
    return kit.ButtonElement(
        text=_words(clip(button.label, LONGEST_LABEL)),
        action_id=identity(button.asks),
        value=button.says,
        style=None if button.style == "normal" else button.style,
    )


def _field(fact: Fact) -> kit.MarkdownTextObject:
    label = f"{markup.strong(fact.label)}\n" if fact.label else ""
    return _mrkdwn(f"{label}{markup.prose(fact.prose)}")


def _small_print(prose: Prose) -> kit.TextObject:
    """Return a note; one that is nothing but words needs no markup."""
    return _words(rich.words(prose)) if rich.is_plain(prose) else _mrkdwn(markup.prose(prose))


def _words(text: str) -> kit.PlainTextObject:
    """Return plain words, in which Slack turns no :name: into an emoji."""
    return kit.PlainTextObject(text=visible(text), emoji=False)


def _mrkdwn(text: str) -> kit.MarkdownTextObject:
    """Return mrkdwn in which Slack looks for no addresses, channels and people of its own accord."""
    return kit.MarkdownTextObject(text=text, verbatim=True)
