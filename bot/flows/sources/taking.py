"""Taking in what a source answered, and what that tells of the source."""

from bot.errors import NotAFeed, NutgrafError, StoreError
from bot.flows.intake import Intake, Poll, Receipt
from bot.flows.sources.filling import Filling
from bot.flows.sources.outcome import Heard
from bot.model.fetch import Failed, Fault, Fetched
from bot.model.polled import PolledSource, SourceKind
from bot.model.source import Source
from bot.model.value import Utc
from bot.text import count


class Taking:
    """Takes in answers."""

    def __init__(self, intake: Intake, filling: Filling) -> None:
        self._intake = intake
        self._filling = filling

    async def take(self, source: PolledSource, answer: Fetched) -> Receipt | Failed:
        """Take in the body; say what is wrong with it where that can't be done. Raises StoreError."""
        poll = Poll(
            source=Source(key=source.key, title=source.title, url=source.url),
            body=answer.body,
            media_type=answer.media_type,
            url=answer.url,
            page=source.kind is SourceKind.page,
            topics=source.topics,
            first=source.succeeded_at is None,
        )
        try:
            return await self._intake.poll(poll, fill=self._filling.fill if source.full else None)
        except StoreError:
            raise
        except NutgrafError as error:
            fault = Fault.not_a_feed if isinstance(error, NotAFeed) else Fault.unreadable
            return Failed(fault=fault, says=error.message, next_step=error.next_step)


def heard(receipt: Receipt | None, *, at: Utc) -> Heard | None:
    """Return what a receipt tells of its source; None where nothing had to be read."""
    if receipt is None or receipt.delivered is None:
        return None
    delivered = receipt.delivered
    return Heard(
        title=delivered.source.title,
        ttl=delivered.ttl,
        moments=tuple(min(moment, at) for moment in receipt.moments),
        trouble=_in_part(receipt),
    )


def _in_part(receipt: Receipt) -> Failed | None:
    """Return what is wrong with a body that could be read nevertheless."""
    if receipt.faults:
        more = f" (and {count(len(receipt.faults) - 1, 'more fault')})" if len(receipt.faults) > 1 else ""
        return Failed(
            fault=Fault.unreadable,
            says=f"It can be read only in part: {receipt.faults[0]}{more}",
            next_step="What could be read was taken in; the site has to mend the rest.",
        )
    if not receipt.entries:
        return Failed(
            fault=Fault.no_entries,
            says="The feed has no entries.",
            next_step="Look whether the site has another feed.",
        )
    return None
