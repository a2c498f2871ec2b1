"""Commands from text to card, over a real store."""

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from adapters import plain
from bot.commands.catalogue import CATALOGUE
from bot.commands.context import Asked
from bot.commands.dispatch import Attempt, Dispatch
from bot.commands.latest import LATEST, LatestArguments
from bot.compose import open_house
from bot.errors import NotAllowed, NotFound, Unreadable, UsageError
from bot.model.card import Button, Buttons, Card
from bot.model.events import ButtonPressed, CommandTyped, Incoming
from bot.model.people import Actor, ChannelRef, Conversation, Role
from bot.model.source import Raw
from tests.conftest import MONDAY_7AM, SetClock
from tests.feeds import rss

WHERE = Conversation(channel=ChannelRef(platform="test", workspace="w", id="c"))
ENTRIES = [(f"e{n}", f"Council votes on plan {n}", f"{n:02} Jun 2026 08:00:00 GMT") for n in range(1, 13)]


def typed(text: str, role: Role = Role.reader) -> Incoming:
    actor = Actor(platform="test", workspace="w", id="u", name="Ann", role=role)
    return CommandTyped(id="1", at=MONDAY_7AM, actor=actor, where=WHERE, text=text)


def chat(db: Path, *lines: str, role: Role = Role.editor, feed: bool = True) -> list[Attempt]:
    """Type the lines one after the other, into a store that holds the feed."""

    async def run() -> list[Attempt]:
        async with open_house(db, clock=SetClock()) as house:
            if feed:
                await house.intake.take(Raw(name="f.xml", body=rss(ENTRIES)))
            return [await house.dispatch.attempt(typed(line, role)) for line in lines]

    return asyncio.run(run())


def shown(attempt: Attempt) -> str:
    return plain.render(attempt.card)


def buttons(card: Card) -> list[Button]:
    return [button for block in card.blocks if isinstance(block, Buttons) for button in block.buttons]


def test_latest_shows_the_newest_and_more_goes_on(tmp_path: Path) -> None:
    first, second = chat(tmp_path / "s.db", "latest 5", "latest 5 page:3")
    assert "5 of 12 stories" in shown(first)
    assert "plan 12" in shown(first)
    assert "plan 7" not in shown(first)
    assert buttons(first.card)[-1].says == "latest page:2"
    assert "plan 1\n" in shown(second) or "plan 1 " in shown(second)
    assert [button.label for button in buttons(second.card)][-2:] == ["Read brief", "Flag"]


def test_a_button_is_the_same_as_typing_what_it_says(tmp_path: Path) -> None:
    async def run() -> tuple[Card, Card]:
        async with open_house(tmp_path / "s.db", clock=SetClock()) as house:
            await house.intake.take(Raw(name="f.xml", body=rss(ENTRIES)))
            listed = await house.dispatch.answer(typed("latest"))
            says = buttons(listed)[0].says
            actor = Actor(platform="test", workspace="w", id="u", name="Ann")
            pressed = ButtonPressed(id="2", at=MONDAY_7AM, actor=actor, where=WHERE, says=says)
            return await house.dispatch.answer(pressed), await house.dispatch.answer(typed(says))

    by_button, by_typing = asyncio.run(run())
    assert by_button == by_typing
    assert "Who has it" in plain.render(by_button)


@pytest.mark.parametrize(
    ("line", "error", "hint"),
    [
        ("story 999", NotFound, "There is no story #999."),
        ("add Some text.", NotAllowed, "`add` is for editors; here you are only a reader."),
        ("status", NotAllowed, "`status` is for admins"),
        ("latest 0", UsageError, "/brief latest 10"),
        ("nonsense", UsageError, "`help` lists every command."),
        ("latest nothingness", type(None), "No story has the topic “nothingness”."),
        ('latest source:"Nobody"', type(None), "Outlets here: City Desk."),
        ('latest source:"Ciyt Desk"', type(None), "Did you mean “City Desk”?"),
        ("latest since:1h", type(None), "look further back"),
        ("search zebra", type(None), "No story holds all of these words."),
    ],
)
def test_what_cannot_be_had_is_explained(tmp_path: Path, line: str, error: type, hint: str) -> None:
    (attempt,) = chat(tmp_path / "s.db", line, role=Role.reader)
    assert isinstance(attempt.error, error)
    assert hint in shown(attempt)


def test_search_finds_what_was_added_by_hand(tmp_path: Path) -> None:
    added, again, found = chat(
        tmp_path / "s.db",
        "add Mayor resigns over harbour deal\n\nShe leaves office on 3 June 2026. It is unclear who follows.",
        "add Mayor resigns over harbour deal\n\nShe leaves office on 3 June 2026. It is unclear who follows.",
        'search "harbour deal"',
    )
    assert "Added as a new story" in shown(added)
    assert "Nothing new: this is here already" in shown(again)
    assert "Mayor resigns over harbour deal" in shown(found)
    assert "#13" in shown(found)


def test_an_address_that_may_not_be_asked_is_refused(tmp_path: Path) -> None:
    (attempt,) = chat(tmp_path / "s.db", "add http://127.0.0.1/story", feed=False)
    assert isinstance(attempt.error, Unreadable)
    assert "inside a private network" in shown(attempt)


def test_a_text_without_words_is_refused(tmp_path: Path) -> None:
    (attempt,) = chat(tmp_path / "s.db", "add \u200b\u200b", feed=False)
    assert isinstance(attempt.error, (Unreadable, UsageError))


def test_help_lists_what_this_person_may_do(tmp_path: Path) -> None:
    reader, admin = (
        shown(chat(tmp_path / f"{role}.db", "help", role=role, feed=False)[0])
        for role in (Role.reader, Role.admin)
    )
    assert "Read stories latest · story · search" in " ".join(reader.split())
    assert "delivery send" not in reader
    assert "status · delivery send, drop" in " ".join(admin.split())


def test_help_lists_every_command_and_fits_on_a_phone(tmp_path: Path) -> None:
    (attempt,) = chat(tmp_path / "s.db", "help", role=Role.admin, feed=False)
    card = plain.render(attempt.card, width=40)
    listed = re.split(r"[\s,·]+", card)
    assert all(command.name == "help" or command.path[-1] in listed for command in CATALOGUE)
    assert "source add, list, check" in " ".join(card.split())
    assert len(card.splitlines()) <= 38


def test_help_on_a_command_goes_deep(tmp_path: Path) -> None:
    (attempt,) = chat(tmp_path / "s.db", "help latest", feed=False)
    assert "how many, 1 to 20" in shown(attempt)
    assert "Examples" in shown(attempt)


def test_status_says_how_the_store_is(tmp_path: Path) -> None:
    (attempt,) = chat(tmp_path / "s.db", "status", role=Role.admin)
    assert "Stories: 12" in shown(attempt)
    assert attempt.card.mood in {"good", "trouble"}


@pytest.mark.parametrize("headline", ["<!channel> wins", "@everyone look", "[bold]x[/bold]", "*a* _b_ ~c~"])
def test_a_headline_prints_as_it_stands(tmp_path: Path, headline: str) -> None:
    async def run() -> str:
        async with open_house(tmp_path / "s.db", clock=SetClock()) as house:
            await house.intake.take(Raw(name="f.xml", body=rss([("e1", headline, "")])))
            return plain.render(await house.dispatch.answer(typed("latest")))

    assert headline in asyncio.run(run())


def completed(db: Path, texts: Sequence[str]) -> list[tuple[str, ...]]:
    async def run() -> list[tuple[str, ...]]:
        async with open_house(db, clock=SetClock()) as house:
            await house.intake.take(Raw(name="f.xml", body=rss(ENTRIES)))
            return [await house.dispatch.complete(text) for text in texts]

    return asyncio.run(run())


def test_completion_offers_commands_options_and_values(tmp_path: Path) -> None:
    names, again, options, outlets, stories, helped = completed(
        tmp_path / "s.db",
        ["/brief l", "", "latest s", "latest source:c", "story 1", "help st"],
    )
    assert names == ("latest",)
    assert "search" in again
    assert options == ("since:", "source:")
    assert outlets == ('source:"City Desk"',)
    assert set(stories) == {"1", "10", "11", "12"}
    assert helped == ("story", "status")


async def fail(asked: Asked, arguments: LatestArguments) -> Card:
    raise ZeroDivisionError(f"{asked.at} {arguments.count}")


def test_a_fault_of_ours_is_logged_and_answered(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> Attempt:
        async with open_house(tmp_path / "s.db", clock=SetClock()) as house:
            broken = Dispatch([replace(LATEST, run=fail)], house.flows)
            return await broken.attempt(typed("latest"))

    with caplog.at_level(logging.ERROR):
        attempt = asyncio.run(run())
    reference = attempt.card.summary.split("(reference ")[1].split(")")[0]
    assert f"fault {reference}" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivisionError" not in shown(attempt)
