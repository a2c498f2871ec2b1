"""Brings an edition out: gathers what came in, composes it, and writes ledger, post and decisions at once.

Everything here runs inside a transaction of its caller.
"""

from datetime import date, timedelta

from bot.cards.edition import EditionShown, KeptBack, Lateness, edition_card
from bot.cards.wall_clock import hour, short_day
from bot.flows.edition import Composed, Material, compose, covers_from
from bot.flows.ledger import Decided, undecided
from bot.flows.posts import withdraw
from bot.model.decision import Choice, Decision
from bot.model.delivery import WAITING, DeliveryState, Promise
from bot.model.digest import Digest, Edition, Verdict
from bot.model.subscription import Fold
from bot.model.value import Utc, Value
from bot.ports import Tx, View

CANDIDATES = 500
"""How many of the newest stories that came in are looked at for an edition."""

_LOOKED_BACK = 20
"""How many earlier editions are looked at for posts that never arrived."""

_LOST = frozenset({DeliveryState.dead, DeliveryState.withdrawn})
_RECALLED = WAITING | {DeliveryState.held}


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


class Prepared(Value):
    """An edition as it would come now, and the folds that it takes up."""

    material: Material
    composed: Composed
    shown: EditionShown
    folds: tuple[Fold, ...]


def settle(tx: Tx, digest: Digest, *, now: Utc, grace: timedelta) -> None:
    """Decide all that is due of a digest. May be called at any time, and again: each date is decided once."""
    for decided in undecided(digest, last=tx.digests.last_day(digest.number), now=now, grace=grace):
        if decided.comes:
            publish(tx, digest, Coming.dated(decided), now=now)
        else:
            tx.digests.decide(_not_made(digest, decided, now))


def publish(tx: Tx, digest: Digest, coming: Coming, *, now: Utc) -> Edition | None:
    """Decide an edition and queue its post; None (and nothing is written) where its occasion is decided.

    A post of an earlier edition that still waits is withdrawn: this one covers what that one did.
    """
    prepared = prepare(tx, digest, coming, now=now)
    edition = _edition(digest, coming, prepared, now)
    if not tx.digests.decide(edition):
        return None
    name = _name(digest, coming, now)
    if not coming.keeps:
        recall(tx, digest, f"replaced by {name}", but=edition.occasion, now=now)
    if edition.delivery:
        tx.deliveries.queue(_promise(digest, prepared, edition.delivery, now), at=now)
    for fold in prepared.folds:
        tx.subscriptions.change_fold(fold.model_copy(update={"done": True, "delivery": edition.delivery}))
    kept_back = {story.number for story in prepared.shown.kept_back.stories}
    tx.decisions.note(each for each in prepared.composed.decisions if each.story not in kept_back)
    tx.decisions.note(_kept_back_in(digest, number, name, now) for number in sorted(kept_back))
    return edition


def recall(tx: Tx, digest: Digest, reason: str, *, but: str = "", now: Utc) -> None:
    """Withdraw the posts of a digest's editions that never arrived, and open the folds they took up again."""
    for edition in _unsuccessful(tx, digest):
        if edition.delivery is None or edition.occasion == but:
            continue
        post = tx.deliveries.of(edition.delivery)
        if post and post.state in _RECALLED:
            withdraw(tx, post.key, reason, at=now)
        if post is None or post.state in _RECALLED | _LOST:
            for fold in tx.subscriptions.folds_of(edition.delivery):
                tx.subscriptions.change_fold(fold.model_copy(update={"done": False, "delivery": None}))


def prepare(view: View | Tx, digest: Digest, coming: Coming, *, now: Utc) -> Prepared:
    """Return the edition as it would come now. Writes nothing."""
    last = view.digests.last_success(digest.number)
    after = covers_from(digest, last, day=coming.day, now=now)
    stories = view.stories.arrived(after, now, limit=CANDIDATES)
    material = Material(
        after=after,
        until=now,
        stories=stories,
        arrived=view.stories.arrivals(after, now),
        last=last,
        people=view.reactions.people([story.number for story in stories]),
    )
    composed = compose(digest, material, name=_name(digest, coming, now))
    folds = () if coming.keeps else _folds(view, digest)
    late = coming.verdict is Verdict.late and coming.due_at
    shown = EditionShown(
        day=coming.day,
        zone=digest.schedule.zone,
        topic=digest.topic,
        after=after,
        until=now,
        entries=composed.entries,
        fits=composed.fits,
        kept_back=_kept_back(view, folds, composed),
        late=Lateness(due_at=late, reason=coming.reason) if late else None,
    )
    return Prepared(material=material, composed=composed, shown=shown, folds=folds)


def _folds(view: View | Tx, digest: Digest) -> tuple[Fold, ...]:
    """Return what waits of the quiet hours, also where an edition took it up that never arrived."""
    found = [f for f in view.subscriptions.open_folds() if f.why == "quiet" and f.where == digest.where]
    for edition in _unsuccessful(view, digest):
        post = view.deliveries.of(edition.delivery) if edition.delivery else None
        if post and post.state in _RECALLED | _LOST:
            found += view.subscriptions.folds_of(post.key)
    return tuple(sorted(found, key=lambda fold: fold.number))


def _unsuccessful(view: View | Tx, digest: Digest) -> tuple[Edition, ...]:
    """Return the editions that were decided since the last successful one."""
    last = view.digests.last_success(digest.number)
    editions = view.digests.editions(digest.number, limit=_LOOKED_BACK)
    return tuple(edition for edition in editions if last is None or edition.decided_at > last.decided_at)


def _kept_back(view: View | Tx, folds: tuple[Fold, ...], composed: Composed) -> KeptBack:
    listed = {entry.story.number for entry in composed.entries}
    numbers = {number for fold in folds for number in fold.stories} - listed
    stories = sorted(
        view.stories.numbered(numbers), key=lambda story: (story.first_seen, story.number), reverse=True
    )
    used = tuple(fold.number for fold in folds if numbers & set(fold.stories))
    return KeptBack(stories=tuple(stories), folds=used)


def _edition(digest: Digest, coming: Coming, prepared: Prepared, now: Utc) -> Edition:
    shown = prepared.shown
    empty = not shown.entries and not shown.kept_back.stories
    posted = not empty or coming.asked or digest.quiet == "say"
    return Edition(
        digest=digest.number,
        occasion=coming.occasion,
        day=None if coming.asked else coming.day,
        verdict=Verdict.quiet if empty else coming.verdict,
        due_at=coming.due_at,
        decided_at=now,
        covers_from=shown.after,
        covers_to=now,
        stories=tuple(entry.story.number for entry in shown.entries),
        considered=prepared.material.arrived,
        delivery=f"edition:{digest.number}:{coming.occasion}" if posted else None,
        keeps=coming.keeps,
        reason=coming.reason,
    )


def _not_made(digest: Digest, decided: Decided, now: Utc) -> Edition:
    return Edition(
        digest=digest.number,
        occasion=decided.day.isoformat(),
        day=decided.day,
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
    order = f"digest {digest.number}"
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
