"""What is new in a post: a terminal can't change what has scrolled by, so it shows what has changed."""

from bot.model.card import Card, Note, Plain


def news(before: Card | None, after: Card) -> Card:
    """Return as much of a card as somebody has to see who has seen what it was before."""
    if before is None:
        return after
    new = tuple(block for block in after.blocks if block not in before.blocks)
    nothing = (Note(prose=(Plain(text="Its line on follow-ups is gone: every flag was taken back."),)),)
    return after.model_copy(update={"blocks": new or nothing})
