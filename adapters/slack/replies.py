"""How an answer is shown. What can't be shown is logged, without secrets; it is never raised.

An answer is conversation: one may be lost, while what it tells of has happened.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from typing import Any, Final, TypeVar, assert_never

import aiohttp

from adapters.slack.api import Api
from adapters.slack.blocks.render import Rendered, modal, pages, render
from adapters.slack.faults import TROUBLE, Fault, fault
from adapters.slack.times import Times
from adapters.slack.ways import ByUrl, Direct, InModal, NewModal, Submitted, Way, Whispered
from adapters.turns import Turns
from bot.model.card import Card, Note, Paragraph, Plain

T = TypeVar("T")

WORKING: Final = Card(summary="Working on it…", blocks=(Note(prose=(Plain(text="Working on it…"),)),))
_BROKEN_OFF = "The rest of this answer could not be shown. Ask for it once more."
BROKEN_OFF: Final = Card(
    summary=_BROKEN_OFF, blocks=(Paragraph(prose=(Plain(text=_BROKEN_OFF),)),), mood="trouble"
)
TITLE: Final = "Nutgraf"

_MOST = 4
"""How many messages an answer may have: a response_url works 5 times, one of them for "Working on it…"."""

_REFUSED = re.compile(r'^(?:\{.*"error" ?: ?")?([a-z_]+)(?:"|$)')
"""How a response_url says why it doesn't take something: as JSON, or as a word alone."""

_log = logging.getLogger(__name__)


def _goes_direct(why: Fault, way: Way) -> bool:
    """Say whether an answer goes to direct messages instead: surely not shown, and not sent there anyway."""
    return why.reach == "answered" and not isinstance(way, Direct)


class Replies:
    """Shows answers."""

    def __init__(self, api: Api, times: Times) -> None:
        self._api = api
        self._times = times
        self._turns = Turns()

    async def show(self, way: Way, answering: "asyncio.Task[Card]", *, user: str) -> None:
        """Show the answer to that person once it is there; "Working on it…" first, where that takes long.

        What Slack doesn't take where it was asked for, goes to the person's direct messages.
        """
        try:
            if isinstance(way, NewModal):
                await self._in_new_modal(way, answering, user)
            elif isinstance(way, InModal | Submitted):
                await self._in_modal(way.view, answering)
            else:
                await self._in_messages(self._messages(way), answering)
        except Fault as why:
            if not _goes_direct(why, way):
                _log.warning("An answer could not be shown: %s", why)
                return
            _log.info("An answer goes to direct messages, because it could not be shown: %s", why)
            await self.tell(user, await answering)

    async def tell(self, user: str, card: Card) -> None:
        """Show a card in a person's direct messages."""

        async def opened() -> str:
            direct = await self._api.ask(self._api.client.conversations_open(users=user))
            return str(direct["channel"]["id"])

        try:
            channel = await _within_limits(opened, self._times.longest_limit)
            await self._messages(Direct(channel=channel)).put(card)
        except Fault as why:
            _log.warning("An answer could not be shown in direct messages: %s", why)

    async def change(self, view: str, answering: "asyncio.Task[Card]", *, user: str) -> None:
        """Show the answer in a modal to which "Working on it…" has just been sent with the ack."""
        await asyncio.gather(answering, asyncio.sleep(self._times.settling))
        await self.show(InModal(view=view), answering, user=user)

    async def open(self, trigger: str, view: dict[str, Any]) -> str | None:
        """Open a modal and return its id; None where Slack doesn't open it."""
        try:
            return await _opened(self._api, trigger, view)
        except Fault as why:
            _log.warning("A form could not be opened: %s", why)
            return None

    async def replace(self, view_id: str, view: dict[str, Any]) -> bool:
        """Make a modal that is open show something else; False where Slack doesn't."""
        try:
            await self._update(view_id, view)
        except Fault as why:
            _log.warning("A form could not be changed: %s", why)
            return False
        return True

    async def publish(self, user: str, view: dict[str, Any]) -> bool:
        """Make a person's home tab show that; False where Slack doesn't."""
        try:
            await self._api.ask(self._api.client.views_publish(user_id=user, view=view))
        except Fault as why:
            _log.warning("A home tab could not be shown: %s", why)
            return False
        return True

    async def _in_messages(self, messages: "Messages", answering: "asyncio.Task[Card]") -> None:
        if not await self._soon(answering):
            await _tried(messages.working())
        await messages.put(await answering)

    async def _in_modal(self, view: str, answering: "asyncio.Task[Card]") -> None:
        if not await self._soon(answering):
            await _tried(self._update(view, modal(WORKING, title=TITLE)))
        await self._shown(view, await answering)

    async def _in_new_modal(self, way: NewModal, answering: "asyncio.Task[Card]", user: str) -> None:
        """Open the modal in time, whether the answer is there or not; if it is too late, write directly."""
        soon = await self._soon(answering)
        first = answering.result() if soon else WORKING
        try:
            view = await _opened(self._api, way.trigger, modal(first, title=TITLE))
        except Fault as why:
            _log.info("A modal could not be opened, so the answer goes to direct messages: %s", why)
            await self.tell(user, await answering)
            return
        if not soon:
            await self._shown(view, await answering)

    async def _shown(self, view: str, card: Card) -> None:
        shown = await self._turns.take(lambda: modal(card, title=TITLE))
        await _within_limits(lambda: self._update(view, shown), self._times.longest_limit)

    async def _update(self, view_id: str, view: dict[str, Any]) -> None:
        await self._api.ask(self._api.client.views_update(view_id=view_id, view=view))

    async def _soon(self, answering: "asyncio.Task[Card]") -> bool:
        await asyncio.wait({answering}, timeout=self._times.patience)
        return answering.done()

    def _messages(self, way: ByUrl | Whispered | Direct) -> "Messages":
        return Messages(self._api, way, self._turns, longest_limit=self._times.longest_limit)


class Messages:
    """The messages of one answer. Each method raises Fault."""

    def __init__(
        self, api: Api, way: ByUrl | Whispered | Direct, turns: Turns, *, longest_limit: float
    ) -> None:
        self._api = api
        self._longest_limit = longest_limit
        self._way = way
        self._turns = turns
        self._working = ""

    async def working(self) -> None:
        """Show that it is being worked on."""
        self._working = await self._send(render(WORKING))

    async def put(self, card: Card) -> None:
        """Show a card in the place of that, where Slack can; in as many messages as it takes and may have.

        Where it breaks off after the first and can't go to direct messages as a whole, the person is told so.
        """
        first, *others = await self._turns.take(lambda: pages(card, most=_MOST))
        await self._put(first, instead_of=self._working)
        try:
            for each in others:
                await self._put(each)
        except Fault as why:
            if _goes_direct(why, self._way):
                raise
            _log.warning("The rest of an answer could not be shown: %s", why)
            await self._put(render(BROKEN_OFF))

    async def _put(self, rendered: Rendered, *, instead_of: str = "") -> None:
        await _within_limits(lambda: self._send(rendered, instead_of=instead_of), self._longest_limit)

    async def _send(self, rendered: Rendered, *, instead_of: str = "") -> str:
        """Send one message; return what it can be replaced by, "" where Slack can't."""
        body: dict[str, Any] = {"text": rendered.text, "blocks": rendered.blocks}
        match self._way:
            case ByUrl():
                return await self._to_url(self._way, body, replacing=bool(instead_of))
            case Whispered(channel=channel, user=user, thread=thread):
                client = self._api.client
                await self._api.ask(
                    client.chat_postEphemeral(
                        channel=channel, user=user, thread_ts=thread, link_names=False, **body
                    )
                )
                return ""
            case Direct():
                return await self._write(self._way, body, instead_of)
            case _:
                assert_never(self._way)

    async def _write(self, way: Direct, body: dict[str, Any], instead_of: str) -> str:
        client, channel = self._api.client, way.channel
        if instead_of:
            try:
                await self._api.ask(client.chat_update(channel=channel, ts=instead_of, parse="none", **body))
            except Fault as why:
                if why.word != "message_not_found":
                    raise  # else somebody has deleted what it was to stand in the place of
            else:
                return instead_of
        said = await self._api.ask(
            client.chat_postMessage(
                channel=channel,
                thread_ts=way.thread,
                unfurl_links=False,
                unfurl_media=False,
                link_names=False,
                **body,
            )
        )
        return str(said.get("ts", ""))

    async def _to_url(self, way: ByUrl, body: dict[str, Any], *, replacing: bool) -> str:
        body |= {"response_type": "ephemeral", "replace_original": replacing}
        if way.thread:
            body["thread_ts"] = way.thread
        try:
            await _posted(self._api, way.url, body)
        except TROUBLE as error:
            raise fault(error) from None  # its text may hold the address
        return "own" if way.own else ""


async def _posted(api: Api, url: str, body: Mapping[str, Any]) -> None:
    client = api.client
    limit = aiohttp.ClientTimeout(total=client.timeout)
    async with AsyncExitStack() as stack:
        session = client.session
        if session is None:
            session = await stack.enter_async_context(aiohttp.ClientSession())
        answer = await stack.enter_async_context(
            session.post(url, json=body, proxy=client.proxy, timeout=limit, allow_redirects=False)
        )
        if answer.status != 200:
            said = _REFUSED.match((await answer.text())[:200])
            word = said[1] if said else f"status {answer.status}"
            wait = answer.headers.get("Retry-After", "")
            retry_after = float(wait) if answer.status == 429 and wait.isdecimal() else None
            raise Fault(f"Slack refused it ({word}).", reach="answered", word=word, retry_after=retry_after)


async def _tried(step: Awaitable[None]) -> None:
    """Do what an answer can do without."""
    try:
        await step
    except Fault as why:
        _log.info("That it is worked on could not be shown: %s", why)


async def _within_limits(ask: Callable[[], Awaitable[T]], longest: float) -> T:
    """Ask; where Slack says to wait, and not for longer than so many seconds, wait and ask once more."""
    try:
        return await ask()
    except Fault as why:
        if why.retry_after is None or why.retry_after > longest:
            raise
        await asyncio.sleep(why.retry_after)
        return await ask()


async def _opened(api: Api, trigger: str, view: dict[str, Any]) -> str:
    opened = await api.ask(api.client.views_open(trigger_id=trigger, view=view))
    return str(opened["view"]["id"])
