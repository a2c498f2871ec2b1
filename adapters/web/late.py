"""The guarded web, made when something is fetched first: the HTTP client is slow to import."""

from typing import TYPE_CHECKING

from adapters.web.options import WebOptions
from bot.model.fetch import Answered, Wanted
from bot.ports import Clock

if TYPE_CHECKING:
    from adapters.web.web import GuardedWeb


class LateWeb:
    """Implements `bot.ports.Web`."""

    def __init__(self, options: WebOptions, clock: Clock) -> None:
        self._options = options
        self._clock = clock
        self._web: GuardedWeb | None = None

    async def fetch(self, wanted: Wanted) -> Answered:
        """Fetch an address; whatever strangers do is `Failed`."""
        if self._web is None:
            from adapters.web.web import guarded_web  # noqa: PLC0415 - see above

            self._web = guarded_web(self._options, self._clock)
        return await self._web.fetch(wanted)

    async def close(self) -> None:
        """End what is open. May be called twice."""
        if self._web is not None:
            await self._web.close()
