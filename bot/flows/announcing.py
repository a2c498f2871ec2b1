"""What becomes of stories that came in just now: posts, folds, and why a channel did not get them.

It decides first, for one conversation after the other, and then writes everything into one transaction.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.cards.story import post_card
from bot.flows.arrivals import Joined
from bot.flows.folds import Folding, quiet_until
from bot.flows.story_posts import post_key
from bot.flows.zones import zone_of
from bot.model.decision import Choice, Decision, said_name, subscription_name
from bot.model.delivery import Promise
from bot.model.digest import OrderState
from bot.model.people import Conversation
from bot.model.story import Story
from bot.model.subscription import Subscription
from bot.model.value import Utc, Value
from bot.ports import Tx
from bot.reading.fitting import Subject, misfit

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)


class BurstLimits(Value):
    """How many stories a minute and an hour one conversation gets one by one; more are folded."""

    a_minute: int = Field(default=5, ge=1)
    an_hour: int = Field(default=20, ge=1)


class _Wanted(NamedTuple):
    """A story, and the subscription that brings it."""

    story: Story
    by: Subscription


class Announcing:
    """Announces stories in one transaction at one moment. `zone` holds where nobody has set one."""

    def __init__(self, tx: Tx, *, at: Utc, zone: str, limits: BurstLimits) -> None:
        self._tx = tx
        self._at = at
        self._zone = zone
        self._limits = limits
        self._folding = Folding(tx, at=at)

    def announce(self, stories: Sequence[Story]) -> None:
        """Post, fold or keep back each story where it is wanted, and note one decision a subscription."""
        orders = self._orders()
        subjects = [Subject(story) for story in stories] if orders else []
        for where, here in orders.items():
            self._tx.decisions.note(self._kept(where, self._in(where, here, subjects)))

    def announce_again(self, joined: Sequence[Joined]) -> None:
        """Announce stories that got a report, where that is what makes them fit.

        A conversation that a story was brought to, or kept back for, hears nothing more of it here; that a
        report doesn't fit either is not noted.
        """
        orders = self._orders() if joined else {}
        for each in joined:
            subject = Subject(each.story, also=each.draft)
            for where, here in orders.items():
                told = self._tx.decisions.about(each.story.number, where.channel)
                brought = any(one.where == where and one.choice in _BROUGHT for one in told)
                fitting = [] if brought else [order for order in here if not _left_out(order, subject)]
                self._tx.decisions.note(self._in(where, fitting, [subject]))

    @staticmethod
    def _kept(where: Conversation, decisions: Sequence[Decision]) -> Sequence[Decision]:
        """Leave out that a story isn't what a person watches for: nearly none is."""
        return [each for each in decisions if not (where.channel.person and each.choice is Choice.rule)]

    def _orders(self) -> dict[Conversation, list[Subscription]]:
        orders: dict[Conversation, list[Subscription]] = {}
        for order in self._tx.subscriptions.standing():
            if order.state is OrderState.active:
                orders.setdefault(order.where, []).append(order)
        return orders

    def _in(
        self, where: Conversation, orders: Sequence[Subscription], subjects: Iterable[Subject]
    ) -> list[Decision]:
        """Announce in one conversation; each story comes there once, however many subscriptions want it."""
        zone = zone_of(self._tx, where.channel, default=self._zone)
        until = quiet_until(self._tx, where.channel, at=self._at, zone=zone)
        wanted: list[_Wanted] = []
        decisions: list[Decision] = []
        for subject in subjects:
            story, left_out = self._wanted(orders, subject, quiet=until is not None)
            wanted += story
            decisions += left_out
        now = [each for each in wanted if until is None or each.by.urgent]
        later = [each for each in wanted if until is not None and not each.by.urgent]
        decisions += self._now(where, now)
        if until and later:
            decisions += self._later(where, later, until=until, zone=zone)
        return decisions

    def _wanted(
        self, orders: Sequence[Subscription], subject: Subject, *, quiet: bool
    ) -> tuple[list[_Wanted], list[Decision]]:
        """Return the story with the first order that it fits, if any, and why the others don't bring it.

        In quiet hours an urgent order comes first: what one wants at once the others must not keep back.
        """
        fitting: list[Subscription] = []
        decisions: list[Decision] = []
        for order in orders:
            left_out = _left_out(order, subject)
            if left_out:
                decisions.append(self._decision(subject.story, order, *left_out))
            else:
                fitting.append(order)
        if not fitting:
            return [], decisions
        if quiet:
            fitting.sort(key=lambda order: not order.urgent)
        bringing, *others = fitting
        said = f"{said_name(subscription_name(bringing.number), bringing.where)} brings it here already"
        decisions += [self._decision(subject.story, each, Choice.repeated, said) for each in others]
        return [_Wanted(subject.story, bringing)], decisions

    def _now(self, where: Conversation, wanted: Sequence[_Wanted]) -> list[Decision]:
        """Post the stories one by one, or all of them as one message where that would be too many."""
        if not wanted:
            return []
        if len(wanted) <= self._room(where):
            for each in wanted:
                self._post(each)
            return [self._decision(each.story, each.by, Choice.posted, "") for each in wanted]
        fold = self._folding.burst(where, [each.story for each in wanted], behind=wanted[0].by.set_by)
        most = f"at most {self._limits.a_minute} a minute and {self._limits.an_hour} an hour come one by one"
        return [self._folded(each, Choice.folded, fold.number, most) for each in wanted]

    def _later(
        self, where: Conversation, wanted: Sequence[_Wanted], *, until: Utc, zone: str
    ) -> list[Decision]:
        fold = self._folding.keep_back(where, [each.story for each in wanted], until=until)
        said = f"quiet hours until {until.astimezone(ZoneInfo(zone)):%H:%M}"
        return [self._folded(each, Choice.quiet, fold.number, said) for each in wanted]

    def _room(self, where: Conversation) -> int:
        """Return how many more stories the conversation may get one by one now.

        What was folded within the last minute belongs to the same burst. It doesn't count for the hour: its
        edits reach nobody's attention, and the next single story should.
        """
        count, minute = self._tx.decisions.count, self._at - _MINUTE
        posted = count(where, Choice.posted, since=self._at - _HOUR)
        lately = count(where, Choice.posted, since=minute)
        if self._folding.bursting(where):
            lately += count(where, Choice.folded, since=minute)
        return min(self._limits.a_minute - lately, self._limits.an_hour - posted)

    def _post(self, wanted: _Wanted) -> None:
        story, by = wanted
        promise = Promise(
            key=post_key(by.number, story.number),
            to=by.where,
            card=post_card(story),
            due_at=self._at,
            behind=by.set_by,
            story=story.number,
        )
        self._tx.deliveries.queue(promise, at=self._at)

    def _folded(self, wanted: _Wanted, choice: Choice, fold: int, said: str) -> Decision:
        return self._decision(wanted.story, wanted.by, choice, f"{_FOLD}{fold}: {said}")

    def _decision(self, story: Story, order: Subscription, choice: Choice, detail: str) -> Decision:
        return Decision(
            story=story.number,
            where=order.where,
            order=subscription_name(order.number),
            choice=choice,
            detail=detail,
            at=self._at,
        )


_BROUGHT: Final = frozenset({Choice.posted, Choice.folded, Choice.quiet})

_FOLD: Final = "fold "


def fold_in(detail: str) -> tuple[int | None, str]:
    """Return the number of the fold that a decision's detail names, and what it says beyond it."""
    named, _, said = detail.partition(": ")
    number = named.removeprefix(_FOLD)
    return (int(number), said) if number.isdecimal() and number != named else (None, detail)


def _left_out(order: Subscription, subject: Subject) -> tuple[Choice, str] | None:
    """Say why a subscription doesn't bring a story; None where it does."""
    if subject.published and subject.published < order.made_at:
        return Choice.old, f"it was published before the {order.called} was made"
    rule = misfit(subject, order.rules)
    return (Choice.rule, rule) if rule else None
