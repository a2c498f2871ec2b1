"""The answers to what is done with sources: added, asked about, checked, changed, muted, removed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.cards.durations import every
from bot.cards.prose import plain
from bot.cards.sources import about, failing, host_of, name_of, over, quiet, said_of
from bot.model.card import (
    Block,
    Bullets,
    Button,
    Buttons,
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
from bot.model.polled import PolledDraft, PolledSource, Rhythm, Sighting, SourceKind
from bot.model.value import Utc, Value
from bot.text import clip, count, one_line

_HEADLINE: Final = 150
_DOUBT: Final = 300
_URL: Final = 200
_FAULTS: Final = 5
_TOPICS: Final = 300


class Checked(Value):
    """What asking a source just now gave; the fields are those of the flow's answer.

    `silent` says that nothing has come for much longer than usual.
    """

    source: PolledSource
    rhythm: Rhythm
    headlines: tuple[str, ...] = ()
    new: int = 0
    faults: tuple[str, ...] = ()
    unchanged: bool = False
    first_poll: bool = False
    silent: bool = False


def added_card(source: PolledSource, sighting: Sighting) -> Card:
    """Return the answer to `source add`: what is watched from now on, and what was found there."""
    said = f"{name_of(source)} is source {source.number} now."
    entries = count(sighting.entries, "entry", "entries")
    kept = f"What it has so far ({entries}) is taken in when it is first asked, and not posted."
    return Card(
        summary=said,
        mood="good",
        blocks=(
            Headline(prose=plain(said)),
            Paragraph(prose=plain(" ".join([_found(sighting), *wishes(source)]))),
            *_seen_headlines(sighting),
            Note(
                prose=sentence(
                    f"{kept if source.kind is SourceKind.feed else 'The page as it is now is not posted.'} "
                    f"`source remove {source.number}` ends it."
                )
            ),
        ),
    )


def doubtful_card(sighting: Sighting, *, sure: str, others: Sequence[tuple[str, str]]) -> Card:
    """Ask before a source is added: what was found, what speaks against it, and what else there is.

    `sure` is the command that adds it, `others` are labels and commands for what else was found.
    """
    title = f"Add {name_of(sighting.source)}?"
    buttons = [Button(label="Add it", says=sure, style="primary")]
    buttons += [Button(label=label, says=says) for label, says in others]
    return Card(
        summary=title,
        blocks=(
            Headline(prose=plain(title)),
            Bullets(points=tuple(plain(clip(one_line(doubt), _DOUBT)) for doubt in sighting.doubts)),
            Paragraph(prose=plain(_found(sighting))),
            *_seen_headlines(sighting),
            Note(prose=plain(f"Nothing is added so far. Found at {clip(sighting.source.url, _URL)}")),
            Buttons(buttons=tuple(buttons)),
        ),
    )


def known_card(name: str, number: int) -> Card:
    """Say that something is a source already."""
    said = f"{name} is source {number} already."
    hint = f"`source check {number}` asks it now, `source set {number}` changes how it is watched."
    return Card(
        summary=said,
        blocks=(Paragraph(prose=plain(said)), Note(prose=sentence(hint))),
    )


def checked_card(checked: Checked, *, now: Utc) -> Card:
    """Return the answer to `source check`: what came of asking it now, how it is, and what is newest."""
    source = checked.source
    title = name_of(source)
    said = _came(checked, now=now)
    return Card(
        summary=f"{title}: {said}",
        mood="trouble" if source.trouble else "good",
        blocks=(
            Headline(prose=plain(title)),
            Paragraph(prose=plain(said)),
            *_trouble(checked),
            Facts(facts=tuple(_facts(checked, now=now))),
            *_newest_headlines(checked.headlines),
            *_small_print(source),
        ),
    )


def removed_card(source: PolledSource, *, again: str) -> Card:
    """Return the answer to `source remove`; `again` is the command that adds it again."""
    said = f"{name_of(source)}, source {source.number}, is not watched any more."
    return Card(
        summary=said,
        mood="good",
        blocks=(
            Paragraph(prose=plain(said)),
            Note(prose=plain("Its stories stay. Adding it again undoes this; it gets a new number then.")),
            Buttons(buttons=(Button(label="Add it again", says=again),)),
        ),
    )


def muted_card(source: PolledSource) -> Card:
    """Return the answer to `source mute` and `source unmute`."""
    name, number = name_of(source), source.number
    if source.muted:
        said = f"No alarm any more when {name} falls silent."
        hint = f"It is asked as before. `source unmute {number}` brings the alarm back."
    else:
        said = f"There is an alarm again when {name} falls silent."
        hint = f"`source mute {number}` ends it."
    return Card(summary=said, blocks=(Paragraph(prose=plain(said)), Note(prose=sentence(hint))), mood="good")


def changed_card(source: PolledSource, *, here: bool) -> Card:
    """Return the answer to `source set`: how the source is watched from now on.

    `here` says that its alarms come to the conversation where that was said.
    """
    said = f"{name_of(source)}, source {source.number}, is changed."
    now = wishes(source) or ["Only what its feed says is read, and it gives its stories no topic of its own."]
    place = "When it falls silent, that is said here." if here else ""
    return Card(
        summary=said,
        mood="good",
        blocks=(
            Paragraph(prose=plain(said)),
            Note(prose=plain(" ".join([*now, place]).strip())),
        ),
    )


def wishes(source: PolledDraft) -> list[str]:
    """Say how a source is watched, beyond what is usual."""
    said = []
    if source.full:
        said.append("Of each entry that has only a summary, the page is read too.")
    if source.topics:
        topics = clip(", ".join(source.topics), _TOPICS)
        said.append(f"From now on its stories are put under {topics}.")
    return said


def asked_every(source: PolledDraft, rhythm: Rhythm) -> str:
    """Say how often a source is asked: as its rhythm wants it, or less where it asks for that (its `ttl`)."""
    wait = max(rhythm.poll_every, timedelta(minutes=source.ttl or 0))
    return every(min(wait, timedelta(days=1)))


def _found(sighting: Sighting) -> str:
    source, rhythm = sighting.source, sighting.rhythm
    if source.kind is SourceKind.page:
        return f"A page at {host_of(source)}. It is asked {asked_every(source, rhythm)}."
    if rhythm.usual:
        often = f"It publishes {about(rhythm.usual)}, and is asked {asked_every(source, rhythm)}."
    else:
        often = f"How often it publishes isn’t known yet; it is asked {asked_every(source, rhythm)}."
    return f"A feed at {host_of(source)}. {often}"


def _seen_headlines(sighting: Sighting) -> tuple[Block, ...]:
    """Return the headlines of a feed; that of a page is its title, which is said already."""
    return _newest_headlines(sighting.headlines) if sighting.source.kind is SourceKind.feed else ()


def _newest_headlines(headlines: Sequence[str]) -> tuple[Block, ...]:
    if not headlines:
        return ()
    points = tuple(plain(clip(one_line(headline), _HEADLINE)) for headline in headlines)
    return (Paragraph(prose=(Strong(text="Newest headlines"),)), Bullets(points=points))


def _came(checked: Checked, *, now: Utc) -> str:
    """Say in one sentence what asking it now gave."""
    source, trouble = checked.source, checked.source.trouble
    if trouble and source.polled_at != source.succeeded_at:
        return f"It couldn’t be read just now: {said_of(trouble)}"
    if checked.first_poll and checked.new:
        came = count(checked.new, "item")
        return f"Asked for the first time, it brought {came}, stored and not posted. What comes later is."
    if checked.new:
        return f"Asked just now, it brought {count(checked.new, 'new item')}."
    long = f"; it has been {quiet(source, now=now)}, which is long for it" if checked.silent else ""
    changed = "nothing has changed there" if checked.unchanged else "there is nothing new"
    return f"It answers, and {changed}{long}."


def _trouble(checked: Checked) -> tuple[Block, ...]:
    """Return what is wrong: all faults of a body that could be read in part, since when, and what to do."""
    trouble = checked.source.trouble
    if trouble is None:
        return ()
    blocks: list[Block] = []
    if len(checked.faults) > 1:
        shown = [plain(clip(one_line(fault), _DOUBT)) for fault in checked.faults[:_FAULTS]]
        rest = len(checked.faults) - _FAULTS
        blocks.append(Bullets(points=(*shown, *([plain(f"and {rest:,} more")] if rest > 0 else []))))
    elif checked.source.polled_at == checked.source.succeeded_at:
        blocks.append(Paragraph(prose=plain(said_of(trouble))))
    if trouble.next_step:
        blocks.append(Paragraph(prose=sentence(trouble.next_step)))
    return (*blocks, Note(prose=failing(trouble)))


def _facts(checked: Checked, *, now: Utc) -> list[Fact]:
    source, rhythm = checked.source, checked.rhythm
    usual = f"publishes {about(rhythm.usual)}" if rhythm.usual else "not known yet"
    newest: Prose = (When(at=source.newest),) if source.newest else plain("none with a date so far")
    facts = [
        Fact(label="Source", prose=plain(f"{source.number}, a {source.kind} at {host_of(source)}")),
        Fact(label="Rhythm", prose=plain(usual)),
        Fact(label="Newest item", prose=newest),
    ]
    if over(source):
        facts.append(Fact(label="Asked next", prose=plain("not any more by itself")))
    else:
        often = f" (usually {asked_every(source, rhythm)})"
        when: Prose = (When(at=source.next_at), Plain(text=often))
        facts.append(Fact(label="Asked next", prose=when if source.next_at > now else plain("in a moment")))
    return facts


def _small_print(source: PolledSource) -> tuple[Block, ...]:
    """Return where it is asked, how it is watched, and since when."""
    moved = source.url != source.key
    parts = [f"It has moved, and is asked at {clip(source.url, _URL)}." if moved else clip(source.url, _URL)]
    parts += wishes(source)
    if source.muted:
        parts.append("No alarm when it falls silent.")
    who = f" by {clip(one_line(source.added_by.name), 60)}" if source.added_by else ""
    added: Prose = (Plain(text=" · Added "), When(at=source.added_at), Plain(text=f"{who}."))
    return (Note(prose=(Plain(text=" · ".join(parts)), *added)),)
