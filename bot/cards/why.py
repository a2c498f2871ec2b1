"""Why a channel did or did not get a story, as a card."""

from collections.abc import Sequence

from bot.cards.prose import linked, plain
from bot.model.account import Account
from bot.model.card import Bullets, Card, Headline, Note, Paragraph, Plain, Prose, Strong, When, sentence
from bot.model.decision import Choice
from bot.model.delivery import Delivery, DeliveryState
from bot.model.story import Story

_CHOICES = {
    Choice.posted: "posted as a message of its own",
    Choice.edition: "put into an edition",
    Choice.folded: "put into one message with others",
    Choice.quiet: "kept back",
    Choice.rule: "left out",
    Choice.cap: "left out",
    Choice.repeated: "left out",
    Choice.old: "left out",
}

_STATES = {
    DeliveryState.ready: "it waits for its turn",
    DeliveryState.sending: "it is being sent",
    DeliveryState.sent: "it arrived",
    DeliveryState.retry: "sending failed and is tried again",
    DeliveryState.unknown: "nobody knows yet whether it arrived; the bot is looking",
    DeliveryState.held: "nobody can tell whether it arrived; an admin decides (`status`)",
    DeliveryState.dead: "it could not be sent",
    DeliveryState.withdrawn: "it was taken back or deleted",
}


def why_card(story: Story, accounts: Sequence[Account]) -> Card:
    """Return what each standing order of the channel made of the story."""
    head: Prose = (Plain(text=f"#{story.number}  "), linked(story.headline, story.url))
    if not accounts:
        none = "This channel has neither digests nor subscriptions, so nothing brings stories here."
        return Card(
            summary=none,
            blocks=(
                Headline(prose=head),
                Paragraph(prose=plain(none)),
                Note(prose=sentence("`digest at 08:00` or `subscribe topic:politics` sets one up.")),
            ),
        )
    return Card(
        summary=f"Why this channel did or did not get #{story.number}",
        blocks=(
            Headline(prose=head),
            Bullets(points=tuple(_said(account) for account in accounts)),
            Note(prose=(Plain(text="It came in "), When(at=story.first_seen), Plain(text="."))),
        ),
    )


def _said(account: Account) -> Prose:
    name = Strong(text=f"{account.order[0].upper()}{account.order[1:]}")
    decision = account.decision
    waits: Prose = (
        (Plain(text=" · comes "), When(at=account.waits_until)) if account.waits_until is not None else ()
    )
    if decision is None:
        return (name, Plain(text=f" – {account.because}"), *waits)
    because = f" · {account.because}" if account.because else ""
    return (
        name,
        Plain(text=f" – {_CHOICES[decision.choice]} · "),
        When(at=decision.at),
        Plain(text=because),
        *(_state(account.delivery) if account.delivery else ()),
        *waits,
    )


def _state(delivery: Delivery) -> Prose:
    reason = f" ({delivery.reason})" if delivery.reason else ""
    return (Plain(text=f" · {_STATES[delivery.state]}{reason}"),)
