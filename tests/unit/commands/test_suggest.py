"""What is suggested for an argument, while it is typed."""

import asyncio
from pathlib import Path

import pytest

from bot.compose import open_house
from bot.errors import StoreBusy
from bot.model.events import CommandTyped
from bot.model.people import Role
from bot.model.source import Raw
from bot.model.suggestion import Suggestion
from tests.conftest import MONDAY_7AM, SetClock
from tests.fakes import conversation, person
from tests.feeds import rss

FEED = Raw(
    name="f.xml",
    body=rss(
        [
            ("a", "Harbour bridge closed", "01 Nov 2026 08:00:00 GMT"),
            ("b", "Mayor resigns", "01 Nov 2026 09:00:00 GMT"),
            ("c", "École fermée", "01 Nov 2026 10:00:00 GMT"),
        ]
    ),
)


def suggested(
    db: Path, command: str, argument: str, *typed: str, role: Role = Role.editor
) -> list[tuple[Suggestion, ...]]:
    """Return what is suggested, where there are three stories, a digest and a subscription."""

    async def run() -> list[tuple[Suggestion, ...]]:
        async with open_house(db, clock=SetClock()) as house:
            await house.intake.take(FEED)
            anna, here = person("anna", role=Role.editor), conversation()
            orders = ("digest at 08:00 weekdays zone:Europe/London", 'subscribe match:"harbour deal"')
            for text in (*orders, "watch ferry", "follow 1 Who pays?", "follow 2", "done F2"):
                typed_in = CommandTyped(id=text, at=MONDAY_7AM, actor=anna, where=here, text=text)
                await house.dispatch.answer(typed_in)
            return [
                await house.dispatch.suggest(
                    command, argument, each, conversation(), person("anna", role=role)
                )
                for each in typed
            ]

    return asyncio.run(run())


def values(suggestions: tuple[Suggestion, ...]) -> list[str]:
    return [each.value for each in suggestions]


def headlines(suggestions: tuple[Suggestion, ...]) -> list[str]:
    return [each.label.partition(" · ")[2] for each in suggestions]


def test_a_story_is_found_by_its_number_and_by_half_typed_words(tmp_path: Path) -> None:
    nothing, number, words, folded, unknown = suggested(
        tmp_path / "s.db", "story", "number", "", "#1", "bri harb", "ecole", "zeppelin"
    )
    assert len(nothing) == 3
    assert values(number) == ["1"]
    assert headlines(words) == ["Harbour bridge closed"]
    assert headlines(folded) == ["École fermée"]
    assert unknown == ()
    assert all(each.label.startswith(f"#{each.value} · ") for each in nothing)


def test_a_zone_is_found_by_any_part_of_its_name(tmp_path: Path) -> None:
    london, york, every = suggested(tmp_path / "s.db", "digest at", "zone", "lond", "new york", "")
    assert values(london) == ["Europe/London"]
    assert "America/New_York" in values(york)
    assert len(every) == 25


def test_orders_of_the_channel_are_suggested_with_what_they_are(tmp_path: Path) -> None:
    ((digest,),) = suggested(tmp_path / "s.db", "digest off", "number", "")
    assert (digest.value, "08:00" in digest.label) == ("1", True)
    ((order,),) = suggested(tmp_path / "t.db", "unsubscribe", "number", "")
    assert (order.value, "harbour deal" in order.label) == ("1", True)


@pytest.mark.parametrize(
    ("command", "argument"), [("latest", "count"), ("latest", "nope"), ("nope", "topic")]
)
def test_for_anything_else_nothing_is_suggested(tmp_path: Path, command: str, argument: str) -> None:
    assert suggested(tmp_path / "s.db", command, argument, "x") == [()]


def test_commands_sources_and_topics_are_suggested(tmp_path: Path) -> None:
    ((first, *_),) = suggested(tmp_path / "s.db", "help", "command", "dig")
    assert first.value == "digest"
    (outlets,) = suggested(tmp_path / "t.db", "latest", "source", "")
    assert len(outlets) == 1


def test_where_the_store_is_busy_nothing_is_suggested_and_nothing_raised(tmp_path: Path) -> None:
    async def run() -> tuple[Suggestion, ...]:
        async with open_house(tmp_path / "s.db", clock=SetClock()) as house:

            async def busy(_: object) -> None:
                raise StoreBusy("Busy.", next_step="Wait.")

            house.store.read = busy  # type: ignore[method-assign, assignment]
            return await house.dispatch.suggest("story", "number", "1", conversation(), person())

    assert asyncio.run(run()) == ()


def test_who_may_not_use_a_command_is_suggested_nothing(tmp_path: Path) -> None:
    assert suggested(tmp_path / "s.db", "unsubscribe", "number", "", role=Role.reader) == [()]


def test_in_a_list_the_last_one_is_completed(tmp_path: Path) -> None:
    ((alone, *_),) = suggested(tmp_path / "s.db", "subscribe", "source", "")
    ((first, *_),) = suggested(tmp_path / "t.db", "subscribe", "source", f"The Herald, {alone.value[:2]}")
    assert first.value == f"The Herald,{alone.value}"


def test_follow_ups_that_stand_are_suggested_by_number_story_and_angle(tmp_path: Path) -> None:
    every, number, angle, none = suggested(tmp_path / "s.db", "claim", "number", "", "f1", "who pa", "F2")
    assert values(every) == values(number) == values(angle) == ["F1"]
    assert every[0].label.startswith("F1 · ")
    assert every[0].label.endswith(" · Who pays?")
    assert none == ()


def test_people_and_channels_are_left_to_the_platform(tmp_path: Path) -> None:
    assert suggested(tmp_path / "s.db", "assign", "person", "a") == [()]


def test_of_watches_a_person_is_suggested_their_own_alone(tmp_path: Path) -> None:
    ((own,),) = suggested(tmp_path / "s.db", "unwatch", "number", "")
    assert own == Suggestion(value="2", label="#2 · stories with “ferry”")
    ((subscription,),) = suggested(tmp_path / "s.db", "unsubscribe", "number", "")
    assert subscription.value == "1"
