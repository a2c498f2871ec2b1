"""What a poll makes of a source: its next turn, its trouble, what it said of itself. Pure."""

from typing import Final

from bot.flows.sources.schedule import after_failure, after_success
from bot.model.fetch import Failed, Fault, Fetched, Unchanged
from bot.model.polled import PolledSource, SourceState, Trouble
from bot.model.value import Utc, Value
from bot.reading.rhythm import remembered

_FOR_GOOD: Final = frozenset({Fault.gone, Fault.address})


class Heard(Value):
    """What was read in a source's answer; `trouble` where it could be read only in part or is empty."""

    title: str | None = None
    ttl: int | None = None
    moments: tuple[Utc, ...] = ()
    trouble: Failed | None = None


def succeeded(
    source: PolledSource, answer: Fetched | Unchanged, heard: Heard | None, *, at: Utc
) -> PolledSource:
    """Return the source after an answer that could be read, or that said that nothing has changed.

    `heard` is None where the body needed no reading, because it is what was read before.
    """
    changes: dict[str, object] = {
        "url": answer.moved_to or source.url,
        "etag": answer.etag or (source.etag if isinstance(answer, Unchanged) else None),
        "last_modified": answer.last_modified
        or (source.last_modified if isinstance(answer, Unchanged) else None),
        "polled_at": at,
        "succeeded_at": at,
        "state": SourceState.active,
    }
    if heard is not None:
        changes |= {
            "title": heard.title or source.title,
            "ttl": heard.ttl,
            "moments": remembered(heard.moments, source.moments),
            "trouble": _trouble(source, heard.trouble, at=at) if heard.trouble else None,
        }
    elif source.succeeded_at != source.polled_at:  # what was wrong with a body that was read still is
        changes["trouble"] = None
    after = source.model_copy(update=changes)
    return after.model_copy(update={"next_at": after_success(after, at=at, fresh_until=answer.fresh_until)})


def failed(source: PolledSource, failure: Failed, *, at: Utc) -> PolledSource:
    """Return the source after a poll that gave nothing. One that is gone for good isn't asked again."""
    over = failure.fault in _FOR_GOOD
    after = source.model_copy(
        update={
            "polled_at": at,
            "trouble": _trouble(source, failure, at=at),
            "state": SourceState.stopped if over else source.state,
        }
    )
    return after.model_copy(update={"next_at": after_failure(after, at=at, retry_at=failure.retry_at)})


def _trouble(source: PolledSource, failure: Failed, *, at: Utc) -> Trouble:
    """Return the row of failures with this one at its end; only that it is gone for good is told anew."""
    before = source.trouble
    over = failure.fault in _FOR_GOOD and (before is None or before.fault is not failure.fault)
    return Trouble(
        fault=failure.fault,
        says=failure.says,
        next_step=failure.next_step,
        since=before.since if before else at,
        times=before.times + 1 if before else 1,
        told=before is not None and before.told and not over,
    )
