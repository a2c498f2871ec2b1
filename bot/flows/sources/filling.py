"""The full text of entries that have only a summary, from their own pages."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.errors import NutgrafError
from bot.model.fetch import Fetched, Wanted
from bot.model.source import Item, Raw
from bot.ports import Reader, Web

_SUMMARY: Final = 1_000
_LONGER: Final = 1.2
_MOST_PAGES: Final = 20
_ZONES_APART: Final = timedelta(days=1)


class Filling:
    """Reads the pages of entries."""

    def __init__(self, web: Web, reader: Reader) -> None:
        self._web = web
        self._reader = reader

    async def fill(self, items: Sequence[Item]) -> Sequence[Item]:
        """Return the items in their order, those of at most 1,000 characters with the text of their page.

        At most 20 pages are fetched, two at a time. An item whose page can't be had, or says little more,
        stays as it is: the source's own words are never lost for a consent form.
        """
        turns = asyncio.Semaphore(2)
        wanting = [item for item in items if item.url and len(item.original) <= _SUMMARY][:_MOST_PAGES]
        keys = {item.key for item in wanting}

        async def filled(item: Item) -> Item:
            if item.key not in keys:
                return item
            async with turns:
                return await self._filled(item)

        return await asyncio.gather(*map(filled, items))

    async def _filled(self, item: Item) -> Item:
        answer = await self._web.fetch(Wanted(url=item.url or "", robots=True))
        if not isinstance(answer, Fetched):
            return item
        raw = Raw(name=answer.url, body=answer.body, media_type=answer.media_type, url=answer.url)
        try:
            delivered = await self._reader.read(raw)
        except NutgrafError:  # the summary is there, and the page is only more of it
            return item
        page = delivered.items[0] if delivered.kind != "feed" and delivered.items else None
        if page is None or len(page.original) < _LONGER * len(item.original):
            return item
        reading = page.reading.model_copy(
            update={"headline": item.reading.headline, "happened_on": _happened(item, page)}
        )
        return item.model_copy(update={"original": page.original, "reading": reading})


def _happened(item: Item, page: Item) -> date | None:
    """Return the day it happened: what the feed says, else what the page does, unless that was still to come.

    A page that doesn't say when it came out was read without that limit.
    """
    day, published = page.reading.happened_on, item.published_at
    if item.reading.happened_on or day is None:
        return item.reading.happened_on
    return None if published and day > (published + _ZONES_APART).date() else day
