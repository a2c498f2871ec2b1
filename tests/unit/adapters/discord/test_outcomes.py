"""What Discord's errors mean."""

from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest

from adapters.discord import outcomes
from adapters.discord.client import NotReached
from adapters.discord.outcomes import (
    ADMINS_WAIT,
    BANNED_WAIT,
    Where,
    of_edit,
    of_post,
    of_search,
    of_step_before,
    unless_doubtful,
)
from bot.errors import Missing
from bot.model.outcome import Closed, Deleted, Outcome, Refused, Rejected, Sent, Unknown
from bot.model.people import ChannelRef, Conversation, MessageRef

DESK = Where(name="#desk")
DIRECT = Where(direct=True)
SECRET = "https://discord.com/api/v10/webhooks/1/very-secret-token"  # noqa: S105 - nobody's


def answer(
    code: int = 0, status: int = 400, said: str = "It was refused", headers: dict[str, str] | None = None
) -> discord.HTTPException:
    response = SimpleNamespace(status=status, reason="", headers=headers or {})
    return discord.HTTPException(cast(Any, response), {"code": code, "message": said})


def connector_error() -> aiohttp.ClientConnectorError:
    key = cast(Any, SimpleNamespace(ssl=None, host="discord.com", port=443))
    return aiohttp.ClientConnectorError(key, OSError("refused"))


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        (10003, 404, Closed),
        (10004, 404, Closed),
        (10008, 404, Deleted),
        (50001, 403, Closed),
        (50008, 400, Closed),
        (50009, 403, Closed),
        (50013, 403, Closed),
        (50024, 400, Closed),
        (50083, 400, Closed),
        (160005, 403, Closed),
        (40067, 400, Closed),
        (50006, 400, Rejected),
        (50035, 400, Rejected),
        (200000, 403, Rejected),
        (240000, 400, Rejected),
        (0, 413, Rejected),
        (20016, 429, Refused),
        (20028, 429, Refused),
        (40004, 403, Refused),
        (160006, 400, Refused),
        (0, 403, Refused),
        (0, 404, Refused),
        (987654, 403, Refused),
        (987654, 400, Rejected),
        (0, 500, Unknown),
        (50013, 502, Unknown),
        (0, 503, Unknown),
    ],
)
def test_each_code_of_discords_has_its_meaning_for_a_post(
    code: int, status: int, kind: type[Outcome]
) -> None:
    assert isinstance(of_post(answer(code, status), DESK), kind)


@pytest.mark.parametrize(
    ("code", "status"), [(0, 401), (40001, 401), (50014, 401), (10002, 404), (40002, 403)]
)
def test_what_an_admin_has_to_mend_stops_the_whole_workspace(code: int, status: int) -> None:
    outcome = of_post(answer(code, status), DESK)
    assert isinstance(outcome, Refused)
    assert (outcome.wide, outcome.retry_after) == (True, ADMINS_WAIT)
    assert "nutgraf doctor" in outcome.reason


def test_a_missing_permission_is_named_where_it_is_known() -> None:
    lacks = Where("#desk", ("Send Messages",))
    said = of_post(answer(50013, 403), lacks)
    assert isinstance(said, Closed)
    assert "lacks Send Messages in #desk" in said.reason
    assert "settings" in said.reason
    unknown = of_post(answer(50001, 403), DESK)
    assert isinstance(unknown, Closed)
    assert "#desk" in unknown.reason
    assert "View Channel, Send Messages" in unknown.reason


@pytest.mark.parametrize(("code", "status"), [(50007, 403), (50278, 400), (10003, 404), (50001, 403)])
def test_a_person_who_can_not_be_written_to_is_spoken_of_as_one(code: int, status: int) -> None:
    outcome = of_post(answer(code, status), DIRECT)
    assert isinstance(outcome, Closed)
    assert "direct messages" in outcome.reason


def test_every_reason_to_close_is_a_sentence_with_no_gap_left() -> None:
    for code in outcomes._CLOSED:
        outcome = of_post(answer(code), DESK)
        assert isinstance(outcome, Closed)
        assert outcome.reason[0].isupper() or outcome.reason[0] == "#"
        assert outcome.reason.endswith(".")
        assert "{" not in outcome.reason


def test_rate_limits_wait_as_long_as_discord_says() -> None:
    assert of_post(discord.RateLimited(90.0), DESK) == Refused(
        reason="Discord limits how fast Nutgraf may post here.", retry_after=90
    )
    ours = of_post(answer(0, 429, headers={"Via": "1.1 google", "Retry-After": "7"}), DESK)
    assert isinstance(ours, Refused)
    assert (ours.retry_after, ours.wide) == (7, False)


def test_the_wall_before_discord_stops_everything() -> None:
    for headers, seconds in (({}, BANNED_WAIT), ({"Retry-After": "1200"}, 1200)):
        outcome = of_post(answer(0, 429, headers=headers), DESK)
        assert isinstance(outcome, Refused)
        assert (outcome.retry_after, outcome.wide) == (seconds, True)


@pytest.mark.parametrize(
    "error",
    [
        connector_error(),
        aiohttp.ConnectionTimeoutError(SECRET),
        NotReached("Discord can't be reached."),
        Missing("Discord refuses the bot's token."),
    ],
)
def test_where_nothing_was_sent_a_post_is_refused_for_the_whole_workspace(error: Exception) -> None:
    outcome = of_post(error, DESK)
    assert isinstance(outcome, Refused)
    assert outcome.wide


@pytest.mark.parametrize(
    "error",
    [
        aiohttp.ServerDisconnectedError(SECRET),
        aiohttp.ClientOSError(104, SECRET),
        aiohttp.ServerTimeoutError(SECRET),
        TimeoutError(SECRET),
        ConnectionResetError(SECRET),
    ],
)
def test_what_broke_off_is_unknown_and_tells_no_address(error: Exception) -> None:
    for outcome in (of_post(error, DESK), of_edit(error, DESK), of_search(error, DESK)):
        assert isinstance(outcome, Unknown | Refused)
        assert "secret" not in outcome.reason
    assert isinstance(of_post(error, DESK), Unknown)


def test_before_a_post_nothing_can_have_arrived() -> None:
    assert isinstance(of_step_before(answer(0, 500), DESK), Refused)
    assert isinstance(of_step_before(TimeoutError(), DESK), Refused)
    assert isinstance(of_step_before(answer(10008, 404), DESK), Refused)
    assert isinstance(of_step_before(answer(10003, 404), DESK), Closed)


def test_an_edit_of_what_is_not_the_bots_is_rejected() -> None:
    assert isinstance(of_edit(answer(50005, 403), DESK), Rejected)
    assert isinstance(of_edit(answer(10008, 404), DESK), Deleted)
    waits = of_edit(answer(30046, 429), DESK)
    assert isinstance(waits, Refused)
    assert not waits.wide


def test_a_search_never_says_that_nothing_is_there() -> None:
    assert isinstance(of_search(answer(10003, 404), DESK), Closed)
    assert isinstance(of_search(answer(0, 500), DESK), Refused)
    assert isinstance(of_search(answer(50035, 400), DESK), Unknown)
    assert isinstance(of_search(answer(0, 401), DESK), Refused)


def test_after_a_try_that_may_have_arrived_only_what_is_sure_counts() -> None:
    ref = ChannelRef(platform="discord", workspace="1", id="2")
    sent = Sent(message=MessageRef(conversation=Conversation(channel=ref), id="3"))
    assert unless_doubtful(sent) == sent
    assert unless_doubtful(Deleted()) == Deleted()
    for outcome in (Refused(reason="No."), Rejected(reason="No."), Closed(reason="No.")):
        assert unless_doubtful(outcome) == Unknown(reason="No.")


def test_what_discord_says_is_told_in_a_line() -> None:
    said = of_post(answer(50035, 400, "Invalid Form Body\nIn content: Must be 2000 or fewer."), DESK)
    assert isinstance(said, Rejected)
    assert "\n" not in said.reason
    assert "Must be 2000 or fewer (50035)." in said.reason
