"""Subscriptions as cards: what was set up, what there is, and what was folded into one message."""

from collections.abc import Sequence

from bot.cards.prose import linked, plain
from bot.model.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Headline,
    Note,
    Paragraph,
    Plain,
    Prose,
    Strong,
    sentence,
)
from bot.model.digest import OrderState
from bot.model.story import Story
from bot.model.subscription import Fold, Rules, Subscription
from bot.text import clip, count

SHOWN = 5
"""How many headlines of a fold its message shows."""


def fold_card(fold: Fold, first: Sequence[Story]) -> Card:
    """Return the message of a fold: how many stories, the first headlines, and the rest behind *More*.

    `first` are its first stories, in its order.
    """
    many = count(len(fold.stories), "story", "stories")
    if fold.why == "quiet":
        title = f"While it was quiet: {many}"
    else:
        title = f"{many} within an hour" if len(fold.stories) > 1 else "1 more story"
    rest = len(fold.stories) - len(first[:SHOWN])
    reason = "Too many came to post them one by one." if fold.why == "burst" else ""
    return Card(
        summary=title,
        blocks=(
            Headline(prose=plain(title)),
            Bullets(points=tuple(_line(story) for story in first[:SHOWN])),
            *([Paragraph(prose=plain(f"… and {rest:,} more"))] if rest else []),
            *([Note(prose=plain(reason))] if reason else []),
            Buttons(buttons=(Button(label="More", says=f"burst {fold.number}", style="primary"),)),
        ),
    )


def subscribed_card(subscription: Subscription, said: str, notes: Sequence[str]) -> Card:
    """Return the answer to `subscribe`: what was done (`said`), what it posts, and what to know (`notes`)."""
    number = subscription.number
    asked = described(subscription.rules)
    urgent = " Also in quiet hours." if subscription.urgent else ""
    return Card(
        summary=said,
        blocks=(
            Headline(prose=plain(said)),
            Paragraph(prose=plain(f"From now on it posts {asked} here.{urgent}")),
            Note(prose=sentence(" ".join([*notes, f"`unsubscribe {number}` ends it."]))),
        ),
        mood="good",
    )


def ended_card(subscription: Subscription, *, withdrawn: int, kept_back: int) -> Card:
    """Return the answer to `unsubscribe`.

    `withdrawn` is how many of its posts no longer wait, `kept_back` how many stories of the quiet hours.
    """
    said = f"Subscription {subscription.number} has ended."
    notes = [f"It asked for {described(subscription.rules)}."]
    if withdrawn:
        notes.append(f"Taken back before they were sent: {count(withdrawn, 'post')}.")
    if kept_back:
        notes.append(
            f"Kept back in quiet hours, and not shown any more: {count(kept_back, 'story', 'stories')}."
        )
    return Card(
        summary=said,
        blocks=(
            Paragraph(prose=plain(said)),
            Note(prose=sentence(" ".join(notes))),
        ),
        mood="good",
    )


def subscriptions_card(subscriptions: Sequence[Subscription]) -> Card:
    """Return a channel's subscriptions: what each asks for, who set it up, and how it is."""
    if not subscriptions:
        return Card(
            summary="No subscriptions here.",
            blocks=(
                Paragraph(prose=plain("This channel has no subscriptions.")),
                Note(prose=sentence("`subscribe topic:politics` brings stories on politics as they come.")),
            ),
        )
    title = count(len(subscriptions), "subscription")
    paused = any(each.state is OrderState.paused for each in subscriptions)
    hints = ["`unsubscribe NUMBER` ends one."]
    if paused:
        hints.append("`subscribe` with the same rules takes up one that is paused.")
    blocks: tuple[Block, ...] = (
        Headline(prose=plain(title)),
        Bullets(points=tuple(_entry(each) for each in subscriptions)),
        Note(prose=sentence(" ".join(hints))),
    )
    return Card(summary=title, blocks=blocks)


def described(rules: Rules) -> str:
    """Say what rules ask for: "stories on politics from Reuters with “harbour” but without “sport”"."""
    parts = [
        ("on", " or ".join(rules.topics)),
        ("from", " or ".join(rules.sources)),
        ("with", " and ".join(f"“{phrase}”" for phrase in rules.phrases)),
        ("but without", " or ".join(f"“{phrase}”" for phrase in rules.without)),
    ]
    said = [f"{word} {names}" for word, names in parts if names]
    return " ".join(["stories" if any(names for _, names in parts[:3]) else "every story", *said])


def _line(story: Story) -> Prose:
    return (Plain(text=f"#{story.number}  "), linked(clip(story.headline, 200), story.url))


def _entry(subscription: Subscription) -> Prose:
    urgent = ", also in quiet hours" if subscription.urgent else ""
    state = f" · paused: {subscription.reason}" if subscription.state is OrderState.paused else ""
    return (
        Strong(text=f"{subscription.number}"),
        Plain(
            text=f"  {described(subscription.rules)}{urgent} · set up by {subscription.set_by.name}{state}"
        ),
    )
