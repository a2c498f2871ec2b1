"""How the bot is."""

from collections.abc import Sequence

from bot.cards.deliveries import FATES, failing_block, order_name, place, stuck_blocks
from bot.cards.prose import plain
from bot.cards.sources import Watched, name_of, said_of
from bot.model.card import (
    Block,
    Bullets,
    Card,
    Fact,
    Facts,
    Headline,
    Note,
    Paragraph,
    Plain,
    Prose,
    Strong,
    When,
    sentence,
)
from bot.model.delivery import OPEN, DeliveryState
from bot.model.digest import Digest, Verdict
from bot.model.health import Finding, LastEdition, Promises
from bot.model.polled import PolledSource
from bot.model.subscription import Subscription
from bot.text import clip

_MOST_LINES = 10
"""How many digests and paused orders are listed: a status has to be read on a phone."""

_FEW = 5
"""How many sources in trouble."""

_SAYS = 150


def status_card(
    facts: Sequence[tuple[str, str]],
    findings: Sequence[Finding],
    promises: Promises,
    watched: Sequence[Watched] = (),
) -> Card:
    """Return the bot's health: labelled facts, what is stuck, the last editions, sources, each finding."""
    ill = [finding for finding in findings if finding.state != "fine"]
    verdict = _verdict(len(ill), len(findings), promises, watched)
    well = verdict == _WELL
    return Card(
        summary=verdict,
        mood="good" if well else "trouble",
        blocks=(
            Headline(prose=plain("Status")),
            Facts(facts=tuple(Fact(label=label, prose=plain(value)) for label, value in facts)),
            *_deliveries(promises),
            *_editions(promises.editions),
            *_paused(promises.paused),
            *_sources(watched),
            Bullets(points=tuple(_finding(finding) for finding in findings)),
            Note(prose=sentence(verdict)),
        ),
    )


_WELL = "All is well."


def _verdict(ill: int, findings: int, promises: Promises, watched: Sequence[Watched]) -> str:
    said = [
        f"{ill} of {findings} checks need a look." if ill else "",
        "Messages wait for an admin’s word." if promises.stuck else "",
        "An edition was missed."
        if any(last.edition.verdict is Verdict.missed for last in promises.editions)
        else "",
        "Messages have been failing for a while." if promises.failing else "",
        "Standing orders are paused." if promises.paused else "",
        "Sources are in trouble." if any(each.source.trouble for each in watched) else "",
    ]
    return " ".join(part for part in said if part) or _WELL


def _deliveries(promises: Promises) -> tuple[Block, ...]:
    counts = promises.counts
    waiting = sum(counts.get(state, 0) for state in OPEN - {DeliveryState.unknown})
    stuck = counts.get(DeliveryState.held, 0) + counts.get(DeliveryState.dead, 0)
    shown = (
        ("Waiting", waiting),
        ("Being looked for", counts.get(DeliveryState.unknown, 0)),
        ("Held", counts.get(DeliveryState.held, 0)),
        ("Given up", counts.get(DeliveryState.dead, 0)),
    )
    facts = Facts(facts=tuple(Fact(label=label, prose=plain(f"{number:,}")) for label, number in shown))
    blocks: list[Block] = [failing_block(delivery) for delivery in promises.failing]
    blocks += [block for delivery in promises.stuck for block in stuck_blocks(delivery)]
    if stuck > len(promises.stuck):
        rest = f"{stuck - len(promises.stuck):,} more that are held or given up show once these are decided."
        blocks.append(Note(prose=sentence(rest)))
    return (facts, *blocks)


def _editions(editions: Sequence[LastEdition]) -> tuple[Block, ...]:
    if not editions:
        return ()
    points = (*(_edition(last) for last in editions[:_MOST_LINES]), *_rest(len(editions)))
    return (Paragraph(prose=(Strong(text="Last editions"),)), Bullets(points=points))


def _edition(last: LastEdition) -> Prose:
    unposted = "" if last.state is None or last.state is DeliveryState.sent else f" ({FATES[last.state]})"
    why = f" ({last.edition.reason})" if last.edition.reason else ""
    return (
        Plain(text=f"{order_name(last.digest)} in "),
        place(last.digest.where.channel),
        Plain(text=f": {last.edition.verdict}{why}{unposted}, "),
        When(at=last.edition.decided_at),
    )


def _paused(orders: Sequence[Digest | Subscription]) -> tuple[Block, ...]:
    if not orders:
        return ()
    points = (*(_order(order) for order in orders[:_MOST_LINES]), *_rest(len(orders)))
    return (Paragraph(prose=(Strong(text="Paused"),)), Bullets(points=points))


def _order(order: Digest | Subscription) -> Prose:
    why = f": {order.reason}" if order.reason else ""
    return (Plain(text=f"{order_name(order)} in "), place(order.where.channel), *sentence(why))


def _sources(watched: Sequence[Watched]) -> tuple[Block, ...]:
    """Return how many sources are watched, and what is wrong with those in trouble."""
    if not watched:
        return ()
    troubled = [each for each in watched if each.source.trouble]
    silent = sum(each.silent for each in watched)
    shown = (("Watched", len(watched)), ("In trouble", len(troubled)), ("Silent", silent))
    facts = Facts(facts=tuple(Fact(label=label, prose=plain(f"{number:,}")) for label, number in shown))
    points = (*(_source(each.source) for each in troubled[:_FEW]), *_rest(len(troubled), _FEW))
    return (
        Paragraph(prose=(Strong(text="Sources"),)),
        facts,
        *([Bullets(points=points)] if points else []),
        *([Note(prose=sentence("`source list trouble` shows how each is."))] if troubled or silent else []),
    )


def _source(source: PolledSource) -> Prose:
    says = f": {clip(said_of(source.trouble), _SAYS)}" if source.trouble else ""
    return plain(f"{source.number} · {name_of(source)}{says}")


def _rest(number: int, shown: int = _MOST_LINES) -> tuple[Prose, ...]:
    return (plain(f"and {number - shown:,} more"),) if number > shown else ()


def _finding(finding: Finding) -> Prose:
    said = f"{finding.subject}: {finding.says}"
    if finding.state == "fine":
        return plain(said)
    return (Strong(text=said), *sentence(f" {finding.next_step}"))
