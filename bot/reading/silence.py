"""Whether a source has fallen silent. Pure: it is told what time it is."""

from bot.model.polled import PolledDraft
from bot.model.value import Utc
from bot.reading.rhythm import rhythm_of


def is_silent(source: PolledDraft, *, at: Utc) -> bool:
    """Say whether nothing has come from a source that answers for much longer than is usual for it."""
    quiet_after = rhythm_of(source.moments).quiet_after
    if quiet_after is None or not source.moments or source.trouble is not None:
        return False
    return at - source.moments[0] > quiet_after
