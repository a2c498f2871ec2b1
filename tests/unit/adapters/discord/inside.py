"""What is inside a message of Components V2, and cards as a guild has them."""

from collections.abc import Iterable, Iterator
from typing import Any

from adapters.discord.components.pressed import pressed
from adapters.discord.components.render import Rendered
from bot.model.card import Block, Card, ChannelName, Mention, Prose, Span

PERSON = "1" * 18
CHANNEL = "2" * 18


def made_of(rendered: Rendered) -> list[Any]:
    """Return a message's components as JSON."""
    made: list[Any] = rendered.view.to_components()  # type: ignore[no-untyped-call] # discord.py gives none
    return made


def components_in(components: Iterable[Any]) -> Iterator[Any]:
    """Yield components and those in them, in the order in which they are read."""
    for component in components:
        yield component
        yield from components_in(component.get("components", ()))
        if "accessory" in component:
            yield component["accessory"]


def texts_in(components: Iterable[Any]) -> Iterator[str]:
    """Yield the markdown of every text display."""
    return (each["content"] for each in components_in(components) if each["type"] == 10)


def said_in(components: Iterable[Any]) -> Iterator[str]:
    """Yield what every button and every line of a menu says, as the core gets it."""
    for each in components_in(components):
        if each["type"] == 2:
            yield _said(each["custom_id"])
        elif each["type"] == 3:
            yield from (_said(each["custom_id"], option["value"]) for option in each["options"])


def _said(custom_id: str, *values: str) -> str:
    found = pressed(custom_id, values)
    return found.says if found else ""


def of_guild(card: Card) -> Card:
    """Return a card with people and channels by such ids as Discord gives."""
    return card.model_copy(update={"blocks": tuple(_block(block) for block in card.blocks)})


def _block(block: Block) -> Block:
    named: dict[str, object] = {}
    for field in type(block).model_fields:
        value = getattr(block, field)
        if field == "prose":
            named[field] = _prose(value)
        elif field == "points":
            named[field] = tuple(map(_prose, value))
        elif field == "facts":
            named[field] = tuple(fact.model_copy(update={"prose": _prose(fact.prose)}) for fact in value)
    return block.model_copy(update=named)


def _prose(prose: Prose) -> Prose:
    return tuple(map(_span, prose))


def _span(span: Span) -> Span:
    match span:
        case Mention():
            return span.model_copy(update={"user": PERSON})
        case ChannelName():
            return span.model_copy(update={"id": CHANNEL})
        case _:
            return span
