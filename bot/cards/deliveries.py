"""Deliveries as cards: what could not be posted, what was paused for it, what an admin's press has done."""

from collections.abc import Sequence

from bot.cards.prose import plain
from bot.model.card import (
    Block,
    Button,
    Buttons,
    Card,
    ChannelName,
    Mention,
    Note,
    Paragraph,
    Plain,
    Prose,
    Span,
    Strong,
    When,
    sentence,
)
from bot.model.decision import digest_name, said_name, subscription_name
from bot.model.delivery import Delivery, DeliveryState
from bot.model.digest import Digest
from bot.model.people import ChannelRef
from bot.model.subscription import Subscription
from bot.text import clip

_LONGEST = 90

FATES = {
    DeliveryState.ready: "it waits to be sent",
    DeliveryState.retry: "it waits to be tried again",
    DeliveryState.sending: "it is being sent",
    DeliveryState.sent: "it was sent",
    DeliveryState.unknown: "it is being looked for",
    DeliveryState.held: "it is held",
    DeliveryState.dead: "it was given up",
    DeliveryState.withdrawn: "it was dropped",
}
"""How far a delivery is, as the end of a sentence."""


def place(channel: ChannelRef) -> Span:
    """Name a channel, or whose direct messages it is."""
    if channel.person:
        return Mention(user=channel.id, name=channel.id)
    return ChannelName(id=channel.id, name=channel.id)


def order_name(order: Digest | Subscription) -> str:
    """Name a standing order: "digest 1 (08:00 Europe/London)", "subscription 3", "watch 3"."""
    if isinstance(order, Subscription):
        return said_name(subscription_name(order.number), order.where)
    return f"{digest_name(order.number)} ({order.schedule.at:%H:%M} {order.schedule.zone})"


def given_up_card(delivery: Delivery) -> Card:
    """Tell who set something up that its message was given up: what, why, and what next."""
    what = clip(delivery.card.summary, _LONGEST)
    doing = "posted" if delivery.edits is None else "brought up to date"
    tried: Prose = ()
    if delivery.failing_since is not None and delivery.failing_since < delivery.due_at:
        tried = (Plain(text=" It failed since "), When(at=delivery.failing_since), Plain(text="."))
    return Card(
        summary=f"A message could not be {doing}: {what}",
        mood="trouble",
        blocks=(
            Paragraph(
                prose=(
                    Plain(text=f"“{what}” could not be {doing} in "),
                    place(delivery.to.channel),
                    Plain(text="."),
                )
            ),
            Paragraph(prose=(*sentence(_in_full(delivery.reason)), *tried)),
            Note(
                prose=plain(
                    f"Nutgraf does not try again by itself. An admin can: delivery send {delivery.number}"
                )
            ),
        ),
    )


def paused_card(channel: ChannelRef, orders: Sequence[Digest | Subscription], reason: str) -> Card:
    """Tell who set standing orders that they are paused: which, why, and what next."""
    names = ", ".join(order_name(order) for order in orders)
    are = "is" if len(orders) == 1 else "are"
    return Card(
        summary=f"Paused: {names}",
        mood="trouble",
        blocks=(
            Paragraph(prose=(Plain(text="Nutgraf can't post in "), place(channel), Plain(text=" any more."))),
            Paragraph(prose=sentence(f"{_in_full(reason)} So {names} {are} paused.")),
            Note(prose=sentence(_next_step(orders))),
        ),
    )


def ended_card(channel: ChannelRef, orders: Sequence[Digest | Subscription], reason: str) -> Card:
    """Tell who set standing orders that they have ended, because their channel is gone."""
    names = ", ".join(order_name(order) for order in orders)
    have = "has" if len(orders) == 1 else "have"
    return Card(
        summary=f"Ended: {names}",
        mood="trouble",
        blocks=(
            Paragraph(prose=(Plain(text="Nutgraf can't post in "), place(channel), Plain(text=" any more."))),
            Paragraph(prose=sentence(f"{_in_full(reason)} So {names} {have} ended.")),
            Note(prose=sentence("`digest at 08:00` or `subscribe` in another channel sets up a new one.")),
        ),
    )


def stuck_blocks(delivery: Delivery) -> tuple[Block, ...]:
    """Show a delivery that is held or dead: what, where, why and since when, with its buttons."""
    return (Paragraph(prose=_line(delivery, _stuck(delivery))), _buttons(delivery.number))


def failing_block(delivery: Delivery) -> Block:
    """Show a delivery that is tried again and again: what, where, why and since when."""
    return Paragraph(prose=_line(delivery, "Tried again"))


def _line(delivery: Delivery, state: str) -> Prose:
    return (
        Strong(text=f"{delivery.number}: {clip(delivery.card.summary, _LONGEST)}"),
        Plain(text=" in "),
        place(delivery.to.channel),
        Plain(text=f". {state}: {_in_full(delivery.reason)} Since "),
        When(at=delivery.failing_since or delivery.queued_at),
    )


def pressed_card(delivery: Delivery, *, done: bool, asked: str) -> Card:
    """Say what has become of a delivery that an admin sends or drops; `asked` is "send" or "drop"."""
    what = f"Delivery {delivery.number} (“{clip(delivery.card.summary, _LONGEST)}”)"
    if done:
        said = f"{what} is sent again." if asked == "send" else f"{what} is dropped."
        return Card(summary=said, blocks=(Paragraph(prose=plain(said)),), mood="good")
    said = f"Nothing to {asked}. {what}: {FATES[delivery.state]}."
    reason = f" {_in_full(delivery.reason)}" if delivery.reason else ""
    return Card(summary=said, blocks=(Paragraph(prose=plain(said + reason)),))


def _stuck(delivery: Delivery) -> str:
    return "Held" if delivery.state is DeliveryState.held else "Given up"


def _buttons(number: int) -> Buttons:
    return Buttons(
        buttons=(
            Button(label="Send", says=f"delivery send {number}", style="primary"),
            Button(label="Drop", says=f"delivery drop {number}", style="danger"),
        )
    )


def _next_step(orders: Sequence[Digest | Subscription]) -> str:
    digests = any(isinstance(order, Digest) for order in orders)
    subscriptions = any(isinstance(order, Subscription) for order in orders)
    steps = [
        "`digest resume` brings the digest back" if digests else "",
        "`subscribe` sets up a subscription again" if subscriptions else "",
    ]
    said = " and ".join(step for step in steps if step)
    return f"Once Nutgraf may post there again, {said}; say it in that channel."


def _in_full(reason: str) -> str:
    text = reason.strip() or "No reason is known."
    return text if text[-1] in ".!?…" else f"{text}."
