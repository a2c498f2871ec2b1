"""Sources as cards: how each of them is, and what people are told of those that fail or fall silent."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.cards.durations import every, lasting
from bot.cards.prose import host, plain
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
    Span,
    Strong,
    When,
    sentence,
)
from bot.model.polled import PolledDraft, PolledSource, Rhythm, SourceState, Trouble
from bot.model.value import Utc, Value
from bot.text import clip, count, one_line

TITLE: Final = 100
"""How many characters of a source's title are shown."""

_HOST = 60
_SAYS: Final = 300
_LINE: Final = 140
_TOLD: Final = 10
"""How many sources one message on troubles names."""


class Watched(Value):
    """A source as a list shows it; `silent` says that nothing has come for much longer than usual."""

    source: PolledSource
    rhythm: Rhythm
    silent: bool = False


def sources_card(watched: Sequence[Watched], *, title: str, now: Utc, more: str | None = None) -> Card:
    """Return a list of sources under a title. `more` is the command for the next page, where there is one."""
    blocks: list[Block] = [Headline(prose=plain(title))]
    for each in watched:
        blocks += _entry(each, now=now)
    if more:
        blocks.append(Buttons(buttons=(Button(label="More", says=more, style="primary"),)))
    hint = "`source check NUMBER` asks one now and says exactly how it is."
    return Card(summary=title, blocks=(*blocks, Note(prose=sentence(hint))))


def no_sources_card(said: str, hint: str) -> Card:
    """Return the card for an empty list: why it is empty, and what would fill it."""
    return Card(summary=said, blocks=(Paragraph(prose=plain(said)), Note(prose=sentence(hint))))


def silence_card(source: PolledSource, rhythm: Rhythm, *, now: Utc) -> Card:
    """Tell a channel that a source has fallen silent: for how long, what is usual, and what can be done."""
    name = name_of(source)
    said = f" has been {quiet(source, now=now)}"
    usual = f"; it usually publishes {about(rhythm.usual)}" if rhythm.usual else ""
    return Card(
        summary=f"{name}{said}{usual}.",
        blocks=(
            Paragraph(prose=(Strong(text=name), Plain(text=f"{said}{usual}."))),
            Note(prose=_joined([plain(f"Source {source.number}"), plain(host_of(source)), _newest(source)])),
            Buttons(
                buttons=(
                    Button(label="Check", says=f"source check {source.number}", style="primary"),
                    Button(label="Mute", says=f"source mute {source.number}"),
                    Button(label="Remove", says=f"source remove {source.number}", style="danger"),
                )
            ),
        ),
    )


def troubles_card(sources: Sequence[PolledSource], *, now: Utc) -> Card:
    """Tell who added them of sources that fail, one or several: what, since when, and what next."""
    if len(sources) == 1:
        return _trouble_card(sources[0], now=now)
    title = f"{count(len(sources), 'source')} can’t be read"
    rest = len(sources) - _TOLD
    return Card(
        summary=title,
        mood="trouble",
        blocks=(
            Headline(prose=plain(title)),
            Bullets(points=tuple(_told(source, now=now) for source in sources[:_TOLD])),
            *([Paragraph(prose=plain(f"… and {rest:,} more"))] if rest > 0 else []),
            Note(prose=sentence("`source list trouble` shows each of them; you are told of a trouble once.")),
        ),
    )


def name_of(source: PolledDraft) -> str:
    """Return what a source is called: its title, or where there is none, its host."""
    return clip(one_line(source.title), TITLE) or host_of(source)


def host_of(source: PolledDraft) -> str:
    """Return the host that a source is asked at."""
    return clip(host(source.url) or source.url, _HOST)


def about(span: timedelta) -> str:
    """Write a rhythm that was learned: "about every 2 days"."""
    return f"about {every(span)}"


def quiet(source: PolledDraft, *, now: Utc) -> str:
    """Say for how long nothing has come: "quiet for 9 days"."""
    return f"quiet for {lasting(now - (source.moments[0] if source.moments else source.added_at))}"


def said_of(trouble: Trouble) -> str:
    """Return what is wrong, as one sentence."""
    return clip(one_line(trouble.says), _SAYS)


def failing(trouble: Trouble) -> Prose:
    """Say since when a source fails, and how often it has."""
    if trouble.times == 1:
        return (Plain(text="First seen: "), When(at=trouble.since), Plain(text="."))
    return (
        Plain(text="Failing since "),
        When(at=trouble.since),
        Plain(text=f" ({trouble.times:,} tries)."),
    )


def over(source: PolledSource) -> bool:
    """Say whether a source isn't asked any more by itself."""
    return source.state is SourceState.stopped


def _entry(watched: Watched, *, now: Utc) -> list[Block]:
    """Return how one source is: its name and what is wrong, then the small print."""
    source, usual = watched.source, watched.rhythm.usual
    head: list[Span] = [Strong(text=f"{source.number} · {name_of(source)}")]
    if source.trouble:
        head.append(Plain(text=f" – {clip(said_of(source.trouble), _LINE)}"))
    elif watched.silent:
        head.append(Plain(text=f" – {quiet(source, now=now)}"))
    small: list[Prose] = [plain(host_of(source)), plain(about(usual) if usual else "rhythm not known yet")]
    small.append(_newest(source))
    if source.trouble:
        small.append((Plain(text="in trouble since "), When(at=source.trouble.since)))
    small.append(_asked(source, now=now))
    if source.muted:
        small.append(plain("no alarm when silent"))
    return [Paragraph(prose=tuple(head)), Note(prose=_joined(small))]


def _asked(source: PolledSource, *, now: Utc) -> Prose:
    if over(source):
        return plain("not asked any more")
    if source.next_at <= now:
        return plain("to be asked now")
    return (Plain(text="asked next "), When(at=source.next_at))


def _newest(source: PolledSource) -> Prose:
    if source.newest is None:
        return plain("no dated item so far")
    return (Plain(text="newest item "), When(at=source.newest))


def _trouble_card(source: PolledSource, *, now: Utc) -> Card:
    name, trouble = name_of(source), source.trouble
    said = "isn’t asked any more" if over(source) else "can’t be read"
    why = f": {said_of(trouble)}" if trouble else "."
    since: Prose = (*failing(trouble), Plain(text=" ")) if trouble else ()
    step = f"{trouble.next_step} " if trouble and trouble.next_step else ""
    return Card(
        summary=f"{name} {said}{why}",
        mood="trouble",
        blocks=(
            Paragraph(prose=(Strong(text=name), Plain(text=f" (source {source.number}) {said}{why}"))),
            *([Paragraph(prose=sentence(step.strip()))] if step else []),
            Note(prose=(*since, *_next(source, now=now))),
            Buttons(
                buttons=(
                    Button(label="Check", says=f"source check {source.number}", style="primary"),
                    Button(label="Remove", says=f"source remove {source.number}", style="danger"),
                )
            ),
        ),
    )


def _next(source: PolledSource, *, now: Utc) -> Prose:
    """Say what Nutgraf does by itself, and that this was said once."""
    if over(source):
        return sentence(f"`source check {source.number}` tries it again.")
    when: Prose = (When(at=source.next_at),) if source.next_at > now else plain("now")
    return (Plain(text="Asked again "), *when, Plain(text=". You are told of a trouble once."))


def _told(source: PolledSource, *, now: Utc) -> Prose:
    said = said_of(source.trouble) if source.trouble else "It is well again."
    since = (
        f" For {lasting(now - source.trouble.since)}." if source.trouble and source.trouble.times > 1 else ""
    )
    stopped = " Not asked any more." if over(source) else ""
    return (
        Strong(text=f"{source.number} · {name_of(source)}"),
        Plain(text=f": {clip(said, _LINE)}{since}{stopped}"),
    )


def _joined(parts: Sequence[Prose]) -> Prose:
    """Return small print: its parts with dots between them."""
    spans: list[Span] = []
    for part in parts:
        spans += [Plain(text=" · ")] if spans else []
        spans += part
    return tuple(spans)
