"""Digests as cards: a channel's list with a preview, and the answers to what was done to one."""

from collections.abc import Sequence
from datetime import date

from bot.cards.edition import EditionShown, edition_card
from bot.cards.prose import plain
from bot.cards.wall_clock import coming, rhythm, short_day
from bot.model.card import Block, Bullets, Card, Fact, Facts, Headline, Note, Paragraph, Rule, sentence
from bot.model.delivery import OPEN, DeliveryState
from bot.model.digest import Digest, Edition, OrderState, Verdict
from bot.model.value import Utc, Value
from bot.text import count

_UNSENT = {
    DeliveryState.held: "held, because nobody can tell whether it was posted",
    DeliveryState.dead: "could not be posted",
    DeliveryState.withdrawn: "withdrawn",
}


class Standing(Value):
    """A digest, how its last edition went (`post` is the state of its post), and when the next ones come."""

    digest: Digest
    last: Edition | None = None
    post: DeliveryState | None = None
    post_reason: str = ""
    next: tuple[Utc, ...] = ()


def described(digest: Digest) -> str:
    """Say what a digest is: "08:00 weekdays, Europe/London, on politics, at most 5 stories, in a thread"."""
    on = f", on {digest.topic}" if digest.topic else ""
    quiet = ", nothing on quiet days" if digest.quiet == "skip" else ""
    thread = ", in a thread" if digest.where.thread else ""
    return f"{rhythm(digest.schedule)}{on}, at most {count(digest.count, 'story', 'stories')}{quiet}{thread}"


def holds(edition: Edition) -> str:
    """Say what an edition's post shows: "5 stories, and 2 that came in quiet hours"."""
    shown, kept_back = len(edition.stories), len(edition.kept_back)
    if not kept_back:
        return count(shown, "story", "stories")
    if not shown:
        return f"{count(kept_back, 'story', 'stories')} that came in quiet hours"
    return f"{count(shown, 'story', 'stories')}, and {kept_back} that came in quiet hours"


def digests_card(standing: Sequence[Standing], preview: EditionShown | None, number: int | None) -> Card:
    """Return a channel's digests, and how the edition of digest `number` would look now."""
    if not standing:
        return Card(
            summary="No digests here.",
            blocks=(
                Paragraph(prose=plain("This channel has no digest.")),
                Note(prose=sentence("`digest at 08:00 weekdays` sets one up.")),
            ),
        )
    title = f"{count(len(standing), 'digest')} here"
    blocks: list[Block] = [Headline(prose=plain(title))]
    for each in standing:
        blocks += _entry(each)
    if preview and number:
        blocks += [
            Rule(),
            Note(prose=plain(f"Digest {number} would look like this now:")),
            *edition_card(preview).blocks,
        ]
    return Card(summary=title, blocks=tuple(blocks))


def set_card(standing: Standing, said: str, notes: Sequence[str] = ()) -> Card:
    """Return the answer to setting a digest up or changing it: what it is, and when the next three come."""
    digest, number = standing.digest, standing.digest.number
    hints = (
        *notes,
        f"`digest at … number:{number}` changes it, `digest off {number}` ends it.",
    )
    return Card(
        summary=said,
        blocks=(
            Headline(prose=plain(said)),
            Paragraph(prose=plain(f"{described(digest)}.")),
            *_next(standing),
            Note(prose=sentence(" ".join(hints))),
        ),
        mood="good",
    )


def done_card(said: str, standing: Standing | None = None, hint: str = "") -> Card:
    """Return the answer to what was done to a digest, with its next editions where it has any."""
    return Card(
        summary=said,
        blocks=(
            Paragraph(prose=plain(said)),
            *(_next(standing) if standing else ()),
            *([Note(prose=sentence(hint))] if hint else []),
        ),
        mood="good",
    )


def _entry(standing: Standing) -> tuple[Block, ...]:
    digest = standing.digest
    facts = [("State", _state(digest)), ("Last edition", _last(standing))]
    if standing.next:
        facts.append(("Next edition", coming(standing.next[0], digest.schedule.zone)))
    return (
        Headline(prose=plain(f"Digest {digest.number}: {described(digest)}"), level=2),
        Facts(facts=tuple(Fact(label=label, prose=plain(value)) for label, value in facts)),
    )


def _next(standing: Standing) -> tuple[Block, ...]:
    digest = standing.digest
    if digest.state is not OrderState.active:
        said = f"It is paused: {digest.reason}. `digest resume {digest.number}` takes it up again."
        return (Paragraph(prose=sentence(said)),)
    if not standing.next:
        return ()
    zone = digest.schedule.zone
    return (
        Paragraph(prose=plain("The next editions:")),
        Bullets(points=tuple(plain(coming(due, zone)) for due in standing.next)),
    )


def _state(digest: Digest) -> str:
    if digest.state is OrderState.active:
        return "active"
    return f"{digest.state.value}: {digest.reason}" if digest.reason else digest.state.value


def _last(standing: Standing) -> str:
    edition = standing.last
    if edition is None:
        return "none yet"
    return f"{short_day(_day(standing.digest, edition))}: {_became(edition, standing)}"


def _became(edition: Edition, standing: Standing) -> str:
    reason = f" ({edition.reason})" if edition.reason else ""
    if edition.delivery is None or standing.post is None:
        return f"{edition.verdict.value}{reason}"
    if standing.post in OPEN:
        return "on its way"
    if standing.post is DeliveryState.sent:
        what = "sent on request" if edition.day is None else edition.verdict.value
        return (
            f"{what}, {holds(edition)}{reason}" if edition.verdict is not Verdict.quiet else f"{what}{reason}"
        )
    why = f": {standing.post_reason}" if standing.post_reason else ""
    return f"{_UNSENT[standing.post]}{why}"


def _day(digest: Digest, edition: Edition) -> date:
    return edition.day or digest.schedule.local(edition.decided_at).date()
