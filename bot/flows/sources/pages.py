"""Reading a single page into a story."""

from bot.errors import Unreadable
from bot.flows.intake import Intake, Receipt
from bot.flows.sources.looking import address
from bot.model.fetch import Fetched, Wanted
from bot.model.source import Raw
from bot.ports import Web


class Pages:
    """Fetches pages that somebody names."""

    def __init__(self, web: Web, intake: Intake) -> None:
        self._web = web
        self._intake = intake

    async def read(self, url: str) -> Receipt:
        """Fetch one page and read it into a story.

        Raises Unreadable where it can't be had or read, UsageError where it is a feed.
        """
        url = address(url)
        answer = await self._web.fetch(Wanted(url=url, robots=True))
        if not isinstance(answer, Fetched):
            raise Unreadable(
                getattr(answer, "says", f"{url} gives nothing."),
                name=url,
                next_step=getattr(answer, "next_step", "") or "Paste the text itself behind `add`.",
            )
        raw = Raw(name=url, body=answer.body, media_type=answer.media_type, url=answer.url)
        return await self._intake.take(raw, feeds=False)
