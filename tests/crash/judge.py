"""Compares what was promised with what the store says and what the server has seen."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from adapters.discord.components.mark import mark
from bot.model.delivery import Delivery, DeliveryState
from tests.crash.plan import Plan, read
from tests.servers.platform import place
from tests.servers.rooms import Message, Report


@dataclass
class Verdict:
    """What went wrong (the first four, each a list of posts) and what people have to decide."""

    lost: list[int] = field(default_factory=list)
    twice: list[int] = field(default_factory=list)
    edits_wrong: list[int] = field(default_factory=list)
    out_of_order: list[int] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    states: Counter[DeliveryState] = field(default_factory=Counter)
    edits: int = 0
    deleted: int = 0


def judge(plan: Plan, stored: Mapping[int, Delivery | None], report: Report) -> Verdict:
    """Judge a run that has come to its end."""
    verdict = Verdict()
    seen: dict[str, list[Message]] = {}
    marks = {f"mark:{mark(post.mark)}": post.mark for post in stored.values() if post}
    for message in report.messages:
        seen.setdefault(marks.get(message.key, message.key), []).append(message)
    for number in range(plan.deliveries):
        post = stored[number]
        if post is None:
            verdict.lost.append(number)
            continue
        verdict.states[post.state] += 1
        _judge_post(plan, number, post, seen.pop(post.mark, []), verdict)
    # A message under a key that nothing was promised as is a second one of whatever it shows.
    verdict.twice += [read(message.texts[0])[0] for strangers in seen.values() for message in strangers]
    verdict.out_of_order = list(_out_of_order(report.messages))
    return verdict


def _judge_post(plan: Plan, number: int, post: Delivery, messages: list[Message], verdict: Verdict) -> None:
    there = len(messages)
    if there > 1:
        verdict.twice.append(number)
    match post.state:
        case DeliveryState.sent if there:
            _judge_edits(plan, number, messages[0], verdict)
        case DeliveryState.held if plan.kind == "neither":
            verdict.held.append(number)
        case DeliveryState.withdrawn if there and messages[0].deleted:
            verdict.deleted += 1
        case DeliveryState.dead | DeliveryState.withdrawn if post.to == plan.closed and not there:
            pass
        case _:
            verdict.lost.append(number)


def _judge_edits(plan: Plan, number: int, message: Message, verdict: Verdict) -> None:
    shown = [read(text) for text in message.texts]
    verdict.edits += len(shown) - 1
    newest_last = shown == sorted(shown) and shown[-1] == (number, plan.revisions(number))
    if not newest_last or message.conversation != place(plan.where(number)) or message.deleted:
        verdict.edits_wrong.append(number)


def _out_of_order(messages: Iterable[Message]) -> Iterable[int]:
    """Yield the posts that came after a later one of their conversation."""
    latest: dict[str, int] = {}
    for message in messages:
        number, _ = read(message.texts[0])
        if number < latest.get(message.conversation, -1):
            yield number
        latest[message.conversation] = max(number, latest.get(message.conversation, -1))
