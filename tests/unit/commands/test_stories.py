"""Merging, splitting, topics and watches, as people type them."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from adapters import plain
from bot.commands.catalogue import CATALOGUE
from bot.commands.dispatch import Attempt, Dispatch
from bot.commands.grammar import parse
from bot.commands.merge import MERGE, SPLIT
from bot.commands.settings_weights import WEIGHTS
from bot.commands.spoken import spoken
from bot.commands.topic import TOPIC_DROP, TOPIC_SET, TOPICS
from bot.commands.watch import MOST_WATCHES, UNWATCH, WATCH, WATCHES, WatchArguments
from bot.compose import open_house
from bot.errors import NotAllowed, NotFound, UsageError
from bot.flows.posts import direct
from bot.model.card import Button, Buttons, Card
from bot.model.delivery import Delivery
from bot.model.events import CommandTyped
from bot.model.people import Conversation, Role
from bot.model.source import Raw
from tests.conftest import MONDAY_7AM, SetClock
from tests.feeds import rss
from tests.unit.commands.test_settings import HERE, somebody

COMMANDS = (MERGE, SPLIT, TOPICS, TOPIC_SET, TOPIC_DROP, WATCH, WATCHES, UNWATCH, WEIGHTS)
NEWS = [
    ("e1", "Harbour bridge closes for two years", ""),
    ("e2", "Karpathy opens a school in Prague", ""),
    ("e3", "Rain floods the northern valleys", ""),
]
ALSO = [("c1", "Ferry owners rejoice", "")]
MINE = Conversation(channel=direct(somebody(Role.reader)))


def say(
    db: Path, *lines: str, role: Role = Role.editor, where: Conversation = HERE
) -> tuple[list[Attempt], Sequence[Delivery]]:
    """Type the lines one after the other; return the answers, and what waits to be sent to Ann.

    "news" stands for a feed of three stories that comes in, "courier" for one of one.
    """

    async def run() -> tuple[list[Attempt], Sequence[Delivery]]:
        attempts = []
        async with open_house(db, clock=SetClock()) as house:
            dispatch = Dispatch(CATALOGUE, house.flows)
            for line in lines:
                if line in {"news", "courier"}:
                    entries, title = (NEWS, "City Desk") if line == "news" else (ALSO, "The Courier")
                    await house.intake.take(Raw(name=f"{line}.xml", body=rss(entries, title=title)))
                    continue
                typed = CommandTyped(id=line, at=MONDAY_7AM, actor=somebody(role), where=where, text=line)
                attempts.append(await dispatch.attempt(typed))
            told = await house.store.read(lambda view: view.deliveries.open_in(MINE.channel))
        return attempts, told

    return asyncio.run(run())


def shown(attempt: Attempt) -> str:
    return " ".join(plain.render(attempt.card, width=1000).split())


def buttons(card: Card) -> list[Button]:
    return [button for block in card.blocks if isinstance(block, Buttons) for button in block.buttons]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_example_parses_and_can_be_said_by_a_button(command: object) -> None:
    for example in next(each for each in COMMANDS if each is command).examples:
        parsed = parse(example, CATALOGUE)
        assert parsed.command is command
        assert parse(spoken(parsed.command, parsed.arguments), CATALOGUE) == parsed


def test_from_a_merge_to_a_split_and_back(tmp_path: Path) -> None:
    (merged, led, split, again), _ = say(
        tmp_path / "s.db", "news", "merge 1 #2", "story 2", "split 1 report 2", "merge 1 and 2"
    )
    assert "#2 is part of #1 now." in shown(merged)
    assert "#1 has 2 reports from 1 outlet." in shown(merged)
    assert "`split 1 report 2` makes a report a story of its own again" in shown(merged)
    assert "#1 Harbour bridge closes" in shown(led)
    assert "put here by Ann" in shown(led)
    assert "Report 2 of #1 is a story of its own now: #2." in shown(split)
    assert "Karpathy opens a school" in shown(split)
    assert [button.says for button in buttons(split.card)] == ["story 1", "story 2"]
    assert "`merge 1 2` puts it back" in shown(split)
    assert "#2 is part of #1 now." in shown(again)


NEAR_MISSES = (
    ("merge 1", UsageError, "needs the story whose reports it gets"),
    ("merge 1 2 3", UsageError, "more than two go one after the other"),
    ("merge 1 into 2", UsageError, "the one that stays first"),
    ("merge 1 1", UsageError, "#1 can't be merged with itself."),
    ("merge 1 9", NotFound, "#9"),
    ("split 1", UsageError, "needs which of its reports"),
    ("split 1 AP", UsageError, "A report is said by its number in `story 142`"),
    ("split 1 report one", UsageError, "A report is said by its number"),
    ("split 1 1", UsageError, "only one report"),
    ("topic drop economy", NotFound, "no rule for a topic “economy”"),
    ("topic set economy", UsageError, "Name words with `match:`"),
    ("topic set a,b match:x", UsageError, "without commas"),
    ("watch", UsageError, "every story there is"),
    ("watch not:sport", UsageError, "every story there is"),
    ("unwatch 3", NotFound, "You have no watch 3."),
    ("settings weights outlets:7", UsageError, "The largest is 5"),
    ("settings weights outlets:many", UsageError, "It is a number, such as 2 or 0.5."),
    ("settings weights outlets:nan", UsageError, "`outlets` can't be"),
    ("settings weights default fresh:1", UsageError, "no other can be given with it"),
    ("settings weights fresh:1", NotAllowed, "admins alone set them"),
)


def test_near_misses_are_explained(tmp_path: Path) -> None:
    answers, _ = say(tmp_path / "s.db", "news", *(line for line, _, _ in NEAR_MISSES))
    for answer, (line, kind, says) in zip(answers, NEAR_MISSES, strict=True):
        assert isinstance(answer.error, kind), line
        assert says in str(answer.error), line


def test_readers_change_neither_stories_nor_topics(tmp_path: Path) -> None:
    lines = ("merge 1 2", "split 1 2", "topic set x match:y", "topic drop x")
    answers, _ = say(tmp_path / "s.db", *lines, role=Role.reader)
    assert all(isinstance(answer.error, NotAllowed) for answer in answers)


def test_a_newsrooms_rule_labels_what_came_and_what_comes(tmp_path: Path) -> None:
    db = tmp_path / "s.db"
    (before, none, set_, listed), _ = say(
        db,
        "topic set weather match:floods,storm",
        "topics",
        "topic set bridges match:bridge not:dental",
        "topics",
    )
    assert "Under “weather” come stories with “floods” or “storm”." in shown(before)
    assert "No other story of the last 7 days fits." in shown(before)
    assert "`topic drop weather`" in shown(before)
    assert "weather · 0 stories" in shown(none)
    assert "but without “dental”" in shown(set_)
    (late, listed, latest, dropped, kept), _ = say(
        db, "news", "topic set school match:school", "topics", "latest weather", "topic drop School", "topics"
    )
    assert "1 story of the last 7 days got the topic." in shown(late)
    assert "weather · 1 story · rule: stories with “floods” or “storm”" in shown(listed)
    assert "Rain floods" in shown(latest)
    assert "The rule for “School” has ended." in shown(dropped)
    assert "school · 1 story" in shown(kept)


def test_topics_say_how_to_make_one_where_there_are_none(tmp_path: Path) -> None:
    (answer,), _ = say(tmp_path / "s.db", "topics", role=Role.reader)
    assert "No story has a topic so far." in shown(answer)


def test_what_is_watched_comes_as_a_direct_message(tmp_path: Path) -> None:
    db = tmp_path / "s.db"
    (made, again, listed, here), told = say(
        db, 'watch "Karpathy"', "watch karpathy", "watches", "subscriptions", "news"
    )
    assert "Watch 1 is set up." in shown(made)
    assert "Stories with “Karpathy”: they come as direct messages, to you alone." in shown(made)
    assert "`unwatch 1` ends it." in shown(made)
    assert "Watch 2 is set up." in shown(again) or "Watch 1 asks for the same" in shown(again)
    assert "1 stories with “Karpathy”" in shown(listed)
    assert "This channel has no subscriptions." in shown(here)
    assert [delivery.card.summary for delivery in told] == ["Karpathy opens a school in Prague"]


def test_a_watch_is_called_so_wherever_it_is_named(tmp_path: Path) -> None:
    (_, _, why, _, left_out, listed, ended, none), told = say(
        tmp_path / "s.db",
        'watch "Karpathy, school"',
        "watch Karpathy",
        "news",
        "why 2",
        "unwatch 1",
        "why 3",
        "subscriptions",
        "unwatch 2",
        "watches",
        where=MINE,
    )
    assert "Watch 1 – posted as a message of its own" in shown(why)
    assert "Watch 2 – left out" in shown(why)
    assert "watch 1 brings it here already" in shown(why)
    assert "Watch 2 – “" in shown(left_out)
    assert "1 watch" in shown(listed)
    assert "subscription" not in shown(why).lower() + shown(listed).lower()
    assert "Watch 2 has ended." in shown(ended)
    assert "Taken back before they were sent: 1 message." in shown(ended)
    assert "You watch nothing." in shown(none)
    assert told == ()


def test_nobody_ends_the_watch_of_another(tmp_path: Path) -> None:
    (_, channels), _ = say(tmp_path / "s.db", "watch Karpathy", "unsubscribe 1")
    assert isinstance(channels.error, NotFound)


def test_a_person_has_so_many_watches_at_most(tmp_path: Path) -> None:
    lines = [f"watch word{at}" for at in range(MOST_WATCHES + 1)]
    answers, _ = say(tmp_path / "s.db", *lines, role=Role.reader)
    assert [answer.error for answer in answers[:-1]] == [None] * MOST_WATCHES
    assert isinstance(answers[-1].error, NotAllowed)


@pytest.mark.parametrize(
    ("words", "phrases"),
    [
        ("interest rate", "interest rate"),
        ('"interest rate" taper', "interest rate,taper"),
        ("ferry, harbour deal", "ferry,harbour deal"),
        ("“harbour deal”", "harbour deal"),
    ],
)
def test_quotes_and_commas_part_phrases(words: str, phrases: str) -> None:
    read = parse(f"watch {words} topic:x", CATALOGUE).arguments
    assert isinstance(read, WatchArguments)
    assert (read.words, read.topic) == (phrases, "x")


def test_weights_are_set_shown_and_made_the_usual_ones_again(tmp_path: Path) -> None:
    (usual, set_, more, all_, back), _ = say(
        tmp_path / "s.db",
        "settings weights",
        "settings weights outlets:2 people:0",
        "settings weights fresh:0.5",
        "settings",
        "settings weights default",
        role=Role.admin,
    )
    assert "These are the usual weights." in shown(usual)
    assert "Set for the whole workspace" in shown(set_)
    assert "outlets 2 · fresh 0.5 · people 0 · drafted 0.25" in more.card.summary
    assert "Stories rank by: outlets 2 · fresh 0.5 · people 0 · drafted 0.25" in shown(all_)
    assert "the usual weights" in back.card.summary


def test_weights_tell_in_latest_and_why(tmp_path: Path) -> None:
    (_, first, why, _, after), _ = say(
        tmp_path / "s.db",
        "news",
        "courier",
        "merge 1 4",
        "latest 1",
        "why 1",
        "settings weights outlets:0",
        "latest 1",
        role=Role.admin,
    )
    assert "#1 Harbour bridge" in shown(first)
    assert "The Courier – Ann put it here" in shown(why)
    assert "How it ranks 2 outlets +1 · less than an hour old 0: together +1" in shown(why)
    assert "#3 Rain floods" in shown(after)
