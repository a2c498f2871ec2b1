"""The web that the bot fetches from: follows redirects by hand, and turns all that happens into an answer."""

import logging
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from yarl import URL

from adapters.web.addresses import checked, joined
from adapters.web.asking import Asking, Heard, Outside
from adapters.web.budget import Budget
from adapters.web.faults import Stop, by_status
from adapters.web.headers import fresh_until, retry_at
from adapters.web.manners import Manners
from adapters.web.options import WebOptions
from adapters.web.places import Place, Places
from adapters.web.reading import Most
from adapters.web.resolving import ThreadedResolver
from adapters.web.robots import MOST as MOST_ROBOTS
from bot.model.fetch import Answered, Failed, Fault, Fetched, Unchanged, Wanted
from bot.ports import Clock

_log = logging.getLogger(__name__)

_PERMANENT: Final = frozenset({301, 308})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


def guarded_web(options: WebOptions, clock: Clock, outside: Outside | None = None) -> "GuardedWeb":
    """Return the web, guarded. It may be made outside of an event loop; close it in the loop that used it."""
    outside = outside or Outside()
    resolver = outside.resolver or ThreadedResolver()
    return GuardedWeb(Asking(options, outside, resolver, user_agent(options.contact)), options, clock)


def user_agent(contact: str | None) -> str:
    """Return how the bot names itself to sites (RFC 9110, 10.1.5)."""
    try:
        number = version("nutgraf")
    except PackageNotFoundError:
        number = "0"
    bare = "".join(mark for mark in contact or "" if mark.isprintable() and mark not in "()").strip()
    return f"Nutgraf/{number}" + (f" (+{bare})" if bare else "")


class GuardedWeb:
    """Implements `bot.ports.Web`."""

    def __init__(self, asking: Asking, options: WebOptions, clock: Clock) -> None:
        self._asking = asking
        self._options = options
        self._clock = clock
        self._manners = Manners(self._robots, clock)
        self._places = Places()

    async def fetch(self, wanted: Wanted) -> Answered:
        """Fetch an address; whatever strangers do is `Failed`."""
        try:
            return await self._fetched(wanted)
        except Stop as stop:
            return stop.failed
        except Exception:  # noqa: BLE001 - the last line of defence
            # A fault of ours that a stranger has found must not end the work on everybody else.
            _log.exception("a fetch met what it isn't made for")
            return Failed(fault=Fault.broken, says="The answer could not be understood.")

    async def close(self) -> None:
        """End what is open. May be called twice; later fetches fail."""
        await self._asking.close()

    async def _fetched(self, wanted: Wanted) -> Fetched | Unchanged:
        async with self._places.one() as place:
            fetched = await self._answered(wanted, place)
            place.until_gone(fetched)
            return fetched

    async def _answered(self, wanted: Wanted, place: Place) -> Fetched | Unchanged:
        way = Way(checked(wanted.url, self._options), self._options)
        limits = self._options.limits
        heard = await self._walked(way, wanted, Budget(limits.seconds), Most(limits.size, place))
        moved_to = str(way.moved_to) if way.moved_to else None
        times = {"fresh_until": fresh_until(heard.headers, self._clock.now()), "moved_to": moved_to}
        etag = _text(heard.headers.get("ETag"))
        last_modified = _text(heard.headers.get("Last-Modified"))
        if heard.status == 304:
            return Unchanged(
                url=str(way.url),
                etag=etag or wanted.etag,
                last_modified=last_modified or wanted.last_modified,
                **times,
            )
        if not heard.body or heard.body.isspace():
            raise Stop(
                Fault.empty,
                f"{way.url.host} answered with nothing at all.",
                "Look at the address in a browser; the site may have moved it.",
            )
        return Fetched(
            url=str(way.url),
            body=heard.body,
            media_type=_text(heard.headers.get("Content-Type")),
            etag=etag,
            last_modified=last_modified,
            **times,
        )

    async def _robots(self, url: URL, budget: Budget) -> bytes:
        way = Way(checked(str(url), self._options), self._options)
        async with self._places.one() as place:
            heard = await self._walked(way, Wanted(url=str(url)), budget, Most(MOST_ROBOTS, place, cut=True))
            place.let_go()
            return heard.body

    async def _walked(self, way: "Way", wanted: Wanted, budget: Budget, most: Most) -> Heard:
        """Follow the redirects to the answer that is none. Raises Stop."""
        conditions = _conditions(wanted)
        while True:
            if wanted.robots:
                await self._manners.ask(way.url, budget)
            heard = await self._asking.ask(way.url, conditions, budget, most)
            if heard.status not in _REDIRECTS:
                break
            way.follow(heard)
        if heard.status == 304 and conditions:
            return heard
        if 200 <= heard.status < 300 and heard.status != 206:  # a part was never asked for
            return heard
        raise by_status(heard.status, way.url.host or "", retry_at(heard.headers, self._clock.now()))


class Way:
    """Where the redirects of one fetch have led.

    `moved_to` is where those at the way's beginning that hold for good lead in the end; None without any.
    """

    def __init__(self, url: URL, options: WebOptions) -> None:
        self.url = url
        self.moved_to: URL | None = None
        self._options = options
        self._for_good = True
        self._seen = {url}

    def follow(self, heard: Heard) -> None:
        """Go on to where an answer sends. Raises Stop."""
        host = self.url.host
        location = heard.headers.get("Location")
        if not location:
            raise Stop(Fault.broken, f"{host} sends on to another address, and doesn't say which.")
        target = joined(self.url, location, self._options)
        if target in self._seen:
            raise Stop(
                Fault.redirects,
                f"{host} sends the bot round in a circle.",
                "Look at the address in a browser; perhaps it wants cookies or a login.",
            )
        if len(self._seen) > self._options.limits.redirects:
            raise Stop(
                Fault.redirects,
                f"{host} sends on more than {self._options.limits.redirects} times.",
                "Look in a browser where it leads, and take that address.",
            )
        self._seen.add(target)
        self.url = target
        self._for_good = self._for_good and heard.status in _PERMANENT
        if self._for_good:
            self.moved_to = target


def _conditions(wanted: Wanted) -> Mapping[str, str]:
    said = {"If-None-Match": wanted.etag, "If-Modified-Since": wanted.last_modified}
    return {name: value for name, value in said.items() if value}


def _text(header: str | None) -> str | None:
    """Return a header as text that can be kept; None where it is too long for one, or not text."""
    if not header or len(header) > 1_000:
        return None
    return header if header.isprintable() else None
