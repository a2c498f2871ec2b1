"""A list's entries made shorter where a message has no room for all: buttons lead to what is left out."""

from collections.abc import Callable, Iterator, Sequence

from adapters.discord.components.fitting import Small, written
from bot.model.card import Buttons, Headline, Link, Paragraph, Plain, Prose, Strong

_Shorten = Callable[[Small], Small]


def without_addresses(blocks: Sequence[Small]) -> list[Small]:
    """Return as many blocks, in which the headlines of entries with buttons lead nowhere."""
    return list(_entries(blocks, _unlinked))


def headlines_only(blocks: Sequence[Small]) -> list[Small]:
    """Return as many blocks, in which entries with buttons have of their text only what is strong."""
    return list(_entries(blocks, lambda small: _strong(_unlinked(small))))


def _entries(blocks: Sequence[Small], shorten: _Shorten) -> Iterator[Small]:
    """Yield the blocks, those of entries shortened: from a headline to the buttons before the next."""
    at = 0
    while at < len(blocks):
        end = _end(blocks, at)
        has_buttons = any(isinstance(small.block, Buttons) for small in blocks[at:end])
        for small in blocks[at:end]:
            yield shorten(small) if has_buttons and _is_entry(blocks[at]) else small
        at = end


def _end(blocks: Sequence[Small], start: int) -> int:
    """Return where the next headline is."""
    after = range(start + 1, len(blocks))
    return next((at for at in after if isinstance(blocks[at].block, Headline)), len(blocks))


def _is_entry(small: Small) -> bool:
    return isinstance(small.block, Headline) and small.block.level != 1


def _unlinked(small: Small) -> Small:
    if not isinstance(small.block, Headline):
        return small
    spans = small.block.prose
    bare: Prose = tuple(Plain(text=span.text) if isinstance(span, Link) else span for span in spans)
    headline = small.block.model_copy(update={"prose": bare})
    return Small(headline, written(headline))


def _strong(small: Small) -> Small:
    if not isinstance(small.block, Paragraph):
        return small
    strong = Paragraph(prose=tuple(span for span in small.block.prose if isinstance(span, Strong)))
    return Small(strong, written(strong).strip())
