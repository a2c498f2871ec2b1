"""How answers are shown, each in its way; slowly, at length, and where Slack doesn't take them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest

from adapters.slack.api import Api
from adapters.slack.replies import Replies
from adapters.slack.times import Times
from adapters.slack.ways import ByUrl, Direct, InModal, NewModal, Note, Submitted, Way, Whispered, read_note
from bot.model.card import Card, Paragraph, Plain
from tests.fakes import card
from tests.servers.slack import FakeSlack, Message

QUICK = Times(patience=0.05, settling=0.01)
LONG = Card(
    summary="Long",
    blocks=tuple(Paragraph(prose=(Plain(text=f"Part {n}. " + "word " * 400),)) for n in range(60)),
)


class Answering:
    """Replies in a workspace with Ben, a channel and their direct messages."""

    def __init__(self, slack: FakeSlack, replies: Replies) -> None:
        self.slack = slack
        self._replies = replies

    async def show(self, way: Way, shown: Card, *, slow: bool = False) -> None:
        gate = asyncio.Event()

        async def answer() -> Card:
            await gate.wait()
            return shown

        answering = asyncio.create_task(answer())
        if not slow:
            gate.set()
            await asyncio.wait({answering})
        before = self._tried()
        showing = asyncio.create_task(self._replies.show(way, answering, user="U1"))
        if slow:
            await self.slack.until(lambda: self._tried() > before)
            gate.set()
        await showing

    def _tried(self) -> int:
        methods = ("response_url", "chat.postEphemeral", "chat.postMessage", "views.open", "views.update")
        return sum(len(self.slack.called(method)) for method in methods)

    async def address(self, *, own: bool, thread: str | None = None) -> ByUrl:
        delivery = await self.slack.command("U1", "C1", "")
        return ByUrl(url=delivery.response_url, own=own, thread=thread)

    def seen(self, channel: str | None = "C1") -> list[Message]:
        return [*self.slack.seen_by("U1", "C1"), *([] if channel else self.slack.seen_by("U1"))]


def play(scenario: Callable[[Answering], Awaitable[None]]) -> None:
    async def run() -> None:
        async with FakeSlack(patience=0.01) as slack:
            slack.add_person("U1", "ben")
            slack.add_channel("C1", members=["U1"])
            api = Api(slack.options())
            try:
                await scenario(Answering(slack, Replies(api, QUICK)))
            finally:
                await api.close()

    asyncio.run(run())


def test_a_long_answer_goes_on_in_further_messages_and_says_in_the_last_that_it_is_cut() -> None:
    async def scenario(there: Answering) -> None:
        await there.show(await there.address(own=True), LONG, slow=True)
        assert len(there.seen()) == 4
        assert "Part 0." in there.seen()[0].words
        assert "Cut here" in there.seen()[-1].words
        assert len(there.slack.called("response_url")) == 5
        assert [call.answer for call in there.slack.called("response_url")] == ["ok"] * 5

    play(scenario)


def test_only_an_address_of_our_own_has_its_first_message_replaced() -> None:
    async def scenario(there: Answering) -> None:
        await there.show(await there.address(own=True), card("Done"), slow=True)
        assert [each.words for each in there.seen()] == ["Done"]
        await there.show(await there.address(own=False), card("Done"), slow=True)
        assert [each.words for each in there.seen()] == ["Done", "Working on it…", "Done"]

    play(scenario)


def test_an_answer_to_a_button_in_a_thread_stays_there() -> None:
    async def scenario(there: Answering) -> None:
        await there.show(await there.address(own=False, thread="1.0"), card("Done"))
        assert there.seen()[0].thread == "1.0"

    play(scenario)


def test_a_slow_direct_answer_stands_where_it_said_that_it_is_worked_on() -> None:
    async def scenario(there: Answering) -> None:
        channel = there.slack.direct("U1").id
        there.slack.add_message(channel, "U1", "brief story 1", ts="1.0")
        await there.show(Direct(channel=channel, thread="1.0"), LONG, slow=True)
        messages = there.slack.seen_by("U1")
        assert len(messages) == 4
        assert "Part 0." in messages[0].words
        assert {each.thread for each in messages} == {"1.0"}

    play(scenario)


def test_an_answer_in_a_channel_is_seen_by_one_person() -> None:
    async def scenario(there: Answering) -> None:
        there.slack.add_message("C1", "U1", "What a day", ts="1.0")
        await there.show(Whispered(channel="C1", user="U1", thread="1.0"), card("Done"))
        [message] = there.seen()
        assert (message.ephemeral_to, message.thread) == ("U1", "1.0")

    play(scenario)


@pytest.mark.parametrize(
    ("method", "word"),
    [
        ("response_url", "expired_url"),
        ("chat.postEphemeral", "user_not_in_channel"),
        ("views.update", "not_found"),
    ],
)
def test_what_slack_refuses_where_it_was_asked_for_goes_to_direct_messages(
    method: str, word: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(there: Answering) -> None:
        ways: dict[str, Way] = {
            "response_url": await there.address(own=True),
            "chat.postEphemeral": Whispered(channel="C1", user="U1"),
            "views.update": InModal(view="V1"),
        }
        there.slack.refuse(method, word)
        await there.show(ways[method], card("Done"))
        assert [each.words for each in there.slack.seen_by("U1")] == ["Done"]
        assert there.seen() == []
        assert len(there.slack.called(method)) == 1

    with caplog.at_level(logging.DEBUG):
        play(scenario)
    assert "secret" not in caplog.text


def test_where_direct_messages_fail_it_is_logged_and_not_raised(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario(there: Answering) -> None:
        there.slack.refuse("chat.postMessage", "internal_error")
        await there.show(Direct(channel=there.slack.direct("U1").id), card("Done"))
        assert there.seen(None) == []
        assert len(there.slack.called("chat.postMessage")) == 1

    play(scenario)
    assert "could not be shown" in caplog.text


@pytest.mark.parametrize("method", ["response_url", "chat.postEphemeral", "chat.postMessage"])
def test_where_slack_takes_no_more_for_now_it_is_sent_once_more(method: str) -> None:
    async def scenario(there: Answering) -> None:
        ways: dict[str, Way] = {
            "response_url": await there.address(own=True),
            "chat.postEphemeral": Whispered(channel="C1", user="U1"),
            "chat.postMessage": Direct(channel=there.slack.direct("U1").id),
        }
        there.slack.refuse(method, "ratelimited", retry_after=0)
        await there.show(ways[method], card("Done"))
        assert [each.words for each in there.seen(None)] == ["Done"]

    play(scenario)


def test_an_answer_is_shown_even_where_that_it_is_worked_on_could_not_be() -> None:
    async def scenario(there: Answering) -> None:
        there.slack.refuse("chat.postEphemeral", "internal_error")
        await there.show(Whispered(channel="C1", user="U1"), card("Done"), slow=True)
        assert [each.words for each in there.seen()] == ["Done"]

    play(scenario)


def test_an_answer_is_shown_even_where_somebody_has_deleted_what_it_was_to_stand_for() -> None:
    async def scenario(there: Answering) -> None:
        there.slack.refuse("chat.update", "message_not_found")
        await there.show(Direct(channel=there.slack.direct("U1").id), card("Done"), slow=True)
        assert [each.words for each in there.slack.seen_by("U1")] == ["Working on it…", "Done"]

    play(scenario)


def test_where_slack_asks_to_wait_too_long_it_goes_to_direct_messages_at_once() -> None:
    async def scenario(there: Answering) -> None:
        there.slack.refuse("chat.postEphemeral", "ratelimited", retry_after=QUICK.longest_limit + 1)
        async with asyncio.timeout(QUICK.longest_limit / 2):
            await there.show(Whispered(channel="C1", user="U1"), card("Done"))
        assert [each.words for each in there.slack.seen_by("U1")] == ["Done"]
        assert there.seen() == []

    play(scenario)


def test_direct_messages_that_can_not_be_opened_for_now_are_opened_a_moment_later() -> None:
    async def scenario(there: Answering) -> None:
        there.slack.refuse("views.update", "not_found")
        there.slack.refuse("conversations.open", "ratelimited", retry_after=0)
        await there.show(InModal(view="V1"), card("Done"))
        assert [each.words for each in there.slack.seen_by("U1")] == ["Done"]

    play(scenario)


def test_an_answer_does_not_wait_until_it_may_be_shown_that_it_is_worked_on() -> None:
    async def scenario(there: Answering) -> None:
        there.slack.refuse("views.update", "ratelimited", retry_after=QUICK.longest_limit)
        there.slack.refuse("views.update", "not_found")
        async with asyncio.timeout(QUICK.longest_limit / 2):
            await there.show(InModal(view="V1"), card("Done"), slow=True)
        assert [each.words for each in there.slack.seen_by("U1")] == ["Done"]

    play(scenario)


@pytest.mark.parametrize("lost", ["reset before", "error before"])
def test_who_gets_the_first_part_of_an_answer_alone_is_told_so(lost: str) -> None:
    async def scenario(there: Answering) -> None:
        there.slack.fault("chat.postMessage", "slow", lost)
        await there.show(Direct(channel=there.slack.direct("U1").id), LONG)
        first, told = there.slack.seen_by("U1")
        assert "Part 0." in first.words
        assert "rest of this answer" in told.words

    play(scenario)


def test_an_answer_whose_address_is_used_up_in_the_middle_goes_to_direct_messages_as_a_whole() -> None:
    async def scenario(there: Answering) -> None:
        address = await there.address(own=True)
        for _ in range(3):
            await there.show(address, card("Done"))
        await there.show(address, LONG)
        assert len(there.seen()) == 5
        whole = there.slack.seen_by("U1")
        assert len(whole) == 4
        assert "Part 0." in whole[0].words

    play(scenario)


def test_a_whisper_that_breaks_off_in_the_middle_stays_with_who_asked() -> None:
    async def scenario(there: Answering) -> None:
        there.slack.add_person("U2", "anna")
        there.slack.add_channel("C2", members=["U1", "U2"])
        there.slack.fault("chat.postEphemeral", "slow", "reset before")
        await there.show(Whispered(channel="C2", user="U1"), LONG)
        first, told = there.slack.seen_by("U1", "C2")
        assert "Part 0." in first.words
        assert "rest of this answer" in told.words
        assert there.slack.seen_by("U2", "C2") == []

    play(scenario)


@pytest.mark.parametrize("slow", [False, True])
def test_a_modal_that_can_not_be_opened_becomes_a_direct_message(*, slow: bool) -> None:
    async def scenario(there: Answering) -> None:
        await there.show(NewModal(trigger="of yesterday", user="U1"), card("Done"), slow=slow)
        assert [each.words for each in there.slack.seen_by("U1")] == ["Done"]

    play(scenario)


def test_a_server_that_is_gone_is_no_more_than_an_answer_that_is_not_shown(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario(there: Answering) -> None:
        await there.show(ByUrl(url="http://127.0.0.1:9/secret-hook-1"), card("Done"))
        await there.show(ByUrl(url="nonsense-secret-hook-1"), card("Done"))

    with caplog.at_level(logging.DEBUG):
        play(scenario)
    assert caplog.text.count("could not be shown") == 2
    assert "secret" not in caplog.text


def test_a_note_that_another_version_left_is_no_note() -> None:
    note = Note(way=ByUrl(url="https://hooks.test/1", own=True), team="T1")
    assert read_note(note.model_dump_json()) == note
    assert read_note("") is None
    assert read_note('{"way": {"kind": "pigeon"}}') is None


@pytest.mark.parametrize("kind", ["in_modal", "submitted"])
def test_a_note_of_a_modal_that_an_older_version_left_can_be_read(kind: str) -> None:
    note = read_note(f'{{"way": {{"kind": "{kind}", "view": "V1"}}, "team": "T1"}}')
    assert note is not None
    assert note.way in (InModal(view="V1"), Submitted(view="V1"))
