"""Why a channel did or did not get a story, why its reports are together, and how it ranks: a card."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.cards.prose import linked, plain
from bot.model.account import Account
from bot.model.card import (
    Block,
    Bullets,
    Card,
    Headline,
    Note,
    Paragraph,
    Plain,
    Prose,
    Span,
    Strong,
    When,
    sentence,
)
from bot.model.decision import Choice
from bot.model.delivery import Delivery, DeliveryState
from bot.model.sketch import Explanation
from bot.model.story import Report, Story
from bot.model.worth import Worth
from bot.text import count

_REPORTS: Final = 15
"""Of so many reports it is said why they joined."""

_LONG: Final = timedelta(days=2)

_NOTHING: Final = {
    False: (
        "This channel has neither digests nor subscriptions, so nothing brings stories here.",
        "`digest at 08:00` or `subscribe topic:politics` sets one up.",
    ),
    True: (
        "You watch nothing, so nothing brings stories here.",
        '`watch "harbour deal"` tells you when a story holds these words.',
    ),
}

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


def why_card(
    story: Story, accounts: Sequence[Account], worth: Worth | None = None, *, person: bool = False
) -> Card:
    """Return what became of the story in a channel, why its reports are together, and how it ranks.

    `accounts` are what each standing order made of it, `worth` what it counts in lists. `person` says that
    the channel is somebody's direct messages.
    """
    head: Prose = (Plain(text=f"#{story.number}  "), linked(story.headline, story.url))
    if accounts:
        summary = f"Why this channel did or did not get #{story.number}"
        told: tuple[Block, ...] = (
            Bullets(points=tuple(_said(account) for account in accounts)),
            Note(prose=(Plain(text="It came in "), When(at=story.first_seen), Plain(text="."))),
        )
    else:
        summary, hint = _NOTHING[person]
        told = (Paragraph(prose=plain(summary)), Note(prose=sentence(hint)))
    return Card(
        summary=summary,
        blocks=(Headline(prose=head), *told, *_together(story), *(_place(worth) if worth else ())),
    )


def _together(story: Story) -> tuple[Block, ...]:
    """Say of each report that joined the story why it did."""
    joined = [report for report in story.reports if report.put_by or report.why]
    if not joined:
        return ()
    rest = len(joined) - _REPORTS
    return (
        Headline(prose=plain("Why these reports are together"), level=2),
        Bullets(points=tuple(_joined(report, story) for report in joined[:_REPORTS])),
        *([Note(prose=plain(f"and {count(rest, 'more report')}"))] if rest > 0 else []),
    )


def _joined(report: Report, story: Story) -> Prose:
    if report.put_by:
        return (Strong(text=report.outlet), Plain(text=f" – {report.put_by} put it here"))
    later = _later(report.first_seen - story.first_seen)
    why = report.why
    if why is None or not why.words:
        alike = f": {_alike(why)}" if why else ""
        return (Strong(text=report.outlet), Plain(text=f" joined {later}{alike}"))
    words: list[Span] = []
    for word in why.words:
        words += [Plain(text=", "), Strong(text=word)]
    return (
        Strong(text=report.outlet),
        Plain(text=f" joined {later}: both say "),
        *words[1:],
        Plain(text=f" ({_alike(why)})"),
    )


def _alike(why: Explanation) -> str:
    return f"{why.score:.0%} alike, {why.needed:.0%} was enough"


def _later(apart: timedelta) -> str:
    minutes = int(apart / timedelta(minutes=1))
    if minutes < 1:
        return "at the same time"
    if minutes < 2 * 60:
        return f"{count(minutes, 'minute')} later"
    return f"{count(minutes // 60, 'hour')} later" if apart < _LONG else f"{count(apart.days, 'day')} later"


def _place(worth: Worth) -> tuple[Block, ...]:
    parts = " · ".join(f"{said} {_signed(adds)}" for said, adds in worth.parts)
    return (
        Headline(prose=plain("How it ranks"), level=2),
        Paragraph(prose=plain(f"{parts}: together {_signed(worth.total)}")),
        Note(prose=sentence("`settings weights` shows what counts for how much.")),
    )


def _signed(adds: float) -> str:
    """Write what a part adds: "+1.6", "−0.21", "0"."""
    size = f"{abs(adds):.1f}" if abs(adds) >= 1 else f"{abs(adds):.2f}"
    size = size.rstrip("0").rstrip(".")
    return "0" if size == "0" else f"{'+' if adds > 0 else '−'}{size}"


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
