"""What could not be done: what, why, and what to do next."""

from collections.abc import Sequence

from bot.cards.prose import plain
from bot.errors import NutgrafError
from bot.model.card import Block, Bullets, Card, Note, Paragraph, sentence


def trouble_card(error: NutgrafError, examples: Sequence[str] = ()) -> Card:
    """Return the error in its own words, with examples of the command that was meant."""
    blocks: list[Block] = [Paragraph(prose=sentence(error.message))]
    if error.next_step:
        blocks.append(Paragraph(prose=sentence(error.next_step)))
    if examples:
        blocks.append(Note(prose=plain("For example:")))
        blocks.append(Bullets(points=tuple(plain(f"/brief {example}") for example in examples)))
    return Card(summary=str(error), blocks=tuple(blocks), mood="trouble")


def fault(reference: str) -> NutgrafError:
    """Return what is said of a fault of ours; the log holds the rest under the same reference."""
    return NutgrafError(
        f"Something went wrong inside Nutgraf, and the request was not finished (reference {reference}).",
        next_step="Try once more. If it stays, tell whoever runs the bot the reference: it is in the log.",
    )
