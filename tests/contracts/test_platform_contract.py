"""What every chat platform promises about posting, editing and finding (`bot.ports.ChatPlatform`)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import count
from typing import TypeVar

import pytest

from adapters.console.platform import Console
from adapters.discord.platform import Discord
from adapters.slack.platform import Slack
from bot.clock import SystemClock
from bot.commands.catalogue import CATALOGUE
from bot.model.card import Button, Buttons, Card, Headline, Link, Paragraph, Plain
from bot.model.delivery import Pace
from bot.model.outcome import Absent, Sent, Unknown
from bot.model.people import ChannelRef, Conversation, MessageRef, Role
from bot.ports import ChatPlatform
from tests.fakes import FakePlatform
from tests.servers.discord import options_of as discord_options
from tests.servers.discord.rules import DiscordRules, snowflake
from tests.servers.platform import WirePlatform
from tests.servers.rooms import Memory, Rules
from tests.servers.running import running
from tests.servers.slack.rules import SlackRules
from tests.servers.slack.workspace import options_of

T = TypeVar("T")
Opener = Callable[[asyncio.Runner], AbstractContextManager[ChatPlatform]]
"""Opens a platform that is used, and closed, in the runner's event loop."""

LONG_AGO = SystemClock().now().replace(year=2020)
_KEYS = count(1)
FORUM, SHUT = "forum", "archived"
HOSTILE = "<!channel> @everyone [here](https://evil.test) \x1b[31m\u202e"


def a_key() -> str:
    """Return a key that was never used, as long as a key may be."""
    return f"Zb-0_kq7WgXy3mNaR5tV{next(_KEYS):05}"


def a_card(text: str) -> Card:
    return Card(summary=text, blocks=(Headline(prose=(Plain(text=text),)),))


def console(_: asyncio.Runner) -> AbstractContextManager[ChatPlatform]:
    return nullcontext(Console(history=None, clock=SystemClock(), stories=0))


def wire(memory: Memory) -> Opener:
    @contextmanager
    def opened(_: asyncio.Runner) -> Iterator[ChatPlatform]:
        with running(Rules(memory=memory)) as server:
            platform = WirePlatform(server.port, pace=Pace(timeout=5), asked=memory == "asked")
            yield platform
            platform.close()

    return opened


@contextmanager
def slack(runner: asyncio.Runner) -> Iterator[ChatPlatform]:
    known = [conversation("slack", "newsroom", thread="t1"), conversation("slack", "anna", person=True)]
    many = [conversation("slack", f"c{number}") for number in range(20)]
    # The bot has to join some channels before it can post there.
    rules = SlackRules(
        team="w",
        conversations=(*known, *many),
        outside=frozenset({"c0", "c1"}),
    )
    with running(rules, module="tests.servers.slack") as server:
        platform = Slack(options_of("w", f"http://127.0.0.1:{server.port}"), SystemClock())
        yield platform
        runner.run(platform.close())


@contextmanager
def discord(runner: asyncio.Runner) -> Iterator[ChatPlatform]:
    known = [
        conversation("discord", "newsroom", thread="t1"),
        conversation("discord", "newsroom", thread=SHUT),
        conversation("discord", "anna", person=True),
        conversation("discord", FORUM),
    ]
    many = [conversation("discord", f"c{number}") for number in range(20)]
    rules = DiscordRules(
        conversations=(*known, *many),
        forums=frozenset({snowflake(FORUM)}),
        archived=frozenset({snowflake(SHUT)}),
    )
    with running(rules, module="tests.servers.discord") as server:
        options = discord_options(f"http://127.0.0.1:{server.port}")
        platform = Discord(options, SystemClock(), CATALOGUE)
        yield platform
        runner.run(platform.close())
        assert not runner.run(server.report()).wrong


def fake(_: asyncio.Runner) -> AbstractContextManager[ChatPlatform]:
    return nullcontext(FakePlatform(SystemClock()))


PLATFORMS: dict[str, Opener] = {
    "console": console,
    "discord": discord,
    "fake": fake,
    "slack": slack,
    "wire, asked": wire("asked"),
    "wire, nonce": wire("nonce"),
    "wire, neither": wire("neither"),
}


class Driven:
    """A platform and the event loop it lives in."""

    def __init__(self, platform: ChatPlatform, runner: asyncio.Runner) -> None:
        self.platform = platform
        self._runner = runner
        self.here = conversation(platform.name, "newsroom")
        self.everywhere = [
            self.here,
            conversation(platform.name, "newsroom", thread="t1"),
            conversation(platform.name, "anna", person=True),
        ]
        if platform.name == "discord":
            self.everywhere += [
                conversation("discord", FORUM),
                conversation("discord", "newsroom", thread=SHUT),
            ]

    def wait(self, asked: Awaitable[T]) -> T:
        async def waiting() -> T:
            return await asked

        return self._runner.run(waiting())

    def post(self, text: str, *, key: str | None = None, to: Conversation | None = None) -> MessageRef:
        outcome = self.wait(self.platform.post(to or self.here, a_card(text), key=key or a_key()))
        assert isinstance(outcome, Sent)
        return outcome.message


def conversation(
    platform: str, channel: str, *, person: bool = False, thread: str | None = None
) -> Conversation:
    # Of Discord, everything is a number.
    name = snowflake if platform == "discord" else str
    ref = ChannelRef(platform=platform, workspace=name("w"), id=name(channel), person=person)
    return Conversation(channel=ref, thread=name(thread) if thread else None)


@pytest.fixture(scope="module", params=list(PLATFORMS.values()), ids=list(PLATFORMS))
def driven(request: pytest.FixtureRequest) -> Iterator[Driven]:
    with asyncio.Runner() as runner, request.param(runner) as platform:
        yield Driven(platform, runner)


def test_a_post_is_a_message_in_the_conversation_that_was_asked_for(driven: Driven) -> None:
    for to in driven.everywhere:
        assert driven.post("Story", to=to).conversation == to


def test_posts_with_different_keys_are_different_messages(driven: Driven) -> None:
    assert driven.post("Story").id != driven.post("Story").id


def test_an_edit_is_of_the_same_message_and_may_be_made_again(driven: Driven) -> None:
    for to in driven.everywhere:
        key = a_key()
        message = driven.post("Story", key=key, to=to)
        for _ in range(2):
            outcome = driven.wait(driven.platform.edit(message, a_card("Corrected"), key=key))
            assert outcome == Sent(message=message)


def test_what_was_posted_is_found_or_not_known_but_never_absent(driven: Driven) -> None:
    for to in driven.everywhere:
        key = a_key()
        message = driven.post("Story", key=key, to=to)
        found = driven.wait(driven.platform.find(to, key=key, since=LONG_AGO))
        assert found == Sent(message=message) or isinstance(found, Unknown)


def test_what_was_never_posted_is_never_found(driven: Driven) -> None:
    for to in driven.everywhere:
        driven.post("Story", to=to)
        found = driven.wait(driven.platform.find(to, key=a_key(), since=LONG_AGO))
        assert isinstance(found, Absent | Unknown)


def test_a_thread_that_is_not_there_yet_begins_with_the_first_post_in_it(driven: Driven) -> None:
    root = driven.post("Story")
    thread = driven.here.model_copy(update={"thread": root.id})
    key = a_key()
    first, second = driven.post("Card", key=key, to=thread), driven.post("Another card", to=thread)
    assert first.conversation == second.conversation == thread
    assert len({root.id, first.id, second.id}) == 3
    for _ in range(2):
        assert driven.wait(driven.platform.edit(first, a_card("Claimed"), key=key)) == Sent(message=first)
    found = driven.wait(driven.platform.find(thread, key=key, since=LONG_AGO))
    assert found == Sent(message=first) or isinstance(found, Unknown)
    absent = driven.wait(driven.platform.find(thread, key=a_key(), since=LONG_AGO))
    assert isinstance(absent, Absent | Unknown)


def test_what_was_never_posted_is_not_found_in_a_thread_that_is_not_there(driven: Driven) -> None:
    root = driven.post("Story")
    thread = driven.here.model_copy(update={"thread": root.id})
    found = driven.wait(driven.platform.find(thread, key=a_key(), since=LONG_AGO))
    assert isinstance(found, Absent | Unknown)


def test_who_somebody_is_is_told_by_their_id_or_not_at_all(driven: Driven) -> None:
    name = snowflake("somebody") if driven.platform.name == "discord" else "UNOBODY"
    found = driven.wait(driven.platform.who(name, driven.here.channel))
    assert found is None or (found.platform, found.id) == (driven.platform.name, name)
    asked = {"discord", "slack"}
    assert found is None or driven.platform.name not in asked or found.role is Role.nobody


def test_what_strangers_wrote_is_posted_like_anything_else(driven: Driven) -> None:
    blocks = (
        Paragraph(prose=(Plain(text=HOSTILE), Link(text=HOSTILE, url="https://example.org/?a=<b>"))),
        Buttons(buttons=(Button(label=HOSTILE, says="brief latest"),)),
    )
    outcome = driven.wait(
        driven.platform.post(driven.here, Card(summary=HOSTILE, blocks=blocks), key=a_key())
    )
    assert isinstance(outcome, Sent)


def test_many_conversations_are_served_at_a_time(driven: Driven) -> None:
    async def every() -> set[tuple[str, str]]:
        to = [conversation(driven.platform.name, f"c{number}") for number in range(20)]
        posts = (driven.platform.post(each, a_card("x"), key=a_key()) for each in to)
        outcomes = await asyncio.gather(*posts)
        return {(o.message.conversation.channel.id, o.message.id) for o in outcomes if isinstance(o, Sent)}

    assert len(driven.wait(every())) == 20


def test_a_post_that_was_cancelled_harms_nothing_that_comes_after(driven: Driven) -> None:
    async def cancelled() -> None:
        posting = asyncio.create_task(driven.platform.post(driven.here, a_card("Given up"), key=a_key()))
        await asyncio.sleep(0)
        posting.cancel()
        await asyncio.wait([posting])

    driven.wait(cancelled())
    assert driven.post("Story").id


def test_it_says_how_fast_it_may_be_used(driven: Driven) -> None:
    assert driven.platform.pace.timeout > 0
    assert driven.platform.name
