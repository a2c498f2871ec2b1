"""Subscribing, settings and `why`, as a person types them."""

import asyncio
from pathlib import Path

import pytest

from adapters import plain
from bot.commands.burst import BURST
from bot.commands.command import AnyCommand
from bot.commands.dispatch import Attempt, Dispatch
from bot.commands.grammar import parse
from bot.commands.settings import SETTINGS
from bot.commands.spoken import spoken
from bot.commands.subscribe import SUBSCRIBE
from bot.commands.subscriptions import SUBSCRIPTIONS
from bot.commands.unsubscribe import UNSUBSCRIBE
from bot.commands.why import WHY
from bot.compose import open_house
from bot.errors import NotAllowed, NotFound, UsageError
from bot.model.people import Role
from bot.model.source import Raw
from tests.conftest import SetClock
from tests.feeds import rss
from tests.unit.commands.test_dispatch import typed

COMMANDS: tuple[AnyCommand, ...] = (SUBSCRIBE, UNSUBSCRIBE, SUBSCRIPTIONS, SETTINGS, WHY, BURST)
NEWS = [(f"e{n}", f"Council votes on plan {n}", "") for n in range(1, 13)]


def chat(db: Path, *lines: str, role: Role = Role.editor) -> list[Attempt]:
    """Type the lines one after the other; "news" stands for a feed of twelve stories that comes in."""

    async def run() -> list[Attempt]:
        attempts = []
        async with open_house(db, clock=SetClock()) as house:
            dispatch = Dispatch(COMMANDS, house.flows)
            for line in lines:
                if line == "news":
                    await house.intake.take(Raw(name="f.xml", body=rss(NEWS)))
                else:
                    attempts.append(await dispatch.attempt(typed(line, role)))
        return attempts

    return asyncio.run(run())


def shown(attempt: Attempt) -> str:
    return " ".join(plain.render(attempt.card).split())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_example_parses_and_can_be_said_by_a_button(command: AnyCommand) -> None:
    for example in command.examples:
        parsed = parse(example, COMMANDS)
        assert parsed.command is command
        assert parse(spoken(command, parsed.arguments), COMMANDS) == parsed


def test_from_subscribing_to_why(tmp_path: Path) -> None:
    made, listed, again, why, ended, none = chat(
        tmp_path / "s.db",
        'subscribe source:"city desk" match:"council votes" not:"plan 3, plan 4"',
        "subscriptions",
        'subscribe source:"city desk" match:"council votes" not:"plan 3, plan 4" urgent:yes',
        "news",
        "why 6",
        "unsubscribe 1",
        "subscriptions",
    )
    assert "Subscription 1 is set up." in shown(made)
    assert "In the last 24 hours no news came in" in shown(made)
    assert "No story so far has “city desk”" in shown(made)
    assert "stories from city desk with “council votes” but without “plan 3” or “plan 4”" in shown(listed)
    assert "set up by Ann" in shown(listed)
    assert "Subscription 1 asks for the same, so it stands as it is now." in shown(again)
    assert "Also in quiet hours." in shown(again)
    assert "“plan 3” is in it, which is left out here" in shown(why)
    assert "Subscription 1 has ended." in shown(ended)
    assert "Taken back before they were sent: 1 post." in shown(ended)
    assert "This channel has no subscriptions." in shown(none)


def test_what_would_have_fitted_is_said(tmp_path: Path) -> None:
    (made,) = chat(tmp_path / "s.db", "news", 'subscribe match:"plan 3"')
    assert "Of the news of the last 24 hours 1 of 12 stories would have fitted." in shown(made)


def test_what_was_kept_back_is_dropped_with_its_subscription(tmp_path: Path) -> None:
    *_, ended = chat(
        tmp_path / "s.db",
        "settings quiet:06:00-09:00",
        'subscribe match:"plan 3"',
        "news",
        "unsubscribe 1",
    )
    assert "Kept back in quiet hours, and not shown any more: 1 story." in shown(ended)


def test_a_burst_is_leafed_through(tmp_path: Path) -> None:
    first, second, why, unknown = chat(
        tmp_path / "s.db", "subscribe", "news", "burst 1", "burst 1 2", "why 12", "burst 7"
    )[1:]
    assert "1 to 10 of 12 stories, as they came" in shown(first)
    assert '"burst number:1 page:2"' in first.card.model_dump_json()
    assert "11 to 12 of 12 stories, as they came" in shown(second)
    assert "put into one message with others" in shown(why)
    assert "it waits for its turn" in shown(why)
    assert isinstance(unknown.error, NotFound)


def test_settings_go_back_to_the_default(tmp_path: Path) -> None:
    *_, mine, theirs, bots, nobodys = chat(
        tmp_path / "s.db",
        "settings zone:Asia/Tokyo quiet:21:00-06:00 for:workspace",
        "settings zone:Europe/London quiet:off",
        "settings zone:default",
        "settings quiet:Default",
        "settings zone:default for:workspace",
        "settings quiet:default for:workspace",
        role=Role.admin,
    )
    assert "Asia/Tokyo (set for the whole workspace)" in shown(mine)
    assert "none (set for this channel)" in shown(mine)
    assert "21:00 to 06:00 (set for the whole workspace)" in shown(theirs)
    assert "UTC (the bot's)" in shown(bots)
    assert "none (nobody has set any)" in shown(nobodys)


def test_settings_show_where_each_comes_from(tmp_path: Path) -> None:
    bare, mine, theirs, off = chat(
        tmp_path / "s.db",
        "settings",
        "settings quiet:10pm-7am",
        "settings zone:europe/london quiet:23:00-06:00 for:workspace",
        "settings quiet:off",
        role=Role.admin,
    )
    assert "Zone: UTC (the bot's)" in shown(bare)
    assert "none (nobody has set any)" in shown(bare)
    assert "22:00 to 07:00 (set for this channel)" in shown(mine)
    assert "Europe/London (set for the whole workspace)" in shown(theirs)
    assert "22:00 to 07:00 (set for this channel)" in shown(theirs)
    assert "none (set for this channel)" in shown(off)


@pytest.mark.parametrize(
    ("line", "error", "hint"),
    [
        ("settings zone:UTC for:workspace", NotAllowed, "your role here is editor"),
        ("settings for:workspace", UsageError, "settings zone:Europe/London for:workspace"),
        ("settings quiet:22-22", UsageError, "two different times"),
        ("settings zone:lundon", UsageError, "can't be “lundon”. Write an IANA name: perhaps Europe/London."),
        ("subscribe topic:,", UsageError, "with commas between them"),
        ("subscribe nto:sport", UsageError, "Did you mean `not:sport`?"),
        ("unsubscribe 4", NotFound, "This channel has no subscription 4."),
        ("why 4", NotFound, "There is no story #4."),
    ],
)
def test_what_cannot_be_done_is_explained(tmp_path: Path, line: str, error: type, hint: str) -> None:
    (attempt,) = chat(tmp_path / "s.db", line)
    assert isinstance(attempt.error, error)
    assert hint in shown(attempt)


def test_a_reader_may_ask_why_but_not_subscribe(tmp_path: Path) -> None:
    why, subscribe = chat(tmp_path / "s.db", "news", "why 1", "subscribe", role=Role.reader)
    assert "This channel has neither digests nor subscriptions" in shown(why)
    assert isinstance(subscribe.error, NotAllowed)
