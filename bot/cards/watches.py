"""A person's watches as cards: what was set up, what there is, and what has ended."""

from collections.abc import Sequence

from bot.cards.prose import plain
from bot.cards.subscriptions import described
from bot.model.card import Bullets, Card, Headline, Note, Paragraph, Plain, Prose, Strong, sentence
from bot.model.digest import OrderState
from bot.model.subscription import Subscription
from bot.text import count


def watched_card(watch: Subscription, said: str, notes: Sequence[str]) -> Card:
    """Return the answer to `watch`: what was done (`said`), what it tells of, and what to know (`notes`)."""
    told = f"{_capital(described(watch.rules))}: they come as direct messages, to you alone."
    return Card(
        summary=said,
        blocks=(
            Headline(prose=plain(said)),
            Paragraph(prose=plain(told)),
            Note(prose=sentence(" ".join([*notes, f"`unwatch {watch.number}` ends it."]))),
        ),
        mood="good",
    )


def watches_card(watches: Sequence[Subscription]) -> Card:
    """Return what a person watches, and how each is."""
    if not watches:
        said = "You watch nothing."
        hint = '`watch "harbour deal"` tells you in a direct message when a story holds these words.'
        return Card(summary=said, blocks=(Paragraph(prose=plain(said)), Note(prose=sentence(hint))))
    title = count(len(watches), "watch", "watches")
    hints = ["They come as direct messages, to you alone.", "`unwatch NUMBER` ends one."]
    if any(watch.state is OrderState.paused for watch in watches):
        hints.append("`watch` with the same words takes up one that is paused.")
    return Card(
        summary=title,
        blocks=(
            Headline(prose=plain(title)),
            Bullets(points=tuple(_entry(watch) for watch in watches)),
            Note(prose=sentence(" ".join(hints))),
        ),
    )


def unwatched_card(watch: Subscription, *, withdrawn: int, kept_back: int) -> Card:
    """Return the answer to `unwatch`; the numbers are as in `bot.cards.subscriptions.ended_card`."""
    said = f"Watch {watch.number} has ended."
    notes = [f"It told of {described(watch.rules)}."]
    if withdrawn:
        notes.append(f"Taken back before they were sent: {count(withdrawn, 'message')}.")
    if kept_back:
        kept = count(kept_back, "story", "stories")
        notes.append(f"Kept back in quiet hours, and not shown any more: {kept}.")
    return Card(
        summary=said,
        blocks=(Paragraph(prose=plain(said)), Note(prose=plain(" ".join(notes)))),
        mood="good",
    )


def _entry(watch: Subscription) -> Prose:
    paused = f" · paused: {watch.reason}" if watch.state is OrderState.paused else ""
    return (Strong(text=f"{watch.number}"), Plain(text=f"  {described(watch.rules)}{paused}"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
