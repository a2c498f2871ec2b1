"""Brings an edition out: gathers what came in, composes it, and writes ledger, post and decisions at once.

Everything here runs inside a transaction of its caller.
"""

from datetime import date, datetime, timedelta

from bot.cards.edition import EditionShown, KeptBack, Lateness, edition_card
from bot.cards.wall_clock import hour, short_day
from bot.flows.edition import Composed, Material, compose, first_covers_from
from bot.flows.folds import reopen, stories_in, wanted
from bot.flows.follow_ups.listing import due_in
from bot.flows.follow_ups.showing import promised
from bot.flows.ledger import Decided, decided_until, undecided
from bot.flows.posts import withdraw
from bot.flows.weights import weights_of
from bot.model.decision import Choice, Decision, digest_name
from bot.model.delivery import DeliveryState, Promise
from bot.model.digest import Digest, Edition, Verdict
from bot.model.subscription import Fold
from bot.model.value import Utc, Value
from bot.ports import Tx, View

CANDIDATES = 500
"""How many of the newest stories that came in are looked at for an edition."""

PATIENCE = timedelta(minutes=15)
"""How long an edition waits, behind its hour, until it is known whether the post before it is there."""

_PERHAPS_THERE = frozenset({DeliveryState.sending, DeliveryState.unknown})


class Coming(Value):
    """An edition that is to be made. `asked` is set where a person asked for it out of turn."""

    occasion: str
    day: date
    verdict: Verdict = Verdict.sent
    due_at: Utc | None = None
    reason: str = ""
    asked: bool = False
    keeps: bool = False

    @classmethod
    def dated(cls, decided: Decided) -> "Coming":
        """Return the edition of a local date."""
        day, verdict = decided.day, decided.verdict
        return cls(
            occasion=day.isoformat(), day=day, verdict=verdict, due_at=decided.due_at, reason=decided.reason
        )

    @classmethod
    def out_of_turn(cls, digest: Digest, *, keeps: bool, now: Utc) -> "Coming":
        """Return an edition that somebody asked for now."""
        day = digest.schedule.local(now).date()
        return cls(occasion=now.isoformat(), day=day, asked=True, keeps=keeps)


class Window(Value):
    """What an edition covers: arrival numbers above `after` and not above `until`; `since` is for people."""

    after: int
    until: int
    since: Utc


class Prepared(Value):
    """An edition as it would come now, and the folds that it takes up. `considered` came in, on any topic."""

    window: Window
    considered: int
    composed: Composed
    shown: EditionShown
    folds: tuple[Fold, ...]


def settle(tx: Tx, digest: Digest, *, now: Utc, grace: timedelta, since: Utc) -> None:
    """Decide all that is due of a digest. May be called at any time, and again: each date is decided once.

    While nobody knows whether the post before it is there, an edition waits, for a while: it would bring the
    same again. `since` is when somebody began to find out.
    """
    last = decided_until(digest, tx.digests.last_dated(digest.number))
    for decided in undecided(digest, last=last, now=now, grace=grace):
        if not decided.comes:
            tx.digests.decide(_not_made(digest, decided, now))
        elif not (_has_time(decided, now=now, grace=grace, since=since) and _in_doubt(tx, digest)):
            publish(tx, digest, Coming.dated(decided), now=now)


def _has_time(decided: Decided, *, now: Utc, grace: timedelta, since: Utc) -> bool:
    """Say whether an edition can wait; after half of the grace it can't, or it might be missed."""
    due = decided.due_at or now
    return now < max(due, since) + PATIENCE and now < due + grace / 2


def _in_doubt(tx: Tx, digest: Digest) -> bool:
    """Say whether a post of an edition since the last successful one may be there or not."""
    posts = (tx.deliveries.of(each.delivery) for each in tx.digests.unsent(digest.number) if each.delivery)
    return any(post.state in _PERHAPS_THERE for post in posts if post)


def publish(tx: Tx, digest: Digest, coming: Coming, *, now: Utc) -> Edition | None:
    """Decide an edition and queue its post; None (and nothing is written) where its occasion is decided.

    The posts of earlier editions that are not there are taken back: this one covers what they did.
    """
    prepared = prepare(tx, digest, coming, now=now)
    edition = _edition(digest, coming, prepared, now)
    if not tx.digests.decide(edition):
        return None
    name = _name(digest, coming, now)
    if not coming.keeps:
        recall(tx, digest, f"replaced by {name}", but=edition.occasion, now=now)
    if edition.delivery:
        promise = _promise(digest, prepared, edition.delivery, now)
        tx.deliveries.queue(promised(tx, promise), at=now)
    for fold in prepared.folds:
        tx.subscriptions.change_fold(fold.model_copy(update={"done": True, "delivery": edition.delivery}))
    tx.decisions.note(each for each in prepared.composed.decisions if each.story not in edition.kept_back)
    tx.decisions.note(_kept_back_in(digest, number, name, now) for number in sorted(edition.kept_back))
    return edition


def recall(tx: Tx, digest: Digest, reason: str, *, but: str = "", now: Utc) -> None:
    """Take back the posts of a digest's editions that are not there, and open the folds they took up again.

    A post that may be there is taken back once it turns out not to be; until then it keeps its folds.
    """
    for edition in tx.digests.unsent(digest.number):
        post = tx.deliveries.of(edition.delivery) if edition.delivery else None
        if post is None or edition.occasion == but:
            continue
        withdraw(tx, post.key, reason, at=now)
        if post.state not in _PERHAPS_THERE:
            reopen(tx, post.key)


def window(view: View | Tx, digest: Digest, *, day: date, now: datetime) -> Window:
    """Return what an edition of that local day would cover now: what came in since the last successful one.

    It goes by arrival numbers: whatever the clocks do, nothing falls between two editions.
    """
    last, until = view.digests.last_success(digest.number), view.stories.newest_arrival()
    if last and last.until is not None and last.covers_to:
        return Window(after=last.until, until=until, since=min(last.covers_to, now))
    since = first_covers_from(digest, day=day)
    after = min(view.stories.arrival_at(since), digest.made_after)
    return Window(after=after, until=until, since=min(since, now))


def prepare(view: View | Tx, digest: Digest, coming: Coming, *, now: Utc) -> Prepared:
    """Return the edition as it would come now. Writes nothing."""
    covers = window(view, digest, day=coming.day, now=now)
    considered = view.stories.arrivals(covers.after, covers.until)
    stories = view.stories.arrived(covers.after, covers.until, limit=CANDIDATES, topic=digest.topic)
    numbers = [story.number for story in stories]
    material = Material(
        stories=stories,
        fits=_fits(view, digest, covers, found=len(stories)),
        now=now,
        showing=view.digests.showing(digest.number, numbers),
        people=view.reactions.people(numbers),
        weights=weights_of(view, digest.where.channel),
    )
    composed = compose(digest, material, name=_name(digest, coming, now))
    folds = () if coming.keeps else _folds(view, digest)
    late = coming.verdict is Verdict.late and coming.due_at
    shown = EditionShown(
        day=coming.day,
        zone=digest.schedule.zone,
        topic=digest.topic,
        after=covers.since,
        until=now,
        entries=composed.entries,
        fits=material.fits,
        kept_back=_kept_back(view, folds, composed),
        late=Lateness(due_at=late, reason=coming.reason) if late else None,
        chased=due_in(view, digest.where.channel, now=now, zone=digest.schedule.zone),
    )
    return Prepared(window=covers, considered=considered, composed=composed, shown=shown, folds=folds)


def _fits(view: View | Tx, digest: Digest, covers: Window, *, found: int) -> int:
    """Return how many stories of the window are on the topic; `found` of them are looked at."""
    if found < CANDIDATES:
        return found
    return view.stories.arrivals(covers.after, covers.until, topic=digest.topic)


def _folds(view: View | Tx, digest: Digest) -> tuple[Fold, ...]:
    """Return what waits of the quiet hours, also in a post that isn't there, if anybody subscribes to it."""
    found = [f for f in view.subscriptions.open_folds() if f.why == "quiet" and f.where == digest.where]
    for edition in view.digests.unsent(digest.number):
        found += view.subscriptions.folds_of(edition.delivery) if edition.delivery else ()
    return tuple(sorted((f for f in found if wanted(view, f)), key=lambda fold: fold.number))


def _kept_back(view: View | Tx, folds: tuple[Fold, ...], composed: Composed) -> KeptBack:
    listed = {entry.story.number for entry in composed.entries}
    held = {fold.number: set(stories_in(view, fold)) for fold in folds}
    numbers = {number for stories in held.values() for number in stories} - listed
    stories = sorted(
        view.stories.numbered(numbers), key=lambda story: (story.first_seen, story.number), reverse=True
    )
    used = tuple(number for number, stories in held.items() if numbers & stories)
    return KeptBack(stories=tuple(stories), folds=used)


def _edition(digest: Digest, coming: Coming, prepared: Prepared, now: Utc) -> Edition:
    shown = prepared.shown
    empty = not shown.entries and not shown.kept_back.stories
    posted = not empty or coming.asked or digest.quiet == "say" or shown.chased.total > 0
    return Edition(
        digest=digest.number,
        occasion=coming.occasion,
        day=None if coming.asked else coming.day,
        zone=None if coming.asked else digest.schedule.zone,
        topic=digest.topic,
        verdict=Verdict.quiet if empty else coming.verdict,
        due_at=coming.due_at,
        decided_at=now,
        covers_from=shown.after,
        covers_to=now,
        after=prepared.window.after,
        until=prepared.window.until,
        stories=tuple(entry.story.number for entry in shown.entries),
        kept_back=tuple(story.number for story in shown.kept_back.stories),
        considered=prepared.considered,
        delivery=f"edition:{digest.number}:{coming.occasion}" if posted else None,
        keeps=coming.keeps,
        reason=coming.reason,
    )


def _not_made(digest: Digest, decided: Decided, now: Utc) -> Edition:
    return Edition(
        digest=digest.number,
        occasion=decided.day.isoformat(),
        day=decided.day,
        zone=digest.schedule.zone,
        verdict=decided.verdict,
        due_at=decided.due_at,
        decided_at=now,
        reason=decided.reason,
    )


def _promise(digest: Digest, prepared: Prepared, key: str, now: Utc) -> Promise:
    shown = prepared.shown
    alone = len(shown.entries) == 1 and not shown.kept_back.stories
    return Promise(
        key=key,
        to=digest.where,
        card=edition_card(shown),
        due_at=now,
        behind=digest.set_by,
        story=shown.entries[0].story.number if alone else None,
    )


def _kept_back_in(digest: Digest, story: int, name: str, now: Utc) -> Decision:
    detail = f"under “While it was quiet” in {name}"
    order = digest_name(digest.number)
    return Decision(
        story=story, where=digest.where, order=order, choice=Choice.edition, detail=detail, at=now
    )


def _name(digest: Digest, coming: Coming, now: Utc) -> str:
    """Return how decisions and reasons call the edition."""
    if coming.asked:
        return (
            f"the edition asked for on {short_day(coming.day)} at {hour(digest.schedule.local(now).time())}"
        )
    return f"the edition of {short_day(coming.day)}"
