"""Finding out what is at an address before it becomes a source: a feed, a page that names one, or a page."""

from datetime import timedelta
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from bot.errors import NutgrafError, Unreadable
from bot.model.fetch import Failed, Fetched, Wanted
from bot.model.polled import PolledDraft, Sighting, SourceKind, Wish
from bot.model.source import Delivered, Item, Raw
from bot.model.value import Utc
from bot.ports import Clock, Reader, Web
from bot.reading.rhythm import remembered, rhythm_of
from bot.text import count

_HEADLINES: Final = 3
_FEEDS_TRIED: Final = 3
_ASLEEP: Final = timedelta(days=365)


class _Seen(NamedTuple):
    """What is at an address."""

    asked: str
    answer: Fetched
    delivered: Delivered


class Looking:
    """Looks at addresses."""

    def __init__(self, web: Web, reader: Reader, clock: Clock) -> None:
        self._web = web
        self._reader = reader
        self._clock = clock

    async def look(self, wish: Wish) -> Sighting:
        """Return what could be watched at an address: the feed there, or the first that the page there names.

        Where there is neither, or with `page`, that is the page itself. Raises Unreadable where nothing can
        be had.
        """
        url, page = address(wish.url), wish.page
        seen = await self._see(url, robots=page)
        doubts: list[str] = []
        others: list[str] = []
        if seen.delivered.kind != "feed" and not page:
            feeds = [link.url for link in seen.delivered.feeds]
            found = await self._first(feeds)
            others = [each for each in feeds if found is None or each != found.asked]
            if found and others:
                doubts.append(f"The page names {count(len(feeds), 'feed')}; this is the first that answers.")
            if found is None:
                doubts.append(_no_feed(len(feeds)))
                seen = await self._see(url, robots=True)
            seen = found or seen
        at = self._clock.now()
        draft = PolledDraft(
            key=seen.asked,
            url=seen.answer.moved_to or seen.asked,
            kind=SourceKind.feed if seen.delivered.kind == "feed" else SourceKind.page,
            title=seen.delivered.source.title,
            added_at=at,
            next_at=at,
            home=wish.where,
            added_by=wish.by,
            full=wish.full,
            topics=wish.topics,
        )
        return _sighting(draft, seen, at=at, doubts=doubts, others=others)

    async def _first(self, feeds: list[str]) -> _Seen | None:
        """Return the first of the feeds that is one."""
        for url in feeds[:_FEEDS_TRIED]:
            try:
                seen = await self._see(url)
            except NutgrafError:  # a site may name a feed that is long gone
                continue
            if seen.delivered.kind == "feed":
                return seen
        return None

    async def _see(self, url: str, *, robots: bool = False) -> _Seen:
        answer = await self._web.fetch(Wanted(url=url, robots=robots))
        if isinstance(answer, Failed):
            raise Unreadable(answer.says, name=url, next_step=answer.next_step)
        if not isinstance(answer, Fetched):
            raise Unreadable(
                f"{url} answers as if it had been asked before.",
                name=url,
                next_step="Try it again later; if it goes on, its server is misconfigured.",
            )
        raw = Raw(name=url, body=answer.body, media_type=answer.media_type, url=answer.url)
        return _Seen(url, answer, await self._reader.read(raw))


def address(written: str) -> str:
    """Return the address that somebody wrote: without <> around it, and with https:// before a bare host."""
    bare = written.strip().removeprefix("<").removesuffix(">").partition("|")[0].strip()
    return bare if "://" in bare else f"https://{bare}"


def _sighting(draft: PolledDraft, seen: _Seen, *, at: Utc, doubts: list[str], others: list[str]) -> Sighting:
    delivered = seen.delivered
    newest = sorted(delivered.items, key=lambda item: _published(item, at), reverse=True)
    moments = remembered((min(item.published_at, at) for item in newest if item.published_at), ())
    if draft.kind is SourceKind.feed:
        doubts = [*doubts, *_doubts(delivered, moments, at=at)]
    asked, found = _host(seen.asked), _host(seen.answer.url)
    if asked != found:
        doubts = [*doubts, f"{asked} sends on to {found}."]
    return Sighting(
        source=draft.model_copy(update={"ttl": delivered.ttl}),
        rhythm=rhythm_of(moments),
        headlines=tuple(item.reading.headline for item in newest[:_HEADLINES]),
        entries=delivered.entries,
        doubts=tuple(doubts),
        others=tuple(others),
    )


def _doubts(delivered: Delivered, moments: tuple[Utc, ...], *, at: Utc) -> list[str]:
    doubts = []
    if not delivered.entries:
        doubts.append("The feed has no entries.")
    elif not delivered.items:
        doubts.append("None of the feed's entries can be read.")
    if moments and at - moments[0] > _ASLEEP:
        doubts.append(f"Its newest entry is from {moments[0]:%-d %B %Y}.")
    if delivered.faults:
        doubts.append(f"It can be read only in part: {delivered.faults[0]}")
    return doubts


def _no_feed(named: int) -> str:
    why = "The page names no feed" if not named else "None of the feeds that the page names answers as one"
    return f"{why}, so the page itself would be watched: each change of its text counts as news."


def _published(item: Item, at: Utc) -> tuple[bool, Utc]:
    return (item.published_at is not None, min(item.published_at or at, at))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")
