"""Who has a story: its reports as people number them, and what later ones brought."""

from bot.cards.prose import host, plain, published
from bot.model.card import Block, Bullets, Headline, Link, Note, Plain, Prose, Strong, When
from bot.model.story import Fresh, Report, Story
from bot.text import clip, fold

SHOWN = 10
"""How many reports are told of in full."""

_NAMED = 30
"""How many of the others are named."""

_NEWS = 10
"""How many sentences of what was new are shown, the latest."""

_COPIES = 5
_HEADLINE, _SENTENCE = 120, 500


def report_blocks(story: Story) -> tuple[Block, ...]:
    """Return the reports, numbered as `split` takes them; behind the first ten their names alone."""
    alone = len(story.reports) == 1
    points = tuple(_report(report, story, alone=alone) for report in story.reports[:SHOWN])
    rest = [f"{number} {each.outlet}" for number, each in enumerate(story.reports, 1)][SHOWN:]
    beyond = "…" if len(rest) > _NAMED else ""
    named = f"and {len(rest):,} more: {', '.join(rest[:_NAMED])}{beyond}"
    return (
        Headline(prose=plain("Who has it"), level=2),
        Bullets(points=points, numbered=not alone),
        *([Note(prose=plain(named))] if rest else []),
    )


def news_blocks(story: Story) -> tuple[Block, ...]:
    """Return what later reports and updates brought that was new, word for word; nothing where none did."""
    news = sorted(
        ((fresh, report) for report in story.reports for fresh in report.fresh), key=lambda each: each[0].seen
    )
    if not news:
        return ()
    earlier = len(news) - _NEWS
    return (
        Headline(prose=(Plain(text="New since "), When(at=story.first_seen)), level=2),
        *([Note(prose=plain(f"{earlier:,} more came before these."))] if earlier > 0 else []),
        Bullets(points=tuple(_new(fresh, report) for fresh, report in news[-_NEWS:])),
    )


def _new(fresh: Fresh, report: Report) -> Prose:
    return (
        Strong(text="New: "),
        Plain(text=f"“{clip(fresh.text, _SENTENCE)}” – {report.outlet}, "),
        When(at=fresh.seen),
    )


def _report(report: Report, story: Story, *, alone: bool) -> Prose:
    spans: list[Prose] = [(Plain(text=f"{report.outlet} · "), *published(report))]
    if not alone and report.published_at is not None:
        spans.append((Plain(text=", first seen "), When(at=report.first_seen)))
    if report.url:
        spans.append((Plain(text=" · "), Link(text=host(report.url), url=report.url)))
    if fold(report.headline) != fold(story.headline):
        spans.append(plain(f" · “{clip(report.headline, _HEADLINE)}”"))
    if report.copies:
        spans.append(plain(f" · same text: {_copies(report)}"))
    if report.put_by:
        spans.append(plain(f" · put here by {report.put_by}"))
    return tuple(span for part in spans for span in part)


def _copies(report: Report) -> str:
    """Name where else the text is: by outlet; another address of the report's own outlet by its host."""
    names = dict.fromkeys(
        host(copy.url) if copy.outlet == report.outlet and copy.url else copy.outlet for copy in report.copies
    )
    shown = ", ".join(list(names)[:_COPIES])
    return f"{shown} and {len(names) - _COPIES} more" if len(names) > _COPIES else shown
